"""What an assessment says, in plain sentences of the reader's language.

What may live here: sentences, made from an assessment and from nothing else. The label is about deadly violence, never about
"the conflict": the rule sees deaths only.
"""

from __future__ import annotations

from conflict_atlas import wording
from conflict_atlas.analysis.status.assessment import StatusAssessment, Window
from conflict_atlas.analysis.status.flip import Flip
from conflict_atlas.analysis.status.labels import Label, Reason
from conflict_atlas.events.months import Month
from conflict_atlas.wording import gettext, ngettext


def month_name(month: Month) -> str:
    """The month as readers write it."""
    return wording.month(month)


def heading(label: Label) -> str:
    """The label in words."""
    return {
        Label.WORSENING: gettext("Deadly violence: worsening"),
        Label.IMPROVING: gettext("Deadly violence: improving"),
        Label.UNCHANGING: gettext("Deadly violence: unchanging"),
        Label.QUIET: gettext("Deadly violence: quiet"),
        Label.NOT_ASSESSED: gettext("Deadly violence: not assessed"),
    }[label]


def reason(found: Reason) -> str:
    """Why there is no label, to follow a colon."""
    return {
        Reason.TOO_SHORT: gettext("the series is shorter than the fifteen months that the rule reads"),
        Reason.GAP: gettext("months are missing in the fifteen that the rule reads"),
        Reason.SERIES_INCOMPLETE: gettext(
            "series incomplete: in these months it holds under 80 % of the world total, or nobody knows how much"
        ),
        Reason.NEEDS_DAILY_EVENTS: gettext("this rule needs daily events"),
        Reason.NOTHING_TO_COUNT: gettext("no series here names this conflict or its main countries"),
    }[found]


def sentence(status: StatusAssessment) -> str:
    """The one sentence that explains a label."""
    month = month_name(status.month)
    if status.label is Label.NOT_ASSESSED:
        return gettext("Not assessed as of %(month)s: %(reason)s.") % {"month": month, "reason": reason(status.reason)}
    if status.recent is None or status.baseline is None:
        return gettext("%(heading)s as of %(month)s, by the rule %(rule)s.") % {
            "heading": heading(status.label),
            "month": month,
            "rule": status.rule,
        }
    values = {"compared": _compared(status.recent, status.baseline), "p": _percent(status.p_up)}
    if status.label is Label.QUIET:
        if status.quiet_since:
            return gettext("%(compared)s: fewer than three a month now, quiet since %(month)s.") % {
                **values,
                "month": month_name(status.quiet_since),
            }
        return gettext("%(compared)s: fewer than three a month now.") % values
    if status.label is Label.UNCHANGING:
        return gettext("%(compared)s: no change that is large and steady enough to name.") % values
    if status.label is Label.WORSENING:
        if status.fast:
            return gettext("%(compared)s: by the last month alone, they very likely rose by more than a quarter.") % values
        return gettext("%(compared)s: they rose by more than a quarter with a probability of %(p)s.") % values
    if status.fast:
        return gettext("%(compared)s: by the last month alone, they very likely fell by more than a quarter.") % values
    return gettext("%(compared)s: they fell by more than a quarter with a probability of %(p)s.") % {
        **values,
        "p": _percent(status.p_down),
    }


def _compared(recent: Window, baseline: Window) -> str:
    rate = recent.deaths_a_month
    # A fraction takes the form of a hundred, which in no language here is a form for few.
    count = round(rate) if _is_shown_whole(rate) else 100
    return ngettext(
        "%(deaths)s death a month from %(first)s to %(last)s, %(before)s a month in the %(months)s months before",
        "%(deaths)s deaths a month from %(first)s to %(last)s, %(before)s a month in the %(months)s months before",
        count,
    ) % {
        "deaths": _number(recent),
        "first": month_name(recent.first),
        "last": month_name(recent.last),
        "before": _number(baseline),
        "months": baseline.months,
    }


def lag_note(status: StatusAssessment) -> str:
    """What first prints mean for this label; empty where none are in play."""
    if not status.preliminary:
        return ""
    count = len(status.preliminary)
    if status.provisional:
        text = ngettext(
            "%(count)s month is a first print and will be revised; provisional: fewer than four in five likely revisions give this label.",
            "%(count)s months are first prints and will be revised; provisional: fewer than four in five likely revisions give this label.",
            count,
        )
    else:
        text = ngettext(
            "%(count)s month is a first print and will be revised; at least four in five likely revisions give the same label.",
            "%(count)s months are first prints and will be revised; at least four in five likely revisions give the same label.",
            count,
        )
    return text % {"count": count}


def carried_note(status: StatusAssessment) -> str:
    """That the last month is left out; empty where it is not."""
    if not status.carried:
        return ""
    return gettext("%(month)s has no figure, or one so low that it looks like a gap in reporting: it is not counted yet.") % {
        "month": month_name(status.month)
    }


def flip_sentence(flip: Flip, after: Month) -> str:
    """What would give another label in the month after."""
    values = {
        "month": month_name(after.plus(1)),
        "low": wording.number(flip.at_least),
        "high": "" if flip.at_most is None else wording.number(flip.at_most),
        "label": _label(flip.label),
    }
    if flip.at_most is None:
        return gettext("%(label)s if %(month)s has at least %(low)s deaths.") % values
    if flip.at_least == 0:
        return gettext("%(label)s if %(month)s has at most %(high)s deaths.") % values
    return gettext("%(label)s if %(month)s has %(low)s to %(high)s deaths.") % values


def _label(label: Label) -> str:
    return {
        Label.WORSENING: gettext("Worsening"),
        Label.IMPROVING: gettext("Improving"),
        Label.UNCHANGING: gettext("Unchanging"),
        Label.QUIET: gettext("Quiet"),
        Label.NOT_ASSESSED: gettext("Not assessed"),
    }[label]


def _number(window: Window) -> str:
    rate = window.deaths_a_month
    return wording.number(rate, 0 if _is_shown_whole(rate) else 1)


def _is_shown_whole(rate: float) -> bool:
    return rate >= 10 or f"{rate:.1f}".endswith(".0")


def _percent(p: float | None) -> str:
    return gettext("unknown size") if p is None else f"{min(round(p * 100), 99)} %"


def basis_note(basis: str, rests_on: tuple[str, ...]) -> str:
    """What the status is counted by."""
    shown = ", ".join(rests_on)
    return {
        "conflicts": gettext("Counted by the UCDP conflicts %(names)s."),
        "main countries": gettext(
            "Counted by the main countries (%(names)s), all violence in them: no complete series of the conflict itself."
        ),
        "country": gettext("Counted by the country (%(names)s), all violence in it."),
    }.get(basis, "") % {"names": shown}
