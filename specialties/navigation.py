"""The account bar: its entries on a doctor's pages and on everybody's."""

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

# A patient's, of which the first stands open.
PATIENTS = {
    "my-questions": _("My queries"),
    "my-credits": _("Your credits"),
    "mail-preferences": _("E-mails"),
    "my-decisions": _("Decisions about me"),
    "my-data": _("My data"),
    "mfa_index": _("Account security"),
}


def patients_links(current=""):
    """As account_links(), for whoever is no doctor, or on a page that isn't a doctor's."""
    return [
        {"label": label, "url": reverse(name), "current": name == current, "own": name != "my-questions"}
        for name, label in PATIENTS.items()
    ]


def account_links(current=""):
    """The entries of the bar; `current` is the URL name of the page it stands on."""
    return [
        {"label": label, "url": reverse(name), "current": name == current, "own": name in OWN}
        for name, label in {**WORK, **OWN}.items()
    ]
