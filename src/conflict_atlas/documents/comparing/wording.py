"""One thing in other words: what a deed is called, what a name stands for, which beginning is meant.

What may live here: rules that put names and terms for one thing side by side. Which word is right is never told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflict_atlas.documents.comparing.groups import Pair
from conflict_atlas.documents.comparing.passages import MOST_AFTER, Likeness, Passage
from conflict_atlas.documents.comparing.relation import Relation

_TERMS: dict[str, tuple[str, ...]] = {
    "force": (
        r"anti-?terror\w*", r"occupation|occupied", r"invasion|invaded", r"liberation|liberated", r"aggression", r"massacre\w*",
        r"genocide", r"(?:rescue|special|police|peacekeeping|law\s+enforcement|counter-?terror\w*|integrated)\s+(?:military\s+)?operation",
        r"ethnic\s+cleansing", r"attack(?:ed|s)?", r"offensive",
    ),
    "closing": (r"blockade\w*", r"siege|besieged", r"occup(?:ied|ation)", r"protest\w*", r"blocked", r"checkpoint", r"closure"),
}  # fmt: skip
"""Words for deeds of one sort, among which the choice of a word is a choice of side."""
_PLAIN = frozenset((r"attack(?:ed|s)?", r"offensive", "blocked", "closure"))
"""Words of those that take no side."""
_PATTERNS = {
    sort: tuple((words, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for words in of_sort) for sort, of_sort in _TERMS.items()
}
_ANY = re.compile(rf"\b(?:{'|'.join(words for of_sort in _TERMS.values() for words in of_sort)})\b", re.IGNORECASE)
TERM_ALIKE = 0.2
"""Share of the weight of words that two passages on one deed have in common, at least; their dates must meet, too."""
LONGEST = 62
"""Days: words for a deed are compared where both passages date it to two months at least."""
_CALLS = re.compile(r"\b(?:call|term|label|dubbed|describ|brand|seen|condemn)", re.IGNORECASE)
_CALLED = re.compile(
    r"\b(?:(?:what\s+)?(?:\w+\s+)?(?:called|calls|termed|terms|labelled|dubbed|described\s+as|branded)\s+(?:it\s+|this\s+|them\s+)?"
    r"(?:an?\s+|the\s+)?[\"']?(?:[\w-]+\s+){0,3}|(?:described|seen|condemned)\s+(?:by\s+[\w\s]{3,40}?\s+)?as\s+(?:an?\s+)?[\"']?(?:[\w-]+\s+){0,2})"
    r"(?P<term>operation|invasion|occupation|massacre|genocide|aggression|liberation|rescue|pogrom|coup|rebellion|terrorism|cleansing|"
    r"intervention|crime)",
    re.IGNORECASE,
)
NEAR_NAMING = 183
"""Days between passages that name one campaign."""
_KNOWN_AS = re.compile(
    r"\b(?P<noun>ceasefire|truce|agreement|deal|accord|treaty)\s+(?:known\s+as|called|named)\s+the\s+(?P<name>[A-Z][\w-]+(?:\s+[A-Z][\w-]+)*)"
)
_CALLS_FOR = re.compile(r"\s+(?:asked|called|urged|required|obliged|set\s+out|proposed|demanded|was\s+to|is\s+an?|was\s+an?)\b")
_FULL = re.compile(
    r"\b(?:full-scale|all-out|open|large-scale|full-blown)\s+(?:war|fighting|conflict|hostilities)\b", re.IGNORECASE
)
_WAR_BEGINS = re.compile(
    r"\b(?:war|fighting|conflict|hostilities|fights)\b[^.;]{0,40}\b(?:began|started|erupted|broke\s+out|lasted\s+from|became)\b|"
    r"\b(?:became|grew\s+into|turned\s+into)\b[^.;]{0,20}\bwar\b",
    re.IGNORECASE,
)
LONGEST_RISE = 10 * 366
"""Days between the first clashes and the full war that may follow from them."""


def wordings(likeness: Likeness) -> Iterator[Pair]:
    """Deeds of one time that passages call by other words, at least one of which takes a side."""
    of_sort: dict[str, list[tuple[Passage, frozenset[str]]]] = {}
    for passage in likeness.passages:
        if passage.when is None or passage.when.days is None or passage.when.days > LONGEST:
            continue
        if not _ANY.search(passage.view):
            continue
        for sort, patterns in _PATTERNS.items():
            words = frozenset(name for name, pattern in patterns if pattern.search(passage.view))
            if words:
                of_sort.setdefault(sort, []).append((passage, words))
    for sort, found in of_sort.items():
        for at, (first, words) in enumerate(found):
            for second, other in found[at + 1 : at + 1 + MOST_AFTER]:
                assert first.when is not None
                assert second.when is not None
                if first.is_near(second, 1) or words & other or (words | other) <= _PLAIN:
                    continue
                if first.when.meets(second.when) and likeness.of(first, second) >= TERM_ALIKE:
                    yield Pair(Relation.DIFFERENT_TERMS, first, second, "They use other words for it.", f"words: {sort}")


def namings(likeness: Likeness) -> Iterator[Pair]:
    """Passages that tell what somebody calls a deed, of one time or next to each other, with other words."""
    found = [(item, list(_CALLED.finditer(item.view))) for item in likeness.passages if _CALLS.search(item.view)]
    called = [(item, [match.group("term").lower() for match in matches]) for item, matches in found if matches]
    for at, (first, words) in enumerate(called):
        if len(set(words)) > 1:
            yield Pair(Relation.DIFFERENT_TERMS, first, first, "Each calls it by a word of its own.", "what it is called")
        for second, other in called[at + 1 : at + 1 + MOST_AFTER]:
            is_one_time = first.when is not None and second.when is not None and first.when.meets(second.when, NEAR_NAMING)
            if set(words) != set(other) and (first.is_near(second, 0) or is_one_time):
                yield Pair(Relation.DIFFERENT_TERMS, first, second, "Each calls it by a word of its own.", "what it is called")


def names_of_deals(likeness: Likeness) -> Iterator[Pair]:
    """A name that one passage gives to a ceasefire or agreement, and another to a text that asks for one."""
    for passage in likeness.passages:
        match = _KNOWN_AS.search(passage.view)
        if match is None:
            continue
        name = match.group("name")
        for other in likeness.passages:
            at = other.view.find(name)
            if other is not passage and at >= 0 and _CALLS_FOR.match(other.view, at + len(name)):
                why = f"In one {name} is the name of the {match.group('noun')}, in the other of a text that asks for something."
                yield Pair(Relation.DIFFERENT_TERMS, passage, other, why, name)


def beginnings(likeness: Likeness) -> Iterator[Pair]:
    """Beginnings of a war that are told of other times, one of the first clashes, one of full war."""
    found = [
        (item, bool(_FULL.search(item.view)))
        for item in likeness.passages
        if item.when is not None and item.when.is_told and item.when.first is not None and _WAR_BEGINS.search(item.view)
    ]
    for first, is_full in found:
        for second, is_other_full in found:
            if is_full or not is_other_full or (first.doc == second.doc and first.start == second.start):
                continue
            assert first.when is not None
            assert second.when is not None
            apart = (second.when.first or 0) - (first.when.first or 0)
            if 0 < apart <= LONGEST_RISE and not first.when.meets(second.when):
                yield Pair(
                    Relation.DIFFERENT_TERMS, first, second, "One tells of the first clashes, the other of full war.", "beginning"
                )
