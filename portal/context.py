"""What every template may say about the site itself."""

from accounts.site import facts


def site(request=None):
    """Site-wide facts. Reads neither user nor session: public pages must be the same for everyone."""
    return facts()
