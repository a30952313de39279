"""What every page is made with: its template, its style, and a policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template


@cache
def template(name: str) -> Template:
    """Return a template: it escapes every text, and refuses names that it does not know."""
    from jinja2 import Environment, StrictUndefined

    room = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return room.from_string(resource(name))


@cache
def resource(name: str) -> str:
    """Return a file of the folder ``html`` as text."""
    return files(__package__).joinpath("html", name).read_text(encoding="utf-8").strip()


def policy(style: str, script: str = "") -> str:
    """Return the content security policy of a page with this style and this script, and no more.

    >>> policy("p{}").startswith("default-src 'none'; style-src 'sha256-")
    True
    """
    scripts = f"script-src '{_hash(script)}'; " if script else ""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; {scripts}"
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
