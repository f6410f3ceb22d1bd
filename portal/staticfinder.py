"""Offers the few files of the Bootstrap wheel that the pages use."""

from collections.abc import Iterable
from typing import Any

from bootstrap_wrapper import get_bootstrap_css_dir
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage

# Offering the whole folder makes collectstatic compress 40 files that no page asks for.
FILES = tuple(f"bootstrap{kind}.min.css{end}" for kind in ("", ".rtl") for end in ("", ".map"))


class BootstrapFinder(BaseFinder):
    """Finds `bootstrap/bootstrap.min.css`, its right-to-left twin and their maps."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=get_bootstrap_css_dir())
        self.storage.prefix = "bootstrap"  # type: ignore[attr-defined]

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to configure, nothing to check."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file behind a static path, or an empty list."""
        folder, _, name = path.partition("/")
        found = self.storage.path(name) if folder == "bootstrap" and name in FILES else None
        if found is None:
            return []
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, FileSystemStorage]]:
        """The files for collectstatic."""
        for name in FILES:
            if not matches_patterns(name, ignore_patterns or ()):
                yield name, self.storage
