"""Benchmarks: each figure that the project promises, measured as its user meets it, beside what a peer reaches.

What may live here: generated inputs, peers, measurements. Nothing that the program itself needs.
"""
