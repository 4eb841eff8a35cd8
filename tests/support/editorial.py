"""The newsroom for tests: a small dossier that passes the check, and what editors do in the admin's forms."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

from conflict_atlas.dossiers.dossier import Dossier, FactKind, QuickFact
from support.dossiers import small_dossier


def small(**changes: Any) -> Dossier:
    """A dossier on a tracked conflict in which the check finds no error."""
    dossier = small_dossier()
    return replace(dossier, slug="mali", pictures=(), quick_facts=(QuickFact(FactKind.DATE, "2020[^doc-said]"),), **changes)


def taken(dossier: Dossier, publish: bool = True, pictures: Any = None) -> Any:
    """Import it."""
    from conflict_atlas.site.editorial import exchange

    return exchange.take(dossier, pictures or {}, publish)


def page_of(slug: str) -> Any:
    """Its page as it stands in the database."""
    from conflict_atlas.site.editorial.models import DossierPage

    return DossierPage.objects.get(slug=slug)


def claim_row(claim_id: str) -> Any:
    """The row of a claim."""
    from conflict_atlas.site.editorial.models import Claim

    return Claim.objects.get(claim_id=claim_id)


def form_of(html: str) -> dict[str, str]:
    """What a browser would send of a form without script: inputs, choices and texts, with their values."""
    from html import unescape

    sent: dict[str, str] = {}
    for tag in re.findall(r"<input\b[^>]*>", html):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind = attributes.get("type", "text")
        if (
            "name" not in attributes
            or kind in ("submit", "button", "file")
            or (kind in ("checkbox", "radio") and " checked" not in tag)
        ):
            continue
        sent[attributes["name"]] = unescape(attributes.get("value", ""))
    for name, body in re.findall(r'<select\b[^>]*?name="([^"]+)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]*\bselected', body)
        sent[name] = unescape(chosen[1]) if chosen else ""
    for name, body in re.findall(r'<textarea\b[^>]*?name="([^"]+)"[^>]*>(.*?)</textarea>', html, re.S):
        sent[name] = unescape(body.removeprefix("\r\n").removeprefix("\n"))
    return sent


def page_form(page: Any) -> dict[str, str]:
    """The fields of a dossier's form as the editor's script would send them."""
    draft = page.get_latest_revision_as_object()
    sent = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    for name in EDITED:
        value = getattr(draft, name)
        if hasattr(value, "stream_block"):
            sent |= stream(name, value.stream_block.get_prep_value(value))
        else:
            sent[name] = "" if value is None else str(value)
    return sent


EDITED = {
    *("title", "covers_to", "type_of_conflict"),
    *("lead", "background", "developments", "concerns", "how_we_know", "interests"),
    *("quick_facts", "timeline", "actors", "territory", "casualties", "disagreements", "agreements", "pictures", "maps"),
    *("resources", "see_also", "terms", "translations"),
    *(
        "assessment_label",
        "assessment_reason",
        "assessment_review_by",
        "risk_alert_reason",
        "risk_alert_review_by",
        "resolution_opportunity_reason",
        "resolution_opportunity_review_by",
        "lens_name",
        "lens_rating",
        "lens_reason",
    ),
    *("beside_claims", "beside_conflict", "beside_country", "beside_year"),
}


def stream(prefix: str, blocks: list[dict[str, Any]], kind: bool = True) -> dict[str, str]:
    """The blocks of a stream, or the items of a list, as form data with their ids."""
    sent = {f"{prefix}-count": str(len(blocks))}
    for number, block in enumerate(blocks):
        at = f"{prefix}-{number}"
        sent |= {f"{at}-order": str(number), f"{at}-deleted": "", f"{at}-id": block.get("id") or ""} | flat(
            f"{at}-value", block["value"]
        )
        if kind:
            sent[f"{at}-type"] = block["type"]
    return sent


def flat(name: str, value: Any) -> dict[str, str]:
    """A block's stored value as its form sends it."""
    if isinstance(value, dict):
        return {key: item for field, inner in value.items() for key, item in flat(f"{name}-{field}", inner).items()}
    if isinstance(value, list):
        items = [item if isinstance(item, dict) and item.get("type") == "item" else {"value": item} for item in value]
        return stream(name, items, kind=False)
    return {name: "" if value is None else str(value)}


def refusals(answer: Any) -> list[str]:
    """Why a form of the admin was not taken."""
    return [str(error) for errors in answer.context["form"].errors.values() for error in errors]


def edit(client: Any, slug: str, lead: str | None = None, **fields: Any) -> Any:
    """Send the form of a dossier's page; ``lead`` in paragraphs."""
    page = page_of(slug)
    sent = page_form(page)
    if lead is not None:
        sent = {name: value for name, value in sent.items() if not name.startswith("lead-")}
        sent |= stream("lead", [{"type": "paragraph", "value": part} for part in lead.split("\n\n")])
    return client.post(f"/admin/pages/{page.pk}/edit/", sent | fields)


def save_text(client: Any, slug: str, lead: str) -> Any:
    """Save a draft."""
    return edit(client, slug, lead)


def submit(client: Any, slug: str, lead: str | None = None) -> Any:
    """Submit for moderation."""
    return edit(client, slug, lead, **{"action-submit": "1"})


def publish_by_hand(client: Any, slug: str) -> Any:
    """Press "Publish" without a change."""
    return edit(client, slug, **{"action-publish": "1"})


def figure(client: Any, claim_id: str, **fields: Any) -> Any:
    """Edit a claim in its form."""
    address = f"/admin/snippets/atlas_editorial/claim/edit/{claim_row(claim_id).pk}/"
    sent = form_of(client.get(address).content.decode())
    return client.post(address, sent | {name: str(value) for name, value in fields.items()})


def zipped(entries: dict[str, bytes]) -> io.BytesIO:
    """A zip file with these entries."""
    import zipfile

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    file.seek(0)
    return file
