"""How a view says that its page is public, and how one hands out a private file."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, set_response_etag


class PublicPageNotPublic(RuntimeError):
    """A page marked public started a session or set a cookie, so it would differ between readers."""


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a view whose page is the same for every reader who isn't signed in.

    Without a session cookie the view sees an anonymous user, its answer carries `Cache-Control: public,
    no-cache` and an ETag, sets no cookie and doesn't vary by cookie; a form with a CSRF token on it raises
    PublicPageNotPublic. With a session cookie it is an ordinary page, kept by no cache.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            return view(request, *args, **kwargs)
        request.user = AnonymousUser()
        # A browser may hold a token cookie that is no longer one. Only a page with a form replaces it.
        request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
        response = view(request, *args, **kwargs)
        if hasattr(response, "render") and callable(response.render):
            response = response.render()
        _refuse_cookies(request, response)
        if response.status_code not in (200, 301, 404, 410):
            return response
        response.headers["Cache-Control"] = "public, no-cache"
        if response.status_code != 200 or response.streaming:
            return response
        set_response_etag(response)
        return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response

    return wrapper


def private_file(
    stored: FieldFile, *, name: str, content_type: str, as_attachment: bool = False
) -> FileResponse:
    """The bytes of a stored file, for the one who asked alone, kept by no cache and never run by a browser; 404 when
    the file is gone. The caller has made sure that they may have it, and records it where it isn't their own."""
    try:
        content = stored.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, as_attachment=as_attachment, filename=name, content_type=content_type)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _refuse_cookies(request: HttpRequest, response: HttpResponse) -> None:
    if response.cookies or request.session.modified or request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
        raise PublicPageNotPublic(f"{request.path} is marked public but sets a cookie or makes a CSRF token.")
    # Reading an empty session (has it messages?) is no reason to vary by cookie.
    request.session.accessed = False
