"""Editions for kids: a conflict told at two reading levels, from the claims of its published dossier.

What may live here: the edition as a value, its folder form, the shared words, our own drawings, the check, and what is published.
No Django: pages and forms are the site's.
"""
