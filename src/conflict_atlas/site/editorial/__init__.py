"""The newsroom: where editors write, check, publish and correct dossiers.

What may live here: the Wagtail page of a dossier and its blocks, claims, sources, corrections and pictures as rows, their
conversion from and to the core's values, publishing, exchange with folders, and the views for editors. What a dossier is
stands in ``conflict_atlas.dossiers``; what readers see is made from its snapshots in ``site.pages``.
"""
