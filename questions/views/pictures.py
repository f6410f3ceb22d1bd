"""The only way a patient's picture leaves the site: to those who may read the query, recorded first."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import audit, look_reasons
from accounts.mfa import mfa_missing
from accounts.models import AccessEvent
from accounts.pages import private_file
from questions.models import Attachment, Question


@require_safe
def attachment(request, reference, pk):
    """One picture as a JPEG. 404 for everybody else, so that nobody learns that it exists.

    A HEAD request sends no picture, so it leaves no trace. Staff and doctors see other people's pictures with a
    second factor only, as they see the queries; staff once they have opened the query to work on it, or said why they
    need to see it, else 403 with the way there.
    """
    visible = Attachment.objects.visible_to(request.user).select_related("question")
    if mfa_missing(request.user):
        visible = visible.filter(question__asker=request.user)
    picture = get_object_or_404(visible, question__reference=reference, pk=pk)
    role = _role(request.user, picture.question)
    why = look_reasons.OWN
    if role == "moderator":
        why = look_reasons.for_pictures(request.user, reference=reference)
    if why is None:
        return render(request, "questions/picture_reason.html", {"reference": reference}, status=403)
    response = picture_response(picture)
    if request.method == "GET":
        seen = {"subject_id": picture.pk, "reference": reference, "reason": why.reason, "note": why.note}
        audit.looked(request.user, AccessEvent.Kind.PICTURE, role=role, **seen)
    return response


def picture_response(picture):
    """The bytes of an Attachment or a DraftPicture, for the one who asked alone; 404 when the file is gone.

    The caller has made sure that they may see it.
    """
    return private_file(picture.file, name=f"picture-{picture.position + 1}.jpg", content_type="image/jpeg")


def _role(user, question):
    """The word under which the patient reads this look in the list of looks."""
    if user.pk == question.asker_id:
        return "patient"
    if not user.has_perm("questions.moderate_question") or _holds(user, question):
        return "doctor"
    return "moderator"


def _holds(user, question):
    """Whether a moderator who is a doctor too looks as the one who answers the query."""
    doctor = getattr(user, "doctor", None)
    return doctor is not None and Question.objects.for_doctor(doctor).filter(pk=question.pk).exists()
