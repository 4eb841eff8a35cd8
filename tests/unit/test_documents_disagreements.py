"""Passages compared: what two texts tell differently, and pairs of passages that are no disagreement."""

from __future__ import annotations

import pytest

from conflict_atlas.documents.document import compared, document_of
from conflict_atlas.documents.records import Disagreement
from support.pairs import ANNOTATED, called_on, touched

SERIOUS = ("contradiction", "tension", "time_change")


def rules(*texts: str) -> dict[str, str]:
    """The relation of each rule that calls something on some texts."""
    documents = [document_of(text.encode(), f"{number}.txt") for number, text in enumerate(texts)]
    return {record.rule_id: record.relation for record in compared(documents)}


def found(pair: str, relation: str, quotes: list[str]) -> list[Disagreement]:
    return [record for record in called_on(pair) if record.relation == relation and touched(record, pair, quotes) >= 2]


@pytest.mark.parametrize("row", [row for row in ANNOTATED["rows"] if not row.get("is_missed")], ids=lambda row: row["topic"])
def test_a_disagreement_of_two_texts_is_told(row: dict[str, object]) -> None:
    assert found(str(row["pair"]), str(row["relation"]), list(row["quotes"]))


@pytest.mark.parametrize("row", ANNOTATED["not"], ids=lambda row: row["quotes"][0])
def test_what_shares_words_alone_is_no_disagreement(row: dict[str, object]) -> None:
    assert not [item for relation in SERIOUS for item in found(str(row["pair"]), relation, list(row["quotes"]))]


@pytest.mark.parametrize(
    ("texts", "rule", "relation"),
    [
        (
            (
                "On 3 March 1992 the two presidents signed a ceasefire in Tarno.",
                "The ceasefire of the two presidents was signed on 4 March 1992 in Tarno.",
            ),
            "compare-events",
            "contradiction",
        ),
        (
            (
                "Norway mediated a truce between the government and the rebels in May 2004.",
                "The truce of May 2004 was brokered by Kenya.",
            ),
            "compare-mediators",
            "tension",
        ),
        (("Kenya supported the rebels.", "Kenya remained neutral in the war."), "compare-stances", "tension"),
        (
            ("This is the only road to Velm.\n\nAnother road over the pass is open in summer.",),
            "compare-only",
            "tension",
        ),
        (
            (
                "In May 2004 no food could reach the town.",
                "In May 2004 the army closed the town to all traffic except for two aid convoys.",
            ),
            "compare-none",
            "contradiction",
        ),
        (
            ("The rebels agreed to lay down their arms.", "The rebels refused to lay down their arms until elections."),
            "compare-agreed",
            "tension",
        ),
        (
            (
                "On 1 March 2004 heavy fighting began in the north. Fighting ended on 12 April 2004.",
                "In April 2004 the six-week war in the north was over.",
            ),
            "compare-length",
            "compatible_bounds",
        ),
        (
            (
                "In January 2004 observers of the union were sent to the border. They were to stay for five years.",
                "The observers left the border in June 2006.",
            ),
            "compare-term",
            "time_change",
        ),
        (
            (
                "The army said on 4 May 2004 that 300 rebels were killed. Both sides understated their own losses in the battle.",
                "In May 2004 nothing was known.",
            ),
            "compare-doubt",
            "tension",
        ),
        (
            (
                "A truce was signed in 1994. This brought ten years of peace to the valley.",
                "In 1998, 400 people were killed in the valley.",
            ),
            "compare-calm",
            "tension",
        ),
        (
            (
                "On 3 May 2004 the army launched an attack on the town of Velm.",
                "On 3 May 2004 the army's occupation of the town of Velm began.",
            ),
            "compare-words",
            "different_terms",
        ),
        (
            (
                "On 3 May 2004 Kenyan troops launched an attack on the town of Velm.",
                "Heavy fighting broke out at Velm on 3 May 2004.",
            ),
            "compare-doers",
            "coverage_gap",
        ),
        (
            ("In 2004, 100 people were killed. No count of the wounded was made.", "In 2004, 300 people were wounded."),
            "compare-no-count",
            "coverage_gap",
        ),
    ],
)
def test_each_kind_of_difference_is_told_with_its_relation(texts: tuple[str, ...], rule: str, relation: str) -> None:
    assert rules(*texts).get(rule) == relation


@pytest.mark.parametrize(
    "texts",
    [
        ("A ceasefire was signed on 3 March 1992.", "A second ceasefire was signed on 5 March 1992."),
        ("A ceasefire was signed in Tarno on 3 March 1992.", "A trade agreement was signed in Velm on 3 June 1992."),
        ("Norway mediated the truce of May 2004.", "The truce of June 2009 was brokered by Kenya."),
        ("Kenya supported the rebels.", "Uganda remained neutral."),
        ("This is the only hospital in Velm.", "Another shop opened in Tarno."),
        ("In May 2004 no food could reach the town.", "In May 2009 all roads were closed except for one."),
        ("The rebels agreed to lay down their arms.", "The rebels agreed to lay down their arms in May."),
        ("On 4 May 2004, 12 people were killed in Velm.", "On 4 May 2004, 20 people were killed in Tarno."),
        ("In 2004 an earthquake killed 40,000 people.", "In 2004 the war killed 800 people."),
        ("On 4 May 2004, 5 soldiers were killed.", "On 4 May 2004, 7 civilians were killed."),
        ("The war lasted two years.", "The peacekeepers left in June 2006."),
        ("The army denied nothing. It said that 12 people were killed.", "The market opened in May 2004."),
    ],
    ids=lambda texts: texts[0][:40],
)
def test_passages_on_different_things_are_not_set_against_each_other(texts: tuple[str, ...]) -> None:
    assert not [rule for rule, relation in rules(*texts).items() if relation in SERIOUS]


def test_arithmetic_is_shown_as_ours() -> None:
    text = "Some 280,000 people, 70 percent of the population, fled Velm in 2009.\n\nIn 2009, 300,000 people had lived in Velm.\n"
    document = document_of(text.encode(), "a.txt")
    why = [record.why for record in document.extraction().records if getattr(record, "rule_id", "") == "compare-share"]
    assert why == ["Our arithmetic: Some 280,000 / 70 percent = 400,000, not 300,000."]


def test_a_long_text_is_compared_in_time_that_grows_with_its_length() -> None:
    text = "\n\n".join(
        f"On {1 + day % 28} May {1900 + day} the army attacked town {day} and {day + 2} people were killed." for day in range(90)
    )
    assert document_of(text.encode(), "a.txt").extraction().records
