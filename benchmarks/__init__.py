"""Benchmarks: each figure that the project promises, measured as its user meets it, beside what a peer reaches.

``python -m benchmarks`` runs all of them, ``python -m benchmarks import`` one. What may live here: generated inputs, peers,
measurements. Nothing that the program itself needs.
"""
