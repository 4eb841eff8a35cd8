"""Who may take documents in and decide on suggestions, asked in one place."""

from __future__ import annotations

from typing import Any

ADD = "atlas_claims.add_document"
DECIDE = "atlas_claims.change_suggestion"
VIEW = "atlas_claims.view_document"


def may_view(user: Any) -> bool:
    """Whether somebody may see documents and suggestions."""
    return bool(user.has_perm(VIEW))
