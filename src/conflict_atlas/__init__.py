"""Conflict Atlas: an open, self-hosted, interactive guide to ongoing conflicts."""

__version__ = "0.1.0"
