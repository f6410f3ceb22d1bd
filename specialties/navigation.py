"""The account bar on a doctor's pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

WORK = {
    "dashboard": _("Dashboard"),
    "own-answers": _("My answers"),
    "opinions": _("Second opinions"),
    "snippets": _("Snippets"),
    "doctor-statistics": _("Statistics"),
    "doctor-apply": _("My profile and licence"),
    "doctor-help": _("Help"),
}
# What folds away under "My account".
OWN = {
    "my-questions": _("My own queries"),
    "doctor-notices": _("Notices"),
    "mail-preferences": _("E-mails"),
    "my-decisions": _("Decisions about me"),
    "my-data": _("My data"),
    "mfa_index": _("Account security"),
}


def account_links(current=""):
    """The entries of the bar; `current` is the URL name of the page it stands on."""
    return [
        {"label": label, "url": reverse(name), "current": name == current, "own": name in OWN}
        for name, label in {**WORK, **OWN}.items()
    ]
