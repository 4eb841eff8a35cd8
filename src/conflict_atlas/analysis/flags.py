"""Forward flags: a risk alert and a resolution opportunity, by a stated rule on a forecast and the status beside it.

What may live here: the rule. Both flags may stand together: a war that has just surged may well go on, and yet be likelier
to recede than to grow. A flag says what past months like these were followed by; it is no prediction of a decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from conflict_atlas.analysis.forecast.summary import Outlook
from conflict_atlas.analysis.status.labels import Label
from conflict_atlas.wording import gettext


class Flag(StrEnum):
    """What may lie ahead."""

    RISK = "risk_alert"
    OPPORTUNITY = "resolution_opportunity"


@dataclass(frozen=True)
class FlagParameters:
    """Chances are those of the next three months together; deaths are deaths (best estimate)."""

    deaths: float = 25.0
    """Fewer deaths in the last three months than this are little violence; no more than little can be resolved."""
    outbreak: float = 0.20
    """Little violence, and the chance that a month brings 25 deaths or more reaches this: risk."""
    growth: float = 0.60
    """The chance of more deaths than in the last three months reaches this, and ``heavy``, too: risk."""
    heavy: float = 0.50
    """The chance that a month brings 25 deaths or more."""
    recession: float = 0.30
    """The chance of more deaths than in the last three months is this or less: opportunity."""
    recession_when_improving: float = 0.45
    """The same where the status is improving already."""


@dataclass(frozen=True)
class Flagged:
    """A flag and, in one sentence, why it stands."""

    flag: Flag
    reason: str


def flags(outlook: Outlook, status: Label, parameters: FlagParameters | None = None) -> tuple[Flagged, ...]:
    """The flags of a unit, the risk first; none where the forecast has no skill or reaches less than three months."""
    rule = parameters or FlagParameters()
    if not outlook.has_skill or outlook.worse is None or outlook.any_month_25 is None:
        return ()
    risk = _risk(outlook, outlook.worse, outlook.any_month_25, status, rule)
    opportunity = _opportunity(outlook, outlook.worse, status, rule)
    named = ((Flag.RISK, risk), (Flag.OPPORTUNITY, opportunity))
    return tuple(Flagged(flag, reason) for flag, reason in named if reason)


def _risk(outlook: Outlook, worse: float, heavy: float, status: Label, rule: FlagParameters) -> str:
    values = {"heavy": f"{heavy:.0%}", "worse": f"{worse:.0%}"}
    if outlook.last_three < rule.deaths:
        text = gettext(
            "Little violence in the last three months, "
            "and the chance that one of the next three months brings 25 deaths or more is %(heavy)s."
        )
        return text % values if heavy >= rule.outbreak else ""
    if heavy < rule.heavy:
        return ""
    if worse >= rule.growth:
        return (
            gettext(
                "The chance that the next three months bring more deaths than the last three is %(worse)s, "
                "and the chance that one of the next three months brings 25 deaths or more is %(heavy)s."
            )
            % values
        )
    if status is Label.WORSENING:
        return (
            gettext(
                "Deadly violence is worsening, and the chance that one of the next three months brings 25 deaths or more is %(heavy)s."
            )
            % values
        )
    return ""


def _opportunity(outlook: Outlook, worse: float, status: Label, rule: FlagParameters) -> str:
    if outlook.last_three < rule.deaths:
        return ""
    values = {"worse": f"{worse:.0%}"}
    if status is Label.IMPROVING and worse <= rule.recession_when_improving:
        return (
            gettext(
                "Deadly violence is improving, "
                "and the chance that the next three months bring more deaths than the last three is only %(worse)s."
            )
            % values
        )
    text = gettext("The chance that the next three months bring more deaths than the last three is only %(worse)s.")
    return text % values if worse <= rule.recession else ""
