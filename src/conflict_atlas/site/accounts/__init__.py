"""Accounts: who may enter the newsroom, what each may do there, and how they prove who they are.

What may live here: roles and their permissions, two-factor login, throttling of guesses, scheduled publishing and the
redirects that editors keep. Nothing about what a dossier is.
"""
