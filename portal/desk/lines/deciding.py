"""Which rows of a queue a moderator may decide, as conditions for the database: what the functions may_… of queues.py
say of one row. A test compares the two for every queue."""

from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Statement
from answers.models import Answer, FollowUp, Opinion
from questions.models import Question
from questions.models.states import MINOR_BANDS, About
from specialties.models import Doctor, DoctorStatus

CONFIRM_PUBLICATION, CONFIRM_DOCTOR = "questions.confirm_publication", "specialties.confirm_doctor"
DECIDE_APPEAL = "questions.decide_appeal"
NOTHING = Q(pk__in=[])


def minor(path=""):
    """About somebody under 18; `path` leads to the query."""
    return Q(**{f"{path}about": About.CHILD}) | Q(**{f"{path}age_band__in": MINOR_BANDS})


def marks_of_query(path=""):
    """The marks that a queue of queries can be narrowed by."""
    return {
        "urgent": Q(**{f"{path}urgent": True}),
        "self_harm": Q(**{f"{path}self_harm": True}),
        "minor": minor(path),
        "held": Q(**{f"{path}held": True}),
    }


def two_people():
    """Publishable.two_people_publish, of a query."""
    delicate = Q()
    for mark in ("rare", "sensitive"):
        delicate |= Q(**{f"specialty__{mark}": True}) | Q(**{f"specialty__parent__{mark}": True})
    return minor() | Q(about=About.OTHER) | Q(self_harm=True) | delicate


def _not(path, user):
    """`path` leads to somebody else than `user`, or to nobody."""
    return Q(**{f"{path}__isnull": True}) | ~Q(**{path: user.pk})


def not_own(user):
    return ~Q(asker=user.pk)


def signable(user):
    """PublicDraft.may_be_signed_by()."""
    second = ~Q(public_draft__prepared_by=user.pk) if user.has_perm(CONFIRM_PUBLICATION) else NOTHING
    return ~two_people() | second


def may_triage(user):
    return not_own(user) & _not_overruled(Question, user)


def may_publish(user):
    """Not publication.involved()."""
    return not_own(user) & ~Q(answers__doctor__user=user.pk)


def may_sign(user):
    return may_publish(user) & signable(user)


def may_correct(user):
    in_making = ~Q(published_copy__draft_version=F("public_draft__version"))
    return may_publish(user) & (~in_making | signable(user))


def _not_overruled(model, user):
    """No appeal overruled an earlier decision of `user` on the row."""
    mine = Statement.objects.overruled(by=user).filter(subject_type=model._meta.label_lower)
    return ~Q(pk__in=mine.values("subject_id"))


def may_review(user):
    others = _not("doctor__user", user) & ~Q(question__asker=user.pk)
    return others & _not_overruled(Answer, user)


def may_decide_follow_up(user):
    """Nor one that asks again what they closed and an appeal overruled: FollowUp.objects.same_as()."""
    others = _not("answer__doctor__user", user) & ~Q(answer__question__asker=user.pk)
    same = FollowUp.objects.overruled(by=user).filter(answer=OuterRef("answer"), text=OuterRef("text"))
    return others & ~Exists(same)


def may_decide_appeal(user):
    if not user.has_perm(DECIDE_APPEAL):
        return NOTHING
    return ~Q(refused_by=user.pk) & ~Q(question__asker=user.pk)


def may_decide_decision_appeal(user):
    if not user.has_perm(DECIDE_APPEAL):
        return NOTHING
    return ~Q(against=user.pk) & ~Q(statement__user=user.pk)


def may_decide_report(user):
    return _not("doctor__user", user) & _not("by", user)


def may_decide_page_report(user):
    """Report.involved, of a page: its doctors and its patient; of one taken down, who reported it alone."""
    not_answered = ~Q(page__answers__doctor__user=user.pk)
    return _not("by", user) & not_answered & _not("page__question__asker", user)


def may_decide_opinion(user):
    about = "published_answer"
    return (
        _not("doctor__user", user)
        & _not(f"{about}__doctor__user", user)
        & _not(f"{about}__question__question__asker", user)
        & _not_overruled(Opinion, user)
    )


def may_decide_disagreement(user):
    given = Opinion.objects.shown().filter(published_answer__question=OuterRef("pk"), doctor__user=user.pk)
    return ~Q(answers__doctor__user=user.pk) & ~Exists(given.order_by()) & _not("question__asker", user)


def may_verify(user):
    others = _not("user", user) & _not("checked_by", user) & _not_overruled(Doctor, user)
    return others if user.has_perm(CONFIRM_DOCTOR) else others & ~Q(status=DoctorStatus.CHECKED)
