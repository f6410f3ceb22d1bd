"""gunicorn as this site needs it: `gunicorn portal.wsgi` reads gunicorn.conf.py, which names these two.

What gunicorn can't read never reaches Django. Left to itself it logs such a request's first line or its
cookie, sends it back, and answers without our headers.
"""

import ssl
from http import HTTPStatus
from importlib import import_module
from threading import Thread
from typing import Any

from csp.utils import build_policy
from django.conf import settings
from django.db import DatabaseError, connection
from gunicorn import glogging, util
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

from portal.logs import JsonFormatter

# Our own faults among the exceptions that gunicorn derives from ParseException.
OURS = (errors.ConfigurationProblem, errors.InvalidResponseHeader, errors.InvalidResponseHeaderName)
STATUSES = {
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
}


class Logger(glogging.Logger):
    """gunicorn's own lines as JSON, like all others."""

    def setup(self, cfg: Any) -> None:
        """As gunicorn does, then with our formatter."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())


class Worker(ThreadWorker):
    """gunicorn's threads, with an answer of ours to what never reached Django."""

    def load_wsgi(self) -> None:
        """As gunicorn does; beside it begins what the first patient would else wait for."""
        super().load_wsgi()
        Thread(target=self.read_red_flags, daemon=True).start()

    def read_red_flags(self) -> None:
        """Read the rules in force, half a second of work. Without a database, the first search does it."""
        # gunicorn imports this module before Django is set up, when models can't be imported yet.
        redflags = import_module("questions.redflags")
        try:
            redflags.find("")
            self.log.info("The red flags are read.")
        except DatabaseError as error:
            self.log.warning("The red flags are not read yet: %s", type(error).__name__)
        finally:
            connection.close()

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Log the kind of fault and nothing that was sent; answer briefly, with the site's headers."""
        status = status_of(exc)
        if status is HTTPStatus.INTERNAL_SERVER_ERROR:
            self.log.error("Error outside Django", exc_info=exc)
        else:
            self.log.warning("Malformed request: %s", type(exc).__name__)
        try:
            util.write_nonblock(client, answer(status))
        except OSError:
            self.log.debug("The client is gone.")


def status_of(exc: Exception) -> HTTPStatus:
    """400 or a closer status for what a client sent wrong; 500 for everything else."""
    if isinstance(exc, (errors.ParseException, ssl.SSLError)) and not isinstance(exc, OURS):
        return STATUSES.get(type(exc), HTTPStatus.BAD_REQUEST)
    return HTTPStatus.INTERNAL_SERVER_ERROR


def answer(status: HTTPStatus) -> bytes:
    """A whole response as bytes."""
    body = f"{status.phrase}\n"
    headers = {
        "Connection": "close",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": len(body),
        "Cache-Control": "no-store, private",
        "Content-Security-Policy": build_policy(),
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Permissions-Policy": settings.PERMISSIONS_POLICY,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }
    if settings.SECURE_HSTS_SECONDS:
        subdomains = "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
        preload = "; preload" if settings.SECURE_HSTS_PRELOAD else ""
        headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}{subdomains}{preload}"
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status.value} {status.phrase}\r\n{lines}\r\n{body}".encode("ascii")
