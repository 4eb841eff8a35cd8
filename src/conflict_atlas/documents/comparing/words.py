"""Words as the comparison sees them: names, deeds that texts on wars tell in many words, and the stems of all others.

What may live here: the lexicon of deeds and the folding of a word into a term. A term that begins with "=" is a deed, one with "@" a
country, whose people is the same term.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from conflict_atlas.documents.countries import countries

DEEDS: dict[str, str] = {
    "begin": "begin began begun begins beginning start started starts starting erupt erupted erupts launch launched launches "
    "launching outbreak opened broke-out break-out flared-up took-up",
    "end": "end ended ends ending finish finished over dissolve dissolved dissolves disband disbanded dissolution ceased "
    "collapse collapsed defeat defeated victory",
    "sign": "sign signed signs signing initialled",
    "deal": "ceasefire ceasefires cease-fire truce truces armistice agreement agreements accord accords deal deals treaty pact "
    "memorandum protocol settlement cessation",
    "mediate": "mediate mediated mediates mediating mediation broker brokered brokering arrange arranged negotiate negotiated "
    "facilitated host hosted hosts",
    "vote": "vote voted votes voting referendum plebiscite resolution ballot",
    "declare": "declare declared declares declaring declaration proclaim proclaimed",
    "take": "take took taken takes capture captured captures seize seized retake retook recapture recaptured overran gained "
    "regained reclaimed took-control gained-control controlled control controlling occupied held hold",
    "leave": "leave left leaves leaving withdraw withdrew withdrawn withdrawal pulled-out departed went-home",
    "flee": "flee fled fleeing displaced uprooted expelled",
    "attack": "attack attacks attacked attacking offensive offensives assault assaults invade invaded invasion operation operations "
    "raid raids raided incursion campaign",
    "fight": "fight fights fighting fought war wars clash clashes clashed hostilities conflict battle battles skirmish skirmishes "
    "took-up-arms insurgency",
    "close": "block blocked blocks blocking blockade blockaded siege besieged close closed shut closure",
    "create": "create created establish established form formed found founded creation",
    "deploy": "deploy deployed deployment station stationed placed posted sent based",
    "disarm": "disarm disarmed disarmament weapons arms laid-down give-up gave-up",
    "supply": "supply supplies food fuel medicine medicines goods aid convoy convoys deliveries traffic",
    "release": "release released freed exchange exchanged",
}
"""Words of one deed. A pair of words that is one verb is written with a hyphen."""
ONE_DAY = frozenset(("=sign", "=declare", "=end", "=begin"))
"""Deeds that are done on one day."""
_OF_WORD = {word: f"={deed}" for deed, words in DEEDS.items() for word in words.split()}
_PARTICLES = frozenset(("out", "up", "control", "down", "home"))
WORD = re.compile(r"[^\W\d_][\w'.-]*[\w]|[^\W\d_]")
_PLAIN = frozenset(
    "the a an and or but of to in on at by for from with as that this these those it its they their them he she his her him who "
    "which what when where while was were is are be been being has have had do did does not no nor so than then there here into "
    "over under after before during between about more most many much some any all both each other another such only own same "
    "also still later earlier since until because if though although against among around through along across within without "
    "will would could should can may might must said says say told very just even ever never one two three four five six seven "
    "eight nine ten first second third last new year years month months week weeks day days time times people january february "
    "march april june july august september october november december north south east west".split()
)  # fmt: skip
_ENDINGS = re.compile(r"(?:'s|s'|ations?|ments?|ingly|ings?|edly|ed|ies|es|ers?|ly|s|e|y)$")
LEAST_STEM = 4


@cache
def _countries() -> dict[str, str]:
    """Names of one word and adjectives of countries, in lower case, as the name of the country."""
    found: dict[str, str] = {}
    for country in countries():
        for word in (*country.names, *country.adjectives):
            if " " not in word:
                found[word.lower()] = f"@{country.code}"
                found[f"{word.lower()}s"] = f"@{country.code}"
    found["u.s"] = found["american"] = found["americans"] = "@US"
    return found


@lru_cache(maxsize=65_536)
def term(word: str) -> str:
    """A word as its term; empty for words that every text is full of."""
    low = word.lower().removesuffix("'s").strip(".'")
    country = _countries().get(low) if word[:1].isupper() else None
    if country:
        return country
    if low in _OF_WORD:
        return _OF_WORD[low]
    if low in _PLAIN or len(low) < 3:
        return ""
    bare = _ENDINGS.sub("", low)
    return bare if len(bare) >= LEAST_STEM else low


def terms(words: Iterable[str]) -> frozenset[str]:
    """The terms of some words; verbs of two words are read as one, words with a hyphen as two."""
    found: set[str] = set()
    before = ""
    for word in words:
        low = word.lower()
        if "-" in word and low not in _OF_WORD:
            found.update(term(part) for part in word.split("-"))
        else:
            found.add(term(word))
        if low in _PARTICLES and (deed := _OF_WORD.get(f"{before}-{low}")):
            found.add(deed)
        before = low
    found.discard("")
    return frozenset(found)


def names(words: str) -> list[str]:
    """The words with a capital among some words, as terms; countries as their code, all others in lower case."""
    found = [word for word in WORD.findall(words) if word[:1].isupper() and word.lower() not in _NO_NAMES]
    return [_countries().get(low, low) for word in found if (low := word.lower().removesuffix("'s").strip(".'")) not in _PLAIN]


_NO_NAMES = frozenset("the it they he she this that these those both in on at by a an".split())
