"""Words that readers searched for in vain, so that moderators learn what a topic is called besides its name.

Nobody's words are kept before five people used them, and nobody is known: see EmptySearch and docs/privacy.md. People
are told apart by their networks alone, so somebody who comes from five networks counts as five people.
"""

import ipaddress
import json
import logging
import re
import unicodedata
import uuid
from datetime import timedelta

from django.db import Error, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.addresses import client_address
from accounts.moves import MoveRefused
from accounts.text import clean
from questions import redaction
from questions.models.emptysearch import MOST_CHARACTERS, PEOPLE, SLOTS, EmptySearch

logger = logging.getLogger(__name__)

MOST_WORDS = 6  # longer ones are sentences: hardly ever the same twice, and they tell more about a person
MOST_DIGITS = 2  # "b12", "covid 19"; more may be a date, a telephone, a number of somebody
KEPT = timedelta(days=90)  # since the last use, or since it was done
KEPT_WAITING = timedelta(days=30)  # before the fifth person, since the first of them
# What counts as one network here: wider than for the limits, as one person's addresses are often a provider's.
NETWORK_PREFIX = {4: 16, 6: 32}
ROBOT = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|scan|preview|fetch|headless|monitor|curl|wget|python|java/|http", re.I
)
GONE = _("These words are no longer in the list: somebody took them off, or they were deleted by age.")

# Accents of Latin, Greek and Cyrillic letters; the marks of other scripts are letters in their own right.
_ACCENTS = re.compile("[\u0300-\u036f]")
_JOINERS = "\u200c\u200d"  # they are spelling in Persian and the scripts of India
_APOSTROPHES = re.compile("['’ʼ`]")


def record(words, *, request):
    """Count a search for `words` that found no question, topic or doctor. Never raises, and waits a tenth of a second
    at most.

    Nothing is counted but the first page of an unfiltered search by GET, by no robot, of at most MOST_WORDS words in
    which the detectors see no identifier. One round to the database, in a transaction that isn't waited for at the
    disk; call it outside of a transaction, whose other statements would have its `lock_timeout`.
    """
    if not _counts(request) or not (folded := fold(words)):
        return
    key = key_of(folded)
    values = {
        "key": key,
        "slot": slot_of(key),
        "person": _hidden("person", _network(request), *sorted(folded.split())),
        "words": folded,
        "most": PEOPLE - 1,  # people whose hashes may be held
        "today": timezone.localdate(),
    }
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(COUNT, values)
    except Error as error:
        logger.warning("a search without results was not counted: %s", type(error).__name__)


# One statement under the row's lock, so that two at once count as two. Four hashes and a new one are five people.
# Other words with the same place take it from one that a single person used so far; else they aren't counted.
COUNT = """
SET LOCAL lock_timeout = '100ms'; SET LOCAL synchronous_commit = off;
INSERT INTO questions_emptysearch AS held (slot, key, people, words, count, last_on)
VALUES (%(slot)s, %(key)s, ARRAY[%(person)s]::uuid[], '', 0, %(today)s)
ON CONFLICT (slot) DO UPDATE SET
    key = excluded.key,
    last_on = CASE WHEN held.key = excluded.key AND held.words = '' AND cardinality(held.people) < %(most)s
                   THEN held.last_on ELSE excluded.last_on END,
    people = CASE WHEN held.key <> excluded.key THEN excluded.people
                  WHEN held.words <> '' OR cardinality(held.people) >= %(most)s THEN '{}'
                  ELSE held.people || excluded.people END,
    words = CASE WHEN held.key = excluded.key AND cardinality(held.people) >= %(most)s THEN %(words)s
                 ELSE held.words END,
    count = CASE WHEN held.words <> '' THEN held.count + 1
                 WHEN held.key = excluded.key AND cardinality(held.people) >= %(most)s THEN %(most)s + 1
                 ELSE 0 END
WHERE held.done_on IS NULL AND CASE
    WHEN held.key <> excluded.key THEN held.words = '' AND cardinality(held.people) < 2
    ELSE held.words <> '' OR NOT held.people @> excluded.people END
"""


def fold(words):
    """The words as they are compared and kept: small letters, no accents, no signs, single spaces, each word once.
    "" for what isn't counted: too long, or with something that may identify a person."""
    typed = clean(words)
    if len(typed) > MOST_CHARACTERS or sum(map(str.isdigit, typed)) > MOST_DIGITS or redaction.find(typed):
        return ""
    text = _ACCENTS.sub("", unicodedata.normalize("NFKD", typed).casefold())
    text = "".join(map(_letter, unicodedata.normalize("NFC", _APOSTROPHES.sub("", text))))
    folded = " ".join(dict.fromkeys(text.split()))
    if len(folded) > MOST_CHARACTERS or folded.count(" ") >= MOST_WORDS:
        return ""
    return folded if any(map(str.isalpha, folded)) else ""


def key_of(folded):
    """The name of a row: the same in whatever order the words stand."""
    return _hidden("words", *sorted(folded.split()))


def slot_of(key):
    """The place of a row, out of SLOTS."""
    return key.int % SLOTS


def take_off(key, *, by):
    """A moderator deals with words: they go from the list and the table, and don't come back for KEPT. The trail has
    how often they were used and no word. MoveRefused when they are gone already."""
    with transaction.atomic():
        row = EmptySearch.objects.told().select_for_update().filter(slot=slot_of(key), key=key).first()
        if row is None:
            raise MoveRefused(GONE)
        audit.record(by, "emptysearch.done", row, times=row.count)
        row.words, row.count, row.done_on = "", 0, timezone.localdate()
        row.save(update_fields=["words", "count", "done_on"])


def forget_old():
    """Delete what is KEPT no longer; returns how many. For a daily task."""
    today = timezone.localdate()
    over = (
        Q(done_on__lt=today - KEPT)
        | Q(done_on=None, last_on__lt=today - KEPT)
        | Q(done_on=None, words="", last_on__lt=today - KEPT_WAITING)
    )
    return EmptySearch.objects.filter(over).delete()[0]


def _counts(request):
    """Whether somebody typed this, as far as can be told."""
    agent = request.headers.get("User-Agent", "")
    ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    narrowed = any(value for name, value in request.GET.items() if name != "q")  # filters, other pages
    human = bool(agent) and not ROBOT.search(agent) and not ahead
    return request.method == "GET" and human and not narrowed and client_address(request) != ""


def _network(request):
    """The network that a request of somebody comes from (see _counts())."""
    address = ipaddress.ip_address(client_address(request))
    return str(ipaddress.ip_network((address, NETWORK_PREFIX[address.version]), strict=False))


def _letter(character):
    """The character; a space for signs, nothing for what can't be seen."""
    kind = unicodedata.category(character)
    if kind[0] in "PSZ":
        return " "
    return "" if kind[0] == "C" and character not in _JOINERS else character


def _hidden(*parts):
    """An HMAC under SECRET_KEY, as a UUID."""
    digest = salted_hmac("questions.emptysearches", json.dumps(parts), algorithm="sha256").digest()
    return uuid.UUID(bytes=digest[:16])
