"""The starter pack: figures derived from UCDP data, so that a first start shows real numbers without a download.

What may live here: the builder, the loader, and the pack itself (data only). No event rows, no headlines.
"""
