"""Names of speakers: where they begin and end in a sentence, and whether words can name one.

What may live here: what makes a speaker of some words. A speaker is only ever taken from the words of the text.
"""

from __future__ import annotations

import re

SPEAKER_NOUN = re.compile(
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
    r"study|survey|university|college|academy|think tank|network|foundation|institute|centre|center|association|federation|mayor|chief|director|"
    r"coordinator|secretary|general|fighters|critics|agencies|both|neither|each|church|bishop|clerics?|elders?|prefects?|councillors?|magistrates?|garrison|"
    r"barracks|headquarters|diocese|parish|registers?|bulletin|correspondents?|shepherds|fishermen|herders|monks|nuns|mufti|sheikh|chieftain|"
    r"king|chancellor|deputy|aides?|advisers?|pilots?|prisoners|defectors?|refugees|neighbours?|neighbors?|locals|movement|front|brigade|"
    r"battalion|regiment|envoys?|academy|verdict|indictment|judge?ment|ruling|investigators?|detectives|clergy|informants?|snapshot|dashboard|"
    r"dispatch|briefing|update|notice)\b",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"^(?:he|she|it|they|we|i)$", re.IGNORECASE)
_NO_SPEAKER = re.compile(
    r"^(?:(?:an?\s+|the\s+)?(?:\w+\s+)?(?:videos?|footage|photographs?|photos?|images?|imagery|maps?|pictures?)|"
    r"it|there|neither .*|nobody|no one|no \w+|which|that|this|what|who|these|those|many|some|all|most|others|"
    r"the (?:attack|attacks|fighting|"
    r"clashes|blast|explosion|war|conflict|"
    r"death toll|toll|incident|battle|strike|strikes|violence|bombing|shelling))$",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[;:\n\u2022\"]|,|\s-\s|\.\s|"
    r"\b(?:that|but|while|whereas|although|though|as|when|where|after|before|because|since|if|whether|with|which|"
    r"until|even|so|than|despite|and then)\b",
    re.IGNORECASE,
)
LEAD = re.compile(
    r"^(?:(?:on|in|by|at|during|since|from|after|within|between|throughout)\s+(?:[\w'-]+\s+){0,5}?(?:\d{1,4}|"
    r"january|february|march|april|may|"
    r"june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|"
    r"sunday|nightfall|dawn|dusk|noon|midday|evening|morning|day|week|month|year|time|interview|statement)\s+"
    r"|(?:\w+\s+)?(?:hours?|days?|weeks?|months?|years?)\s+(?:later|earlier|before|afterwards)\s+"
    r"|the\s+(?:next|same|following|previous)\s+(?:day|morning|evening|night|week|month|year)\s+"
    r"|(?:so\s+)?far\s+|later\s+|earlier\s+|however\s+|meanwhile\s+|and\s+|but\s+|yet\s+|then\s+|in turn\s+|similarly\s+|also\s+|"
    r"still\s+|instead\s+)+",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\s+(?:who|which|that|whose|where)\s.*$", re.IGNORECASE)
LONGEST_SPEAKER = 14
"""Words."""
_ON_DAY = re.compile(
    r"(?<=[a-z,])\s+on\s+(?:\w+day|\d{1,2}\s+[A-Z]\w+|[A-Z]\w+\s+\d{1,2})(?:\s+(?:morning|evening|night|\d{4}))?$"
)
"""A day between a name and its verb."""
_WHO_SAYS = re.compile(r"(?:^|[,;]\s+)(?P<who>[^,;:\"]{3,60}),\s+(?:which|who)(?:\s+(?:has|have|had|also|later))*$")
_ANYBODY = re.compile(r"^(?:an?|one|the|two|three|some|several|other)\s+(?:[a-z][\w'-]+\s+){0,4}[a-z][\w'-]+s?$")
_ACRONYM = re.compile(r"(?<=[a-z])\s*\([A-Z][\w-]{1,9}\)")
"""Behind a name in full."""
_SOURCED = re.compile(
    r"^(?:(?:an?|the|new|latest|recent|official|preliminary|joint|annual|monthly|weekly|final|interim|internal|leaked|previous|unpublished)\s+)*(?:figures|data|tally|tallies|count|counts|statistics|numbers|estimates?|reports?|"
    r"survey|study|analysis|records|information|wire|dispatch|story|statements?|accounts?|assessment|investigation)\s+(?:(?:compiled|collected|released|published|"
    r"provided|issued|gathered|collated|kept|given)\s+)?(?:by|from)\s+(?P<who>\S.*)$",
    re.IGNORECASE,
)
"""What a source publishes, before its name."""
_MAIN = re.compile(
    r"(?P<who>(?:the|an?|its|their)?\s*(?:[\w'.-]+\s+){1,7}?)(?:(?:has|have|had|also|later|then|on\s+\w+)\s+)*"
    r"(?:issued|published|released|updated|revised|raised|lowered|posted|responded|replied|appealed|gave|held|sent|condemned|denied|"
    r"confirmed|rejected|dismissed|welcomed|described|criticised|criticized|blamed|accused|praised|launched|called|reacted|spoke|wrote|treated|buried|"
    r"received|visited|interviewed|examined|met|took|brought|collected|closed|opened|ended)\b",
    re.IGNORECASE,
)


def main_subject(view: str, start: int, at: int) -> str:
    """The subject of the main clause before a participle: "The ministry updated its figures, putting ..."; empty where none is seen."""
    clause = LEAD.sub("", view[start:at].lstrip())
    match = _MAIN.match(clause)
    name = tidied(match.group("who")) if match else ""
    return name if name and may_speak(name) else ""


_STRONG = frozenset(
    "said says told tells added recalled insists insisted believes believed claims claimed stated states reckons denied denies confirmed "
    "confirms estimates estimated warned warns admitted admits explained wrote argues argued maintains maintained concedes conceded".split()
) | {"spoke of", "speaks of"}
"""Verbs that only people and those who act for people are the subject of."""
_FULL_NAME = r"(?-i:[A-Z])[\w'.-]+(?:\s+(?-i:[A-Z])[\w'.-]+){1,3}"
_MONTH_ONLY = re.compile(
    r"^(?:january|february|march|april|may|june|july|august|september|october|november|december|\w+day)\b", re.IGNORECASE
)


def may_speak(name: str, verb: str = "") -> bool:
    """Whether these words can name a speaker: a proper name or a noun for those who speak, no number, not too long."""
    words = name.split()
    if not words or len(words) > LONGEST_SPEAKER or _NO_SPEAKER.match(name) or _MONTH_ONLY.match(name):
        return False
    if verb in _STRONG and _ANYBODY.match(name):
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
    if PRONOUN.match(name):
        return True
    if re.match(r"(?:our|my)\b|(?:an?|the)$", name, re.IGNORECASE):
        return False
    return bool(SPEAKER_NOUN.search(name) or re.search(r"(?:^|[\s'-])[A-Z][\w'.-]*", name))


def tidied(name: str) -> str:
    """A name without what leads in to it, marks of emphasis and what follows in a relative clause."""
    bare = re.sub(r"[*_|()\[\]]", "", _ACRONYM.sub("", name)).strip(" ,.;:'\"-\n")
    bare = LEAD.sub("", bare)
    if (sourced := _SOURCED.match(bare)) is not None:
        bare = sourced.group("who")
    bare = _RELATIVE.sub("", bare)
    bare = re.sub(r"\s+(?:reached|contacted|interviewed)\s+(?:by|in|at|on)\s.*$", "", bare)
    bare = re.sub(r"^(?:their|its|his|her)\s+(?=[a-z])", "", bare)
    bare = re.sub(r"^(?:that|and|but|the same day|as|in an interview with \S+)\s+", "", bare, flags=re.IGNORECASE)
    bare = re.sub(
        r"\s+(?:also|later|have|has|had|himself|herself|itself|themselves|in a statement|on \w+day)$",
        "",
        bare,
        flags=re.IGNORECASE,
    )
    return " ".join(re.sub(r"'s$", "", bare).split())


def name_before(view: str, start: int, at: int) -> tuple[str, int]:
    """The name that ends here, and where it begins: back to the last comma, conjunction or sign."""
    part = _ON_DAY.sub("", view[start:at].rstrip())
    behind = _WHO_SAYS.search(part)
    if behind is not None:
        name = tidied(behind.group("who"))
        if may_speak(name):
            return name, start + behind.start("who")
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
            return tidied(title[cut:]), start + inner.start("title")
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
        return tidied(relative.group(1)), start + relative.start(1)
    if not may_speak(tidied(name)) and (joint := re.search(r"^.*\band\s+(?=(?:the|an?)\s)", name)) is not None:
        # "... were killed and the army insisting that ..."
        begin += joint.end()
        name = part[begin:]
    lead = len(name) - len(name.lstrip())
    return tidied(name), start + begin + lead


_NAME_ENDS = re.compile(
    r"[;:(]|\.(?=\s|$)|,|\s-\s|\"|\b(?:said|says|who|which|that|at least|more than|killed|were|was|is|are|has|have|had|stood|stands|"
    r"stand|shows?|put|puts|reached|rose|range)\b"
)


def end_of_name(view: str, at: int, end: int) -> int:
    """Where a speaker's name ends that begins here: an appositive in commas belongs to it, a verb or a new clause does not."""
    stop = _NAME_ENDS.search(view, at, end)
    if stop is None:
        return end
    name = view[at : stop.start()]
    if stop.group() == "," and re.match(r",\s+(?:[A-Z][\w'.-]+(?:\s+[a-z]{2,3})?\s?){1,4},", view[stop.start() : end]):
        closing = view.index(",", stop.start() + 1)
        inner = view[stop.start() + 1 : closing]
        if re.search(r"[a-z]", name) and not re.search(r"\d", inner):
            return closing
    return stop.start()


def subject_of(view: str, start: int, end: int) -> str | None:
    """The subject of a sentence, for pronouns after it: a name at its beginning before a verb."""
    part = LEAD.sub("", view[start:end])
    part = re.sub(r"^(?:[^,]{3,60}),\s+(?=the\s|[A-Z])", "", part)
    match = re.match(r"((?:the\s+|an?\s+)?(?:[A-Z][\w'.-]*(?:\s+|(?=,))){1,6})(?=[a-z]|,\s+[a-z])", part)
    if match is None:
        match = (
            re.match(rf"(?:the|an?)\s+[a-z][\w' -]{{2,40}},\s+({_FULL_NAME}),\s", part, re.IGNORECASE)
            if part[:1].isupper()
            else None
        )
    if match is not None and not PRONOUN.match(match.group(1)) and match.group(1).strip().lower() in ("the", "a", "an"):
        match = None
    if (
        match is None
        and (noun := re.match(r"((?:The|An?)\s+(?:[a-z-]+\s+){0,2}?([a-z-]+))\s+[a-z]+", part))
        and SPEAKER_NOUN.fullmatch(noun.group(2))
    ):
        match = noun
    return tidied(match.group(1)) if match else None


SOURCES = re.compile(
    r"\b(?:UN|U\.N\.|OCHA|OHCHR|IOM|WFP|FAO|UNRWA|IFRC|HRW|OPCW|UNHCR|UNICEF|WHO|MSF|ICRC|NGO|SOHR|Reuters|AFP|ACLED|EU|AU|OSCE)\b"
)
PLACE_LEAD = re.compile(
    r"\b(?:eastern|western|northern|southern|live|update|updates|breaking|video|watch|analysis|opinion|war)\b", re.IGNORECASE
)


def names_a_source(who: str) -> bool:
    """Whether a part of a headline names who says the rest."""
    if PLACE_LEAD.search(who) or re.search(r"\d", who):
        return False
    return bool(
        SOURCES.search(who) or SPEAKER_NOUN.search(who) or re.fullmatch(r"(?:the\s+)?[A-Z]{2,6}(?:\s+[a-z]+)?", who.strip())
    )
