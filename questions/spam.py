"""What looks like spam among queries: it waits for a moderator, alerts nobody and reaches no doctor.

Nothing here refuses or deletes: a person who is taken for a script loses time, not text.
"""

import re
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import robots
from questions import likeness, reach
from questions.likeness import plain, words
from questions.models import ASKED_TEXTS, Care, PublishedQuestion, Question, TextPrint
from questions.similar import similar
from questions.spam_words import COMPLAINT_PHRASES, FILLER, GOODS_PHRASES, LONGEST_PHRASE, OFFER_PHRASES

COMPARED_FOR = timedelta(days=7)
# From this share of common runs of three words on, two texts are copies of one another. Different queries of
# patients about the same complaint stay under 0.1, a copy with every seventh word changed is above 0.4.
ALIKE = 0.35
MOST_COMPARED = 400  # prints read for one text, newest first
OWN_COPIES = 2  # of one text that the same account may send

# What each mark means, for moderators.
EXPLANATIONS = {
    **robots.EXPLANATIONS,
    "copied": _("Another account sent nearly the same text in the last seven days."),
    "repeated": _("The same account sent nearly the same text at least twice before."),
    "links": _("It has several links, a link in its title, or the code of a link."),
    "advertising": _("It offers something for sale and says how to reach the seller."),
    "no_language": _("It repeats itself, or has no words of any language."),
    "veiled": _("Its words are written in symbols that only look like letters, as if to hide them."),
    "new_seller": _(
        "A new account names a site or a contact, or offers something, and says little about a health problem."
    ),
    "published": _("It is nearly the text of a page published here."),
}
NEW_ACCOUNT_WAITS = _(
    "Your first query is still waiting for a moderator. You can send the next one once a moderator has looked at that "
    "one. This draft is saved: nothing you typed is lost."
)

# How one is reached, and its points.
REACHED_BY = [(reach.LINK, 2), (reach.MAIL, 2), (reach.HANDLE, 2), (reach.PHONE, 1)]
# All bounded, as those are: each costs time in proportion to the text, whatever it holds.
MONEY = re.compile(r"[$€£₹] ?\d|\d ?[$€£₹]|\d ?(?:usd|dollars|euros?|pounds sterling|lakhs?|btc)\b")
ASKING = set(
    "please help|please advise|please suggest|please tell|please check|please reply|kindly|should i|can i|what can i"
    "|is it|tell me if|let me know|need a doctor|want to consult".split("|")
)
SELLER = 3  # points
# A new account's text that says how to reach somebody is held unless it asks and has so many words of a complaint …
PATIENT, PATIENT_WITH_PHONE = 5, 3
# … and one that offers something, if it has hardly any.
HARDLY = 1
# "v i a g r a", "w.h.a.t.s.a.p.p"
SPACED = re.compile(r"(?<![^\W_])[^\W_](?:[ .*_-][^\W_]){3,40}(?![^\W_])")
VOWELLESS = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}")
QUESTION_MARK = re.compile(r"[?;؟](?=\s|$)")  # the second is the Greek one, as NFKD has it
WINDOW = 100  # words looked at for repetition


def suspicions(*, asker, title, text, more="", question=None):
    """Codes of why a text looks like spam, none for nearly every query; EXPLANATIONS has their words.

    `more` is what stands in other boxes; it is read, but a copy is one of title and text. `question` is the query the
    words belong to already, when it is being changed. Costs one query on the prints of the last week: 1 ms for most
    texts, some 100 ms for the longest with MOST_COMPARED near ones; for a new account up to four more.
    """
    said = f"{text}\n{more}".strip()
    codes = content_marks(title=title, text=said)
    codes += _copy_marks(f"{title}\n{text}", asker=asker, question=question)
    return [*codes, *(_new_account_marks(title=title, text=text, said=said) if is_new(asker) else [])]


def words_besides(asked):
    """The typed words of an Asked that are neither its title nor its text."""
    return "\n".join(getattr(asked, name) for name in ASKED_TEXTS if name not in ("title", "text"))


def explain(codes):
    """The words of codes, for moderators; a code from an older version speaks for itself."""
    return [EXPLANATIONS.get(code, code) for code in codes]


def remember(question):
    """Keep the print of a query just sent or changed, so that copies of it are found for a week."""
    made = likeness.print_of(plain(f"{question.title}\n{question.text}"))
    if made is None:
        TextPrint.objects.filter(question=question).delete()
        return
    values = {"sent_at": timezone.now(), "bands": made.bands, "sketch": made.sketch}
    TextPrint.objects.update_or_create(question=question, defaults=values)


def prune():
    """Delete the prints nothing is compared with any more; returns how many. For a daily task."""
    return TextPrint.objects.filter(sent_at__lt=timezone.now() - COMPARED_FOR).delete()[0]


def may_send(user):
    """ "" when `user` may send a query now, else why not, fit to be shown.

    An account none of whose queries a moderator has opened yet may have one waiting. Call it under a lock of the
    account's row: two sends at once would both find nothing waiting. Two queries.
    """
    waiting = Question.objects.of_asker(user).filter(
        care__in=[Care.SUBMITTED, Care.MORE_INFORMATION], triaged_at=None
    )
    return str(NEW_ACCOUNT_WAITS) if waiting.exists() and is_new(user) else ""


def is_new(user):
    """Whether no moderator has passed a query of this account on to doctors yet. One query."""
    return not Question.objects.of_asker(user).filter(triaged_at__isnull=False).exists()


def _copy_marks(text, *, asker, question):
    made = likeness.print_of(plain(text))
    if made is None:
        return []
    known = TextPrint.objects.filter(sent_at__gte=timezone.now() - COMPARED_FOR, bands__overlap=made.bands)
    if question is not None:
        known = known.exclude(question=question)
    found = known.order_by("-sent_at").values_list("question__asker", "sketch")[:MOST_COMPARED]
    senders = [sender for sender, sketch in found if likeness.alike(made.sketch, sketch) >= ALIKE]
    own = senders.count(asker.pk)
    return [
        *(["copied"] if len(senders) > own else []),
        *(["repeated"] if own >= OWN_COPIES else []),
    ]


def _new_account_marks(*, title, text, said):
    checks = {
        "new_seller": is_new_seller(plain(f"{title}\n{said}")),
        "published": _is_published(title=title, text=text),
    }
    return [code for code, holds in checks.items() if holds]


def _is_published(*, title, text):
    """Whether the words are nearly those of a public page. Compares with the pages that fit the title best."""
    made = likeness.print_of(plain(f"{title}\n{text}"))
    if made is None:
        return False
    pages = PublishedQuestion.objects.filter(pk__in=[page.pk for page in similar(title)])
    known = [likeness.print_of(plain(f"{page.title}\n{page.text}")) for page in pages]
    return any(likeness.alike(made.sketch, page.sketch) >= ALIKE for page in known if page)


def content_marks(*, title, text):
    """The codes that follow from the words alone. No query."""
    head, whole = plain(title), plain(f"{title}\n{text}")
    links = len(reach.links(whole))
    checks = {
        "links": links >= 3 or bool(reach.LINK.search(head) or reach.MARKUP.search(whole)),
        "advertising": seller_points(whole) >= SELLER,
        "no_language": _is_no_language(words(whole), letters=whole),
        "veiled": likeness.is_veiled(f"{title}\n{text}"),
    }
    return [code for code, holds in checks.items() if holds]


def seller_points(text):
    """How much more a seller speaks than a patient: ways to be reached, offers, goods, a price, no question; less
    the words of a complaint. Without a way to be reached only plain offers count."""
    said = _phrases(words(_joined(text)))
    offers, goods = len(said & OFFER_PHRASES), len(said & GOODS_PHRASES)
    reachable = sum(points for pattern, points in REACHED_BY if pattern.search(text))
    if not reachable:
        return 3 * offers + min(goods, 3) - 5
    selling = min(reachable, 4) + 3 * min(offers, 3) + min(goods, 4) + 2 * bool(MONEY.search(text))
    asks_nothing = "?" not in text and not said & ASKING
    return selling + 2 * asks_nothing - min(len(said & COMPLAINT_PHRASES), 7)


def is_new_seller(text):
    """Whether `plain` text, from an account nobody knows, looks more like a seller's than a patient's. No query."""
    said = _phrases(words(_joined(text)))
    complaints, offers = len(said & COMPLAINT_PHRASES), bool(said & OFFER_PHRASES)
    asks = bool(QUESTION_MARK.search(text) or said & ASKING)
    if reach.unknown_links(text) or any(
        pattern.search(text) for pattern in (reach.MAIL, reach.HANDLE, reach.WALLET)
    ):
        return offers or not asks or complaints < PATIENT
    if reach.PHONE.search(text):  # patients in need write theirs
        return offers or complaints < (PATIENT_WITH_PHONE if asks else PATIENT)
    return offers and complaints <= HARDLY


def _joined(text):
    """`text` with words put together again that were spelt in single letters."""
    return SPACED.sub(lambda match: re.sub(r"[ .*_-]", "", match[0]), text).replace("%", " percent ")


def _phrases(found):
    """All runs of one to LONGEST_PHRASE words."""
    return {
        " ".join(found[start : start + length])
        for length in range(1, LONGEST_PHRASE + 1)
        for start in range(len(found) - length + 1)
    }


def _is_no_language(found, *, letters):
    """Whether a text is one letter, one word or one line over and over, or keys struck at random."""
    if _longest_run(letters) >= 40:
        return True
    if not found or (letters.isascii() and len(set(found)) < 4):
        return True
    if len(found) >= 8 and sum(word in FILLER for word in found) / len(found) >= 0.5:
        return True
    if len(found) < 12:
        return False
    for start in range(0, len(found), WINDOW):
        window = found[start : start + WINDOW]
        if len(window) >= 20 and len(set(window)) / len(window) < 0.35:
            return True
    long = [word for word in found if len(word) >= 5 and word.isascii()]
    return len(long) >= 6 and sum(_is_struck_at_random(word) for word in long) / len(long) >= 0.3


def _longest_run(text):
    """How often a letter or digit is repeated without a break, at most."""
    longest = run = 0
    before = ""
    for sign in text:
        run = run + 1 if sign == before and sign.isalnum() else 1
        longest, before = max(longest, run), sign
    return longest


def _is_struck_at_random(word):
    return bool(VOWELLESS.search(word)) or len(word) > 30 or not set(word) & set("aeiouy")
