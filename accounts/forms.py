"""The sign-in forms of allauth with messages that say what to enter."""

from allauth.account import forms as allauth
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

WHAT_TO_ENTER = {
    "login": _("Enter your e-mail address, such as name@example.org"),
    "email": _("Enter your e-mail address, such as name@example.org"),
    "password": _("Enter your password"),
    "password1": _("Enter a password of at least 10 characters"),
    "code": _("Enter the code from the e-mail"),
    "oldpassword": _("Enter your current password"),
}

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "oldpassword": _("Current password"),
}


class SaysWhatToEnter:
    """Replaces "This field is required" by what to do; leaves the checking to the browser out, as elsewhere."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, message in WHAT_TO_ENTER.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = message
        for name, label in LABELS.items():
            if name in self.fields:
                self.fields[name].label = label


class LoginForm(SaysWhatToEnter, allauth.LoginForm):
    pass


class SignupForm(SaysWhatToEnter, allauth.SignupForm):
    def try_save(self, request):
        """Hash the password for a known address too: answered sooner, it would tell that it is known."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class RequestLoginCodeForm(SaysWhatToEnter, allauth.RequestLoginCodeForm):
    pass


class ConfirmLoginCodeForm(SaysWhatToEnter, allauth.ConfirmLoginCodeForm):
    pass


class ConfirmEmailVerificationCodeForm(SaysWhatToEnter, allauth.ConfirmEmailVerificationCodeForm):
    pass


class ResetPasswordForm(SaysWhatToEnter, allauth.ResetPasswordForm):
    pass


class AddEmailForm(SaysWhatToEnter, allauth.AddEmailForm):
    pass


class ChangePasswordForm(SaysWhatToEnter, allauth.ChangePasswordForm):
    pass


class ChangeEmailForm(SaysWhatToEnter, allauth.ChangeEmailForm):
    pass
