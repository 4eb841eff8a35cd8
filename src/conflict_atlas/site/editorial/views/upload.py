"""A dossier to take in: the zip file that a download made.

What may live here: this view. It asks for the right to load dossiers, and makes a draft: publishing is another step.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from conflict_atlas.dossiers import folder as folders
from conflict_atlas.dossiers.errors import DossierError
from conflict_atlas.site.editorial import archive, exchange, permissions
from conflict_atlas.site.editorial.models import DossierPage


class UploadForm(forms.Form):
    """One zip file."""

    file = forms.FileField(
        label=gettext_lazy("Zip file"), help_text=gettext_lazy("One that the download of a dossier made, or its folder, packed.")
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is opened."""
        file = self.cleaned_data["file"]
        if file.size > archive.MOST_PACKED:
            raise forms.ValidationError(_("The file is larger than %d megabytes.") % (archive.MOST_PACKED // 1_000_000))
        return file


class Upload(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView):
    """The form, and what it does: a new draft of the page with everything that belongs to it."""

    permission_required = permissions.IMPORT
    raise_exception = True
    form_class = UploadForm
    template_name = "atlas_editorial/upload.html"
    page_title = gettext_lazy("Load a dossier")
    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, dossiers, then this."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("atlas_dossiers"), "label": _("Dossiers")},
            {"url": "", "label": _("Load a dossier")},
        ]

    def form_valid(self, form: UploadForm) -> HttpResponse:
        """Take the dossier in, all of it or nothing."""
        scratch = Path(settings.ATLAS_WORKSPACE) / "tmp"
        scratch.mkdir(exist_ok=True)
        try:
            with tempfile.TemporaryDirectory(dir=scratch, prefix="upload-") as folder:
                unpacked = archive.unpack(form.cleaned_data["file"], Path(folder))
                dossier = folders.read(unpacked)
                taken = exchange.take(dossier, folders.pictures(dossier, unpacked), publish=False, person=self.request.user)
        except DossierError as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        page = DossierPage.objects.get(slug=taken.slug)
        messages.success(self.request, _("%(title)s has been loaded as a draft.") % {"title": page.title})
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
