"""Sends what is queued: claim a row, send it with the row's Message-ID, say how it went.

A worker that dies in between leaves a row that is due again when its lease ends. So a mail may be sent twice with
the same Message-ID, which mail programs show once; it is never lost.
"""

import logging
import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts import unsubscribe
from accounts.languages import in_language
from accounts.mail_kinds import GAVE_ADDRESS, HAS_ACCOUNT, KINDS
from accounts.models import Mail, MailChoice

logger = logging.getLogger(__name__)


def deliver_next():
    """Send the next due mail; False when there is none. Raises only what the database raises."""
    mail = Mail.objects.select_related("user").claim()
    if mail is None:
        return False
    if not _may_go(mail):
        mail.delete()
        return True
    try:
        message_of(mail).send()
    except Exception as error:  # whatever it is, the mail is kept and the next one has its turn
        reason = reason_of(error)
        # The class and code alone: a mail server's words quote the address, a template's the text.
        logger.error("mail %s not sent (attempt %s): %s", mail.pk, mail.attempts, reason)
        mail.failed(reason, for_good=is_final(error))
    else:
        mail.sent()
    return True


def deliver_due():
    """Send all that is due now; how many."""
    count = 0
    while deliver_next():
        count += 1
    return count


def _may_go(mail):
    """Not to a closed account, nor what its owner has stopped meanwhile."""
    if mail.user is None:
        return True
    group = _kind(mail).group
    return mail.user.is_active and (group is None or MailChoice.objects.wants(mail.user, group=group))


def is_final(error):
    """Is trying again of no use? A refused recipient or text is final; a refused sender or sign-in is ours to mend."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return not isinstance(error, OSError)  # SMTPException is one too; the rest are faults of our own


def reason_of(error):
    """What may be stored of an error: its class, and the mail server's code."""
    codes = [getattr(error, "smtp_code", None)]
    codes += [code for code, _text in getattr(error, "recipients", {}).values()]
    return " ".join([type(error).__name__, *(str(code) for code in codes if isinstance(code, int))])[:100]


def message_of(mail):
    """The message: plain text and HTML, in its receiver's language, whatever language its cause was in."""
    group = _kind(mail).group
    headers = {
        "Message-ID": f"<{mail.key}@{urlsplit(settings.SITE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday notices back
    }
    with translation.override(mail.written_in):
        context = _context(mail, group=group)
        text = render_to_string("emails/base.txt", context)
        html = render_to_string("emails/base.html", context)
    if group:  # RFC 8058: one click in the mail program, without a page
        headers["List-Unsubscribe"] = f"<{context['stop_url']}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        context["subject"], text, to=[mail.to or mail.user.email], headers=headers
    )
    message.attach_alternative(html, "text/html")
    return message


def _context(mail, *, group):
    context = {
        "reference": mail.reference,
        "number": mail.number,
        "lines": mail.text.splitlines() if mail.kind in KINDS else [],
        "url": settings.SITE_URL + in_language(mail.path, mail.written_in) if mail.path else "",
        "site_name": settings.SITE_NAME,
        "emergency_number": settings.EMERGENCY_NUMBER,
        "contact_url": settings.SITE_URL + reverse("contact"),
        "export_days": settings.EXPORT_DAYS,
        "why": str(_kind(mail).why) % {"site": settings.SITE_NAME},
    }
    if group:
        context["stop_url"] = settings.SITE_URL + unsubscribe.path(mail.user_id, group=group)
        context["choices_url"] = settings.SITE_URL + reverse("mail-preferences")
    subject, text = mail.subject, mail.text
    if mail.kind in KINDS:
        # Its first line is the subject; a blank line parts paragraphs.
        subject, _blank, text = render_to_string(f"emails/{mail.kind}.txt", context).strip().partition("\n")
    parts = [" ".join(part.split()) for part in text.split("\n\n")]
    return {**context, "subject": subject.strip(), "paragraphs": [_paragraph(part) for part in parts if part]}


def _kind(mail):
    """What mail_kinds says of it. Of those about signing in, codes go to an address that anybody may have given;
    the rest are notices to an account."""
    about_signing_in = GAVE_ADDRESS if mail.expires_at or mail.user_id is None else HAS_ACCOUNT
    return KINDS.get(mail.kind, about_signing_in)


def _paragraph(text):
    """A paragraph of one word is an address or a code, which HTML shows as such."""
    link = text.startswith(("https://", "http://")) and " " not in text
    return {"text": text, "link": link, "code": " " not in text and not link}
