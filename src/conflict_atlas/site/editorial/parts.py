"""What editors call the parts of a dossier, which the check names by their files.

What may live here: that mapping, for lists of findings and for sentences.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from conflict_atlas.site.editorial.models import DossierPage


def called(file: str) -> str:
    """The part of this file, in the words of the edit page."""
    name = file.rpartition(".")[0].replace("-", "_") or file
    known = {field.name: field.verbose_name for field in DossierPage._meta.get_fields() if hasattr(field, "verbose_name")}
    rows = {"claims": _("Claims"), "sources": _("Sources"), "dossier": _("The dossier as a whole")}
    return str(rows.get(name) or known.get(name) or file)
