"""A scene: one page of the site in one state, and how to get there."""

import inspect
import re
from dataclasses import dataclass, field

from django.utils import translation

from tests.browser.gallery import english

SCENES = []


@dataclass(frozen=True)
class Mail:
    """What a scene shows that has no address: a document of its own."""

    html: str


@dataclass(frozen=True)
class Opening:
    """What is opened first, and by whom; without a user by somebody who isn't signed in."""

    at: str | Mail
    user: object = None


@dataclass(frozen=True)
class Scene:
    """`arrange` is a function of the cast that makes what the page shows and returns its address, or the person who
    looks and the address. A generator yields that, is given the browser's page, and goes on from there by hand.
    """

    title: str
    arrange: object
    who: str = ""  # the name of one of the cast
    status: int = 200
    shows: tuple = ()  # names of URLs that its steps lead to
    media: str = "screen"
    languages: tuple = ()  # codes of those it can be in; none for all
    subject: str = field(init=False)
    name: str = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "subject", self.arrange.__module__.rpartition(".")[2])
        object.__setattr__(self, "name", self.arrange.__name__.replace("_", "-"))

    def __str__(self):
        return f"{self.subject}/{self.name}"

    @property
    def has_steps(self):
        return inspect.isgeneratorfunction(self.arrange)

    @property
    def opens_again(self):
        """Whether its page may be opened in one language after the other: a mail is written in one, and what lies
        behind a form has been sent."""
        return not (self.has_steps or self.subject == "emails")

    def begin(self, cast):
        """(what to open first, the steps from there: None or a generator to send the page to)."""
        steps = self.arrange(cast) if self.has_steps else None
        said = next(steps) if steps else self.arrange(cast)
        person, at = (
            said if isinstance(said, tuple) else (getattr(cast, self.who) if self.who else None, said)
        )
        return Opening(at, getattr(person, "user", person)), steps


def scene(title, who="", **about):
    """Decorator: make a scene of a function; its module is the subject, its name the scene's."""

    def register(arrange):
        SCENES.append(Scene(title, arrange, who, **about))
        return arrange

    return register


def named(name, arrange):
    """Give a function made in a loop a name of its own, for `scene()`."""
    arrange.__name__ = name
    return arrange


def press(page, button):
    """Press the button with these English words in the page's main part, and wait for what it leads to."""
    with page.expect_navigation():
        worded(page, "main button", button).click()


def worded(page, selector, words):
    """The first of these elements that says `words`, or what they are in the language at hand."""
    said = "|".join(re.escape(one) for one in english.said(words, translation.get_language()))
    return page.locator(selector).filter(has_text=re.compile(said)).first


def finish(steps, page):
    """Go through the steps of a scene."""
    try:
        steps.send(page)
    except StopIteration:
        return
    raise AssertionError("a scene yields once")
