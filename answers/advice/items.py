"""What the helpers say, as the page shows it."""

from dataclasses import dataclass, field

MOST = 4  # items shown of one helper; the rest is counted


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at: what, in which part, the words meant, and where a link leads if there is one."""

    text: str
    field: str = ""
    where: str = ""
    quote: str = ""
    url: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What one helper found. `note` is said once above its items and counts as none."""

    code: str
    title: str
    items: list[Item] = field(default_factory=list)
    note: str = ""

    @property
    def shown(self):
        return self.items[:MOST]

    @property
    def more(self):
        return max(0, len(self.items) - MOST)


@dataclass(frozen=True, slots=True)
class Advice:
    """All that the helpers say of one answer; groups without anything to say are left out."""

    groups: list[Group]

    @property
    def count(self):
        return sum(len(group.items) for group in self.groups)

    def of(self, code):
        """The items of one helper."""
        return [item for group in self.groups if group.code == code for item in group.items]
