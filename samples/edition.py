"""The form of 2019 of the annual disclosure report, and an invented report on it.

Table 二 has other columns and a block more than in the form of 2021; in table 三 (六)其他处理 is
one row; table 四 is the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from samples.layout import (
    FIRST_RESULT,
    RESULTS,
    TITLES,
    Cell,
    Filling,
    Page,
    requests_page,
    reviews_page,
)

EARLIER_RESULTS = tuple(
    (group, () if group == "(六)其他处理" else items) for group, items in RESULTS
)
SUBDIVIDED = (FIRST_RESULT + 18, FIRST_RESULT + 19)
"""Rows of ``Filling.requests`` that are counted in (六) itself, which is where the next one is."""

Blocks = Mapping[str, tuple[Sequence[str], Mapping[str, Sequence[Cell]]]]


def on_form_of_2019(filling: Filling, blocks: Blocks) -> dict[str, Page]:
    """Lay out a report a table a sheet; ``blocks`` are the parts of 二, with header and rows."""
    requests = [row for number, row in enumerate(filling.requests) if number not in SUBDIVIDED]
    tables = (
        _documents_page(blocks),
        requests_page(filling, EARLIER_RESULTS, requests),
        reviews_page(filling),
    )
    sheets = {}
    for name, title, page in zip("二三四", TITLES, tables, strict=True):
        whole = Page()
        whole.put(1, 1, filling.title)
        whole.put(2, 1, title)
        whole.add(page, below=3)
        sheets[name] = whole
    return sheets


def blocks_of_2020() -> Blocks:
    """Return what 虚构市人民政府 filled in in table 二 for 2020."""
    changes = ("上一年项目数量", "本年增/减", "处理决定数量")
    return {
        "第二十条第(一)项": (
            ("本年新制作数量", "本年新公开数量", "对外公开总数量"),
            {"规章": [2, 2, 11], "规范性文件": [7, 7, 31]},
        ),
        "第二十条第(五)项": (
            changes,
            {"行政许可": [214, -6, 1092], "其他对外管理服务事项": [88, 3, 640]},
        ),
        "第二十条第(六)项": (changes, {"行政处罚": [305, 4, 101], "行政强制": [22, 0, 9]}),
        "第二十条第(八)项": (changes[:2], {"行政事业性收费": [12, -1]}),
        "第二十条第(九)项": (("采购项目数量", "采购总金额"), {"政府集中采购": [46, 1873.5]}),
    }


def _documents_page(blocks: Blocks) -> Page:
    page = Page()
    for title, (header, rows) in blocks.items():
        top = page.height + 1 if page.cells else 1
        page.put(top, 1, title, right=4)
        for number, (label, values) in enumerate([("信息内容", header), *rows.items()], 1):
            page.put(top + number, 1, label)
            page.put_row(top + number, 2, values)
    return page
