"""Each role of the staff may do what its work needs, and no more."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import AuditEvent
from portal import roles
from questions.models import Question
from tests import factories
from tests.test_access import World, addresses

pytestmark = pytest.mark.django_db


def admin_pages(world):
    """Every address below /admin/ with the world's own things in it."""
    found = {world.path(route, name) for route, name in addresses() if route.startswith("admin/")}
    return sorted(found - {"/admin/logout/"})


@pytest.mark.parametrize("senior", [False, True])
def test_moderators_see_no_address_of_anybody(senior):
    world = World()
    world.report.contact = "reporter@example.org"
    world.report.save(update_fields=["contact"])
    client = Client(REMOTE_ADDR="203.0.113.77")
    moderator = factories.make_moderator(senior=senior)
    client.force_login(moderator)
    for question in Question.objects.all():
        factories.say_why(question, by=moderator)

    pages = {path: client.get(path) for path in admin_pages(world)}
    shown = {path: page.content.decode() for path, page in pages.items() if hasattr(page, "content")}

    assert len(shown) > 12
    assert [path for path, page in shown.items() if "@example.org" in page or "203.0.113" in page] == []


@pytest.mark.parametrize("role", [roles.MODERATOR, roles.SENIOR, roles.AUDITOR, roles.SUPPORT])
def test_nobody_but_administrators_touches_an_account_or_the_trail(role):
    person, event = factories.make_staff(role, name="Staff"), AuditEvent.objects.first()
    user = factories.make_user()
    event = event or AuditEvent.objects.create(verb="x", subject_type="x", subject_id=1)
    client = Client()
    client.force_login(person)

    for model, number in (("user", user.pk), ("auditevent", event.pk), ("accessevent", 1)):
        for page, args in (("changelist", []), ("add", []), ("change", [number]), ("delete", [number])):
            try:
                address = reverse(f"admin:accounts_{model}_{page}", args=args)
            except NoReverseMatch:
                continue
            assert client.get(address).status_code == 403
            assert client.post(address, {"is_superuser": "on"}).status_code == 403


def test_nobody_at_all_edits_the_trail(administrator):
    event = AuditEvent.objects.create(verb="x", subject_type="x", subject_id=1)
    client = Client()
    client.force_login(administrator)
    change = reverse("admin:accounts_auditevent_change", args=[event.pk])

    assert client.get(change).status_code == 200
    assert client.post(change, {"verb": "y"}).status_code == 403
    assert client.post(reverse("admin:accounts_auditevent_delete", args=[event.pk])).status_code == 403


def test_no_role_holds_a_permission_to_add_change_or_delete():
    held = {permission for wanted in roles.ROLES.values() for permission in wanted}

    assert {one for one in held if one.split(".")[1].startswith(("add_", "change_", "delete_"))} == set()
    assert factories.make_staff(roles.AUDITOR, name="A").get_all_permissions() == {roles.VIEW_TRAIL}
