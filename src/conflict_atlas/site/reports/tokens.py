"""Telling a reader's form from a machine's flood, without a cookie and without keeping an address.

What may live here: the signed token that a form carries, and the limit of reports for each sender.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict

from django.conf import settings
from django.core import signing

_SALT = "conflict_atlas.reports"
# A person needs some seconds to write what is wrong; a form that lay open for a day is made anew.
LEAST_SECONDS = 3.0
MOST_SECONDS = 24 * 3600
REPORTS_AN_HOUR = 10
_SENDERS_REMEMBERED = 10_000


class Untimely(Exception):
    """The token is missing, forged, too young or too old."""


def issue() -> str:
    """A token for a form that is being shown: a random number and the time, signed."""
    return signing.dumps([secrets.token_urlsafe(16), time.time()], salt=_SALT, compress=False)


def accept(token: str) -> str:
    """The name under which the report of this form is kept. Raises Untimely."""
    try:
        _, shown_at = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Untimely from error
    if not LEAST_SECONDS <= time.time() - shown_at <= MOST_SECONDS:
        raise Untimely
    return hashlib.sha256(token.encode()).hexdigest()


class Limit:
    """At most so many reports an hour from one sender. Senders are remembered in memory, as keyed digests, for an hour."""

    def __init__(self, most: int = REPORTS_AN_HOUR, seconds: float = 3600) -> None:
        self._most = most
        self._seconds = seconds
        self._seen: OrderedDict[str, list[float]] = OrderedDict()
        self._guard = threading.Lock()

    def admits(self, sender: str) -> bool:
        """Count one report of this sender; False if it is one too many."""
        name = hashlib.blake2b(sender.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()
        now = time.monotonic()
        with self._guard:
            times = [moment for moment in self._seen.pop(name, []) if now - moment < self._seconds]
            admitted = len(times) < self._most
            if admitted:
                times.append(now)
            self._seen[name] = times
            while len(self._seen) > _SENDERS_REMEMBERED:
                self._seen.popitem(last=False)
        return admitted


LIMIT = Limit()
