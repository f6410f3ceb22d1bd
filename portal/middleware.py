"""What every request passes: an id and a log line, its language, clean input, headers, the second factor."""

import logging
import secrets
import time
from collections.abc import Callable

from csp.constants import HEADER as CSP_HEADER
from csp.utils import build_policy
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import languages
from accounts.mfa import mfa_missing
from accounts.text import FORBIDDEN, clean
from portal import logs

GetResponse = Callable[[HttpRequest], HttpResponse]
access_log = logging.getLogger("portal.access")

# Where staff and doctors see what patients wrote.
MFA_PREFIXES = ("/admin/", "/dashboard/")


class RequestLogMiddleware:
    """Outermost: gives the request an id, fills in missing headers, writes one log line.

    The id is always our own: one from outside could carry anything into the logs. The line has the path
    without its query string (searches are health data) and nothing of the body.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.csp = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, timed."""
        request.id = secrets.token_hex(8)  # type: ignore[attr-defined]
        token = logs.request_id.set(request.id)  # type: ignore[attr-defined]
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            self.add_headers(request, response)
            self.log(request, response, milliseconds=(time.perf_counter() - started) * 1000)
        finally:
            logs.request_id.reset(token)
        return response

    def add_headers(self, request: HttpRequest, response: HttpResponse) -> None:
        """Private unless the response says otherwise; django-csp leaves debug pages out, we don't."""
        response.headers["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault(CSP_HEADER, self.csp)

    def log(self, request: HttpRequest, response: HttpResponse, *, milliseconds: float) -> None:
        """One line; the user only when the view asked who it is: public pages stay without a query."""
        user = getattr(request, "_cached_user", None)
        access_log.info(
            "request",
            extra={
                "method": request.method,
                "path": request.path,
                "status": response.status_code,
                "ms": round(milliseconds, 1),
                "user_id": user.pk if user else None,
            },
        )


class LanguageMiddleware:
    """Speaks the language that the address names, to the end of the answer (ADR 24).

    Neither a cookie nor Accept-Language is asked: an address is one page for every reader and every cache.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in it; afterwards the thread speaks what it spoke before."""
        language = languages.of_path(request.path_info)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class CleanInputMiddleware:
    """Takes out of GET, POST and cookies what no field may hold (see `accounts.text`).

    PostgreSQL refuses NUL and UTF-8 lone surrogates: without this each of them is a 500.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Clean, then go on; a path with such characters names nothing of ours."""
        if FORBIDDEN.search(request.path_info):
            return HttpResponseBadRequest("Bad request\n", content_type="text/plain; charset=utf-8")
        request.COOKIES = {k: v for k, v in request.COOKIES.items() if not FORBIDDEN.search(k + v)}
        request.GET = cleaned(request.GET)  # type: ignore[assignment]
        if request.method == "POST":
            # Assigned to the private name: `request.POST` is a property that has just parsed the body.
            request._post = cleaned(request.POST)  # type: ignore[attr-defined]
        return self.get_response(request)


def cleaned(values: QueryDict) -> QueryDict:
    """`values` with clean names and texts, in the same order."""
    result = QueryDict(mutable=True, encoding=values.encoding)
    for name, texts in values.lists():
        result.setlistdefault(clean(name)).extend(clean(text) for text in texts)
    result._mutable = False
    return result


class RequireMfaMiddleware:
    """Sends staff and doctors without a second factor to set one up before they see what patients wrote."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on, or to the page where passkeys and one-time codes are set up."""
        if languages.unprefixed(request.path_info).startswith(MFA_PREFIXES) and mfa_missing(request.user):
            messages.warning(request, _("Set up a second step for signing in first. It protects patients."))
            return redirect("mfa_index")
        return self.get_response(request)
