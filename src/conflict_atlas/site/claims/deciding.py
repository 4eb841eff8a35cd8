"""Deciding on a suggestion: accept, fix, reject; several at once where a rule has earned it.

What may live here: the decisions, each in one transaction with what it makes. An accepted suggestion is a claim of the newsroom,
with its source; from there it goes to readers as every claim does, with a second person at publication.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from wagtail.log_actions import log

from conflict_atlas.documents.records import (
    NAMES,
    ActorRole,
    Agreement,
    Event,
    Figure,
    Place,
    Record,
    Statement,
)
from conflict_atlas.documents.suggesting import Draft, Harm, anchor, draft_of, may_accept_by_rule, wilson_low
from conflict_atlas.site.claims.models import Document, Suggestion, SuggestionReview
from conflict_atlas.site.claims.taking import text_of
from conflict_atlas.site.editorial import correcting
from conflict_atlas.site.editorial.models import Claim, Source

State = Suggestion.State
FIELDS = (
    "text", "claimant", "claimant_role", "measure", "value", "low", "high", "qualifier", "unit", "side", "population", "period",
    "place",
)  # fmt: skip
_CLASSES: dict[str, type[Record]] = {NAMES[kind]: kind for kind in (Figure, Statement, ActorRole, Agreement, Event, Place)}


def record_of(suggestion: Suggestion) -> Record:
    """The record that a suggestion keeps."""
    plain = {key: tuple(value) if isinstance(value, list) else value for key, value in suggestion.fields.items()}
    if "from" in plain:
        plain["from_"] = plain.pop("from")
    plain.pop("type")
    plain.pop("doc")
    return _CLASSES[suggestion.kind](**plain)


def draft(suggestion: Suggestion) -> Draft:
    """The claim that a suggestion would become."""
    return draft_of(record_of(suggestion), suggestion.document.publisher)


def next_for(conflict: str = "", after: int | None = None) -> Suggestion | None:
    """The next suggestion to decide on, by harm; ``after`` is the key of one that was left for later."""
    waiting = Suggestion.objects.filter(state=State.SUGGESTED, document__state=Document.State.READ)
    if conflict:
        waiting = waiting.filter(document__conflict=conflict)
    if after is not None:
        last = Suggestion.objects.filter(pk=after).first()
        if last is not None:
            behind = waiting.filter(
                Q(harm__gt=last.harm)
                | Q(harm=last.harm, document__gt=last.document)
                | Q(harm=last.harm, document=last.document, start__gt=last.start)
                | Q(harm=last.harm, document=last.document, start=last.start, pk__gt=last.pk)
            ).first()
            if behind is not None:
                return behind
    return waiting.first()


@transaction.atomic
def accept(suggestion: Suggestion, values: Mapping[str, Any], person: Any, note: str = "") -> Claim | None:
    """Make a claim of a suggestion, as it was read or as it was put right. A place is accepted, and is no claim."""
    held = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if held.kind == NAMES[Place]:
        _decide(held, State.ACCEPTED, person, "", note)
        return None
    read = draft(held)
    was_fixed = any(_plain(getattr(read, name)) != _plain(values[name]) for name in FIELDS if name in values and name != "text")
    row = _claim(held, values)
    source = _source(held.document, person)
    row.source, row.sha256 = source.key, source.sha256
    existing = Claim.objects.filter(conflict=row.conflict, claim_id=row.claim_id).first()
    if existing is not None:
        row.claim_id = f"{row.claim_id}-{held.pk}"
    correcting.save_claim(lambda: _saved(row, person), row, None, person, note)
    _decide(held, State.FIXED if was_fixed else State.ACCEPTED, person, row.claim_id, note)
    return row


@transaction.atomic
def reject(suggestion: Suggestion, person: Any, note: str = "") -> None:
    """Note that a suggestion is wrong or of no use."""
    held = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    _decide(held, State.REJECTED, person, "", note)


def _saved(row: Claim, person: Any) -> Claim:
    row.save()
    row.save_revision(user=person, clean=False)
    return row


def _decide(suggestion: Suggestion, state: str, person: Any, claim_id: str, note: str, was_read: bool = True) -> None:
    if suggestion.state != State.SUGGESTED:
        raise ValueError(f"this suggestion was decided already: {suggestion.get_state_display()}")
    suggestion.state, suggestion.claim_id = state, claim_id
    suggestion.save(update_fields=["state", "claim_id"])
    SuggestionReview.objects.create(
        suggestion=suggestion,
        rule_id=suggestion.rule_id,
        rule_version=suggestion.rule_version,
        sha256=suggestion.document.sha256,
        decision=state,
        claim_id=claim_id,
        user=person,
        by=person.get_full_name() or person.get_username(),
        note=note,
        was_read=was_read,
    )


def _claim(suggestion: Suggestion, values: Mapping[str, Any]) -> Claim:
    document, record = suggestion.document, record_of(suggestion)
    text = text_of(document)
    start, end = anchor(text, record)
    row = Claim(
        conflict=document.conflict,
        claim_id=f"{document.key}-{suggestion.kind.replace('_', '-')}-{suggestion.start}",
        kind=draft(suggestion).kind,
        quote=text[start:end],
        start=start,
        end=end,
        sha256=document.text_sha256,
        rule_id=suggestion.rule_id,
        rule_version=suggestion.rule_version,
    )
    for name in FIELDS:
        value = values.get(name)
        setattr(row, name, value if value is not None or name in ("value", "low", "high") else "")
    return row


def _source(document: Document, person: Any) -> Source:
    """The source of the dossier that the document is; another version of it has a key of its own."""
    found = Source.objects.filter(conflict=document.conflict, sha256=document.text_sha256).first()
    if found is not None:
        return found
    key = document.key
    if Source.objects.filter(conflict=document.conflict, key=key).exists():
        key = f"{document.key}-{document.retrieved_at:%Y%m%d}-{document.pk}"
    last = Source.objects.filter(conflict=document.conflict).order_by("position").last()
    source = Source.objects.create(
        conflict=document.conflict,
        key=key,
        position=last.position + 1 if last else 0,
        title=document.title,
        publisher=document.publisher,
        kind=document.kind,
        language=document.language,
        published=document.published.isoformat() if document.published else "",
        retrieved=document.retrieved_at.date(),
        address=document.address,
        licence=document.licence,
        sha256=document.text_sha256,
        chars=document.chars,
        note=""
        if document.text_sha256 == document.sha256
        else f"Read as {document.reader}; sha256 of the file: {document.sha256}.",
    )
    log(instance=source, action="wagtail.create", user=person)
    return source


def _plain(value: Any) -> Any:
    """A value for comparing: no difference between empty and missing, between a choice and its name."""
    if value is None or value == "":
        return None
    return float(value) if isinstance(value, (int, float)) else str(getattr(value, "value", value)).strip()


@dataclass(frozen=True)
class RuleHistory:
    """How often a rule was right. ``low`` is the lower end of Wilson's 95 % interval."""

    rule_id: str
    reviewed: int
    right: int
    fixed: int
    rejected: int
    low: float

    @property
    def precision(self) -> float | None:
        """The share that was accepted as read; None before the first decision."""
        return self.right / self.reviewed if self.reviewed else None


def history() -> tuple[RuleHistory, ...]:
    """All rules with decisions, by name. What was accepted with changes counts as not right."""
    rows = (
        SuggestionReview.objects.filter(was_read=True)
        .exclude(decision=State.GONE)
        .order_by("rule_id")
        .values("rule_id")
        .annotate(
            reviewed=Count("pk"),
            right=Count("pk", filter=Q(decision=State.ACCEPTED)),
            fixed=Count("pk", filter=Q(decision=State.FIXED)),
            rejected=Count("pk", filter=Q(decision=State.REJECTED)),
        )
    )
    return tuple(
        RuleHistory(
            row["rule_id"],
            row["reviewed"],
            row["right"],
            row["fixed"],
            row["rejected"],
            wilson_low(row["right"], row["reviewed"]),
        )
        for row in rows
    )


def history_of(rule_id: str) -> RuleHistory:
    """One rule, with or without decisions."""
    return next((item for item in history() if item.rule_id == rule_id), RuleHistory(rule_id, 0, 0, 0, 0, 0.0))


@transaction.atomic
def accept_by_rule(rule_id: str, conflict: str, person: Any) -> int:
    """Accept the waiting places of a rule together, if its history allows it. Claims are never made this way."""
    found = history_of(rule_id)
    waiting = Suggestion.objects.select_for_update().filter(
        rule_id=rule_id, state=State.SUGGESTED, document__conflict=conflict, harm=Harm.PLACE
    )
    if not may_accept_by_rule(Harm.PLACE, found.right, found.reviewed):
        raise ValueError(f"{rule_id} has {found.reviewed} decisions and a lower bound of {found.low:.3f}: it has not earned this")
    count = 0
    for suggestion in waiting:
        _decide(suggestion, State.ACCEPTED, person, "", "accepted by the history of the rule", was_read=False)
        count += 1
    return count
