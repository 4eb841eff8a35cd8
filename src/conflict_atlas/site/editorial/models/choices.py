"""Choices of the core as choices of a form.

What may live here: that, and the conflicts a row can belong to.
"""

from __future__ import annotations

from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from conflict_atlas.events.catalogue import tracked


def choices(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """Stored word and word for people."""
    return [(value.value, value.value.replace("_", " ")) for value in kind]


def check_conflict(slug: str) -> None:
    """Refuse a slug under which no tracked conflict has its page."""
    if tracked.by_slug(slug) is None:
        raise ValidationError(_("No tracked conflict is called %(slug)s."), params={"slug": slug})
