"""A public copy on the desk: what it is made of, whether it may be edited, and who does what next."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from answers import correction, exchanges
from answers import publication as moves
from answers.models import PublishedAnswer
from answers.signoff import answers_of
from portal.desk.copies.publication_form import PublicCopyForm, groups_of
from questions.models import Publication, PublishedQuestion, Question


class Copy:
    """A query with what its public copy is made from, for the first publication or a correction of the page.

    `?correct=1` in the address, a correction that is due or one that is begun makes it a correction (`corrects`). Costs
    eleven queries at most, however many answers there are."""

    def __init__(self, request, reference):
        rows = Question.objects.visible_to(request.user).select_related(
            "specialty__parent",
            "asker",
            "public_draft__prepared_by",
            "public_draft__approved_by",
            "published_copy",
        )
        # Who keeps a query private doesn't want it looked at for publication either.
        self.question = get_object_or_404(rows.with_public_copy(), reference=reference)
        self.own_part = _own_part(self.question, request.user)
        self.draft = getattr(self.question, "public_draft", None)
        self.is_public = self.question.publication == Publication.PUBLISHED
        self.page = self._page() if self.is_public else None
        current = list(moves.publishable_versions(self.question))
        self.current_answers = {version.answer_id for version in current}
        self.is_due = self.is_public and {version.pk for version in current} != self._sources_of_page()
        self.corrects = self.is_public and (
            self.is_due or self.draft.corrects_page or request.GET.get("correct") == "1"
        )
        self.moves = correction if self.is_public else moves
        self.versions = self._versions(current)
        self.attachments = list(self.question.attachments.all())
        self.possible = exchanges.possible(self.versions)
        self.groups = groups_of(
            self.question,
            versions=self.versions,
            draft=self._draft_with_sources(),
            attachments=self.attachments,
            possible=self.possible,
            page=self.page if self.corrects else None,
        )

    def _page(self):
        rows = PublishedQuestion.objects.prefetch_related(
            Prefetch("answers", PublishedAnswer.objects.select_related("source"))
        )
        return rows.get(question=self.question)

    def _sources_of_page(self):
        return {row.source_id for row in self.page.answers.all() if not row.retracted_on}

    def _draft_with_sources(self):
        if self.draft is not None:
            answers_of(self.draft)
        return self.draft

    def _versions(self, current):
        """What the copy is made from: while it is open the answers as they stand, afterwards those it was made of."""
        if self.draft is None or self.question.publication == Publication.ALLOWED or self.corrects:
            return current
        return [part.source for part in self._draft_with_sources().answers.all()]

    @property
    def is_begun(self):
        """Whether there is a saved text to approve."""
        return self.draft is not None and (not self.is_public or self.draft.corrects_page)

    @property
    def patient_sees_first(self):
        """Whether the patient reads the text, as it is saved, before it is public."""
        if self.draft is None:
            return self.question.patient_sees_first
        return moves.patient_sees_first(self.draft)

    @property
    def seen(self):
        return self.draft.version if self.draft else 0

    @property
    def asked_since(self):
        """Whether something was asked back or further, and replied to, that the text as it was last saved leaves out
        because it came later; of the answers that aren't retracted."""
        saved = {part.source.answer_id: part for part in self._draft_with_sources().answers.all()}
        moment = self.draft.prepared_at
        return any(
            exchanges.since(saved.get(answer_id), of=of, moment=moment)
            for answer_id, of in self.possible.items()
            if answer_id in self.current_answers
        )

    @property
    def is_open(self):
        """Whether it may be edited and approved now."""
        if not self.versions:
            return False
        if self.corrects:
            return not self.draft.correction_waits_for_patient
        return self.question.publication == Publication.ALLOWED

    def bound(self, request):
        return PublicCopyForm(request.POST, **self._made_of())

    def form(self, *, typed=None):
        """What is saved, to be changed; or what was `typed`, shown again without being judged."""
        initial = {"version": self.seen, "kept": self.draft.kept if self.draft else []}
        if self.is_begun and self.corrects:
            initial["correction_note"] = self.draft.correction_note
        return PublicCopyForm(initial={**initial, **(typed or {})}, **self._made_of())

    def _made_of(self):
        return {"groups": self.groups, "versions": self.versions, "corrects": self.corrects}


def waits_for_patient(question):
    """Whether the patient has to decide on a text: the first one, or a correction of the page."""
    draft = getattr(question, "public_draft", None)
    correction_waits = draft is not None and draft.correction_waits_for_patient
    return correction_waits or question.publication == Publication.AWAITING_PATIENT


def next_step(copy, user):
    """Who must do what next, in one plain sentence or two."""
    question, draft = copy.question, copy.draft
    if copy.own_part and question.publication != Publication.WITHDRAWN:
        return copy.own_part
    if copy.is_public:
        return _next_of_page(copy, user)
    if question.publication == Publication.WITHDRAWN:
        return _("The page was taken down for good; its address says that it no longer exists.")
    if question.publication == Publication.AWAITING_PATIENT:
        if not moves.answers_are_current(draft):
            return _("An answer has changed since. Recall the copy and prepare it again.")
        return _("It waits for the patient, who reads exactly this text and agrees or asks for a change.")
    if not copy.versions:
        return _("There is no approved answer to publish.")
    after = _("Then the patient reads it and agrees.") if copy.patient_sees_first else _("Then it is public.")
    if draft is None:
        if question.two_people_publish:
            now = _("Take out what could identify the patient and save. Then a senior moderator approves.")
        else:
            now = _(
                "Take out what could identify the patient and save. Then you or another moderator approves."
            )
        return f"{now} {after}"
    if not draft.may_be_signed_by(user):
        now = _waits_for_another(draft, user)
    elif question.two_people_publish:
        name = draft.prepared_by.get_full_name()
        now = _("%(name)s prepared it. You are the second moderator: read and approve it.") % {"name": name}
    else:
        now = _("Read the saved text and approve it.")
    if draft.change_awaited:
        return _("Put the change that the patient asks for into the text and save it.")
    if draft.change_wanted:
        now = _("See that the text has the change that the patient asked for.") + f" {now}"
    return f"{now} {after}"


def _own_part(question, user):
    """Why another moderator must do what comes next; "" for who has no part in it. One query."""
    if not moves.involved(question, user):
        return ""
    if question.asker_id == user.pk:
        return _("This is your own query: another moderator decides about its public copy.")
    return _("You answered this query: another moderator decides about its public copy.")


def _waits_for_another(draft, user):
    """What to say to who may not sign a copy that takes two people."""
    if draft.prepared_by_id != user.pk:
        name = draft.prepared_by.get_full_name()
        return _("%(name)s prepared it. A senior moderator must read and approve it.") % {"name": name}
    if user.has_perm("questions.confirm_publication"):
        return _("You prepared this text, so another moderator must read and approve it.")
    return _("You prepared this text, so a senior moderator must read and approve it.")


def _next_of_page(copy, user):
    """The same of a page that is public: nothing, or the next step of its correction."""
    draft = copy.draft
    if not copy.corrects:
        public = _("It is public. The patient, or you, can take it down at any time.")
        since = _("A follow-up question was answered since: correct the page if readers should know it.")
        return f"{public} {since}" if copy.asked_since else public
    stays = _("The page stays as it is until then. If it is dangerous as it stands, take it down.")
    if draft.correction_waits_for_patient:
        waits = _("The corrected text waits for the patient, who agrees or asks for a change.")
        return f"{waits} {stays}"
    if not copy.versions:
        return _("Every answer was retracted; the page says so.")
    after = (
        _("Then the patient reads it and agrees.")
        if copy.patient_sees_first
        else _("Then the page is changed.")
    )
    if not copy.is_begun:
        due = _("An answer has changed since; readers see the old one.") if copy.is_due else ""
        now = _("Correct the public text, say what was corrected and save; then it is approved.")
        return f"{due} {now} {after} {stays}".strip()
    if not moves.answers_are_current(draft):
        now = _("An answer has changed since this was saved. Read it again and save.")
    elif not draft.may_be_signed_by(user):
        now = _waits_for_another(draft, user)
    else:
        now = _("Read the saved text and approve it.")
    return f"{now} {after} {stays}"
