"""A senior moderator who prepared a public text is not the second who signs it."""

import pytest

from accounts.moves import MoveRefused
from answers import publication
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_senior_moderator_does_not_sign_what_they_prepared(senior):
    answer = factories.make_approved_answer(about="child", consent="show_first")
    draft = factories.make_public_draft(question=answer.question, moderator=senior)
    factories.sign_off(draft, by=senior)
    draft.refresh_from_db()

    with pytest.raises(MoveRefused, match="second, different moderator"):
        publication.approve(draft, by=senior, seen_version=draft.version)
