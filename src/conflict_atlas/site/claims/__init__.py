"""The claims desk: documents taken in, suggestions of the rules, decisions of editors.

What may live here: the Django app. What a suggestion is and what it would become is told by ``conflict_atlas.documents``.
"""
