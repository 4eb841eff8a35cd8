"""What is in dispute: denials, accusations, replies, and doubts about what somebody says or counts.

What may live here: rules on statements and on passages in which one speaks of what another says. Who is right is never told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from conflict_atlas.documents.comparing.groups import Pair
from conflict_atlas.documents.comparing.passages import Likeness, Passage
from conflict_atlas.documents.comparing.relation import Relation, Span, disagreement
from conflict_atlas.documents.comparing.told import COUNTS_OF_PEOPLE, Told
from conflict_atlas.documents.comparing.words import names
from conflict_atlas.documents.gazetteer import folded
from conflict_atlas.documents.records import Disagreement, Statement

_DENIAL = re.compile(r"^(?:denied|denies|deny|rejected|rejects|disputed|dismissed|dismisses|questioned)$")
_EACH_OTHER = re.compile(r"\b(?:each other|one another|the other side)\b", re.IGNORECASE)
NEAR_STATEMENTS = 500
"""Characters between two statements in which speakers name each other."""
NEXT_SENTENCE = 4
"""Characters between what stands in sentences next to each other, at most."""


def denials(statements: Iterable[tuple[str, Statement]]) -> Iterator[Disagreement]:
    """Sentences in which somebody denies or rejects, or each blames the other; and statements of two speakers near to each other
    in which one names the other and the other answers."""
    told = list(statements)
    for doc, statement in told:
        if _DENIAL.match(statement.verb) or _EACH_OTHER.search(statement.quote):
            why = f"{statement.speaker or 'Somebody'} {statement.verb}: what is said is in dispute."
            yield _dispute(statement, [(doc, *statement.sentence)], why, "compare-denial")
    for (doc, first), (second_doc, second) in pairwise(told):
        is_near = doc == second_doc and first.sentence != second.sentence and second.start - first.end < NEAR_STATEMENTS
        if is_near and _answers(first, second):
            why = f"{first.speaker} and {second.speaker} each speak of the other."
            spans = [(doc, first.start, first.end), (doc, second.start, second.end)]
            yield _dispute(first, spans, why, "compare-each-other")


def _answers(first: Statement, second: Statement) -> bool:
    a, b = first.speaker, second.speaker
    if not a or not b or folded(a) == folded(b) or "both" in a.lower():
        return False
    if folded(b) not in folded(first.claim):
        return False
    # Whoever is charged and speaks next, answers.
    return folded(a) in folded(second.claim) or (
        second.sentence[0] - first.sentence[1] < NEXT_SENTENCE and bool(_CHARGE.search(first.claim))
    )


def _dispute(statement: Statement, spans: Sequence[Span], why: str, rule: str) -> Disagreement:
    at = (statement.start, statement.end)
    return disagreement(Relation.ATTRIBUTED_DISPUTE, spans, statement.quote, why, rule, statement.claim[:80], at)


_CHARGE = re.compile(
    r"\b(?:attack|invad|violat|broke|breach|fire[ds]? (?:on|at)|shell|bomb|occup|provo|kill|massacr|block|seiz|commit|plant|sabotag|"
    r"smuggl|start|began|cleans|bias|aggress|responsib|behind)\w*",
    re.IGNORECASE,
)
_REPLY = re.compile(
    r"\b(?:condemn(?:s|ed|ing)?|reject(?:s|ed)|den(?:ies|ied)|criticis\w+|criticiz\w+|dismiss(?:es|ed)|disputed|rebutt?(?:s|ed)|"
    r"(?:call|term|label|brand)(?:s|ed|led)\s+(?:\w+\s+){1,4}(?:an?\s+)?[\"']?(?:\w+\s+)?(?:fabrication|lies?|propaganda|baseless|"
    r"unfounded|false|slander|smear|nonsense|pretext|provocation|illegal|unlawful))\b",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:said|says|claim(?:s|ed)|insist(?:s|ed)|argu(?:es|ed)|stat(?:es|ed)|announced|maintain(?:s|ed)|according to|promis\w+|"
    r"plans?|alleg(?:es|ed)|wrote|reported|accus(?:es|ed))\b",
    re.IGNORECASE,
)
_DISTRUST = re.compile(
    r"\b(?:(?:(?:did|do|does|has|have)\s+not|didn't|don't|doesn't|never|no longer)\s+(?:\w+\s+)?(?:believed?|trust(?:ed)?|accept(?:ed)?)|"
    r"doubt(?:s|ed)?|distrust(?:s|ed)?|sceptical|skeptical|cast\s+doubt)\b"
    r"[^.;]{0,60}?\b(?:claims?|promises?|assurances?|statements?|account|version|pledges?|explanations?|denials?|figures?|reports?)\b",
    re.IGNORECASE,
)
_DOUBTED_COUNT = re.compile(
    r"\b(?:under|over)(?:stat|report|count|estimat)(?:es?|ed|ing)\b|\b(?:inflat|exaggerat)(?:es?|ed|ing)\b[^.;]{0,40}\b(?:number|figure|"
    r"loss|toll|count)|\b(?:lower|higher|too\s+(?:low|high))\s+(?:numbers?|figures?|counts?)\b|"
    r"\b(?:true|real|actual)\s+(?:death\s+)?(?:toll|numbers?|figures?|losses)\b[^.;]{0,40}\b(?:higher|lower|unknown|larger)\b|"
    r"\b(?:figures?|numbers?|tolls?|counts?|losses)\b[^.;]{0,40}\b(?:could|can)\s?not\s+be\s+(?:independently\s+)?(?:verified|confirmed)",
    re.IGNORECASE,
)
NEAR_DOUBT = 900
"""Characters between a doubt about counts and the counts that it is about."""
NEAR_REPLY = 700
"""Characters between a reply and what it replies to."""
REPLY_ALIKE = 0.12
"""Share of the weight of words that a reply has in common with what it replies to, at least."""


def replies(likeness: Likeness) -> Iterator[Pair]:
    """Passages that criticise, or do not believe, beside the passage of another voice that they speak of."""
    of_doc: dict[str, list[Passage]] = {}
    for passage in likeness.passages:
        of_doc.setdefault(passage.doc, []).append(passage)
    for passages in of_doc.values():
        for at, passage in enumerate(passages):
            is_distrust = bool(_DISTRUST.search(passage.view))
            if not is_distrust and not _REPLY.search(passage.view):
                continue
            before = [
                other
                for other in passages[max(0, at - 8) : at]
                if passage.start - other.end < NEAR_REPLY and _SAYS.search(other.view) and _opening(other) != _opening(passage)
            ]
            best = max(before, key=lambda other: likeness.of(other, passage), default=None)
            if best is not None and likeness.of(best, passage) >= REPLY_ALIKE and _share_a_thing(best, passage):
                why = "One speaks against what the other is told to have said."
                yield Pair(Relation.ATTRIBUTED_DISPUTE, best, passage, why, "reply")
            elif is_distrust:
                why = "It is told that others do not believe what is said."
                yield Pair(Relation.ATTRIBUTED_DISPUTE, passage, passage, why, "reply")


def _share_a_thing(first: Passage, second: Passage) -> bool:
    """Whether two passages share more than names of countries and deeds."""
    return any(word[0] not in "@=" for word in first.terms & second.terms)


def _opening(passage: Passage) -> str:
    """The first word that is a name, else the first words: who a sentence most likely speaks of."""
    return next(iter(names(passage.view)), " ".join(passage.view.lower().split()[:2]))


def doubts(likeness: Likeness, told: Sequence[Told]) -> Iterator[Disagreement]:
    """Passages that doubt counts, beside the counts that stand near to them."""
    for passage in likeness.passages:
        if not _DOUBTED_COUNT.search(passage.view):
            continue
        near = [
            item
            for item in told
            if item.doc == passage.doc
            and item.figure.kind in COUNTS_OF_PEOPLE
            and not passage.start <= item.figure.start < passage.end
            and min(abs(item.figure.start - passage.end), abs(passage.start - item.figure.end)) < NEAR_DOUBT
            and (item.figure.attributed_to or item.figure.side)
            and item.figure.kind in ("killed", "wounded", "casualties", "missing")
        ]
        if near:
            why = f"It is doubted that {near[0].figure.quote} and its like are the whole."
            spans = [passage.span, *(item.span for item in near)]
            yield disagreement(Relation.TENSION, spans, passage.quote, why, "compare-doubt", near[0].figure.kind)
