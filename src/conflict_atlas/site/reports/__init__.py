"""Reports of errors: what readers tell us, and where editors see it.

What may live here: the form, the model, the list for editors. No account, no cookie, no address of the reader is kept.
"""
