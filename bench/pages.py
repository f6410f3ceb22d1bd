"""Which pages are measured: kinds of page, each with the addresses that are asked for in turn."""

import random
import re
from html import unescape
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from accounts.models import User
from bench.measure import BEHIND
from bench.server import get
from bench.waiting import MODERATOR
from bench.words import SEED, Vocabulary, Writer
from questions.models import PublishedQuestion
from specialties.models import Doctor, Specialty

EACH = 100  # questions and searches that take turns

SHORT = ["headache", "skin rash", "knee pain", "blood test", "side effects", "weight loss", "numb finger"]
NATURAL = [
    "what can i do about a sore throat that comes back every winter",
    "my face is shrinking on one side and the doctor does not know why",
    "is it safe to take ibuprofen together with antibiotics",
    "why do i wake up at night with numbness in both hands",
    "how long does swelling of the ankle last after a sprain",
    "should i worry about a mole that has changed colour",
]
# Words that stand in most pages.
COMMON = [
    "pain",
    "doctor please help",
    "i have had pain for weeks",
    "what is the treatment",
    "blood test normal",
    "is it safe to take",
    "my doctor said it could be",
    "night weeks months years",
]


def pages(site):
    """{kind: [(path, headers), …]} of a filled site."""
    rng, port = random.Random(SEED), site.port
    topic = Specialty.objects.topics().order_by("-published_count").first().get_absolute_url()
    doctor = Doctor.objects.annotate(n=Count("published_answers")).order_by("-n").first().get_absolute_url()
    questions = _questions(rng)
    part = re.findall(r"<loc>[^<]*?(/sitemap-q[^<]*)</loc>", _text(port, reverse("sitemap")))[0]
    plain = {
        "home": ["/"],
        "topic, first page": [topic],
        "topic, last page": [last_page(port, topic)],
        "question": questions,
        "doctor": [doctor],
        "search, short": [_search(words) for words in SHORT + topic_names(rng, 20)],
        "search, natural": [_search(words) for words in NATURAL + asked(rng, 20, words=16)],
        "search, long": [_search(words) for words in asked(rng, 20, words=90)],
        "search, common words": [_search(words) for words in COMMON],
        "sitemap index": [reverse("sitemap")],
        "sitemap part": [part],
        "feed": [reverse("feed")],
        "topic feed": [f"{topic}feed/"],
    }
    found = {kind: [(path, {}) for path in paths] for kind, paths in plain.items()}
    found["topic, first page, Brotli"] = [(topic, {"Accept-Encoding": "br"})]
    found["topic, not modified"] = [_conditional(port, topic)]
    found["question, not modified"] = [_conditional(port, path) for path in questions[:10]]
    doctor = _signed_in(Doctor.objects.order_by("pk").first().user)
    moderator = _signed_in(User.objects.get(email=MODERATOR))
    found["dashboard inbox"] = [("/dashboard/?tab=unanswered", doctor)]
    for kind, path in (("desk", ""), ("desk, reports", "waiting/reports/"), ("desk, figures", "figures/")):
        found[kind] = [(f"/admin/desk/{path}", moderator)]
    for kind in ("home", "topic, first page", "question") if site.proxy else ():
        found[f"{kind}{BEHIND}"] = found[kind][:1]
    return found


def last_page(port, address):
    """The last page of a list, found as a reader finds it: the pager's link with the highest number."""
    links = re.findall(r'href="([^"]*[?&;]page=(\d+))"', _text(port, address))
    last, _number = max(links, key=lambda link: int(link[1]))
    return unescape(last) if last.startswith("/") else f"{address}{unescape(last)}"


def _signed_in(user):
    """The headers of somebody who is signed in."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie.value}"}


def _questions(rng):
    keys = list(PublishedQuestion.objects.published().order_by("pk").values_list("pk", flat=True))
    chosen = PublishedQuestion.objects.filter(pk__in=rng.sample(keys, EACH))
    return [page.get_absolute_url() for page in chosen.order_by("reference")]


def _search(words):
    return f"{reverse('search')}?{urlencode({'q': words})}"


def topic_names(rng, count):
    return [topic.name.lower() for topic in rng.sample(list(Specialty.objects.topics()), count)]


def asked(rng, count, *, words):
    """Beginnings of messages about topics of the site, in the words of its patients."""
    writer = Writer(Vocabulary(), f"{SEED}/searches")
    topics = range(Specialty.objects.topics().count())
    return [" ".join(writer.query(rng.choice(topics)).split()[:words]) for _ in range(count)]


def _text(port, path):
    response = get(port, path)
    assert response.status == 200, (path, response.status)
    return response.content.decode()


def _conditional(port, path):
    return path, {"If-None-Match": get(port, path).headers["ETag"]}
