"""The catalogue: what the world of conflicts is called and how it is grouped.

Countries, regions, tracked conflicts, forms of names, lifecycle: package data with plain functions over them. What may
live here: tables that people edit by hand, the code that reads and checks them, and pure functions over names. No
events, no figures, no database. Importing a module reads no file; the first question does, once.
"""
