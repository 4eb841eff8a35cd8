"""Sources without a verb of their own: "according to X", "reported by X", "by X's count", "X's estimate of", "(X)".

What may live here: the prepositions, participles and nouns that name a source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflict_atlas.documents.speech.acts import Speech
from conflict_atlas.documents.speech.names import SOURCES, SPEAKER_NOUN, end_of_name, may_speak, tidied

_OF_WHAT = r"(?:reports?|figures|data|information|records|accounts?|counts?|estimates?|statistics|statements?|interviews?|testimon(?:y|ies))"
_ACCORDING = re.compile(
    rf"\b(?:according to|as per|in the words of|as reported by|as stated by|(?:based on|on the basis of)\s+{_OF_WHAT}\s+(?:by|from|of|with)|"
    r"(?:going|judging|to judge|to go) by)\s+|"
    r"(?<=,\s)per\s+(?=(?:the\s|an?\s|[A-Z]))",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"\b(?:quoted|quoting|cited|citing|quotes|cites)\s+(?P<who>(?:the|an?|its|[A-Z])[^,;:\".]{2,60}?)\s+as\s+(?:saying|stating|claiming|reporting|putting)\b|"
    r"(?P<who2>(?:\b(?:the|an?)\s+)?(?:[\w'-]+\s+){0,4}?[\w'-]+)\s+(?:was|were|is|are|has\s+been)\s+(?:quoted|cited|reported)\s+(?:by\s+[\w\s]{3,30}\s+)?as\s+saying\b",
    re.IGNORECASE,
)
_AS_SAYING = re.compile(r"\bas\s+(?:saying|stating|claiming|reporting|putting)\b", re.IGNORECASE)
_RANGE = re.compile(
    rf"\b(?:(?:some|recent|independent|early|various|other)\s+)?{_OF_WHAT}\s+(?:by|from|of)\s+(?P<who>(?:the\s+)?[\w' -]{{3,50}}?)\s+(?:range|ranged|"
    r"vary|varied|put|run|ran|go|stand|stood|suggest|differ|point)s?\b",
    re.IGNORECASE,
)
_COUNT_OF = re.compile(
    r"\b(?:by|in|on)\s+(?:the\s+|an?\s+)?(?:own\s+)?(?:count|account|estimate|reckoning|tally|figures|records|version|telling|view)\s+of\s+(?P<who>(?:the\s+|an?\s+)?[^,;:\".]{2,50})(?=,|\.?$)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(
    r"(?<=[a-z\d])\s*\((?:(?P<source>sources?:\s*)(?P<who>[^()]{2,40})|(?P<short>[A-Z][A-Za-z]*(?:\s*[,/&]\s*[A-Z]+)*))\)"
)
_FROM_US = re.compile(
    r"^(?:the\s+)?(?P<who>.+?)(?:'s|s')\s+(?:own\s+|latest\s+|official\s+)?(?:count|tally|figures?|estimates?|data|records|reports?|statement)$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?:confirmed|reported|recorded|documented|verified|estimated|announced|counted|registered|published|"
    r"compiled|released|given|provided|claimed|cited|quoted|made|issued|collected|tallied|corrected\s+to\s+[\w,.\s-]{1,30}?|(?:put|set)\s+at\s+[\w,.\s-]{1,30}?|(?:raised|lowered|revised|updated)\s+(?:up\s+|down\s+)?to\s+[\w,.\s-]{1,30}?)\s+by\s+",
    re.IGNORECASE,
)


def according(view: str, start: int, end: int) -> Iterator[Speech]:
    """ "According to X", "per X", "based on reports by X"."""
    for match in _ACCORDING.finditer(view, start, end):
        stop = end_of_name(view, match.end(), end)
        name = tidied(view[match.end() : stop])
        if (of_its_own := _FROM_US.match(name)) is not None:
            name = ("the " if name.startswith("the ") else "") + of_its_own.group("who")
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
    """ "Confirmed by X", "the toll given by X was 45", "it was announced by X that ..."."""
    for match in _BY.finditer(view, start, end):
        stop = end_of_name(view, match.end(), end)
        name = tidied(
            re.sub(
                r"\s+(?:(?:on|at|since|between|during)\s.*|(?:in|from)\s+(?![A-Z](?!\w+\s\d)).*)$", "", view[match.end() : stop]
            )
        )
        if may_speak(name) and not re.match(r"(?:the\s+)?(?:middle|end|beginning|\w+day|\d)", name, re.IGNORECASE):
            of_a_count = re.search(
                r"\b(?:counts?|tolls?|figures?|estimates?|reports?|lists?|tally|number|claims?)\b",
                view[start : match.start()],
                re.IGNORECASE,
            )
            if match.group().lower().startswith(("made", "issued")) and not of_a_count:
                continue
            counted = _COUNTED_BY.search(view[start : match.start()])
            if re.match(r"\s*(?:that\b|:)", view[stop:end]):
                scope = (stop, end)
            elif counted:
                scope = (start + counted.start("what"), match.start())
            elif of_a_count or re.match(r"put|set|corrected|raised|lowered|revised|updated", match.group(), re.IGNORECASE):
                scope = (start, end)
            else:
                scope = (start, match.start())
            yield Speech(name, match.group().split()[0].lower(), match.span(), scope, "speech-by")


_COUNTED_BY = re.compile(r"(?:[,;]|\b(?:with|to|and|from|than|against))\s+(?P<what>\d[\d,.]*(?:\s+\w+){0,2}\s*)$")
"""A number that somebody else is said to have reported: "compared with 90 reported by the opposition"."""
_ACCOUNT = re.compile(
    r"\b(?:by|on|in)\s+(?P<who>our|(?:the\s+|a\s+|an\s+)?[\w' -]{2,40}?'s?)\s+(?:own\s+)?(?:count|account|tally|"
    r"estimates?|reckoning|figures|records|version|telling|view)\b",
    re.IGNORECASE,
)
_ACCOUNT_WORD = re.compile(
    r"\b(?:count|account|tally|estimates?|reckoning|figures?|records|claim|assertion|allegation|contention|announcement|version|report|list|"
    r"database|version|telling|view)\b",
    re.IGNORECASE,
)
_POSSESSED = re.compile(
    r"(?P<who>(?:\bthe\s+|\ban?\s+)?(?:[\w-]+\s+){0,5}?[\w-]+)(?:'s|(?<=s)')\s+(?:\w+\s+){0,2}(?:count|tally|figures?|"
    r"estimates?|claim|assertion|allegation|contention|announcement|version|report|list|"
    r"records|database)\s+(?:that|is\s+that|run\s+to|stops?\s+at|ends?\s+at|comes?\s+to|amounts?\s+to|reach(?:es)?|of|is|was|are|were|stands?\s+at|stood\s+at|says|said|gives|puts|speaks\s+of|shows|has)\s",
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


def quoted(view: str, start: int, end: int) -> Iterator[Speech]:
    """ "The agency quoted the governor as saying", "the governor was quoted as saying": the governor speaks."""
    if not _AS_SAYING.search(view, start, end):
        return
    for match in _QUOTED.finditer(view, start, end):
        name = tidied(match.group("who") or match.group("who2"))
        if may_speak(name):
            yield Speech(name, "quoted", match.span(), (match.end(), end), "speech-quoted")


_THAT_OF = re.compile(
    r"\b(?:count|figure|estimate|tally|toll)\b[^,;]{0,20},\s+that\s+of\s+(?P<who>[^,;:\".]{2,50}),|"
    r"\bwhat\s+(?P<who2>(?:the\s+|its\s+|an?\s+)?[\w' -]{2,40}?)\s+(?:concedes?|admits?|lists?|says?|reports?|counts?|acknowledges?|claims?)\s+is\s|"
    r"\bheard\s+from\s+(?P<who3>(?:the\s+|an?\s+)?[\w' -]{2,40}?)\s+that\b|"
    r"^\s*for\s+(?P<who4>[^,;:\".]{2,50}?),?\s+the\s+(?:figure|toll|number|count)\s+(?:is|was|stands)\b|"
    r"^\s*(?P<who5>[^,;:\".]{2,40}?)\s+(?:remembers?|disagrees?|differs?|ha[sv]e?\s+(?:an?|his|her|its|their)\s+(?:own\s+|different\s+|other\s+)"
    r"(?:count|figure|number|version|story)|tells?\s+(?:it\s+otherwise|a\s+different\s+story))[^:;.]{0,30}:",
    re.IGNORECASE,
)
_SIGNS = (
    re.compile(rf"\b{_OF_WHAT}\s+(?:by|from|of)\s", re.IGNORECASE),
    re.compile(r"\b(?:count|account|estimate|reckoning|tally|figures|records|version|telling|view)\s+of\s"),
    re.compile(r"that of\s|what\s|heard from|^\s*for\s|:", re.IGNORECASE),
)
"""Without these there is nothing to find for the patterns of counts, and looking is many times faster."""
_IF_RIGHT = re.compile(
    r"\bif\s+(?P<who>[^,;:\".]{2,40}?)\s+(?:is|are)\s+(?:to\s+be\s+(?:believed|trusted)|right|correct|accurate)\b", re.IGNORECASE
)
_COLON_QUOTE = re.compile(r"\s*(?P<who>(?:[\w'.-]+\s+){0,5}[\w'.-]+):\s+(?=\")")


def before_a_quote(view: str, start: int, end: int) -> Iterator[Speech]:
    """ "Dr Salma Reda: "..." ": a name and a colon before a quote."""
    match = _COLON_QUOTE.match(view, start, end)
    if match is not None and may_speak(match.group("who")) and match.group("who")[:1].isupper():
        at = match.end("who")
        yield Speech(tidied(match.group("who")), ":", (at, at + 1), (match.end(), end), "speech-colon")


def counts_of(view: str, start: int, end: int) -> Iterator[Speech]:
    """ "Estimates by aid agencies range from", "by the count of the ombudsman, ..."."""
    for sign, pattern in zip(_SIGNS, (_RANGE, _COUNT_OF, _THAT_OF), strict=True):
        if not sign.search(view, start, end):
            continue
        for match in pattern.finditer(view, start, end):
            name = tidied(next(who for who in match.groups() if who))
            if may_speak(name, "said"):
                is_behind = pattern is _COUNT_OF and not view[match.end() : end].strip(" .")
                scope = (start, match.start()) if is_behind else (match.end(), end)
                yield Speech(name, "account", match.span(), scope, "speech-account", is_statement=False)


def if_right(view: str, start: int, end: int) -> Iterator[Speech]:
    """ "Seven died, or eight if the hospital is right": of what stands before it, back to a comma or "or"."""
    for match in _IF_RIGHT.finditer(view, start, end):
        name = tidied(match.group("who"))
        before = view[start : match.start()].rstrip(" ,")
        mark = max((found.end() for found in re.finditer(r",\s|\bor\b", before)), default=0)
        if may_speak(name, "said"):
            yield Speech(name, "if right", match.span(), (start + mark, match.start()), "speech-if-right", is_statement=False)


def in_brackets(view: str, start: int, end: int) -> Iterator[Speech]:
    """ "4,500 people (UNHCR)", "(source: OCHA)": of what stands before it; the short form behind a name in full is none."""
    for match in _IN_BRACKETS.finditer(view, start, end):
        name = match.group("who") or match.group("short")
        words = view[start : match.start()].split()
        if match.group("source") or (SOURCES.search(name) and words and words[-1].islower()):
            mark = max(view.rfind(sign, start, match.start()) for sign in ("; ", ", "))
            scope = (start if match.group("source") or mark < 0 else mark + 1, match.start())
            yield Speech(tidied(name), "()", match.span(), scope, "speech-brackets", is_statement=False)
