"""The site: where people meet Conflict Atlas. Django and Wagtail live here and nowhere below.

What may live here: settings, headers, serving, and one app for each concern (``pages`` what readers see, ``reports`` what
readers tell us). Figures come from the core; no view and no template computes one.
"""
