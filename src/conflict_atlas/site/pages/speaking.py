"""The core's words in the language of the page: what ``conflict_atlas.wording`` asks for.

What may live here: that one object. It hands on to Django's catalogues and to ``words``; both know which page a thread makes.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils import translation

from conflict_atlas.events.months import Month
from conflict_atlas.site.pages import words


class Speaker:
    """See ``wording.Speaker``."""

    def language(self) -> str:
        """The code of the language of the page."""
        return translation.get_language() or "en"

    def gettext(self, text: str) -> str:
        """The text in the language of the page."""
        return translation.gettext(text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The form of the text that goes with the count."""
        return translation.ngettext(one, many, count)

    def number(self, value: float | Decimal, decimals: int) -> str:
        """A number with thousands marked."""
        return words.decimal(value, decimals)

    def month(self, value: Month) -> str:
        """A month in words."""
        return words.month(value)

    def month_names(self, short: bool) -> tuple[str, ...]:
        """The names of the months as they stand in a date."""
        return words.month_names(short)
