"""Snippets: a doctor's own texts and those that colleagues share; found by words, never about a patient."""

import threading
import time

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.moves import MoveRefused, lock
from answers.models import Snippet
from answers.models import snippet as snippets
from specialties.models import Doctor
from tests.answers.by_sql import refused
from tests.factories import make_doctor, make_snippet, make_specialty

LIST, ADD, FOUND = reverse("snippets"), reverse("snippet-add"), reverse("snippet-found")


@pytest.fixture
def client(signed_in, doctor):
    return signed_in(doctor.user)


def titles(response):
    return [one.title for one in response.context["rows"]]


def test_a_doctor_writes_changes_and_deletes_a_text(client, doctor):
    assert client.post(ADD, {"title": "Moles", "text": "Look at them monthly."})["Location"] == LIST
    mine = Snippet.objects.get()
    form = {"title": "Moles", "text": "Look at them weekly.", "shared": "on", "version": mine.version}
    assert client.post(mine.get_absolute_url(), form)["Location"] == LIST

    mine.refresh_from_db()
    assert (mine.doctor, mine.text, mine.shared, mine.version) == (doctor, "Look at them weekly.", True, 2)
    client.post(reverse("snippet-delete", args=[mine.pk]), {"version": mine.version})
    assert not Snippet.objects.exists()


def test_pressing_save_twice_stores_one(client):
    codes = [client.post(ADD, {"title": "Moles", "text": "Look."}).status_code for _ in range(2)]

    assert codes == [302, 302] and Snippet.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"title": "moles  ", "text": "Other words."}, "a snippet with this title already"),
        ({"title": "Skin", "text": "look At\nthem mónthly."}, "this text already, in the snippet “Moles”"),
        ({"title": "", "text": "Look."}, "Enter a title"),
        ({"title": "Skin", "text": " "}, "Enter the text"),
        ({"title": "t" * 121, "text": "Look."}, "to 120 characters; it has 121"),
        ({"title": "Skin", "text": "x" * 4001}, "to 4000 characters; it has 4001"),
    ],
)
def test_what_cannot_be_stored_comes_back_with_a_reason(client, doctor, form, words):
    make_snippet(doctor=doctor, title="Moles", text="Look at them monthly.")

    response = client.post(ADD, form)

    page = response.content.decode()
    assert response.status_code == 422 and words in page
    assert form["text"].strip() in page and Snippet.objects.count() == 1


def test_the_database_refuses_a_second_of_the_same(doctor):
    make_snippet(doctor=doctor, title="Moles", text="Look.")

    for same in ({"title_key": "moles", "text_print": "x"}, {"title_key": "x", "text_print": "y"}):
        Snippet.objects.update(**same)
        with pytest.raises(IntegrityError), transaction.atomic():
            Snippet.objects.bulk_create([Snippet(doctor=doctor, title="A", text="B", tsv="", **same)])


@pytest.mark.parametrize("personal", ["nina@example.org", "020 7946 0018", "Q-7K3M-92VX", "4412 8876 9012"])
def test_what_may_be_about_a_person_is_asked_about_before_it_is_stored(client, personal):
    form = {"title": "Moles", "text": f"Write to {personal} about it."}

    response = client.post(ADD, form)

    page = response.content.decode()
    assert response.status_code == 422 and "Is this about one person?" in page
    assert f"<bdi>{personal}</bdi>" in page and not Snippet.objects.exists()
    assert client.post(ADD, {**form, "checked": response.context["checked"]}).status_code == 302
    assert Snippet.objects.get().text == form["text"]


def test_having_been_asked_about_other_words_is_not_enough(client):
    first = client.post(ADD, {"title": "Moles", "text": "Call 020 7946 0018."})
    other = {"title": "Moles", "text": "Call Nina, 020 7946 0999.", "checked": first.context["checked"]}

    assert client.post(ADD, other).status_code == 422
    assert not Snippet.objects.exists()


def test_two_windows_lose_no_text(client, doctor):
    mine = make_snippet(doctor=doctor, title="Moles", text="First.")
    form = {"title": "Moles", "version": mine.version}
    client.post(mine.get_absolute_url(), {**form, "text": "From the first window."})

    response = client.post(mine.get_absolute_url(), {**form, "text": "From the second window."})

    page = response.content.decode()
    assert response.status_code == 409
    assert "From the first window." in page and "From the second window." in page
    assert 'name="version" value="2"' in page
    mine.refresh_from_db()
    assert mine.text == "From the first window."


@pytest.mark.django_db(transaction=True)
def test_pressing_delete_twice_at_once_deletes_once_and_says_so(doctor):
    address = reverse("snippet-delete", args=[make_snippet(doctor=doctor).pk])
    codes = []

    def press():
        one = Client()
        one.force_login(doctor.user)
        codes.append(one.post(address, {"version": 1}).status_code)
        connection.close()

    presses = [threading.Thread(target=press) for _ in range(2)]
    with transaction.atomic():
        lock(doctor)  # both find the text before the first may delete it
        for thread in presses:
            thread.start()
        time.sleep(2)
    for thread in presses:
        thread.join(30)

    assert codes == [302, 302] and not Snippet.objects.exists()


def test_deleting_what_was_changed_meanwhile_is_refused(client, doctor):
    mine = make_snippet(doctor=doctor)
    mine.change(title="New", text="New.", shared=False, specialty=None, seen_version=1)

    response = client.post(reverse("snippet-delete", args=[mine.pk]), {"version": 1})

    assert response.status_code == 409 and Snippet.objects.count() == 1


def test_colleagues_find_what_is_shared_with_its_authors_name(client, other_doctor):
    make_snippet(doctor=other_doctor, title="Shared", shared=True)
    make_snippet(doctor=other_doctor, title="Private", text="PLANTED words.")

    response = client.get(LIST)

    assert titles(response) == ["Shared"]
    page = response.content.decode()
    assert f"Shared by {other_doctor.name}" in page and "PLANTED" not in page


@pytest.mark.parametrize("end", ["suspended", "lapsed"])
def test_what_a_doctor_shared_who_may_not_answer_now_is_not_found(client, other_doctor, moderator, end):
    shared = make_snippet(doctor=other_doctor, shared=True)
    if end == "suspended":
        other_doctor.suspend(by=moderator, reason="Complaint", seen_version=other_doctor.version)
    else:
        Doctor.objects.filter(pk=other_doctor.pk).update(licence_expires_on="2020-01-01")

    assert titles(client.get(LIST)) == []
    assert client.post(reverse("snippet-copy", args=[shared.pk])).status_code == 404


def test_a_lapsed_doctor_reads_their_own_and_writes_nothing(client, doctor, other_doctor):
    mine = make_snippet(doctor=doctor, title="Mine")
    theirs = make_snippet(doctor=other_doctor, title="Theirs", shared=True)
    Doctor.objects.filter(pk=doctor.pk).update(licence_expires_on="2020-01-01")

    codes = [
        client.post(ADD, {"title": "New", "text": "New."}).status_code,
        client.post(mine.get_absolute_url(), {"title": "N", "text": "N", "version": 1}).status_code,
        client.post(reverse("snippet-delete", args=[mine.pk]), {"version": 1}).status_code,
        client.post(reverse("snippet-copy", args=[theirs.pk])).status_code,
        client.get(FOUND).status_code,
    ]

    assert codes == [403] * 5 and Snippet.objects.count() == 2
    assert titles(client.get(LIST)) == ["Mine"]


def test_the_moves_and_the_database_refuse_a_doctor_who_is_no_longer_verified(doctor):
    mine = make_snippet(doctor=doctor)
    Doctor.objects.filter(pk=doctor.pk).update(licence_expires_on="2020-01-01")

    for move in (
        lambda: make_snippet(doctor=doctor),
        lambda: mine.remove(seen_version=1),
        lambda: mine.change(title="N", text="N", shared=True, specialty=None, seen_version=1),
    ):
        with pytest.raises(MoveRefused):
            move()
    refused("UPDATE answers_snippet SET shared = true", because="is not verified")


def test_a_snippet_stays_its_doctors(doctor, other_doctor):
    make_snippet(doctor=doctor)

    refused("UPDATE answers_snippet SET doctor_id = %s", other_doctor.pk, because="stays its doctor")


def test_copying_makes_an_own_text_under_a_free_title(client, doctor, other_doctor):
    make_snippet(doctor=doctor, title="Moles", text="Mine.")
    theirs = make_snippet(doctor=other_doctor, title="Moles", text="Theirs.", shared=True)

    response = client.post(reverse("snippet-copy", args=[theirs.pk]))

    copy = Snippet.objects.of_doctor(doctor).get(text="Theirs.")
    assert response["Location"] == copy.get_absolute_url()
    assert (copy.title, copy.shared) == ("Moles (2)", False)


def test_copying_twice_says_that_it_is_there(client, doctor, other_doctor):
    theirs = make_snippet(doctor=other_doctor, shared=True, text="Theirs.")

    pages = [client.post(reverse("snippet-copy", args=[theirs.pk]), follow=True) for _ in range(2)]

    assert "You have this text already" in pages[1].content.decode()
    assert Snippet.objects.of_doctor(doctor).count() == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("naevus leberfleck", ["Leberfleck"]),
        ("fleck", []),
        ("LEBER", ["Leberfleck"]),
        ("uber nævus", ["Leberfleck"]),
        ("ärzt", ["Arzt"]),
        ("arzt 10mg", ["Arzt"]),
        ("dermatologie", ["Arzt"]),
        ("'; drop & | ! :*", []),
        ("&", []),
        ("", ["Arzt", "Leberfleck"]),
    ],
)
def test_words_are_found_in_any_order_by_their_beginning_without_accents(client, doctor, typed, found):
    area = make_specialty(name="Dermatologie")
    make_snippet(doctor=doctor, title="Leberfleck", text="Über den Naevus.")
    make_snippet(doctor=doctor, title="Arzt", text="Der Ärzte-Rat: 10mg, 3x am Tag.", specialty=area)

    for address in (LIST, FOUND):
        assert titles(client.get(address, {"q": typed})) == found


def test_own_ones_come_first_and_no_page_leaves_one_out(client, doctor, other_doctor, monkeypatch):
    for letter in "dbca":
        make_snippet(doctor=doctor, title=f"{letter} mine")
        make_snippet(doctor=other_doctor, title=f"{letter} theirs", shared=True)
    monkeypatch.setattr("answers.views.snippets.PAGE_SIZE", 3)

    seen, after = [], None
    while after != 0:
        page = client.get(LIST, {"after": after} if after else {})
        seen, after = seen + titles(page), page.context["after"]

    assert seen == [f"{letter} {whose}" for whose in ("mine", "theirs") for letter in "abcd"]


def test_nonsense_in_the_address_is_the_first_page(client, doctor):
    make_snippet(doctor=doctor, title="Mine")

    for after in ("x", "-1", "9" * 30, "٣", "0"):
        assert titles(client.get(LIST, {"after": after})) == ["Mine"]


def test_there_is_an_end_to_own_texts(client, doctor, monkeypatch):
    monkeypatch.setattr(snippets, "MOST_OWN", 2)
    make_snippet(doctor=doctor)
    make_snippet(doctor=doctor)

    response = client.post(ADD, {"title": "A third", "text": "Third."})

    assert response.status_code == 422 and "You can keep at most 2 snippets" in response.content.decode()
    assert Snippet.objects.count() == 2


@pytest.mark.parametrize("address", [LIST, FOUND])
def test_a_page_costs_the_same_queries_at_any_length(client, doctor, django_assert_num_queries, address):
    make_snippet(doctor=doctor)
    for more in (1, 2, 17):
        for _ in range(more):
            make_snippet(doctor=make_doctor(), shared=True, specialty=make_specialty())
        with django_assert_num_queries(7 if address == LIST else 6):
            client.get(address)


def test_a_colleagues_text_can_be_neither_changed_nor_deleted(client, other_doctor):
    theirs = make_snippet(doctor=other_doctor, shared=True)

    codes = [
        client.post(address, {"title": "Mine now", "text": "Mine.", "version": 1}).status_code
        for address in (theirs.get_absolute_url(), reverse("snippet-delete", args=[theirs.pk]))
    ]

    theirs.refresh_from_db()
    assert codes == [404, 404] and theirs.title != "Mine now"
