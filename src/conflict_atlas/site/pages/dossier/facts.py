"""Quick facts: the box of an encyclopedia's page on a war, its sides in columns.

What may live here: ordering the facts of the box and giving each side its column.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from conflict_atlas.dossiers.dossier import FactKind, QuickFact
from conflict_atlas.dossiers.translating import Told
from conflict_atlas.site.pages.prose import Prose


@dataclass(frozen=True)
class Fact:
    """A fact of the conflict as a whole: its name and what is told of it."""

    name: str
    texts: tuple[SafeString, ...]


@dataclass(frozen=True)
class SideCell:
    """What is told of one side in one row; no texts where the dossier tells nothing."""

    side: str
    texts: tuple[SafeString, ...]


@dataclass(frozen=True)
class SideRow:
    """A row with a column for each side; ``whole`` holds what is told without a side."""

    name: str
    cells: tuple[SideCell, ...]
    whole: tuple[SafeString, ...]


@dataclass(frozen=True)
class FactBox:
    """The box: facts of the whole, then the rows by side."""

    facts: tuple[Fact, ...]
    sides: tuple[str, ...]
    rows: tuple[SideRow, ...]


def fact_box(told: Told, prose: Prose) -> FactBox | None:
    """The box in its fixed order; None where the dossier has no quick facts. Sides stand in the order of first mention."""
    facts = told.dossier.quick_facts
    if not facts:
        return None
    ordered = [fact for kind in FactKind for fact in facts if fact.kind is kind]
    sides = tuple(dict.fromkeys(fact.side for fact in ordered if fact.side))
    divided = {fact.kind for fact in ordered if fact.side}
    whole: list[Fact] = []
    rows: list[SideRow] = []
    for kind in FactKind:
        of_kind = [fact for fact in ordered if fact.kind is kind]
        if of_kind and kind not in divided:
            whole.append(Fact(_name(kind), _texts(of_kind, told, prose)))
    for kind in FactKind:
        of_kind = [fact for fact in ordered if fact.kind is kind]
        if of_kind and kind in divided:
            cells = tuple(SideCell(side, _texts([fact for fact in of_kind if fact.side == side], told, prose)) for side in sides)
            rows.append(SideRow(_name(kind), cells, _texts([fact for fact in of_kind if not fact.side], told, prose)))
    return FactBox(tuple(whole), sides, tuple(rows))


def _texts(facts: Iterable[QuickFact], told: Told, prose: Prose) -> tuple[SafeString, ...]:
    return tuple(prose.line(fact.text, told.fact(fact)) for fact in facts)


def _name(kind: FactKind) -> str:
    return {
        FactKind.PART_OF: _("Part of"),
        FactKind.DATE: _("Date"),
        FactKind.PLACE: _("Place"),
        FactKind.STATUS: _("Status of the territory"),
        FactKind.CHANGES: _("Territorial changes"),
        FactKind.BELLIGERENTS: _("Belligerents"),
        FactKind.SUPPORTERS: _("Supporters"),
        FactKind.COMMANDERS: _("Commanders and leaders"),
        FactKind.UNITS: _("Units"),
        FactKind.STRENGTH: _("Strength"),
        FactKind.CASUALTIES: _("Casualties and losses"),
    }[kind]
