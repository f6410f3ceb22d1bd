"""What the floor holds about a person: account, addresses, second factors, sessions, mails, their trail."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.models import AuditEvent, DataRequest, Mail, MailChoice, Statement, User
from accounts.personal_data import row

# Rows read at a time from tables of the whole site.
BATCH = 500


def held(user):
    return {
        "addresses": (_("E-mail addresses"), EmailAddress.objects.filter(user=user).count()),
        "mails": (_("E-mails to you on record"), _mails_to(user).count()),
        "decisions": (_("Decisions about you, with their reasons"), Statement.objects.of(user).count()),
    }


def export(user):
    about = AuditEvent.objects.filter(
        Q(actor_id=user.pk) | Q(subject_type="accounts.user", subject_id=user.pk)
    ).order_by("pk")
    rows = {
        "account": row(
            user,
            "email",
            "name",
            "date_joined",
            "last_login",
            "is_staff",
            "language",
            has_password=user.has_usable_password(),
        ),
        "email_addresses": [
            row(one, "email", "verified", "primary") for one in EmailAddress.objects.filter(user=user)
        ],
        "second_steps_of_signing_in": [
            row(one, "type", "created_at", "last_used_at", name=one.data.get("name", ""))
            for one in Authenticator.objects.filter(user=user)
        ],
        "sessions_that_end_at": [session.expire_date for session in sessions_of(user)],
        "mails_to_me": [
            row(one, "kind", "reference", "number", "language", "state", "queued_at", "sent_at")
            for one in _mails_to(user).order_by("pk")
        ],
        "which_optional_mails_i_want": [
            row(one, "group", "wanted", "changed_at") for one in MailChoice.objects.filter(user=user)
        ],
        "decisions_about_me": [
            row(
                one, "kind", "reference", "what", "rule", "change", "given_at", "appeal_until", "overruled_at"
            )
            for one in Statement.objects.of(user)
        ],
        "requests_about_my_data": [
            row(one, "kind", "state", "asked_at", "done_at", "expires_at", "keep_pages")
            for one in DataRequest.objects.filter(user=user).order_by("asked_at")
        ],
        "changes_made_by_staff_to_my_account": [
            {"at": entry.action_time, "what": entry.get_action_flag_display()} for entry in _log_about(user)
        ],
        "trail_of_my_account": [
            row(event, "at", "verb", "reference", by_me=event.actor_id == user.pk) for event in about
        ],
    }
    return rows, {}


def erase(user, *, keep_pages):
    """All but the account's own row, which accounts.personal_data.erase() deletes last. The trail stays: it
    holds numbers and codes."""
    for session in sessions_of(user):
        session.delete()
    for request in DataRequest.objects.exports_of(user):
        request.file.storage.delete(request.file.name)
        request.delete()
    _mails_to(user).delete()
    _tasks_of(user).delete()
    MailChoice.objects.filter(user=user).delete()
    Statement.objects.of(user).delete()
    LogEntry.objects.filter(user=user).delete()
    _log_about(user).delete()
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()


def sessions_of(user):
    """The sessions that name a person: signed in, or half-way through signing in. What a session holds is packed,
    so this reads the whole table, in batches."""
    addresses = _addresses(user)
    for session in Session.objects.order_by("pk").iterator(chunk_size=BATCH):
        if _names(session.get_decoded(), user, addresses):
            yield session


def _addresses(user):
    own = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return {user.email.lower(), *(address.lower() for address in own)}


def _mails_to(user):
    """E-mails to the account or to an address of it, whatever became of them."""
    return Mail.objects.filter(Q(user=user) | Q(to__in=_addresses(user)))


def _names(data, user, addresses):
    if data.get("_auth_user_id") == str(user.pk):
        return True
    text = str(data).lower()
    return any(address in text for address in addresses)


def _tasks_of(user):
    """What the queue holds for this person, done or not; but for what runs this moment, as its worker has yet to
    write how it ended. The erasure itself names its request only."""
    just_now = timezone.now() - timedelta(minutes=10)
    running = Q(status=TaskResultStatus.RUNNING, started_at__gt=just_now)
    return DBTaskResult.objects.filter(args_kwargs__kwargs__user_id=user.pk).exclude(running)


def _log_about(user):
    """The admin's own list of changes, as far as it is about this account."""
    rows = Q(pk__in=[])
    for model, column in ((User, "pk"), (EmailAddress, "user"), (Authenticator, "user")):
        ids = [str(pk) for pk in model.objects.filter(**{column: user.pk}).values_list("pk", flat=True)]
        rows |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=ids)
    return LogEntry.objects.filter(rows | Q(object_repr__icontains=user.email))
