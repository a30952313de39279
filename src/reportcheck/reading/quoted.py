"""Quoted: the marks that a mail puts before each line of what it answers, taken off again.

They are no part of any cell. The lines stay what they are, so that places are still those of the
file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

LEAST_LINES = 4
"""Fewer marked lines may be anything."""

_SHARE = 0.5
_MARK = re.compile(r"[ \xa0]*>(?:[ \xa0]?>)*")
_CLEAR = re.compile(r"[ \xa0]*>(?:[ \xa0]?>)*(?:\s|$)")
_DELIMITERS = "\t;|,"


def unquoted(text: str) -> str | None:
    r"""Return a text without the marks of a quotation, or None where it is none.

    Half of the lines or more are marked, and what stands right above the first is no header of a
    table: in a column of groups like ``> 60`` the sign is a part of the label.

    >>> unquoted("写道:\n> 甲\t乙\n> 1\t2\n>\n> > 3\t4\n> 5\t6\n")
    '写道:\n甲\t乙\n1\t2\n\n3\t4\n5\t6\n'
    >>> unquoted("年龄,人数\n> 60,5\n> 70,4\n> 80,3\n> 90,1\n") is None
    True
    """
    lines = text.splitlines(keepends=True)
    held = [line for line in lines if line.strip()]
    marked = [line for line in held if _MARK.match(line)]
    if len(marked) < max(LEAST_LINES, _SHARE * len(held)):
        return None
    # A mark has a blank behind it; where it has none, every single line is marked.
    if len(marked) < len(held) and not all(map(_CLEAR.match, marked)):
        return None
    if _is_header(lines[max(lines.index(marked[0]) - 1, 0)], marked):
        return None
    return "".join(map(_bare, lines))


def _is_header(line: str, marked: Sequence[str]) -> bool:
    """Whether a line without a mark has as many delimiters as most of those that have one."""
    if _MARK.match(line):
        return False
    for sign in _DELIMITERS:
        usual, _ = Counter(each.count(sign) for each in marked).most_common(1)[0]
        if usual and line.count(sign) == usual:
            return True
    return False


def _bare(line: str) -> str:
    found = _MARK.match(line)
    if found is None:
        return line
    rest = line[found.end() :]
    return rest[1:] if rest[:1] in {" ", "\xa0"} else rest
