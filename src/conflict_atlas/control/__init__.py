"""Claimed control: areas that somebody says are held by somebody, day by day.

What may live here: reading such claims from daily files, keeping them as dated vintages, and which day answers for a moment. A
claim is never joined with another, never filled in between two days, and never counted: whoever shows it names the claimant.
"""
