"""Search over the public copies. engine.py is the way in: index() writes a copy, search() finds."""
