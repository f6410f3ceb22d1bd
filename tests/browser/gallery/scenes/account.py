"""Signing in and up, the second factor, mails, one's own data."""

import re

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from accounts import personal_data, unsubscribe
from accounts.models import Mail, MailGroup
from tests import factories
from tests.browser.gallery.scene import named, press, scene

CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
PLAIN = {
    "account_login": "Sign in",
    "account_signup": "Sign up",
    "account_request_login_code": "Sign in with a code",
    "account_reset_password": "A new password",
    "account_inactive": "A closed account",
    "account_password_reset_completed": "The password is new",
    "data-erased": "The account is erased",
}
SIGNED_IN = {
    "account_logout": "Sign out",
    "account_reauthenticate": "Your password once more",
    "account_change_password": "Another password",
    "account_email": "Another e-mail address",
    "mfa_index": "Signing in more safely",
    "mfa_list_webauthn": "Passkeys, none yet",
    "my-data": "My data",
}
for view, title in PLAIN.items():
    scene(title)(named(view, lambda cast, view=view: reverse(view)))
for view, title in SIGNED_IN.items():
    scene(title, "patient")(named(view, lambda cast, view=view: reverse(view)))


@scene("Sign in, with a wrong password")
def login_error(cast):
    page = yield reverse("account_login")
    page.fill("[name=login]", "nobody@example.org")
    page.fill("[name=password]", "wrong")
    press(page, "Sign in")


@scene("Sign up, with nothing filled in")
def signup_error(cast):
    page = yield reverse("account_signup")
    page.evaluate("document.querySelectorAll('main form').forEach(form => { form.noValidate = true })")
    press(page, "Create my account")


@scene("Sign up: the code in the mail", shows=("account_email_verification_sent",))
def signup_code(cast):
    page = yield reverse("account_signup")
    _sign_up(page)


@scene("Sign up: a wrong code")
def signup_wrong_code(cast):
    page = yield reverse("account_signup")
    _sign_up(page)
    page.fill("[name=code]", "XXXX-XXXX")
    press(page, "Continue")


@scene("Sign in: the code in the mail, to a long address", shows=("account_confirm_login_code",))
def login_code(cast):
    page = yield reverse("account_request_login_code")
    page.fill("[name=email]", f"{'a' * 60}@{'b' * 40}.example.org")
    press(page, "code")


@scene("A new password: the code in the mail", shows=("account_confirm_password_reset_code",))
def password_code(cast):
    page = yield reverse("account_reset_password")
    page.fill("[name=email]", cast.patient.email)
    press(page, "")


@scene("A new password, to be chosen", shows=("account_complete_password_reset",))
def password_new(cast):
    page = yield reverse("account_reset_password")
    page.fill("[name=email]", cast.patient.email)
    press(page, "")
    page.fill("[name=code]", CODE.search(Mail.objects.latest("pk").text)[0])
    press(page, "")


@scene("Another password, with nothing filled in", "patient")
def password_error(cast):
    page = yield reverse("account_change_password")
    page.evaluate("document.querySelectorAll('main form').forEach(form => { form.noValidate = true })")
    press(page, "")


@scene("A first password, for an account that has none", "newcomer", shows=("account_set_password",))
def password_first(cast):
    cast.newcomer.set_unusable_password()
    cast.newcomer.save()
    yield reverse("account_set_password")


@scene("An authenticator app", "patient", shows=("mfa_activate_totp",))
def totp(cast):
    page = yield reverse("mfa_activate_totp")
    _say_password(page)


@scene("An authenticator app, with a wrong code", "patient")
def totp_error(cast):
    page = yield reverse("mfa_activate_totp")
    _say_password(page)
    page.fill("[name=code]", "000000")
    press(page, "")


@scene("A passkey", "patient", shows=("mfa_add_webauthn",))
def passkey(cast):
    page = yield reverse("mfa_add_webauthn")
    _say_password(page)


@scene("Signing in more safely, with an app and recovery codes", "patient")
def mfa_in_use(cast):
    page = yield reverse("mfa_index")
    _have_app(cast)
    page.reload()


@scene("To remove the app", "patient", shows=("mfa_deactivate_totp", "mfa_reauthenticate"))
def totp_remove(cast):
    page = yield reverse("mfa_index")
    _have_app(cast)
    page.goto(reverse("account_reauthenticate"))
    page.goto(reverse("mfa_deactivate_totp"))


@scene("Recovery codes", "patient", shows=("mfa_view_recovery_codes",))
def recovery_codes(cast):
    page = yield reverse("mfa_index")
    _have_app(cast)
    page.goto(reverse("mfa_view_recovery_codes"))


@scene("New recovery codes", "patient", shows=("mfa_generate_recovery_codes",))
def recovery_codes_new(cast):
    page = yield reverse("account_reauthenticate") + "?next=" + reverse("mfa_index")
    _say_password(page)
    _have_app(cast)
    page.goto(reverse("mfa_generate_recovery_codes"))


@scene("Sign in: the second factor", shows=("mfa_authenticate",))
def second_factor(cast):
    _have_app(cast)
    page = yield reverse("account_login")
    page.fill("[name=login]", cast.patient.email)
    page.fill("[name=password]", factories.PASSWORD)
    press(page, "Sign in")


@scene("Which mails I get", "patient")
def mails(cast):
    return reverse("mail-preferences")


@scene("Which mails a doctor gets", "doctor")
def mails_doctor(cast):
    return reverse("mail-preferences")


@scene("To stop mails")
def mail_stop(cast):
    return unsubscribe.path(cast.patient.pk, group=MailGroup.PUBLICATION)


@scene("Mails are stopped")
def mail_stopped(cast):
    page = yield unsubscribe.path(cast.patient.pk, group=MailGroup.PUBLICATION)
    press(page, "")


@scene("My data, of a patient with queries and a copy on its way", "patient")
def data_full(cast):
    factories.make_declined_question(**cast.asked)
    cast.page.refresh_from_db()
    personal_data.ask_export(cast.patient)
    return reverse("my-data")


@scene("A copy of my data", "patient", shows=("data-export",))
def data_export(cast):
    page = yield reverse("data-export")
    _say_password(page)


@scene("To erase my account", "patient", shows=("data-erase",))
def data_erase(cast):
    cast.page.refresh_from_db()
    page = yield reverse("data-erase")
    _say_password(page)


@scene("To erase my account, without the tick", "patient", status=422)
def data_erase_error(cast):
    page = yield reverse("data-erase")
    _say_password(page)
    page.evaluate("document.querySelectorAll('main form').forEach(form => { form.noValidate = true })")
    press(page, "")


@scene("To erase an account that can't be erased alone", "doctor")
def data_erase_not_alone(cast):
    page = yield reverse("data-erase")
    _say_password(page)


@scene("Is it you? A code by mail", "newcomer", shows=("confirm-it-is-you",))
def confirm(cast):
    _without_password(cast)
    page = yield reverse("data-export")
    assert page


@scene("Is it you? A wrong code", "newcomer", status=422)
def confirm_error(cast):
    _without_password(cast)
    page = yield reverse("data-export")
    press(page, "")
    page.fill("[name=code]", "XXXX-XXXX")
    press(page, "")


def _sign_up(page):
    page.fill("[name=email]", "nina@example.org")
    page.fill("[name=password1]", "violet-umbrella-cabin-22")
    press(page, "Create my account")


def _say_password(page):
    page.fill("[name=password]", factories.PASSWORD)
    press(page, "")


def _have_app(cast):
    """Give the patient, who is signed in by now, an authenticator app and recovery codes."""
    TOTP.activate(cast.patient, generate_totp_secret())
    RecoveryCodes.activate(cast.patient)


def _without_password(cast):
    cast.newcomer.set_unusable_password()
    cast.newcomer.save()
