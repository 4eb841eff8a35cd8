"""Who says what: the ways in which English text attributes.

What may live here: verbs, prepositions, nouns and quotes that make somebody a speaker. Begin with ``finding``. A speaker is only
ever taken from the words of the text.
"""
