"""What a dossier tells beside the rule's label: events of the same months, and a judgement that differs.

What may live here: these two. The rule sees deaths only; displacement, talks and blockades stand in the text.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from conflict_atlas.analysis.status.labels import Label
from conflict_atlas.dossiers import dates
from conflict_atlas.dossiers.dossier import Assessment, Dossier
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.violence import ViolenceView


@dataclass(frozen=True)
class BesideLine:
    """A narrated event of the months that the rule reads."""

    day: str
    title: str


def told_beside(dossier: Dossier, violence: ViolenceView | None) -> tuple[BesideLine, ...]:
    """The events of the timeline that began in the windows of the label."""
    if violence is None or violence.first_month is None or violence.last_month is None:
        return ()
    first, last = violence.first_month.first_day, violence.last_month.last_day
    found = []
    for event in dossier.timeline:
        span = dates.read_edtf(event.when)
        # What began decades ago and goes on is no event of these months.
        if span.first and first <= span.first <= last:
            found.append(BesideLine(dates.written(event.when), event.title))
    return tuple(found)


def disagreement(assessment: Assessment | None, violence: ViolenceView | None) -> str:
    """That an editor judges otherwise than the rule; empty where they agree or one of them says nothing."""
    if assessment is None or violence is None or violence.mark.label.value in (assessment.label, "not_assessed"):
        return ""
    return _("Editors judge “%(editors)s”, the rule says “%(rule)s”: both stand, and neither replaces the other.") % {
        "editors": words.violence(Label(assessment.label)) if assessment.label in tuple(Label) else assessment.label,
        "rule": violence.mark.word,
    }
