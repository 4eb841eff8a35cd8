"""What happens in a text: events, agreements, roles of actors.

What may live here: the words that tell of an event (the classes of PLOVER, and ceasefire, displacement, blockade), of an
agreement that was made, of what an actor is to the conflict. An event is a sentence with such words and a date, its own or the
last one told before it. Roles are suggestions for an editor, never facts.
"""

from __future__ import annotations

import itertools
import re

from conflict_atlas.documents.records import ActorRole, Agreement, Event, Place, Record, Timex

TRIGGERS: tuple[tuple[str, str], ...] = (
    ("ceasefire_violation",
        r"ceasefire violations?|(?:broke|broken|violat\w+|breach\w*) (?:of )?(?:the |a )?(?:\w+ )?(?:ceasefire|truce)|"
        r"truce (?:was )?(?:broken|collapsed)"),
    ("ceasefire_end", r"(?:ceasefire|truce) (?:\w+ )?(?:ended|expired|collapsed|lapsed)"),
    ("ceasefire",
        r"ceasefires?|cease-fires?|truces?|cessation of hostilities|armistice|stop(?:ped)? fighting|end(?:ed)? (?:all "
        r")?(?:fighting|hostilities)|cease hostilities"),
    ("agreement",
        r"(?:peace )?(?:agreement|accord|treaty|protocol|pact|memorandum|deal|roadmap) (?:\w+ ){0,3}(?:signed|reached|"
        r"concluded|announced|brokered)|(?:signed|reached|concluded|brokered|struck) (?:\w+ ){0,4}(?:agreement|accord|"
        r"treaty|deal|pact|protocol|memorandum)|ratified|initialled|signed|agreed (?:to|on|with)|swap of|(?:peace|"
        r"final|comprehensive) (?:agreement|accord)"),
    ("diplomacy",
        r"peace talks|talks|negotiations?|negotiat\w+|summit|mediat\w+|meeting|met with|hosted|peace process|"
        r"resolution|visited|delegation|dialogue|conference"),
    ("blockade", r"blockad\w+|besieg\w+|siege|blocked|encircl\w+|cut off|checkpoint|closed its border|closed the border"),
    ("displacement",
        r"displac\w+|fled|flee|fleeing|forced to leave|evacuat\w+|exodus|uprooted|left their homes|returned home|"
        r"driven from|driven out|reached \w+|arrived in|crossed (?:into|the border)|brought out|could not leave|"
        r"stranded|sought refuge"),
    ("airstrike",
        r"air ?strikes?|air raids?|aerial|missiles?|drone (?:strikes?|attacks?)|bombardment|bombed|barrel bombs?|"
        r"(?:were|was) hit by"),
    ("bombing",
        r"suicide|blasts?|explosions?|bombs?|mines?|exploded|car bomb|roadside bomb|bombing|detonat\w+|ied|landmine|"
        r"mine"),
    ("shelling", r"shell(?:ed|ing|s)|artillery|rockets?|mortars?"),
    ("offensive",
        r"offensive|launched (?:an?|its|their|another)|advance[sd]?|assault|stormed|overr(?:an|un)|seized|captured?|"
        r"captures|capturing|took control|recaptured|retook|reclaimed|entered|invaded|invasion|moved (?:in|into|"
        r"several)|occupied|fell to|pushed|withdrew|withdrawal|controlled|pulled out|retreat\w*|took"),
    ("attack",
        r"attack(?:ed|s|ing)?|raid(?:ed|s)?|ambush\w*|massacre\w*|gunmen|opened fire|fired on|killed|kill(?:s|ing)?|"
        r"murder\w*|(?:was|were|been) found dead|shot(?: dead)?|shooting|went wrong|beheaded|looted|robbed|stabbed|"
        r"assassinat\w+|executed|burned|burnt|set fire|torched|stormed|struck|hit"),
    ("armed_clash",

            r"clash(?:es|ed)?|fighting|fought|battles?|firefight|fights?|broke out|erupted|flared|duels?|skirmish\w*|"
            r"gunfire|war (?:broke|erupted|began|started)|"
        r"hostilities|heavy fighting"),
    ("arrest", r"arrest(?:ed|s)?|detain(?:ed|s)?|apprehended|imprisoned|sentenced|convicted|put on trial|jailed"),
    ("kidnapping", r"kidnap\w*|abduct\w*|taken hostage|hostages?"),
    ("release", r"releas(?:ed|es|ing)|freed|pardon(?:ed|s)?|prisoner exchange|exchang\w+ of prisoners"),
    ("surrender", r"surrender\w*|laid down (?:their|its) (?:arms|weapons)|disarm\w*|demobili[sz]\w*|decommission\w*"),
    ("operation",
        r"operations?|defused|discovered|uncovered|search(?:ed|es)?|confiscated|patrols?|dismantled|curfew|martial "
        r"law|imposed|cut|burned down|rescue\w*|stopped|broke down|mobili[sz]\w+|deploy(?:ed|ment|s)|sent"),
    ("independence",
        r"independence|declared|referendum|seced\w+|autonom\w+|dissol\w+|established|founded|formed|created|began|passed|"
        r"approved|coup|seized power|ended on|officially ended|voted|annex\w*"),
    ("protest", r"protest\w*|demonstrat\w+|rall(?:y|ies|ied)|took to the streets|riots?|strike of"),
    ("election", r"election\w*|elected|referendum|plebiscite|poll\b"),
    ("statement",
        r"ultimatum|accus\w+|condemn\w+|announced|rejected|confirmed|recogni[sz]e[sd]?|told|pledged|said|claimed "
        r"responsibility|admitted|denied"),
    ("aid", r"humanitarian|aid (?:convoy|delivery|deliveries)|convoys?|relief|airdrop\w*"),
    ("death", r"died|dies|death of|dead"),
)  # fmt: skip
_TRIGGERS = tuple((name, re.compile(rf"(?<![\w-])(?:{words})(?![\w])", re.IGNORECASE)) for name, words in TRIGGERS)
_WEAK_CLASSES = frozenset("statement aid death independence diplomacy operation".split())
_STRONG, _WEAK = (
    tuple((rank, name, pattern) for rank, (name, pattern) in enumerate(_TRIGGERS) if (name in _WEAK_CLASSES) is is_weak)
    for is_weak in (False, True)
)
LONGEST_TRIGGER = 60
"""Characters."""
_OF_PEOPLE = frozenset(("attack", "displacement", "death", "surrender"))
_RUNNING_TOTAL = re.compile(
    r"\b(?:have|has|had)\s+(?:been\s+)?(?:killed|died|displaced|uprooted|fled|wounded|lost|laid)\b[^.;]{0,60}\bsince\b|"
    r"\bsince\b[^.;]{0,60}\b(?:have|has)\s+(?:been\s+)?(?:killed|died|displaced|uprooted|fled)\b|"
    r"\b(?:are|remain|were)\s+(?:still\s+)?(?:internally\s+)?displaced\b|"
    r"\bnumber\s+of\s+(?:the\s+)?(?:displaced|people|refugees|dead|deaths)\b|\bestimates?\s+of\b",
    re.IGNORECASE,
)
"""A count of a longer time, or of how many there are, tells of no event of its day."""
_PLANNED = re.compile(
    r"\b(?:will|would|plans? to|planned|is to|are to|expected to|intends? to|scheduled|should|could|might|may)\b", re.IGNORECASE
)
_NOT_MADE = re.compile(
    r"\b(?:no|not|never|without|failed|fail|failing|failure|rumou?rs?|rejected|denied|deny|refus\w+|unless|if|"
    r"hopes?|calls? for|called for|urged|push for|demand\w*|propos\w+|violat\w+|breach\w*|broke|broken|secret|"
    r"attempts?|efforts?|towards?|negotiate a|mediate a)\b",
    re.IGNORECASE,
)
_DEAL = (
    r"(?:ceasefire|cease-fire|truce|peace (?:agreement|accord|deal|treaty)|agreement|accords?|treaty|pact|protocol|"
    r"memorandum of understanding|deal|cessation of hostilities|armistice)"
)
_MADE = re.compile(
    rf"\b(?P<before>(?:signed|signing of|brokered|announced|declared|reached|concluded|agreed (?:to|on)|struck|"
    rf"accepted|acceptance of|negotiated|arranged|adopted|mediat\w+|bound by|established by|under|after|following|by|honou?red|"
    rf"observed|ratified|restored|extended|initialled)\s+(?:\w+[\s-]){{0,5}}?(?P<deal1>{_DEAL}))|"
    rf"\b(?P<deal2>{_DEAL})\b(?:\s*\([^)]{{0,60}}\))?(?=(?:[\s,]+[\w'-]+){{0,8}}?[\s,]+(?:concluded|struck|reached|"
    rf"mediated|initialled|was|were|had been|is|has been|came|took|arranged|"
    rf"brokered|signed|announced|called|known|officially|entered|ended|lasted|held|of \d{{4}}))|"
    rf"\b(?P<year>\d{{4}})\s+(?P<deal3>ceasefire|truce|agreement|accord|deal)\b|\blocali[sz]ed\s+(?P<deal4>ceasefires|truces)\b|"
    r"\bagreed to (?P<deal5>cease hostilities|stop fighting|stop the fighting|lay down arms|a truce|a ceasefire)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:the\s+)?(?P<name>(?:[A-Z][\w'-]+\s+(?:of\s+|on\s+|for\s+|and\s+|the\s+)*){1,6}(?:Protocol|Agreement|"
    r"Accords?|Treaty|Pact|Declaration|Memorandum|Ceasefire|Truce|Roadmap|Framework|Statement|Convention|Peace "
    r"Deal)"
    r"(?:\s+(?:on|of|for)\s+(?:the\s+)?(?:[A-Z][\w'-]+(?:\s+(?:and|of)\s+)?\s?)+)?)"
)
_ROLES: tuple[tuple[str, str], ...] = (
    ("mediator",
        r"(?:brokered|mediated|arranged|facilitated|negotiated|hosted)(?:\s+(?:once again|again|"
        r"jointly))?\s+by\s+(?P<actor>(?:the\s+)?[A-Z][\w'-]*(?:(?:,?\s+(?:and\s+)?|"
        r"\s+of\s+(?:the\s+)?)[A-Z][\w'-]*)*)"),
    ("mediator",
        r"(?P<actor>(?:the\s+)?[A-Z][\w'-]*(?:\s+[A-Z][\w'-]*)*)\s+(?:successfully\s+|has\s+|had\s+|also\s+|"
        r"jointly\s+)*(?:brokered|mediated|mediating|hosted|helped arrange|facilitated)\b"),
    ("mediator", r"(?P<actor>[A-Z][\w'-]*)-(?:mediated|brokered|held|led)\s+(?:talks|negotiations|ceasefire|truce|deal)"),
    ("mediator", r"(?P<actor>(?:the\s+)?[A-Z][\w'-]*(?:\s+[A-Z][\w'-]*)*)(?:,[^,.]{3,60},)?\s+has\s+assumed\s+(?:\w+\s+){0,3}mediating"),
    ("peacekeeper",
        r"(?P<actor>[A-Z][\w'-]*(?:\s+[A-Z][\w'-]*)*)\s+(?:soldiers\s+(?:were|was)\s+sent\s+as\s+)?peacekeep(?:ers|"
        r"ing)"),
    ("arms supplier",
        r"(?P<actor>[A-Z][\w'-]*(?:\s+[A-Z][\w'-]*)*)\s+(?:\w+\s+){0,2}(?:supplied|sells|sold|delivered|provided|"
        r"shipped)\s+(?:\S+\s+){0,5}(?:weapons|arms|drones|ammunition|missiles)"),
    ("military support", r"(?:backed|supported|armed|aided)\s+by\s+(?P<actor>(?:the\s+)?[A-Z][\w'-]*(?:\s+[A-Z][\w'-]*)*)"),
    ("military support",
        r"(?P<actor>(?:the\s+)?[A-Z][\w'-]*(?:\s+[A-Z][\w'-]*)*)\s+(?:helped|gave|has pledged to support|pledged to "
        r"support|supports|sent (?:troops|military aid)|is committed by treaty to defend)\b"),
    ("monitor", r"monitored\s+by\s+(?P<actor>(?:the\s+)?[A-Z][\w'-]*(?:\s+[A-Z][\w'-]*)*)"),
    ("critic",
        r"(?P<actor>(?:the\s+)?[A-Z][\w'-]*(?:\s+(?:and\s+)?[A-Z][\w'-]*)*)\s+(?:strongly\s+|has\s+|"
        r"have\s+)*(?:condemned|criticised|criticized)\b"),
    ("belligerent", r"(?:between|by)\s+(?:the\s+)?(?P<actor>[A-Z][\w'-]*(?:\s+[A-Z][\w'-]*)*)\s+(?:forces|army|troops|military)\b"),
)  # fmt: skip
_ROLE_RULES = tuple((role, re.compile(pattern)) for role, pattern in _ROLES)
_NO_ACTOR = frozenset(
    (
        "the a an it he she they this that these those both in on at after before talks fighting mr president prime "
        "minister first second several three"
    ).split()
)


def find_event(
    view: str,
    text: str,
    sentence: tuple[int, int],
    dates: list[Timex],
    told: tuple[str | None, str | None] | None,
    places: list[Place],
) -> list[Event]:
    """The events of a sentence: one for each date that has words of an event in its clause; without a date of its own, one
    at the time told before it."""
    anchors = [timex for timex in dates if timex.kind == "date" and (timex.from_ or timex.to) and timex.is_anchor]
    found: list[Event] = []
    for clause, anchor in _clauses(view, sentence, anchors):
        trigger = _trigger(view, clause)
        if trigger is None and anchor is not None and _opens_with(view, clause, anchor):
            trigger = "other", clause[0]
        if trigger is None:
            continue
        category, at = trigger
        if category in _OF_PEOPLE and _RUNNING_TOTAL.search(view, *clause):
            continue
        if anchor is not None:
            from_, to, basis = anchor.from_, anchor.to, anchor.basis
        elif told is not None and (
            category not in ("statement", "diplomacy", "aid", "independence", "operation")
            or (category == "diplomacy" and _MET.search(view, *clause))
        ):
            from_, to, basis = told[0], told[1], "context"
        else:
            continue
        factuality = "planned" if _PLANNED.search(view[clause[0] : at]) else "asserted"
        found.append(
            Event(
                start=clause[0],
                end=clause[1],
                quote=text[clause[0] : clause[1]],
                rule_id=f"event-{category.replace('_', '-')}",
                category=category,
                title=" ".join(text[clause[0] : clause[1]].split()[:14]),
                from_=from_,
                to=to,
                basis=basis,
                places=tuple(dict.fromkeys(place.name for place in places if clause[0] <= place.start < clause[1])),
                factuality=factuality,
            )
        )
    return found


_MET = re.compile(r"\b(?:hosted|mediated|met with|visited|led an?|held talks|presided)\b", re.IGNORECASE)
_OPENING = re.compile(
    r"^(?:on|in|by|at|from|since|during|late|early|just before|the night of)?\s*(?:the\s+)?(?:early|late|mid)?[\s-]*$",
    re.IGNORECASE,
)


def _opens_with(view: str, clause: tuple[int, int], anchor: Timex) -> bool:
    """Whether a clause opens with its date, "On 12 June 2024, ...": it tells what happened then, in whatever words."""
    return anchor.basis != "relative" and bool(_OPENING.match(view[clause[0] : anchor.start]))


def _clauses(view: str, sentence: tuple[int, int], anchors: list[Timex]) -> list[tuple[tuple[int, int], Timex | None]]:
    """The sentence cut before each date but the first, at a comma or conjunction; each part with its date."""
    if len(anchors) < 2:
        return [(sentence, anchors[0] if anchors else None)]
    cuts = [sentence[0]]
    for before, anchor in itertools.pairwise(anchors):
        mark = max(
            (
                found.end()
                for found in re.finditer(
                    r";\s*|,\s+(?:and\s+|but\s+|while\s+)?|\s+(?:and|but|while)\s+", view[before.end : anchor.start]
                )
            ),
            default=0,
        )
        cuts.append(before.end + mark if mark else anchor.start)
    cuts.append(sentence[1])
    return [((begin, stop), anchor) for begin, stop, anchor in zip(cuts, cuts[1:], anchors, strict=False)]


def _trigger(view: str, clause: tuple[int, int]) -> tuple[str, int] | None:
    """The class of the clause, by the first word of an event in it; of several classes at one place, the more special."""
    best: tuple[int, int, str] | None = None
    for triggers in (_STRONG, _WEAK):
        if best is not None:
            break
        for rank, name, pattern in triggers:
            # Only what begins no later than the best so far can be better.
            end = clause[1] if best is None else min(clause[1], best[0] + LONGEST_TRIGGER)
            match = pattern.search(view, clause[0], end)
            if match is not None and (best is None or (match.start(), rank) < best[:2]):
                best = match.start(), rank, name
    if best is None:
        return None
    return best[2], clause[0] if best[2] in _WEAK_CLASSES else best[0]


def find_agreements(view: str, text: str, sentence: tuple[int, int], dates: list[Timex]) -> list[Agreement]:
    """Agreements that a sentence says were made. One that failed, was refused or is only wished for is none."""
    found: list[Agreement] = []
    days = [timex for timex in dates if timex.kind == "date" and (timex.from_ or timex.to)]
    for match in _NAMED.finditer(view, *sentence):
        name = re.sub(r"^(?:In|On|At|Under|By|After|Before|Since|The|A)\s+", "", match.group("name"))
        if len(name.split()) < 2 or re.match(r"(?:Joint|Press|This|That)\s+Statement$", name):
            continue
        day = _nearest_date(days, match.start())
        found.append(_agreement(text, match.start("name"), match.end("name"), name, day, "agreement-named"))
    for match in _MADE.finditer(view, *sentence):
        group = next(key for key in ("deal1", "deal2", "deal3", "deal4", "deal5") if match.group(key))
        start, end = match.span(group)
        before = view[max(sentence[0], start - 70) : start]
        if any(item.start < end and start < item.end for item in found):
            continue
        if group not in ("deal3",) and _NOT_MADE.search(before) and not re.search(r"\b(?:after|successfully)\b.{0,60}$", before):
            continue
        after = view[end : min(sentence[1], end + 60)]
        if re.match(
            r"\s+(?:failed|collapsed|was (?:rejected|denied|not)|violations?|talks|efforts|attempts)", after, re.IGNORECASE
        ):
            continue
        day = _nearest_date(days, start)
        found.append(_agreement(text, start, end, text[start:end], day, "agreement-made"))
    return found


def _agreement(text: str, start: int, end: int, name: str, day: Timex | None, rule: str) -> Agreement:
    return Agreement(
        start=start,
        end=end,
        quote=text[start:end],
        rule_id=rule,
        name=name,
        from_=day.from_ if day else None,
        to=day.to if day else None,
    )


def _nearest_date(days: list[Timex], at: int) -> Timex | None:
    return min(days, key=lambda timex: abs(timex.start - at), default=None)


_ROLE_WORDS = re.compile(
    r"broker|mediat|arrang|facilitat|negotiat|host|peacekeep|supplie|sells|sold|deliver|provid|shipped|back|support|arm|aided|helped|gave|"
    r"pledge|sent|commit|monitor|condemn|critici|forces|troops|military|-held|-led"
)
"""Without one of these words no sentence tells of a role."""


def find_roles(view: str, text: str, sentence: tuple[int, int]) -> list[ActorRole]:
    """What actors are to the conflict, by how a sentence speaks of them."""
    found: list[ActorRole] = []
    if not _ROLE_WORDS.search(view, *sentence):
        return found
    for role, pattern in _ROLE_RULES:
        for match in pattern.finditer(view, *sentence):
            start, end = match.span("actor")
            for name in re.split(r",\s+(?:and\s+)?|\s+and\s+", match.group("actor")):
                bare = re.sub(r"^(?:the|The|In|On|After|While|Then|As|Both)\s+", "", name).strip()
                if not bare or bare.lower() in _NO_ACTOR or not bare[0].isupper():
                    continue
                record = ActorRole(
                    start=start, end=end, quote=text[start:end], rule_id=f"role-{role.replace(' ', '-')}", actor=bare, role=role
                )
                if not any(item.actor == bare and item.role == role for item in found):
                    found.append(record)
    return found


_NAME = re.compile(r"(?<!^)\b[A-Z][\w'-]+")


def without_echoes(records: list[Record]) -> list[Record]:
    """The records of a block, less events without a date of their own that tell of the same day and class once more: who is
    told is named again, or nobody is."""
    kept: list[Record] = []
    told: dict[tuple[str, str | None, str | None], frozenset[str]] = {}
    for record in records:
        if isinstance(record, Event):
            key = (record.category, record.from_, record.to)
            names = frozenset(_NAME.findall(record.quote))
            if record.basis == "context" and key in told and names <= told[key]:
                continue
            told[key] = told.get(key, frozenset()) | names
        kept.append(record)
    return kept
