"""Forward flags: when each stands, that both may, and that none is raised without skill."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conflict_atlas.analysis.flags import Flag, FlagParameters, flags
from conflict_atlas.analysis.forecast.summary import Outlook
from conflict_atlas.analysis.status.labels import Label

WAR = Outlook(unit="SDN", has_skill=True, last_three=900.0, worse=0.45, any_month_25=0.97, months=())
CALM = replace(WAR, last_three=3.0, worse=0.4, any_month_25=0.05)


def raised(outlook: Outlook, status: Label = Label.UNCHANGING, parameters: FlagParameters | None = None) -> list[Flag]:
    return [item.flag for item in flags(outlook, status, parameters)]


@pytest.mark.parametrize(
    ("outlook", "status", "expected"),
    [
        (WAR, Label.UNCHANGING, []),
        (replace(WAR, worse=0.60), Label.UNCHANGING, [Flag.RISK]),
        (replace(WAR, worse=0.60, any_month_25=0.49), Label.UNCHANGING, []),
        (WAR, Label.WORSENING, [Flag.RISK]),
        (replace(WAR, worse=0.30), Label.UNCHANGING, [Flag.OPPORTUNITY]),
        (WAR, Label.IMPROVING, [Flag.OPPORTUNITY]),
        (replace(WAR, worse=0.46), Label.IMPROVING, []),
        (CALM, Label.QUIET, []),
        (replace(CALM, any_month_25=0.20), Label.QUIET, [Flag.RISK]),
        (replace(CALM, worse=0.0), Label.IMPROVING, []),
    ],
)
def test_a_flag_stands_from_its_bound_on(outlook: Outlook, status: Label, expected: list[Flag]) -> None:
    assert raised(outlook, status) == expected


def test_both_flags_stand_where_a_surge_is_likelier_to_recede_than_to_grow() -> None:
    assert raised(replace(WAR, worse=0.2), Label.WORSENING) == [Flag.RISK, Flag.OPPORTUNITY]


def test_no_flag_is_raised_where_the_forecast_has_no_skill_or_is_too_short() -> None:
    sure = replace(CALM, any_month_25=0.9)
    assert raised(sure) == [Flag.RISK]
    assert raised(replace(sure, has_skill=False)) == []
    assert raised(replace(sure, worse=None)) == []
    assert raised(replace(sure, any_month_25=None)) == []


def test_the_reason_names_the_chances_that_raised_the_flag() -> None:
    risk, opportunity = flags(replace(WAR, worse=0.2), Label.WORSENING)
    assert risk.reason == (
        "Deadly violence is worsening, and the chance that one of the next three months brings 25 deaths or more is 97%."
    )
    assert opportunity.reason == "The chance that the next three months bring more deaths than the last three is only 20%."


def test_the_bounds_are_parameters() -> None:
    assert raised(WAR, parameters=FlagParameters(growth=0.45)) == [Flag.RISK]
    assert raised(WAR, parameters=FlagParameters(recession=0.45)) == [Flag.OPPORTUNITY]
