"""Ways to reach the doctor outside the site: mailboxes, telephones, sites, social accounts, postal addresses, also
spelled out. Public services, guidelines and help lines are none (questions.redaction.public).

Builds on `questions.reach` and `questions.redaction`. Every pattern is bounded and read sentence by sentence.
"""

import re
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from answers.advice import contact_words as words
from answers.advice.items import Group, Item
from answers.advice.sentence_model import CONTACT, least
from answers.advice.texts import quote
from questions import reach
from questions.likeness import plain
from questions.redaction.public import is_help_line as is_known_line
from questions.redaction.public import is_public_site

LONGEST_SENTENCE = 1500  # characters read of one
# How sure the model must be to speak up by itself: of one sentence, or of one where another at least echoes it.
SURE, LIKELY, ECHO = 0.35, 0.3, 0.2
WHAT = {
    "mail": _("An e-mail address"),
    "phone": _("A telephone number"),
    "link": _("A web address: it belongs under “sources”"),
    "social": _("An account or messenger"),
    "address": _("A postal address"),
    "invitation": _("An invitation to get in touch elsewhere"),
}


def contact_details(parts):
    """The helper: each sentence that says how to reach somebody, once."""
    read = [
        (part, sentence, contact_in(sentence, sources=part.name == "sources"), _alike(part, sentence))
        for part in parts
        for sentence in part.raw_sentences
    ]
    enough = least([alike for *_sentence, alike in read], sure=SURE, likely=LIKELY, echo=ECHO)
    items = [
        Item(str(WHAT[kind or "invitation"]), part.name, part.label, quote(sentence))
        for part, sentence, kind, alike in read
        if kind or alike >= enough
    ]
    note = _("Patients reach you through this site; your name and register are shown beside every answer.")
    return Group("contact", _("Contact details"), items, note)


def _alike(part, sentence):
    """What the model says of a sentence; nothing of sources, nor of one that leads to this site."""
    flat = plain(sentence[:LONGEST_SENTENCE]).replace("’", "'")
    if part.name == "sources" or words.SOURCE_LINE.search(flat) or words.THROUGH_SITE.search(flat):
        return 0.0
    return CONTACT.sureness(words.URL.sub(" ", sentence[:LONGEST_SENTENCE]))


def contact_in(sentence, *, sources=False):
    """What kind of contact a sentence holds, "" for none. In the sources web addresses belong where they are."""
    sentence = sentence[:LONGEST_SENTENCE]
    flat = plain(sentence).replace("’", "'")
    bare = words.URL.sub(" ", flat)
    if reach.MAIL.search(flat) or words.MAIL.search(bare):
        return "mail"
    if words.SOCIAL_LINK.search(flat) or _is_social(bare):
        return "social"
    sources = sources or bool(words.SOURCE_LINE.search(flat))
    if not sources and (any(not is_public_site(link) for link in _links(flat)) or words.SITE.search(bare)):
        return "link"
    if is_phone(words.URL.sub(" ", sentence), flat=bare) or has_spelled_phone(bare):
        return "phone"
    if sources:
        return ""
    if words.ADDRESS.search(sentence) or words.PLACE.search(bare):
        return "address"
    return "invitation" if is_invitation(bare) else ""


def is_invitation(flat):
    """Whether a `plain` sentence asks the reader to get in touch, other than through this site."""
    if words.ELSEWHERE.search(flat):
        return True
    return bool(words.INVITATION.search(flat)) and not words.THROUGH_SITE.search(flat)


def _links(flat):
    return [link.rstrip(".,;:!?)") for link in reach.links(flat)]


def _is_social(flat):
    handle = reach.HANDLE.search(words.UNMEANT_HANDLE.sub(" ", flat))
    if handle:
        return not words.WARNS.search(flat[: handle.start()])
    return bool(words.SOCIAL.search(flat) and words.OWN_ACCOUNT.search(flat))


def is_phone(sentence, *, flat):
    """Whether a sentence holds a telephone number that is no help line's."""
    for found in words.DIGITS.finditer(words.as_digits(sentence)):
        digits = re.sub(r"\D", "", found[0])
        if 7 <= len(digits) <= 15 and _looks_like_phone(found, digits, flat=flat):
            return True
    return False


def _looks_like_phone(found, digits, *, flat):
    before, after = found.string[max(0, found.start() - 30) : found.start()], found.string[found.end() :]
    if (
        words.NO_PHONE_BEFORE.search(before)
        or words.NO_PHONE_AFTER.match(after)
        or words.NO_PHONE.fullmatch(found[0])
    ):
        return False
    if is_help_line(digits, flat=flat):
        return False
    if words.CALLS.search(flat):
        return True
    return bool(words.PHONE_SHAPE.match(found[0]))


def is_help_line(digits, *, flat):
    """Whether the number is a public service's, or is free or stands where a help line is named, and nobody says "me"
    or "my"."""
    if is_known_line(digits):
        return True
    if words.ONES_OWN.search(flat):
        return False
    return bool(words.HELP_LINE.search(flat)) or bool(words.FREE_NUMBER.match(digits))


def has_spelled_phone(flat):
    """Whether digits are written as words in a row, as in "oh seven seven double one …"; counting is none."""
    row: list[int] = []
    spelled, times = 0, 1
    for token in words.TOKEN.findall(flat):
        value = words.DIGIT_WORDS.get(token)
        if token in words.TIMES:
            times = words.TIMES[token]
        elif value is not None:
            row += [value] * times
            spelled, times = spelled + 1, 1
        elif token == "hundred" and row:
            row += [0, 0]
        elif token.isdigit() and len(token) <= 5:
            row += [int(digit) for digit in token] * times
            times = 1
        elif token not in {"and", "then", "dash", "space", "plus"}:
            if _is_number(row, spelled):
                return not is_help_line("".join(map(str, row)), flat=flat)
            row, spelled, times = [], 0, 1
    return _is_number(row, spelled) and not is_help_line("".join(map(str, row)), flat=flat)


def _is_number(row, spelled):
    steps = {other - one for one, other in pairwise(row)}
    few = 2 if len(row) >= 9 and row[0] == 0 else 3
    return len(row) >= 7 and spelled >= few and steps not in ({1}, {-1})
