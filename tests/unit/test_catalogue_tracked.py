"""Tracked conflicts: the groups, and the checks that refuse a wrong file."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_atlas.events.catalogue import countries, tracked
from conflict_atlas.events.catalogue.files import CatalogueError

GOOD = """
- slug: north
  name: North
  conflicts: [1, 2]
  countries: [SDN]
  region: Africa
  reason: It is tracked for a test.
  former_slugs: [old-north]
- slug: far-north
  name: Far north
  conflicts: [3]
  countries: [SDN, EGY]
  region: Africa
  part_of: north
  reason: It is part of the north.
"""


def test_nagorno_karabakh_is_tracked_with_both_countries() -> None:
    conflict = tracked.by_slug("nagorno-karabakh")
    assert conflict is not None
    assert set(conflict.conflicts) == {"388", "376", "525", "4809"}
    assert (conflict.countries, conflict.region) == (("AZE", "ARM"), "Europe")
    assert tracked.by_conflict("388") == conflict


def test_there_are_about_sixty_tracked_conflicts_each_with_a_reason_in_one_sentence() -> None:
    assert 55 <= len(tracked.all()) <= 80
    for conflict in tracked.all():
        assert conflict.reason.endswith(".")
        assert conflict.slug.isascii()
        assert "\n" not in conflict.reason


def test_type_and_lens_are_not_rated() -> None:
    assert {(conflict.type, conflict.lens) for conflict in tracked.all()} == {(None, None)}


def test_no_conflict_is_called_ended_without_a_source() -> None:
    assert [conflict.slug for conflict in tracked.all() if conflict.ended and not conflict.ended.source] == []


def test_names_and_slugs_are_each_used_once() -> None:
    names = [conflict.name for conflict in tracked.all()]
    assert len(names) == len(set(names))


@given(st.sampled_from(tracked.all()))
def test_every_id_leads_back_to_its_one_entry_and_a_whole_contains_its_parts(conflict: tracked.TrackedConflict) -> None:
    assert all_lead_back(conflict)
    whole = tracked.all_conflicts(conflict.slug)
    assert len(whole) == len(set(whole))
    for part in tracked.parts(conflict.slug):
        assert set(part.conflicts) <= set(whole)


def all_lead_back(conflict: tracked.TrackedConflict) -> bool:
    return {tracked.by_conflict(conflict_id) for conflict_id in conflict.conflicts} <= {conflict}


def test_the_sahel_holds_the_ids_of_mali_burkina_faso_and_niger() -> None:
    assert {part.slug for part in tracked.parts("sahel")} == {"mali", "burkina-faso", "niger"}
    assert {"11347", "360", "13639", "13968"} <= set(tracked.all_conflicts("sahel"))


def test_palestine_is_found_among_the_countries_of_its_conflict() -> None:
    assert "israel-palestine" in {conflict.slug for conflict in tracked.for_country("PSE")}


def test_an_unknown_slug_or_id_finds_nothing() -> None:
    assert tracked.by_slug("atlantis") is None
    assert tracked.by_conflict("0") is None
    assert tracked.redirect("atlantis") is None
    with pytest.raises(KeyError):
        tracked.all_conflicts("atlantis")


def test_a_former_slug_leads_to_the_slug_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = tracked.parse(GOOD)
    monkeypatch.setattr(tracked, "all", lambda: entries)
    assert tracked.redirect("old-north") == "north"


def test_every_country_of_the_file_is_known() -> None:
    assert {code for conflict in tracked.all() for code in conflict.countries if countries.by_iso3(code) is None} == set()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("countries: [SDN]", "countries: [XXX]", r"north: no country has the alpha-3 code 'XXX'"),
        ("countries: [SDN]", "countries: [NO]", r"entry 1 \(north\): countries must be a list in square brackets"),
        ("conflicts: [3]", "conflicts: [2]", r"far-north: UCDP conflict 2 is also listed at north; keep it at one"),
        ("conflicts: [3]", "conflicts: [abc]", r"far-north: 'abc' is not a UCDP conflict id"),
        ("conflicts: [3]", "conflicts: []", r"far-north: has no conflict ids and no parts"),
        ("slug: far-north", "slug: north", r"the slug 'north' is also used by north"),
        ("slug: far-north", "slug: old-north", r"the slug 'old-north' is also used by north"),
        ("slug: far-north", "slug: Far North", r"slug 'Far North': use small letters"),
        ("part_of: north", "part_of: south", r"part_of names 'south', which is no slug here"),
        ("name: North\n", "name: North\n  part_of: far-north\n", r"part_of runs in a circle"),
        ("reason: It is tracked for a test.", "reason: ''", r"entry 1 \(north\): reason is missing or empty"),
        ("region: Africa\n  reason", "region: Atlantis\n  reason", r"no region is called 'Atlantis'"),
        ("former_slugs", "colour", r"unknown field 'colour'; the fields are aliases"),
        ("reason: It is part", "ended: 2024\n  reason: It is part", r"ended needs the fields date"),
        (
            "reason: It is part",
            "ended: {date: soon, by: x, source: y}\n  reason: It is part",
            r"ended: write date as YYYY-MM-DD",
        ),
    ],
)
def test_a_wrong_entry_is_refused_with_file_entry_and_what_to_do(old: str, new: str, message: str) -> None:
    text = GOOD.replace(old, new)
    assert text != GOOD
    with pytest.raises(CatalogueError, match=rf"tracked_conflicts\.yaml, .*{message}"):
        tracked.parse(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [("a: [", "is not valid YAML"), ("a: 1", "must be a list of entries"), ("- 1", "entry 1: must be a mapping")],
)
def test_a_file_that_is_no_list_of_entries_is_refused(text: str, message: str) -> None:
    with pytest.raises(CatalogueError, match=message):
        tracked.parse(text)


def test_an_ending_is_read_with_its_source() -> None:
    text = GOOD.replace("reason: It is part", "ended: {date: 2024-01-01, by: an agreement, source: S}\n  reason: It is part")
    ending = tracked.parse(textwrap.dedent(text))[1].ended
    assert ending is not None
    assert (ending.on.isoformat(), ending.by, ending.source) == ("2024-01-01", "an agreement", "S")
