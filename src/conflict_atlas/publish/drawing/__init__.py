"""Drawings: maps and charts as text, from values that the caller hands over.

What may live here: pure functions that return SVG or HTML text. They know no database, no request and no page; every
name that reaches them is escaped, every colour is a custom property of the style sheet with a value to fall back on.
"""
