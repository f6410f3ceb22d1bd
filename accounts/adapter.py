"""How allauth speaks to people: its faults, and its e-mails through our queue."""

from datetime import timedelta

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts import limits, mail
from accounts.addresses import UNKNOWN, client_address
from accounts.languages import offered
from accounts.step_up import CODE_LASTS

# How long the code in a mail works (seconds); afterwards the mail is of no use and not sent.
CODES = {
    "account/email/login_code": lambda: app_settings.LOGIN_BY_CODE_TIMEOUT,
    "account/email/confirm_code": lambda: CODE_LASTS,
    "account/email/password_reset_code": lambda: app_settings.PASSWORD_RESET_BY_CODE_TIMEOUT,
    "account/email/email_confirmation": lambda: app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT,
    "account/email/email_confirmation_signup": lambda: app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT,
}
NOBODY = "account/email/unknown_account"
EXISTS = "account/email/account_already_exists"
NO_LINK = {*CODES, NOBODY, EXISTS}
# Asked for on the page that is open; all else is a notice, which its receiver may get without having done anything.
ASKED_FOR = {*CODES, NOBODY}


class AccountAdapter(DefaultAccountAdapter):
    """allauth's own faults, saying what to do next; its limits, which count by the same address as ours; and its
    mails, which no request waits for."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This code isn’t right. Enter the one from our newest e-mail."),
        "too_many_login_attempts": _(
            "That was wrong too often. Have a new code sent to you, or wait some minutes."
        ),
    }

    def get_client_ip(self, request):
        return client_address(request) or UNKNOWN

    def new_user(self, request):
        """Somebody who signs up is written to in the language of the page."""
        user = super().new_user(request)
        user.language = translation.get_language()
        return user

    def _floods(self, email):
        """Whether so many mails went to this address that somebody must be flooding it, from however many places."""
        try:
            limits.spend("mail.signin", recipient=email)
        except limits.LimitReached:
            return True
        return False

    def send_mail(self, template_prefix, email, context):
        """Queue a code or notice; a mail server that is slow or dead is the worker's affair.

        An address without account gets nothing, and neither does one that is being flooded; yet both cost the same:
        the same texts are drawn, the same row is written. Else the answer's time would tell who has an account here.
        A code is in the language of the page that asks for it, a notice in that of its account.
        """
        nobody = template_prefix == NOBODY
        template = "account/email/login_code" if nobody else template_prefix
        found = (
            EmailAddress.objects.filter(email__iexact=email).values_list("user_id", "user__language").first()
        )
        user_id, own_language = found or (None, "")
        page_language = translation.get_language()
        language = page_language if template_prefix in ASKED_FOR or found is None else offered(own_language)
        with translation.override(language):
            subject = render_to_string(f"{template}_subject.txt", context)
            text = render_to_string(f"{template}_message.txt", context)
        floods = template in {*CODES, EXISTS} and self._floods(email)
        if nobody or floods:
            mail.queue_nothing(kind=template)
            return
        life = CODES.get(template)
        mail.queue_text(
            email,
            user_id=user_id,
            kind=template,
            subject=self.format_email_subject(" ".join(subject.split())),
            text=text.strip(),
            language=language,
            path="" if template in NO_LINK else reverse("mfa_index"),
            expires_at=timezone.now() + timedelta(seconds=life()) if life else None,
        )
