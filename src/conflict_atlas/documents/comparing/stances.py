"""Where third parties stand: support, arms, neutrality, as passages tell it of one actor.

What may live here: rules on whom an actor supports. Support of one side beside neutrality or help for both is a tension; support
told in weaker and stronger words differs in exactness.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conflict_atlas.documents.comparing.groups import Pair
from conflict_atlas.documents.comparing.passages import MOST_AFTER, Likeness, Passage
from conflict_atlas.documents.comparing.relation import Relation
from conflict_atlas.documents.comparing.words import names

_NAME = r"(?:the\s+|The\s+)?[A-Z][\w.'-]*[\w](?:\s+[A-Z][\w'-]*[\w])?"
_SIDE = r"(?:the\s+)(?:government|rebels|opposition|junta|separatists|insurgents)"
_BOTH = r"both\s+(?:sides|countries|states|parties|governments|armies)"
_PLEDGED = (
    rf"(?:pledged|promised|committed|vowed)\s+(?:\w+\s+){{0,3}}?(?:support|defend|back|help|protect)\s+(?P<pledged>{_NAME})"
)
_SUPPORTED = rf"(?:always\s+)?(?:supports?|supported|backs?|backed|helps?|helped|armed|arms|aided|defended)\s+(?P<supported>{_NAME}|{_BOTH}|{_SIDE})"
_SUPPORT_FOR = rf"(?:support|aid|help|weapons|arms|backing)\s+(?:for|to)\s+(?P<for_whom>{_NAME}|{_BOTH}|{_SIDE})"
_SUPPORTER = r"(?P<supporter>[A-Z][\w-]*)'s\s+(?:main\s+|closest\s+|key\s+)?(?:supporter|ally|backer|patron)"
_NEUTRAL = r"(?P<neutral>neutral(?:ity)?|impartial|mixed|even-handed)"
_STANCE = re.compile(
    rf"^(?P<lead>(?:[^,;.]{{0,30}},\s+)?)(?P<who>{_NAME}|[Ii]t|[Tt]hey)(?:'s?)?\s+(?P<between>(?:[\w'-]+\s+){{0,9}}?)(?:{_PLEDGED}|"
    rf"{_SUPPORTED}|{_SUPPORT_FOR}|{_SUPPORTER}|(?:is|was|has\s+been|have\s+been|stays|remains|remained|stayed)\s+(?:\w+\s+){{0,3}}?{_NEUTRAL}|"
    rf"officially\s+stays\s+(?P<neutral2>neutral))"
)
_CLAUSE = re.compile(r"(?:[;:]|,\s+(?:while|but|and|whereas)|\bwhile|\bthat|\bbelieve|\bsays?)\s+")
_WORDS = re.compile(
    r"support|back|help|arm|weapons|aid|defen|ally|patron|neutral|impartial|mixed|even-handed|pledged|promised", re.IGNORECASE
)
_STRENGTH = {"pledged": 1, "supported": 2, "for_whom": 2, "supporter": 3}


@dataclass(frozen=True)
class _Stance:
    """``target`` is "both" for help to all sides, "" for neutrality."""

    passage: Passage
    who: str
    target: str
    strength: int


def stances(likeness: Likeness) -> Iterator[Pair]:
    """Passages on one actor that have it stand elsewhere, or support more or less."""
    found = list(_stances(likeness.passages))
    for at, first in enumerate(found):
        for second in found[at + 1 : at + 1 + MOST_AFTER]:
            if first.who != second.who or first.passage is second.passage:
                continue
            if first.target == second.target and first.target:
                if first.strength != second.strength and first.passage.doc != second.passage.doc:
                    why = "One tells the support in stronger words than the other."
                    yield Pair(
                        Relation.DIFFERENT_GRANULARITY, first.passage, second.passage, why, f"stance of {first.who.strip('@')}"
                    )
            elif first.target != second.target:
                why = "They have one actor stand on other sides, or on none."
                yield Pair(Relation.TENSION, first.passage, second.passage, why, f"stance of {first.who.strip('@')}")


def _stances(passages: Sequence[Passage]) -> Iterator[_Stance]:
    subject = ""
    block: tuple[str, int] | None = None
    for passage in passages:
        if (passage.doc, passage.block) != block:
            subject, block = "", (passage.doc, passage.block)
        if not _WORDS.search(passage.view):
            subject = _actor(" ".join(passage.view.split()[:3])) or subject
            continue
        starts = [0, *(match.end() for match in _CLAUSE.finditer(passage.view))]
        for start in starts:
            match = _STANCE.match(passage.view[start:])
            if match is None:
                continue
            who = _actor(match.group("who")) or subject
            group = next((name for name in _STRENGTH if match.group(name)), None)
            if not who:
                continue
            target = "" if group is None else _target(match.group(group))
            if target != who:
                yield _Stance(passage, who, target, _STRENGTH.get(group or "", 0))
        opening = _actor(" ".join(passage.view.split()[:3]))
        subject = opening or subject


def _actor(words: str) -> str:
    found = names(words)
    if found[:2] == ["united", "states"]:
        return "@US"
    return found[0] if found else ""


def _target(words: str) -> str:
    if words.lower().startswith("both"):
        return "both"
    return _actor(words) or words.lower().removeprefix("the ").strip()
