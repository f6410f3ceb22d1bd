"""When moderators get an e-mail about warning signs: at once, and not for what is plainly spam."""

import pytest

from accounts.models import Mail
from questions import sending
from questions.models import FlagLevel
from tests.factories import make_draft, make_red_flag

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("level", "held_for", "kind"),
    [
        (FlagLevel.SELF_HARM, (), "moderator_self_harm"),
        (FlagLevel.SELF_HARM, ("copy",), "moderator_self_harm"),
        (FlagLevel.EMERGENCY, (), "moderator_urgent"),
        (FlagLevel.EMERGENCY, ("new_seller",), "moderator_urgent"),
        (FlagLevel.EMERGENCY, ("copy",), None),
        (FlagLevel.EMERGENCY, ("new_seller", "copy"), None),
    ],
)
def test_moderators_hear_of_warning_signs(asker, moderator, level, held_for, kind):
    make_red_flag(level=level)
    draft = make_draft(owner=asker, text="I have chest pain.")

    question = sending.send(draft, by=asker, held_for=held_for)

    told = set(Mail.objects.filter(user=moderator).values_list("kind", flat=True))
    assert question.urgent
    assert told == ({kind} if kind else set())
