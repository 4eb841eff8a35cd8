"""Who may do what with dossiers, asked in one place.

What may live here: the questions. Which group gets which permission stands in ``accounts``.
"""

from __future__ import annotations

from typing import Any

from wagtail.models import GroupPagePermission

from conflict_atlas.site.editorial.models import DossierIndex, DossierPage

EXPORT = "atlas_editorial.export_dossier"
IMPORT = "atlas_editorial.import_dossier"


def may_list(user: Any) -> bool:
    """Whether somebody works on dossiers, in whatever role, or may look at what they say."""
    return bool(
        user.is_superuser
        or user.has_perm("atlas_editorial.view_publication")
        or GroupPagePermission.objects.filter(group__in=user.groups.all(), page__in=DossierIndex.objects.all()).exists()
    )


def may_write(user: Any) -> bool:
    """Whether somebody may begin a dossier. Wagtail's own form for new pages is closed: a dossier belongs to a tracked conflict."""
    index = DossierIndex.objects.first()
    return user.is_superuser or (index is not None and "add" in index.permissions_for_user(user).permissions)


def may_edit(user: Any, page: DossierPage) -> bool:
    """Whether somebody may change this dossier."""
    return bool(page.permissions_for_user(user).can_edit())
