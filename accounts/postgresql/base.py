"""The connection (see DATABASES): Django asks `SELECT 1` before each request, which costs as much as a short query."""

import select

from django.db.backends.postgresql import base
from psycopg2.extensions import TRANSACTION_STATUS_INERROR, TRANSACTION_STATUS_UNKNOWN

_OF_NO_USE = (TRANSACTION_STATUS_INERROR, TRANSACTION_STATUS_UNKNOWN)  # as a query would say


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's, but that a kept connection is known to be lost by its socket: a server that closed it has said so,
    and otherwise nothing waits there to be read between two requests."""

    def is_usable(self):
        """Whether the server still holds the connection, as far as this machine has heard. No query."""
        if self.connection is None or self.connection.closed:
            return False
        if self.connection.info.transaction_status in _OF_NO_USE:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return not waiting.poll(0)
