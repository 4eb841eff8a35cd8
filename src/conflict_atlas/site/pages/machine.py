"""What machines read: robots.txt, the sitemap, the icon of the tab.

What may live here: publications without words for people.
"""

from __future__ import annotations

from collections.abc import Collection
from xml.sax.saxutils import escape

from django.conf import settings

from conflict_atlas.publish.registry import Asked, Kind, Publication, Registry
from conflict_atlas.site import desk
from conflict_atlas.site.pages.frame import Place

_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#1d4e63"/>'
    '<path d="M6 23 13 10l5 8 3-5 5 10" fill="none" stroke="#fff" stroke-width="2.5" stroke-linejoin="round"/></svg>\n'
)


def _robots(asked: Asked) -> Publication:
    def made() -> bytes:
        return (
            "User-agent: *\nDisallow: /admin/\nDisallow: /*/evidence/\nDisallow: /export/\n\n"
            f"Sitemap: {settings.ATLAS_BASE_URL}/sitemap.xml\n"
        ).encode()

    return Publication(asked.path, "text/plain; charset=utf-8", desk.current().inputs, made)


def _icon(asked: Asked) -> Publication:
    return Publication(asked.path, "image/svg+xml", desk.current().inputs, _ICON.encode)


def _address(path: str) -> str:
    return f"{escape(settings.ATLAS_BASE_URL)}/{escape(path)}"


def _other_languages(path: str, listed: Collection[str]) -> str:
    """The same page in each language that has it, as search engines want it said; nothing where there is one."""
    versions = [version for version in Place.of(path).versions if version.address in listed]
    if len(versions) < 2:
        return ""
    links = [(version.language.code, version.address) for version in versions]
    links.append(("x-default", versions[0].address))
    return "".join(f'<xhtml:link rel="alternate" hreflang="{code}" href="{_address(address)}"/>' for code, address in links)


def kinds(registry: Registry) -> tuple[Kind, ...]:
    """Files for machines; the sitemap lists what the registry holds."""

    def sitemap(asked: Asked) -> Publication:
        def made() -> bytes:
            listed = dict.fromkeys(registry.sitemap_paths())
            urls = "".join(f"<url><loc>{_address(path)}</loc>{_other_languages(path, listed)}</url>\n" for path in listed)
            head = (
                '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
                'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
            )
            return f"{head}{urls}</urlset>\n".encode()

        return Publication(asked.path, "application/xml; charset=utf-8", desk.current().inputs, made)

    return (
        Kind("robots", "robots.txt", _robots, lambda: ["robots.txt"], in_sitemap=False),
        Kind("sitemap", "sitemap.xml", sitemap, lambda: ["sitemap.xml"], in_sitemap=False),
        Kind("icon", "icon.svg", _icon, lambda: ["icon.svg"], in_sitemap=False),
    )
