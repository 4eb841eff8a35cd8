"""Pages for kids: the index, an edition at two levels, its part for teachers, the glossary, and the print pack.

What may live here: from published editions to pages. They read the published folders and no database.
"""
