"""What a topic's page was made of: it is printed without a template's context."""

from contextlib import contextmanager
from unittest.mock import patch

from specialties import topic_page


@contextmanager
def dated_pages():
    """The DatedPage of each topic page that is made meanwhile."""
    shown, page = [], topic_page.page

    def seen(specialty, cards, **values):
        shown.append(cards)
        return page(specialty, cards, **values)

    with patch.object(topic_page, "page", seen):
        yield shown
