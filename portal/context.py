"""What every template may say about the site itself."""

from accounts.languages import unprefixed
from accounts.site import facts


def site(request=None):
    """Site-wide facts, and where the page stands in the default language. Reads neither user nor session: public pages
    must be the same for everyone. What answers a form stands nowhere: who opened its address would lose their words."""
    opened = request is not None and request.method in ("GET", "HEAD")
    return {**facts(), "page_address": unprefixed(request.get_full_path()) if opened else ""}
