"""The public copy of a query: de-identified beside its original, approved, taken back, taken down."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.moves import MoveRefused
from answers import publication as moves
from portal.desk import history, queues, show
from portal.desk.answering import conflict, decided
from portal.desk.forms import ConfirmForm
from portal.desk.publication_form import PublicCopyForm, groups_of, shown
from portal.desk.queries import look, query_context
from questions.models import Care, Consent, Publication, Question

may_publish = permission_required("questions.publish_question", raise_exception=True)


@require_GET
@may_publish
def publication(request, reference):
    """Original and public version side by side."""
    return _page(request, _Copy(request, reference))


@require_POST
@may_publish
def publication_save(request, reference):
    """Save what was typed as the draft. A new text takes back every approval of the old one."""
    copy = _Copy(request, reference)
    form = copy.bound(request)
    if not copy.is_open:
        return _conflict(request, MoveRefused(moves.CHANGED), copy, form=form)
    if not form.is_valid():
        return _page(request, copy, form=form, status=422)
    data = form.cleaned_data
    try:
        moves.prepare(
            copy.question,
            by=request.user,
            title=data["title"],
            text=data["text"],
            answers=form.answers(),
            seen_version=data["version"],
        )
    except MoveRefused as refusal:
        return _conflict(request, refusal, copy, form=form)
    messages.success(request, _("The public copy is saved. Read it once more before it is approved."))
    return redirect("admin:desk-publication", reference)


@require_POST
@may_publish
def publication_approve(request, reference):
    """Approve the saved text, if it is exactly the one on the page."""
    copy = _Copy(request, reference)
    form = copy.bound(request)
    if not copy.is_open:
        return _conflict(request, MoveRefused(moves.CHANGED), copy, form=form)
    if not form.is_valid():
        return _page(request, copy, form=form, status=422)
    stale = copy.draft is None or form.cleaned_data["version"] != copy.draft.version
    if not stale and not form.is_saved_in(copy.draft):
        form.add_error(
            None, _("You changed the text after it was saved. Save it first, then read it and approve.")
        )
        return _page(request, copy, form=form, status=422)
    try:
        if copy.draft is None:
            raise MoveRefused(moves.CHANGED)
        moves.approve(copy.draft, by=request.user, seen_version=form.cleaned_data["version"])
    except MoveRefused as refusal:
        return _conflict(request, refusal, copy, form=form)
    copy.question.refresh_from_db()
    if copy.question.publication == Publication.PUBLISHED:
        return decided(request, message=_("%s is public now.") % reference, queue="approvals")
    return decided(
        request, message=_("%s is approved and waits for the patient.") % reference, queue="approvals"
    )


@require_POST
@may_publish
def publication_take_back(request, reference):
    """Take a text back that waits for the patient."""
    copy = _Copy(request, reference)
    form = ConfirmForm(request.POST, prefix="confirm")
    if not form.is_valid() or copy.draft is None:
        return _page(request, copy, confirm=form, status=422)
    try:
        moves.take_back(copy.draft, by=request.user, seen_version=form.cleaned_data["version"])
    except MoveRefused as refusal:
        return _conflict(request, refusal, copy)
    messages.success(request, _("The public copy is back with the moderators."))
    return redirect("admin:desk-publication", reference)


@require_POST
@may_publish
def publication_withdraw(request, reference):
    """Take the public page down, at once and everywhere."""
    copy = _Copy(request, reference)
    form = ConfirmForm(request.POST, prefix="confirm")
    if not form.is_valid():
        return _page(request, copy, confirm=form, status=422)
    try:
        moves.withdraw(copy.question, by=request.user, seen_version=form.cleaned_data["version"])
    except MoveRefused as refusal:
        return _conflict(request, refusal, copy)
    messages.success(request, _("The public page of %s is down.") % reference)
    return redirect("admin:desk-publication", reference)


class _Copy:
    """A query with what its public copy is made from. Costs five queries, however many answers there are."""

    def __init__(self, request, reference):
        rows = Question.objects.visible_to(request.user).select_related(
            "specialty__parent",
            "asker",
            "public_draft__prepared_by",
            "public_draft__approved_by",
            "published_copy",
        )
        # Who keeps a query private doesn't want it looked at for publication either.
        self.question = get_object_or_404(
            rows.exclude(consent=Consent.PRIVATE, publication=Publication.PRIVATE), reference=reference
        )
        if self.question.care not in {Care.ANSWERED, Care.CLOSED}:
            raise Http404
        self.draft = getattr(self.question, "public_draft", None)
        self.versions = self._versions()
        self.attachments = list(self.question.attachments.all())
        self.groups = groups_of(
            self.question, versions=self.versions, draft=self.draft, attachments=self.attachments
        )

    def _versions(self):
        """What the copy is made from: while it is open the answers as they stand, afterwards those it was made of."""
        if self.draft is None or self.question.publication == Publication.ALLOWED:
            return list(moves.publishable_versions(self.question))
        return [part.source for part in self.draft.answers.select_related("source__answer__doctor")]

    @property
    def seen(self):
        return self.draft.version if self.draft else 0

    @property
    def is_open(self):
        """Whether it may be edited and approved now."""
        return self.question.publication == Publication.ALLOWED and bool(self.versions)

    def bound(self, request):
        return PublicCopyForm(request.POST, groups=self.groups, versions=self.versions)

    def form(self):
        return PublicCopyForm(initial={"version": self.seen}, groups=self.groups, versions=self.versions)


def _page(request, copy, *, form=None, confirm=None, status=200):
    """The page; that the query was looked at is written first."""
    look(request, copy.question)
    question, draft = copy.question, copy.draft
    if copy.is_open:
        form = form or copy.form()
    public = (
        getattr(question, "published_copy", None) if question.publication == Publication.PUBLISHED else None
    )
    answer_ids = [version.answer_id for version in copy.versions]
    context = {
        "title": _("Public copy of %s") % question.reference,
        "queue": queues.BY_KEY[_queue_key(copy)],
        "publication_word": show.publication_word(question),
        "draft": draft,
        "groups": shown(copy.groups, form=form if copy.is_open else None),
        "copy_form": form if copy.is_open else None,
        "form": form or confirm,
        "next_step": next_step(copy, request.user),
        "may_approve": copy.is_open and draft is not None and _may_sign(question, draft, request.user),
        "confirm": _confirm_form(copy, confirm),
        "public": public,
        "two_people": question.two_people_publish,
        "patient_sees_first": question.patient_sees_first,
        "history": history.of_query(question, answer_ids=answer_ids),
        **query_context(question),
    }
    return render(request, "admin/desk/publication.html", context, status=status)


def _queue_key(copy):
    """The queue whose next item "skip" opens."""
    if copy.question.publication == Publication.AWAITING_PATIENT:
        return "with-patients"
    return "approvals" if copy.draft else "publications"


def _may_sign(question, draft, user):
    return not (question.two_people_publish and draft.prepared_by_id == user.pk)


def _confirm_form(copy, bound):
    """For taking back what waits for the patient, or taking down what is public."""
    version = {Publication.AWAITING_PATIENT: copy.seen, Publication.PUBLISHED: copy.question.version}.get(
        copy.question.publication
    )
    if version is None:
        return None
    return bound or ConfirmForm(initial={"version": version}, prefix="confirm")


def next_step(copy, user):
    """Who must do what next, in one plain sentence or two."""
    question, draft = copy.question, copy.draft
    if question.publication == Publication.PUBLISHED:
        changed = (
            ""
            if moves.answers_are_current(draft)
            else _("An answer has changed since; readers see the old one.")
        )
        return f"{_('It is public. The patient, or you, can take it down at any time.')} {changed}".strip()
    if question.publication == Publication.WITHDRAWN:
        return _("The page was taken down for good; its address answers “gone”.")
    if question.publication == Publication.AWAITING_PATIENT:
        if not moves.answers_are_current(draft):
            return _("An answer has changed since. Take the copy back and prepare it again.")
        return _("It waits for the patient, who reads exactly this text and agrees or asks for a change.")
    if not copy.versions:
        return _("There is no approved answer to publish.")
    after = (
        _("Then the patient reads it and agrees.") if question.patient_sees_first else _("Then it is public.")
    )
    if draft is None:
        who = (
            _("a second moderator approves")
            if question.two_people_publish
            else _("you or another moderator approves")
        )
        return (
            _("Take out what could identify the patient and save; then %(who)s.") % {"who": who} + f" {after}"
        )
    if not _may_sign(question, draft, user):
        now = _("You prepared this text, so another moderator must read and approve it.")
    elif question.two_people_publish:
        name = draft.prepared_by.get_full_name()
        now = _("%(name)s prepared it. You are the second moderator: read and approve it.") % {"name": name}
    else:
        now = _("Read the saved text and approve it.")
    if draft.change_wanted:
        # Stays until the next approval, so it can't tell whether the saved text has the change already.
        wanted = _(
            "Put the change that the patient asks for into the text and save, unless it is there already."
        )
        now = f"{wanted} {now}"
    return f"{now} {after}"


def _conflict(request, refusal, copy, *, form=None):
    """What was typed beside what is stored now; read again, as somebody else has just written it."""
    look(request, copy.question)
    typed = _typed(request, form) if form is not None else []
    now = _Copy(request, copy.question.reference)
    saved = (
        [(piece.label, piece.public) for group in now.groups for piece in group.pieces] if now.draft else []
    )
    return conflict(
        request,
        refusal,
        title=_("public copy of %s") % copy.question.reference,
        back=reverse("admin:desk-publication", args=[copy.question.reference]),
        typed=typed,
        stored=[(_("State"), show.publication_word(now.question)), *saved],
    )


def _typed(request, form):
    """Everything that was typed, also into boxes of an answer that is no longer there."""
    left_out = {"csrfmiddlewaretoken", "version"}
    labels = {name: field.label for name, field in form.fields.items()}
    return [(labels.get(name, name), words) for name, words in request.POST.items() if name not in left_out]
