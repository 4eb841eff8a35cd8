"""Verbs of speech: "X said that ...", "..., said X", "..., X said", and the words that look like them and are none.

What may live here: the lexicon of verbs, and what of a sentence each is said of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflict_atlas.documents.speech.acts import Speakers, Speech, scope_end, speaker_of
from conflict_atlas.documents.speech.names import LONGEST_SPEAKER, PRONOUN, main_subject, may_speak, name_before, tidied

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
    "believes|believe|believed|reckons|reckon|reckoned|calculated|calculates|calculate|contends|contend|contended|boasted|boasts|counts|count|"
    "admit to|admits to|admitted to|own to|owns to|own up to|owns up to|owned up to|confess to|make it|makes it|made it|"
    "logged|established|published a list of|published the names of|accepted|verify|keeps a list of|keep a list of|"
    "compiled a list of|collected the names of|has the names of|have the names of|reminded|informed|assured|"
    "attributed|attributes|tweeted|posted|updated|raised|lowered|revised|cites|show|shows|showed|indicate|concedes|conceded|assessed|assesses|judged|"
    "recounted|recounts|testifies|quoted|insisting|maintaining|adding|arguing|warning|alleging|putting|"
    "revealed|reveals|disclosed|indicated|indicates|wrote|writes|stressed|found|finds|concluded|denied|denies|"
    "put|puts|placed|gave|cited"
)
_ACTS = (
    "accused|accuses|accuse|accusing|exchanged accusations|traded accusations|traded blame|blame|blames|"
    "condemned|condemns|criticised|criticized|criticises|rejected|rejects|denied|denies|called "
    "for|calls for|urged|urges|"
    "demanded|demands|welcomed|welcomes|blamed|blames|vowed|pledged|promised|threatened|described|describes|praised|"
    r"applauded|questioned|disputed|charged(?=\s+(?:\w+\s+){1,4}with\b)|charges(?=\s+(?:\w+\s+){1,4}with\b)|held(?=\s+(?:[\w']+\s+){1,5}responsible\b)|"
    "recognised|recognizes|recognised|recognizes"
)
_AUX = re.compile(
    r"(?:\b(?:so far|been able to|was able to|were able to|could|can|managed to|has|have|had|also|later|earlier|then|already|"
    r"officially|subsequently|initially|publicly|repeatedly|only|"
    r"itself|themselves|jointly|both|further|again|meanwhile)\s+)+$",
    re.IGNORECASE,
)
"""Between a name and its verb."""
LONGEST_AUX = 40
_WORD = re.compile(r"[A-Za-z]+")


def _by_first_word(verbs: str) -> dict[str, re.Pattern[str]]:
    """The patterns of a lexicon by the first word of each: looking words up is many times faster than trying every verb everywhere."""
    found: dict[str, list[str]] = {}
    for verb in re.split(r"\|(?![^(]*\))", verbs):
        first = _WORD.match(verb)
        if first is not None:
            found.setdefault(first.group().lower(), []).append(verb)
    return {
        first: re.compile(rf"(?P<verb>{'|'.join(sorted(words, key=len, reverse=True))})\b", re.IGNORECASE)
        for first, words in found.items()
    }


_VERB = _by_first_word(_SAY)
_ACT = _by_first_word(_ACTS)


def _matches(lexicon: dict[str, re.Pattern[str]], view: str, start: int, end: int) -> Iterator[re.Match[str]]:
    for word in _WORD.finditer(view, start, end):
        pattern = lexicon.get(word.group().lower())
        match = pattern.match(view, word.start(), end) if pattern is not None else None
        if match is not None:
            yield match


_OF_REPORTS = re.compile(
    r"\b(?:with\s+)?(?P<who>(?:initial|early|first|official|local|media|unconfirmed|independent|some|several|other)\s+"
    r"(?:reports?|figures|estimates|counts?|tallies))\s+(?P<verb>stating|putting|suggesting|say|said|put|"
    r"suggested|indicating|indicated|speak of|spoke of)",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|be|being)\s+(?:\w+ly\s+|also\s+|not\s+)?$", re.IGNORECASE)


def verbs(view: str, start: int, end: int, speakers: Speakers, before: list[Speech]) -> Iterator[Speech]:
    """The acts of saying by a verb in a part of a text. ``before`` are those found in it by other means."""
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
    for lexicon, is_statement in ((_VERB, True), (_ACT, False)):
        for match in _matches(lexicon, view, start, end):
            verb_at = match.span("verb")
            before_it = max(start, verb_at[0] - LONGEST_AUX)
            aux = _AUX.search(view[before_it : verb_at[0]])
            begin = before_it + aux.start() if aux else verb_at[0]
            if _PASSIVE.search(view[start:begin]) and match.group("verb").lower() not in ("says", "say"):
                continue
            if any(verb_at[0] < act.verb_at[1] and act.verb_at[0] < verb_at[1] for act in before):
                continue
            verb = match.group("verb").lower()
            if _is_no_speech(view, verb, begin, verb_at, end):
                continue
            after = _after_what_is_said(view, start, verb_at, end)
            name, first = name_before(view, start, begin)
            if after is not None and (not name or not may_speak(name, verb)):
                inverted = None if verb in _ALSO_NOUNS else _inverted(view, verb_at[1], end)
                if inverted:
                    yield Speech(inverted, verb, verb_at, (start, verb_at[0]), "speech-inverted", is_statement)
                    continue
            if verb in _PARTICIPLES and view[start:begin].rstrip().endswith(","):
                name = main_subject(view, start, begin) or name
            if not last_name and name.lower() in ("", "and", "but") and re.search(r",\s+(?:and|but)\s+$", view[start:begin]):
                name = main_subject(view, start, begin)
            if not name and first == begin and last_name and re.search(r"\band\s+$", view[start:begin]):
                name = last_name
            if name and PRONOUN.match(name):
                meant = last_name or speakers.meant_by(name)
                if meant is None:
                    continue
                name = meant
            if not name or not may_speak(name, verb):
                continue
            last_name = name
            is_between_quotes = (
                after is not None and bool(_QUOTE_GOES_ON.match(view, verb_at[1], end)) and '"' in view[start:first]
            )
            clause = _RELATIVE_CLAUSE.search(view[start:first]) or _A_CHARGE_THEY.search(view[start:begin])
            if clause is not None and _DENIES.match(verb):
                # "..., which the army denies": who denies does not say it.
                yield Speech(name, verb, verb_at, (start + clause.start(), end), "speech-denies", is_statement)
            elif after is not None and (is_between_quotes or _nothing_said_behind(view, verb_at[1], end)):
                # In commas inside a sentence it is said of both halves.
                stop = end if is_between_quotes or view[verb_at[1] : verb_at[1] + 1] == "," else first
                yield Speech(name, verb, verb_at, (start, stop), "speech-behind", is_statement)
            else:
                stop = _subordinate_end(view, start, first, verb, verb_at[1], scope_end(view, verb_at[1], end))
                yield Speech(name, verb, verb_at, (verb_at[1], stop), "speech-before", is_statement)


_PARTICIPLES = frozenset(
    "saying stating announcing claiming confirming reporting estimating insisting maintaining adding arguing warning alleging putting".split()
)
_QUOTE_GOES_ON = re.compile(r"[^\".;]{0,60},\s*\"")
_SUBORDINATE = re.compile(
    r"^(?:\w+\s+){0,3}?(?:after|before|when|while|once|since|because|despite\s+what|although|though|as)\s+$", re.IGNORECASE
)
_RELATIVE_CLAUSE = re.compile(r",\s+(?:which|whom|that|who)\s+$", re.IGNORECASE)
_A_CHARGE_THEY = re.compile(r",\s+(?:an?|the)\s+[a-z]+\s+(?:that\s+)?(?:he|she|it|they|the\s+\w+|[A-Z]\w+)\s*$")
"""What stands before "denied" in "..., a charge they denied"."""
_DENIES = re.compile(r"^(?:den|reject|disput|dismiss|question)")
_CLAIMED_ATTACK = re.compile(r"\s+responsibility\b[^.;]*?(?=\s+(?:that|which|in\s+which|where)\b)", re.IGNORECASE)


def _subordinate_end(view: str, start: int, first: int, verb: str, at: int, end: int) -> int:
    """What is said in a clause such as "after the minister said that ..." ends at the comma before the main clause; whoever claims
    an attack does not say how many it killed."""
    if verb.startswith("claim") and (claimed := _CLAIMED_ATTACK.match(view, at, end)):
        return claimed.end()
    if _SUBORDINATE.match(view[start:first].lstrip()) or _RELATIVE_CLAUSE.search(view[start:first]):
        comma = view.find(", ", at, end)
        return comma if comma >= 0 else end
    return end


NUMBER = (
    r"(?:(?:only|just|barely|about|some|at least|more than|over|nearly|around|roughly|fewer than|up to|as many as|"
    r"between|an estimated|a total of|another|no fewer than)\s+)?(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|dozens|hundreds|thousands|scores|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|a (?:hundred|thousand|dozen)|several|tens of)"
)
_NUMBER_FOLLOWS = re.compile(NUMBER)
_COUNT_FOLLOWS = re.compile(
    rf"(?:that\b|no\b|an? |the (?:number|deaths?|total|figure|toll|displacement|arrival|killings?|"
    rf"loss|execution|abduction|arrest|detention)|{NUMBER}|[\w,]+ (?:deaths|killings|cases|ceasefire|civilian|incidents|violations))"
)
_TOLL_FOLLOWS = re.compile(
    r"(?:the|its|his|that|this|their|total|overall|casualt|losses)?\s*(?:\w+\s+){0,3}(?:toll|number|figure|total|dead|death|"
    r"losses|count|at)"
)
_LIVES_FOLLOW = re.compile(r"(?:the lives|(?:at least |more than |about |some )?[\w,]+ (?:\w+ )?lives|responsibility$)")
_NOUN_BEFORE = re.compile(
    r"\b(?:rejected|denied|dismissed|disputed|questioned|issued|despite|amid|no|confirmed|the|a|an|of|in|united|member|arab|its|their|some|this|these|rebel|new|initial|official|federal|northern|southern|"
    r"other|all|both|our|his|her|to|by|from)\s+$"
)
_ALSO_NOUNS = frozenset(
    "state states report reports claim claims estimate estimates document documents record records notes put puts documented "
    "count counts shows show".split()
)
_ONLY_WITH_A_NUMBER = frozenset(
    ("admit to", "admits to", "admitted to", "own to", "owns to", "own up to", "owns up to", "owned up to", "confess to", "make it",
     "makes it", "made it", "published a list of", "published the names of", "accepted", "logged", "keeps a list of",
     "keep a list of", "compiled a list of", "collected the names of", "has the names of",
     "have the names of", "recognises", "recognizes", "recognise", "recognize", "accepts", "lists", "listed", "listing",
     "blames", "arrived at", "arrives at", "cites", "cited", "spoke of", "speaks of", "speak of",
     "talk of", "talks of", "gives", "give", "knows of", "counts", "count", "acknowledge",
     "attributes", "attributed", "putting")
)  # fmt: skip
_ONLY_WITH_A_COUNT = frozenset(
    "found finds gave placed registered counted recorded documented verifies shows show showed concedes conceded".split()
)


_ONLY_WITH_THAT = frozenset("established posted judged assessed maintained maintaining adding".split())
"""Verbs of deeds, too: who established a region does not say how many live there."""
_NEW_COUNTS = frozenset("updated raised lowered revised".split())
_A_COUNT = re.compile(
    r"(?:up\s+|down\s+)?(?:the|its|their|his|her)\s+(?:\w+\s+){0,3}(?:toll|estimates?|figures?|counts?|number|tally)\b"
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
    if verb == "concluded" and not re.match(r"(?:(?:in|on)\s+[\w\s]{2,20}\s+)?that\b|there\b|the\b|\"", after):
        return True
    if verb in _ONLY_WITH_THAT:
        return not re.match(r"(?:(?:in|on)\s+\w+\s+)?that\b", after)
    if verb in ("reminded", "informed", "assured"):
        return not re.match(r"(?:[\w']+\s+){1,5}that\b", after)
    if verb in _NEW_COUNTS:
        return not _A_COUNT.match(after)
    if (
        verb in ("state", "report", "record", "document", "count")
        and view[verb_at[0]].isupper()
        and view[verb_at[0] + 1].islower()
    ):
        # "the Islamic State": a name, but for headlines, whose verbs are in capitals throughout.
        return True
    if verb.startswith("attribut"):
        after = after.removeprefix("responsibility for ")
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
            r"^(?:reuters|afp|ap|reporters|journalists|the\s+(?:\w+\s+){0,3}(?:agency|newspaper|radio))\b(?!.*\bthat\b)[^,\d]*$",
            rest,
            re.IGNORECASE,
        )
    )


def _inverted(view: str, at: int, end: int) -> str | None:
    """ "..., said the governor." """
    match = re.match(r"\s+((?:the|a|an|[A-Z]|(?:[a-z]+\s+){1,3}[A-Z])[^,.;:\"]{2,80}?)(?=[,.;:\"]|$)", view[at:end])
    if match is None or re.search(r"\bthat\b", match.group(1)):
        return None
    name = tidied(match.group(1))
    return name if may_speak(name, "said") else None


_OF = re.compile(
    r"(?:,\s*and|,\s*while|\band|,)\s+(?P<who>(?:the\s+|an?\s+)?[\w'. -]{3,40}?)\s+of\s+" rf"(?=(?:\w+\s+){{0,3}}\d|{NUMBER})"
)
_AT = re.compile(
    r"(?:,\s*and|,\s*while|\band|,)\s+(?P<who>(?:the\s+|an?\s+)?[\w'. -]{3,40}?)\s+at\s+" rf"(?=(?:\w+\s+){{0,3}}\d|{NUMBER})"
)


_BARE = re.compile(
    r",\s+(?:and\s+)?(?P<who>(?:the\s+|an?\s+)?(?:[a-z][\w'-]+\s+){0,2}?[a-z][\w'-]+)\s+"
    rf"(?=(?:more than|at least|about|around|nearly|some|over|only)?\s*\d|{NUMBER})",
)
_SAYS_A_NUMBER = re.compile(r"^(?:say|says|said|claim|claims|claimed|report|reports|reported|counts?|counted)$")


def gapped(view: str, start: int, end: int, before: list[Speech]) -> Iterator[Speech]:
    """ "X put the toll at 23, and the opposition at 35", "the police say five, the opposition more than 20": the second speaker
    without a verb."""
    put = [act for act in before if act.verb in ("put", "puts", "placed", "estimated", "estimates")]
    spoke = [act for act in before if act.verb.endswith(" of")]
    said = [act for act in before if _SAYS_A_NUMBER.match(act.verb) and re.match(rf"\s+{NUMBER}", view[act.verb_at[1] : end])]
    for act, pattern in [*((act, _AT) for act in put), *((act, _OF) for act in spoke), *((act, _BARE) for act in said)]:
        for match in pattern.finditer(view, act.verb_at[1], end):
            name = tidied(match.group("who"))
            if may_speak(name) and not re.search(r"\b(?:toll|number|figure|dead|among|including|them|those|that)\b", name):
                yield Speech(name, act.verb, match.span("who"), (match.end("who"), end), "speech-gapped", is_statement=False)
