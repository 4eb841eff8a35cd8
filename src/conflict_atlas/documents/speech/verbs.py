"""Verbs of speech: "X said that ...", "..., said X", "..., X said", and the words that look like them and are none.

What may live here: the lexicon of verbs, and what of a sentence each is said of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflict_atlas.documents.speech.acts import Speakers, Speech, scope_end, speaker_of
from conflict_atlas.documents.speech.names import LONGEST_SPEAKER, PRONOUN, may_speak, name_before, tidied

_SAY = (
    "said|says|say|saying|stated|states|state|stating|announced|announces|announcing|reported|reports|report|"
    "reporting|claimed|claims|claim|"
    "claiming|confirmed|confirms|confirm|confirming|told|tells|estimated|estimates|estimate|estimating|added|"
    "adds|insisted|insists|maintained|"
    "acknowledged|acknowledges|admitted|admits|noted|notes|recorded|records|documented|documents|registered|counted|"
    "verified|asserted|asserts|alleged|alleges|argued|argues|declared|declares|warned|warns|suggested|suggests|"
    "spoke of|speaks of|speak of|talk of|talks of|arrived at|arrives at|lists|listed|blames|accepts|recognises|"
    "recognizes|recognise|recognize|"
    "complained|complain|recalled|testified|explained|predicted|concede|"
    "revealed|reveals|disclosed|indicated|indicates|wrote|writes|stressed|found|finds|concluded|denied|denies|"
    "put|puts|placed|gave|cited"
)
_ACTS = (
    "accused|accuses|accuse|accusing|exchanged accusations|traded accusations|traded blame|blame|blames|"
    "condemned|condemns|criticised|criticized|criticises|rejected|rejects|denied|denies|called "
    "for|calls for|urged|urges|"
    "demanded|demands|welcomed|welcomes|blamed|blames|vowed|pledged|promised|threatened|described|describes|praised|"
    "applauded|questioned|disputed|recognised|recognizes|recognised|recognizes"
)
_AUX = (
    r"(?:(?:has|have|had|also|later|earlier|then|already|officially|subsequently|initially|publicly|repeatedly|only|"
    r"itself|themselves|jointly|both|further|again|meanwhile)\s+)*"
)
_VERB = re.compile(rf"\b{_AUX}(?P<verb>{_SAY})\b", re.IGNORECASE)
_ACT = re.compile(rf"\b{_AUX}(?P<verb>{_ACTS})\b", re.IGNORECASE)
_OF_REPORTS = re.compile(
    r"\b(?:with\s+)?(?P<who>(?:initial|early|first|official|local|media|unconfirmed|independent|some|several|other)\s+"
    r"(?:reports?|figures|estimates|counts?|tallies))\s+(?P<verb>stating|putting|suggesting|say|said|put|"
    r"suggested|indicating|indicated|speak of|spoke of)",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|be|being)\s+(?:\w+ly\s+|also\s+|not\s+)?$", re.IGNORECASE)


def verbs(view: str, start: int, end: int, speakers: Speakers, before: list[Speech]) -> Iterator[Speech]:
    for match in _OF_REPORTS.finditer(view, start, end):
        outer = speaker_of(before, match.start())
        name = outer.speaker if outer else tidied(match.group("who"))
        yield Speech(
            name,
            match.group("verb").lower(),
            match.span("verb"),
            (match.end(), scope_end(view, match.end(), end)),
            "speech-reports",
        )
    last_name: str | None = None
    for pattern, is_statement in ((_VERB, True), (_ACT, False)):
        for match in pattern.finditer(view, start, end):
            verb_at = match.span("verb")
            if _PASSIVE.search(view[start : match.start()]) and match.group("verb").lower() not in ("says", "say"):
                continue
            if any(verb_at[0] < act.verb_at[1] and act.verb_at[0] < verb_at[1] for act in before):
                continue
            verb = match.group("verb").lower()
            if _is_no_speech(view, verb, match.start(), verb_at, end):
                continue
            after = _after_what_is_said(view, start, verb_at, end)
            name, first = name_before(view, start, match.start())
            if after is not None and (not name or not may_speak(name, verb)):
                inverted = _inverted(view, verb_at[1], end)
                if inverted:
                    yield Speech(inverted, verb, verb_at, (start, verb_at[0]), "speech-inverted", is_statement)
                    continue
            if not name and first == match.start() and last_name and re.search(r"\band\s+$", view[start : match.start()]):
                name = last_name
            if name and PRONOUN.match(name):
                meant = last_name or speakers.meant_by(name)
                if meant is None:
                    continue
                name = meant
            if not name or not may_speak(name, verb):
                continue
            last_name = name
            if after is not None and _nothing_said_behind(view, verb_at[1], end):
                # In commas inside a sentence it is said of both halves.
                stop = end if view[verb_at[1] : verb_at[1] + 1] == "," else first
                yield Speech(name, verb, verb_at, (start, stop), "speech-behind", is_statement)
            else:
                yield Speech(name, verb, verb_at, (verb_at[1], scope_end(view, verb_at[1], end)), "speech-before", is_statement)
NUMBER = (
    r"(?:(?:only|just|barely|about|some|at least|more than|over|nearly|around|roughly|fewer than|up to|as many as|"
    r"between|an estimated|a total of|another|no fewer than)\s+)?(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|dozens|hundreds|thousands|scores|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|a (?:hundred|thousand|dozen)|several|tens of)"
)
_NUMBER_FOLLOWS = re.compile(NUMBER)
_COUNT_FOLLOWS = re.compile(
    rf"(?:that\b|no\b|an? |the (?:number|death|total|figure|toll)|{NUMBER}|[\w,]+ (?:deaths|killings|cases|ceasefire|civilian|"
    r"incidents|violations))"
)
_TOLL_FOLLOWS = re.compile(
    r"(?:the|its|his|that|this|their|total|overall|casualt|losses)?\s*(?:\w+\s+){0,3}(?:toll|number|figure|total|dead|death|"
    r"losses|count|at)"
)
_LIVES_FOLLOW = re.compile(r"(?:the lives|(?:at least |more than |about |some )?[\w,]+ (?:\w+ )?lives|responsibility$)")
_NOUN_BEFORE = re.compile(
    r"\b(?:the|a|an|of|in|united|member|arab|its|their|some|this|these|rebel|new|initial|official|federal|northern|southern|"
    r"other|all|both|our|his|her|to|by|from)\s+$"
)
_ALSO_NOUNS = frozenset(
    "state states report reports claim claims estimate estimates document documents record records notes put puts documented "
    "count counts shows show".split()
)
_ONLY_WITH_A_NUMBER = frozenset(
    ("recognises", "recognizes", "recognise", "recognize", "accepts", "lists", "listed", "listing", "blames", "arrived at", "arrives at",
     "spoke of", "speaks of", "speak of", "talk of", "talks of", "gives", "give", "knows of", "counts", "count", "acknowledge",
     "attributes", "attributed", "putting")
)  # fmt: skip
_ONLY_WITH_A_COUNT = frozenset(
    "found finds gave placed cited registered counted recorded documented verifies shows show showed concedes conceded".split()
)


def _is_no_speech(view: str, verb: str, at: int, verb_at: tuple[int, int], end: int) -> bool:
    """ "claimed 20 lives", "put out", "the report said" as a noun, "state forces", "found dead" are no speech."""
    after = view[verb_at[1] : end].lstrip().lower()[:60]
    before = view[max(0, at - 20) : at].lower()
    if verb.startswith("claim") and _LIVES_FOLLOW.match(after):
        return True
    if verb in _ALSO_NOUNS and _NOUN_BEFORE.search(before):
        return True
    if verb in ("put", "puts", "putting"):
        return not _TOLL_FOLLOWS.match(after)
    if verb == "estimated" and re.search(r"\b(?:an|the|of|is|are|at)\s+$", before):
        return True
    if verb == "concluded" and not after.startswith(("that", "there", "the", '"')):
        return True
    if verb in _ONLY_WITH_A_NUMBER:
        return not _NUMBER_FOLLOWS.match(after)
    if (not after or after[0] in ",.") and verb in ("finds", "found", "shows", "show", "showed"):
        return False
    if verb in _ONLY_WITH_A_COUNT:
        return not _COUNT_FOLLOWS.match(after)
    return verb == "told" and bool(re.match(r"to (?:leave|go)", after))


def _after_what_is_said(view: str, start: int, verb_at: tuple[int, int], end: int) -> int | None:
    """Whether the verb stands behind what is said: a comma or quotation mark ends that before the speaker."""
    before = view[start : verb_at[0]]
    mark = max(before.rfind(","), before.rfind('"'), before.rfind(" - "))
    if mark < 15:
        return None
    between = before[mark + 1 :].strip(" ,-\"'")
    return mark if len(between.split()) <= LONGEST_SPEAKER else None


def _nothing_said_behind(view: str, at: int, end: int) -> bool:
    rest = view[at:end].strip(" .,;\"')")
    if not rest:
        return True
    if view[at : at + 1] == "," and not re.match(r",\s*(?:\"|that\b)", view[at:end]):
        # In commas inside the sentence: "26,132 three years later, the monitors reported, or about two thirds".
        return True
    if (
        re.match(r"^(?:on|in|by|late|early|at|during)\s+[\w\s,]+$", rest, re.IGNORECASE)
        and len(rest.split()) <= 9
        and not re.search(r"\d{2,}", rest[8:])
    ):
        return True
    is_told = re.search(r"\b(?:told|tells)$", view[max(0, at - 5) : at], re.IGNORECASE)
    if is_told and len(rest.split()) <= 8 and not re.search(r"[,\d]|\bthat\b", rest):
        return True
    if re.match(r"^in\s+an?\s+\w+(?:\s+(?:on|in|published|posted)\s+[\w\s]{3,40})?$", rest, re.IGNORECASE):
        return True
    return bool(
        re.match(
            r"^(?:reuters|afp|ap|reporters|journalists|the\s+(?:\w+\s+){0,3}(?:agency|newspaper|radio))\b[^,]*$",
            rest,
            re.IGNORECASE,
        )
    )


def _inverted(view: str, at: int, end: int) -> str | None:
    """ "..., said the governor." """
    match = re.match(r"\s+((?:the|a|an|[A-Z])[^,.;:\"]{2,80}?)(?=[,.;:\"]|$)", view[at:end])
    if match is None or re.search(r"\bthat\b", match.group(1)):
        return None
    name = tidied(match.group(1))
    return name if may_speak(name, "said") else None
_OF = re.compile(r"(?:,\s*and|,\s*while|\band|,)\s+(?P<who>(?:the\s+|an?\s+)?[\w'. -]{3,40}?)\s+of\s+(?=(?:\w+\s+){0,3}\d)")
_AT = re.compile(r"(?:,\s*and|,\s*while|\band|,)\s+(?P<who>(?:the\s+|an?\s+)?[\w'. -]{3,40}?)\s+at\s+(?=(?:\w+\s+){0,3}\d)")


def gapped(view: str, start: int, end: int, before: list[Speech]) -> Iterator[Speech]:
    """ "X put the toll at 23, and the opposition at 35": the second speaker without a verb."""
    put = [act for act in before if act.verb in ("put", "puts", "placed", "estimated", "estimates")]
    spoke = [act for act in before if act.verb.endswith(" of")]
    for act, pattern in [*((act, _AT) for act in put), *((act, _OF) for act in spoke)]:
        for match in pattern.finditer(view, act.verb_at[1], end):
            name = tidied(match.group("who"))
            if may_speak(name) and not re.search(r"\b(?:toll|number|figure|dead)\b", name):
                yield Speech(name, act.verb, match.span("who"), (match.end("who"), end), "speech-gapped", is_statement=False)
