"""What readers see: the data pages and the written pages, as publications.

What may live here: one module a page, each with a frozen dataclass for what the page shows and a function that builds it
from the core; the frame around every page; the templates. A template loops and asks; it computes nothing.
"""
