"""Plain words: how easy a text is to read, and what stands in the way of children who read it.

What may live here: measures and rules over text, as pure functions. Nothing here writes a sentence or publishes one.
"""
