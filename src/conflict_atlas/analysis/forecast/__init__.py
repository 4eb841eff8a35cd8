"""Forecasts: distributions of deaths by unit and month, as whole numbers drawn from what followed in months like these.

What may live here: draws and their files, models (one module each, found through ``models``), what is told of a forecast,
issuing and archiving it. Scores are in ``scores``. scikit-learn is imported by ``analog_forest`` only, inside its function.
"""
