"""The numbers that a quote writes, in digits and in words.

What may live here: reading numbers of an anchor. It is conservative: more readings than one are all kept, so that a number
counts as missing only where no reading has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def _words(text: str) -> list[str]:
    return text.split()


_UNITS = dict(
    zip(
        _words(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
            "eighteen nineteen"
        ),
        range(20),
        strict=True,
    )
)
_TENS = dict(zip(_words("twenty thirty forty fifty sixty seventy eighty ninety"), range(20, 100, 10), strict=True))
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_OTHER = frozenset(_words("dozen dozens hundreds thousands millions billions several many few both couple once twice no"))
_TOKEN = re.compile(r"\d[\d,.'’\u00a0\u202f]*|[a-z]+", re.IGNORECASE)
_ORDINAL_SUFFIX = frozenset(("st", "nd", "rd", "th"))


@dataclass(frozen=True)
class Numbers:
    """The values that can be read; ``certain`` if the quote writes nothing else that could be a number."""

    values: frozenset[float]
    certain: bool


def numbers_of(quote: str) -> Numbers:
    """The numbers of a quote. A quote without any is not certain: its number may stand beside it."""
    tokens = [token.casefold() for token in _TOKEN.findall(quote)]
    values: set[float] = set()
    unread = False
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token[0].isdigit():
            at = _digits(tokens, at, values)
        elif token in _UNITS or token in _TENS or token in _SCALES or token in _FRACTIONS or _is_an(tokens, at):
            at = _in_words(tokens, at, values)
        else:
            unread = unread or token in _OTHER
            at += 1
    _scaled_ranges(tokens, values)
    return Numbers(frozenset(values), bool(values) and not unread)


def _is_an(tokens: list[str], at: int) -> bool:
    return tokens[at] in ("a", "an") and at + 1 < len(tokens) and (tokens[at + 1] in _SCALES or tokens[at + 1] in _FRACTIONS)


def _digits(tokens: list[str], at: int, values: set[float]) -> int:
    bare = tokens[at].rstrip(".,'’")
    for reading in _readings(bare):
        scale = _SCALES.get(tokens[at + 1]) if at + 1 < len(tokens) else None
        values.add(reading * (scale or 1))
    return at + (2 if at + 1 < len(tokens) and (tokens[at + 1] in _SCALES or tokens[at + 1] in _ORDINAL_SUFFIX) else 1)


def _readings(digits: str) -> set[float]:
    """A point or comma may divide thousands or begin decimals; both readings are kept where both are possible."""
    plain = re.sub(r"['’\u00a0\u202f]", "", digits)
    found: set[float] = set()
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain) or re.fullmatch(r"\d+(?:\.\d+)?", plain):
        found.add(float(plain.replace(",", "")))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain) or (not found and re.fullmatch(r"\d+,\d+", plain)):
        found.add(float(plain.replace(".", "").replace(",", ".")))
    if not found:
        found.update(float(part) for part in re.findall(r"\d+", plain))
    return found


def _in_words(tokens: list[str], at: int, values: set[float]) -> int:
    """One number in words, such as "one hundred and twenty thousand" or "two thirds". Returns where it ends."""
    total, current, start = 0.0, 0.0, at
    while at < len(tokens):
        token = tokens[at]
        if token in _UNITS and (current % 10 == 0 or at == start) and not (0 < current % 100 < 20):
            current += _UNITS[token]
        elif token in _TENS and current % 100 == 0:
            current += _TENS[token]
        elif token == "hundred":
            current = (current or 1) * 100
        elif token in _SCALES:
            total, current = total + (current or 1) * _SCALES[token], 0
        elif token.removesuffix("s").replace("halve", "half") in _FRACTIONS and at > start:
            values.add((total + current or 1) / _FRACTIONS[token.removesuffix("s").replace("halve", "half")])
            return at + 1
        elif not ((token in ("a", "an") and at == start) or (token == "and" and at > start and _goes_on(tokens, at))):
            break
        at += 1
    if at == start:  # a fraction that stands alone: "half of the land"
        values.add(1 / _FRACTIONS[tokens[at]])
        return at + 1
    values.add(total + current)
    return at


def _goes_on(tokens: list[str], at: int) -> bool:
    return tokens[at - 1] in _SCALES and at + 1 < len(tokens) and (tokens[at + 1] in _UNITS or tokens[at + 1] in _TENS)


def _scaled_ranges(tokens: list[str], values: set[float]) -> None:
    """In "one to three hundred" the scale belongs to both numbers."""
    for at in range(len(tokens) - 3):
        first, between, second, scale = tokens[at : at + 4]
        if between in ("to", "or", "and") and scale in _SCALES and second in (*_UNITS, *_TENS) and first in (*_UNITS, *_TENS):
            values.add(float((_UNITS | _TENS)[first] * _SCALES[scale]))
