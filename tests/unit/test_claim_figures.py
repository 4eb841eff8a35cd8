"""How figures are written: as exact as the claim, and no more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_atlas.dossiers.claim import Claim, ClaimKind, Qualifier
from conflict_atlas.dossiers.figures import UNKNOWN, number, written
from fixtures.dossier import KILLED

NUMBERS = st.one_of(st.none(), st.floats(), st.integers(0, 10**12).map(float))
Q = Qualifier


def figure(qualifier: Qualifier | None, value: float | None = None, low: float | None = None, high: float | None = None) -> Claim:
    return replace(KILLED, qualifier=qualifier, value=value, low=low, high=high, unit=None)


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (figure(Q.EXACT, 3825), "3,825"),
        (figure(None, 6), "6"),
        (figure(Q.APPROX, 2000), "about 2,000"),
        (figure(Q.AT_LEAST, 49), "at least 49"),
        (figure(Q.MORE_THAN, 7000), "more than 7,000"),
        (figure(Q.UP_TO, 15), "up to 15"),
        (figure(Q.RANGE, None, 28000, 38000), "28,000 to 38,000"),
        (figure(Q.RANGE_PLUS, None, 541, 547), "541 to 547 or more"),
        (figure(Q.RANGE, None, 12, 12), "12"),
        (figure(Q.RANGE, None, 12, None), "at least 12"),
        (figure(Q.RANGE, None, None, 12), "up to 12"),
        (figure(Q.APPROX, None, 10, 20), "about 10 to 20"),
        (figure(Q.MORE_THAN, None, 7000, None), "more than 7,000"),
        (figure(Q.VAGUE, None, 100, 999), "hundreds"),
        (figure(Q.VAGUE, None, 1000, 9999), "thousands"),
        (figure(Q.VAGUE, None, 100000, None), "hundreds of thousands"),
        (figure(Q.VAGUE, None, 2, None), "several"),
        (figure(Q.VAGUE), UNKNOWN),
        (figure(Q.UNKNOWN), UNKNOWN),
        (figure(Q.EXACT), UNKNOWN),
        (figure(Q.EXACT, 0.5), "0.5"),
        (replace(figure(Q.EXACT, 95), unit="percent"), "95 percent"),
        (replace(figure(Q.APPROX, 41), unit="square kilometres"), "about 41 square kilometres"),
        (replace(figure(Q.EXACT, 1), unit="square kilometres"), "1 square kilometre"),
        (replace(figure(Q.EXACT, 10**9), unit="US dollars"), "1 billion US dollars"),
        (replace(figure(Q.RANGE, None, 10**6, 2 * 10**6), unit="US dollars"), "1 million to 2 million US dollars"),
        (replace(figure(Q.EXACT, 1 / 3), unit="share"), "one third"),
        (replace(figure(Q.APPROX, 0.75), unit="share"), "about three quarters"),
        (replace(figure(Q.EXACT, 0.37), unit="share"), "37 percent"),
        (replace(figure(Q.VAGUE, None, 2), unit="kilometres"), "several kilometres"),
    ],
)
def test_a_figure_is_written_as_its_claim_means_it(claim: Claim, words: str) -> None:
    assert written(claim) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(800_000, "800,000"), (1_500_000, "1.5 million"), (1_234_567, "1,234,567"), (2.0, "2"), (0.00001, "0.00001"), (1e21, None)],
)
def test_large_numbers_are_shortened_only_where_nothing_is_lost(value: float, words: str | None) -> None:
    assert number(value) == (words or "1,000,000,000 trillion")


@given(NUMBERS, NUMBERS, NUMBERS, st.one_of(st.none(), st.sampled_from(Qualifier)), st.one_of(st.none(), st.text(max_size=8)))
def test_any_claim_can_be_written(
    value: float | None, low: float | None, high: float | None, qualifier: Qualifier | None, unit
) -> None:
    claim = replace(figure(qualifier, value, low, high), unit=unit, kind=ClaimKind.FIGURE)
    assert written(claim)
    assert written(replace(claim, unit="share"))


@given(st.integers(0, 999_999))
def test_a_whole_number_reads_back(value: int) -> None:
    assert int(written(figure(Q.EXACT, float(value))).replace(",", "")) == value
