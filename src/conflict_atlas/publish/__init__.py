"""What goes out: publications, drawings, exports, and the one gate for licences.

What may live here: everything between the lake and a reader that is no page: pure functions and registries. Nothing of the
web: no request, no template, no database of the site.
"""
