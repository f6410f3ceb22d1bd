"""Putting a held item back, taking one over, and handing one to another moderator with a note."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts import deskclaims
from accounts.fields import LongText
from accounts.models import User
from accounts.moves import MoveRefused
from portal.desk.lines.claims import KINDS, reference_of, waits_for
from portal.desk.lines.filters import EVERYTHING
from portal.desk.lines.upnext import after_decision, list_url
from portal.desk.review.answering import conflict


class HandOverForm(forms.Form):
    """To whom, and what they should know."""

    use_required_attribute = False

    to = forms.ModelChoiceField(
        label=gettext_lazy("Who takes it"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Select a moderator"),
        error_messages={"required": gettext_lazy("Select who takes it")},
    )
    note = LongText(
        label=gettext_lazy("What they should know"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "They see it with the item. It is deleted once the item is decided. Nothing about the patient, please."
        ),
    )

    def __init__(self, *args, people, page, item, **kwargs):
        super().__init__(*args, **kwargs)
        self.page, self.item = page, item
        self.fields["to"].queryset = people
        self.fields["to"].label_from_instance = User.get_full_name

    def clean_to(self):
        """Not somebody who had a part in it, or isn't allowed to decide it: it would lie with them in vain."""
        person = self.cleaned_data["to"]
        if not waits_for(person, self.item, page=self.page.page):
            raise forms.ValidationError(
                _("%(name)s can’t decide this one. Select another moderator."),
                params={"name": person.get_full_name()},
            )
        return person


@require_POST
def claim_release(request, kind, pk):
    """Put it back: others may take it."""
    _kind, item = _held(request, kind, pk)
    deskclaims.release(item, by=request.user)
    messages.success(request, _("It is back in the queue."))
    where = request.where
    return redirect(list_url(where) if where.key not in ("", EVERYTHING) else reverse("admin:desk"))


@require_POST
def claim_take_over(request, kind, pk):
    """Hold it from now, whoever did before, if it waits for a decision that they may make; its page."""
    page, item = _held(request, kind, pk)
    if not waits_for(request.user, item, page=page.page):
        messages.error(request, _("This doesn’t wait for a decision of yours, so you can’t take it over."))
        return redirect(_url(page, item) + request.where.first)
    claim = deskclaims.take_over(item, by=request.user, kind=kind, reference=reference_of(item))
    messages.success(request, _("You hold it now."))
    return redirect(page.url_of(claim) + request.where.first)


@require_http_methods(["GET", "HEAD", "POST"])
def claim_hand_over(request, kind, pk):
    """Give what one holds to another moderator."""
    page, item = _held(request, kind, pk)
    people = _people(page, without=request.user)
    form = HandOverForm(
        request.POST if request.method == "POST" else None, people=people, page=page, item=item
    )
    if not form.is_bound:
        return _page(request, kind, page, item, form)
    if not form.is_valid():
        return _page(request, kind, page, item, form, status=422)
    to, note = form.cleaned_data["to"], form.cleaned_data["note"]
    try:
        deskclaims.hand_over(item, by=request.user, to=to, note=note)
    except MoveRefused as refusal:
        return _refused(request, refusal, page, item, to=to, note=note)
    messages.success(request, _("Handed over to %(name)s.") % {"name": to.get_full_name()})
    return redirect(after_decision(request, queue=page.queue))


def _held(request, kind, pk):
    """The kind and the item that the address names; 404 for none, 403 without the permission."""
    page = KINDS.get(kind)
    if page is None:
        raise Http404
    if not request.user.has_perm(page.permission):
        raise PermissionDenied
    item = page.find(pk)
    if item is None:
        raise Http404
    return page, item


def _people(page, *, without):
    codename = page.permission.partition(".")[2]
    return User.objects.staff_who_may(codename).exclude(pk=without.pk).order_by("name", "pk")


def _page(request, kind, page, item, form, *, status=200):
    context = {
        "title": _("Hand over"),
        "kind": kind,
        "page": page,
        "item": item,
        "form": form,
        "back": _url(page, item),
    }
    return render(request, "admin/desk/hand_over.html", context, status=status)


def _url(page, item):
    return reverse(f"admin:{page.page}", args=[reference_of(item) if page.by_reference else item.pk])


def _refused(request, refusal, page, item, *, to, note):
    claim = deskclaims.claim_on(item)
    now = claim.holder.get_full_name() if claim else _("nobody")
    return conflict(
        request,
        refusal,
        title=_("hand-over"),
        back=_url(page, item),
        typed=[(_("Who takes it"), to.get_full_name()), (_("What they should know"), note)],
        stored=[(_("Held by"), now)],
    )
