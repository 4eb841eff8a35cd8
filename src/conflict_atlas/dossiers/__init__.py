"""What is told: a dossier in our own words, and the claims that it stands on.

What may live here: the types of dossier and claim, their folder form, the markup of written text, the check, and the
published snapshot. A plain library: nothing of the web site.
"""
