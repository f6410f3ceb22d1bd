"""How each language writes days and moments: one `formats` module each, found by FORMAT_MODULE_PATH.

Templates say `date:"DATE_FORMAT"`. Besides Django's names there are some of our own, ending in _FORMAT as well; every
language has all of them, as a name without a format would be printed as one. Hours are those of the clock, 0 to 23.
"""
