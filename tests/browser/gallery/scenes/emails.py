"""Every e-mail, as HTML; and all of them as the plain text that comes with it."""

from allauth.account.adapter import get_adapter
from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join

from accounts.mail_kinds import KINDS
from accounts.mail_sender import message_of
from accounts.models import Mail as Row
from portal.desk.lines.queues import QUEUES
from tests.browser.gallery.scene import Mail, named, scene

REFERENCE = "Q-7KTM-X2PD"
# What allauth writes, as its views say it; a context that a text doesn't use does no harm.
SIGN_IN = [
    f"account/email/{name}"
    for name in (
        "login_code",
        "confirm_code",
        "email_confirmation_signup",
        "email_changed",
        "email_confirm",
        "email_deleted",
        "password_changed",
        "password_reset",
        "password_reset_code",
        "password_set",
        "account_already_exists",
    )
] + [
    f"mfa/email/{name}"
    for name in (
        "recovery_codes_generated",
        "totp_activated",
        "totp_deactivated",
        "webauthn_added",
        "webauthn_removed",
    )
]
CONTEXT = {
    "code": "K7QM-2XTD",
    "from_email": "old@example.org",
    "to_email": "new@example.org",
    "deleted_email": "old@example.org",
    "password_reset_url": "https://askwell.example/accounts/password/reset/",
    "signup_url": "https://askwell.example/accounts/signup/",
    "ip": "192.0.2.7",
    "user_agent": "Firefox on Android",
    "timestamp": timezone.now(),
}


def notice(cast, kind):
    """The message of a kind of the portal's own."""
    with translation.override(cast.language):
        lines = [f"{queue.title}: {number}" for number, queue in enumerate(QUEUES[:3], start=2)]
    row = Row(user=cast.patient, kind=kind, reference=REFERENCE, path="/me/", number=3, text="\n".join(lines))
    row.save()
    return message_of(row)


def about_signing_in(cast, template):
    """The message that allauth's template makes."""
    with translation.override(cast.language):
        get_adapter().send_mail(template, cast.patient.email, {**CONTEXT, "user": cast.patient})
    return message_of(Row.objects.latest("pk"))


def html_scene(kind, make):
    def as_html(cast):
        ((html, _type),) = make(cast, kind).alternatives
        return Mail(html)

    scene(kind.rpartition("/")[2].replace("_", " "))(named(kind.rpartition("/")[2], as_html))


def text_scene(name, kinds, make):
    def as_text(cast):
        messages = [make(cast, kind) for kind in kinds]
        parts = format_html_join(
            "", "<h2>{}</h2><pre dir=auto>{}</pre>", ((one.subject, one.body) for one in messages)
        )
        return Mail(
            format_html(
                '<!doctype html><html lang="{2}" dir="{3}"><title lang="en">{0}</title><style>pre {{ white-space: '
                'pre-wrap; overflow-wrap: anywhere }}</style><main><h1 lang="en">{0}</h1>{1}</main></html>',
                f"Plain text: {name}",
                parts,
                cast.language,
                "rtl" if translation.get_language_info(cast.language)["bidi"] else "ltr",
            )
        )

    scene(f"Plain text: {name}")(named(f"text_{name.replace(' ', '_')}", as_text))


for kind in KINDS:
    html_scene(kind, notice)
for kind in SIGN_IN:
    html_scene(kind, about_signing_in)
text_scene("all notices", KINDS, notice)
text_scene("about signing in", SIGN_IN, about_signing_in)
