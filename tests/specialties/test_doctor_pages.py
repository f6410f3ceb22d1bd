"""Doctors as readers see them."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from specialties.models import Doctor
from specialties.templatetags.doctors import initials
from tests.archive import make_imported
from tests.factories import make_moderator, make_published_question, picture_file

pytestmark = pytest.mark.django_db
WITH_MARKS = "It is **usually** [harmless](https://a.example)."


def archive_doctor():
    return Doctor.objects.create(name="Dr Old", slug="dr-old", status="archive")


def test_directory_lists_whoever_was_verified_and_the_archive(client, doctor, unverified_doctor):
    old = archive_doctor()

    page = client.get("/doctors/").content.decode()

    assert page.index(doctor.name) < page.index(old.name)
    assert unverified_doctor.name not in page
    assert "From an earlier site; not verified here" in page


def test_profile_shows_how_to_check_the_doctor(client, doctor, topic):
    published = make_published_question(specialty=topic, doctor=doctor)

    page = client.get(doctor.get_absolute_url()).content.decode()

    assert f'href="{doctor.register_url}"' in page
    assert doctor.register_number in page
    assert f"Verified on {doctor.verified_at:%-d %B %Y}" in page
    assert f"{published.get_absolute_url()}#answer-1" in page
    assert page.index(doctor.register_number) < page.index("Latest answers"), "who it is comes first"
    assert 'href="/ask/"' in page


def test_applicant_has_no_profile(client, unverified_doctor):
    assert client.get(unverified_doctor.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(("fate", "words"), [("suspend", "Suspended"), ("expire", "Licence ended")])
def test_doctor_who_may_not_answer_is_marked_everywhere(client, doctor, topic, fate, words):
    published = make_published_question(specialty=topic, doctor=doctor)
    if fate == "suspend":
        doctor.suspend(by=make_moderator(), reason="SECRET-REASON", seen_version=doctor.version)
    else:
        Doctor.objects.filter(pk=doctor.pk).update(licence_expires_on=timezone.now() - timedelta(days=1))

    profile = client.get(doctor.get_absolute_url()).content.decode()
    others = [client.get(url).content.decode() for url in (topic.get_absolute_url(), "/doctors/", "/")]

    assert words in profile
    assert 'class="ask-box"' not in profile
    assert "SECRET-REASON" not in profile
    assert words in client.get(published.get_absolute_url()).content.decode()
    assert [page.count('<span class="verified">') for page in others] == [0, 0, 0]
    assert [words in page for page in others] == [True, True, True]


def test_archive_doctor_is_shown_as_not_verified(client):
    page = client.get(archive_doctor().get_absolute_url()).content.decode()

    assert "From an earlier site; not verified here" in page
    assert '<span class="verified">' not in page
    assert 'class="ask-box"' not in page
    assert "Credentials</h2>" not in page, "nothing is known that could stand there"


def test_profile_shows_an_imported_answers_beginning_in_plain_words(client):
    make_imported(answers=[{"doctor": "Dr Old", "text": WITH_MARKS, "answered_on": "2019-03-06"}])

    page = client.get(Doctor.objects.get(name="Dr Old").get_absolute_url()).content.decode()

    assert "It is usually harmless." in page and "**" not in page


def test_directory_tells_doctors_how_to_apply(client):
    page = client.get("/doctors/").content.decode()

    assert 'href="/dashboard/apply/"' in page and 'href="/doctors/#for-doctors"' in page


def test_portrait_is_kept_for_good(client, doctor):
    doctor.portrait.save("me.jpg", picture_file())

    response = client.get(doctor.portrait.url)

    assert b"".join(response.streaming_content) == doctor.portrait.open().read()
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


@pytest.mark.parametrize(
    "name",
    [
        "../private/secret.jpg",
        "..%2fprivate%2fsecret.jpg",
        "ab/../../private/secret.jpg",
        "/etc/passwd",
        "ab/cd.jpg",
        ".",
    ],
)
def test_nothing_but_portraits_is_served(client, name):
    Doctor.portrait.field.storage.save("x.jpg", ContentFile(b"x"))
    private = Path(Doctor.portrait.field.storage.location).parent / "private"
    private.mkdir(parents=True, exist_ok=True)
    (private / "secret.jpg").write_bytes(b"SECRET")

    assert client.get(f"/doctors/portraits/{name}").status_code == 404


def test_page_of_script_is_never_served_as_a_portrait(client):
    name = f"ab/{'0' * 40}.svg"
    Doctor.portrait.field.storage.save(
        name, ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    )

    assert client.get(f"/doctors/portraits/{name}").status_code == 404


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Dr Amara Okafor", "AO"),
        ("Dr. B. Singh MBBS, MD (Med)", "BM"),
        ("Dr.(Mrs.) Lakshmi R.", "LR"),
        ("Grzegorz Brzęczyszczykiewicz 👨\u200d⚕️", "GB"),
        ("د. أحمد علي", "دع"),
        ("Dr", "D"),
        ("…", ""),
    ],
)
def test_initials_are_letters_of_the_name(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize("suspended", (False, True))
def test_profile_shows_what_was_checked_until_a_change_is(client, doctor, suspended):
    """Else a reader would be told that a number, or a link made up since, was looked at."""
    if suspended:
        doctor.suspend(by=make_moderator(), reason="-", seen_version=doctor.version)
    else:
        doctor.apply_again(by=doctor.user, seen_version=doctor.version)
    number, url = doctor.register_number, doctor.register_url
    changed = {"register_number": "T-66677", "register_url": "https://forged.example/", "title": "Professor"}
    Doctor.objects.filter(pk=doctor.pk).update(**changed)

    page = client.get(doctor.get_absolute_url()).content.decode()

    assert [words for words in changed.values() if words in page] == []
    assert f"<dd>{number}</dd>" in page and f'href="{url}"' in page
    assert "Professor" not in client.get("/doctors/").content.decode()
