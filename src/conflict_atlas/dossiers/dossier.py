"""A dossier: everything that is told about one tracked conflict, as values.

What may live here: the dossier and its parts. Every text field marked "markup" is Markdown with claims in it (see
``markup``): ``{claim-id}`` writes the figure of a claim with its footnote, ``[^claim-id]`` is a footnote alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conflict_atlas.dossiers.claim import CheckedBy, Claim, Source

SECTIONS = ("lead", "background", "developments", "concerns", "how_we_know", "interests")
"""Sections of running text, in the order of the page."""


class FactKind(StrEnum):
    """The parameters of an encyclopedia's box on a military conflict, in its order."""

    PART_OF = "part_of"
    DATE = "date"
    PLACE = "place"
    STATUS = "territorial_status"
    CHANGES = "territorial_changes"
    BELLIGERENTS = "belligerents"
    SUPPORTERS = "supporters"
    COMMANDERS = "commanders"
    UNITS = "units"
    STRENGTH = "strength"
    CASUALTIES = "casualties"


@dataclass(frozen=True)
class QuickFact:
    """One line of the box. ``side`` where the box has a column for each; ``text`` (markup) says so where nothing is known."""

    kind: FactKind
    text: str
    side: str | None = None


@dataclass(frozen=True)
class NarratedEvent:
    """A dated event as documents tell it. ``when`` is EDTF; its precision is what the document gives."""

    key: str
    when: str
    title: str
    text: str
    """Markup."""
    place: str | None = None
    category: str = ""
    """fighting, ceasefire, talks, displacement, blockade, vote, declaration, agreement, protest, ..."""


@dataclass(frozen=True)
class Role:
    """What an actor was, in a period. ``text`` (markup) says it with its sources."""

    role: str
    """belligerent, fighters, units, arms supplier, military support, diplomatic support, mediator, peacekeeper, monitor,
    humanitarian, sanctioning, treaty ally, critic, economic support, authorities (who governs), party to talks, court or assembly,
    protester, office-holder."""
    text: str
    toward: str | None = None
    period: str | None = None
    """EDTF."""


@dataclass(frozen=True)
class Actor:
    """A state, an organisation, an armed group or an office-holder with a public part in the conflict, and its roles."""

    key: str
    name: str
    kind: str
    """state, unrecognised authorities, organisation, armed forces, group, person in office."""
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class TerritoryStatus:
    """Who governed a territory and who recognised that, in a period (EDTF). ``text`` is markup."""

    territory: str
    period: str
    governed_by: str
    recognised: str
    text: str


@dataclass(frozen=True)
class Agreement:
    """A deal. ``signed`` and ``in_force`` are EDTF; ``terms`` is markup, one paragraph a term."""

    key: str
    name: str
    signed: str | None
    in_force: str | None
    parties: tuple[str, ...]
    brokers: tuple[str, ...]
    terms: tuple[str, ...]
    status: str
    """Markup: what became of it."""


@dataclass(frozen=True)
class Tally:
    """A group of claims on losses of one period, side by side and never added. ``note`` is markup."""

    title: str
    period: str | None
    claims: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Disagreement:
    """Two or more claims that differ: ``relation`` as in ``documents compare``, ``text`` (markup) tells both."""

    topic: str
    relation: str
    """contradiction, tension, compatible_bounds, different_scope, different_granularity, different_terms,
    attributed_dispute, coverage_gap, time_change, corroboration."""
    claims: tuple[str, ...]
    text: str
    settles: str = ""
    """Markup: what would settle it, such as a list of names or an inquiry; empty where nobody has said."""


@dataclass(frozen=True)
class Picture:
    """A picture with all that must stand beside it. ``file`` is its name in the folder ``pictures``.

    ``sensitive`` says in a few words why it is shown only on demand; empty for a picture that anybody can look at.
    """

    key: str
    file: str
    sha256: str
    """Digest of the file's bytes, so that a dossier names its pictures exactly."""
    alt: str
    caption: str
    """Markup."""
    credit: str
    licence: str
    """A name that ``pictures.LICENCES`` knows."""
    made: str | None = None
    """EDTF."""
    origin: str | None = None
    """Where it was taken from; None for our own."""
    sensitive: str = ""


@dataclass(frozen=True)
class MapArea:
    """An area of a schematic map. ``category`` is a key of the map's legend; ``outline`` is (longitude, latitude) pairs."""

    key: str
    label: str
    category: str
    outline: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class MapPlace:
    """A named point of a schematic map; ``label`` gives both forms where there are two."""

    label: str
    longitude: float
    latitude: float


@dataclass(frozen=True)
class MapLine:
    """A road, corridor or border of a schematic map."""

    label: str
    category: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class LegendEntry:
    """What a category of areas or lines means."""

    category: str
    text: str


@dataclass(frozen=True)
class SchematicMap:
    """A map drawn by us of who held what at a date: shapes are simplified, and the map says so. ``caption`` is markup."""

    key: str
    title: str
    as_of: str
    """EDTF."""
    alt: str
    caption: str
    credit: str
    licence: str
    bounds: tuple[float, float, float, float]
    """West, south, east, north."""
    legend: tuple[LegendEntry, ...]
    areas: tuple[MapArea, ...]
    lines: tuple[MapLine, ...] = ()
    places: tuple[MapPlace, ...] = ()


@dataclass(frozen=True)
class Resource:
    """Something to read further. ``kind``: backgrounder, primary source, data, reference."""

    title: str
    publisher: str
    kind: str
    published: str | None = None
    """EDTF."""
    address: str | None = None
    source: str | None = None
    """Key of the source, if claims of the dossier stand in it."""
    note: str = ""


@dataclass(frozen=True)
class SeeAlso:
    """Another page of this guide (``conflict``: its slug), or a subject that has none yet."""

    title: str
    conflict: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Term:
    """A word that the page explains. ``text`` is markup without figures."""

    key: str
    term: str
    text: str


@dataclass(frozen=True)
class TranslatedText:
    """A text of the dossier in another language. ``of`` names it (see ``translating.texts``), ``source`` is the digest of the
    text that was translated, ``text`` is markup where that is. Figures stay ``{claim-id}``: they have one home."""

    of: str
    source: str
    text: str


@dataclass(frozen=True)
class Translation:
    """Texts of the dossier in one other language, as far as somebody has translated them."""

    language: str
    """A code such as "es"."""
    translator: str
    texts: tuple[TranslatedText, ...]
    signed_by: str = ""
    """The native reader who has read and signed it; empty for a draft."""


@dataclass(frozen=True)
class Assessment:
    """An editor's judgement of deadly violence, next to what the data show. It expires after ``review_by``."""

    label: str
    """worsening, unchanging, improving."""
    reason: str
    author: str
    assessed: date
    review_by: date


@dataclass(frozen=True)
class ForwardFlag:
    """An editor's word on what may lie ahead: a risk alert or a resolution opportunity. It expires after ``review_by``."""

    reason: str
    author: str
    flagged: date
    review_by: date


@dataclass(frozen=True)
class Lens:
    """A rating of importance through a named lens. ``lens`` names whose interest; ``rating`` is one of its steps."""

    lens: str
    rating: str
    reason: str
    author: str
    rated: date


@dataclass(frozen=True)
class Correction:
    """What was wrong on the page, what stands there now, and since when. ``claim`` if it was the figure of one."""

    date: date
    was: str
    now: str
    reason: str = ""
    claim: str | None = None


@dataclass(frozen=True)
class Beside:
    """Which figures of the lake stand beside the claims in the box "Not the same thing"."""

    claims: tuple[str, ...]
    conflict: str
    country: str
    year: int


@dataclass(frozen=True)
class Dossier:
    """Everything that is told about one tracked conflict, in one language and edition; ``translations`` hold it in others."""

    slug: str
    title: str
    updated: date
    """The day on which the text was last changed."""
    covers_to: str
    """EDTF: no event after it is told."""
    checked_by: CheckedBy
    lead: str
    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    language: str = "en"
    edition: str = "standard"
    type_of_conflict: str | None = None
    """None reads "not rated"."""
    background: str = ""
    developments: str = ""
    concerns: str = ""
    how_we_know: str = ""
    interests: str = ""
    """Funding and interests: who paid, who wrote, what interest the sources have."""
    quick_facts: tuple[QuickFact, ...] = ()
    timeline: tuple[NarratedEvent, ...] = ()
    actors: tuple[Actor, ...] = ()
    territory: tuple[TerritoryStatus, ...] = ()
    casualties: tuple[Tally, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    pictures: tuple[Picture, ...] = ()
    maps: tuple[SchematicMap, ...] = ()
    resources: tuple[Resource, ...] = ()
    see_also: tuple[SeeAlso, ...] = ()
    terms: tuple[Term, ...] = ()
    translations: tuple[Translation, ...] = ()
    assessment: Assessment | None = None
    risk_alert: ForwardFlag | None = None
    resolution_opportunity: ForwardFlag | None = None
    """Both may stand together."""
    lens: Lens | None = None
    corrections: tuple[Correction, ...] = ()
    beside: Beside | None = None

    @property
    def judgements(self) -> tuple[Assessment | ForwardFlag, ...]:
        """What editors judge until a day: the assessment and the forward flags that there are."""
        return tuple(filter(None, (self.assessment, self.risk_alert, self.resolution_opportunity)))

    def claim(self, claim_id: str) -> Claim | None:
        """The claim with this id, or None."""
        return next((claim for claim in self.claims if claim.claim_id == claim_id), None)
