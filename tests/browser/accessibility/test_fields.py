"""What people fill in about themselves: the browser knows it, and everything can be pasted (WCAG 1.3.5 and 3.3.8)."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)
PASTED = """(field) => field.dispatchEvent(new ClipboardEvent("paste", {
  bubbles: true, cancelable: true, clipboardData: new DataTransfer() }))"""
WANTED = {
    "account/account-login": {"login": "email", "password": "current-password"},
    "account/account-signup": {"email": "email", "password1": "new-password"},
    "account/account-request-login-code": {"email": "email"},
    "account/account-reset-password": {"email": "email"},
    "account/login-code": {"code": "one-time-code"},
    "account/password-error": {
        "oldpassword": "current-password",
        "password1": "new-password",
        "password2": "new-password",
    },
    "account/account-email": {"email": "email"},
    "ask/account": {"email": "email"},
    "account/second-factor": {"code": "one-time-code"},
}


def test_personal_fields_say_what_they_are_and_take_what_is_pasted(visit):
    for name, page in visit(*WANTED):
        fields = page.locator("main :is(input:not([type=hidden]), textarea):visible")
        wanted = WANTED[name.split()[0]]
        said = {field.get_attribute("name"): field.get_attribute("autocomplete") for field in fields.all()}

        assert {key: (said.get(key) or "").split()[0:1] for key in wanted} == {
            key: [value] for key, value in wanted.items()
        }, name
        assert all(field.evaluate(PASTED) for field in fields.all()), name
