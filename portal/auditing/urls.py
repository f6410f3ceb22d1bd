"""The auditor's addresses, below /admin/audit/ and in the admin's namespace."""

from django.urls import path

from portal.auditing import items, trail


def audit_urls(admin_view):
    """The patterns; `admin_view` is the admin site's gate: staff only, else its sign-in."""
    views = [
        ("", trail.trail, "audit"),
        ("looks/", trail.access, "audit-looks"),
        ("seals/", items.seals, "audit-seals"),
        ("items/<reference:reference>/", items.item, "audit-item"),
        ("items/<reference:reference>/texts/", items.texts, "audit-texts"),
    ]
    return [path(route, admin_view(view), name=name) for route, view, name in views]
