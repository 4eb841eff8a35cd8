"""Rule: an address leads to the web, and a resource leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import Reading

ADDRESS = re.compile(r"https?://[^\s/?#<>\"@:]+(?::\d{1,5})?(?:[/?#][^\s<>\"]*)?")
RESOURCE_KINDS = ("backgrounder", "primary source", "data", "reference")
_HOW = "write one that begins with https:// or http://, or leave it out"


def _look(reading: Reading) -> Iterator[Finding]:
    for source in reading.dossier.sources:
        if source.address is not None and not ADDRESS.fullmatch(source.address):
            yield RULE.error("sources.yaml", source.key, f"its address {source.address!r} is no web address; {_HOW}")
    for resource in reading.dossier.resources:
        if resource.address is not None and not ADDRESS.fullmatch(resource.address):
            yield RULE.error("resources.yaml", resource.title, f"its address {resource.address!r} is no web address; {_HOW}")
        if resource.source is not None and resource.source not in reading.sources:
            what = f"its source {resource.source!r} is not under sources; add it or correct the key"
            yield RULE.error("resources.yaml", resource.title, what)
        if resource.kind not in RESOURCE_KINDS:
            what = f"its kind {resource.kind!r} is unknown; write one of: {', '.join(RESOURCE_KINDS)}"
            yield RULE.error("resources.yaml", resource.title, what)
    for picture in reading.dossier.pictures:
        origin = picture.origin
        if origin is not None and "://" in origin and not ADDRESS.fullmatch(origin):
            yield RULE.error("pictures.yaml", picture.key, f"its origin {origin!r} is no web address; {_HOW}")


RULE = Rule(
    "address",
    "An address of a source, resource or picture that is not http or https; a resource of an unknown kind, or whose source is "
    "not listed.",
    "Copy the address from the browser; leave it out where there is none.",
    _look,
)
