"""The parts of a dossier's page, as values that its templates show.

What may live here: one module a part, each from the types of ``dossiers`` to words, links and drawings. No reading of
snapshots (that is ``shelf``), no figures of the lake.
"""
