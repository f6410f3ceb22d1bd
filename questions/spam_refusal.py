"""The refusal of many queries at once: for spam alone."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.moves import MoveRefused, lock

NOT_HELD = _("It isn’t kept aside as spam any more, so it is decided on its own page.")
REASON = _(
    "Your text reads like an advertisement, a copy of another text or the work of a program, so we can’t pass it on "
    "to a doctor."
)
CHANGE = _(
    "If you are asking about your own health, please send your query again in your own words, without links or offers."
)


@transaction.atomic
def refuse(question, *, by, seen_version, rule=""):
    """A moderator declines a query that is held as spam, by its own move with a fixed reason, which is in its patient's
    language; `rule` is the code of an editorial rule. Raises MoveRefused for one that isn't held (any more), and when
    it was changed or decided since `seen_version`."""
    current = lock(question)
    if not current.held:
        raise MoveRefused(NOT_HELD)
    with translation.override(current.asker.mail_language):
        words = {"reason": str(REASON), "change": str(CHANGE)}
    current.decline(by=by, **words, rule=rule, seen_version=seen_version)
