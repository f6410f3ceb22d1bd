"""References such as Q-7K3M-92VX: random, easy to read out, telling nothing about the query or its order."""

import re
import secrets

# No vowels (no words arise) and none of 0 O 1 I L (mistaken for each other).
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
PATTERN = re.compile(rf"Q-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")


def new_reference():
    """Return a fresh reference: 38 random bits; the database refuses the rare one that is taken."""
    letters = [secrets.choice(ALPHABET) for _ in range(8)]
    return f"Q-{''.join(letters[:4])}-{''.join(letters[4:])}"


class ReferenceConverter:
    """`<reference:…>` in URLs; anything else is a 404 before a query is made."""

    regex = PATTERN.pattern

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value
