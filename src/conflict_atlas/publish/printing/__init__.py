"""Printing: pages as PDF, made from values by ReportLab, with its own embedded font.

What may live here: the print pack for kids, and drawings and maps for paper. No web, no templates.
"""
