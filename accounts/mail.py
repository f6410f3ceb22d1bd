"""E-mails to a person: `notify()` queues one in the caller's transaction, a worker sends it.

A mail never holds a title, a word of a query or answer, or a specialty: only the reference,
what to do, and a link that needs sign-in. So its row in the queue and the SMTP logs hold none either.
"""

import uuid
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task

from accounts.models import User

# Minutes to wait after the first, second … failure; then the task stays in the admin as failed.
BACK_OFF = (1, 5, 15, 60, 240, 720)


def notify(user, kind, *, reference="", path="/me/"):
    """Queue the e-mail `kind` (a template in templates/emails/) to `user`.

    The queue is a table, so the mail commits or rolls back with whatever caused it.
    `path` is the page its link opens, below settings.SITE_URL.
    """
    key = uuid.uuid4().hex
    return send.enqueue(user_id=user.pk, kind=kind, reference=reference, path=path, key=key)


@task()
def send(*, user_id, kind, reference, path, key, attempt=0):
    """Send one queued e-mail; when the mail server fails, queue it again later.

    `key` makes the Message-ID, the same at each attempt, so that a mail sent twice shows once.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:  # erased or closed meanwhile
        return "no such account"
    try:
        _message(user, kind=kind, reference=reference, path=path, key=key).send()
    except OSError:
        if attempt >= len(BACK_OFF):
            raise
        later = timezone.now() + timedelta(minutes=BACK_OFF[attempt])
        send.using(run_after=later).enqueue(
            user_id=user_id,
            kind=kind,
            reference=reference,
            path=path,
            key=key,
            attempt=attempt + 1,
        )
        return "mail server failed, queued again"
    return "sent"


def _message(user, *, kind, reference, path, key):
    """Render templates/emails/<kind>.txt: its first line is the subject, a blank line parts paragraphs."""
    host = urlsplit(settings.SITE_URL).hostname
    context = {
        "name": user.name,
        "reference": reference,
        "url": f"{settings.SITE_URL}{path}",
        "site_name": settings.SITE_NAME,
        "emergency_number": settings.EMERGENCY_NUMBER,
    }
    with translation.override(settings.LANGUAGE_CODE):
        subject, _blank, body = render_to_string(f"emails/{kind}.txt", context).strip().partition("\n")
        context["subject"] = subject.strip()
        context["paragraphs"] = [" ".join(part.split()) for part in body.split("\n\n") if part.strip()]
        text = render_to_string("emails/base.txt", context)
        html = render_to_string("emails/base.html", context)
    message = EmailMultiAlternatives(
        context["subject"],
        text,
        to=[user.email],
        headers={"Message-ID": f"<{key}@{host}>"},
    )
    message.attach_alternative(html, "text/html")
    return message
