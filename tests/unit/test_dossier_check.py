"""The check of a dossier: it finds nothing in a good one, and each fault where it stands, with what to do."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_atlas.dossiers.check import RULES, Finding, check, errors
from conflict_atlas.dossiers.check.data import loaded_words
from conflict_atlas.dossiers.check.numbers import figures, number_words
from conflict_atlas.dossiers.check.passages import labels, passages
from conflict_atlas.dossiers.check.quotations import outside, quoted
from conflict_atlas.dossiers.check.quoted_numbers import numbers_of
from conflict_atlas.dossiers.check.speakers import is_named
from conflict_atlas.dossiers.claim import ClaimKind, Qualifier
from conflict_atlas.dossiers.dossier import Dossier
from fixtures.dossier import DOCUMENT, DOCUMENTS, GOOD, KILLED, PICTURES, SHA256, SVG, TODAY
from fixtures.dossier_changes import Break, of_claim, swap, text
from fixtures.dossier_faults import FAULTS

DOCS = Path(__file__).parents[2] / "docs" / "dossier-check.md"


def look(dossier: Dossier) -> tuple[Finding, ...]:
    return check(dossier, DOCUMENTS, pictures=PICTURES, today=TODAY)


def test_a_good_dossier_has_no_finding() -> None:
    assert look(GOOD) == ()


@pytest.mark.parametrize(("change", "expected"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_a_fault_is_found_where_it_stands_with_what_to_do(change: Break, expected: str) -> None:
    broken = change(GOOD)
    assert broken != GOOD
    found = look(broken)
    what, file, place, words = expected.split(" | ")
    severity, rule = what.split()
    fitting = [f for f in found if (f.severity, f.rule, f.file) == (severity, rule, file) and place in f.place]
    assert any(words in finding.message for finding in fitting), "\n".join(map(str, found))
    assert (severity == "error") <= bool(errors(found))


def test_every_rule_but_those_on_files_has_a_seeded_fault() -> None:
    assert {rule.key for rule in RULES} == {fault[2].split()[1] for fault in FAULTS}


def test_without_the_document_offsets_are_checked_by_length_and_a_notice_says_so() -> None:
    (notice,) = check(GOOD, today=TODAY)
    assert (notice.severity, notice.rule, notice.file) == ("notice", "offsets", "sources.yaml")
    assert "report" in notice.message
    moved = of_claim("fighting", start=5, end=5 + len("fighting broke out"))(GOOD)
    assert not errors(check(moved))
    assert errors(check(moved, DOCUMENTS))


def test_a_document_with_another_digest_is_not_taken_for_the_one_that_was_read() -> None:
    found = check(GOOD, {SHA256: DOCUMENT.replace("\r\n", "\n")})
    assert any(f.rule == "offsets" and f.file == "sources.yaml" and "digest" in f.message for f in found)


def test_a_drawing_with_a_script_in_it_is_refused() -> None:
    found = check(GOOD, DOCUMENTS, pictures={"valley.svg": SVG.replace(b"<path", b"<script>1</script><path")}, today=TODAY)
    assert any(f.rule == "picture" and "<script>" in f.message for f in found)


def test_a_page_may_be_older_than_what_it_covers() -> None:
    assert not errors(look(replace(GOOD, updated=date(2021, 5, 1), corrections=())))
    assert not errors(check(replace(GOOD, updated=date(2030, 1, 1)), DOCUMENTS))


@pytest.mark.parametrize(
    "sentence",
    [
        'The northern council called the crossing "illegal".[^words-invasion]',
        "According to the Northern council it was an “illegal invasion”.[^words-invasion]",
        "The Genocide Convention was named.[^fighting]",
        "A sanctions regime was talked about.[^fighting]",
        "People returned to their homes.[^fighting]",
        "On 27 September and 10 November 2020, in the 1990s, and from 1988 to 1994, it was so.[^fighting]",
        "Clashes were told of on 21, 23 and 28 September 2022.[^fighting]",
        "Resolution 62/243, article 5 and a T-72 were spoken of.[^fighting]",
        "Two of the three councils met twice.[^fighting]",
        "The U.S. envoy, Gen. A. Smith, came.[^fighting]",
        "The documents read do not say more.",
        "The documents read name nobody else: neither of the documents does.",
        "Not stated.",
    ],
)
def test_good_sentences_are_left_alone(sentence: str) -> None:
    assert look(text("background", sentence)(GOOD)) == ()


@pytest.mark.parametrize(
    ("claimant", "sentence", "named"),
    [
        ("Azerbaijan", "Azerbaijani officials said", True),
        ("Iran", "An Iranian minister called it", True),
        ("Turkey", "Turkish officials called it", True),
        ("Council on Foreign Relations", "The CFR writes of", True),
        ("both sides", "Each side accused the other of", True),
        ("Azerbaijan (ministry of defence)", "According to its ministry of defence", True),
        ("Azerbaijan", "Armenia said", False),
        ("Azerbaijan", "Azerbaijan lost", False),
        ("Azerbaijan", 'Armenia said that "Azerbaijan"', False),
    ],
)
def test_a_speaker_is_named_by_name_people_or_initials(claimant: str, sentence: str, named: bool) -> None:
    assert is_named(replace(KILLED, claimant=claimant), sentence) is named


def test_a_pronoun_is_a_speaker_where_the_sentence_before_names_it() -> None:
    named = 'The northern council objected.[^words-invasion] It called this "illegal".[^words-invasion]'
    assert look(text("background", named)(GOOD)) == ()
    unnamed = 'The road was long.[^words-invasion] It was called "illegal".[^words-invasion]'
    assert [f.rule for f in errors(look(text("background", unnamed)(GOOD)))] == ["loaded-word"]


def test_both_forms_are_asked_once_and_in_the_order_of_the_page() -> None:
    found = look(replace(swap("lead", "Shusha / Shushi", "the hill")(GOOD), maps=()))
    assert [(f.rule, f.file) for f in found] == [("name-forms", "background.md")]


def test_a_disputed_figure_may_stand_alone_where_a_disagreement_tells_both() -> None:
    assert look(text("background", "The north counted {killed-by-north} dead.")(GOOD)) == ()


@pytest.mark.parametrize("word", loaded_words(), ids=lambda word: word.word)
def test_every_loaded_word_is_found_in_all_its_forms(word) -> None:
    simple = word.word.replace(" (land)", " land")
    assert word.pattern.search(f"They called it {simple}."), word.pattern.pattern
    assert not word.pattern.search("The councils agreed to meet on the road.")
    assert word.why
    assert word.instead


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("3,825 soldiers", ("3,825",)),
        ("about $1 billion", ("$1", "billion")),
        ("9% and 75 percent", ("9%", "75 percent")),
        ("hundreds of thousands", ("hundreds", "thousands")),
        ("39 to 7", ("39", "7")),
        ("a 44-day war", ("44",)),
        ("on 9 November 2020", ()),
        ("in November 2020 and 1921", ()),
        ("between 12 and 14 May 2021", ()),
        ("November 9, 2020", ()),
        ("1988–1994 and 2018-19", ()),
        ("2000 soldiers", ("2,000",)),
        ("1500 armed men", ("1,500",)),
        ("In 2020 soldiers crossed; since 1994 people left", ()),
        ("release 26.0.2", ()),
        ("the 366th regiment, Goal 16 and resolutions 822, 853 and 884", ()),
        ("2.5 kilometres", ("2.5",)),
        ("two to twelve", ()),
        ("{...} soldiers", ()),
    ],
)
def test_figures_are_told_from_dates_and_names(written: str, expected: tuple[str, ...]) -> None:
    assert figures(written) == expected


def test_number_words_between_a_dozen_and_a_hundred_are_for_the_editor() -> None:
    assert number_words("thirty-five houses, two dozen trees, one third, the third time") == ("thirty-five", "dozen", "one third")


@pytest.mark.parametrize(
    ("quote", "values", "certain"),
    [
        ("3,825 soldiers killed", {3825}, True),
        ("28,000–38,000 killed", {28000, 38000}, True),
        ("one to three hundred killed", {1, 100, 300}, True),
        ("more than one hundred thousand people", {100000}, True),
        ("one hundred and twenty thousand", {120000}, True),
        ("thirty thousand casualties", {30000}, True),
        ("1.250 Soldaten", {1.25, 1250}, True),
        ("about $1 billion worth", {10**9}, True),
        ("one-third of Nagorno-Karabakh", {1 / 3}, True),
        ("two thirds", {2 / 3}, True),
        ("half of the land", {0.5}, True),
        ("a hundred soldiers", {100}, True),
        ("41 square kilometers", {41}, True),
        ("hundreds of casualties", set(), False),
        ("many soldiers", set(), False),
        ("soldiers killed", set(), False),
    ],
)
def test_the_numbers_of_a_quote_are_read_in_digits_and_words(quote: str, values: set[float], certain: bool) -> None:
    found = numbers_of(quote)
    assert found.values == values
    assert found.certain is certain


@pytest.mark.parametrize(
    ("written", "inside"),
    [
        ('He said "no" and "not yet".', ("no", "not yet")),
        ("She spoke of “clear progress”.", ("clear progress",)),
        ("It was ‘illegal’ then.", ("illegal",)),
        ("Armenia's and the councils' men", ()),
        ("„nein“ und «non»", ("nein", "non")),
    ],
)
def test_quotations_are_told_from_apostrophes(written: str, inside: tuple[str, ...]) -> None:
    assert quoted(written) == inside
    assert not any(words in outside(written) for words in inside)


@pytest.mark.parametrize(
    "piece", ["1, ", "a", "a ", "1", "1 to ", '"', "‘", "{a} ", "[^a]", "return the ", "U.S. ", "<a", "&a", "1000 "]
)
def test_hostile_text_is_checked_in_time_that_grows_with_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        broken = replace(GOOD, background=(piece * length)[:length])
        start = process_time()
        look(broken)
        return process_time() - start

    seconds(500)
    small, large = min(seconds(4_000) for _ in range(3)), min(seconds(16_000) for _ in range(2))
    # Four times the text; quadratic reading would take sixteen times as long. The rest is for a busy machine.
    assert large < 10 * small + 0.2


@given(st.text(max_size=200))
def test_any_text_at_all_can_be_checked(written: str) -> None:
    broken = replace(GOOD, background=written, title=written, timeline=(replace(GOOD.timeline[0], text=written),))
    for finding in look(broken):
        assert finding.message
        assert finding.file
        assert finding.place


@given(st.text(max_size=80), st.one_of(st.none(), st.floats()), st.sampled_from(Qualifier))
def test_any_claim_at_all_can_be_checked(quote: str, value: float | None, qualifier: Qualifier) -> None:
    numbers_of(quote)
    odd = replace(KILLED, quote=quote, value=value, qualifier=qualifier, kind=ClaimKind.FIGURE, period=quote, source=quote[:6])
    look(replace(GOOD, claims=(odd, *GOOD.claims[2:])))


def test_every_text_of_a_dossier_is_looked_at() -> None:
    seen = {entry.text for entry in (*passages(GOOD), *labels(GOOD))}
    texts = {
        field.name
        for part in (GOOD, *GOOD.quick_facts, *GOOD.timeline, *GOOD.disagreements, *GOOD.casualties, *GOOD.terms, *GOOD.maps)
        for field in fields(part)
        if isinstance(value := getattr(part, field.name), str) and " " in value and value not in seen
    }
    assert texts == {"credit", "licence"}, "a new text field belongs into check/passages.py"


def test_the_documentation_tells_exactly_the_rules_of_the_registry() -> None:
    told = re.findall(r"^## (\S+)$", DOCS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert told == [rule.key for rule in RULES]
    body = " ".join(DOCS.read_text(encoding="utf-8").split())
    for rule in RULES:
        assert " ".join(rule.finds.split()) in body, f"{rule.key}: docs/dossier-check.md does not say what it finds"
        assert " ".join(rule.mend.split()) in body, f"{rule.key}: docs/dossier-check.md does not say how to mend it"
