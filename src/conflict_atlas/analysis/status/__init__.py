"""Status: what deadly violence does now, by a published rule, with the evidence it rests on.

What may live here: rules (one module each, found through ``registry``), the value that they give, and what is told from it:
assessments, sentences, what would flip a label, the back-test. A rule describes; it predicts nothing.
"""
