"""JSON log lines, and error reports that show nothing private."""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

# The id of the request being answered; log lines written meanwhile carry it.
request_id: ContextVar[str] = ContextVar("request_id", default="")

# What the access log adds to its line (see RequestLogMiddleware).
EXTRA = ("method", "path", "status", "ms", "user_id")


class JsonFormatter(logging.Formatter):
    """One JSON object a line.

    Of an exception it prints types and places, never messages: a database's message quotes the row
    ("Failing row contains …"), and rows hold what patients wrote.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update({name: getattr(record, name) for name in EXTRA if hasattr(record, name)})
        if current := request_id.get():
            line["request_id"] = current
        if record.exc_info and record.exc_info[1]:
            line["exception"] = places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=True, default=str)


def places(error: BaseException) -> list[str]:
    """Type and code places of an exception and of those that caused it, without their messages."""
    lines: list[str] = []
    current: BaseException | None = error
    while current is not None and len(lines) < 200:
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        lines += [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(current.__traceback__)]
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return lines


class NothingPrivateFilter(SafeExceptionReporterFilter):
    """Error reports without form values, cookies, headers or local variables: any may hold health data."""

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """None of the form values."""
        return {}

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: TracebackType) -> Any:
        """None of the local variables."""
        return []

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        """Method and path only."""
        return {"REQUEST_METHOD": request.method, "PATH_INFO": request.path_info} if request else {}

    def get_safe_cookies(self, request: HttpRequest) -> dict[str, Any]:
        """No cookies."""
        return {}
