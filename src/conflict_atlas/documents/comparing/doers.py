"""Who did it: doers, mediators, holders of land and parties of a war whom passages on one thing name differently.

What may live here: rules that take a subject from a passage and compare it with that of another passage on the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflict_atlas.documents.comparing.groups import Pair
from conflict_atlas.documents.comparing.passages import MOST_AFTER, Likeness, Passage
from conflict_atlas.documents.comparing.relation import Relation
from conflict_atlas.documents.comparing.words import names

_NAME = r"(?:[A-Z][\w'-]*[\w])(?:(?:\s+(?:of|the|and|for)){0,2}\s+[A-Z][\w'-]*[\w])*"
_NOUNS = (
    r"(?:forces|troops|army|soldiers|rebels|separatists|authorities|fighters|militants|activists|protesters|militias?|government|"
    r"military|insurgents|gunmen|settlers|leaders)"
)
_WHO = rf"(?P<who>(?:[Tt]he\s+|[Ee]thnic\s+)?(?:{_NAME}(?:'s?)?(?:\s+{_NOUNS})?|(?:[a-z]+\s+)?{_NOUNS}|people\s+from\s+{_NAME}|group))"
_ADVERBS = r"(?:\s+(?:had|has|have|then|also|soon|successfully|later|again|officially))*"
_APPOSED = r"(?:,[^,;.]{3,60},)?"
_HELD = re.compile(
    rf"{_WHO}{_APPOSED}{_ADVERBS}\s+(?:gained\s+control|took\s+control|regained\s+control|controlled|held(?!\s+(?:\w+\s+)?(?:talks|meetings?|elections?|a\s|an\s|hostage))|occupied|captured|seized)\b"
)
_DEAL = r"(?:ceasefires?|cease-fires?|truces?|deals?|agreements?|accords?|cessation\s+of\s+hostilities|peace|treaty|armistice)"
_MEDIATED = re.compile(
    rf"{_WHO}{_APPOSED}{_ADVERBS}\s+(?:helped\s+)?(?:brokered|mediated|arranged?|negotiated|facilitated|hosted)\s+(?:\S+\s+){{0,5}}?{_DEAL}\b"
)
_MEDIATED_BY = re.compile(
    rf"\b{_DEAL}\s+(?:\S+\s+){{0,4}}?(?:brokered|mediated|arranged|negotiated|facilitated)\s+by\s+(?:an?\s+)?(?P<who>(?:the\s+)?"
    rf"(?:{_NAME}(?:,\s+(?:and\s+)?(?:the\s+)?{_NAME})*)(?:\s+[a-z]+)?)"
)
_BETWEEN = re.compile(
    rf"\bbetween\s+(?P<first>(?:the\s+|ethnic\s+)?{_NAME}(?:\s+{_NOUNS})?(?:\s+from\s+{_NAME})?)"
    rf"(?:,\s+[^,;.]{{3,50}},)?\s+and\s+(?P<second>(?:the\s+|ethnic\s+)?{_NAME}(?:\s+{_NOUNS})?)"
)
_WAR = re.compile(r"\b(?:war|fight|fighting|fought|conflict|hostilities)\b", re.IGNORECASE)
_DID = re.compile(
    rf"{_WHO}(?:,\s+who[^,;.]{{3,60}},)?{_ADVERBS}\s+(?:launched|started|began|opened|occupied|blocked|blockaded|attacked|invaded|shelled|"
    r"bombed|closed|imposed|stormed|raided)\b"
)
_NOBODY_DID = re.compile(
    r"\b(?:fighting|fights|clashes|war|hostilities|conflict|violence|shelling|gunfire)\s+(?:\w+\s+){0,2}?(?:broke\s+out|erupted|started|"
    r"began|flared|resumed)\b",
    re.IGNORECASE,
)
_WAR_DEEDS = frozenset(("=begin", "=attack", "=fight", "=close", "=take"))
LONGEST = 62
"""Days: who did a thing is compared where both passages date it to two months at least."""
DOER_ALIKE = 0.18
"""Share of the weight of words that two passages on one deed have in common, at least; their dates must meet, too."""
ALIKE = 0.3
"""The same, where they call the deed by other words."""


def held_by(likeness: Likeness) -> Iterator[Pair]:
    """Holders of land whom two passages of one time name by words of one people: a state, its forces, or its people."""
    found = [
        (item, match.group("who")) for item in likeness.passages if "=take" in item.deeds and (match := _HELD.search(item.view))
    ]
    for at, (first, who) in enumerate(found):
        for second, other in found[at + 1 : at + 1 + MOST_AFTER]:
            if first.when is None or second.when is None or not first.when.meets(second.when, 366):
                continue
            if _people(who) and _people(who) == _people(other) and _bare(who) != _bare(other):
                why = f"One says {who.strip()}, the other {other.strip()}."
                yield Pair(Relation.DIFFERENT_TERMS, first, second, why, "who held the land")


def parties(likeness: Likeness) -> Iterator[Pair]:
    """Wars that two passages tell to be between parties of the same names, but not of the same kind."""
    found = [
        (item, match.group("first"), match.group("second"))
        for item in likeness.passages
        if _WAR.search(item.view) and (match := _BETWEEN.search(item.view))
    ]
    for at, (first, *of_first) in enumerate(found):
        for second, *of_second in found[at + 1 : at + 1 + MOST_AFTER]:
            peoples = [{_people(who) for who in who_both} for who_both in (of_first, of_second)]
            words = [{_bare(who) for who in who_both} for who_both in (of_first, of_second)]
            if "" not in peoples[0] and peoples[0] == peoples[1] and words[0] != words[1]:
                why = f"One says {' and '.join(of_first)}, the other {' and '.join(of_second)}."
                yield Pair(Relation.DIFFERENT_TERMS, first, second, why, "parties")


def mediators(likeness: Likeness) -> Iterator[Pair]:
    """Agreements of one time, or of no told time, whose mediators two passages name differently."""
    found = [(item, who) for item in likeness.passages if (who := _mediator(item))]
    for at, (first, who) in enumerate(found):
        for second, other in found[at + 1 : at + 1 + MOST_AFTER]:
            times = [item.when for item in (first, second) if item.when is not None and item.when.is_told and item.when.days]
            is_apart = len(times) == 2 and not times[0].meets(times[1], 31)
            if who & other or is_apart or (len(times) < 2 and not (_OF_ALL.search(first.view) or _OF_ALL.search(second.view))):
                continue
            yield Pair(
                Relation.TENSION, first, second, "They name other mediators; more than one may have taken part.", "mediator"
            )


_OF_ALL = re.compile(r"\b(?:both|all|every|ceasefires|truces|agreements)\b", re.IGNORECASE)


def _mediator(passage: Passage) -> frozenset[str]:
    """Who mediates in a passage, as terms; empty where it names nobody."""
    if "=mediate" not in passage.deeds:
        return frozenset()
    match = _MEDIATED_BY.search(passage.view) or _MEDIATED.search(passage.view)
    if match is None:
        return frozenset()
    return frozenset(names(match.group("who"))) or frozenset((_bare(match.group("who")),))


def doers(likeness: Likeness) -> Iterator[Pair]:
    """Deeds of one time of which two documents, or two parts of one, name other doers; or only one names any."""
    found: list[tuple[Passage, str]] = []
    for item in likeness.passages:
        if item.when is None or item.when.days is None or item.when.days > LONGEST:
            continue
        if not item.deeds & _WAR_DEEDS:
            continue
        match = _DID.search(item.view)
        if match is not None:
            found.append((item, match.group("who")))
        elif _NOBODY_DID.search(item.view) and item.when.is_told:
            found.append((item, ""))
    for at, (first, who) in enumerate(found):
        for second, other in found[at + 1 : at + 1 + MOST_AFTER]:
            assert first.when is not None
            assert second.when is not None
            if first.is_near(second, 1) or not first.when.meets(second.when) or _bare(who) == _bare(other):
                continue
            if not (first.when.is_told or second.when.is_told):
                continue
            if not who or not other:
                if first.doc != second.doc and first.when.meets(second.when):
                    why = f"Only one says who began: {(who or other).strip()}."
                    yield Pair(Relation.COVERAGE_GAP, first, second, why, "who began")
            elif not _is_group_of(who, other) and likeness.of(first, second) >= (
                DOER_ALIKE if first.deeds & second.deeds else ALIKE
            ):
                why = f"One says that {who.strip()} did it, the other {other.strip()}."
                yield Pair(Relation.TENSION, first, second, why, "who did it")


def _is_group_of(first: str, second: str) -> bool:
    """Whether two names are of a state and its own army, which are one doer."""
    state = re.compile(r"\b(?:forces|troops|army|military|government|soldiers)\b")
    return bool(_people(first)) and _people(first) == _people(second) and bool(state.search(first) or state.search(second))


def _people(who: str) -> str:
    """The first name among some words, as a term."""
    return next(iter(names(who)), "")


def _bare(who: str) -> str:
    return " ".join(word for word in who.lower().replace("'s", "").replace("'", "").split() if word not in ("the", "ethnic"))


_PLACED = re.compile(
    rf"\b(?:placed|stationed|deployed|posted|sent|based)\b(?:\s+\w+){{0,4}}?\s+(?:along|around|in|at|near|across|inside|to|on)\s+"
    rf"(?P<where>(?:the\s+)?(?:\w+\s+){{0,3}}?{_NAME}(?:\s+[a-z]+)?|the\s+\w+(?:\s+\w+)?)"
)


def placed(likeness: Likeness) -> Iterator[Pair]:
    """Where forces stand, told with other places: one may lie within the other."""
    found = [
        (item, match.group("where"))
        for at, item in enumerate(likeness.passages)
        if "=deploy" in item.deeds
        and (match := _PLACED.search(item.view))
        and _FORCES.search(f"{likeness.passages[at - 1].view if at else ''} {item.view}")
    ]
    for at, (first, where) in enumerate(found):
        for second, other in found[at + 1 : at + 1 + MOST_AFTER]:
            is_one_time = first.when is not None and second.when is not None and first.when.meets(second.when, 31)
            if is_one_time and _bare(where) != _bare(other) and not first.is_near(second, 0):
                why = f"One says {where}, the other {other}; one may lie within the other."
                yield Pair(Relation.DIFFERENT_GRANULARITY, first, second, why, "where forces stood")


_FORCES = re.compile(r"\b(?:peacekeep\w+|observers?|monitors?|contingent)\b", re.IGNORECASE)
