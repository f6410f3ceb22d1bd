"""E-mails: `notify()` writes one into the caller's transaction, a worker sends it (see `mail_sender`).

Its words are in its receiver's language, whatever that of its cause: they are made when it is sent, and the path of
its page is stored without a language.

A mail never holds a name, a title, a word of a query or answer, or a specialty: only the reference,
what to do, and a link that needs sign-in. So neither its row nor the logs of a mail server hold any.
"""

from django.utils import timezone

from accounts.languages import unprefixed
from accounts.mail_kinds import KINDS
from accounts.models import Mail, MailState


def notify(user, kind, *, reference="", path="/me/", number=0, lines=(), language=""):
    """Queue the e-mail `kind` (see `mail_kinds`) to `user`.

    The queue is a table, so the mail commits or rolls back with whatever caused it.
    `path` is the page its link opens, below settings.SITE_URL; `number` is for a text that counts, `lines` for one that
    lists what was counted: names of ours and numbers, nobody's words; `language` is the one they are in.
    """
    return Mail.objects.create(
        user=user,
        kind=_known(kind),
        reference=reference,
        path=unprefixed(path),
        number=number,
        text="\n".join(lines),
        language=language,
    )


def notify_address(address, kind, *, reference="", language=""):
    """Queue the e-mail `kind` to an address that has no account (any more), in `language`; it has no link."""
    return Mail.objects.create(to=address, kind=_known(kind), reference=reference, language=language)


def queue_text(address, *, user_id, kind, subject, text, language="", path="", expires_at=None):
    """Queue a mail about signing in, whose text is ready, in `language`. Not sent after `expires_at`, the end of a code
    in it."""
    return Mail.objects.create(
        to=address,
        user_id=user_id,
        kind=kind,
        subject=subject,
        text=text,
        language=language,
        path=unprefixed(path),
        expires_at=expires_at,
    )


def queue_nothing(*, kind):
    """Write a row of nobody, done already: an address without account costs the request what one with costs."""
    return Mail.objects.create(kind=kind, state=MailState.SENT, sent_at=timezone.now())


def _known(kind):
    if kind not in KINDS:
        raise ValueError(f"{kind} is no kind of e-mail; add it to accounts/mail_kinds.py")
    return kind
