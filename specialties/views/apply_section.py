"""One part of a doctor's application on a page of its own, saved by itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import limits
from accounts.limits import LimitReached
from accounts.moves import MoveRefused
from specialties import applications, registers, sections
from specialties.applications import AgreementNeeded
from specialties.forms import AGREE, FORMS, NUMBER_TAKEN
from specialties.models import MOST_QUALIFICATIONS, DoctorStatus
from specialties.views.apply import frame, own_doctor

STRICT = {DoctorStatus.APPLIED, DoctorStatus.VERIFIED}
AGREE_FIRST = gettext_lazy("Tick this to save the change, or leave what moderators have checked as it was")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apply_section(request, key):
    """A part of the application: looked at, or saved. What is half-filled is kept until it is complete."""
    section, doctor = _section(key), own_doctor(request)
    if request.method != "POST":
        return _page(request, section, doctor, form=_form(section, doctor, user=request.user))
    form = _form(section, doctor, request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return _page(request, section, doctor, form=form, status=422)
    try:
        limits.spend("apply", request=request)
        anew = applications.save(
            section,
            form.change(),
            user=request.user,
            seen=request.POST.get("seen", ""),
            agreed=form.cleaned_data.get("agreed", False),
        )
    except LimitReached as reached:
        return _too_often(request, section, doctor, form=form, reached=reached)
    except AgreementNeeded:
        form.add_error("agreed", AGREE_FIRST)
        return _page(request, section, doctor, form=form, status=422)
    except IntegrityError:
        form.add_error("register_number" if key == "register" else None, NUMBER_TAKEN)
        return _page(request, section, doctor, form=form, status=422)
    except MoveRefused as refused:
        return _conflict(request, section, form=form, refusal=refused.message)
    return _saved(request, section, form=form, anew=anew)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apply_remove(request, pk):
    """Asks once more, then takes back one of one's own qualifications."""
    section, doctor = sections.BY_KEY["qualifications"], own_doctor(request)
    found = next((one for one in section.documents(doctor) if one.pk == pk), None)
    if request.method == "POST" and doctor:
        try:
            anew = applications.remove(pk, user=request.user, agreed="agreed" in request.POST)
        except AgreementNeeded:
            return _remove_page(request, found, status=422)
        except MoveRefused as refused:
            return _remove_page(request, found, status=409, refusal=refused.message)
        if found:
            _tell(request, anew=anew)
        return redirect(section.url)
    if not found:
        raise Http404
    return _remove_page(request, found)


def _section(key):
    if key not in FORMS:
        raise Http404
    return sections.BY_KEY[key]


def _form(section, doctor, *sent, user):
    form = FORMS[section.key]
    verified = doctor is not None and doctor.status == DoctorStatus.VERIFIED
    return form(
        *sent,
        doctor=doctor,
        strict=doctor is not None and doctor.status in STRICT,
        asks_to_agree=verified and section.is_checked,
        initial=form.stored(doctor) if doctor else {"name": user.name},
    )


def _saved(request, section, *, form, anew):
    """Back to the list; to the page of qualifications, where several follow each other."""
    if not anew and form.gaps:
        gaps = _(", ").join(form.gaps)
        messages.info(request, _("Saved. Still missing in this part: %(gaps)s.") % {"gaps": gaps})
    else:
        _tell(request, anew=anew)
    if section.key == "qualifications":
        return redirect("apply-section", section.key)
    return redirect("doctor-apply")


def _tell(request, *, anew):
    if anew:
        words = _(
            "Saved. Your application is sent again: you can answer when two moderators have checked it."
        )
    else:
        words = _("Saved.")
    messages.success(request, words)


def _page(request, section, doctor, *, form, status=200, refusal=""):
    of_kind = section.documents(doctor)
    context = {
        **frame(request, doctor),
        "section": section,
        "state": sections.state_of(section, doctor),
        "form": form,
        "seen": request.POST.get("seen") or applications.fingerprint(doctor, section, user=request.user),
        "documents": of_kind,
        "removable": section.key == "qualifications"
        and not (doctor and doctor.status in applications.FROZEN),
        "is_full": section.key == "qualifications" and len(of_kind) >= MOST_QUALIFICATIONS,
        "registers": registers.KNOWN if section.key == "register" else [],
        "refusal": refusal,
    }
    return render(request, "specialties/apply_section.html", context, status=status)


def _too_often(request, section, doctor, *, form, reached):
    response = _page(request, section, doctor, form=form, status=429, refusal=reached.message)
    response.headers["Retry-After"] = str(reached.retry_after)
    return response


def _conflict(request, section, *, form, refusal):
    """409: what was typed and what is stored now, side by side."""
    doctor = own_doctor(request)
    stored = _form(section, doctor, user=request.user)
    context = {
        **frame(request, doctor),
        "section": section,
        "refusal": refusal,
        "stopped": doctor is not None and doctor.badge in {DoctorStatus.LAPSED, DoctorStatus.SUSPENDED},
        "typed": list(form.said()),
        "stored": [(field.label, words) for field, words in _stored(stored)],
        "file_sent": bool(request.FILES),
    }
    return render(request, "specialties/apply_conflict.html", context, status=409)


def _stored(form):
    """(field, words) of what the database holds."""
    for name, field in form.fields.items():
        value = form.initial.get(name)
        choices = {str(key): str(label) for key, label in getattr(field, "choices", [])}
        values = value if isinstance(value, list) else [value]
        words = ", ".join(choices.get(str(one), str(one)) for one in values if one)
        if words:
            yield field, words


def _remove_page(request, document, *, status=200, refusal=""):
    context = {
        **frame(request, own_doctor(request)),  # read again: a refusal means that it has changed
        "document": document,
        "agree": AGREE,
        "refusal": refusal,
        "agree_first": status == 422,
    }
    return render(request, "specialties/apply_remove.html", context, status=status)
