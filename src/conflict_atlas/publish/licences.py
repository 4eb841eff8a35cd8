"""The licence gate: what may leave by a public door, and the credit that goes with it.

Every public byte made of figures passes ``admit``: pages, exports, feeds, map files. The licence class belongs to the
vintage; here it is enforced, in one place. Pictures pass ``admit_pictures``, words of documents ``admit_quote``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from conflict_atlas.dossiers.claim import Claim, Source
from conflict_atlas.dossiers.dossier import Picture, SchematicMap
from conflict_atlas.dossiers.pictures import LICENCES, why_not_shown
from conflict_atlas.events.vintages import Origin
from conflict_atlas.events.vocabulary import LicenceClass

QUOTED_WORDS = 8
"""How many words of a document may stand on a page as evidence, whatever its licence."""


class Audience(Enum):
    """Who will get the bytes."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"
    OPERATOR = "operator"
    """Who runs the command line on the machine that holds the data."""


class LicenceRefused(Exception):
    """The licence of a vintage does not allow this; the message says which and what may be done."""


class Licensed(Protocol):
    """What the gate asks of a vintage, whether of counts or of claims."""

    @property
    def vintage_id(self) -> str:
        """Which one it is."""

    @property
    def release(self) -> str:
        """What its publisher calls this release."""

    @property
    def origin(self) -> Origin:
        """Who made it, on what terms."""

    @property
    def licence_class(self) -> LicenceClass:
        """What may be done with it."""


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


@dataclass(frozen=True)
class PictureCredit:
    """What must stand beside a picture."""

    credit: str
    licence: str
    licence_url: str


def admit_pictures(pictures: Iterable[Picture | SchematicMap]) -> tuple[PictureCredit, ...]:
    """Let pictures and drawn maps pass to the public and say whom to credit, one each. Raises LicenceRefused at the first
    one whose licence we do not know or that names nobody."""
    credits = []
    for picture in pictures:
        reason = why_not_shown(picture)
        if reason:
            raise LicenceRefused(f"the picture {picture.key!r} may not be shown: {reason}. Name its licence and credit.")
        credits.append(PictureCredit(picture.credit, picture.licence, LICENCES[picture.licence].address))
    return tuple(credits)


def admit_quote(claim: Claim, source: Source | None) -> str:
    """The words of a document that a claim stands on, if they may stand on a page: at most eight, of a document that the
    dossier names. Raises LicenceRefused for more, which would be a copy and no evidence."""
    count = len(claim.quote.split())
    if count > QUOTED_WORDS:
        raise LicenceRefused(
            f"the claim {claim.claim_id!r} quotes {count} words of its document; at most {QUOTED_WORDS} may be shown. Shorten it."
        )
    if source is None:
        raise LicenceRefused(f"the claim {claim.claim_id!r} quotes a document that the dossier does not name ({claim.source!r}).")
    return claim.quote


def admit(vintages: Iterable[Licensed], audience: Audience) -> tuple[Credit, ...]:
    """Let figures or claims of these vintages pass to an audience and say whom to credit. Raises LicenceRefused."""
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
