"""How large what we are given may be. Whatever is larger is refused or set aside before it is read to the end.

What may live here: numbers, with what they keep from happening.
"""

from __future__ import annotations

LARGEST_FILE = 32 << 20
"""Bytes of one daily file, unpacked: a thousand times the daily files that we know."""

LARGEST_TOTAL = 4 << 30
"""Bytes of an archive, unpacked: an archive bomb ends here."""

MOST_FILES = 20_000
"""Files in one archive or folder: fifty years of days."""

MOST_POINTS = 200_000
"""Points in one daily file."""

MOST_PAIRS = 40_000_000
"""Pairs of edges that may have to be compared to find out whether outlines cross: a knot ends here."""

LONGEST_HOLDER = 120
"""Letters in the name of who is said to hold an area."""
