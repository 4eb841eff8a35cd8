"""What a page says to machines: schema.org for a dossier, W3C Web Annotation for a claim.

What may live here: JSON-LD, as values and as the text of a data block. A data block is no script: the content policy lets
it stand, and nothing in it can end it early.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from conflict_atlas.dossiers.claim import Claim, Source
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.site.pages.prose import web_address
from conflict_atlas.site.pages.shelf import Copy

_CLOSING = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def data_block(value: Any) -> SafeString:
    """JSON that may stand inside a script element of a data type."""
    return mark_safe(json.dumps(value, ensure_ascii=False).translate(_CLOSING))


def article(copy: Copy, description: str, site_name: str, address: str) -> dict[str, Any]:
    """A dossier as a schema.org Article."""
    dossier, published = copy.dossier, copy.published
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": dossier.title,
        "description": description,
        "url": address,
        "inLanguage": dossier.language,
        "dateModified": dossier.updated.isoformat(),
        "datePublished": published.at.isoformat(),
        "version": f"sha256:{published.digest}",
        "publisher": {"@type": "Organization", "name": site_name},
        "citation": [_work(source) for source in dossier.sources],
        "correction": [
            {"@type": "CorrectionComment", "datePublished": item.date.isoformat(), "text": f"{item.was} → {item.now}"}
            for item in dossier.corrections
        ],
    }


def _work(source: Source) -> dict[str, Any]:
    work: dict[str, Any] = {"@type": "CreativeWork", "name": source.title, "inLanguage": source.language}
    if source.publisher:
        work["publisher"] = {"@type": "Organization", "name": source.publisher}
    if web_address(source.address):
        work["url"] = source.address
    if source.sha256:
        work["identifier"] = digest_uri(source.sha256)
    return work


def digest_uri(sha256: str) -> str:
    """The name of exact bytes (RFC 6920)."""
    try:
        digest = bytes.fromhex(sha256)
    except ValueError:
        return ""
    return f"ni:///sha-256;{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def annotation(dossier: Dossier, claim: Claim, quote: str, address: str) -> dict[str, Any]:
    """A claim as a W3C Web Annotation: our words as its body, the place in the document's exact bytes as its target."""
    source = next((item for item in dossier.sources if item.key == claim.source), None)
    target: dict[str, Any] = {
        "source": digest_uri(claim.sha256),
        "selector": [
            {"type": "TextPositionSelector", "start": claim.start, "end": claim.end},
            {"type": "TextQuoteSelector", "exact": quote},
        ],
    }
    if source and web_address(source.address):
        target["dcterms:isVersionOf"] = source.address
    return {
        "@context": ["http://www.w3.org/ns/anno.jsonld", {"dcterms": "http://purl.org/dc/terms/"}],
        "id": address,
        "type": "Annotation",
        "motivation": "describing",
        "body": {
            "type": "TextualBody",
            "value": claim.text,
            "format": "text/plain",
            "language": dossier.language,
            "dcterms:creator": claim.claimant,
        },
        "target": target,
    }
