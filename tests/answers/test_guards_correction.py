"""Attempts in raw SQL on a public page that is corrected: no word but an approved one, at once or not at all."""

import pytest

from answers import publication
from answers.models import PublicAnswerDraft, PublishedAnswer
from questions.models import About, Consent, PublicDraft, PublishedQuestion
from tests import factories
from tests.answers.by_sql import agree_by_sql, approve_by_sql, copy_row, refused, run

pytestmark = pytest.mark.django_db

PAGE = "UPDATE questions_publishedquestion SET "
ANSWER = "UPDATE answers_publishedanswer SET "
DRAFT = "UPDATE questions_publicdraft SET "


@pytest.fixture
def page(moderator):
    """A public page with a correction in the making, made by `moderator`."""
    return begun(moderator)


def begun(moderator, **fields):
    page = factories.make_published_question(**fields)
    factories.make_new_version(page.question.answers.get(), short_answer="Zyxnew.")
    factories.make_correction(page.question, moderator=moderator, text="Zyxtext.", note="Zyxnote.")
    return page


def draft():
    return PublicDraft.objects.get()


CORRECT_PAGE = PAGE + "draft_version = 2, text = 'Zyxtext.', approved_by_id = %s"
CORRECT_ANSWER = (
    ANSWER
    + "draft_version = 2, short_answer = 'Zyxnew.', source_id = (SELECT max(id) FROM answers_answerversion)"
)
TELL = "INSERT INTO answers_correction (page_id, made_on, note, draft_version) VALUES (%s, now(), %s, 2)"
ALL = f"{CORRECT_PAGE}; {CORRECT_ANSWER}; {TELL}"


def test_the_whole_correction_passes(page, moderator):
    approve_by_sql(draft(), moderator)

    run(ALL, moderator.pk, page.pk, "Zyxnote.")
    run("SET CONSTRAINTS ALL IMMEDIATE")

    assert PublishedAnswer.objects.get().short_answer == "Zyxnew."


def test_correcting_with_a_text_nobody_approved(page, moderator):
    refused(CORRECT_PAGE, moderator.pk, because="only an approved public text")


@pytest.mark.parametrize("change", ["text = 'x'", "title = 'x'", "approved_by_id = 0"])
def test_correcting_into_other_words_than_the_approved(change, page, moderator):
    approve_by_sql(draft(), moderator)

    fields = {
        "text": "text = 'Zyxtext.'",
        "title": "title = title",
        "approved_by_id": f"approved_by_id = {moderator.pk}",
    }
    fields[change.split()[0]] = change
    refused(PAGE + "draft_version = 2, " + ", ".join(fields.values()), because="only an approved public text")


@pytest.mark.parametrize("version", [1, 3])
def test_a_page_names_the_version_it_shows(version, page, moderator):
    approve_by_sql(draft(), moderator)

    refused(
        PAGE + "draft_version = %s, text = 'Zyxtext.', approved_by_id = %s",
        version,
        moderator.pk,
        because="names the version|changed by taking it down",
    )


@pytest.mark.parametrize(
    "change",
    [
        "slug = 'anna'",
        "age_band = '5–12'",
        "sex = 'male'",
        "asked_on = '2020-01-01'",
        "reference = 'Q-2222-3333'",
    ],
)
def test_a_correction_leaves_what_was_never_approved(change, page, moderator):
    approve_by_sql(draft(), moderator)

    refused(f"{CORRECT_PAGE}, {change}", moderator.pk, because="changed by taking it down")


def test_correcting_alone_where_two_must_sign(moderator):
    page = begun(moderator)
    approve_by_sql(draft(), moderator)
    agree_by_sql(draft())
    type(page.area).objects.filter(pk=page.area_id).update(rare=True)

    refused(CORRECT_PAGE, moderator.pk, because="two different moderators")


def test_the_second_signature_of_who_prepared_it_or_of_a_plain_moderator(senior, other_moderator):
    begun(senior, about=About.OTHER)
    sign = DRAFT + "approved_by_id = %s, approved_at = now()"

    for by in (senior, other_moderator):
        refused(sign, by.pk, because="a senior moderator who did not prepare it")
    approve_by_sql(draft(), factories.make_moderator(senior=True))


def test_correcting_what_the_patient_never_saw(moderator):
    begun(moderator, consent=Consent.SHOW_FIRST)
    approve_by_sql(draft(), moderator)

    refused(CORRECT_PAGE, moderator.pk, because="the patient has not agreed")


def test_correcting_a_text_the_patient_prepared(moderator):
    page = begun(moderator, asker=factories.make_moderator())
    run(DRAFT + "prepared_by_id = %s", page.question.asker_id)
    approve_by_sql(draft(), moderator)

    refused(CORRECT_PAGE, moderator.pk, because="staff prepare a public text")


def test_correcting_in_silence(page, moderator):
    approve_by_sql(draft(), moderator)

    refused(f"{CORRECT_PAGE}; {CORRECT_ANSWER}", moderator.pk, because="readers are told of a correction")


def test_telling_other_words_than_the_approved(page, moderator):
    approve_by_sql(draft(), moderator)

    refused(ALL, moderator.pk, page.pk, "Other words.", because="a correction says what was approved")
    refused(TELL, page.pk, "Zyxnote.", because="a correction says what was approved")


def test_rewriting_what_was_told(page, moderator):
    factories.approve_correction(draft(), by=moderator)

    refused("UPDATE answers_correction SET note = 'x'", because="stays as it was told")
    refused("UPDATE answers_correction SET made_on = '2020-01-01'", because="stays as it was told")


def test_correcting_the_page_and_not_its_answer(page, moderator):
    approve_by_sql(draft(), moderator)

    refused(f"{CORRECT_PAGE}; {TELL}", moderator.pk, page.pk, "Zyxnote.", because="shows one version")


def test_correcting_the_answer_and_not_its_page(page, moderator):
    approve_by_sql(draft(), moderator)

    refused(CORRECT_ANSWER, because="shows the approved version of its page")


@pytest.mark.parametrize(
    "change",
    ["explanation = 'x'", "short_answer = 'x'", 'findings = \'{"1": "x"}\'', "clinical_opinion = false"],
)
def test_an_answer_in_other_words_than_the_approved(change, page, moderator):
    approve_by_sql(draft(), moderator)
    words = CORRECT_ANSWER.replace("short_answer = 'Zyxnew.', ", "") if "short" in change else CORRECT_ANSWER

    refused(f"{CORRECT_PAGE}; {words}, {change}", moderator.pk, because="differs from the approved text")


def test_an_answer_with_other_credentials_than_its_version(page, moderator):
    approve_by_sql(draft(), moderator)

    refused(
        f"{CORRECT_PAGE}; {CORRECT_ANSWER}, credentials = '{{}}'", moderator.pk, because="credentials of its"
    )


@pytest.mark.parametrize("change", ["position = 4", "answered_at = now()", "doctor_id = 0"])
def test_an_answer_keeps_its_place_date_and_doctor(change, page, moderator):
    approve_by_sql(draft(), moderator)

    refused(f"{CORRECT_PAGE}; {CORRECT_ANSWER}, {change}", moderator.pk, because="changed by taking its page")


def test_changing_an_answer_twice_for_one_correction(page, moderator):
    factories.approve_correction(draft(), by=moderator)

    refused(ANSWER + 'rendered = \'{"explanation": "x"}\'', because="changed by taking its page")
    refused(ANSWER + "edited_at = '2020-01-01'", because="changed by taking its page")


def test_the_draft_goes_on_only_into_a_newer_version(page, moderator):
    factories.approve_correction(draft(), by=moderator)

    for change in (
        "text = 'x', approved_by_id = NULL, approved_at = NULL",
        "version = 1",
        "agreed_at = now()",
    ):
        refused(DRAFT + change, because="stays approved and agreed|approved anew")
    refused(DRAFT + "version = 3", because="stays approved and agreed|approved anew")
    refused("DELETE FROM questions_publicdraft", because="approved anew|stays approved|violates foreign key")


def test_an_approved_correction_is_frozen(page, moderator):
    approve_by_sql(draft(), moderator)

    for change in ("text = 'x'", "correction_note = 'x'", "version = 3"):
        refused(DRAFT + change, because="approved anew")
    refused("UPDATE answers_publicanswerdraft SET short_answer = 'x'", because="approved anew")


def test_adding_an_answer_nobody_approved_to_a_corrected_page(page, moderator):
    factories.approve_correction(draft(), by=moderator)
    waiting = factories.make_submitted_answer()
    version = waiting.versions.get()

    row = PublishedAnswer.objects.get()
    bare = {"position": 8, "doctor_id": waiting.doctor_id, "credentials": version.credentials}
    refused(*copy_row(row, **bare, source_id=version.pk), because="only an approved answer")


# -- Retractions ----------------------------------------------------------------------------------

PARTS = "short_answer explanation self_care help_non_urgent help_urgent help_emergency limits sources"
EMPTY = ", ".join(f"{name} = ''" for name in PARTS.split())
TAKE_OFF = (
    ANSWER + f"{EMPTY}, clinical_opinion = false, findings = '{{}}', rendered = '{{}}', "
    "retracted_on = now(), retraction = 'wrong'"
)
CARD = PAGE + "answer_count = 0, answer_excerpt = ''"
RETRACT = "UPDATE answers_answer SET status = 'retracted'"


@pytest.fixture
def plain():
    return factories.make_published_question()


def test_the_whole_retraction_passes(plain):
    run(f"{TAKE_OFF}; {CARD}; {RETRACT}")
    run("SET CONSTRAINTS ALL IMMEDIATE")

    assert PublishedQuestion.objects.get().answer_count == 0


@pytest.mark.parametrize("left", ["short_answer", "limits", "rendered", "findings", "clinical_opinion"])
def test_of_a_retracted_answer_no_word_stays(left, plain):
    kept = {
        "rendered": "rendered = '{}', ",
        "findings": "findings = '{}'",
        "clinical_opinion": "clinical_opinion = false",
    }.get(left, f"{left} = ''")
    word = {
        "rendered": "",
        "findings": 'findings = \'{"1": "x"}\'',
        "clinical_opinion": "clinical_opinion = true",
    }
    sql = TAKE_OFF.replace(kept, word.get(left, f"{left} = 'x'"))

    assert sql != TAKE_OFF
    refused(sql, because="no word stays")


def test_words_taken_off_without_a_retraction(plain):
    refused(f"{TAKE_OFF}; {CARD}", because="when it is retracted")


def test_a_card_that_still_counts_the_retracted_answer(plain):
    refused(f"{TAKE_OFF}; {RETRACT}", because="counts the answers that stand")


def test_taking_an_answer_off_the_card_that_stands(plain):
    refused(CARD, because="changed by taking it down")
    refused(PAGE + "answer_excerpt = 'x'", because="changed by taking it down")


def test_a_retraction_in_words_of_ones_own(plain):
    refused(TAKE_OFF.replace("'wrong'", "'free words'"), because="retracted_says_why")


def test_a_retracted_answer_coming_back(plain, moderator):
    answer = plain.question.answers.get()
    publication.retract(answer, by=moderator, code="wrong", reason="No.", seen_version=answer.version)

    for change in ("retracted_on = NULL, retraction = ''", "short_answer = 'x'", "retraction = 'unsafe'"):
        refused(ANSWER + change, because="a retracted answer stays as it is")
    refused(PAGE + "answer_count = 1", because="changed by taking it down")
    refused(
        "UPDATE answers_answer SET retraction_code = '', status = 'approved'",
        because="can't move|granted appeal",
    )


def test_publishing_an_answer_as_retracted(plain):
    row = PublishedAnswer.objects.get()

    refused(
        *copy_row(row, position=8, retracted_on="2026-01-01", retraction="wrong"),
        because="no retracted answer",
    )


# -- Versions -------------------------------------------------------------------------------------


def version_row(answer, **changes):
    values = {"number": 9, "outcome": "", "reviewed_by_id": None, "reviewed_at": None, **changes}
    return copy_row(answer.versions.first(), **values)


def test_a_change_of_an_approved_answer_without_a_note():
    answer = factories.make_approved_answer()

    refused(*version_row(answer), because="says what was changed")
    refused(*version_row(answer, change_note=" \n"), because="says what was changed")
    run(*version_row(answer, change_note="The dose."))


def test_a_note_on_a_first_version():
    answer = factories.make_submitted_answer()

    refused(*version_row(answer, change_note="The dose."), because="says what was changed")


def test_a_proposal_without_a_return(moderator):
    factories.make_submitted_answer()

    refused(
        'UPDATE answers_answerversion SET proposal = \'{"limits": "x"}\'',
        because="proposal_with_return",
    )
    refused("UPDATE answers_answerversion SET change_note = 'x'", because="never changes")


def test_a_proposal_is_written_once():
    answer = factories.make_submitted_answer()
    answer.send_back(
        by=factories.make_moderator(), reason="No.", proposal={"limits": "x"}, seen_version=answer.version
    )

    refused("UPDATE answers_answerversion SET proposal = '{}'", because="decided once")
    assert not PublicAnswerDraft.objects.exists()
