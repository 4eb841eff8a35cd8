"""Losses as claimed, and where sources disagree: claims side by side, never added.

What may live here: tables of claims of one period or on one topic.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

from conflict_atlas.dossiers import dates
from conflict_atlas.dossiers.dossier import Disagreement, Dossier
from conflict_atlas.site.pages.dossier.claim_lines import ClaimLine, claim_lines, is_figure
from conflict_atlas.site.pages.prose import Prose


@dataclass(frozen=True)
class TallyTable:
    """What is claimed on the losses of one period."""

    id: str
    title: str
    period: str
    lines: tuple[ClaimLine, ...]
    note: SafeString


@dataclass(frozen=True)
class Position:
    """The claims of one document among those that differ: their figures, or footnotes alone where they are no numbers."""

    reported_by: str
    stated: tuple[SafeString, ...]


@dataclass(frozen=True)
class DisagreementView:
    """Claims on one topic that differ, how they stand to one another, and what is told of it."""

    id: str
    topic: str
    relation: str
    positions: tuple[Position, ...]
    text: SafeString
    question: str
    """The page of the question, from that of the dossier."""


def tallies(dossier: Dossier, prose: Prose) -> tuple[TallyTable, ...]:
    """One table a period."""
    return tuple(
        TallyTable(
            f"losses-{number}",
            tally.title,
            dates.written(tally.period) if tally.period else "",
            claim_lines(dossier, tally.claims, prose),
            prose.line(tally.note),
        )
        for number, tally in enumerate(dossier.casualties, start=1)
    )


def disagreements(dossier: Dossier, prose: Prose) -> tuple[DisagreementView, ...]:
    """One entry a topic: what is told, then the claims that were compared."""
    reporters = {source.key: source.kind for source in dossier.sources}
    shown = []
    for number, item in enumerate(dossier.disagreements, start=1):
        text = prose.blocks(item.text)
        stated: dict[str, list[SafeString]] = {}
        for claim in (claim for claim_id in item.claims if (claim := dossier.claim(claim_id))):
            words = prose.figure(claim.claim_id) if is_figure(claim) else prose.note(claim.claim_id)
            stated.setdefault(reporters.get(claim.source, claim.source), []).append(words)
        positions = tuple(Position(reported_by, tuple(found)) for reported_by, found in stated.items())
        shown.append(
            DisagreementView(
                f"disagreement-{number}",
                item.topic,
                relation(item.relation),
                positions,
                text,
                f"questions/{question_key(dossier, item)}/",
            )
        )
    return tuple(shown)


def question_key(dossier: Dossier, disagreement: Disagreement) -> str:
    """The last part of the address of a question's page: its topic, with a number where two are called alike."""
    key = slugify(disagreement.topic)[:80].strip("-") or "question"
    same = [item for item in dossier.disagreements if (slugify(item.topic)[:80].strip("-") or "question") == key]
    number = same.index(disagreement)
    return f"{key}-{number + 1}" if number else key


def relation(word: str) -> str:
    """How claims stand to one another, in words."""
    known = {
        "contradiction": _("They cannot both be true."),
        "tension": _("They are hard to reconcile."),
        "compatible_bounds": _("Both can be true: their bounds overlap."),
        "different_scope": _("They do not count the same thing."),
        "different_granularity": _("They tell it in different detail."),
        "different_terms": _("They use different words for it."),
        "attributed_dispute": _("The parties themselves disagree."),
        "coverage_gap": _("Only one of the sources tells it."),
        "time_change": _("It changed between the dates of the sources."),
        "corroboration": _("They agree."),
    }
    return known.get(word, word.replace("_", " "))
