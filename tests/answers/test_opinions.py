"""Second opinions: who may give one, how it is reviewed, what readers see, and what a disagreement does."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from accounts.moves import MoveRefused
from answers import opinions, publication
from answers.models import Opinion, OpinionStatus, PublishedAnswer
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(specialty):
    return factories.make_published_question(specialty=specialty)


@pytest.fixture
def answer(page):
    return page.answers.get()


def edit_url(page, number=1):
    return reverse("opinion-edit", args=[page.reference, number])


def form(answer, **fields):
    return {
        "key": uuid.uuid4(),
        "version": 0,
        "answer_version": answer.draft_version,
        "stance": "agree",
        "reason": "",
        **fields,
    }


def test_an_opinion_is_sent_reviewed_and_shown(signed_in, client, doctor, moderator, page, answer):
    signed_in(doctor.user)
    said = form(answer, stance="caveat", reason="Not in pregnancy.")

    assert client.get(edit_url(page)).status_code == 200
    assert client.post(edit_url(page), said).status_code == 302
    assert client.post(edit_url(page), said).status_code == 302  # pressed twice

    opinion = Opinion.objects.get()
    client.logout()
    assert "Not in pregnancy." not in client.get(page.get_absolute_url()).content.decode()
    opinion.approve(by=moderator, seen_version=opinion.version)
    shown = client.get(page.get_absolute_url()).content.decode()
    assert "Not in pregnancy." in shown and "1 doctor agrees with a caveat" in shown and doctor.name in shown
    assert {mail.kind for mail in Mail.objects.filter(kind__startswith="opinion")} == {
        "opinion_shown",
        "opinion_received",
    }


@pytest.mark.parametrize(
    ("stance", "reason"), [("caveat", ""), ("disagree", " "), ("agree", "x" * 301), ("", "")]
)
def test_a_form_with_mistakes_keeps_what_was_typed(signed_in, doctor, page, answer, stance, reason):
    response = signed_in(doctor.user).post(edit_url(page), form(answer, stance=stance, reason=reason))

    assert response.status_code == 422
    assert response.context["form"]["reason"].value() == reason
    assert not Opinion.objects.exists()


def test_who_may_not_judge_is_told_why(
    signed_in, page, answer, unrelated_doctor, unverified_doctor, stranger
):
    for doctor in (answer.doctor, unrelated_doctor, unverified_doctor):
        client = signed_in(doctor.user)
        assert client.get(edit_url(page)).status_code == 403
        assert client.post(edit_url(page), form(answer)).status_code == 403
    assert signed_in(stranger).get(edit_url(page)).status_code == 404
    assert not Opinion.objects.exists()


def test_a_doctor_who_asked_gives_no_opinion_on_the_answer(signed_in, doctor, specialty):
    page = factories.make_published_question(specialty=specialty, asker=doctor.user)

    assert signed_in(doctor.user).post(edit_url(page), form(page.answers.get())).status_code == 403


def test_an_answer_corrected_while_reading_is_read_again(signed_in, doctor, moderator, page, answer):
    draft = factories.make_correction(page.question, title="Another title")
    factories.approve_correction(draft, by=moderator)

    response = signed_in(doctor.user).post(
        edit_url(page), form(answer, stance="disagree", reason="Too late.")
    )

    assert response.status_code == 409
    assert "Too late." in response.content.decode() and not Opinion.objects.exists()
    assert response.context["form"]["answer_version"].value() == answer.draft_version + 1


def test_a_page_taken_down_while_writing_loses_no_word(signed_in, doctor, page, answer, monkeypatch):
    give = Opinion.objects.give

    def late(**fields):
        publication.withdraw(page.question, by=page.question.asker, seen_version=page.question.version)
        return give(**fields)

    page.question.refresh_from_db()
    monkeypatch.setattr(type(Opinion.objects), "give", lambda manager, **fields: late(**fields))
    response = signed_in(doctor.user).post(
        edit_url(page), form(answer, stance="disagree", reason="Too late.")
    )

    assert response.status_code == 409 and "Too late." in response.content.decode()


def test_two_windows_never_overwrite_each_other_silently(signed_in, doctor, page, answer):
    first = factories.make_opinion(answer=answer, doctor=doctor)
    client = signed_in(doctor.user)

    stale = client.post(edit_url(page), form(answer, stance="disagree", reason="No."))
    fresh = client.post(edit_url(page), form(answer, version=first.version, stance="disagree", reason="No."))

    assert (stale.status_code, fresh.status_code) == (409, 302)
    assert Opinion.objects.get().stance == "disagree"


def test_a_changed_opinion_is_shown_once_it_is_approved(doctor, moderator, answer):
    old = factories.make_opinion(answer=answer, doctor=doctor, shown=True)
    new = factories.make_opinion(answer=answer, doctor=doctor, stance="disagree")

    assert list(Opinion.objects.shown()) == [old]
    new.approve(by=moderator, seen_version=new.version)
    assert list(Opinion.objects.shown()) == [new]
    old.refresh_from_db()
    assert old.status == OpinionStatus.WITHDRAWN


def test_an_opinion_sent_back_is_changed_and_sent_again(signed_in, doctor, moderator, page, answer):
    opinion = factories.make_opinion(answer=answer, doctor=doctor, stance="disagree")
    opinion.send_back(by=moderator, reason="Say why.", seen_version=opinion.version)
    client = signed_in(doctor.user)

    assert "Say why." in client.get(edit_url(page)).content.decode()
    client.post(edit_url(page), form(answer, version=opinion.version, stance="disagree", reason="Because."))

    opinion.refresh_from_db()
    assert (opinion.status, opinion.reason, opinion.returned_for) == ("in_review", "Because.", "")
    assert Mail.objects.filter(kind="opinion_returned", user=doctor.user).count() == 1


def test_nobody_involved_decides(doctor, moderator, specialty):
    moderating_asker = factories.make_moderator()
    page = factories.make_published_question(specialty=specialty, asker=moderating_asker)
    opinion = factories.make_opinion(answer=page.answers.get(), doctor=doctor)

    for person in (moderating_asker, doctor.user, page.answers.get().doctor.user):
        with pytest.raises(MoveRefused):
            opinion.approve(by=person, seen_version=opinion.version)
    with pytest.raises(MoveRefused):
        opinion.approve(by=moderator, seen_version=opinion.version - 1)
    assert not Opinion.objects.shown().exists()


def test_a_disagreement_sends_the_page_back_to_review(client, moderator, other_moderator, page, answer):
    opinion = factories.make_opinion(answer=answer, stance="disagree", shown=True, moderator=moderator)

    page.refresh_from_db()
    assert page.review_wanted_at == opinion.reviewed_at
    assert "review this page again" in client.get(page.get_absolute_url()).content.decode()
    opinions.settle(page, by=other_moderator, seen=opinions.seen_on(page))
    page.refresh_from_db()
    assert page.review_wanted_at is None and page.reviewed_on == timezone.localdate()
    assert "1 doctor disagrees" in client.get(page.get_absolute_url()).content.decode()


def test_a_page_is_not_settled_with_an_opinion_unread(moderator, page, answer):
    factories.make_opinion(answer=answer, stance="disagree", shown=True)
    page.refresh_from_db()
    seen = opinions.seen_on(page)
    factories.make_opinion(answer=answer, stance="disagree", shown=True)

    with pytest.raises(MoveRefused):
        opinions.settle(page, by=moderator, seen=seen)


def test_opinions_given_before_a_correction_say_so(client, doctor, moderator, page, answer):
    factories.make_opinion(answer=answer, doctor=doctor, shown=True)
    draft = factories.make_correction(page.question, title="Another title")
    factories.approve_correction(draft, by=moderator)
    answer.refresh_from_db()
    factories.make_opinion(answer=answer, shown=True)

    marked = [one.corrected_on for one in Opinion.objects.for_page()]
    assert marked == [timezone.localdate(), None]
    assert client.get(page.get_absolute_url()).content.decode().count("Given before the correction") == 1


def test_opinions_go_with_a_retracted_answer(client, doctor, moderator, page, answer):
    factories.make_opinion(answer=answer, doctor=doctor, stance="disagree", shown=True)
    source = answer.source.answer
    publication.retract(source, by=moderator, code="wrong", reason="A mix-up.", seen_version=source.version)

    assert "Second opinions" not in client.get(page.get_absolute_url()).content.decode()
    assert Opinion.objects.received(answer.doctor) == {"agree": 0, "caveat": 0, "disagree": 0}


def test_received_counts_what_readers_see(answer):
    factories.make_opinion(answer=answer, shown=True)
    factories.make_opinion(answer=answer, shown=True)
    factories.make_opinion(answer=answer, stance="disagree", shown=True)
    factories.make_opinion(answer=answer, stance="caveat")

    assert Opinion.objects.received(answer.doctor) == {"agree": 2, "caveat": 0, "disagree": 1}
    assert opinions.agreement(Opinion.objects.shown()) == "2 doctors agree, 1 disagrees"


def test_an_opinion_taken_back_leaves_the_page(signed_in, client, doctor, page, answer):
    opinion = factories.make_opinion(answer=answer, doctor=doctor, reason="Quite so.", shown=True)
    url = reverse("opinion-withdraw", args=[opinion.pk])

    assert signed_in(answer.doctor.user).post(url, {"version": opinion.version}).status_code == 404
    signed_in(doctor.user)
    assert client.post(url, {"version": opinion.version}).status_code == 302
    assert client.post(url, {"version": opinion.version}).status_code == 302
    client.logout()
    assert "Quite so." not in client.get(page.get_absolute_url()).content.decode()


def test_an_opinion_is_taken_back_only_as_it_was_seen(signed_in, doctor, answer):
    opinion = factories.make_opinion(answer=answer, doctor=doctor, shown=True)
    client, url = signed_in(doctor.user), reverse("opinion-withdraw", args=[opinion.pk])

    codes = [client.post(url, {"version": seen}).status_code for seen in ("", "x", "-1", "9" * 5000)]

    assert codes == [302] * 4 and Opinion.objects.get().status == OpinionStatus.SHOWN


def test_a_suspended_doctor_takes_no_opinion_back(signed_in, client, doctor, page, answer, moderator):
    opinion = factories.make_opinion(answer=answer, doctor=doctor, reason="Quite so.", shown=True)
    doctor.suspend(by=moderator, reason="complaint", seen_version=doctor.version)

    response = signed_in(doctor.user).post(
        reverse("opinion-withdraw", args=[opinion.pk]), {"version": opinion.version}
    )

    assert response.status_code == 403 and "complaint" in response.content.decode()
    with pytest.raises(MoveRefused):
        opinion.withdraw(by=doctor.user, seen_version=opinion.version)
    client.logout()
    assert "Quite so." in client.get(page.get_absolute_url()).content.decode()


def test_the_list_has_colleagues_answers_without_an_opinion_of_mine(
    signed_in, doctor, other_doctor, specialty, topic
):
    mine = factories.make_published_question(specialty=topic, doctor=doctor, title="Mine")
    judged = factories.make_published_question(specialty=topic, title="Judged")
    waiting = factories.make_published_question(specialty=topic, title="Waiting")
    factories.make_published_question(title="Elsewhere")
    factories.make_opinion(answer=judged.answers.get(), doctor=doctor)
    client = signed_in(doctor.user)

    rows = client.get(reverse("opinions")).context["rows"]
    given = client.get(reverse("opinions"), {"tab": "mine"}).context["rows"]

    assert [row.question for row in rows] == [waiting] and mine not in [row.question for row in rows]
    assert [row.published_answer.question for row in given] == [judged]


def test_the_list_pages_by_key_and_skips_nothing(monkeypatch, doctor, specialty):
    pages = [
        factories.make_published_question(specialty=specialty, title=f"No {number}") for number in range(5)
    ]
    monkeypatch.setattr(opinions, "PAGE_SIZE", 2)

    found, after = [], ""
    for _round in range(3):
        rows = opinions.to_judge(doctor, after=after)
        found += [row.question for row in rows.items]
        after = rows.after

    assert found == pages[::-1] and after == ""


@pytest.mark.parametrize("count", (1, 3))
def test_the_page_costs_the_same_with_any_number_of_opinions(
    client, page, answer, count, django_assert_num_queries
):
    for _number in range(count):
        factories.make_opinion(answer=answer, shown=True)

    with django_assert_num_queries(2):
        response = client.get(page.get_absolute_url())

    assert response.content.count(b'class="opinion opinion--') == count


def test_the_public_page_is_the_same_for_whoever_looks(client, signed_in, doctor, page, answer):
    factories.make_opinion(answer=answer, doctor=doctor, shown=True)
    link = f'href="{edit_url(page)}"'

    assert link in client.get(page.get_absolute_url()).content.decode()
    client.cookies.clear()
    assert (
        client.get(page.get_absolute_url()).headers["Cache-Control"]
        == "public, max-age=60, stale-while-revalidate=60, s-maxage=0"
    )


WRONG = {
    "own answer": lambda answer, doctor: {"doctor": answer.doctor},
    "another specialty": lambda answer, doctor: {"doctor": factories.make_doctor()},
    "not verified": lambda answer, doctor: {
        "doctor": factories.make_doctor(specialties=[answer.question.area], verified=False)
    },
    "no reason": lambda answer, doctor: {"stance": "disagree"},
    "an earlier text": lambda answer, doctor: {"draft_version": answer.draft_version - 1},
    "shown at once": lambda answer, doctor: {"status": "shown"},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_the_database_refuses_what_the_moves_refuse(answer, doctor, wrong):
    row = {
        "published_answer": answer,
        "doctor": doctor,
        "stance": "agree",
        "draft_version": answer.draft_version,
    }

    with pytest.raises(DatabaseError), transaction.atomic():
        Opinion.objects.create(**row | WRONG[wrong](answer, doctor))
    Opinion.objects.create(**row)


def test_the_database_keeps_a_shown_opinion_as_it_was_approved(answer):
    opinion = factories.make_opinion(answer=answer, stance="disagree", shown=True)

    for change in ({"reason": "Other words"}, {"stance": "agree"}, {"status": "in_review"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Opinion.objects.filter(pk=opinion.pk).update(**change)


def test_the_database_wants_a_disagreement_reviewed(answer, moderator):
    opinion = factories.make_opinion(answer=answer, stance="disagree")

    with pytest.raises(DatabaseError), transaction.atomic():
        Opinion.objects.filter(pk=opinion.pk).update(
            status="shown", reviewed_by=moderator, reviewed_at=timezone.now()
        )
    assert not Opinion.objects.shown().exists()


def test_the_database_lets_no_doctor_or_patient_decide(answer, doctor):
    opinion = factories.make_opinion(answer=answer, doctor=doctor)

    for user in (doctor.user, answer.doctor.user, answer.question.question.asker):
        type(user).objects.filter(pk=user.pk).update(is_staff=True)
        with pytest.raises(DatabaseError), transaction.atomic():
            Opinion.objects.filter(pk=opinion.pk).update(
                status="returned", reviewed_by=user, reviewed_at=timezone.now(), returned_for="No."
            )


def test_a_suspended_doctor_gives_and_gets_no_opinion_shown(doctor, moderator, answer):
    opinion = factories.make_opinion(answer=answer, doctor=doctor)
    doctor.suspend(by=moderator, reason="A complaint.", seen_version=doctor.version)

    with pytest.raises(MoveRefused):
        opinion.approve(by=moderator, seen_version=opinion.version)
    with pytest.raises(MoveRefused):
        factories.make_opinion(answer=answer, doctor=doctor, stance="disagree")
    assert not PublishedAnswer.objects.judgeable_by(doctor).exists()


def test_opinions_of_a_lapsed_doctor_stay_with_the_badge_of_today(client, doctor, page, answer):
    factories.make_opinion(answer=answer, doctor=doctor, shown=True)
    type(doctor).objects.filter(pk=doctor.pk).update(
        licence_expires_on=timezone.now().date() - timedelta(days=1)
    )

    shown = client.get(page.get_absolute_url()).content.decode()

    assert "1 doctor agrees" in shown and "Licence ended" in shown
