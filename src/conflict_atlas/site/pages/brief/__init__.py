"""The data brief on a page: five to eight sentences written from the figures, each number a link to its rows.

What may live here: the facts of ``analysis.brief`` as sentences. They say who, since when, how many of late, where, when and
what is not known; they judge nothing and name no cause. A part is called a part, and a zero, an unknown number and months
that are not covered are three different sentences.
"""
