"""The preview: the public page of a draft, made by the same code as the published one.

What may live here: handing a draft to the page's own preview, and saying why a draft cannot be shown yet.
"""

from __future__ import annotations

from csp.constants import SELF
from django.http import HttpResponse
from django.template.loader import render_to_string

from conflict_atlas.dossiers.dossier import Picture
from conflict_atlas.dossiers.errors import DossierError
from conflict_atlas.site.editorial.conversion.pages import dossier_of, picture_rows
from conflict_atlas.site.editorial.conversion.rows import rows_of
from conflict_atlas.site.editorial.models import DossierPage
from conflict_atlas.site.pages.preview import preview_page

_HTML = "text/html; charset=utf-8"


def response(page: DossierPage) -> HttpResponse:
    """The page as readers would see it, or a sentence that says what must be mended first."""
    rows = {row.sha256: row for row in picture_rows(page).values()}

    def address(picture: Picture) -> str:
        return str(rows[picture.sha256].file.url)

    try:
        body = preview_page(dossier_of(page, rows_of(page.slug)), address)
    except DossierError as error:
        body = render_to_string("atlas_editorial/no_preview.html", {"reason": str(error)}).encode()
    answer = HttpResponse(body, content_type=_HTML)
    # The policy of public pages, but for the frame in which the admin shows a preview.
    answer._csp_replace = {"frame-ancestors": [SELF]}
    return answer
