"""What a patient is asked in one request: at most three questions, each with the kind of its reply."""

from datetime import date

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

MOST_ITEMS = 3
# Characters of one question of several; together they fit into Clarification.text.
ITEM_LENGTH = 600


class ItemKind(models.TextChoices):
    """How a question is replied to. Stored replies: text as typed; a YesNo; figures as typed; YYYY-MM-DD."""

    TEXT = "text", gettext_lazy("In words")
    YES_NO = "yes_no", gettext_lazy("Yes or no")
    NUMBER = "number", gettext_lazy("A number")
    DATE = "date", gettext_lazy("A date")


class YesNo(models.TextChoices):
    YES = "yes", gettext_lazy("Yes")
    NO = "no", gettext_lazy("No")
    NOT_SURE = "not_sure", gettext_lazy("I'm not sure")


def in_words(text):
    """The items of a request that is one question, to be replied to in words."""
    return [{"kind": ItemKind.TEXT.value, "text": text}]


def cleaned(items):
    """The items that ask something, without blanks around them."""
    stripped = [{"kind": item["kind"], "text": item["text"].strip()} for item in items]
    return [item for item in stripped if item["text"]]


def asked_text(items):
    """All questions as one plain text: numbered when there are several."""
    return _numbered([item["text"] for item in items])


def replied_text(items, replies, *, language):
    """All replies as one plain text, numbered as the questions are; of no reply says so. It is stored: what isn't the
    patient's own is in the `language` of the query."""
    with override(language):
        return _replied_text(items, replies)


def _replied_text(items, replies):
    said = [reply_words(item["kind"], reply) for item, reply in zip(items, replies, strict=True)]
    return _numbered([words or _("(no reply)") for words in said])


def reply_words(kind, reply):
    """A stored reply as people read it; "" when there is none."""
    if reply and kind == ItemKind.YES_NO:
        return str(YesNo(reply).label)
    if reply and kind == ItemKind.DATE:
        return date_format(date.fromisoformat(reply))
    return reply


def _numbered(texts):
    if len(texts) == 1:
        return texts[0]
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, start=1))
