"""What holds for all the code, read from the code: directions, roads, gates, sizes."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LAYERS = ["accounts", "specialties", "questions", "answers", "portal"]  # each may import those before it
MODULES = [
    path for app in LAYERS for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@cache
def tree(path):
    return ast.parse(path.read_text())


def name(path):
    return str(path.relative_to(ROOT))


def nodes(kind, *, within=MODULES):
    """Every node of `kind` with its module's path."""
    return [(name(path), node) for path in within for node in ast.walk(tree(path)) if isinstance(node, kind)]


def imported(node):
    """The top packages an import statement names."""
    if isinstance(node, ast.ImportFrom):
        return [] if node.level else [node.module.split(".")[0]]
    return [alias.name.split(".")[0] for alias in node.names]


def test_the_tests_here_read_the_whole_project():
    assert len(MODULES) > 80 and len(TEMPLATES) > 60
    assert set(LAYERS) == {app.split(".")[0] for app in settings.INSTALLED_APPS} & set(LAYERS)


def test_imports_point_down():
    upwards = [
        f"{path}: {package}"
        for path, node in nodes((ast.Import, ast.ImportFrom))
        for package in imported(node)
        if package in LAYERS and LAYERS.index(package) > LAYERS.index(path.split("/")[0])
    ]

    assert upwards == []


SEARCH = "questions.search"


def test_search_is_known_by_its_seam_alone():
    """What another engine would have to bring stands in one module; the others make a page of what was found."""
    known = [f"{SEARCH}.{module}" for module in ("engine", "results", "page")]
    wrong = [
        f"{path}: {there}"
        for path, node in nodes(ast.ImportFrom)
        if not path.startswith("questions/search/") and (node.module or "").startswith(SEARCH)
        for there in [f"{node.module}.{alias.name}" for alias in node.names]
        if not any(there == each or there.startswith(f"{each}.") for each in known)
    ]

    assert wrong == []


# The rooms of the desk: each may import those of the rows before its own, and its own.
ROOMS = [{"lines"}, {"review"}, {"care", "copies", "doctors", "records"}]


def test_the_desks_imports_point_down():
    row = {f"portal.desk.{room}": number for number, rooms in enumerate(ROOMS) for room in rooms}
    wrong = []
    for path, node in nodes(ast.ImportFrom):
        here = ".".join(path.split("/")[:3])
        for there in {".".join([node.module or "", alias.name][:2]) for alias in node.names}:
            room = ".".join(there.split(".")[:3])
            if here in row and there.startswith("portal.desk") and room != here:
                if row.get(room, len(ROOMS)) >= row[here]:
                    wrong.append(f"{path}: {there}")

    assert wrong == []


# A decoder that runs alone in a limited child process: it loads the library after its limits are set.
IMPORTS_WITHIN = {"accounts/picture_child.py"}


def test_no_function_imports():
    inner = {
        f"{path}: {function.name}"
        for path, function in nodes((ast.FunctionDef, ast.AsyncFunctionDef))
        if path not in IMPORTS_WITHIN
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    }

    assert inner == set()


# What Django offers no other place for, with the reason.
SIGNALS_MEANT = {
    "portal/apps.py": "post_migrate gives the staff's groups their permissions",
}


def test_no_signals():
    found = {
        path
        for path, node in nodes((ast.ImportFrom, ast.Attribute))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").endswith(("signals", "dispatch")))
        or (isinstance(node, ast.Attribute) and node.attr == "receiver")
    }

    assert found <= set(SIGNALS_MEANT)


# -- States ---------------------------------------------------------------------------------------

# Column → where alone it is assigned.
STATES = {
    "care": {"questions/models/question.py:_move_held_care", "questions/models/question.py:rewrite"},
    "publication": {"questions/models/publishable.py:move_held_publication"},
    "status": {
        "answers/models/answer.py:_finish",
        "answers/models/followup.py:_finish",
        "answers/models/opinion.py:_finish",
        "answers/models/opinion.py:write",
        "answers/models/report.py:decide",
        "questions/models/payment.py:change_status",
        "specialties/models/doctor.py:_move",
        "specialties/models/document.py:_to",
    },
    "outcome": {
        "answers/models/decision_appeal.py:decide",
        "answers/models/version.py:decide",
        "questions/models/appeal.py:decide",
    },
    "state": {"accounts/models/mail.py:_to", "accounts/models/export.py:finish"},
}
# An HTTP status; of schedule.py the status of a task, which is the queue's own.
NOT_STATES = {"portal/middleware.py", "portal/errors.py", "portal/logs.py", "accounts/schedule.py"}


def assigned(function):
    """The attributes a function assigns, tuples unpacked, and what .update(…) sets."""
    for node in ast.walk(function):
        if isinstance(node, (ast.Assign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                parts = target.elts if isinstance(target, ast.Tuple) else [target]
                yield from (part.attr for part in parts if isinstance(part, ast.Attribute))
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"update", "setattr"}:
            yield from (keyword.arg for keyword in node.keywords)


def test_a_state_is_assigned_in_its_move_alone():
    found = {
        (column, f"{path}:{function.name}")
        for path, function in nodes((ast.FunctionDef, ast.AsyncFunctionDef))
        if path not in NOT_STATES
        for column in assigned(function)
        if column in STATES
    }

    assert found == {(column, place) for column, places in STATES.items() for place in places}


# -- Gates ----------------------------------------------------------------------------------------

PRIVATE = {
    "AccessEvent",
    "Answer",
    "AnswerVersion",
    "Attachment",
    "AuditEvent",
    "Clarification",
    "PublicAnswerDraft",
    "PublicDraft",
    "PublishedAnswer",
    "PublishedQuestion",
    "Question",
    "User",
}
BYPASS = {"all", "filter", "get", "exclude", "raw", "values", "first", "last", "only", "in_bulk", "latest"}
# Reads past a gate, each behind one: module → why.
GATED_BEFORE = {
    "answers/views/editor.py": "clarifications of a query that came through for_doctor()",
    "portal/auditing/items.py": "all about one query, for auditors alone; its texts after audited_by()",
    "portal/auditing/trail.py": "the trail and the log of looks, for auditors alone",
    "portal/desk/review/history.py": "the trail of an item that the desk's own gate let through",
    "portal/import_store.py": "the importer's own rows, by source_id",
    "questions/timeline.py": "the trail of a patient's own query, by its reference",
    "answers/inbox.py": "subqueries within open_for() and for_doctor()",
}


def is_page(path):
    """Modules that answer readers: views, feeds, lists, sitemaps, the desk, the inbox."""
    return (
        "/views/" in path
        or path.startswith("portal/")
        or path.rsplit("/", 1)[-1]
        in {"feeds.py", "lists.py", "inbox.py", "structured.py", "timeline.py", "kept.py"}
    ) and "/demo/" not in path


def reads_past_gates(path):
    for node in ast.walk(tree(ROOT / path)):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in BYPASS
            and isinstance(node.value, ast.Attribute)
            and node.value.attr in {"objects", "_base_manager", "_default_manager"}
            and isinstance(node.value.value, ast.Name)
            and node.value.value.id in PRIVATE
        ):
            yield f"{path}:{node.lineno} {node.value.value.id}.objects.{node.attr}"


def test_pages_read_private_rows_through_gates():
    found = [line for path in map(name, MODULES) if is_page(path) for line in reads_past_gates(path)]

    assert [line for line in found if line.split(":")[0] not in GATED_BEFORE] == []
    assert {line.split(":")[0] for line in found} == set(GATED_BEFORE)  # no reason outlives its cause


def test_readers_pages_reach_public_copies_through_published():
    """After PublishedQuestion.objects the first call is published(), under() … never a bare manager."""
    bare = [
        f"{path}:{node.lineno}"
        for path, node in nodes(ast.Call)
        if is_page(path)
        for given in [*node.args, *[keyword.value for keyword in node.keywords]]
        if isinstance(given, ast.Attribute)
        and given.attr == "objects"
        and getattr(given.value, "id", "") in PRIVATE
    ]
    shortcut = [
        f"{path}:{node.lineno}"
        for path, node in nodes(ast.Call)
        if getattr(node.func, "id", "") in {"get_object_or_404", "get_list_or_404"}
        and node.args
        and getattr(node.args[0], "id", "") in PRIVATE
    ]

    assert bare + shortcut == []


# -- What reaches a browser -----------------------------------------------------------------------

MARKS_SAFE = {
    "specialties/markdown.py": "cleaned by nh3 in the line above",
    "specialties/structured.py": "JSON whose <, > and & are escaped",
    "questions/search/marks.py": "escaped before the <mark> is put in",
    "accounts/stencils.py": "rendered by the template engine, its words escaped",
    "answers/templatetags/answer_parts.py": "what render() made, and parts that format_html() escaped",
    "questions/page.py": "escaped by linebreaks(), or parts of stencils",
}
# What specialties.markdown.render() made, stored in the public copy; and help texts, which we wrote ourselves.
PRINTS_SAFE = re.compile(r"\b(rendered\.\w+|field\.help_text)\|safe\b")


def test_html_is_marked_safe_only_where_it_was_cleaned():
    marked = {path for path, node in nodes(ast.Name) if node.id in {"mark_safe", "SafeString", "SafeText"}}
    html = {path for path, node in nodes(ast.Attribute) if node.attr in {"mark_safe", "SafeString"}}

    assert marked | html <= set(MARKS_SAFE)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_prints_raw_only_what_markdown_made(path):
    text = path.read_text()

    assert "autoescape off" not in text and "|safeseq" not in text
    assert PRINTS_SAFE.sub("", text).count("|safe") == 0


INLINE = [
    re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>", re.I),
    re.compile(r"<style\b", re.I),
    re.compile(r"\sstyle\s*=", re.I),
    re.compile(r"\son[a-z]+\s*=\s*[\"']", re.I),
    re.compile(r"javascript:", re.I),
]


@pytest.mark.parametrize("path", [path for path in TEMPLATES if "emails" not in path.parts], ids=name)
def test_a_template_has_no_inline_script_or_style(path):
    text = path.read_text()

    assert [pattern.pattern for pattern in INLINE if pattern.search(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_gives_machines_no_microseconds(path):
    assert re.findall(r"""datetime=["']?\{\{[^}]*\|date:.c\b[^}]*\}\}""", path.read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_loads_nothing_from_elsewhere(path):
    assert (
        re.findall(r"(?:src|srcset|action|formaction)=[\"']?(?:https?:)?//[^\"'\s>]*", path.read_text()) == []
    )


# -- Forms, sizes, words --------------------------------------------------------------------------


def test_forms_name_their_fields():
    loose = [
        f"{path}:{node.lineno}"
        for path, node in nodes(ast.Assign)
        if any(getattr(target, "id", "") in {"fields", "exclude"} for target in node.targets)
        and (
            (isinstance(node.value, ast.Constant) and node.value.value == "__all__")
            or (any(getattr(target, "id", "") == "exclude" for target in node.targets) and "form" in path)
        )
    ]

    assert loose == []


@pytest.mark.parametrize(("files", "most"), [(MODULES, 400), (TEMPLATES, 120)], ids=["modules", "templates"])
def test_files_fit_a_reader(files, most):
    long = {name(path): len(path.read_text().splitlines()) for path in files}

    assert {path: lines for path, lines in long.items() if lines > most} == {}


def texts():
    folders = [*LAYERS, "templates", "static", "docs", "bench"]
    kinds = {".py", ".html", ".txt", ".md", ".css", ".js", ".toml", ".sql"}
    for folder in folders:
        yield from (path for path in (ROOT / folder).rglob("*") if path.suffix in kinds)
    yield from (path for path in ROOT.glob("*") if path.suffix in kinds or path.name == "Makefile")


LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def test_the_project_speaks_of_itself_alone():
    """No path of the machine it was written on, and no link to a file that the checkout doesn't hold."""
    foreign = re.compile(r"(?<![\w.:}>)\]-])/(?:home|Users|work|workspace|builds?)/\w")
    documents = [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]
    links = [
        (one, (one.parent / link).resolve()) for one in documents for link in LINK.findall(one.read_text())
    ]

    assert [name(path) for path in texts() if foreign.search(path.read_text())] == []
    assert [(name(one), to) for one, to in links if not to.exists() or not to.is_relative_to(ROOT)] == []


EAGER = {"gettext", "ngettext", "pgettext", "npgettext"}


def at_import(node):
    """Every call that is made when a module is read."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.Call):
            yield child
        yield from at_import(child)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_words_are_translated_before_a_reader_comes(path):
    imports = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)]
    eager = {
        alias.asname or alias.name
        for node in imports
        if node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in EAGER
    }

    called = [call.lineno for call in at_import(tree(path)) if getattr(call.func, "id", "") in eager]

    assert called == []
