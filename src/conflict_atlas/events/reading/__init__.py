"""Reading: from a file as it came to a table of text with numbered records.

What may live here: containers (zip, gzip, xlsx, parquet), encodings, headers, records. Nothing of what the columns mean.
"""
