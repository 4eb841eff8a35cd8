"""Sources without a verb of their own: "according to X", "reported by X", "by X's count", "X's estimate of", "(X)".

What may live here: the prepositions, participles and nouns that name a source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflict_atlas.documents.speech.acts import Speech
from conflict_atlas.documents.speech.names import SPEAKER_NOUN, end_of_name, may_speak, tidied

_ACCORDING = re.compile(r"\b(?:according to|as per|in the words of|as reported by|as stated by)\s+", re.IGNORECASE)
_BY = re.compile(
    r"\b(?:confirmed|reported|recorded|documented|verified|estimated|announced|counted|registered|published|"
    r"compiled|released)\s+by\s+",
    re.IGNORECASE,
)


def according(view: str, start: int, end: int) -> Iterator[Speech]:
    for match in _ACCORDING.finditer(view, start, end):
        stop = end_of_name(view, match.end(), end)
        name = tidied(view[match.end() : stop])
        if not may_speak(name):
            continue
        yield Speech(
            name, "according to", match.span(), _according_scope(view, start, end, match.start(), stop), "speech-according"
        )


def _according_scope(view: str, start: int, end: int, at: int, stop: int) -> tuple[int, int]:
    """At the beginning it covers the sentence, at the end what stands before it; a semicolon ends it."""
    semicolon = view.rfind(";", start, at)
    begin = semicolon + 1 if semicolon >= 0 else start
    until = view.find(";", stop, end)
    until = end if until < 0 else until
    if view[begin:at].strip(" ,;\"'()"):
        return begin, at
    return begin, until


def by_whom(view: str, start: int, end: int) -> Iterator[Speech]:
    for match in _BY.finditer(view, start, end):
        stop = end_of_name(view, match.end(), end)
        name = tidied(re.sub(r"\s+(?:on|in|at|since|between|from|during)\s.*$", "", view[match.end() : stop]))
        if may_speak(name) and not re.match(r"(?:the\s+)?(?:middle|end|beginning|\w+day|\d)", name, re.IGNORECASE):
            of_a_count = re.search(
                r"\b(?:counts?|tolls?|figures?|estimates?|reports?|lists?|tally|number)\b",
                view[start : match.start()],
                re.IGNORECASE,
            )
            scope = (start, end) if of_a_count else (start, match.start())
            yield Speech(name, match.group().split()[0].lower(), match.span(), scope, "speech-by")
_ACCOUNT = re.compile(
    r"\b(?:by|on|in)\s+(?P<who>our|(?:the\s+|a\s+|an\s+)?[\w' -]{2,40}?'s?)\s+(?:own\s+)?(?:count|account|tally|"
    r"estimates?|reckoning|figures|records)\b",
    re.IGNORECASE,
)
_ACCOUNT_WORD = re.compile(
    r"\b(?:count|account|tally|estimates?|reckoning|figures?|records|claim|report|list|database)\b", re.IGNORECASE
)
_POSSESSED = re.compile(
    r"(?P<who>(?:\bthe\s+|\ban?\s+)?(?:[\w-]+\s+){0,5}?[\w-]+)(?:'s|s')\s+(?:\w+\s+){0,2}(?:count|tally|figures?|"
    r"estimates?|claim|report|list|"
    r"records|database)\s+(?:of|is|was|are|were|stands?\s+at|stood\s+at|says|said|gives|puts|speaks\s+of|shows|has)\s",
    re.IGNORECASE,
)


def accounts(view: str, start: int, end: int) -> Iterator[Speech]:
    """ "Fewer than 100 by our count", "18 members by the group's own account": the speaker of the number before it."""
    if not _ACCOUNT_WORD.search(view, start, end):
        return
    for match in _ACCOUNT.finditer(view, start, end):
        who = re.sub(r"'s?$", "", match.group("who"))
        name = "our count" if who.lower() == "our" else tidied(who)
        mark = max((found.end() for found in re.finditer(r"[,:]|\band\b", view[start : match.start()])), default=0)
        is_ahead = (
            not re.search(r"\d|\bhundred|\bthousand|\bdozen", view[start + mark : match.start()])
            and view[match.end() : match.end() + 1] == ","
        )
        scope = (match.end(), end) if is_ahead else (start + mark, match.start())
        if may_speak(name) or who.lower() == "our":
            yield Speech(name, "account", match.span(), scope, "speech-account", is_statement=False)
    for match in _POSSESSED.finditer(view, start, end):
        name = tidied(match.group("who"))
        if may_speak(name) and SPEAKER_NOUN.search(name):
            yield Speech(name, "account", match.span(), (match.end(), end), "speech-account", is_statement=False)
