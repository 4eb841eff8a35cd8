"""How a dossier is cited: a line of text, BibTeX, and CSL-JSON, each with the snapshot that was read.

What may live here: forms of citation. The digest names the exact text, so that a citation outlives later changes.
"""

from __future__ import annotations

import json

from conflict_atlas.dossiers import dates
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.shelf import Copy

_TEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    sign: f"\\{sign}" for sign in "%&#_$"
}


def as_text(copy: Copy, site_name: str, address: str) -> str:
    """The citation as one line. In English on every page: it names an English text."""
    dossier, published = copy.dossier, copy.published
    return (
        f"“{dossier.title}”, {site_name}, updated {words.day(dossier.updated)}, covering events to "
        f"{dates.written(dossier.covers_to)}. Published {words.day(published.at.date())}, snapshot sha256:{published.digest}. {address}"
    )


def as_bibtex(copy: Copy, site_name: str, address: str) -> bytes:
    """The citation for LaTeX."""
    dossier, published = copy.dossier, copy.published
    fields = {
        "title": f"{{{_tex(dossier.title)}}}",
        "organization": f"{{{_tex(site_name)}}}",
        "year": str(dossier.updated.year),
        "month": str(dossier.updated.month),
        "url": address,
        "note": _tex(f"Covers events to {dates.written(dossier.covers_to)}; snapshot sha256:{published.digest}"),
    }
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items())
    return f"@misc{{{dossier.slug}-{dossier.updated.isoformat()},\n{lines}}}\n".encode()


def as_csl(copy: Copy, site_name: str, address: str) -> bytes:
    """The citation for reference managers (CSL-JSON)."""
    dossier, published = copy.dossier, copy.published
    updated = dossier.updated
    item = {
        "id": f"{dossier.slug}-{updated.isoformat()}",
        "type": "entry-encyclopedia",
        "title": dossier.title,
        "container-title": site_name,
        "issued": {"date-parts": [[updated.year, updated.month, updated.day]]},
        "language": dossier.language,
        "URL": address,
        "version": f"sha256:{published.digest}",
        "note": f"Covers events to {dates.written(dossier.covers_to)}",
    }
    return (json.dumps([item], ensure_ascii=False, indent=2) + "\n").encode()


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in text)
