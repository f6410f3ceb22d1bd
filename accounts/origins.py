"""Forms on public pages: those are one for everybody and hold no token, so a POST must say where it comes from."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt


def from_our_pages(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a view that takes a POST without a token: 403 unless the browser says that a page of this site sent it.
    Every browser that sends forms names the `Origin`. Only for what anybody may do without an account."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ours = f"{request.scheme}://{request.get_host()}"
        if request.method == "POST" and request.headers.get("Origin") != ours:
            raise PermissionDenied("a form that no page of this site sent")
        return view(request, *args, **kwargs)

    return csrf_exempt(wrapper)
