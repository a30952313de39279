"""The files that a rule file names: code lists, looked for from where the rule file is."""

from __future__ import annotations

import os.path
from typing import Final

MOST_BYTES: Final = 16 * 1024 * 1024


def source_path(path: str, name: str) -> str:
    """Return the path of a file that the rule file at a path names.

    >>> source_path("rules/a.yaml", "codes.csv").replace(os.sep, "/")
    'rules/codes.csv'
    """
    return os.path.join(os.path.dirname(path), name)  # noqa: PTH118, PTH120 - cheap at each start


def read_source(path: str, name: str) -> bytes | None:
    """Return the content of such a file, or None where there is none that can be read."""
    try:
        with open(source_path(path, name), "rb") as file:  # noqa: PTH123 - as above
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError):
        return None
    return content if len(content) <= MOST_BYTES else None


def digest_of(content: bytes) -> str:
    """Return by what a content is known again."""
    import hashlib  # most rule files name no other file: those do without what it loads

    return hashlib.sha256(content).hexdigest()


def source_digest(path: str, name: str) -> str | None:
    """Return the digest of such a file as it is now, or None where it cannot be read."""
    content = read_source(path, name)
    return None if content is None else digest_of(content)
