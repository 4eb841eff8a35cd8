"""A dossier as the page and rows that editors work on, and back, without loss."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from conflict_atlas.dossiers import folder
from conflict_atlas.dossiers.claim import Claim, Relation, RelationKind, Source
from conflict_atlas.dossiers.dossier import Correction, Dossier, LegendEntry, MapArea, MapLine, MapPlace, SchematicMap
from support.dossiers import dossiers, small_dossier

pytestmark = pytest.mark.django_db


def one_line(value: Any) -> Any:
    """The same value where texts that are written one a line hold one line each, and what is empty is None."""
    if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        return tuple(" ".join(item.split()) or "x" for item in value)
    if isinstance(value, tuple):
        return tuple(map(one_line, value))
    if not is_dataclass(value):
        return value
    held = {field.name: (field.type, getattr(value, field.name)) for field in fields(value) if field.name != "terms"}
    return replace(
        value, **{name: None if kind == "str | None" and not item else one_line(item) for name, (kind, item) in held.items()}
    )


def whole(dossier: Dossier) -> Dossier:
    """Without judgements that leave something empty: in a form, those are unfinished."""
    judgements = {name: getattr(dossier, name) for name in ("assessment", "risk_alert", "resolution_opportunity", "lens")}
    return replace(
        dossier, **{name: value if value and all(vars(value).values()) else None for name, value in judgements.items()}
    )


def there_and_back(dossier: Dossier) -> Dossier:
    """Through a page and rows as they are stored, without a database; pictures are left out, they are rows of the library."""
    from conflict_atlas.site.editorial import models
    from conflict_atlas.site.editorial.conversion import rows
    from conflict_atlas.site.editorial.conversion.pages import dossier_of, fill

    page = models.DossierPage()
    fill(page, dossier, lambda picture: 0)
    kept = rows.Rows(
        claims=tuple(
            rows.claim_of(models.Claim(**rows.claim_fields(claim)))
            for claim in sorted(dossier.claims, key=lambda claim: claim.claim_id)
        ),
        sources=tuple(rows.source_of(models.Source(**rows.source_fields(source))) for source in dossier.sources),
        corrections=tuple(
            rows.correction_of(models.Correction(**rows.correction_fields(correction))) for correction in dossier.corrections
        ),
    )
    return dossier_of(page, kept)


# A dossier has hundreds of fields: making a failing one smaller takes minutes and shows no more than the difference does.
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(dossiers())
def test_an_arbitrary_dossier_comes_back_as_it_was(dossier):
    dossier = whole(one_line(replace(dossier, pictures=())))
    back = there_and_back(dossier)
    assert back == dossier
    assert folder.digest(back) == folder.digest(dossier)


def test_a_section_is_cut_at_blank_lines_into_headings_paragraphs_and_lists():
    from conflict_atlas.site.editorial.conversion.running_text import blocks_of

    text = "Words.[^a]\n\n### A heading\n\n- one {b}\n- two\n\nMore words\nin two lines."
    assert blocks_of(text) == [
        ("paragraph", "Words.[^a]"),
        ("heading", "A heading"),
        ("list", ["one {b}", "two"]),
        ("paragraph", "More words\nin two lines."),
    ]


def test_a_map_is_written_as_yaml_that_an_editor_can_read():
    from conflict_atlas.site.editorial.conversion.maps import map_from_raw, map_to_raw

    drawn = SchematicMap(
        key="then",
        title="Then",
        as_of="1994",
        alt="A map",
        caption="Held in 1994.[^a]",
        credit="The project",
        licence="CC BY 4.0",
        bounds=(44, 38.25, 50.5, 42.0),
        legend=(LegendEntry("held", "Held: by whom"),),
        areas=(MapArea("one", "One / Uno", "held", ((45.5, 39), (46.0, 39.5), (45.0, 40.0))),),
        lines=(MapLine("A road", "road", ((45.0, 39.0), (46.0, 40.0))),),
        places=(MapPlace("Town: old", 45.0, 39.5),),
    )
    raw = map_to_raw(drawn)
    assert raw["places"] == "- {label: 'Town: old', longitude: 45.0, latitude: 39.5}"
    assert map_from_raw(raw, "map 1") == drawn


@pytest.mark.parametrize(
    ("field", "written", "words"),
    [
        ("areas", "- {key: a", "is no YAML"),
        ("areas", "nothing", "write a list"),
        ("areas", "- {key: a, label: b, category: c}", "exactly the fields key, label, category, outline"),
        ("places", "- {label: a, longitude: west, latitude: 3}", "points are numbers"),
        ("lines", "- {label: a, category: b, points: [[1, 2, 3]]}", "points are numbers"),
        ("bounds", "44, 38, 50", "four numbers"),
        ("bounds", "44, 38, 50, north", "four numbers"),
    ],
)
def test_a_map_that_cannot_be_read_says_where_and_what_to_write(field, written, words):
    from conflict_atlas.site.editorial.conversion.errors import DraftError
    from conflict_atlas.site.editorial.conversion.maps import map_from_raw

    raw = {"title": "Then", "bounds": "44, 38, 50, 42", field: written}
    with pytest.raises(DraftError, match=words) as refused:
        map_from_raw(raw, "map 2")
    assert "map 2" in str(refused.value)


def test_line_ends_of_a_browser_are_no_change():
    from conflict_atlas.site.editorial.conversion.values import text

    assert text("one\r\ntwo") == "one\ntwo"


def test_a_key_that_is_left_empty_is_made_of_the_title():
    from conflict_atlas.dossiers.dossier import NarratedEvent
    from conflict_atlas.site.editorial.conversion.values import from_raw

    raw = {"title": "Ceasefire in Bishkek / Frunze, agreed in May of that year", "when": "1994-05", "text": "Words."}
    assert from_raw(NarratedEvent, raw, "timeline", "entry 1").key == "ceasefire-in-bishkek-frunze-agreed-in"


def test_a_relation_that_cannot_be_read_says_what_to_write():
    from conflict_atlas.site.editorial.conversion.errors import DraftError
    from conflict_atlas.site.editorial.conversion.rows import relations_of

    assert relations_of("a", "part_of b\n\ncontradicts c\n") == (
        Relation(RelationKind.PART_OF, "b"),
        Relation(RelationKind.CONTRADICTS, "c"),
    )
    with pytest.raises(DraftError, match="write one of part_of"):
        relations_of("a", "is like b")


def test_every_field_of_the_core_has_a_column():
    from conflict_atlas.site.editorial import models

    for kind, model in ((Claim, models.Claim), (Source, models.Source), (Correction, models.Correction)):
        assert {field.name for field in fields(kind)} <= {field.name for field in model._meta.get_fields()}


def test_a_number_that_is_whole_stays_the_same_figure():
    dossier = there_and_back(replace(small_dossier(), pictures=()))
    assert dossier == replace(small_dossier(), pictures=())
    assert folder.digest(dossier) == folder.digest(replace(small_dossier(), pictures=()))
