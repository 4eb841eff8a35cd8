"""Rule: who was what to the conflict, when, and who says so."""

from __future__ import annotations

from collections.abc import Iterator

from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import Reading

ROLES = (
    *("belligerent", "fighters", "units", "arms supplier", "military support", "diplomatic support", "mediator", "peacekeeper"),
    *("monitor", "humanitarian", "sanctioning", "treaty ally", "critic", "economic support", "authorities", "party to talks"),
    *("court or assembly", "protester", "office-holder"),
)
KINDS = ("state", "unrecognised authorities", "organisation", "armed forces", "group", "person in office")


def _look(reading: Reading) -> Iterator[Finding]:
    for actor in reading.dossier.actors:
        if actor.kind not in KINDS:
            yield RULE.error("actors.yaml", actor.key, f"its kind {actor.kind!r} is unknown; write one of: {', '.join(KINDS)}")
        if not actor.roles:
            yield RULE.error("actors.yaml", actor.key, "has no role; say what it was to the conflict, or take it out")
        for number, role in enumerate(actor.roles, start=1):
            place = f"{actor.key}, role {number} ({role.role})"
            if role.role not in ROLES:
                yield RULE.error("actors.yaml", place, f"the role {role.role!r} is unknown; write one of: {', '.join(ROLES)}")
            if not role.text.strip():
                yield RULE.error("actors.yaml", place, "has no text; say what it did, with a footnote")
            if role.period is None:
                yield RULE.warning("actors.yaml", place, "has no period; give it (2022/..), since roles change")


RULE = Rule(
    "actor-role",
    "An actor of an unknown kind or without a role, a role that is unknown or has no text; a role without a period (warning). "
    "A role without a footnote is found by `unsourced-sentence`.",
    "Write one of the roles that the finding names, its period as EDTF, and a sentence with its footnote.",
    _look,
)
