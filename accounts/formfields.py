"""What of a sent form somebody typed: it is shown to them again where the form wasn't taken, and nothing else is."""

HIDDEN = {
    "asked",
    "before",
    "answer_version",
    "changing",
    "checked",
    "csrfmiddlewaretoken",
    "from_step",
    "homepage",
    "kept",
    "key",
    "next",
    "number",
    "read",
    "seen",
    "seen_number",
    "shown",
    "start_key",
    "started",
    "tab",
    "version",
    "where",
}
CHOSEN = {
    "about",
    "across",
    "active",
    "age_band",
    "age_bands",
    "agree",
    "agreed",
    "amount",
    "care_level",
    "chosen",
    "clinical_opinion",
    "confirm",
    "consent",
    "country",
    "credits",
    "daily_hour",
    "decision",
    "down",
    "groups",
    "has",
    "is_active",
    "is_listed",
    "is_staff",
    "keep_pages",
    "kind",
    "language",
    "languages",
    "level",
    "new_queries",
    "outcome",
    "parent",
    "position",
    "rare",
    "ready",
    "register_country",
    "remember",
    "reviewed_by",
    "rule",
    "self_harm",
    "sensitive",
    "sex",
    "shared",
    "signed",
    "specialties",
    "specialty",
    "stance",
    "symptoms",
    "time_zone",
    "to",
    "urgent",
    "urgent_always",
    "verb",
    "wanted",
    "written_in",
    "zoom",
}
WORKBENCH = {"all", "hand", "keep", "replace", "undo", "unkeep"}
BUTTONS = {
    "action",
    "helped",
    "helpful",
    "look",
    "part",
    "preview",
    "remove",
    "retire",
    "shortcuts",
    "take_over",
    "then",
}
# Codes sign people in, or are chosen from a list.
NOT_TYPED = HIDDEN | CHOSEN | BUTTONS | WORKBENCH | {"code"}
# By the begin of their names: the kinds of questions that a doctor asks back and of words that are replaced, and what
# a caption was when its page was shown. By what stands in them: the boxes that take an exchange into a public copy.
BEGINS = ("ask_kind_", "kind-", "shown-")
WITHIN = ("-take-", "password")


def is_typed(name: str) -> bool:
    """Whether people write into the field `name`, which may have its form's prefix. What is typed in one form and
    chosen in another, as a reason is, counts as typed: a choice that is repeated harms nobody, lost words do."""
    if name.startswith(BEGINS) or any(part in name for part in WITHIN):
        return False
    return name.rpartition("-")[2] not in NOT_TYPED


def typed_texts(post) -> list[str]:
    """What was typed into the form that `post`, a QueryDict, holds; nothing of fields left empty."""
    return [text for name, listed in post.lists() if is_typed(name) for text in listed if text.strip()]
