"""Rule: every date of the dossier can be read as EDTF."""

from __future__ import annotations

from collections.abc import Iterator

from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import CLAIMS, Reading
from conflict_atlas.dossiers.dates import DateError, read_edtf
from conflict_atlas.dossiers.dossier import Dossier


def _look(reading: Reading) -> Iterator[Finding]:
    for file, place, field, text in _dates(reading.dossier):
        if text is None:
            continue
        try:
            read_edtf(text)
        except DateError as error:
            yield RULE.error(file, place, f"{field}: {error}")


def _dates(d: Dossier) -> Iterator[tuple[str, str, str, str | None]]:
    yield "dossier.yaml", "head", "covers_to", d.covers_to
    for source in d.sources:
        yield "sources.yaml", source.key, "published", source.published
    for claim in d.claims:
        yield CLAIMS, claim.claim_id, "period", claim.period
        yield CLAIMS, claim.claim_id, "as_of", claim.as_of
    for event in d.timeline:
        yield "timeline.yaml", event.key, "when", event.when
    for actor in d.actors:
        for role in actor.roles:
            yield "actors.yaml", f"{actor.key}, {role.role}", "period", role.period
    for status in d.territory:
        yield "territory.yaml", status.territory, "period", status.period
    for tally in d.casualties:
        yield "casualties.yaml", tally.title, "period", tally.period
    for agreement in d.agreements:
        yield "agreements.yaml", agreement.key, "signed", agreement.signed
        yield "agreements.yaml", agreement.key, "in_force", agreement.in_force
    for picture in d.pictures:
        yield "pictures.yaml", picture.key, "made", picture.made
    for drawn in d.maps:
        yield "maps.yaml", drawn.key, "as_of", drawn.as_of
    for resource in d.resources:
        yield "resources.yaml", resource.title, "published", resource.published


RULE = Rule(
    "date",
    "A date that cannot be read, or that does not exist.",
    "Write EDTF, as exact as the source: `2020-09-27`, `2020-09`, `1921~` (about), `1988/1994`, `198X`.",
    _look,
)
