"""The reader's language, for the core: its words, numbers and months pass through here.

What may live here: the functions that turn an English text, a number or a month into what the reader reads, and ``speak_with``,
by which the site hands over those of the web page that is being made. Until somebody does, everything is English: so it is on
the command line. Nothing here knows a catalogue of translations, a request or a library for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from conflict_atlas.events.months import Month

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Speaker(Protocol):
    """What a language has to give. Texts hold their values as ``%(name)s``."""

    def language(self) -> str:
        """The code of the reader's language."""

    def gettext(self, text: str) -> str:
        """The text in the reader's language."""

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The form of the text that goes with the count."""

    def number(self, value: float | Decimal, decimals: int) -> str:
        """A number with thousands marked and exactly so many decimals."""

    def month(self, value: Month) -> str:
        """A month and its year in words."""

    def month_names(self, short: bool) -> tuple[str, ...]:
        """The twelve names of the months, as they stand in a date."""


@dataclass(frozen=True)
class English:
    """The words as they stand in the program."""

    def language(self) -> str:
        """English."""
        return "en"

    def gettext(self, text: str) -> str:
        """The text itself."""
        return text

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The first for one, else the second."""
        return one if count == 1 else many

    def number(self, value: float | Decimal, decimals: int) -> str:
        """``13,949``."""
        return f"{value:,.{decimals}f}"

    def month(self, value: Month) -> str:
        """``September 2020``."""
        return f"{_MONTHS[value.month - 1]} {value.year}"

    def month_names(self, short: bool) -> tuple[str, ...]:
        """``January``, or ``Jan``."""
        return tuple(name[:3] for name in _MONTHS) if short else _MONTHS


_speaker: Speaker = English()


def speak_with(speaker: Speaker) -> None:
    """Hand over the language of readers, once for a process; the speaker itself knows whose turn it is."""
    global _speaker
    _speaker = speaker


def language() -> str:
    """The code of the reader's language, for what exists in some languages only."""
    return _speaker.language()


def gettext(text: str) -> str:
    """A text of the program in the reader's language; its values are set in by the caller, after this."""
    return _speaker.gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The form that goes with a count."""
    return _speaker.ngettext(one, many, count)


def number(value: float | Decimal, decimals: int = 0) -> str:
    """A number with thousands marked: ``13,949``, ``13.949``."""
    return _speaker.number(value, decimals)


def month(value: Month) -> str:
    """A month in words: ``September 2020``, ``septiembre de 2020``."""
    return _speaker.month(value)


def month_names(short: bool = False) -> tuple[str, ...]:
    """The names of the months, January first, as they stand in a date."""
    return _speaker.month_names(short)
