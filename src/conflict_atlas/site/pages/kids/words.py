"""Words of the kids pages: the names of levels and for whom they are.

What may live here: that.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from conflict_atlas.plain.levels import Level


def level_name(level: Level) -> str:
    """A level in a word or two."""
    return {Level.A: _("Easy (A)"), Level.B: _("A bit more (B)")}[level]


def ages(level: Level) -> str:
    """For whom a level is."""
    return {Level.A: _("for about 8 to 11 years"), Level.B: _("for about 11 to 14 years")}[level]


def level_path(slug: str, level: Level) -> str:
    """Where a level stands, from the home of its language."""
    return f"kids/{slug}/" if level is Level.A else f"kids/{slug}/b/"
