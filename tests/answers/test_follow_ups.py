"""Follow-up questions: asked by the patient, replied to by the doctor who answered, released by a moderator."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, Mail, User
from accounts.moves import MoveRefused
from answers import publication
from answers.models import FollowUp
from portal.demo.seed_clock import at
from questions.models import RedFlagHit
from questions.redflags.sync import sync
from tests.factories import make_approved_answer, make_follow_up

CHEST_PAIN = "Since this morning I have crushing chest pain. Should I still take it?"


@pytest.fixture
def answer(asker, doctor, specialty):
    return make_approved_answer(asker=asker, doctor=doctor, specialty=specialty)


def asking(answer):
    return reverse("followup-ask", args=[answer.question.reference, answer.pk])


def replying(follow_up):
    return reverse("followup-reply", args=[follow_up.answer.question.reference, follow_up.pk])


def page_of(client, answer):
    return client.get(answer.question.get_absolute_url()).content.decode()


def mails(kind):
    return Mail.objects.filter(kind=kind).count()


def test_form_says_how_many_and_until_when(signed_in, asker, answer):
    day = (timezone.localtime(answer.approved_version.reviewed_at) + timedelta(days=14)).strftime("%-d %B")

    page = page_of(signed_in(asker), answer)

    assert f"You can ask 2 more questions until {day}." in page


def test_patient_asks_and_the_doctor_is_told(signed_in, asker, answer):
    client = signed_in(asker)

    response = client.post(asking(answer), {"key": uuid.uuid4(), "text": "May I swim?"})

    assert response.headers["Location"] == f"{answer.question.get_absolute_url()}#follow-ups-{answer.pk}"
    assert FollowUp.objects.get().text == "May I swim?"
    assert mails("followup_received") == 1
    page = page_of(client, answer)
    assert "May I swim?" in page and "You can ask 1 more question until" in page
    assert "You asked a follow-up question" in page


def test_double_click_asks_once(signed_in, asker, answer):
    form = {"key": uuid.uuid4(), "text": "May I swim?"}
    client = signed_in(asker)

    codes = [client.post(asking(answer), form).status_code for _ in range(2)]

    assert codes == [302, 302]
    assert FollowUp.objects.count() == mails("followup_received") == 1


def test_two_requests_at_once_under_one_key_are_one_follow_up(asker, answer):
    """Both have passed the look of the page at what was asked before."""
    asked = {"answer": answer, "by": asker, "text": "May I swim?", "key": uuid.uuid4()}

    assert FollowUp.objects.ask(**asked) == FollowUp.objects.ask(**asked)


def test_a_third_one_is_refused_and_its_words_are_shown(signed_in, asker, answer):
    make_follow_up(answer=answer)
    make_follow_up(answer=answer)

    response = signed_in(asker).post(asking(answer), {"key": uuid.uuid4(), "text": "And on Sundays?"})

    assert response.status_code == 409
    assert "And on Sundays?" in response.content.decode()
    assert FollowUp.objects.count() == 2


def test_after_the_last_day_nothing_can_be_asked(signed_in, asker, answer, settings):
    late = timezone.now() + timedelta(days=settings.FOLLOW_UP_DAYS, minutes=1)

    with at(late), pytest.raises(MoveRefused):
        make_follow_up(answer=answer)
    with at(late):
        page = page_of(signed_in(asker), answer)
    assert "You could ask follow-up questions" in page and 'name="key"' not in page


def test_too_long_a_question_comes_back_in_its_field(signed_in, asker, answer):
    response = signed_in(asker).post(asking(answer), {"key": uuid.uuid4(), "text": "x" * 2001})

    page = response.content.decode()
    assert response.status_code == 422 and "x" * 2001 in page
    assert f'href="#follow-up-{answer.pk}-text"' in page


def test_answer_taken_back_meanwhile_loses_no_word(signed_in, asker, answer, moderator):
    publication.retract(answer, by=moderator, code="wrong", reason="A mix-up.", seen_version=answer.version)

    response = signed_in(asker).post(asking(answer), {"key": uuid.uuid4(), "text": "May I swim?"})

    assert response.status_code == 409 and "May I swim?" in response.content.decode()
    assert not FollowUp.objects.exists()


def test_strangers_find_nothing(signed_in, stranger, answer):
    response = signed_in(stranger).post(asking(answer), {"key": uuid.uuid4(), "text": "May I swim?"})

    assert response.status_code == 404 and not FollowUp.objects.exists()


def test_limit_keeps_the_text_and_says_when(signed_in, asker, answer, settings):
    settings.LIMITS = {**settings.LIMITS, "followup": {"account": [(1, 3600)]}}
    client = signed_in(asker)
    client.post(asking(answer), {"key": uuid.uuid4(), "text": "May I swim?"})

    response = client.post(asking(answer), {"key": uuid.uuid4(), "text": "And dive?"})

    assert response.status_code == 429 and 0 < int(response.headers["Retry-After"]) <= 3600
    assert "And dive?" in response.content.decode() and FollowUp.objects.count() == 1


def test_warning_comes_first_and_keeps_the_text(signed_in, asker, answer):
    form = {"key": uuid.uuid4(), "text": CHEST_PAIN}

    response = signed_in(asker).post(asking(answer), form)

    page = response.content.decode()
    assert response.status_code == 200 and not FollowUp.objects.exists()
    assert "This may be an emergency" in page and f'name="key" value="{form["key"]}"' in page
    assert f'name="text" value="{CHEST_PAIN}"' in page


def test_gone_on_from_the_warning_it_is_sent_and_marks_the_query(signed_in, asker, answer, moderator):
    sync()
    client, form = signed_in(asker), {"key": uuid.uuid4(), "text": CHEST_PAIN}
    read = client.post(asking(answer), form).context["read"]

    response = client.post(asking(answer), {**form, "read": read})

    assert response.status_code == 302 and FollowUp.objects.get().text == CHEST_PAIN
    answer.question.refresh_from_db()
    assert answer.question.urgent
    hits = RedFlagHit.objects.all()
    assert {(hit.place, hit.question, hit.draft) for hit in hits} == {("follow_up", answer.question, None)}
    assert not hits.pending().exists()
    assert mails("moderator_urgent") == User.objects.moderators().count()


def test_self_harm_alerts_each_time(asker, answer, moderator):
    sync()
    answer.question.raise_marks(urgent=True, self_harm=True)
    before = mails("moderator_self_harm")

    answer.question.raise_marks(urgent=True, self_harm=True)

    assert mails("moderator_self_harm") == 2 * before > 0


def test_going_back_from_the_warning_opens_the_form_again(signed_in, asker, answer):
    form = {"key": uuid.uuid4(), "text": CHEST_PAIN, "change": "1"}

    response = signed_in(asker).post(asking(answer), form)

    page = response.content.decode()
    assert response.status_code == 200 and CHEST_PAIN in page and "<textarea" in page
    assert not FollowUp.objects.exists()


def test_doctor_saves_and_sends_a_reply(signed_in, doctor, answer):
    follow_up, client = make_follow_up(answer=answer), signed_in(doctor.user)
    page = client.get(replying(follow_up)).content.decode()
    assert "May I swim?" in page and "strained" in page

    client.post(replying(follow_up), {"version": 1, "reply": "Yes, but"})
    follow_up.refresh_from_db()
    assert (follow_up.status, follow_up.reply) == ("waiting", "Yes, but")
    client.post(replying(follow_up), {"version": 2, "reply": "Yes, slowly.", "then": "send"})

    follow_up.refresh_from_db()
    assert (follow_up.status, follow_up.reply) == ("in_review", "Yes, slowly.")


def test_look_of_the_doctor_is_written_down(signed_in, doctor, answer):
    follow_up = make_follow_up(answer=answer)
    before = AccessEvent.objects.count()

    signed_in(doctor.user).get(replying(follow_up))

    look = AccessEvent.objects.first()
    assert AccessEvent.objects.count() == before + 1
    assert (look.viewer_id, look.viewer_role, look.reference) == (
        doctor.user.pk,
        "doctor",
        answer.question.reference,
    )


def test_empty_reply_is_not_sent(signed_in, doctor, answer):
    follow_up, client = make_follow_up(answer=answer), signed_in(doctor.user)

    response = client.post(replying(follow_up), {"version": 1, "reply": " ", "then": "send"})

    assert response.status_code == 422 and "Enter your reply" in response.content.decode()
    assert FollowUp.objects.get().status == "waiting"


def test_two_windows_lose_no_reply(signed_in, doctor, answer):
    follow_up, client = make_follow_up(answer=answer), signed_in(doctor.user)
    client.post(replying(follow_up), {"version": 1, "reply": "The first window"})

    response = client.post(replying(follow_up), {"version": 1, "reply": "The second window"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "The first window" in page and "The second window" in page
    follow_up.refresh_from_db()
    assert follow_up.reply == "The first window"


def test_pressed_twice_it_is_sent_once(signed_in, doctor, answer):
    follow_up, client = make_follow_up(answer=answer), signed_in(doctor.user)
    form = {"version": 1, "reply": "Yes.", "then": "send"}

    codes = [client.post(replying(follow_up), form).status_code for _ in range(2)]

    follow_up.refresh_from_db()
    assert codes == [302, 302] and (follow_up.status, follow_up.version) == ("in_review", 2)


def test_only_the_doctor_who_answered_replies(
    signed_in, asker, other_doctor, unverified_doctor, moderator, answer
):
    follow_up = make_follow_up(answer=answer)
    people = [asker, moderator, other_doctor.user, unverified_doctor.user]

    codes = [signed_in(person).get(replying(follow_up)).status_code for person in people]

    assert codes == [404, 404, 404, 403]


def test_lapsed_doctor_sees_the_typed_reply_again(signed_in, doctor, answer):
    follow_up, client = make_follow_up(answer=answer), signed_in(doctor.user)
    type(doctor).objects.filter(pk=doctor.pk).update(licence_expires_on=timezone.now().date() - timedelta(1))

    response = client.post(replying(follow_up), {"version": 1, "reply": "Yes, slowly."})

    assert response.status_code == 403 and "Yes, slowly." in response.content.decode()


def test_patient_reads_the_reply_once_it_is_approved(signed_in, asker, answer, moderator):
    follow_up, client = make_follow_up(answer=answer, reply="PLANTED reply"), signed_in(asker)
    assert "PLANTED" not in page_of(client, answer)

    follow_up.approve(by=moderator, seen_version=follow_up.version)

    assert "PLANTED reply" in page_of(client, answer)
    assert mails("followup_answered") == 1


def test_reply_sent_back_comes_to_the_doctor_with_its_reason(signed_in, doctor, asker, answer, moderator):
    follow_up = make_follow_up(answer=answer, reply="PLANTED reply")

    follow_up.send_back(by=moderator, reason="Please say how long.", seen_version=follow_up.version)

    assert "Please say how long." in signed_in(doctor.user).get(replying(follow_up)).content.decode()
    assert [row.pk for row in signed_in(doctor.user).get("/dashboard/?tab=followups").context["rows"]] == [
        follow_up.pk
    ]
    page = page_of(signed_in(asker), answer)
    assert "PLANTED" not in page and "Please say how long." not in page


def test_closed_one_gives_the_question_back(signed_in, asker, answer, moderator):
    follow_up = make_follow_up(answer=answer)

    follow_up.close(by=moderator, reason="Please ask anew.", seen_version=follow_up.version)

    page = page_of(signed_in(asker), answer)
    assert "Please ask anew." in page and "You can ask 2 more questions" in page
    assert mails("followup_closed") == 1


@pytest.mark.parametrize("move", ("approve", "send_back", "close"))
def test_nobody_decides_on_their_own(asker, doctor, answer, move):
    follow_up = make_follow_up(answer=answer, reply="Yes.")
    words = {} if move == "approve" else {"reason": "Because."}

    for person in (asker, doctor.user):
        with pytest.raises(MoveRefused):
            getattr(follow_up, move)(by=person, seen_version=follow_up.version, **words)


def test_second_decision_is_refused(answer, moderator, other_moderator):
    follow_up = make_follow_up(answer=answer, reply="Yes.")
    stale = FollowUp.objects.get(pk=follow_up.pk)
    follow_up.approve(by=moderator, seen_version=follow_up.version)

    with pytest.raises(MoveRefused):
        stale.send_back(by=other_moderator, reason="Too late.", seen_version=stale.version)
