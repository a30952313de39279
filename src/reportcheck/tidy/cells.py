"""Texts of a tidy table: shielded so that no sign acts or hides, quoted so that none is a formula.

Both can be undone: what stood in a cell comes back sign for sign.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_ESCAPE: Final = re.compile(r"\\(?=u[0-9a-f]{4}|U[0-9a-f]{8})")
_ESCAPED: Final = re.compile(r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})")
_IN_WORKBOOKS: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""How a workbook writes signs that XML has none for: such a text would be read as them."""

_ACTS: Final = re.compile(r"'*[=+\-@|%＝＋－＠]")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?%?")
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@lru_cache(maxsize=1 << 16)
def shielded(text: str) -> str:
    r"""Return a text of one line in which no sign acts on a terminal or hides.

    >>> shielded("甲\x1b[31m\n乙"), shielded("\\u001b"), unshielded(shielded("\\u001b"))
    ('甲\\u001b[31m\\u000a乙', '\\u005cu001b', '\\u001b')
    """
    text = _IN_WORKBOOKS.sub(r"\\u005f", _ESCAPE.sub(r"\\u005c", text))
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(sign: str) -> str:
    if unicodedata.category(sign) not in _HIDDEN:
        return sign
    code = ord(sign)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def unshielded(text: str) -> str:
    """Return the text that was shielded."""
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16)), text)


@lru_cache(maxsize=1 << 16)
def quoted(text: str) -> str:
    """Return a text that a spreadsheet shows and does not run; numbers stay numbers.

    >>> quoted("=1+1"), quoted("-7"), quoted("'=1"), quoted("'甲")
    ("'=1+1", '-7', "''=1", "'甲")
    """
    if _ACTS.match(text) is None or _NUMBER.fullmatch(text) is not None:
        return text
    return f"'{text}"


def unquoted(text: str) -> str:
    """Return the text that was quoted.

    >>> unquoted("'=1+1"), unquoted("''=1"), unquoted("'甲")
    ('=1+1', "'=1", "'甲")
    """
    return text[1:] if text.startswith("'") and quoted(text[1:]) == text else text
