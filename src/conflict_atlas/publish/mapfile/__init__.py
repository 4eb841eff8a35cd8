"""The map file: every located or dated record of a workspace in a few columns, for the explorer and for anybody else.

What may live here: which records go into it (``collecting``), the file in its two forms (``records``, ``layout``, ``encoding``,
``decoding``), the tables that give its numbers their names (``tables``), and the rows behind the records by blocks
(``blocks``). Nothing of the web. ``docs/explorer.md`` describes the file to the byte; ``web/scripts/explorer/decode.ts`` is
its other reader.
"""
