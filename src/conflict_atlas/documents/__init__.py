"""Who says what: documents read into blocks, records found in them, claims compared.

What may live here: readers of files, rules that find dates, figures, places, speakers, events and agreements in English text,
the comparison of what was found. The same bytes, rules and pack give the same records. Nothing here knows the web site; a
text is data, never executed and never an instruction.
"""
