"""What waits for doctors and moderators beside a filled site's public pages: open queries, and queues of the desk."""

from types import SimpleNamespace

from accounts.models import User
from bench import queues
from bench.scratch import open_queries
from specialties.models import Specialty
from tests.factories import make_moderator, make_question, make_report, make_submitted_answer

MODERATOR = "desk@bench.example"


def fill_waiting(pages, *, doctor):
    """As much as goes with so many published pages: a fiftieth as many open queries, a hundredth in each of the queues
    of queries, of answers and of reports. And a moderator who looks at it."""
    moderator = make_moderator(name="Desk", senior=True)
    User.objects.filter(pk=moderator.pk).update(email=MODERATOR)
    topics = list(Specialty.objects.topics())
    open_queries(max(20, pages // 50), specialties=topics)
    area = doctor.specialties.first()
    people = SimpleNamespace(
        query=make_question(specialty=area),
        answer=make_submitted_answer(doctor=doctor, specialty=area),
        report=make_report(doctor=doctor),
    )
    queues.fill(max(5, pages // 100), start=queues.ROOM, topics=topics[:10], people=people, parts=[_wait])


def _wait(make, people):
    make.query(people.query, 1)
    make.answer(people.answer, 2, submitted_at=queues.EARLIER)
    make.of(people.report, 20, key="gen_random_uuid()", made_at=queues.EARLIER, urgent="mod(n, 20) = 0")
