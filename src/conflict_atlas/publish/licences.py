"""The licence gate: what may leave by a public door, and the credit that goes with it.

Every public byte made of figures passes ``admit``: pages, exports, feeds, map files. The licence class belongs to the
vintage; here it is enforced, in one place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from conflict_atlas.events.vintages import Vintage
from conflict_atlas.events.vocabulary import LicenceClass


class Audience(Enum):
    """Who will get the bytes."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"
    OPERATOR = "operator"
    """Who runs the command line on the machine that holds the data."""


class LicenceRefused(Exception):
    """The licence of a vintage does not allow this; the message says which and what may be done."""


@dataclass(frozen=True)
class Credit:
    """The credit of one origin: shown wherever its figures are shown."""

    producer: str
    title: str
    citation: str
    licence: str
    licence_url: str
    url: str
    releases: tuple[str, ...]

    @property
    def line(self) -> str:
        """The credit as one line of text."""
        return f"{self.producer}: {self.title}, {', '.join(self.releases)}. {self.licence} ({self.licence_url}). {self.citation}."


def admit(vintages: Iterable[Vintage], audience: Audience) -> tuple[Credit, ...]:
    """Let figures of these vintages pass to an audience and say whom to credit. Raises LicenceRefused."""
    admitted = list(vintages)
    if audience is Audience.PUBLIC:
        for vintage in admitted:
            if vintage.licence_class is not LicenceClass.OPEN:
                raise LicenceRefused(
                    f"{vintage.origin.title} ({vintage.vintage_id}) may be seen by signed-in users only: {vintage.origin.licence}. "
                    "Sign in, or ask for a figure that rests on open data."
                )
    releases: dict[tuple[str, str], dict[str, None]] = {}
    origins = {}
    for vintage in admitted:
        key = (vintage.origin.producer, vintage.origin.title)
        origins[key] = vintage.origin
        releases.setdefault(key, {})[f"release {vintage.release}"] = None
    return tuple(
        Credit(
            origin.producer,
            origin.title,
            origin.citation,
            origin.licence,
            origin.licence_url,
            origin.url,
            tuple(releases[key]),
        )
        for key, origin in origins.items()
    )
