"""Scores: how good a forecast was, by rules that no forecaster can please by saying what they do not believe.

What may live here: proper scores, calibration, and the scoreboard. Lower is better for every score. Pure functions over
arrays; nothing is known here of how a forecast was made.
"""
