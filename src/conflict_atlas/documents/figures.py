"""What a number counts: killed, wounded, displaced, troops, a share of land, money; whose, and who says so.

What may live here: the choice of the kind by the nearest cue inside the clause, the people counted, totals and their parts. A
figure without a speaker in the text has none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from conflict_atlas.documents.numbers import Number
from conflict_atlas.documents.records import Figure
from conflict_atlas.documents.speech.acts import Speech, speaker_of

CUES: tuple[tuple[str, str], ...] = (
    (
        "casualties",
        r"casualties|casualty|killed (?:or|and) (?:wounded|injured)|dead (?:or|and) (?:wounded|injured)|killed or "
        r"(?:maimed|hurt)|(?:wounded|injured|hurt|maimed) or killed|victims?",
    ),
    (
        "killed",
        r"kill|kills|killed|killing|killings|dead|die|dies|died|dying|deaths?|death toll|toll|fatalit(?:y|ies)|"
        r"fatally|lost their lives|lives lost|lives|loss of life|perish(?:ed|es)?|"
        r"slain|loss of|losses of|lost|slaughtered|massacred|executed|murdered|murders|homicides|assassinated|bod(?:y|ies)|corpses|shot "
        r"dead|gunned down|beheaded|burned to death|survived? by",
    ),
    ("wounded", r"wound(?:ed|ing|s)?|injur(?:ed|ing|es|y|ies)|hurt|maimed"),
    ("missing", r"missing|disappear(?:ed|ances?)|unaccounted for|whereabouts|location of|still unknown"),
    (
        "displaced",
        r"displac(?:ed|ing|es|ement)|internally displaced(?: people| persons)?|idps?|fled|flee|fleeing|flees|"
        r"uprooted|driven from|driven out|forced (?:from|to (?:leave|flee))|"
        r"left their (?:homes|villages)|leave their (?:homes|villages)|abandon(?:ed)? their|homeless|expelled|forced out",
    ),
    ("refugees", r"refugees?|asylum[- ]seekers?|crossed into|crossed the border|sought (?:refuge|asylum)"),
    ("evacuated", r"evacuat(?:ed|es|ing|ion|ions|ees)"),
    (
        "prisoners",
        r"arrest(?:ed|s|ing)?|detain(?:ed|s|ees|ing)?|detention|apprehended|imprison(?:ed)?|jailed|prisoners?|"
        r"captives?|held captive|hostages?|kidnapp?(?:ed|ing|ings|s)?|"
        r"abduct(?:ed|ions?|ing|s)?|taken prisoner|prisoners of war|pows|captured|political prisoners",
    ),
    (
        "surrendered",
        r"surrender(?:ed|s|ing)?|laid down (?:their|its) (?:arms|weapons)|disarmed|demobili[sz]ed|decommissioned|defected",
    ),
    (
        "beneficiaries",
        r"assisted|received (?:aid|food|assistance|relief|support)|reached with|were reached|people reached|"
        r"beneficiaries|in need|need (?:of )?(?:humanitarian|aid|food|assistance)|need assistance|"
        r"food[- ]insecure|vaccinated|treated for|facing (?:hunger|famine|starvation|acute)|acute hunger|aid "
        r"recipients|were fed|received",
    ),
    ("ceasefire_violations", r"ceasefire violations?|violations of the (?:ceasefire|truce)|truce violations?"),
    ("votes_for", r"voted (?:for|in favou?r)|in favou?r"),
    ("votes_against", r"voted against|against"),
    ("oil_production", r"barrels"),
)
_CUES = tuple((kind, re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)) for kind, words in CUES)
_ACTIVE = re.compile(
    r"(?:kills?|killing|wounds?|wounding|injures|injuring|displaces|displacing|arrests?|arresting|detains?|"
    r"detaining|kidnaps|kidnapping|abducts|abducting|captures|capturing|"
    r"evacuating|evacuates|murders|forcing|leaving|leaves|death toll|toll|deaths?|casualties|fatalities|killings|"
    r"abductions?|evacuations?|displacement|bod(?:y|ies)|location of|whereabouts|refugees|idps?|prisoners|"
    r"lives|victims|homicides|loss of life|loss of|losses of|hostages|detainees|disappearances?|arrested|detained|kidnapped|"
    r"abducted|captured|displaced|evacuated|killed|wounded|injured|died|dead|executed|massacred|murdered|received|"
    r"assisted|lost|disarmed|uprooted|expelled|"
    r"releasing|freeing|in favou?r|against)$",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(
    r"(?:killed|wounded|injured|arrested|detained|kidnapped|abducted|captured|displaced|evacuated|executed|"
    r"massacred|murdered|received|assisted|disarmed|uprooted|expelled|died|dead|missing|hurt|surrendered|fled)$",
    re.IGNORECASE,
)
_BE = re.compile(
    r"\b(?:is|are|was|were|been|be|being|got|get|left|reported|found|or|and|feared|reportedly)\s+(?:\w+ly\s+)?$", re.IGNORECASE
)

FIGHTERS = (
    r"soldiers?|troops?|servicemen|servicewomen|service members|personnel|police(?:men| officers)?|officers?|"
    r"fighters?|militants?|rebels?|"
    r"insurgents?|combatants?|gunmen|guerrillas?|militiamen|jihadists?|terrorists?|mercenaries|volunteers?|"
    r"peacekeepers?|recruits|guards?|reservists|paramilitaries|gendarmes?|assailants?|attackers?|commandos|paratroopers?|defenders"
)
PEOPLE = (
    r"people|persons?|civilians?|residents?|inhabitants|villagers|men|women|children|boys?|girls?|families|"
    r"households|workers?|journalists?|"
    r"passengers|worshippers|students?|pupils|teachers?|doctors?|nurses|medics|patients|refugees|migrants|"
    r"pilgrims|farmers|herders|traders|miners|"
    r"protesters|demonstrators|activists|others|citizens|nationals|members|suspects|associates|prisoners|"
    r"detainees|captives|hostages|individuals|"
    r"americans|israelis|palestinians|syrians|azerbaijanis|armenians|ukrainians|russians|leaders?|commanders?|"
    r"staff|victims|survivors|elders|aid workers"
)
_FIGHTERS = re.compile(rf"\b(?:{FIGHTERS})\b", re.IGNORECASE)
_PEOPLE = re.compile(rf"\b(?:{PEOPLE}|{FIGHTERS})\b", re.IGNORECASE)
_POPULATIONS = (
    ("children", r"children|boys?|girls?|minors|pupils|infants"),
    ("women", r"women"),
    ("civilians", r"civilians?|villagers|residents|farmers|herders|passengers|worshippers|journalists?|aid workers?|families"),
    ("peacekeepers", r"peacekeepers?"),
    ("soldiers", r"soldiers?|troops?|servicemen|military personnel|service members|officers?|policemen|police officers"),
    ("militants", r"militants?|insurgents?|jihadists?|terrorists?|gunmen"),
    ("combatants", r"rebels?|combatants?|fighters?|guerrillas?|mercenaries|militiamen"),
    ("people", r"people|persons|men|others|individuals"),
)
_DEEDS = (
    ("displaced", re.compile(r"^[\w\s,'-]{0,60}?\b(?:reached|arrived|poured into|streamed|crossed|cross at)\b", re.IGNORECASE)),
    ("evacuated", re.compile(r"^[\w\s,'-]{0,40}?\b(?:brought out|rescued|taken to safety|airlifted|ferried)\b", re.IGNORECASE)),
    (
        "killed",
        re.compile(
            r"\b(?:neutrali[sz]ed|destroyed|eliminated|shot)\b[\"'\s]*(?:up to\s+|at least\s+|some\s+)?$|"
            r"^[\w\s,'-]{0,40}?\b(?:were|was) (?:shot|neutrali[sz]ed|eliminated|hanged|lynched)\b(?! and "
            r"(?:wounded|injured))",
            re.IGNORECASE,
        ),
    ),
    (
        "prisoners",
        re.compile(
            r"\b(?:freed|released|pardoned|swapped|exchanged)\b\s*(?:\w+\s+)?$|^[\w\s,'-]{0,30}?\b(?:freed|"
            r"released|pardoned|swapped|exchanged)\b",
            re.IGNORECASE,
        ),
    ),
    ("casualties", re.compile(r"^[\w\s,'-]{0,30}?\bstepped on\b", re.IGNORECASE)),
)
_AREA = re.compile(
    r"\s*(?:remaining\s+)?(?:-?\s?(?:square[- ](?:kilomet(?:er|re)s?|met(?:er|re)s?|miles?|feet)|sq\.? ?(?:km|mi)|"
    r"km2|km²|hectares?|acres))\b",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"\s*-?\s?(?:kilomet(?:er|re)s?|km|miles?|met(?:er|re)s?|feet|yards)\b", re.IGNORECASE)
_DURATION = re.compile(r"[-\s]+(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?)\b", re.IGNORECASE)
_AGE = re.compile(r"[-\s]years?[-\s](?:old|of age)|\s*(?:am|pm|a\.m\.|p\.m\.)(?!\w)", re.IGNORECASE)
_MONEY = re.compile(
    r"\s*(?:(?:million|billion)\s+)?(?:US\s+|U\.S\.\s+)?(?:dollars|euros|pounds|rubles|roubles|shillings|naira|pesos)\b",
    re.IGNORECASE,
)
_ARMS = re.compile(r"\b(?:weapons?|arms|ammunition|military (?:aid|equipment))\b", re.IGNORECASE)
_LAND = re.compile(
    r"\b(?:control(?:led|s)?|territor(?:y|ies|ial)|land|area|city|town|captured?|capturing|occup(?:y|ied|ies)|"
    r"held|seized|taken|region|country|of it)\b",
    re.IGNORECASE,
)
_POPULATION = re.compile(
    r"\b(?:population|live|lived|living|inhabit(?:ed|ants)?|residents|home to|remain(?:ed|s|ing)? in|ethnic)\b", re.IGNORECASE
)
_STRENGTH = re.compile(
    r"\b(?:deployed|sent|stationed|mobili[sz]ed|strong|training|trained|present|recruited|served|serving|strength|"
    r"active|deployment|contingent|force of|army of|troops|joined|reinforce(?:d|ments)|peacekeepers|patrol(?:led|"
    r"ling)?|monitors?|observers?)\b",
    re.IGNORECASE,
)
_BREAKS = re.compile(
    r"[;:\u2022]|\.\s|\b(?:while|whereas|although|but|when|after|before|which|who|following|since|because|where|in which)\b",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(
    r"\b(?:resolution|article|chapter|zone|phase|route|highway|road|section|no|number|unit|block|area|day|week|"
    r"page|world war|covid|"
    r"channel|kan|protocol|annex|line|level|stage|sector|point|brigade|battalion|division|regiment|group of|type|"
    r"grade|class|model|flight|report)\s*\.?\s*$",
    re.IGNORECASE,
)
_PRONOUN_ONE = re.compile(
    r"\s*(?:of (?:the|its|his|her|their|those|these|them|two|several|many)|another|who|which|that|day|side|hand|"
    r"thing|way|more|side's|such|or\b|might|is|was|has|to the other|belonged|the other|day|was\b)\b",
    re.IGNORECASE,
)
_SMALL_ANAPHORA = re.compile(
    r"\b(?:the|these|those|both|all|latter|former|first|last|other|its|their|his|her|between|our|any|same|next)\s+$",
    re.IGNORECASE,
)
_ANAPHORIC_NOUNS = re.compile(
    r"\s*(?:areas?|sides?|countries|republics|parties|leaders|groups|nations|neighbou?rs|states|governments|"
    r"armies|militaries|communities|co-chairs|men|wars|peoples|presidents|regions|factions|generals|"
    r"other|main|major|former|remaining|top|days?|weeks?|months?|years?|times?|decades?|rival|warring)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:will|would|could|may|might|plans?|planned|planning|expected|intends?|should|is to|are to|potentially|"
    r"threat(?:en|ens|ened))\b",
    re.IGNORECASE,
)
_ALLEGED = re.compile(
    r"\b(?:reportedly|allegedly|alleged|reported(?:ly)?|believed|rumou?red|suspected|unconfirmed|feared)\b", re.IGNORECASE
)
_NEGATED = re.compile(r"\b(?:not|never|no longer|denied|denies)\b", re.IGNORECASE)
_INCLUDING = re.compile(r"\b(?:including|among them|among whom|of whom|of which|of them|among)\b", re.IGNORECASE)


MOST_NUMBERS = 60
"""A sentence with more numbers is a table that lost its lines: which of them counts what cannot be told."""
PEOPLE_KINDS = frozenset(
    ("killed", "wounded", "casualties", "missing", "displaced", "refugees", "evacuated", "prisoners", "surrendered")
)


def _has_own_cue(view: str, number: Number, cues: list[_Cue]) -> bool:
    """Whether a cue stands right behind a number or its noun: "including 20 wounded"."""
    return any(0 <= cue.start - number.end <= 12 and "," not in view[number.end : cue.start] for cue in cues)


@dataclass(frozen=True)
class _Cue:
    kind: str
    start: int
    end: int
    words: str


def find_figures(
    view: str,
    text: str,
    sentence: tuple[int, int],
    numbers: list[Number],
    speech: list[Speech],
    heading: str = "",
    is_headline: bool = False,
) -> list[Figure]:
    """The figures of one sentence. Numbers that name, date or refer back ("the two sides") are none."""
    if len(numbers) > MOST_NUMBERS:
        return []
    counted = [number for number in numbers if _is_a_count(view, number, sentence)]
    cues = _cues(view, sentence)
    found: list[Figure] = []
    kinds: dict[int, str] = {}
    for number in counted:
        kind, unit, rule = _kind(view, sentence, number, counted, cues, heading)
        total = _total(view, sentence[0], number, counted)
        if (
            total is not None
            and total < number.start
            and kinds.get(total) in PEOPLE_KINDS
            and unit not in ("percent", "fraction")
            and not _has_own_cue(view, number, cues)
        ):
            kind, unit, rule = kinds[total], "persons", "figure-part"
        elif (
            kind == "count"
            and unit in ("", "persons", "figure", "figures", "others", "cases", "more")
            and not _PEOPLE.search(_noun(view, number, sentence[1]))
        ):
            before = [
                kinds[other.start]
                for other in counted
                if other.start in kinds and other.start < number.start and kinds[other.start] in PEOPLE_KINDS
            ]
            if before:
                kind, unit, rule = before[-1], "persons", "figure-elliptic"
        kinds[number.start] = kind
        act = speaker_of(speech, number.start)
        clause = _clause(view, sentence, number)
        noun = _noun(view, number, sentence[1])
        found.append(
            Figure(
                start=number.start,
                end=number.end,
                quote=text[number.start : number.end],
                rule_id=rule,
                value=number.value,
                low=number.low,
                high=number.high,
                qualifier=number.qualifier,
                kind=kind,
                unit=unit,
                population=_population(noun, view[number.end : sentence[1]]),
                attributed_to=act.speaker if act else None,
                factuality=_factuality(view, clause, number, act),
                part_of=total,
                clause=clause,
            )
        )
    return found


def _is_a_count(view: str, number: Number, sentence: tuple[int, int]) -> bool:
    before, after = view[sentence[0] : number.start], view[number.end : sentence[1]]
    words = view[number.start : number.end].lower()
    if number.unit:
        return True
    if (
        before[-1:].isalpha()
        or re.search(r"[A-Za-z]-$", before[-2:])
        or (re.match(r"[A-Za-z]{1,3}\b(?<!km)", after) and after[:1] not in " ")
    ):
        return False
    if _DURATION.match(after) or _AGE.match(after) or re.match(r"(?:st|nd|rd|th)\b", after) or re.match(r":\d\d", after):
        return False
    if _NAME_BEFORE.search(before[-16:]) and number.qualifier == "exact":
        return False
    bare = number.value
    if bare == 0:
        return True
    if (
        number.is_word
        and number.qualifier in ("exact", "vague")
        and (bare is None or bare <= 10)
        and (number.low is None or number.low < 20)
    ):
        if words in ("several", "a handful") and not re.search(r"\w", after[:3]):
            return False
        if re.match(r"\s*[.,;:)]", after) and not _elliptic(view, number, sentence):
            return False
        if _SMALL_ANAPHORA.search(before[-12:]) and (_ANAPHORIC_NOUNS.match(after) or not _PEOPLE.match(after.lstrip())):
            return False
        if bare == 1 and re.match(
            r"\s+(?:was|were|is|has been)\s+(?:\w+ly\s+)?(?:killed|wounded|injured|hurt|arrested|detained|missing|dead|shot)",
            after,
        ):
            return True
        if bare == 1 and (
            _PRONOUN_ONE.match(after)
            or re.search(r"\b(?:no|any|every|each|this|that|only|the|by|number|square|not)\s+$", before[-8:], re.IGNORECASE)
        ):
            return False
        if bare is not None and bare <= 4 and _ANAPHORIC_NOUNS.match(after):
            return False
    return not (bare is not None and 1500 <= bare <= 2100 and re.fullmatch(r"\d{4}", words) and not re.match(r"\s+[a-z]", after))


def _elliptic(view: str, number: Number, sentence: tuple[int, int]) -> bool:
    """A number without its noun still counts where a cue stands right before it: "deaths in yesterday's attack to four"."""
    return bool(
        re.search(
            r"\b(?:toll|deaths|dead|died|killed|executed|wounded|injured|rises?|rose|number)\b",
            view[sentence[0] : number.start],
            re.IGNORECASE,
        )
    )


def _cues(view: str, sentence: tuple[int, int]) -> list[_Cue]:
    found: list[_Cue] = []
    for kind, pattern in _CUES:
        for match in pattern.finditer(view, *sentence):
            if not any(match.start() < cue.end and cue.start < match.end() for cue in found):
                found.append(_Cue(kind, match.start(), match.end(), match.group().lower()))
    return sorted(found, key=lambda cue: cue.start)


def _kind(
    view: str, sentence: tuple[int, int], number: Number, counted: list[Number], cues: list[_Cue], heading: str
) -> tuple[str, str, str]:
    """Kind, unit and rule of a number."""
    after = view[number.end : sentence[1]]
    whole = view[sentence[0] : sentence[1]]
    area = _AREA.match(after)
    if area:
        return "territory_area", area.group().strip(" -"), "figure-area"
    length = _LENGTH.match(after)
    if length:
        return "distance", length.group().strip(" -"), "figure-length"
    if number.unit not in ("", "percent", "fraction") or _MONEY.match(after):
        near = view[max(sentence[0], number.start - 60) : min(sentence[1], number.end + 60)]
        return ("arms_value" if _ARMS.search(near) else "money"), number.unit or "currency", "figure-money"
    cue = _nearest(view, sentence, number, counted, cues)
    if number.unit in ("percent", "fraction"):
        return _share(view, sentence, number, cue)
    noun = _noun(view, number, sentence[1])
    if cue is not None:
        kind = cue.kind
        if kind == "prisoners" and cue.words == "captured" and not (_PEOPLE.search(noun) or not noun):
            return "count", _head(noun), "figure-thing"
        if (
            kind in ("killed", "wounded", "missing", "displaced", "evacuated")
            and noun
            and not _counts_people(noun, view, number, cue)
        ):
            return "count", _head(noun), "figure-thing"
        if kind == "oil_production":
            return kind, "barrels", "figure-cue"
        return (
            kind,
            "persons" if not kind.startswith(("votes", "ceasefire")) else "",
            f"figure-cue-{'right' if cue.start >= number.end else 'left'}",
        )
    if _PEOPLE.search(noun):
        ahead = view[number.end : min(sentence[1], number.end + 90)]
        behind = view[max(sentence[0], number.start - 40) : number.start]
        for kind, pattern in _DEEDS:
            if pattern.search(ahead) or (kind in ("killed", "prisoners") and pattern.search(behind)):
                return kind, "persons", "figure-deed"
    if _FIGHTERS.search(noun):
        return "strength", "persons", "figure-fighters"
    if _PEOPLE.search(noun):
        near = view[max(sentence[0], number.start - 50) : min(sentence[1], number.end + 70)]
        if _STRENGTH.search(near):
            return "strength", "persons", "figure-strength"
        if _POPULATION.search(near) or re.search(r"\b(?:home to|population of)\b", whole, re.IGNORECASE):
            return "population", "persons", "figure-population"
        return "count", "persons", "figure-people"
    if not noun and heading:
        for kind, pattern in _CUES:
            if pattern.search(heading):
                return kind, "persons", "figure-heading"
        if re.search(r"strength", heading, re.IGNORECASE):
            return "strength", "persons", "figure-heading"
    if re.search(r"\bpopulation of\s+(?:about |around |some |roughly )?$", view[sentence[0] : number.start], re.IGNORECASE):
        return "population", "persons", "figure-population"
    return "count", _head(noun), "figure-thing"


def _counts_people(noun: str, view: str, number: Number, cue: _Cue) -> bool:
    """Whether the noun after a number is of people, or the cue stands so near that it is counted itself ("7 killed")."""
    if _PEOPLE.search(noun):
        return True
    between = view[number.end : cue.start].strip() if cue.start >= number.end else ""
    if cue.start >= number.end and len(between.split()) <= 1:
        return True
    head = _head(noun)
    return not re.search(
        r"(?:buildings?|houses?|homes|villages?|towns?|schools?|hospitals?|clinics?|rifles?|vehicles?|tanks?|"
        r"missiles?|rockets?|drones?|shells?|attacks?|incidents?|strikes?|"
        r"raids?|operations?|districts?|provinces|states?|camps?|sites?|aircraft|planes|helicopters?|trucks?|"
        r"convoys?|weapons?|mines?|bombs?|devices?|points?|"
        r"locations?|countries|positions?|checkpoints?|settlements?|municipalities|reports?|cases|events|tonnes?|"
        r"tons|litres?|cattle|shops|churches|mosques|bases?|posts?|roads?|bridges?|offices?|meetings?|rounds?|"
        r"seats?|explosive)$",
        head,
        re.IGNORECASE,
    )


def _share(view: str, sentence: tuple[int, int], number: Number, cue: _Cue | None) -> tuple[str, str, str]:
    unit = number.unit
    if re.match(
        r"\s*of\s+(?:the\s+)?(?:\w+\s+)?(?:land|territory|area|territories)\b", view[number.end : sentence[1]], re.IGNORECASE
    ):
        return "territory_share", unit, "figure-share"
    near_after = view[number.end : min(sentence[1], number.end + 60)]
    near_before = view[max(sentence[0], number.start - 50) : number.start]
    if (
        cue is not None
        and min(abs(cue.start - number.end), abs(number.start - cue.end)) < 45
        and cue.kind in ("killed", "displaced", "casualties", "wounded", "refugees")
    ):
        return f"{cue.kind}_share", unit, "figure-share"
    if re.search(r"\bpopulation\b|\bethnic|\bpeople\b|\bresidents\b|\bchildren\b|\bhouseholds\b", near_after[:45], re.IGNORECASE):
        if re.search(r"\b(?:fled|displaced|left)\b", near_after, re.IGNORECASE):
            return "displaced_share", unit, "figure-share"
        return "population_share", unit, "figure-share"
    if re.search(r"\bvot(?:e|ed|es|ers)\b", near_after + near_before, re.IGNORECASE):
        return "votes_share", unit, "figure-share"
    if _LAND.search(near_after) or _LAND.search(near_before):
        return "territory_share", unit, "figure-share"
    return "share", unit, "figure-share"


def _nearest(view: str, sentence: tuple[int, int], number: Number, counted: list[Number], cues: list[_Cue]) -> _Cue | None:
    """The cue that governs a number: the cheapest to reach without a break between."""
    best: tuple[float, _Cue] | None = None
    for cue in cues:
        if cue.start >= number.end:
            cost = _to_the_right(view, number, cue, counted, cues)
        elif cue.end <= number.start:
            cost = _to_the_left(view, sentence, number, cue, counted, cues)
        else:
            continue
        if cost is not None and (best is None or cost < best[0]):
            best = cost, cue
    return best[1] if best else None


def _to_the_right(view: str, number: Number, cue: _Cue, counted: list[Number], cues: list[_Cue]) -> float | None:
    between = view[number.end : cue.start]
    if cue.words == "lost":
        return None
    if _BREAKS.search(between) and not re.search(r"\b(?:who|which)\s+(?:\w+\s+){0,4}$", between):
        return None
    crossed = [other for other in counted if number.end <= other.start < cue.start]
    other_cues = [other for other in cues if number.end <= other.start < cue.start and other.kind != cue.kind]
    if other_cues and not all(re.fullmatch(r"[\s,]*(?:and|or)?\s*", view[other.end : cue.start]) for other in other_cues):
        return None
    cost = 1.0 + len(between.split()) * 0.6 + 2.5 * between.count(",") + 2.5 * len(crossed)
    if crossed and re.search(r"\b(?:was|were|been|are|is)\b", between[: crossed[0].start - number.end]):
        return None
    if crossed:
        # A list shares its verb: "11 soldiers, 8 civilians and 22 militants were killed".
        is_list = bool(re.match(r"[^.;:]*?(?:,|\band\b|\bor\b)\s*(?:\w+\s+)?$", view[number.end : crossed[0].start]))
        cost = 2.5 + 0.3 * len(between.split()) if is_list else cost + 6
        if re.search(r"\b(?:including|among)\b", between):
            cost -= 1
    if cue.words in ("against", "received", "lives", "toll", "location of", "whereabouts"):
        cost += 3
    if re.search(r"\b(?:kill|murder|arrest|wound|injure|displace|detain)(?:s|ing)?$", cue.words) and len(between.split()) > 1:
        cost += 3
    return cost


def _to_the_left(
    view: str, sentence: tuple[int, int], number: Number, cue: _Cue, counted: list[Number], cues: list[_Cue]
) -> float | None:
    if not _ACTIVE.search(cue.words):
        return None
    between = view[cue.end : number.start]
    if _BREAKS.search(between.replace(":", " ") if len(between) < 4 else between):
        return None
    if _PARTICIPLE.search(cue.words):
        before = view[sentence[0] : cue.start]
        had_number = any(other.end <= cue.start and cue.start - other.end < 40 for other in counted)
        is_passive = bool(_BE.search(before)) or (
            had_number
            and not re.search(
                r"\b(?:it|they|he|she|attack|forces?|troops|army|rebels|militants|gunmen|fighters|strikes?|bomb|"
                r"bomber|blast|explosion)\s+(?:also\s+)?$",
                before,
                re.IGNORECASE,
            )
        )
        if is_passive and not re.match(r"\s*(?:were|was|:)?\s*$", between):
            return None
        if is_passive and re.match(r"\s*(?:and|,)", between):
            return None
    crossed = [other for other in counted if cue.end <= other.start < number.start]
    if any(cue.end <= other.start < number.start and other.kind != cue.kind for other in cues):
        return None
    cost = 1.2 + 0.6 * len(between.split()) + 2.0 * between.count(",") + 2.0 * len(crossed)
    if crossed:
        is_list = bool(re.search(r"(?:,|\band\b|\bincluding\b|\bamong\b)\s*(?:\w+\s+){0,3}$", between))
        cost = 2.2 + 0.3 * len(between.split()) if is_list else cost + 5
    if re.search(r"\b(?:was|were|are|is|had|has)\b", between) and cue.words not in (
        "toll",
        "death toll",
        "deaths",
        "casualties",
        "fatalities",
    ):
        cost += 4
    return cost


def _noun(view: str, number: Number, end: int) -> str:
    """The noun phrase after a number: up to a verb, preposition or sign."""
    after = view[number.end : end]
    match = re.match(r"\s*(?:of (?:its|his|her|their|the|these|those)\s+)?((?:[\w'/.-]+\s*){1,6})", after)
    if match is None:
        return ""
    words: list[str] = []
    for word in match.group(1).split():
        if re.fullmatch(
            r"(?:was|were|are|is|be|been|had|has|have|will|would|killed|dead|died|wounded|injured|missing|in|on|"
            r"at|of|to|from|by|for|with|and|or|as|"
            r"since|after|before|while|who|which|that|among|including|during|fled|arrested|detained|displaced|"
            r"remain(?:ed)?|live[ds]?|living|voted|surrendered|captured|when|than|if|may|could|across|near|inside|"
            r"along|so|per|following|over|under|against|between|into|through|throughout|last|this|more)",
            word.strip(".,;:'\""),
            re.IGNORECASE,
        ):
            break
        words.append(word.strip(",;:\"'"))
        if word[-1] in ",;:":
            break
    return " ".join(words).strip(" .")


def _head(noun: str) -> str:
    return noun.split()[-1].lower() if noun.split() else ""


_AND_OTHERS = re.compile(
    r"\s+(?:and|or)\s+(?:soldiers|civilians|police|troops|fighters|militants|men|women|children)\b", re.IGNORECASE
)


def _population(noun: str, after: str) -> str:
    """Who is counted, by the noun behind the number: a known kind of people, else the noun; empty where it has none, "people"
    where it has two."""
    at = after.find(noun)
    if noun and at >= 0 and _AND_OTHERS.match(after[at + len(noun) :]):
        return "people"
    for name, words in _POPULATIONS:
        if re.search(rf"\b(?:{words})\b", noun, re.IGNORECASE):
            return name
    named = _PEOPLE.search(noun) or re.search(r"\b(?:bodies|corpses|graves)\b", noun)
    # A people is a side, which is told elsewhere.
    return named.group() if named and named.group().islower() else ""


def _clause(view: str, sentence: tuple[int, int], number: Number) -> tuple[int, int]:
    """The clause around a number: between semicolons or "while" and its like."""
    begin, stop = sentence
    for match in re.finditer(r";|\b(?:while|whereas|although|but)\b", view[sentence[0] : sentence[1]], re.IGNORECASE):
        at = sentence[0] + match.start()
        if at < number.start:
            begin = sentence[0] + match.end()
        elif stop == sentence[1]:
            stop = at
    while begin < number.start and view[begin] in " ,;":
        begin += 1
    return begin, stop


def _factuality(view: str, clause: tuple[int, int], number: Number, act: Speech | None) -> str:
    near = view[max(clause[0], number.start - 60) : min(clause[1], number.end + 80)]
    if re.search(r"\b(?:will|would|plans? to|planned|is to be|are to be|expected to)\b", near, re.IGNORECASE) and not re.search(
        r"\bsaid\b", near
    ):
        return "planned"
    if _NEGATED.search(near) and re.search(r"\b(?:denied|denies|not)\s+(?:\w+\s+){0,2}(?:killed|that)\b", near, re.IGNORECASE):
        return "negated"
    if _ALLEGED.search(near) or re.search(r"\b(?:may|might) have\b|\bpotentially\b|\blikely\b", near, re.IGNORECASE):
        return "alleged"
    return "attributed" if act is not None and act.speaker else "asserted"


def _total(view: str, start: int, number: Number, counted: list[Number]) -> int | None:
    """The total that a figure is part of: "900 killed, including 260 children, 230 women"; "600 children among 1,900 killed"."""
    for other in reversed([item for item in counted if item.start < number.start]):
        between = view[other.end : number.start]
        if _BREAKS.search(between):
            return None
        opens = any(
            not any(0 <= other.end + found.start() - third.end < 2 for third in counted)
            for found in re.finditer(r"\b(?:including|among them|among whom|of whom|of them|of which)\b", between, re.IGNORECASE)
        ) or (re.fullmatch(r"[\w\s-]{0,40},\s*", between) and re.match(r"\s+of (?:them|whom|these|those)\b", view[number.end :]))
        opens = opens or re.fullmatch(
            r"\s*(?:out\s+)?of\s+(?:the\s+|some\s+|about\s+)?", view[start : other.start], re.IGNORECASE
        )
        if opens and not re.search(r"\balong with\b|\bas well as\b", between, re.IGNORECASE):
            return other.start
    for other in counted:
        if other.start > number.end and re.search(r"\bamong\b", view[number.end : other.start], re.IGNORECASE):
            return other.start
    return None
