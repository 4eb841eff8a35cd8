"""What the check says of a draft, for the form in which it is written and for the page on which it is published.

What may live here: that. It decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from conflict_atlas.dossiers.check.finding import Finding
from conflict_atlas.kids.check import check
from conflict_atlas.plain.levels import LIMITS, Level
from conflict_atlas.plain.readability import Readability
from conflict_atlas.site.editorial.conversion.errors import DraftError
from conflict_atlas.site.kids.conversion import edition_of
from conflict_atlas.site.kids.models import KidsEdition
from conflict_atlas.site.pages import shelf


@dataclass(frozen=True)
class Measure:
    """How easy a level is to read, beside what it may be."""

    level: str
    text: str


@dataclass(frozen=True)
class Feedback:
    """The measures of both levels and everything that was found."""

    measures: tuple[Measure, ...]
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What blocks publishing."""
        return tuple(finding for finding in self.findings if finding.severity == "error")


def feedback(row: KidsEdition) -> Feedback:
    """What the check says of a draft with the claims of the published dossier."""
    copy = shelf.copy_of(row.conflict)
    if copy is None:
        what = _("the dossier of this conflict is not published; an edition for kids tells its claims and can only follow it")
        return Feedback((), (Finding("error", "dossier", _("the whole"), "", what),))
    try:
        found = check(edition_of(row), copy.dossier)
    except DraftError as error:
        return Feedback((), (Finding("error", "readable", error.part, error.place, error.what),))
    measures = tuple(Measure(level.value, _measured(found.measures[level], level)) for level in Level)
    return Feedback(measures, found.findings)


def _measured(measure: Readability | None, level: Level) -> str:
    if measure is None or not measure.words:
        return _("nothing that can be measured yet")
    limits = LIMITS[level]
    parts = []
    if measure.neutral_grade is not None:
        parts.append(_("grade %(grade).1f (at most %(most)g)") % {"grade": measure.neutral_grade, "most": limits.grade})
    if measure.ease is not None:
        parts.append(_("ease %(ease).0f (at least %(least)g)") % {"ease": measure.ease, "least": limits.ease})
    words = {"words": measure.words_a_sentence, "most": limits.words, "longest": measure.longest, "allowed": limits.longest}
    parts.append(_("%(words).1f words a sentence (under %(most)g), the longest %(longest)d (at most %(allowed)d)") % words)
    return ", ".join(parts)
