"""The newsroom's own views in the admin.

What may live here: one module a view. Each states which permission it asks for.
"""
