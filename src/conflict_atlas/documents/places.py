"""Places named in a text, and where they are.

What may live here: which capitalised words name a place, which of several places of a name is meant, and the fallback to the
place that contains it. Names inside those of organisations, persons and wars are no places. A place that nothing knows keeps
its name and has no coordinates.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from conflict_atlas.documents import countries
from conflict_atlas.documents.gazetteer import Gazetteer, Known, folded
from conflict_atlas.documents.pack import Pack, PackPlace
from conflict_atlas.documents.records import Place

_TOKEN = r"(?:[A-Z\u00c0-\u00de\u0130\u015e\u018f][\w\u00c0-\u024f'.]*(?:-[\w\u00c0-\u024f']+)*)"
_JOIN = r"(?:\s+(?:al|el|de|del|la|las|los|du|des|le|of|bin|ad|as|ash|ar|an|az|en|et|da|do|dos|e)|\s+d')?"
_RUN = re.compile(
    rf"(?:(?:al|el|ash|as|ad|an|ar|az|Al|El)-)?{_TOKEN}(?:{_JOIN}[\s-]+(?:(?:al|el|ash|as|ad|an|ar|az)-)?{_TOKEN})*"
)
_TYPE_BEHIND = re.compile(
    r"\s+(?:[Pp]rovinces?|[Rr]egions?|[Gg]overnorates?|[Oo]blasts?|[Dd]istricts?|[Cc]ount(?:y|ies)|[Ss]tates?|"
    r"[Dd]epartments?|[Pp]refectures?|[Cc]ity|[Tt]own|[Vv]illages?|[Cc]amp|[Vv]alley|"
    r"[Dd]esert|[Ii]sland|[Pp]eninsula|[Nn]eighbou?rhood|[Aa]reas?|[Zz]one|[Mm]unicipality|[Tt]erritory|"
    r"[Cc]orridor|[Cc]ountryside|[Ss]uburbs?|[Bb]asin|[Mm]ountains?|[Hh]ills|[Cc]oast|[Bb]order|[Dd]ivision|"
    r"[Cc]ommune|[Tt]ownship|[Rr]iver|[Ll]ake|[Cc]ercle|[Ww]oreda|[Aa]irport|[Pp]ort)\b"
)
_INNER_TYPE = re.compile(rf"(?P<name>.+?)(?={_TYPE_BEHIND.pattern})")
_AREA_BEHIND = re.compile(
    r"\s+(?:provinces?|regions?|governorates?|oblasts?|districts?|states?|departments?|count(?:y|ies))\b", re.IGNORECASE
)
_TYPE_BEFORE = re.compile(
    r"\b(?:(?:village|town|city|district|province|region|governorate|state|municipality|port|camp|area|"
    r"neighbou?rhood|suburb|capital|oblast|department|county|settlement|township|commune|island|outskirts|hamlet|"
    r"locality|enclave|territory)s?\s+(?:of\s+|called\s+)?|near\s+|outside\s+)$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"(?:^|[\s(,])(?:in|at|near|from|to|of|towards?|around|outside|inside|between|into|across|through|throughout|"
    r"over|within|on|reach(?:ed|ing)?|via|leaving|and|or|,|"
    r"captured?|seized|entered|shelled|bombed|besieged|visited|hit|struck|took|retook|recaptured|including|like|"
    r"northern|southern|eastern|western|central|north|south|east|west|northeastern|northwestern|southeastern|"
    r"southwestern|north-east|northeast|northwest|southeast|southwest|downtown|inner|greater|connecting|"
    r"borders?)\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_NO_PLACE_BEHIND = re.compile(
    r"\s*(?:'s\s+)?(?:Armed|Army|Forces?|Ministry|Minister|Ministerial|Government|Parliament|Assembly|Council|"
    r"Committee|Commission|Group|Movement|Front|Party|Protocol|Agreement|Accords?|Treaty|Pact|Declaration|Process|"
    r"Brigade|Battalion|Division|Police|Legion|University|Hospital|Institute|Observatory|News|Times|Post|Radio|TV|"
    r"Television|Agency|Office|Bank|Church|Mosque|Embassy|Court|Foundation|Union|League|Organi[sz]ation|"
    r"Initiative|Dialogue|Network|Security|Liberation|People's|Revolutionary|Democratic|National|Islamic|"
    r"Republican|War|Conflict|Wars|Spring|Summit|Conference|Resolution|Wire|Journal|Herald|Tribune|Today|Now|Post|"
    r"Guard|Corps|Command|Mission|Information|Peace|Plan|Roadmap|Road map|Bureau|Affairs)\b"
)
_ORGANISATION_OF = re.compile(
    r"\b(?:University|Bank|Republic|Council|Party|Army|Government|Parliament|Governor|Bishop|Mayor|Ministry|"
    r"Battle|Siege|Treaty|Movement|Front|Battle|Voice|Radio|Observatory|Union|League|Friends)\s+of\s+(?:the\s+)?$"
)
_TITLE_BEFORE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Sheikh|General|Gen|Colonel|Col|Captain|Major|President|Minister|Secretary|Ambassador|"
    r"Governor|Mayor|King|Prince|Imam|Bishop|Father|Commander|Chairman|Spokes(?:man|woman|person)|spokes(?:man|"
    r"woman|person)|"
    r"commander|leader|president|minister|director|coordinator|envoy|chief|activist|journalist|soldier|general|"
    r"colonel|sheikh)\.?\s+$"
)
_NOT_NAMES = frozenset(
    (
        "the a an this that these those it he she they we i his her its their our my your on in at by for from to of "
        "and or but as with since after before during while when where who which what how why january february march "
        "april may june july august september october november december monday tuesday wednesday thursday friday "
        "saturday sunday both some many most more several few no not only one two three four five six seven eight nine "
        "ten early late mid later however meanwhile despite although though according government army forces military "
        "police president minister ministry parliament united nations security council islamic state people civilians "
        "soldiers rebels militants fighters troops officials killed at least negotiations clashes fighting attacks "
        "attack violence war wars ceasefire agreement peace talks conflict casualties background summary timeline "
        "aftermath history overview contents updated source country date new news shortly following between under over "
        "about all any each every other another such there here then thus also even if because so yet still just first "
        "second third last next same north south east west northern southern eastern western central internal general "
        "special supreme high local national international humanitarian human rights health food aid assistance "
        "situation report access needs response protection education displacement figures figure share key total "
        "reuters associated press agence france presse bbc afp ap eu un nato osce ngo us uk usa armed force group front "
        "liberation movement party congress house senate committee commission court republic democratic union league "
        "two-thirds mission summary shelter water sanitation displaced people returns women children men schools "
        "protesters protests residents witnesses"
    ).split()
)
LONGEST_NAME = 120
"""Characters; a longer run of capitalised words is a title or a list without commas."""
LARGE = 100_000
"""A settlement so large is likely meant wherever it is named."""
KNOWN_ABROAD = 500_000
"""One outside of the countries that a text is about must be as large as this, unless its type stands beside it."""


MOST_COUNTRIES = 12
_IN_LIST = re.compile(r"\s*(?:,|,?\s+(?:and|or)|\(formerly|\((?:also )?(?:known|called)(?: as)?)\s+", re.IGNORECASE)
_DATELINE = re.compile(r"(?:\s*\([A-Z][\w ]{1,20}\))?\s+-\s")
_IN_CELL = re.compile(r"\s*(?:,|$)")
_IN = re.compile(r"(?:^|\s)(?:in|near|at|outside|around|reach(?:ed)?|towards?|into|across)\s+$", re.IGNORECASE)


@dataclass(frozen=True)
class Focus:
    """What a text is about: countries by how often they are named, the most first, and the pack."""

    countries: tuple[str, ...]
    pack: Pack | None = None
    title: frozenset[str] = frozenset()
    """The words of the title, folded."""

    def places(self) -> dict[str, PackPlace]:
        """The places of the pack by each of their names."""
        return {folded(name): place for place in (self.pack.places if self.pack else ()) for name in place.names}


def focus_of(view: str, title: str = "", pack: Pack | None = None) -> Focus:
    """The countries that a text is about."""
    counts = countries.spoken_of(view)
    for code, count in countries.spoken_of(title).items():
        counts[code] = counts.get(code, 0) + 3 * count
    ordered = sorted(counts, key=lambda code: (-counts[code], code))
    first = tuple(pack.countries) if pack else ()
    return Focus(
        (*first, *(code for code in ordered if code not in first))[:MOST_COUNTRIES],
        pack,
        frozenset(folded(word) for word in re.findall(r"[\w'-]+", title)),
    )


def find_places(
    view: str,
    text: str,
    part: tuple[int, int],
    focus: Focus,
    gazetteer: Gazetteer,
    seen: dict[str, Place],
    is_capitals: bool = False,
) -> list[Place]:
    """The places of one sentence, in order. ``seen`` holds those found before in the text, by folded name."""
    of_pack = focus.places()
    found: list[Place] = []
    for start, end in _candidates(view, part, of_pack, is_capitals):
        in_list = bool(found) and bool(_IN_LIST.fullmatch(view[found[-1].end : start]))
        place = _place(view, text, start, end, part, focus, of_pack, gazetteer, seen, is_capitals, in_list)
        if place is None:
            continue
        found.append(place)
        seen.setdefault(folded(place.name), place)
    return _in_their_containers(view, found, seen)


def _candidates(view: str, part: tuple[int, int], of_pack: dict[str, PackPlace], is_capitals: bool) -> Iterator[tuple[int, int]]:
    for match in _RUN.finditer(view, *part):
        start, end = match.span()
        if end - start > LONGEST_NAME:
            continue
        while end > start and view[end - 1] in ".'":
            end -= 1
        for begin, stop in _between_dashes(view, start, end):
            yield from _pieces(view, begin, stop, of_pack, is_capitals)


def _between_dashes(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A run in its parts: a dash between blanks parts names, "PORT-AU-PRINCE, Haiti - The"."""
    begin = start
    for dash in re.finditer(r"\s+-\s+", view[start:end]):
        yield begin, start + dash.start()
        begin = start + dash.end()
    yield begin, end


def _pieces(view: str, start: int, end: int, of_pack: dict[str, PackPlace], is_capitals: bool) -> Iterator[tuple[int, int]]:
    """A run of capitalised words as it is; of capitals throughout, each word and pair of words, since all are capitalised."""
    words = [(found.start(), found.end()) for found in re.finditer(r"\S+", view[start:end])]
    words = [(start + a, start + b) for a, b in words]
    if is_capitals:
        number = 0
        while number < len(words):
            for length in (3, 2, 1):
                if number + length <= len(words):
                    a, b = words[number][0], words[number + length - 1][1]
                    name = re.sub(r"'S?$", "", view[a:b]).strip(".,'")
                    if length == 1 or folded(name) in of_pack or folded(name) in countries.by_name():
                        yield a, a + len(name)
                        number += length - 1
                        break
            number += 1
        return
    if "'s" in view[start:end] and len(words) > 1:
        cut = view.index("'s", start)
        yield start, cut
        rest = re.search(r"[A-Z]", view[cut + 2 : end])
        if rest:
            yield cut + 2 + rest.start(), end
        return
    yield start, end - 2 if view[start:end].endswith("'s") else end


def _place(
    view: str,
    text: str,
    start: int,
    end: int,
    part: tuple[int, int],
    focus: Focus,
    of_pack: dict[str, PackPlace],
    gazetteer: Gazetteer,
    seen: dict[str, Place],
    is_capitals: bool,
    in_list: bool,
) -> Place | None:
    name = view[start:end]
    before, behind = view[part[0] : start], view[end : part[1]]
    while (
        "-" not in name
        and " " in name
        and folded(name.split()[0]) in _NOT_NAMES
        and not _TYPE_BEHIND.fullmatch(" " + name.split(maxsplit=1)[1])
        and not _known(name, focus, gazetteer, seen, typed=False)
        and folded(name) not in of_pack
        and folded(name) not in countries.by_name()
    ):
        start += len(name.split()[0]) + 1
        start += len(view[start:end]) - len(view[start:end].lstrip())
        name, before = view[start:end], view[part[0] : start]
    key = folded(name)
    if not key or (key in _NOT_NAMES and key not in of_pack) or (len(key) < 3 and key not in countries.by_name()):
        return None
    if focus.pack and any(name in phrase and phrase in view[max(0, start - 30) : end + 30] for phrase in focus.pack.not_places):
        return None
    common: dict[str, Any] = {"start": start, "end": end, "quote": text[start:end], "name": text[start:end]}
    if key in of_pack:
        known = of_pack[key]
        return Place(**common, lat=known.lat, lon=known.lon, country=known.country, basis="pack", rule_id="place-pack")
    if (_NO_PLACE_BEHIND.match(behind) and not is_capitals) or _ORGANISATION_OF.search(before):
        return None
    if key in countries.by_name():
        if re.match(r"-[A-Z]", behind) or before.endswith("-"):
            return None
        country = countries.by_name()[key]
        return Place(**common, lat=country.lat, lon=country.lon, country=country.code, basis="country", rule_id="place-country")
    typed = bool(_TYPE_BEHIND.match(behind) or _TYPE_BEFORE.search(before)) or (
        not before and name.isupper() and bool(_DATELINE.match(behind))
    )
    inner_type = _INNER_TYPE.search(name)
    if inner_type and not typed:
        short = inner_type.group("name")
        is_city = bool(re.search(r"\b(?:city|town)$", name, re.IGNORECASE))
        forms = (name, short) if is_city else (short, name)
        known_place = next(
            (place for form in forms if (place := _known(form, focus, gazetteer, seen, typed=True, is_area=not is_city))), None
        )
        if known_place:
            return _located(common, known_place, "place-typed")
        typed = True
    if is_capitals and not (typed or in_list or _PREPOSITION.search(before) or re.match(r"'", behind)):
        return None
    capital_before = re.search(r"([A-Z][\w'.-]+)\s$", before)
    if _TITLE_BEFORE.search(before) or (
        capital_before and folded(capital_before.group(1)) not in _NOT_NAMES and not is_capitals and not typed
    ):
        return None
    first = name.split()[0].lower()
    if first in countries.adjectives() or first.removesuffix("s") in countries.adjectives():
        return None
    at_head = not before.strip(" \"'(*_-") or before.rstrip().endswith((".", ":", "|", '"'))
    preposed = in_list or bool(_PREPOSITION.search(before))
    is_area = bool(_AREA_BEHIND.match(behind))
    known_place = _known(name, focus, gazetteer, seen, typed=typed or preposed, is_area=is_area)
    if known_place is not None:
        in_focus = known_place.country in focus.countries
        likely = (
            typed
            or preposed
            or key in seen
            or key in focus.title
            or (known_place.people >= LARGE and not at_head)
            or (behind[:1] == "'" and not at_head)
            or (in_focus and (known_place.people >= 50_000 or known_place.kind == "province"))
            or (in_focus and known_place.is_main_name and at_head and bool(_IN_CELL.match(behind)))
        )
        if likely and not (" " not in name and at_head and name.lower() in view.split()):
            return _located(common, known_place, "place-gazetteer")
        return None
    parts = _parts_of(name, focus, gazetteer) if preposed or typed or key in seen or re.search(r"\bof\s+$", before) else []
    if parts:
        lat, lon = (round(sum(getattr(part, axis) for part in parts) / len(parts), 4) for axis in ("lat", "lon"))
        return Place(**common, lat=lat, lon=lon, country=parts[0].country, basis="gazetteer", rule_id="place-parts")
    named_by_preposition = bool(_IN.search(before)) and not is_capitals and bool(focus.countries)
    if (
        (typed or named_by_preposition or in_list or key in seen)
        and len(name.split()) <= 4
        and not re.search(
            r"\b(?:Army|Force|Group|Party|Front|Ministry|Council|Mosque|Church|School|Hospital|Day|War|Act|Law|"
            r"Security|Agreement|Accord|Talks|Operation|Summit|House|Court|Hotel|Ramadan|Christmas|Easter|Eid|"
            r"English|Arabic|French|Spanish|Standard|Time)\b",
            name,
        )
    ):
        return Place(**common, basis="none", rule_id="place-typed")
    return None


def _known(
    name: str, focus: Focus, gazetteer: Gazetteer, seen: dict[str, Place], typed: bool, is_area: bool = False
) -> Known | None:
    """The place of that name that a text means: in a country it is about, else one so large that it needs no country."""
    found: tuple[Known, ...] = ()
    for form in _forms(name):
        found = gazetteer.find(form)
        if any(place.country in focus.countries for place in found):
            break
    in_focus = [place for place in found if place.country in focus.countries]
    if in_focus:
        return max(in_focus, key=lambda place: (_weight(place, focus, is_area), place.people, -place.geonameid))
    abroad = [place for place in found if place.people >= KNOWN_ABROAD]
    if abroad:
        return abroad[0]
    if typed and not focus.countries and found:
        return found[0]
    return None


LEAST_PARTS = 2


def _parts_of(name: str, focus: Focus, gazetteer: Gazetteer) -> list[Known]:
    """The provinces "North X", "South X" and so on of a region X that has no entry of its own, as Darfur or Kivu; in one country that
    the text is about."""
    if " " in name:
        return []
    found = [
        place
        for side in ("North", "Northern", "Nord", "South", "Southern", "Sud", "East", "Eastern", "West", "Western", "Central")
        for place in gazetteer.find(f"{side} {name}")[:3]
        if place.kind == "province" and place.country in focus.countries
    ]
    alike = [place for place in found if place.country == found[0].country]
    return alike if len(alike) >= LEAST_PARTS else []


def _weight(place: Known, focus: Focus, is_area: bool) -> float:
    """How likely a place is meant: its size, how much the text is about its country, whether the name is its main one."""
    rank = focus.countries.index(place.country)
    about = 1.5 if rank == 0 else 1.0 if rank < 3 else 0.5
    of_kind = 1.5 if (place.kind == "province") == is_area and place.kind != "district" else 0.0
    return math.log10(place.people + 1) + about + of_kind + (0.5 if place.is_main_name else 0.0)


def _forms(name: str) -> Iterator[str]:
    """A name as it stands, and as a gazetteer may write it: without hyphens, "North" for "Northern" and the other way round."""
    yield name
    if "-" in name:
        yield name.replace("-", "")
    first, _, rest = name.partition(" ")
    if rest and first in ("North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western"):
        stem = first.removesuffix("ern")
        yield f"{stem} {rest}"
        yield f"{stem}ern {rest}"
        yield f"{rest} {stem}"


def _located(common: dict[str, Any], known: Known, rule: str) -> Place:
    return Place(**common, lat=known.lat, lon=known.lon, country=known.country, basis="gazetteer", rule_id=rule)


_WITHIN = re.compile(
    r"^,?[\w\s']{0,24}?(?:neighbou?rhood|area|district|quarter|suburb|outskirts|village|mosque|camp|part|town|"
    r"countryside|commune|suburbs)?[\w\s']{0,12}?(?:of|in|,|near|on the outskirts of|in the outskirts "
    r"of)\s+(?:the\s+)?(?:city of\s+)?$",
    re.IGNORECASE,
)


_LIST_GOES_ON = re.compile(r"(?:,\s+[A-Z][\w'-]+)*,?\s+and\s+[A-Z]")
"""Behind the second of some names: "Mindanao, Sulu and Basilan" lie beside each other, not one in the other."""
_OF_THE_CITY = re.compile(
    r"^\s*(?:area|district|neighbou?rhood|quarter|part|suburb|market)?\s*(?:of|in)\s+(?:the|this|that)\s+(?:city|town|capital|village)\b",
    re.I,
)


def _in_their_containers(view: str, found: list[Place], seen: dict[str, Place]) -> list[Place]:
    """Places without coordinates take those of the place that the text says they lie in."""
    told: list[Place] = []
    for number, place in enumerate(found):
        if place.lat is None and _OF_THE_CITY.match(view[place.end : place.end + 60]):
            city = max(
                (item for item in seen.values() if item.lat is not None and item.basis != "country" and item.start < place.start),
                key=lambda item: item.start,
                default=None,
            )
            if city is not None:
                place = replace(
                    place, lat=city.lat, lon=city.lon, country=city.country, basis="container", rule_id="place-container"
                )
        if place.lat is None:
            after = found[number + 1] if number + 1 < len(found) else None
            if (
                after is not None
                and after.lat is not None
                and after.basis != "country"
                and _WITHIN.match(view[place.end : after.start])
                and not _LIST_GOES_ON.match(view[after.end :])
            ):
                place = Place(
                    start=place.start, end=place.end, quote=place.quote, name=place.name, lat=after.lat, lon=after.lon,
                    country=after.country, basis="container", rule_id="place-container",
                )  # fmt: skip
        told.append(place)
    return told
