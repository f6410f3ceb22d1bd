"""A scene: one page of the site in one state, and how to get there."""

import inspect
from dataclasses import dataclass, field

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
    """Press the button with these words in the page's main part, and wait for what it leads to."""
    with page.expect_navigation():
        page.click(f"main button:has-text('{button}')")


def finish(steps, page):
    """Go through the steps of a scene."""
    try:
        steps.send(page)
    except StopIteration:
        return
    raise AssertionError("a scene yields once")
