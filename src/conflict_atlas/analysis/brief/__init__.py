"""The data brief: what the lake says of one conflict or country, as the few facts with which its page opens.

What may live here: those facts as frozen values, each number with the question whose rows it counts. No sentences, no
links: the pages write them.
"""
