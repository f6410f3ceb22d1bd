"""English left on a page that is in another language, by what its texts are made of. Content may be in any language."""

import re
from functools import cache
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.db import connection
from django.utils.translation import trans_real

# Texts that a page says in its own language: not in what is marked as being in another one.
TEXTS = """() => {
  const language = document.documentElement.lang, found = [];
  const own = (element) => (element.closest("[lang]") || document.documentElement).lang === language
    && !element.closest("script, style, noscript");
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) if (own(node.parentElement)) found.push(node.data);
  for (const name of ["aria-label", "aria-description", "title", "placeholder", "alt"])
    for (const one of document.querySelectorAll(`[${name}]`)) if (own(one)) found.push(one.getAttribute(name));
  for (const one of document.querySelectorAll("[type=submit], [type=button], [type=reset]"))
    if (one.value && one.matches("input") && own(one)) found.push(one.value);
  return [...new Set(found)];
}"""
# Rows that hold our words instead of content: names of models and permissions, mails.
OURS = ("accounts_mail", "auth_permission", "django_content_type", "django_migrations", "django_session")
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL(%s) ORDER BY 1"
VALUES = (
    "SELECT field.said FROM public.{} AS row, jsonb_each_text(to_jsonb(row)) AS field (name, said) "
    "WHERE field.said ~ '[[:alpha:]]'"
)

# Addresses of pages, mails and files; references and codes.
NO_WORDS = re.compile(r"\S*(?:://|@|\.\w)\S*|\b[A-Z0-9]{1,4}(?:-[A-Z0-9]{4})+\b")
# What stands between pieces of text.
PARTS = re.compile(r"<[^>]*>|%(?:\(\w+\))?[a-z]|\{\w*\}|\\n|[^\w\s'’-]+|[\d_]+")
INITIALS = re.compile(r"[A-Z]{1,2}$")  # for who has no portrait
WORD = re.compile(r"[A-Za-z]{2}")
LATIN = re.compile(r"[A-Za-zÀ-ɏ'’-]+(?: [A-Za-zÀ-ɏ'’-]+)*")
ENGLISH = re.compile(r"(?i)\b(?:the|and|of|you|your|with|this|for|are|was|it|what|who|when|how)\b")


def left(page, language):
    """The page's texts that are English, each as a fault. Costs a query over all tables."""
    if not page.evaluate("document.documentElement.lang").startswith(language):
        yield "language: the page says it is in another one"
        return
    content = _content(page.url)
    for text in page.evaluate(TEXTS):
        wrong = [piece for piece in _pieces(text) if _is_english(piece, language, content)]
        if wrong:
            yield f"English left: {' | '.join(wrong)[:80]!r}"


def _is_english(piece, language, content):
    if _within(piece, content):
        return False
    if language == "ar":
        return any(_is_foreign(run, language, content) for run in LATIN.findall(piece))
    return piece in _untranslated(language) or bool(ENGLISH.search(_without(content, piece)))


def _is_foreign(run, language, content):
    """Are Latin words, as they stand beside each other, neither content nor all of them such as translations keep?"""
    kept = " ".join(word for word in run.split() if word not in _borrowed(language))
    return bool(WORD.search(kept)) and not (
        INITIALS.match(run) or _within(run, content) or _within(kept, content)
    )


def _within(words, content):
    """Is it content? A single word must be all of a piece of it: nearly every English word is in some content; or the
    beginning of an endless one, cut off."""
    return (
        f"| {words} |" in content
        or (" " in words and f" {words} " in content)
        or (len(words) > 40 and f"| {words}" in content)
    )


def _without(content, piece):
    """A piece without the content that stands in it."""
    words, rest = piece.split(), []
    while words:
        lengths = range(len(words), 1, -1)
        content_length = next((size for size in lengths if _within(" ".join(words[:size]), content)), 0)
        rest += ["|"] if content_length else words[:1]
        del words[: content_length or 1]
    return " ".join(rest)


def _content(address):
    """The pieces of all that people wrote, as the tables and the page's address hold it, and the names of this site."""
    with connection.cursor() as cursor:
        cursor.execute("SET jit = off")  # which takes longer than so many small tables
        cursor.execute(TABLES, [list(OURS)])
        names = [connection.ops.quote_name(name) for (name,) in cursor.fetchall()]
        cursor.execute(" UNION ALL ".join(map(VALUES.format, names)))
        values = [value for (value,) in cursor.fetchall()]
    values += [settings.SITE_NAME, settings.OPERATOR_NAME, settings.OPERATOR_ADDRESS, settings.QUERY_CURRENCY]
    values += [said for _name, said in parse_qsl(urlsplit(address).query)]
    return "|" + "|".join(f" {piece} " for value in values for piece in _pieces(value)) + "|"


def _pieces(text):
    """The words between punctuation, numbers, addresses, codes, elements and placeholders."""
    found = (" ".join(piece.split()) for piece in PARTS.split(NO_WORDS.sub("|", text)))
    return [piece for piece in found if piece]


def said(words, language):
    """What messages that contain these English words are in a language, and the words themselves."""
    return {words, *(said for message, said in _messages(language) if words and words in message)}


@cache
def _messages(language):
    """(message, translation) of everything that is translated, Django's and the libraries' words included."""
    return [
        (_text(key), said) for key, said in trans_real.translation(language)._catalog.items() if key and said
    ]


def _text(key):
    """A message's words: its plural forms have (message, number) as key, and some begin with their context."""
    return (key[0] if isinstance(key, tuple) else key).rpartition("\x04")[2]


@cache
def _untranslated(language):
    """Pieces of English messages that are no pieces of the language's own."""
    english = {piece for message, _said in _messages(language) for piece in _pieces(message)}
    return english - {piece for _message, said in _messages(language) for piece in _pieces(said)}


@cache
def _borrowed(language):
    """Names that translations keep in the middle of their own letters: JPEG, iPhone."""
    mixed = (said for _message, said in _messages(language) if re.search("[\u0600-\u06ff]", said))
    words = {
        word
        for said in mixed
        for piece in _pieces(said)
        for run in LATIN.findall(piece)
        for word in run.split()
    }
    return {word for word in words if word != word.lower()}
