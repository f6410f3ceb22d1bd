"""Search over the public copies. engine.py is the way in."""
