"""Administrators edit red flags: each edit a version, and none that its own examples contradict."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from questions import redflags
from questions.models import HelpNumber, RedFlag, RedFlagVersion
from questions.redflags import shipped
from questions.redflags.sync import sync

pytestmark = pytest.mark.django_db

GOOD = {
    "code": "wobbly-knee",
    "position": "1",
    "active": "on",
    "name": "Wobbly knee",
    "level": "urgent",
    "patterns": "wobbly ~2 knee\n! wobbly jelly",
    "text": "Please be seen today.",
    "must_match": "my wobbly left knee\nwobly knees and a wobbly knee",
    "must_not_match": "wobbly jelly on my knee",
}
ADD = "admin:questions_redflag_add"


@pytest.fixture
def admin(signed_in, administrator):
    return signed_in(administrator)


def edit(flag):
    return reverse("admin:questions_redflag_change", args=[flag.pk])


def test_a_new_rule_is_in_force_at_once(admin, administrator):
    admin.post(reverse(ADD), GOOD)

    version = RedFlagVersion.objects.get()
    assert (version.number, version.made_by, version.patterns[1]) == (1, administrator, "! wobbly jelly")
    assert [hit.version for hit in redflags.find("a wobbly right knee")] == [version]
    assert AuditEvent.objects.get(verb="redflag.added").version == 1


def test_an_edit_is_a_new_version_and_the_old_one_stays_readable(admin):
    admin.post(reverse(ADD), GOOD)
    flag = RedFlag.objects.get()

    admin.post(edit(flag), GOOD | {"text": "Please be seen now.", "seen_number": "1"})

    assert list(flag.versions.values_list("number", "text")) == [
        (2, "Please be seen now."),
        (1, "Please be seen today."),
    ]
    old = reverse("admin:questions_redflagversion_change", args=[flag.versions.last().pk])
    assert b"Please be seen today." in admin.get(old).content
    assert old.encode() in admin.get(edit(flag)).content


def test_saving_unchanged_makes_no_version(admin):
    admin.post(reverse(ADD), GOOD)
    flag = RedFlag.objects.get()

    admin.post(edit(flag), GOOD | {"position": "9", "seen_number": "1"})

    assert (flag.versions.count(), RedFlag.objects.get().position) == (1, 9)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"must_match": ""}, "This field is required."),
        ({"must_not_match": " \n "}, "This field is required."),
        ({"must_match": "a creaking hip"}, "does not find this example, but must: “a creaking hip”"),
        ({"must_not_match": "the wobbly knee"}, "finds this example, but must not: “the wobbly knee”"),
        ({"patterns": "wobbly @nonsense"}, "There is no vocabulary “@nonsense”"),
        ({"patterns": "wobbly ~99 knee"}, "a gap is ~1 to ~12 words"),
        ({"patterns": "! wobbly"}, "can't be read"),
    ],
)
def test_a_rule_that_does_not_hold_is_refused_and_the_example_named(admin, change, message):
    response = admin.post(reverse(ADD), GOOD | change)

    assert response.status_code == 200
    assert any(message in error for each in response.context["errors"] for error in each)
    assert RedFlag.objects.count() == 0


def test_a_second_editor_overwrites_nothing(admin):
    admin.post(reverse(ADD), GOOD)
    flag = RedFlag.objects.get()
    admin.post(edit(flag), GOOD | {"text": "First.", "seen_number": "1"})

    response = admin.post(edit(flag), GOOD | {"text": "Second.", "seen_number": "1"})

    assert "Somebody else has changed this rule meanwhile" in response.text
    assert flag.versions.first().text == "First."


def test_a_shipped_rule_can_be_edited_and_sync_leaves_it(admin, administrator):
    sync()
    flag = RedFlag.objects.get(code="heart-chest-pain")
    newest = flag.versions.get()
    page = admin.get(edit(flag)).context["adminform"].form
    data = {name: page[name].value() for name in page.fields if name != "code"}
    data = {name: value for name, value in data.items() if value is not None}

    response = admin.post(edit(flag), data | {"text": "Ring 999."})
    added, renewed, numbers = sync()

    assert response.status_code == 302
    assert [version.text for version in flag.versions.all()] == ["Ring 999.", newest.text]
    assert (added, renewed, numbers) == ([], [], [])


@pytest.mark.parametrize("name", ["redflag", "redflagversion", "helpnumber"])
def test_moderators_do_not_edit_rules(name, signed_in, moderator):
    client = signed_in(moderator)

    assert client.get(reverse(f"admin:questions_{name}_changelist")).status_code == 403


def test_nobody_deletes_a_rule(admin):
    admin.post(reverse(ADD), GOOD)
    flag = RedFlag.objects.get()

    response = admin.post(reverse("admin:questions_redflag_delete", args=[flag.pk]), {"post": "yes"})

    assert (response.status_code, RedFlag.objects.count()) == (403, 1)


def test_a_number_is_edited_with_the_day_it_was_checked(admin):
    sync()
    number = HelpNumber.objects.get(country="GB", kind="crisis")
    change = reverse("admin:questions_helpnumber_change", args=[number.pk])
    data = {
        name: getattr(number, name) for name in ("country", "kind", "name", "number", "hours", "position")
    }

    admin.post(change, data | {"checked_on": "2026-11-02"})

    number.refresh_from_db()
    assert str(number.checked_on) == "2026-11-02"
    assert AuditEvent.objects.get(verb="helpnumber.changed").details == {"fields": ["checked_on"]}


def test_the_form_tells_the_vocabularies(admin):
    page = admin.get(reverse(ADD)).text

    assert all(f"@{name}" in page for name in shipped.language().vocabulary.entries)
