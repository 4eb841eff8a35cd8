"""What every answer says to the browser: content policy, referrer policy, and the like.

What may live here: response headers, and the nonces of Wagtail's own inline scripts.
"""

from __future__ import annotations

import re

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

ADMIN_PREFIX = "/admin/"
PICTURES_PREFIX = "/pictures/"
EMBED_SUFFIX = "/map/embed/"
"""The view of the map that other sites may put in a frame: it has no form, no session and nothing to take a click for."""

# Wagtail 8 writes the start of some form widgets as inline scripts without a nonce. Only those get ours; any other inline
# script in an admin page, such as one that came in with a text, stays without and does not run.
_WAGTAIL_STARTERS = re.compile(
    rb"<script>(?=\s*(?:initDateTimeChooser\(|initDateChooser\(|initTimeChooser\(|new [\w.]+\(|\(function\(\) \{\s*var panel = new ))"
)


class PolicyMiddleware(CSPMiddleware):
    """Sets the headers; one content policy for public pages, others for the admin and for pictures."""

    def get_policy_parts(self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False) -> PolicyParts:
        """The admin's policy on admin pages, a sandbox around pictures, the strict one elsewhere; any site may frame the map's small view."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(ADMIN_PREFIX) and not report_only:
            parts.replace = settings.ATLAS_ADMIN_CONTENT_SECURITY_POLICY
        elif request.path.startswith(PICTURES_PREFIX) and not report_only:
            parts.replace = settings.ATLAS_PICTURE_CONTENT_SECURITY_POLICY
        elif request.path.endswith(EMBED_SUFFIX) and not report_only:
            parts.replace = {"frame-ancestors": ["*"]}
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Stamp Wagtail's inline scripts and set the headers."""
        if request.path.startswith(ADMIN_PREFIX):
            _stamp(request, response)
            response.setdefault("Cache-Control", "no-store")
        response = super().process_response(request, response)
        response.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        response.setdefault("X-Content-Type-Options", "nosniff")
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.setdefault(
            "Permissions-Policy",
            "accelerometer=(), browsing-topics=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
        )
        return response


def _stamp(request: HttpRequest, response: HttpResponseBase) -> None:
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return
    nonce = str(request.csp_nonce).encode()
    response.content = _WAGTAIL_STARTERS.sub(b'<script nonce="' + nonce + b'">', response.content)
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))
