"""What it means: status by a published rule, change points, forecasts and their scores, on panels of deaths by month.

What may live here: statistics over panels and the values that pages and commands show. Nothing of the web, no words of a
page beyond what a rule itself says.
"""
