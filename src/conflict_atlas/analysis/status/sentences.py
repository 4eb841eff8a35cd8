"""What an assessment says, in plain English sentences.

What may live here: sentences, made from an assessment and from nothing else. The label is about deadly violence, never about
"the conflict": the rule sees deaths only.
"""

from __future__ import annotations

from conflict_atlas.analysis.status.assessment import StatusAssessment, Window
from conflict_atlas.analysis.status.flip import Flip
from conflict_atlas.analysis.status.labels import Label, Reason
from conflict_atlas.events.months import Month

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

HEADINGS = {
    Label.WORSENING: "Deadly violence: worsening",
    Label.IMPROVING: "Deadly violence: improving",
    Label.UNCHANGING: "Deadly violence: unchanging",
    Label.QUIET: "Deadly violence: quiet",
    Label.NOT_ASSESSED: "Deadly violence: not assessed",
}

_REASONS = {
    Reason.TOO_SHORT: "the series is shorter than the fifteen months that the rule reads",
    Reason.GAP: "months are missing in the fifteen that the rule reads",
    Reason.SERIES_INCOMPLETE: "series incomplete: in these months it holds under 80 % of the world total, or nobody knows how much",
    Reason.NEEDS_DAILY_EVENTS: "this rule needs daily events",
    Reason.NOTHING_TO_COUNT: "no series here names this conflict or its main countries",
}


def month_name(month: Month) -> str:
    """The month as readers write it."""
    return f"{_MONTHS[month.month - 1]} {month.year}"


def heading(label: Label) -> str:
    """The label in words."""
    return HEADINGS[label]


def reason(found: Reason) -> str:
    """Why there is no label, to follow a colon."""
    return _REASONS[found]


def sentence(status: StatusAssessment) -> str:
    """The one sentence that explains a label."""
    if status.label is Label.NOT_ASSESSED:
        return f"Not assessed as of {month_name(status.month)}: {reason(status.reason)}."
    if status.recent is None or status.baseline is None:
        return f"{heading(status.label)} as of {month_name(status.month)}, by the rule {status.rule}."
    compared = (
        f"{_deaths(status.recent)} a month from {_span(status.recent)}, {_number(status.baseline)} a month "
        f"in the {status.baseline.months} months before"
    )
    if status.label is Label.QUIET:
        since = f", quiet since {month_name(status.quiet_since)}" if status.quiet_since else ""
        return f"{compared}: fewer than three a month now{since}."
    if status.label is Label.UNCHANGING:
        return f"{compared}: no change that is large and steady enough to name."
    direction, p = ("rose", status.p_up) if status.label is Label.WORSENING else ("fell", status.p_down)
    if status.fast:
        return f"{compared}: by the last month alone, they very likely {direction} by more than a quarter."
    return f"{compared}: they {direction} by more than a quarter with a probability of {_percent(p)}."


def lag_note(status: StatusAssessment) -> str:
    """What first prints mean for this label; empty where none are in play."""
    if not status.preliminary:
        return ""
    count = len(status.preliminary)
    months = "One month is a first print" if count == 1 else f"{count} months are first prints"
    verdict = (
        "provisional: fewer than four in five likely revisions give this label"
        if status.provisional
        else "at least four in five likely revisions give the same label"
    )
    return f"{months} and will be revised; {verdict}."


def carried_note(status: StatusAssessment) -> str:
    """That the last month is left out; empty where it is not."""
    return (
        f"{month_name(status.month)} has no figure, or one so low that it looks like a gap in reporting: it is not counted yet."
        if status.carried
        else ""
    )


def flip_sentence(flip: Flip, after: Month) -> str:
    """What would give another label in the month after."""
    month, label = month_name(after.plus(1)), flip.label.value
    if flip.at_most is None:
        return f"{label.capitalize()} if {month} has at least {flip.at_least:,} deaths."
    if flip.at_least == 0:
        return f"{label.capitalize()} if {month} has at most {flip.at_most:,} deaths."
    return f"{label.capitalize()} if {month} has {flip.at_least:,} to {flip.at_most:,} deaths."


def _number(window: Window) -> str:
    rate = window.deaths_a_month
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:,.1f}".removesuffix(".0")


def _deaths(window: Window) -> str:
    shown = _number(window)
    return f"{shown} {'death' if shown == '1' else 'deaths'}"


def _span(window: Window) -> str:
    return f"{month_name(window.first)} to {month_name(window.last)}"


def _percent(p: float | None) -> str:
    return "unknown size" if p is None else f"{min(round(p * 100), 99)} %"


def basis_note(basis: str, rests_on: tuple[str, ...]) -> str:
    """What the status is counted by."""
    shown = ", ".join(rests_on)
    return {
        "conflicts": f"Counted by the UCDP conflicts {shown}.",
        "main countries": f"Counted by the main countries ({shown}), all violence in them: no complete series of the conflict itself.",
        "country": f"Counted by the country ({shown}), all violence in it.",
    }.get(basis, "")
