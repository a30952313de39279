"""Editions of a form in Chinese: which one a file holds, and which one is in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

EDITIONS: Final[Mapping[str, str]] = {
    "check.mixed-editions": "文件用的是“{edition}”的表样，但 {labels}（见 {cell}）只在“{other}”（{other_basis}）的表样里有",
    "check.mixed-editions.fix": "全文用同一版表样填写；属于另一版的部分没有核对",
    "check.mixed-editions.why": "用的是哪一版表样，看文件里有哪些行和列。两版的行和列都有，说明是两版拼在一起的。",
    "check.edition-unclear": "文件里没有能区分“{edition}”和“{other}”两版表样的行或列，已按前者核对",
    "check.edition-unclear.fix": "把缺的表补全，或用 --rules 表样@版本 写明是哪一版",
    "check.edition-unclear.why": "两版表样要靠各自独有的行和列来区分；这些都不在时按最新一版核对，并且说明。",
}
