"""The licence gate: what may leave by a public door, and whom to credit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conflict_atlas.events.sources import ucdp_candidate
from conflict_atlas.events.vocabulary import LicenceClass
from conflict_atlas.publish.licences import Audience, LicenceRefused, admit
from support.lakes import vintage

OPEN = vintage("open")
RESTRICTED = replace(
    vintage("restricted", licence_class=LicenceClass.SIGNED_IN),
    origin=replace(OPEN.origin, title="A closed list", licence="Terms of use"),
)


def test_open_vintages_pass_to_everybody_with_their_credit() -> None:
    for audience in Audience:
        (credit,) = admit([OPEN], audience)
        assert credit.line == (
            "Uppsala Conflict Data Program: UCDP Georeferenced Event Dataset (GED) Global, release 25.1. "
            f"CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/). {OPEN.origin.citation}."
        )


def test_a_restricted_vintage_is_refused_to_the_public_also_among_others() -> None:
    for vintages in ([RESTRICTED], [OPEN, RESTRICTED], [RESTRICTED, OPEN]):
        with pytest.raises(LicenceRefused, match=r"A closed list \(restricted\).*signed-in users only: Terms of use"):
            admit(vintages, Audience.PUBLIC)
        assert len(admit(vintages, Audience.SIGNED_IN)) == len(vintages)


def test_releases_of_one_origin_share_one_credit_and_each_release_is_named_once() -> None:
    later = replace(vintage("later"), release="26.1")
    candidate = replace(vintage("candidate"), origin=ucdp_candidate.SOURCE.origin, release="26.0.2")
    ged, candidates = admit([OPEN, later, candidate, OPEN], Audience.PUBLIC)
    assert ged.releases == ("release 25.1", "release 26.1")
    assert candidates.title == "UCDP Candidate Events Dataset"
    assert "release 26.0.2" in candidates.line


def test_nothing_needs_no_credit() -> None:
    assert admit([], Audience.PUBLIC) == ()
