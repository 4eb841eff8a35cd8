"""Forms of names, names that UCDP has yet to give, and the crosswalk from names to ids."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_atlas.events.catalogue import names
from conflict_atlas.events.catalogue.crosswalk import ConflictName, Crosswalk, Outcome
from conflict_atlas.events.catalogue.files import CatalogueError
from conflict_atlas.events.catalogue.placeholders import country_of, is_placeholder, readable

TABLE = "- {key: a, kind: place, forms: [{form: Ab, language: English, used_by: all}]}\n"


def test_one_form_finds_all_forms() -> None:
    assert set(names.forms_of("the road to Shushi")) == {"Shusha", "Shushi"}
    assert "Stepanakert" in names.forms_of("khankendi")
    assert {thing.key for thing in names.find("Artsakh")} == {"nagorno-karabakh"}
    assert {thing.key for thing in names.find("Republic of Artsakh")} == {"nagorno-karabakh", "republic-of-artsakh"}
    assert {thing.key for thing in names.find("the Zangezur corridor")} == {"syunik"}


def test_a_part_of_a_word_finds_nothing() -> None:
    assert names.find("Shushan") == ()
    assert names.find("Tartars") == ()
    assert names.find("") == ()


def test_a_first_mention_gives_both_forms() -> None:
    assert next(thing for thing in names.all() if thing.key == "shusha").both_forms == "Shusha / Shushi"


def test_of_forms_inside_one_another_the_longest_is_mentioned() -> None:
    found = names.mentions("The Republic of Artsakh, in Artsakh; khankendi’s road")
    assert [mention.form for mention in found] == ["Republic of Artsakh", "Artsakh", "Khankendi"]


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("Shusha / Shushi", True),
        ("Shushi (Shusha in Azerbaijani usage)", True),
        ("Shushi", False),
        ("Nagorno-Karabakh (Artsakh in Armenian usage)", True),
        ("Nagorno Karabakh (Artsakh)", True),
        ("Nagorno-Karabakh, or Karabakh", False),
        ("Nagorno-Karabakh and the Republic of Artsakh", False),
        ("Stepanakert / Khankendi", True),
    ],
)
def test_both_forms_are_given_where_each_side_finds_its_own(text: str, both: bool) -> None:
    mentioned = names.mentions(text)
    assert mentioned[0].thing.has_both(mentioned) is both


def test_a_thing_that_all_call_the_same_needs_one_form() -> None:
    lachin = next(thing for thing in names.all() if thing.key == "lachin")
    assert lachin.both == ()
    assert lachin.both_forms == "Lachin"
    assert lachin.has_both(names.mentions("the Lachin corridor"))


def test_dates_of_names_are_as_precise_as_their_source() -> None:
    forms = {form.form: form for thing in names.all() for form in thing.forms}
    assert forms["Republic of Artsakh"].until == "2024-01-01"
    assert forms["Nagorno-Karabakh Autonomous Oblast"].since == "1923"


@given(st.sampled_from([(thing, form) for thing in names.all() for form in thing.forms]))
def test_every_form_finds_its_thing(pair: tuple[names.NamedThing, names.NameForm]) -> None:
    thing, form = pair
    assert thing in names.find(f"before {form.form.upper()}, after")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: place", "kind: thing", "needs key"),
        ("language: English, ", "", "a form has no language"),
        ("used_by: all", "used_by: all, from: soon", "from of 'Ab' must be written YYYY"),
        ("kind: place", "kind: place, both: [Ab]", "both must name two of its forms"),
        ("kind: place", "kind: place, both: [Ab, Cd]", "both must name two of its forms"),
        ("\n", "\n- {key: b, kind: place, forms: [{form: AB, language: x, used_by: y}]}\n", "also listed at a"),
        ("\n", "\n- {key: a, kind: place, forms: [{form: Cd, language: x, used_by: y}]}\n", "have the same key"),
    ],
)
def test_a_wrong_table_of_names_is_refused(old: str, new: str, message: str) -> None:
    with pytest.raises(CatalogueError, match=message):
        names.parse(TABLE.replace(old, new))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("XXX70 - XXX70", "unnamed actors (Mexico) [XXX70 - XXX70]"),
        ("XXX652", "unnamed actor (Syria) [XXX652]"),
        ("XXX475 - Civilians", "unnamed actor (Nigeria) - Civilians [XXX475 - Civilians]"),
        ("XXX666", "unnamed actor (Israel and the Palestinian territories) [XXX666]"),
        ("XXX999", "unnamed actor (UCDP country 999) [XXX999]"),
    ],
)
def test_a_placeholder_is_said_in_words_with_its_own_form_beside_it(name: str, words: str) -> None:
    assert is_placeholder(name)
    assert readable(name) == words


@pytest.mark.parametrize("name", ["Comando Vermelho - PCC", "XXX", "XXX70s - Civilians", "aXXX70", "Sudan: Government"])
def test_other_names_stay_as_they_are(name: str) -> None:
    assert not is_placeholder(name)
    assert readable(name) == name
    assert country_of(name) is None


def test_a_placeholder_knows_its_country() -> None:
    found = country_of("XXX70 - Civilians")
    assert found is not None
    assert found.iso3 == "MEX"
    assert country_of("XXX999") is None


def test_a_name_gives_an_id_only_if_exactly_one_id_has_it() -> None:
    crosswalk = Crosswalk(
        [ConflictName("1", "A - B"), ConflictName("1", "A - B "), ConflictName("2", "C"), ConflictName("3", "C")]
    )
    assert crosswalk.match("A - B").conflict_id == "1"
    assert crosswalk.match("C").outcome is Outcome.AMBIGUOUS
    assert crosswalk.match("C").candidates == ("2", "3")
    assert crosswalk.match("C").conflict_id is None
    for unknown in ("a - b", "A", "", None):
        assert crosswalk.match(unknown).outcome is Outcome.UNMATCHED


def test_type_and_country_decide_only_between_entries_that_state_them() -> None:
    stated = Crosswalk([ConflictName("2", "C", 2, "Chad"), ConflictName("3", "C", 3, "Chad"), ConflictName("4", "C", 3, "Mali")])
    assert stated.match("C", 2).conflict_id == "2"
    assert stated.match("C", 3).outcome is Outcome.AMBIGUOUS
    assert stated.match("C", 3, "Mali").conflict_id == "4"
    assert stated.match("C", 1).outcome is Outcome.AMBIGUOUS
    silent = Crosswalk([ConflictName("2", "C", 2), ConflictName("3", "C")])
    assert silent.match("C", 2).outcome is Outcome.AMBIGUOUS


def test_names_and_rows_are_counted_by_outcome() -> None:
    crosswalk = Crosswalk([ConflictName("1", "A"), ConflictName("2", "C"), ConflictName("3", "C")])
    count = crosswalk.count([("A", 1, None, 10), ("A", 2, None, 5), ("C", 1, None, 3), ("Z", 1, None, 2), (None, 1, None, 1)])
    assert count.names == {Outcome.MATCHED: 1, Outcome.AMBIGUOUS: 1, Outcome.UNMATCHED: 2}
    assert count.rows == {Outcome.MATCHED: 15, Outcome.AMBIGUOUS: 3, Outcome.UNMATCHED: 3}
    assert (count.unmatched, count.ambiguous) == (("", "Z"), ("C",))
