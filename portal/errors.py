"""What people see when something goes wrong. Also in urls.py: handler400, 403, 404, 429 and 500.

Each page is rendered with no more of the request than its address, so that neither a session nor a database is needed
and a fault in the middle of one request cannot cause a second while it is being explained.
"""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpResponse, HttpResponseNotFound, JsonResponse
from django.template.loader import render_to_string

from accounts import formfields, languages
from accounts.limits import LimitReached
from portal.context import site

# Most of the sign-in's own limits, which don't say how long they last, count by the minute.
SIGN_IN_WAIT = 60  # seconds


def _page(request, template, *, status, **context):
    return HttpResponse(render_to_string(template, {**site(request), **context}), status=status)


def bad_request(request, exception=None):
    """400, and 413 when what was sent is larger, or more files, than the site takes."""
    if isinstance(exception, (RequestDataTooBig, TooManyFilesSent)):
        return too_large(request)
    return _page(None, "400.html", status=400)


def forbidden(request, exception=None):
    """403: signed in, but not allowed."""
    return _page(request, "403.html", status=403)


def csrf_failure(request, reason=""):
    """403 for a form whose safety token is missing or out of date (CSRF_FAILURE_VIEW), with what was typed."""
    return _page(request, "403_csrf.html", status=403, typed=_typed(request), path=request.path)


def _typed(request):
    """The texts of a form that was not taken, to copy. Whoever sent it reads them, nobody else; what may be a
    password, an address or a code isn't repeated."""
    if languages.unprefixed(request.path).startswith("/accounts/"):
        return []
    return formfields.typed_texts(request.POST)


def not_found(request, exception=None):
    """404, the same whether a page never was or is hidden from this reader."""
    return _page(request, "404.html", status=404)


def method_not_allowed(request):
    """405: an address that only takes a form was opened as a page, or the reverse."""
    return _page(request, "405.html", status=405)


def gone(request):
    """410: a question that was published and has been withdrawn."""
    return _page(request, "410.html", status=410)


def too_large(request):
    """413: the pictures or the text are larger than the site takes."""
    return _page(request, "413.html", status=413)


def too_many(request, reached=None):
    """429: a limit is used up, one of ours (`reached`) or one of the sign-in's. JSON for scripts of our pages."""
    wait = reached.retry_after if reached else SIGN_IN_WAIT
    if reached and "application/json" in request.headers.get("Accept", ""):
        response = JsonResponse({"message": reached.message, "retry_after": wait}, status=429)
    else:
        response = _page(request, "429.html", status=429, reached=reached)
    response.headers["Retry-After"] = str(wait)
    return response


def server_error(request):
    """500. The template stands alone: no base, no URL names, no context."""
    response = _page(None, "500.html", status=500)
    response.headers["Content-Language"] = settings.LANGUAGE_CODE
    return response


# The pages that stand in for Django's technical ones in a demonstration: those list addresses and settings.
DEMO_PAGES = {400: bad_request, 404: not_found, 500: server_error}


class ErrorPages:
    """Middleware: gives Django's empty 405 responses a page, keeping their `Allow` header, and a demonstration
    (where DEBUG is on) the error pages that readers of a real site see; the log has the trace. A limit that a
    view let pass becomes 429."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            return _replace(response, method_not_allowed(request))
        if settings.DEMO and settings.DEBUG and _is_technical(response):
            return _replace(response, DEMO_PAGES[response.status_code](request))
        return response

    def process_exception(self, request, exception):
        return too_many(request, exception) if isinstance(exception, LimitReached) else None


def _is_technical(response):
    """Whether Django made it. A 404 that a view rendered itself, for words whose draft is gone, is of another class."""
    if response.status_code == 404:
        return isinstance(response, HttpResponseNotFound)
    return response.status_code in DEMO_PAGES


def _replace(response, page):
    """Put the body of `page` into `response`, which keeps its other headers."""
    response.content = page.content
    response["Content-Type"] = page["Content-Type"]
    response["Content-Length"] = len(page.content)  # that of the old body was counted further inside
    return response
