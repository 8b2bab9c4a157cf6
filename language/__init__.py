"""Reading text: sentences, quantities, dates, names, quotations and the normal form.

Pure functions over strings. All offsets are characters of the text as given:
``text[start:end]`` is the wording. Nothing here imports another room, reads a file outside
``language/data`` or raises on any text.
"""
