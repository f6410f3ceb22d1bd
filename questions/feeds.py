"""The feed of the whole site."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.pages import public_page
from questions.models import PublishedQuestion
from specialties.feeds import ENTRIES, atom
from specialties.models import Edition


@require_safe
@public_page(edition=Edition.objects.whole)
def site_feed(request):
    """The newest answers of all topics. Two queries."""
    return atom(
        PublishedQuestion.objects.for_feed()[:ENTRIES],
        title=_("%(site)s – recently answered questions") % {"site": settings.SITE_NAME},
        path="/",
        feed_path=reverse("feed"),
    )
