"""The address from which a request came: what attempts and reports are counted by.

What may live here: reading that address. A header counts only where the operator said that a proxy of theirs sets it.
"""

from __future__ import annotations

import ipaddress
import os

from django.http import HttpRequest

BEHIND_PROXY = "CONFLICT_ATLAS_BEHIND_PROXY"


def address(request: HttpRequest) -> str:
    """The address; empty where there is none. Behind a proxy the last entry of the header, which the proxy wrote itself."""
    if os.environ.get(BEHIND_PROXY):
        named = _clean(request.headers.get("X-Forwarded-For", "").rpartition(",")[2])
        if named:
            return named
    return _clean(str(request.META.get("REMOTE_ADDR", "")))


def _clean(text: str) -> str:
    """An IP address without port and brackets; empty if it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""
