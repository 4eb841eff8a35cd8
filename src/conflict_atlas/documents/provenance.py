"""Where a record comes from, in the forms of others: W3C Web Annotation selectors and PROV-JSON.

What may live here: the two forms. Positions are code points of the document's text, the quote with 32 characters around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from conflict_atlas import __version__
from conflict_atlas.documents.document import Document
from conflict_atlas.documents.records import Record, as_json

AROUND = 32


def annotation(document: Document, record: Record) -> dict[str, Any]:
    """One record as a Web Annotation on the document's digest."""
    text = document.text
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "motivation": "identifying",
        "body": {"type": "Dataset", "value": as_json(document.name, record)},
        "target": {
            "source": f"urn:sha256:{document.sha256}",
            "selector": [
                {"type": "TextPositionSelector", "start": record.start, "end": record.end},
                {
                    "type": "TextQuoteSelector",
                    "exact": record.quote,
                    "prefix": text[max(0, record.start - AROUND) : record.start],
                    "suffix": text[record.end : record.end + AROUND],
                },
            ],
        },
    }


def prov(document: Document, records: Sequence[Record]) -> dict[str, Any]:
    """What was read from what, by which rules, as PROV-JSON."""
    source, activity = f"sha256:{document.sha256}", f"atlas:reading-{document.text_sha256[:12]}"
    return {
        "prefix": {"sha256": "urn:sha256:", "atlas": "urn:conflict-atlas:"},
        "entity": {
            source: {"prov:label": document.name, "atlas:retrieved": document.retrieved_at.isoformat()},
            **{
                f"atlas:record-{number}": {"prov:label": record.quote, "atlas:rule": record.rule_id}
                for number, record in enumerate(records)
            },
        },
        "activity": {activity: {"prov:endTime": document.retrieved_at.isoformat(), "atlas:reader": document.reader}},
        "agent": {"atlas:program": {"prov:type": "prov:SoftwareAgent", "prov:label": f"Conflict Atlas {__version__}"}},
        "used": {"_:used": {"prov:activity": activity, "prov:entity": source}},
        "wasGeneratedBy": {
            f"_:made-{number}": {"prov:entity": f"atlas:record-{number}", "prov:activity": activity}
            for number in range(len(records))
        },
        "wasAssociatedWith": {"_:by": {"prov:activity": activity, "prov:agent": "atlas:program"}},
    }
