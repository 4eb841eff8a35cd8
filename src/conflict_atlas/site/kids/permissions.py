"""Who may do what with editions for kids, asked in one place."""

from __future__ import annotations

from typing import Any

ADD = "atlas_kids.add_kidsedition"
CHANGE = "atlas_kids.change_kidsedition"
PUBLISH = "atlas_kids.publish_kidsedition"
VIEW = "atlas_kids.view_kidsedition"


def may_view(user: Any) -> bool:
    """Whether somebody may see the list."""
    return bool(user.has_perm(VIEW))


def may_publish(user: Any) -> bool:
    """Whether somebody may let children see an edition."""
    return bool(user.has_perm(PUBLISH))
