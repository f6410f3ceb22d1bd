"""An answer that came back: what the reviewers propose, part by part, and taking it over."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.moves import MoveRefused
from answers.access import verified_doctor_required
from answers.returned import returned
from answers.views.editor import bind, conflict, find, keep, show


@require_POST
@verified_doctor_required
def proposal_take(request, reference):
    """Take over one part of the proposal (`part`), or all; what stands in the form is saved first."""
    question, answer = find(request, reference)
    form = bind(request, question, answer)
    if not form.is_valid():
        return show(request, question, answer, form=form, seen=form.seen_version, status=422)
    wanted, back = request.POST.get("part", ""), returned(answer)
    fields = [part.field for part in back.parts if wanted in ("all", part.field)] if back else []
    try:
        keep(request, answer, form)
        answer.accept_proposal(by=request.user, fields=fields, seen_version=answer.version)
    except MoveRefused as refused:
        return conflict(request, question, form=form, refused=refused)
    messages.success(
        request, _("The proposal is in your answer now. Change it as you like, then send the answer again.")
    )
    return redirect(f"{answer.get_absolute_url()}#returned")
