"""A doctor's application: kept part by part, sent once, corrected, sent again; and which changes need a new check."""

import re

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, Mail
from specialties.models import Doctor, DoctorStatus
from tests.factories import add_document, add_second_factor, make_doctor, make_moderator
from tests.specialties.applying import URL, answers, as_stored, fill, picture, save, seen, url


@pytest.fixture
def applicant(asker):
    add_second_factor(asker)
    return asker


def send(client, doctor):
    return client.post(reverse("apply-check"), {"version": Doctor.objects.get(pk=doctor.pk).version})


def words(response):
    return response.content.decode()


def states(client):
    return {section.key: str(state.word) for section, state in client.get(URL).context["rows"]}


def test_a_visitor_reads_what_it_takes_and_comes_back_after_signing_in(client, db):
    page = words(client.get(URL))

    assert "What you need" in page
    assert f'href="/accounts/signup/?next={URL}"' in page and f'href="/accounts/login/?next={URL}"' in page
    assert client.get(URL + "you/")["Location"] == f"/accounts/login/?next={URL}you/"


SHARED = ["/me/data/", "/me/questions/", "/me/credits/", "/accounts/2fa/", "/accounts/password/change/"]


@pytest.mark.parametrize("address", [*SHARED, "/me/mails/"])
def test_pages_that_patients_have_too_keep_a_doctors_links_and_badge(address, signed_in, doctor):
    doctor.suspend(by=make_moderator(), reason="Under inquiry.", seen_version=doctor.version)

    page = words(signed_in(doctor.user).get(address))

    assert 'href="/dashboard/"' in page and "Suspended</span>" in page


@pytest.mark.parametrize("address", SHARED)
def test_a_patient_has_a_patients_links_there(address, signed_in, asker):
    page = words(signed_in(asker).get(address))

    assert 'href="/dashboard/"' not in page and 'href="/me/credits/"' in page


def test_the_account_bar_folds_and_marks_the_page(signed_in, asker):
    page = signed_in(asker).get("/me/data/").content.decode()
    bar = page[page.index('class="account-bar"') : page.index("</nav>", page.index('class="account-bar"'))]
    open_links, folded = bar.split("<details")

    assert open_links.count("<a ") == 1 and ">My queries</a>" in open_links
    assert folded.count("<a ") == 5 and "Sign out" in folded
    assert re.findall(r'href="([^"]*)" aria-current="page"', bar) == ["/me/data/"]


def test_looking_at_the_parts_stores_nothing(signed_in, asker):
    client = signed_in(asker)

    assert set(states(client).values()) == {"Not started", "Optional"}
    assert [client.get(url(key)).status_code for key in ("you", "identity", "qualifications")] == [200] * 3
    assert not Doctor.objects.exists()


def test_a_half_filled_part_is_kept_and_says_what_is_missing(signed_in, asker):
    client = signed_in(asker)

    response = client.post(url("you"), {"seen": seen(asker, "you"), "name": "Dr Ada"}, follow=True)

    assert "Still missing in this part: Professional title, Country you practise in." in words(response)
    assert Doctor.objects.get().name == "Dr Ada" and states(client)["you"] == "Incomplete"
    assert Doctor.objects.get().status == DoctorStatus.DRAFT


def test_a_draft_is_nobody_elses(signed_in, asker, moderator, specialty):
    doctor = fill(signed_in(asker), asker, specialty)
    client = signed_in(moderator)

    assert client.get(reverse("admin:desk-doctor", args=[doctor.pk])).status_code == 404
    document = doctor.documents.first()
    assert client.get(reverse("admin:desk-document", args=[document.pk])).status_code == 404
    assert doctor.name not in words(client.get("/admin/specialties/doctor/"))
    assert doctor.name not in words(client.get("/admin/desk/waiting/doctors/"))


def test_sending_makes_an_applicant_with_audit_line_and_mail(signed_in, applicant, specialty):
    client = signed_in(applicant)
    doctor = fill(client, applicant, specialty)
    assert set(states(client).values()) == {"Complete", "Optional"}

    response = send(client, doctor)

    doctor.refresh_from_db()
    assert response["Location"] == "/dashboard/"
    assert (doctor.status, doctor.slug) == (DoctorStatus.APPLIED, "dr-amara-okafor")
    assert (doctor.languages, list(doctor.specialties.all())) == (["en", "fr"], [specialty])
    assert doctor.interests == "None"
    assert AuditEvent.objects.get(verb="doctor.applied").actor_id == applicant.pk
    assert Mail.objects.get().kind == "doctor_applied"


@pytest.mark.parametrize("but", ["you", "register", "identity", "qualifications", "specialties", "interests"])
def test_an_incomplete_application_is_not_sent(signed_in, applicant, specialty, but):
    client = signed_in(applicant)
    doctor = fill(client, applicant, specialty, but=[but])

    response = send(client, doctor)

    assert response.status_code == 409 and f'href="{url(but)}"' in words(response)
    assert Doctor.objects.get().status == DoctorStatus.DRAFT


def test_without_a_second_step_it_is_not_sent_and_nothing_is_lost(signed_in, asker, specialty):
    client = signed_in(asker)
    doctor = fill(client, asker, specialty)

    response = send(client, doctor)

    assert response["Location"] == reverse("mfa_index")
    assert Doctor.objects.get().status == DoctorStatus.DRAFT


def test_sent_twice_is_sent_once(signed_in, applicant, specialty):
    client = signed_in(applicant)
    doctor = fill(client, applicant, specialty)
    version = {"version": doctor.version}

    answers = [client.post(reverse("apply-check"), version)["Location"] for _ in range(2)]

    assert answers == ["/dashboard/"] * 2
    assert AuditEvent.objects.filter(verb="doctor.applied").count() == Mail.objects.count() == 1


@pytest.mark.parametrize(
    ("key", "changes", "message"),
    (
        ("register", {"licence_expires_on": "2020-01-01"}, "Enter a day in the future"),
        ("register", {"register_number": "NIL"}, "Enter your number as it stands on the register."),
        (
            "register",
            {"document": picture(name="a.jpg").__class__("a.jpg", b"<svg>")},
            "neither a picture nor a PDF we can read",
        ),
        ("qualifications", {"title": ""}, "Enter what the document is"),
        ("interests", {"has": "yes"}, "Enter the interests you declare"),
    ),
)
def test_what_is_wrong_is_said_and_nothing_is_stored(signed_in, asker, specialty, key, changes, message):
    said = {**answers(specialty)[key], **changes}

    response = save(signed_in(asker), asker, key, said)

    assert response.status_code == 422 and message in words(response)
    assert not Doctor.objects.exists()


def test_two_doctors_of_one_name_get_two_addresses(signed_in, applicant, stranger, specialty):
    first = fill(signed_in(applicant), applicant, specialty)
    send(signed_in(applicant), first)
    add_second_factor(stranger)
    client = signed_in(stranger)
    second = fill(client, stranger, specialty, but=["register"])
    save(client, stranger, "register", {**answers(specialty)["register"], "register_number": "NM-200"})
    send(client, second)

    slugs = set(Doctor.objects.values_list("slug", flat=True))
    assert len(slugs) == 2 and not any(slug.startswith("draft-") for slug in slugs)


def test_a_waiting_application_can_be_corrected_and_the_moderators_old_page_is_void(
    signed_in, unverified_doctor
):
    before = unverified_doctor.version
    changed = as_stored(unverified_doctor, "register", register_number="X-99")

    save(signed_in(unverified_doctor.user), unverified_doctor.user, "register", changed)

    unverified_doctor.refresh_from_db()
    assert (unverified_doctor.register_number, unverified_doctor.status) == ("X-99", DoctorStatus.APPLIED)
    assert unverified_doctor.version > before


def test_an_application_with_the_moderators_stays_complete(signed_in, unverified_doctor):
    user = unverified_doctor.user

    response = save(signed_in(user), user, "languages", {})

    assert response.status_code == 422 and "Select at least one language" in words(response)


def test_an_application_between_the_two_checks_stands_still(signed_in, unverified_doctor, moderator):
    user = unverified_doctor.user
    unverified_doctor.mark_checked(by=moderator, seen_version=unverified_doctor.version)

    response = save(
        signed_in(user), user, "you", as_stored(unverified_doctor, "you", name="Dr Somebody Else")
    )

    assert response.status_code == 409 and "Dr Somebody Else" in words(response)
    assert Doctor.objects.get(pk=unverified_doctor.pk).name != "Dr Somebody Else"


def test_a_returned_application_shows_the_reason_and_is_sent_again(signed_in, unverified_doctor, moderator):
    unverified_doctor.send_back(
        by=moderator, reason="The number is unreadable.", seen_version=unverified_doctor.version
    )
    user = unverified_doctor.user
    client = signed_in(user)

    page = words(client.get(URL))
    save(client, user, "register", as_stored(unverified_doctor, "register", register_number="X-99"))
    saved = Doctor.objects.get(pk=unverified_doctor.pk).status
    send(client, unverified_doctor)

    unverified_doctor.refresh_from_db()
    assert "The number is unreadable." in page and saved == DoctorStatus.RETURNED
    assert (unverified_doctor.status, unverified_doctor.register_number) == (DoctorStatus.APPLIED, "X-99")


# -- Verified doctors -----------------------------------------------------------------------------

CHECKED = [
    ("you", {"name": "Dr New Name"}),
    ("you", {"degree": "PhD"}),
    ("register", {"licence_expires_on": "2099-01-01"}),
    ("identity", {"document": picture(colour="red")}),
    ("qualifications", {"title": "Another", "document": picture(colour="red")}),
]


@pytest.mark.parametrize(("key", "change"), CHECKED)
def test_a_change_of_what_was_checked_needs_a_yes_and_ends_the_verification(signed_in, doctor, key, change):
    client = signed_in(doctor.user)
    said = as_stored(doctor, key, **change)

    warned = save(client, doctor.user, key, said)
    before = Doctor.objects.get(pk=doctor.pk)
    for file in change.values():
        _rewind(file)
    save(client, doctor.user, key, {**said, "agreed": "on"})

    doctor.refresh_from_db()
    assert warned.status_code == 422 and before.is_verified
    assert (doctor.status, doctor.checked_by) == (DoctorStatus.APPLIED, None)


def _rewind(file):
    if hasattr(file, "seek"):
        file.seek(0)


def test_other_specialties_end_the_verification(signed_in, doctor):
    other = make_doctor().specialties.get()

    save(signed_in(doctor.user), doctor.user, "specialties", {"specialties": [other.pk], "agreed": "on"})

    doctor.refresh_from_db()
    assert (doctor.status, doctor.specialties.get()) == (DoctorStatus.APPLIED, other)


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("you", {"biography": "Now in Lagos."}),
        ("languages", {"languages": ["fr"]}),
        ("interests", {"has": "yes", "interests": "Shares."}),
    ],
)
def test_the_texts_about_a_doctor_are_theirs_to_change(signed_in, doctor, key, change):
    response = save(signed_in(doctor.user), doctor.user, key, as_stored(doctor, key, **change))

    doctor.refresh_from_db()
    assert response.status_code == 302 and doctor.status == DoctorStatus.VERIFIED
    assert AuditEvent.objects.first().verb == "doctor.changed"


def test_a_page_older_than_the_last_decision_changes_nothing(signed_in, doctor, moderator):
    said = as_stored(doctor, "you", biography="Typed before the suspension")
    old = seen(doctor.user, "you")
    doctor.suspend(by=moderator, reason="Complaint", seen_version=doctor.version)

    response = signed_in(doctor.user).post(url("you"), {**said, "seen": old})

    doctor.refresh_from_db()
    assert response.status_code == 409 and "Typed before the suspension" in words(response)
    assert (doctor.status, doctor.biography) == (DoctorStatus.SUSPENDED, "")


def test_two_windows_do_not_overwrite_each_other(signed_in, unverified_doctor):
    user, client = unverified_doctor.user, signed_in(unverified_doctor.user)
    old = seen(user, "you")
    first = client.post(url("you"), {**as_stored(unverified_doctor, "you", biography="First"), "seen": old})

    second = client.post(url("you"), {**as_stored(unverified_doctor, "you", biography="Second"), "seen": old})
    other_part = client.post(url("languages"), {"languages": ["fr"], "seen": seen(user, "languages")})

    assert (first.status_code, second.status_code, other_part.status_code) == (302, 409, 302)
    assert "First" in words(second) and "Second" in words(second)
    assert Doctor.objects.get(pk=unverified_doctor.pk).biography == "First"


def test_a_button_pressed_twice_is_no_conflict(signed_in, asker):
    said = {"name": "Dr Ada", "seen": seen(asker, "you")}
    client = signed_in(asker)

    assert [client.post(url("you"), said).status_code for _ in range(2)] == [302, 302]
    assert AuditEvent.objects.filter(verb="doctor.changed").count() == 1


@pytest.mark.parametrize("qualifications", (1, 3, 6))
def test_the_list_costs_the_same_queries(
    signed_in, asker, qualifications, django_assert_num_queries, specialty
):
    doctor = make_doctor(sent=False, specialties=[specialty])
    client = signed_in(doctor.user)
    for number in range(1, qualifications):
        said = {"title": f"Course {number}", "document": picture(colour=(40 * number, 0, 0))}
        save(client, doctor.user, "qualifications", said)
    client.get(URL)

    with django_assert_num_queries(9):
        client.get(URL)


@pytest.mark.parametrize("qualifications", (1, 6))
@pytest.mark.parametrize(("key", "cost"), [("register", 6), ("qualifications", 6), ("specialties", 7)])
def test_a_part_costs_the_same_queries(signed_in, db, key, cost, qualifications, django_assert_num_queries):
    doctor = make_doctor(sent=False)
    for number in range(1, qualifications):
        add_document(doctor, kind="qualification", colour=(40 * number, 0, 0))
    client = signed_in(doctor.user)
    client.get(url(key))

    with django_assert_num_queries(cost):
        client.get(url(key))
