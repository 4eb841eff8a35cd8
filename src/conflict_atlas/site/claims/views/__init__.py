"""The views of the claims desk, below ``/admin/``. One module a page."""
