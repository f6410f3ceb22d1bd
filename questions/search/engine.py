"""The seam of search: index() and refresh() write what search() reads. Another engine would replace these three, and
the jobs and triggers that do the same unasked. Who isn't of this package knows no more of it than this module, and what
makes a page of what was found (results.py, page.py).

How it works: docs/adr/0019-search.md.
"""

from contextlib import contextmanager
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction

from questions.search import figures, indexing, laywords, ranking, terms

TIMEOUT = 1500  # milliseconds for a statement; a usual search takes some ten for all of them
MAX_LENGTH = 2000  # characters that are read of a search: more than a message has, less than a book
PLAINLY = "SET LOCAL jit TO off; SET LOCAL max_parallel_workers_per_gather TO 0"


class SearchTimeout(Exception):
    """The database took too long; nothing is known of what would be found."""


@dataclass(frozen=True)
class Found:
    """What search() found: `hits` of the ranking, best first; `more` says that there are others; `asked` is how the
    text was understood."""

    hits: list[ranking.Hit]
    more: bool
    asked: terms.Terms


def index(*published):
    """Write the search entries of public copies, in the caller's transaction: they are found from its commit on, and a
    trigger takes an entry away with its copy. None where every answer was retracted."""
    indexing.write([copy.pk for copy in published])


def refresh(progress=lambda count: None):
    """Index the public copies that have no entry, as after a restored backup, or are due, as after a migration that
    counts words otherwise; and count how many have each word, as after an import. Calls `progress` with how many were
    written, time and again."""
    indexing.write_renamed(progress)  # those that have no entry among them, too: first
    indexing.write_missing(progress)
    figures.refresh()


def search(text, *, area=None):
    """The public copies that best fit `text`, in the specialty with the id `area` when given. Up to four queries; call
    it within() a time limit."""
    asked = terms.read(text[:MAX_LENGTH])
    ranked = ranking.rank(asked, area=area)
    return Found(ranked.hits, ranked.more, asked)


@contextmanager
def within(milliseconds=None):
    """A transaction whose statements are cancelled when one takes longer (TIMEOUT unless told): SearchTimeout then."""
    laywords.load()
    outer = connection.in_atomic_block
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # Compiling them, or calling other processes for help, would take longer than they do.
            cursor.execute(f"{PLAINLY}; SET LOCAL statement_timeout TO %s", [milliseconds or TIMEOUT])
            yield
            if outer:
                cursor.execute("RESET jit; RESET max_parallel_workers_per_gather; RESET statement_timeout")
    except OperationalError as error:
        raise SearchTimeout from error
