"""Claims compared: which are about one thing, and how they stand to each other.

What may live here: pure functions over records and passages. Nothing is merged and no number is made that nobody stated, but for
sums, shares and spans of time, which are shown as our arithmetic. "Contradiction" is said only where scopes are equal, or nested
the wrong way round. Begin with ``comparing``; each other module finds one kind of difference.
"""
