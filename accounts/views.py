"""The pages on which a person chooses which optional e-mails they get."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import unsubscribe
from accounts.models import DOCTORS_GROUPS, MODERATORS_GROUPS, MailChoice, MailGroup


class PreferencesForm(forms.Form):
    """The language of all mails, where there are several, and the optional ones, a tick for each that is wanted."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of our e-mails"),
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={
            "required": gettext_lazy("Choose a language"),
            "invalid_choice": gettext_lazy("Choose a language"),
        },
    )
    wanted = forms.MultipleChoiceField(
        required=False, label="", widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"})
    )

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["wanted"].choices = [(group.value, group.label) for group in groups]
        self.fields["language"].choices = settings.LANGUAGES
        if len(settings.LANGUAGES) == 1:
            del self.fields["language"]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_preferences(request):
    """In which language one gets mails, and which optional ones; what one must be told can't be stopped."""
    groups = _groups_of(request.user)
    chosen = [group.value for group in MailChoice.objects.wanted_among(request.user, groups=groups)]
    data = request.POST if request.method == "POST" else None
    initial = {"wanted": chosen, "language": request.user.mail_language}
    form = PreferencesForm(data, groups=groups, initial=initial)
    if data is None or not form.is_valid():
        return render(
            request, "accounts/mail_preferences.html", {"form": form}, status=422 if form.errors else 200
        )
    for group in groups:
        wanted = group.value in form.cleaned_data["wanted"]
        MailChoice.objects.choose(request.user.pk, group=group, wanted=wanted)
    request.user.language = form.cleaned_data.get("language", request.user.language)
    request.user.save(update_fields=["language"])
    messages.success(request, _("Saved."))
    return redirect("mail-preferences")


def _groups_of(user):
    """The optional mails that `user` may get at all."""
    others = frozenset() if hasattr(user, "doctor") else DOCTORS_GROUPS
    others |= frozenset() if user.is_staff else MODERATORS_GROUPS
    return [group for group in MailGroup if group not in others]


@csrf_exempt  # RFC 8058: a mail program sends the POST, and has no token of ours; the address is signed
@require_http_methods(["GET", "HEAD", "POST"])
def mail_stop(request, token):
    """Stops one group of optional mails, without signing in; opening the page alone changes nothing."""
    named = unsubscribe.read(token)
    if named is None:
        raise Http404
    user_id, group = named
    if request.method == "POST":
        MailChoice.objects.choose(user_id, group=group, wanted=False)
    context = {"group": group.label, "stopped": request.method == "POST"}
    return render(request, "accounts/mail_stop.html", context)
