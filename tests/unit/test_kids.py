"""Editions for kids: what is shipped reaches its figures, and whatever could hurt or mislead a child blocks publishing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from conflict_atlas.dossiers import dates, svg
from conflict_atlas.dossiers.claim import CheckedBy, Claim, ClaimantRole, ClaimKind, Qualifier
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.dossiers.errors import DossierError, DossierFileError
from conflict_atlas.dossiers.folder import read, strangers
from conflict_atlas.kids import drawings, figures, folder, glossary
from conflict_atlas.kids.blank import blank
from conflict_atlas.kids.check import check, measured_text
from conflict_atlas.kids.edition import Edition, Question, Telling, Word
from conflict_atlas.kids.published import Editions, NotReady, behind
from conflict_atlas.kids.reading import claims_used
from conflict_atlas.plain.levels import LIMITS, Level
from conflict_atlas.plain.lint import check as lint
from conflict_atlas.plain.readability import measure
from conflict_atlas.publish.printing import kids_pack
from conflict_atlas.publish.printing.kids_pack import PackWords, pack
from conflict_atlas.publish.printing.letters import missing_letters
from support.published import SHIPPED

AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
DOSSIER = read(SHIPPED)
EDITIONS = {path.stem: folder.read(path) for path in folder.files(SHIPPED)}
LEVELS = [(language, level) for language in EDITIONS for level in Level]
SEED = Path(__file__).parents[3] / "shared" / "seeds" / "kids-nagorno-karabakh.txt"


def test_nagorno_karabakh_is_told_in_english_and_spanish() -> None:
    assert set(EDITIONS) >= {"en", "es"}
    assert "kids" not in strangers(SHIPPED)


@pytest.mark.parametrize(("language", "level"), LEVELS)
def test_every_shipped_level_is_as_easy_as_promised(language: str, level: Level) -> None:
    found, limits = measure(measured_text(EDITIONS[language], level, DOSSIER), language), LIMITS[level]
    assert found.words > 900
    assert found.words_a_sentence < limits.words
    assert found.over_twenty == 0
    if language == "en":
        assert found.neutral_grade is not None
        assert found.neutral_grade <= limits.grade
    if language == "es":
        assert found.ease is not None
        assert found.ease >= limits.ease


@pytest.mark.parametrize(("language", "level"), LEVELS)
def test_the_documentation_says_what_is_measured(language: str, level: Level) -> None:
    found = measure(measured_text(EDITIONS[language], level, DOSSIER), language)
    cells = ("", "") if found.grade is None else (f"{found.grade:.1f}", f"{found.neutral_grade:.1f}")
    ease = "" if found.ease is None else f"{found.ease:.0f}"
    name = {"en": "English", "es": "Spanish"}[language]
    row = f"| Nagorno-Karabakh, {name}, level {level} | {cells[0]} | {cells[1]} | {ease} | {found.words_a_sentence:.1f} | none |"
    text = (Path(__file__).parents[2] / "docs" / "kids.md").read_text(encoding="utf-8")
    assert re.sub(r"\| +\|", "| |", row).replace("|  |", "| |") in re.sub(r"\| +\|", "| |", text).replace("|  |", "| |")


@pytest.mark.parametrize("language", EDITIONS)
def test_nothing_stands_against_a_shipped_edition(language: str) -> None:
    assert check(EDITIONS[language], DOSSIER).findings == ()


@pytest.mark.parametrize(("language", "level"), LEVELS)
def test_every_word_of_the_glossary_is_explained_where_it_stands_first(language: str, level: Level) -> None:
    text = measured_text(EDITIONS[language], level, DOSSIER)
    seen = 0
    for word in glossary.words_of(EDITIONS[language]).values():
        forms = "|".join(map(re.escape, sorted((word.word, *word.forms), key=len, reverse=True)))
        first = re.search(rf"(?<![\w-])(?:{forms})(?![\w-])", text, re.IGNORECASE)
        if first:
            seen += 1
            assert text[first.end() :].lstrip('"”').startswith(f" ({word.short})"), word.word
    assert seen >= 14


@pytest.mark.parametrize("language", glossary.languages())
def test_the_glossary_explains_in_plain_words(language: str) -> None:
    words = glossary.shared(language)
    text = "\n\n".join(word.meaning for word in words)
    found = measure(text, language)
    assert found.over_twenty == 0
    assert found.words_a_sentence < LIMITS[Level.B].words
    assert all(word.short and word.meaning.endswith(".") for word in words)
    assert {word.key for word in words} == {word.key for word in glossary.shared("en")}


@pytest.mark.parametrize("language", EDITIONS)
def test_both_levels_cover_what_the_page_for_children_covers(language: str) -> None:
    edition = EDITIONS[language]
    for level in Level:
        telling = edition.telling(level)
        used = set(claims_used(replace(edition, teachers=blank("x", "en", "x", date.today()).teachers), (level,)))
        for needed in (
            "enc-government-1918",  # causes
            "enc-full-scale-1992",  # first war
            "enc-attack-27-september-2020",  # second war
            "enc-clashes-13-september-2022",  # border
            "enc-blockade-12-december-2022",  # blockade
            *("enc-russia-neutral", "enc-turkey-supporter", "enc-iran-neutral", "enc-us-military-aid", "enc-un-vote-2008"),
            *("enc-minsk-talks", "enc-bishkek-protocol", "enc-agreement-9-november-2020", "enc-ceasefire-2023-arms"),
            *("enc-peacekeepers-left", "enc-no-recognition", "enc-artsakh-ended"),
        ):
            assert needed in used, needed
        assert sum(moment.picture.startswith("map:") for moment in telling.moments) == 3
        assert all(moment.picture and moment.alt for moment in telling.moments)
        assert len(telling.quiz) == 4
    assert edition.see_also


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="the seed is not beside the project")
def test_facts_carry_over_from_the_seed_and_sentences_do_not() -> None:
    def words(text: str) -> list[str]:
        return re.findall(r"[a-z0-9'-]+", text.lower())

    seed = words(SEED.read_text(encoding="utf-8"))
    runs = {tuple(seed[at : at + 8]) for at in range(len(seed))}
    for level in Level:
        own = words(measured_text(EDITIONS["en"], level, DOSSIER))
        assert not [own[at : at + 8] for at in range(len(own)) if tuple(own[at : at + 8]) in runs]


def told(**changes: object) -> Edition:
    """The shipped edition with another level A."""
    return replace(EDITIONS["en"], level_a=replace(EDITIONS["en"].level_a, **changes))


def rules_of(edition: Edition, dossier: Dossier = DOSSIER) -> set[str]:
    return {finding.rule for finding in check(edition, dossier).findings if finding.severity == "error"}


FAULTS: dict[str, Callable[[], Edition]] = {
    "unsourced": lambda: told(helping="The Red Cross helped people."),
    "unknown-claim": lambda: told(helping="The Red Cross helped people.[^nobody-said-so]"),
    "without-claim": lambda: told(helping="It helped 500 people.[^cfr-lachin-exceptions]"),
    "markup": lambda: told(helping="<b>Help</b>"),
    "unknown-word": lambda: told(helping="A [thing](term:never-heard) came.[^cfr-lachin-exceptions]"),
    "attribution": lambda: told(helping="The attack hit army sites only.[^cfr-azerbaijan-aim-2023]"),
    "disputed-figure": lambda: told(helping="{enc-killed-2020-total} people died in the war."),
    "graphic": lambda: told(helping="There was a massacre.[^cfr-lachin-exceptions]"),
    "judging": lambda: told(helping="They were terrorists.[^cfr-lachin-exceptions]"),
    "ancient-hatred": lambda: told(helping="It was an ancient hatred.[^cfr-lachin-exceptions]"),
    "verb-of-speech": lambda: told(helping="Russia claimed that it helped.[^cfr-lachin-exceptions]"),
    "long-sentence": lambda: told(helping=" ".join(["word"] * 25) + ".[^cfr-lachin-exceptions]"),
    "one-number": lambda: told(helping="It came in 1994 and in 2020.[^cfr-lachin-exceptions]"),
    "unexplained": lambda: told(summary="There was a blockade.[^enc-blockade-intro]"),
    "grade": lambda: told(
        summary="Extraordinary international negotiations necessitated considerable intergovernmental communication.[^enc-minsk-talks] "
        * 60
    ),
    "incomplete": lambda: told(worry=""),
    "picture": lambda: told(moments=(replace(EDITIONS["en"].level_a.moments[0], picture="drawing:tank"),)),
    "date": lambda: told(moments=(replace(EDITIONS["en"].level_a.moments[0], when="long ago"),)),
    "quiz": lambda: told(quiz=(Question("How many people died?", ("1", "2"), 1, "Some.[^enc-what-it-is]"),) * 4),
    "doubled-word": lambda: replace(EDITIONS["en"], words=(Word("ceasefire", "ceasefire", "a rest", "A rest."),)),
}


@pytest.mark.parametrize("rule", FAULTS)
def test_each_fault_is_found_by_its_rule_and_blocks_publishing(rule: str, tmp_path: Path) -> None:
    faulty = FAULTS[rule]()
    assert rule in rules_of(faulty)
    with pytest.raises(NotReady) as refused:
        Editions(tmp_path).publish(faulty, DOSSIER, AT, "An Editor")
    assert any(f"[{rule}]" in reason for reason in refused.value.reasons)
    assert not Editions(tmp_path).published()


@pytest.mark.parametrize("text", ["Hubo torturas.", "Son terroristas.", "Es un odio ancestral."])
def test_words_that_hurt_or_judge_are_known_in_spanish_too(text: str) -> None:
    assert not lint(text, Level.B, "es").is_clean


def test_details_for_teachers_are_as_free_of_graphic_words() -> None:
    edition = EDITIONS["en"]
    detail = replace(edition.teachers.details[0], text="People were tortured.[^enc-captives-treatment]")
    assert "graphic" in rules_of(replace(edition, teachers=replace(edition.teachers, details=(detail,))))


def test_the_template_for_editors_holds_no_fact_and_cannot_be_published(tmp_path: Path) -> None:
    template = blank("mali", "en", "Mali", date(2026, 11, 28))
    assert folder.parse("kids/en.yaml", folder.canonical(template)) == template
    with pytest.raises(NotReady):
        Editions(tmp_path).publish(template, replace(DOSSIER, slug="mali"), AT, "An Editor")


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_an_edition_is_the_same_after_writing_and_reading(edition: Edition) -> None:
    assert folder.parse("kids/x.yaml", folder.canonical(edition)) == edition
    assert folder.parse("kids/x.yaml", folder.canonical(Edition("mali", "en", "Mali", date(2026, 1, 1)))).level_a == Telling()


def test_a_fault_in_the_file_is_named_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "kids").mkdir()
    path = tmp_path / "kids" / "en.yaml"
    path.write_text("slug: mali\nlanguage: en\ntitle: Mali\nchecked: '2026-11-28'\nlevel_a:\n  sumary: x\n", encoding="utf-8")
    with pytest.raises(DossierFileError, match="sumary"):
        folder.read(path)
    path.write_text("slug: mali\nlanguage: fr\ntitle: Mali\nchecked: '2026-11-28'\n", encoding="utf-8")
    with pytest.raises(DossierFileError, match=r"fr\.yaml"):
        folder.read(path)


def test_a_changed_claim_flags_the_edition_until_it_is_published_again(tmp_path: Path) -> None:
    shelf = Editions(tmp_path)
    made = shelf.publish(EDITIONS["en"], DOSSIER, AT, "An Editor")
    assert behind(made, DOSSIER) == ()
    assert shelf.edition(made).checked == AT.date()

    def with_claim(**changes: object) -> Dossier:
        return replace(
            DOSSIER,
            claims=tuple(replace(claim, **changes) if claim.claim_id == "enc-peace-years" else claim for claim in DOSSIER.claims),
        )

    assert behind(made, with_claim(value=19.0)) == (), "no page for kids tells this claim"
    number = "enc-displaced-armenians"
    changed = replace(DOSSIER, claims=tuple(replace(c, value=1.0) if c.claim_id == number else c for c in DOSSIER.claims))
    assert behind(made, changed) == (number,)
    assert behind(made, DOSSIER, [number]) == (number,), "the newsroom has changed it; the dossier is not published again yet"
    confirmed = replace(DOSSIER, claims=tuple(replace(c, checked_by=CheckedBy.TWO_PEOPLE) for c in DOSSIER.claims))
    assert behind(made, confirmed) == (), "who has checked a claim is no change of what it says"
    assert set(behind(made, None)) == set(made.claims)
    again = shelf.publish(EDITIONS["en"], changed, AT, "An Editor")
    assert behind(again, changed) == ()
    assert Editions(tmp_path).published()["nagorno-karabakh", "en"].claims == again.claims
    shelf.withdraw("nagorno-karabakh", "en")
    assert not Editions(tmp_path).published()


def test_nobody_is_nobody_and_no_dossier_is_no_claim(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="never published by a machine"):
        Editions(tmp_path).publish(EDITIONS["en"], DOSSIER, AT, "  ")
    with pytest.raises(NotReady, match="is not published"):
        Editions(tmp_path).publish(EDITIONS["en"], None, AT, "An Editor")


def test_a_damaged_edition_is_not_shown(tmp_path: Path) -> None:
    made = Editions(tmp_path).publish(EDITIONS["en"], DOSSIER, AT, "An Editor")
    (tmp_path / f"{made.digest}.yaml").write_bytes(b"slug: x\n")
    with pytest.raises(DossierError, match="not what was published"):
        Editions(tmp_path).edition(made)


def claim(**changes: object) -> Claim:
    base = Claim(
        "a", ClaimKind.FIGURE, "x", "x", ClaimantRole.DOCUMENT, "s", "0" * 64, "x", 0, 1, False, measure="killed", qualifier=Qualifier.EXACT
    )  # fmt: skip
    return replace(base, **changes)


@pytest.mark.parametrize(
    ("changes", "english", "spanish"),
    [
        ({"value": 2000.0, "qualifier": Qualifier.APPROX}, "about 2,000", "unos 2.000"),
        ({"value": 7717.0}, "7,717", "7.717"),
        ({"value": 5.0, "low": 5.0, "qualifier": Qualifier.AT_LEAST, "unit": "years"}, "at least 5 years", "al menos 5 años"),
        ({"value": 9.0, "qualifier": Qualifier.APPROX, "unit": "percent"}, "about 9 percent", "cerca del 9 por ciento"),
        ({"value": 1 / 3, "unit": "share"}, "one third", "un tercio"),
        ({"low": 28000.0, "high": 38000.0, "qualifier": Qualifier.RANGE}, "28,000 to 38,000", "de 28.000 a 38.000"),
        ({"low": 100.0, "high": 999.0, "qualifier": Qualifier.VAGUE}, "hundreds", "cientos de"),
        ({"qualifier": Qualifier.UNKNOWN}, "an unknown number", "un número que no se conoce"),
    ],
)
def test_figures_are_written_in_the_language_of_the_edition(changes: dict[str, object], english: str, spanish: str) -> None:
    assert figures.written(claim(**changes), "en") == english
    assert figures.written(claim(**changes), "es") == spanish


@pytest.mark.parametrize("key", drawings.all_keys())
def test_every_drawing_is_a_drawing_and_nothing_else(key: str) -> None:
    text = drawings.svg(key)
    assert svg.forbidden(text.encode()) == ()
    assert 'viewBox="0 0 320 200"' in text
    assert set(re.findall(r"<(\w+)", text)) <= {"svg", "rect", "circle", "ellipse", "line", "polygon", "polyline"}


WORDS = PackWords(
    *("In short", "Quick facts", "Why?", "What?", "Now", "Disagree", "Words", "Quiz", "Key", "Name:"),
    *("Level", "Sources", "Simple map", "Conflict Atlas"),
)


def printed(language: str, level: Level, dossier: Dossier = DOSSIER) -> bytes:
    maps = {drawn.key: drawn for drawn in dossier.maps}
    return pack(
        EDITIONS[language], level, dossier, WORDS, dates.written, lambda moment: maps.get(moment.picture.partition(":")[2])
    )


@pytest.mark.parametrize(("language", "level"), LEVELS)
def test_the_print_pack_has_two_pages_a_quiz_and_its_key(language: str, level: Level) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(printed(language, level))).pages]
    assert len(pages) == 4
    telling = EDITIONS[language].telling(level)
    text = " ".join(" ".join(pages[:2]).split())
    for moment in telling.moments:
        assert moment.title in text
    assert "Disagree" in text
    for question in telling.quiz:
        assert all(option in pages[2] for option in question.options)
        assert question.options[question.answer - 1] in pages[3]
    assert "Key" not in pages[2]


def test_the_same_edition_prints_the_same_bytes_and_a_changed_figure_is_printed() -> None:
    assert printed("en", Level.A) == printed("en", Level.A)
    changed = replace(
        DOSSIER,
        claims=tuple(replace(c, value=123456.0) if c.claim_id == "enc-displaced-armenians" else c for c in DOSSIER.claims),
    )
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(printed("en", Level.A, changed))).pages)
    assert "123,456" in text


def test_letters_that_cannot_be_printed_are_named() -> None:
    assert missing_letters("Año, façade, Straße, “quoted” – yes") == ""
    assert missing_letters("السلام") != ""
    arabic = replace(told(summary="السلام.[^enc-what-it-is]"))
    with pytest.raises(kids_pack.CannotPrint):
        pack(arabic, Level.A, DOSSIER, WORDS, dates.written, lambda moment: None)
