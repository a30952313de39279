"""What the HTML page says of itself, in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WEB: Final[Mapping[str, str]] = {
    "web.title": "Result of the check",
    "web.skip": "Skip to the content",
    "web.totals": "Totals",
    "web.contents": "Contents and filter",
    "web.files": "By agency",
    "web.rules": "By rule",
    "web.cells": "By cell",
    "web.unchecked": "Files not checked",
    "web.view": "Order",
    "web.filter": "Filter",
    "web.filter.hint": "agency, rule, cell …",
    "web.shown": "# of # shown",
    "web.weight.error": "errors",
    "web.weight.warning": "to explain",
    "web.weight.unknown": "not checked",
    "web.weight.info": "notes",
    "web.period": "period",
    "web.rule": "rule",
    "web.places": "where",
    "web.places.more": "and {count} more",
    "web.left": "{count} more {count:is|are} not listed; --report json=FILE keeps all",
    "web.made": "Made by reportcheck {version}; complete without a network",
}
