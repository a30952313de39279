"""What stands under a table and is no row of it: notes, sources, who filled it in."""

from __future__ import annotations

from unicodedata import normalize

from reportcheck.patterns import pattern

_WORDS = pattern(
    r"[(\[【]?\s*(?:[*※#]|"
    r"(?:备注|備註|注释|注|註|附注|说明|說明|资料来源|資料來源|数据来源|來源|来源|填表|填报|制表|"
    r"製表|审核|複核|复核|单位负责人|统计负责人|负责人|联系|电话|报出|报送|日期)"
    r"(?:人|单位|员|机构|时间|日期|电话|方式|号码)*\s*(?:$|[:\s\d(一,)\]】])|"
    r"(?:(?:foot)?notes?|n\.?b\.?|sources?|remarks?|comments?|prepared|reviewed|approved|signed|"
    r"contact|phone|tel|date)(?:$|\W|\d))"
)
_ENDS = pattern(r"[。!！;；，]|[.?](?:\s|$)")

_HEADINGS = frozenset({
    "备注", "備註", "附注", "附註", "说明", "說明", "注",
    "remark", "remarks", "note", "notes", "comment", "comments",
})  # fmt: skip

LONG = 20
"""From so many characters on a text with the stops of a sentence is one."""


def is_note(text: str) -> bool:
    """Whether a text that stands alone in its row reads like a note and not like a name.

    >>> is_note("注：本表不含驻外机构"), is_note("Source: survey of 2024"), is_note("※ provisional")
    (True, True, True)
    >>> is_note("West"), is_note("Other regions, and abroad"), is_note("注册资本")
    (False, False, False)
    >>> is_note("The regions are those of 2020.")
    True
    """
    folded = normalize("NFKC", text).strip().casefold()
    return begins_like_note(folded) or (len(folded) >= LONG and _ENDS.search(text) is not None)


def begins_like_note(text: str) -> bool:
    """Whether a text begins with a word or a sign that notes and signatures begin with.

    >>> begins_like_note("填表日期"), begins_like_note("Notes"), begins_like_note("North")
    (True, True, False)
    """
    return _WORDS.match(normalize("NFKC", text).strip().casefold()) is not None


def heads_remarks(key: str) -> bool:
    """Whether a folded text is the heading of a column of remarks.

    >>> heads_remarks("备注"), heads_remarks("notes"), heads_remarks("合计")
    (True, True, False)
    """
    return key in _HEADINGS
