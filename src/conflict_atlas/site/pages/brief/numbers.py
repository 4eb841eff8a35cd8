"""Numbers and names in a sentence, each with its link.

What may live here: turning a count into a link to its rows, and setting values into a sentence.
"""

from __future__ import annotations

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conflict_atlas.analysis.brief.values import Count
from conflict_atlas.site.desk import Desk
from conflict_atlas.site.pages import named, words
from conflict_atlas.site.pages.figures import evidence_path


def say(sentence: str, **values: object) -> SafeString:
    """A sentence with its values set in: those that are links as they are, all others escaped."""
    return mark_safe(conditional_escape(sentence) % {name: conditional_escape(value) for name, value in values.items()})


def inside(anchor: str, number: int) -> SafeString:
    """A number of things that are listed further down on the page."""
    return format_html('<a href="{}">{}</a>', anchor, words.number(number))


class Numbers:
    """Numbers whose links lead from where the page stands: ``up`` leads to the language's home."""

    def __init__(self, here: Desk, up: str) -> None:
        self._here = here
        self._up = up

    def linked(self, count: Count, text: str) -> SafeString:
        """A text that leads to the rows of a count."""
        return format_html('<a href="{}">{}</a>', self._up + evidence_path(count.series, count.filters, count.by), text)

    def number(self, count: Count) -> SafeString:
        """A number that leads to its rows."""
        return self.linked(count, words.number(count.best))

    def deaths(self, count: Count) -> SafeString:
        """A number with its noun: "no deaths", "1 death", "12 deaths"; it leads to its rows."""
        if not count.best:
            return self.linked(count, _("no deaths"))
        return say(ngettext("%(number)s death", "%(number)s deaths", count.best), number=self.number(count))

    def coverage(self, text: str) -> SafeString:
        """A share of what is held, which leads to the page of coverage."""
        return format_html('<a href="{}coverage/">{}</a>', self._up, text)

    def conflict(self, conflict_id: str) -> SafeString:
        """The name of a conflict id, which leads to its page."""
        name = named.conflict_name(self._here, conflict_id)
        return format_html('<a href="{}ucdp/{}/">{}</a>', self._up, conflict_id, name)
