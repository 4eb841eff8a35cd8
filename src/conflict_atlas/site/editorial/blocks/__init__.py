"""The blocks of a dossier's page, which mirror ``dossiers.dossier`` one to one.

What may live here: blocks and their help for editors. Nothing is required by a block: a draft may always be saved, and
the check says what is missing before the page is submitted or published.
"""
