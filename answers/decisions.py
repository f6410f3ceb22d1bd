"""What a statement of reasons leads to: what its person can do now, and where the item is."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import StatementKind

# What to do when the decision itself doesn't say it.
AHEAD = {
    StatementKind.QUERY_DECLINED: _(
        "You can ask again, with what is missing or in another way. It did not use up a credit."
    ),
    StatementKind.FOLLOW_UP_CLOSED: _(
        "You can ask another follow-up question instead: this one doesn’t count."
    ),
    StatementKind.PAGE_WITHDRAWN: _(
        "You don’t need to do anything. Your query and its answer stay in your account, and can’t be published again."
    ),
    StatementKind.ANSWER_RETURNED: _(
        "Change what the reason asks for and send the answer again; you needn’t wait for an appeal."
    ),
    StatementKind.ANSWER_RETRACTED: _("Your patient was told not to rely on it. It stays readable for you."),
    StatementKind.REPLY_RETURNED: _(
        "Change what the reason asks for and send the reply again; you needn’t wait for an appeal."
    ),
    StatementKind.OPINION_RETURNED: _(
        "Change what the reason asks for and send your opinion again, or withdraw it."
    ),
    StatementKind.APPLICATION_RETURNED: _("Change what the reason asks for and send your application again."),
    StatementKind.DOCUMENT_RETURNED: _("Send another document in its place, then the application again."),
    StatementKind.DOCTOR_SUSPENDED: _(
        "When the reason is settled, send your application again: it is checked anew."
    ),
}


def ahead(statement):
    """What the person can do now, by the kind of decision; "" after an appeal."""
    return AHEAD.get(statement.kind, "")


def item_url(statement):
    """The page of the item for its person; "" where there is none. No query."""
    kind, reference, pk = statement.kind, statement.reference, statement.subject_id
    pages = {
        StatementKind.QUERY_DECLINED: ("my-question", [reference]),
        StatementKind.FOLLOW_UP_CLOSED: ("my-question", [reference]),
        StatementKind.PAGE_WITHDRAWN: ("my-question", [reference]),
        StatementKind.ANSWER_RETURNED: ("answer-edit", [reference]),
        StatementKind.ANSWER_RETRACTED: ("own-answer", [reference]),
        StatementKind.REPLY_RETURNED: ("followup-reply", [reference, pk]),
        StatementKind.OPINION_RETURNED: ("opinions", []),
        StatementKind.APPLICATION_RETURNED: ("doctor-apply", []),
        StatementKind.DOCUMENT_RETURNED: ("doctor-apply", []),
        StatementKind.DOCTOR_SUSPENDED: ("doctor-apply", []),
    }
    if kind not in pages:
        return ""
    name, args = pages[kind]
    return reverse(name, args=args)
