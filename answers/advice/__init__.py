"""Helpers beside the editor: they point at what a doctor may want to look at again, and never block.

`read()` asks them all. Each is a module with a pure function of the answer's parts; only `copies` looks into the
database. What they say is no judgement: moderators see none of it, and an answer can be sent with all of it unheeded.
"""

from answers.advice.items import Advice, Group, Item
from answers.advice.reading import read

__all__ = ["Advice", "Group", "Item", "read"]
