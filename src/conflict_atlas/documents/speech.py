"""Who says what in a sentence: speaker, verb and the part of the sentence that is said.

What may live here: the ways in which English text attributes. A speaker is only ever taken from the words of the text; where a
text says "reportedly" or "it was reported" there is none. Pronouns are followed to the last speaker or subject of the paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

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
_NUMBER_VERB = (
    "put|puts|placed|gave|found|finds|counted|cited|recorded|records|registered|documented|documents|report|estimate|"
    "claim|state|document|record|note|add|confirm"
)
_VERB = re.compile(rf"\b{_AUX}(?P<verb>{_SAY})\b", re.IGNORECASE)
_ACT = re.compile(rf"\b{_AUX}(?P<verb>{_ACTS})\b", re.IGNORECASE)
_ACCORDING = re.compile(r"\b(?:according to|as per|in the words of|as reported by|as stated by)\s+", re.IGNORECASE)
_BY = re.compile(
    r"\b(?:confirmed|reported|recorded|documented|verified|estimated|announced|counted|registered|published|"
    r"compiled|released)\s+by\s+",
    re.IGNORECASE,
)
_OF_REPORTS = re.compile(
    r"\b(?:with\s+)?(?P<who>(?:initial|early|first|official|local|media|unconfirmed|independent|some|several|other)\s+"
    r"(?:reports?|figures|estimates|counts?|tallies))\s+(?P<verb>stating|putting|suggesting|say|said|put|"
    r"suggested|indicating|indicated|speak of|spoke of)",
    re.IGNORECASE,
)
_SPEAKER_NOUN = re.compile(
    r"\b(?:officials?|authorities|authority|police|ministry|ministries|minister|government|governor|army|military|"
    r"forces|sources?|spokes(?:man|woman|person|people)|"
    r"rebels?|insurgents?|militants?|militias?|group|groups|organi[sz]ations?|agency|agencies|office|mission|"
    r"monitors?|observers?|observatory|"
    r"activists?|witness(?:es)?|residents?|villagers|survivors?|volunteers?|doctors?|medics?|hospitals?|"
    r"commanders?|command|leaders?|"
    r"president|council|committee|commission|parliament|embassy|ambassador|envoy|mediators?|experts?|analysts?|researchers?|"
    r"newspaper|newspapers|media|television|tv|radio|broadcaster|intel|intelligence|report|reports|figures|data|"
    r"estimates?|statement|"
    r"union|charity|charities|ngos?|aid workers?|rescuers|prosecutors?|court|tribunal|families|relatives|mother|"
    r"father|coalition|alliance|"
    r"partners?|communit(?:y|ies)|cluster|assessments?|respondents?|commissioners?|chiefs?|headcount|registration|census|"
    r"archives?|judges|congress|ombuds(?:man|person)|pastor|bishops|premier|police chief|clinic|inspector|superintendent|"
    r"diplomats?|delegates?|traders?|engineers?|economists?|historians?|veterans?|parents|workers?|staff|"
    r"party|parties|sides|side|team|panel|company|firm|unit|inquiry|investigation|probe|shopkeeper|driver|farmer|"
    r"teacher|nurse|priest|lawyer|judge|imam|professor|academics?|scholars?|lawmaker|senator|captain|colonel|"
    r"lieutenant|prosecution|defence|defense|countries|states|separatists?|opposition|junta|administration|"
    r"department|bureau|service|database|project|"
    r"study|survey|network|foundation|institute|centre|center|association|federation|mayor|chief|director|"
    r"coordinator|secretary|general|fighters|critics|agencies|both|neither|each|church|bishop|clerics?|elders?)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"^(?:he|she|it|they|we|i)$", re.IGNORECASE)
_NO_SPEAKER = re.compile(
    r"^(?:it|there|which|that|this|what|who|these|those|many|some|all|most|others|the (?:attack|attacks|fighting|"
    r"clashes|blast|explosion|war|conflict|"
    r"death toll|toll|incident|battle|strike|strikes|violence|bombing|shelling))$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|be|being)\s+(?:\w+ly\s+|also\s+|not\s+)?$", re.IGNORECASE)
_BREAK = re.compile(
    r"[;:\n\u2022\"]|,|\s-\s|\.\s|"
    r"\b(?:that|but|while|whereas|although|though|as|when|where|after|before|because|since|if|whether|with|which|"
    r"until|even|so|than|despite|and then)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:on|in|by|at|during|since|from|after|within|between|throughout)\s+(?:[\w'-]+\s+){0,5}?(?:\d{1,4}|"
    r"january|february|march|april|may|"
    r"june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|"
    r"sunday|day|week|month|year|time|interview|statement)\s+"
    r"|later\s+|earlier\s+|however\s+|meanwhile\s+|and\s+|but\s+|yet\s+|then\s+|in turn\s+|similarly\s+|also\s+|"
    r"still\s+|instead\s+)+",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\s+(?:who|which|that|whose|where)\s.*$", re.IGNORECASE)
LONGEST_SPEAKER = 14
"""Words."""


@dataclass(frozen=True)
class Speech:
    """One act of saying. ``scope`` is the part of the text that is said; ``speaker`` None where the text names nobody."""

    speaker: str | None
    verb: str
    verb_at: tuple[int, int]
    scope: tuple[int, int]
    rule_id: str
    is_statement: bool = True


@dataclass
class Speakers:
    """Who a pronoun may mean, as a paragraph is read from top to bottom."""

    last: str | None = None
    subject: str | None = None
    names: list[str] = field(default_factory=list)

    def meant_by(self, pronoun: str) -> str | None:
        """The last speaker, else the last subject."""
        if pronoun.lower() in ("i", "we"):
            return self.last
        return self.last or self.subject


def find_speech(view: str, start: int, end: int, speakers: Speakers, is_headline: bool = False) -> list[Speech]:
    """The acts of saying in a sentence, those that begin later last. ``speakers`` is brought up to date."""
    found: list[Speech] = []
    for begin, stop in _segments(view, start, end):
        of_segment = [*_according(view, begin, stop), *(_headline(view, begin, stop) if is_headline else ())]
        of_segment += _verbs(view, begin, stop, speakers, of_segment)
        of_segment += _by(view, begin, stop)
        of_segment += _accounts(view, begin, stop)
        of_segment += _gapped(view, begin, stop, of_segment)
        found += of_segment
        for speech in sorted(of_segment, key=lambda act: act.scope):
            if speech.speaker is not None and speech.is_statement:
                speakers.last = speech.speaker
    found.sort(key=lambda speech: speech.scope)
    subject = _subject(view, start, end)
    if subject is not None:
        speakers.subject = subject
        if not found:
            speakers.last = None if speakers.last is None or not _PRONOUN.match(view[start:end].split()[0]) else speakers.last
    return found


def _segments(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a sentence between semicolons: what one says does not reach into what another says."""
    begin = start
    for match in re.finditer(r";\s+", view[start:end]):
        yield begin, start + match.start()
        begin = start + match.end()
    yield begin, end


def speaker_of(speech: list[Speech], at: int) -> Speech | None:
    """The innermost act of saying that covers a place in the text."""
    covering = [act for act in speech if act.scope[0] <= at < act.scope[1]]
    return min(covering, key=lambda act: (act.scope[1] - act.scope[0], -act.scope[0]), default=None)


def _according(view: str, start: int, end: int) -> Iterator[Speech]:
    for match in _ACCORDING.finditer(view, start, end):
        stop = _end_of_name(view, match.end(), end)
        name = _tidied(view[match.end() : stop])
        if not _may_speak(name):
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


def _end_of_name(view: str, at: int, end: int) -> int:
    """Where a speaker's name ends that begins here: an appositive in commas belongs to it, a verb or a new clause does not."""
    stop = re.compile(
        r"[;:(]|\.(?=\s|$)|,|\s-\s|\"|\b(?:said|says|who|which|that|at least|more than|killed|were|was|is|are|has|have|had)\b"
    ).search(view, at, end)
    if stop is None:
        return end
    name = view[at : stop.start()]
    if stop.group() == "," and re.match(r",\s+(?:[A-Z][\w'.-]+(?:\s+[a-z]{2,3})?\s?){1,4},", view[stop.start() : end]):
        closing = view.index(",", stop.start() + 1)
        inner = view[stop.start() + 1 : closing]
        if re.search(r"[a-z]", name) and not re.search(r"\d", inner):
            return closing
    return stop.start()


def _verbs(view: str, start: int, end: int, speakers: Speakers, before: list[Speech]) -> Iterator[Speech]:
    for match in _OF_REPORTS.finditer(view, start, end):
        outer = speaker_of(before, match.start())
        name = outer.speaker if outer else _tidied(match.group("who"))
        yield Speech(
            name,
            match.group("verb").lower(),
            match.span("verb"),
            (match.end(), _scope_end(view, match.end(), end)),
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
            name, first = _name_before(view, start, match.start())
            if after is not None and (not name or not _may_speak(name, verb)):
                inverted = _inverted(view, verb_at[1], end)
                if inverted:
                    yield Speech(inverted, verb, verb_at, (start, verb_at[0]), "speech-inverted", is_statement)
                    continue
            if not name and first == match.start() and last_name and re.search(r"\band\s+$", view[start : match.start()]):
                name = last_name
            if name and _PRONOUN.match(name):
                meant = last_name or speakers.meant_by(name)
                if meant is None:
                    continue
                name = meant
            if not name or not _may_speak(name, verb):
                continue
            last_name = name
            if after is not None and _nothing_said_behind(view, verb_at[1], end):
                # In commas inside a sentence it is said of both halves.
                stop = end if view[verb_at[1] : verb_at[1] + 1] == "," else first
                yield Speech(name, verb, verb_at, (start, stop), "speech-behind", is_statement)
            else:
                yield Speech(name, verb, verb_at, (verb_at[1], _scope_end(view, verb_at[1], end)), "speech-before", is_statement)


def _scope_end(view: str, at: int, end: int) -> int:
    """What is said ends with the sentence or at a semicolon."""
    semicolon = view.find(";", at, end)
    return end if semicolon < 0 else semicolon


_NUMBER = (
    r"(?:(?:only|just|barely|about|some|at least|more than|over|nearly|around|roughly|fewer than|up to|as many as|"
    r"between|an estimated|a total of|another|no fewer than)\s+)?(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|dozens|hundreds|thousands|scores|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|a (?:hundred|thousand|dozen)|several|tens of)"
)
_NUMBER_FOLLOWS = re.compile(_NUMBER)
_COUNT_FOLLOWS = re.compile(
    rf"(?:that\b|no\b|an? |the (?:number|death|total|figure|toll)|{_NUMBER}|[\w,]+ (?:deaths|killings|cases|ceasefire|civilian|"
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
    name = _tidied(match.group(1))
    return name if _may_speak(name, "said") else None


def _by(view: str, start: int, end: int) -> Iterator[Speech]:
    for match in _BY.finditer(view, start, end):
        stop = _end_of_name(view, match.end(), end)
        name = _tidied(re.sub(r"\s+(?:on|in|at|since|between|from|during)\s.*$", "", view[match.end() : stop]))
        if _may_speak(name) and not re.match(r"(?:the\s+)?(?:middle|end|beginning|\w+day|\d)", name, re.IGNORECASE):
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


def _accounts(view: str, start: int, end: int) -> Iterator[Speech]:
    """ "Fewer than 100 by our count", "18 members by the group's own account": the speaker of the number before it."""
    if not _ACCOUNT_WORD.search(view, start, end):
        return
    for match in _ACCOUNT.finditer(view, start, end):
        who = re.sub(r"'s?$", "", match.group("who"))
        name = "our count" if who.lower() == "our" else _tidied(who)
        mark = max((found.end() for found in re.finditer(r"[,:]|\band\b", view[start : match.start()])), default=0)
        is_ahead = (
            not re.search(r"\d|\bhundred|\bthousand|\bdozen", view[start + mark : match.start()])
            and view[match.end() : match.end() + 1] == ","
        )
        scope = (match.end(), end) if is_ahead else (start + mark, match.start())
        if _may_speak(name) or who.lower() == "our":
            yield Speech(name, "account", match.span(), scope, "speech-account", is_statement=False)
    for match in _POSSESSED.finditer(view, start, end):
        name = _tidied(match.group("who"))
        if _may_speak(name) and _SPEAKER_NOUN.search(name):
            yield Speech(name, "account", match.span(), (match.end(), end), "speech-account", is_statement=False)


_OF = re.compile(r"(?:,\s*and|,\s*while|\band|,)\s+(?P<who>(?:the\s+|an?\s+)?[\w'. -]{3,40}?)\s+of\s+(?=(?:\w+\s+){0,3}\d)")
_AT = re.compile(r"(?:,\s*and|,\s*while|\band|,)\s+(?P<who>(?:the\s+|an?\s+)?[\w'. -]{3,40}?)\s+at\s+(?=(?:\w+\s+){0,3}\d)")


def _gapped(view: str, start: int, end: int, before: list[Speech]) -> Iterator[Speech]:
    """ "X put the toll at 23, and the opposition at 35": the second speaker without a verb."""
    put = [act for act in before if act.verb in ("put", "puts", "placed", "estimated", "estimates")]
    spoke = [act for act in before if act.verb.endswith(" of")]
    for act, pattern in [*((act, _AT) for act in put), *((act, _OF) for act in spoke)]:
        for match in pattern.finditer(view, act.verb_at[1], end):
            name = _tidied(match.group("who"))
            if _may_speak(name) and not re.search(r"\b(?:toll|number|figure|dead)\b", name):
                yield Speech(name, act.verb, match.span("who"), (match.end("who"), end), "speech-gapped", is_statement=False)


def _headline(view: str, start: int, end: int) -> Iterator[Speech]:
    """Headlines: "...: ministry", "... - Kan broadcaster", "UN: ...", "ISRAEL KAN TV: ..."."""
    line = view[start:end]
    behind = re.search(r"(?::|\s-)\s+(?P<who>[^:|]{2,60})$", line)
    if behind and len(behind.group("who").split()) <= 6 and _names_a_source(behind.group("who")):
        yield Speech(
            _tidied(behind.group("who")),
            ":",
            (start + behind.start(), start + behind.start() + 1),
            (start, start + behind.start()),
            "speech-headline",
        )
        return
    ahead = re.match(r"(?P<who>[^:|]{2,40}):\s+(?=\S)", line)
    counts = (
        ahead is not None
        and len(ahead.group("who").split()) <= 3
        and re.match(r"(?:at least |over |more than |about |some )?\d", line[ahead.end() :], re.IGNORECASE)
    )
    if (
        ahead
        and len(ahead.group("who").split()) <= 5
        and (_names_a_source(ahead.group("who")) or (counts and not _PLACE_LEAD.search(ahead.group("who"))))
    ):
        yield Speech(
            _tidied(ahead.group("who")),
            ":",
            (start + ahead.end("who"), start + ahead.end("who") + 1),
            (start + ahead.end(), end),
            "speech-headline",
        )


_SOURCES = re.compile(r"\b(?:UN|U\.N\.|OCHA|UNHCR|UNICEF|WHO|MSF|ICRC|NGO|SOHR|Reuters|AFP|ACLED|EU|AU|OSCE)\b")
_PLACE_LEAD = re.compile(
    r"\b(?:eastern|western|northern|southern|live|update|updates|breaking|video|watch|analysis|opinion|war)\b", re.IGNORECASE
)


def _names_a_source(who: str) -> bool:
    if _PLACE_LEAD.search(who) or re.search(r"\d", who):
        return False
    return bool(
        _SOURCES.search(who) or _SPEAKER_NOUN.search(who) or re.fullmatch(r"(?:the\s+)?[A-Z]{2,6}(?:\s+[a-z]+)?", who.strip())
    )


def _name_before(view: str, start: int, at: int) -> tuple[str, int]:
    """The name that ends here, and where it begins: back to the last comma, conjunction or sign."""
    part = view[start:at].rstrip()
    if part.endswith(","):
        inner = re.search(r"(?P<title>(?:[^,;:\"]|(?<=\d),(?=\d))+),\s*(?P<name>[^,;:\"]+),$", part)
        if inner and not re.match(r"\s*(?:on|in|after|before|while|as|with|by)\b", inner.group("name"), re.IGNORECASE):
            name, title = inner.group("name").strip(), inner.group("title").strip()
            if re.match(r"(?:@\w+|[A-Z][\w'.-]+(?:\s+(?:al-|de |bin |van )?[A-Z][\w'.-]+){1,3})$", name) and not name.startswith(
                "@"
            ):
                return name, start + inner.start("name")
            title = title.split(" that ")[-1]
            cut = max((found.end() for found in _BREAK.finditer(title)), default=0)
            return _tidied(title[cut:]), start + inner.start("title")
        part = part[:-1]
    begin = 0
    for found in _BREAK.finditer(part):
        begin = found.end()
    name = part[begin:]
    relative = re.search(
        r"(?:^|[,;:]\s*|\band\s+|\bbut\s+|\bwhile\s+)((?:an?|the|one|two)\s+[^,;:]{3,60}?)\s+(?:who|that|"
        r"which)\s+(?!the\b|an?\b|at\b|some\b|more\b)[^,;:]{3,50}$",
        part,
        re.IGNORECASE,
    )
    if relative and relative.end() == len(part):
        return _tidied(relative.group(1)), start + relative.start(1)
    lead = len(name) - len(name.lstrip())
    return _tidied(name), start + begin + lead


def _tidied(name: str) -> str:
    """A name without what leads in to it, marks of emphasis and what follows in a relative clause."""
    bare = re.sub(r"[*_|()\[\]]", "", name).strip(" ,.;:'\"-\n")
    bare = _LEAD.sub("", bare)
    bare = _RELATIVE.sub("", bare)
    bare = re.sub(r"^(?:their|its|his|her)\s+(?=[a-z])", "", bare)
    bare = re.sub(r"^(?:that|and|but|the same day|as|in an interview with \S+)\s+", "", bare, flags=re.IGNORECASE)
    bare = re.sub(
        r"\s+(?:also|later|have|has|had|himself|herself|itself|themselves|in a statement|on \w+day)$",
        "",
        bare,
        flags=re.IGNORECASE,
    )
    return " ".join(bare.split())


_ANYBODY = re.compile(r"^(?:an?|one|the|two|three|some|several|other)\s+(?:[a-z][\w'-]+\s+){0,4}[a-z][\w'-]+s?$")
_MONTH_ONLY = re.compile(
    r"^(?:january|february|march|april|may|june|july|august|september|october|november|december|\w+day)\b", re.IGNORECASE
)


def _may_speak(name: str, verb: str = "") -> bool:
    """Whether these words can name a speaker: a proper name or a noun for those who speak, no number, not too long."""
    words = name.split()
    if not words or len(words) > LONGEST_SPEAKER or _NO_SPEAKER.match(name) or _MONTH_ONLY.match(name):
        return False
    if verb in ("said", "says", "told", "tells", "added", "recalled") and _ANYBODY.match(name):
        return not re.search(r"\b(?:was|were|is|are|had|has|have|been)\b", name)
    if re.match(
        r"^(?:to|of|for|from|at|in|on|being|having|was|were|is|are|be|been|not|no|than|or|reportedly|its|their)\b",
        name,
        re.IGNORECASE,
    ):
        return False
    if re.search(
        r"\b(?:was|were|is|are|killed|died|wounded|injured|fled|would|will|could|may|had|has|have|been)\b", name, re.IGNORECASE
    ):
        return False
    if re.match(r"^\W*\d[\d,.]*\s", name) and not re.search(r"\bsides?|countries|sources\b", name):
        return False
    if _PRONOUN.match(name):
        return True
    if re.match(r"(?:our|my)\b|(?:an?|the)$", name, re.IGNORECASE):
        return False
    return bool(_SPEAKER_NOUN.search(name) or re.search(r"(?:^|[\s'-])[A-Z][\w'.-]*", name))


def _subject(view: str, start: int, end: int) -> str | None:
    """The subject of a sentence, for pronouns after it: a name at its beginning before a verb."""
    part = _LEAD.sub("", view[start:end])
    part = re.sub(r"^(?:[^,]{3,60}),\s+(?=the\s|[A-Z])", "", part)
    match = re.match(r"((?:the\s+|an?\s+)?(?:[A-Z][\w'.-]*\s*){1,6})(?=[a-z])", part)
    return _tidied(match.group(1)) if match else None
