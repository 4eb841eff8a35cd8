"""Reading: from a file as it came to a text with offsets. One module a form; the registry is in ``registry``.

What may live here: readers and what protects from hostile files. A reader executes nothing, fetches nothing and ends in time;
what it cannot read it says in words.
"""
