"""The events river: what happened.

Sources are read into vintages, vintages are committed to the lake, and questions are answered from the lake by one grain
at a time. What may live here: reading conflict data, keeping it, and counting it. Nothing of documents, pages or the web.
"""
