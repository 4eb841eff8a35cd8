"""A dossier that is not published, as its page will look: for editors, never for the public.

What may live here: the preview. It is the page of a published dossier with addresses from the root of the site, without
pages of claims, citation and export, which do not exist yet, and with a notice that says what it is.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from conflict_atlas.dossiers.dossier import Dossier, Picture
from conflict_atlas.dossiers.errors import DossierError
from conflict_atlas.events.catalogue import tracked
from conflict_atlas.publish.licences import LicenceRefused
from conflict_atlas.site import desk
from conflict_atlas.site.pages.dossier.gallery import PictureFile
from conflict_atlas.site.pages.dossier.page import written_page
from conflict_atlas.site.pages.dossier.status import standing
from conflict_atlas.site.pages.errors import Message
from conflict_atlas.site.pages.frame import Head, Place, render
from conflict_atlas.site.pages.prose import Addresses


def preview_page(dossier: Dossier, pictures: Callable[[Picture], str]) -> bytes:
    """The page of a draft. ``pictures`` gives the address of each of its pictures. A draft that cannot be shown yet (a date
    that is none, a picture without licence) gives a page that says what is missing."""
    language = settings.ATLAS_LANGUAGES[0]
    root = urlsplit(settings.ATLAS_BASE_URL).path.rstrip("/") + "/"
    place = Place(f"{language}/conflicts/{dossier.slug}/", language, f"{root}{language}/", root)
    addresses = Addresses(place.up, claims="")
    with translation.override(language):
        try:
            return written_page(
                desk.current(),
                tracked.by_slug(dossier.slug),
                dossier,
                place,
                addresses,
                standing(dossier, None, addresses),
                lambda picture: PictureFile(pictures(picture)),
                None,
                _("Preview, not published."),
            )
        except (DossierError, LicenceRefused) as error:
            message = Message(str(error), _("The preview shows the page as soon as this is mended."))
            return render("message.html", place, Head(_("No preview yet"), str(error)), message)
