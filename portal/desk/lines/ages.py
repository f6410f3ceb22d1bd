"""How long something has waited, or how far off a day is, in words."""

from datetime import timedelta

from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

JUST_NOW = timedelta(minutes=1)


def waited(since):
    """How long ago the moment `since` is."""
    return timesince(since, depth=1) if timezone.now() - since >= JUST_NOW else _("less than a minute")


def ends(day):
    """How far off the end of a licence is."""
    days = (day - timezone.now().date()).days
    if days < 0:
        return ngettext("ended %(days)d day ago", "ended %(days)d days ago", -days) % {"days": -days}
    if days == 0:
        return _("ends today")
    return ngettext("ends in %(days)d day", "ends in %(days)d days", days) % {"days": days}


def due(day):
    """Since when a review is due."""
    days = (timezone.localdate() - day).days
    if not days:
        return _("due today")
    return ngettext("due for %(days)d day", "due for %(days)d days", days) % {"days": days}
