"""A picture of the library: its file, and all that must stand beside it wherever it is shown.

What may live here: the image model that Wagtail uses, and its renditions.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition

from conflict_atlas.dossiers.pictures import LICENCES
from conflict_atlas.dossiers.svg import forbidden


def licences() -> list[tuple[str, str]]:
    """The licences under which a picture may be shown to everybody."""
    return [(name, name) for name in LICENCES]


class Picture(AbstractImage):
    """A picture with description, credit and licence. Wagtail's ``description`` is the text for those who cannot see it."""

    credit = models.CharField(_("credit"), max_length=500, help_text=_("Who made it, as it must be named beside the picture."))
    licence = models.CharField(
        _("licence"), max_length=100, choices=licences, help_text=_("Only pictures under one of these may be shown.")
    )
    alt = models.TextField(
        _("description"), help_text=_("What the picture shows, in a sentence or two, for those who cannot see it.")
    )
    made = models.CharField(
        _("made"), max_length=60, blank=True, help_text=_("When it was taken or drawn, as precise as is known: 2020-11-10, 2020.")
    )
    origin = models.CharField(
        _("origin"), max_length=1000, blank=True, help_text=_("Where it was taken from; leave it empty for our own work.")
    )
    sensitive = models.CharField(
        _("shown only on demand because"),
        max_length=300,
        blank=True,
        help_text=_("For instance: people who were wounded. Leave it empty for a picture that anybody can look at."),
    )
    name = models.CharField(max_length=200, editable=False, help_text=_("Its file name in the folder of a dossier."))
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)

    admin_form_fields = ("title", "file", "alt", "credit", "licence", "made", "origin", "sensitive", "collection")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_picture", _("Can choose picture"))]

    @property
    def default_alt_text(self) -> str:
        """The description that every picture has."""
        return self.alt

    def clean(self) -> None:
        """Refuse a drawing that holds more than a drawing."""
        super().clean()
        if not self.file or not self.file.name.lower().endswith(".svg"):
            return
        with self.open_file() as file:
            found = forbidden(file.read())
            file.seek(0)
        if found:
            raise ValidationError({"file": [_("This drawing is not taken: %s.") % sentence for sentence in found]})

    def save(self, *args: Any, **options: Any) -> None:
        """Keep the digest of the bytes beside the file, and a name of its own for the folder of a dossier."""
        if not self.file._committed or not self.sha256:
            self.file.open("rb")
            data = self.file.read()
            self.file.seek(0)
            digest = hashlib.sha256(data).hexdigest()
            if digest != self.sha256:
                self.sha256 = digest
                self.name = self.file.storage.get_valid_name(self.file.name.rpartition("/")[2])
        super().save(*args, **options)


class Rendition(AbstractRendition):
    """A picture in another size, for the admin."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="one_rendition_a_size"),
        ]
