"""Editions for kids in the newsroom: drafts that editors write, what the check says while they write, and publishing.

What may live here: the database's side. Editions as values, their check and what is published are the core's (``kids``).
"""
