"""How a view says that its page is public, and how one hands out a private file."""

import hashlib
from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import parse_etags
from django.utils.translation import get_language

from accounts.release import release

View = Callable[..., HttpResponse]


class PublicPageNotPublic(RuntimeError):
    """A page marked public started a session or set a cookie, so it would differ between readers."""


class Page(HttpResponse):
    """A public page that was read together with its `edition`, at one moment."""

    def __init__(self, content: str, *, edition: Iterable[Any]) -> None:
        super().__init__(content)
        self.edition = edition_of(edition)


def edition_of(marks: Iterable[Any]) -> str:
    """The edition that these marks make."""
    return " ".join(map(str, marks))


def public_page(
    view: View | None = None,
    *,
    edition: Callable[..., str] | None = None,
    with_page: bool = False,
    kept: bool = True,
) -> Any:
    """Marks a view whose page is the same for every reader who isn't signed in.

    Without a session cookie the view sees an anonymous user, its answer carries `Cache-Control: public` and an ETag,
    sets no cookie and doesn't vary by cookie; a form with a CSRF token on it raises PublicPageNotPublic. With a session
    cookie it is an ordinary page, kept by no cache.

    `edition` takes the view's arguments and says which edition of everything that the page shows stands ("" where there
    is no such page): who holds that page already is answered without the view, by its `not_modified` (HeldPages). It is
    read before the page, so that a tag may be older than what it stands for, never newer; of a view that answers with
    a Page (`with_page`) in the same query as that. Without it the tag is made of the page's bytes.

    Not `kept`: no cache may store the page, as its address tells of its reader's health.

    With an `edition`, nothing that refuses a reader may be wrapped around it: HeldPages answers before it is asked.
    """
    if view is None:
        return partial(public_page, edition=edition, with_page=with_page, kept=kept)

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            return view(request, *args, **kwargs)
        tag, days = getattr(request, "page_tag", ""), _days()
        if edition and not tag and not with_page and not settings.DEBUG:
            tag = _tag(request, days, edition(*args, **kwargs))
        request.user = AnonymousUser()
        # A browser may hold a token cookie that is no longer one. Only a page with a form replaces it.
        request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
        response = view(request, *args, **kwargs)
        if hasattr(response, "render") and callable(response.render):
            response = response.render()
        _refuse_cookies(request, response)
        if response.status_code in (301, 404, 410):
            response.headers["Cache-Control"] = "public, no-cache"
        if response.status_code != 200:
            return response
        _cached_by_readers(response)
        if not kept:
            response.headers["Cache-Control"] = "no-store"
        if response.streaming or not kept:
            return response
        if isinstance(response, Page) and not tag and not settings.DEBUG:
            tag = _tag(request, days, response.edition)
        if tag:
            response.headers["ETag"] = tag
        else:
            set_response_etag(response)
        return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response

    def not_modified(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | None:
        tag = _tag(request, _days(), edition(*args, **kwargs)) if edition else ""
        if tag and (held := _held(request, tag)):
            return _cached_by_readers(HttpResponseNotModified(headers={"ETag": held}))
        request.page_tag = tag  # type: ignore[attr-defined]
        return None

    if edition:
        wrapper.not_modified = not_modified  # type: ignore[attr-defined]
    return wrapper


class HeldPages:
    """Middleware: 304 for a reader who holds a public page as it stands, before anything is asked about who they are:
    session, messages and the rest cost as much as the one query that this needs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or go on. One query for who names a tag."""
        names_tag = "HTTP_IF_NONE_MATCH" in request.META and request.method in ("GET", "HEAD")
        if names_tag and settings.SESSION_COOKIE_NAME not in request.COOKIES and not settings.DEBUG:
            return _not_modified(request) or self.get_response(request)
        return self.get_response(request)


def _not_modified(request: HttpRequest) -> HttpResponse | None:
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    answer = getattr(match.func, "not_modified", None)
    return answer(request, *match.args, **match.kwargs) if answer else None


def _days() -> str:
    """Today, here and in UTC: some words depend on it (a licence ends, a review is due). Read before the page."""
    now = timezone.now()
    return f"{now.astimezone(timezone.get_default_timezone()).date()} {now.date()}"


def _tag(request: HttpRequest, days: str, edition: str) -> str:
    """The strong ETag of an address on these days; "" without an edition."""
    if not edition:
        return ""
    parts = [release(), str(get_language()), days, request.get_full_path(), edition]
    return f'"{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:32]}"'


def _held(request: HttpRequest, tag: str) -> str:
    """`tag` as the reader names it; "" without it. Whoever compresses a page on its way makes the tag a weak one."""
    named = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    return next((one for one in named if one.removeprefix("W/") == tag), "")


def _cached_by_readers(response: HttpResponse) -> HttpResponse:
    """How long a browser may show the page without asking again (settings, ADR 17). A cache that many share must ask
    each time: s-maxage also forbids it to show what is stale (RFC 9111, 5.2.2.10)."""
    keep = "no-cache"
    if settings.PUBLIC_MAX_AGE:
        stale = settings.PUBLIC_STALE_WHILE_REVALIDATE
        keep = f"max-age={settings.PUBLIC_MAX_AGE}{f', stale-while-revalidate={stale}' if stale else ''}, s-maxage=0"
    response.headers["Cache-Control"] = f"public, {keep}"
    return response


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
