"""Blank forms made by hand: as the loader of rule files would make them, without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

from reportcheck.form import Axis, Form, Item, Shape, Table, Values

Branch: TypeAlias = "str | tuple[str, Sequence[Branch]]"
"""A label, or a label with what stands below it; a label in ``?…`` is optional."""


def _paths(branches: Sequence[Branch], above: tuple[str, ...]) -> list[tuple[str, ...]]:
    paths = []
    for branch in branches:
        label, below = branch if isinstance(branch, tuple) else (branch, ())
        path = (*above, label.removeprefix("?"))
        paths += [path, *_paths(below, path)]
    return paths


def axis(*branches: Branch, aliases: dict[str, tuple[str, ...]] | None = None) -> Axis:
    """Make an axis; an item's name is the shortest suffix of its path that is its own."""
    suffixes = Counter(path[start:] for path in _paths(branches, ()) for start in range(len(path)))

    def make(branch: Branch, above: tuple[str, ...]) -> Item:
        label, below = branch if isinstance(branch, tuple) else (branch, ())
        optional, label = label.startswith("?"), label.removeprefix("?")
        path = (*above, label)
        single = (
            ".".join(path[start:])
            for start in range(len(path) - 1, -1, -1)
            if suffixes[path[start:]] == 1
        )
        name = next(single, ".".join(path))
        items = tuple(make(each, path) for each in below)
        known = (aliases or {}).get(label, ())
        return Item(label, label, name, path, aliases=known, items=items, optional=optional)

    return Axis(tuple(make(branch, ()) for branch in branches))


def table(
    id_: str,
    columns: Axis,
    rows: Axis | None = None,
    *,
    shape: Shape | None = None,
    title: str | None = None,
    corner: tuple[str, ...] = (),
    values: Values | None = None,
) -> Table:
    """Make a table: of fixed rows where ``rows`` are given, of records unless said otherwise."""
    made = shape or (Shape.RECORDS if rows is None else Shape.FORM)
    return Table(
        id_, columns, made, rows, title, corner=corner, values=values or Values("count", 0, 0)
    )


def form(*tables: Table, id_: str = "blank") -> Form:
    """Make a form of some tables."""
    return Form(id_, tables, {"": id_})


OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")

GIR = form(
    table(
        "规范性文件",
        axis("本年制发件数", "本年废止件数", "现行有效件数"),
        axis("?规章", "行政规范性文件", aliases={"行政规范性文件": ("规范性文件",)}),
        title="第二十条第(一)项",
        corner=("信息内容",),
    ),
    table(
        "行政许可",
        axis("本年处理决定数量"),
        axis("行政许可"),
        title="第二十条第(五)项",
        corner=("信息内容",),
    ),
    table(
        "处罚强制",
        axis("本年处理决定数量"),
        axis("行政处罚", "行政强制"),
        title="第二十条第(六)项",
        corner=("信息内容",),
    ),
    table(
        "收费",
        axis("本年收费金额(单位:万元)"),
        axis("行政事业性收费"),
        title="第二十条第(八)项",
        corner=("信息内容",),
    ),
    table(
        "申请",
        axis(
            "自然人",
            (
                "法人或其他组织",
                ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"),
            ),
            "总计",
        ),
        axis(
            "一、本年新收政府信息公开申请数量",
            "二、上年结转政府信息公开申请数量",
            (
                "三、本年度办理结果",
                (
                    "(一)予以公开",
                    "(二)部分公开(区分处理的,只计这一情形,不计其他情形)",
                    (
                        "(三)不予公开",
                        (
                            "1.属于国家秘密",
                            "2.其他法律行政法规禁止公开",
                            "3.危及“三安全一稳定”",
                            "4.保护第三方合法权益",
                            "5.属于三类内部事务信息",
                            "6.属于四类过程性信息",
                            "7.属于行政执法案卷",
                            "8.属于行政查询事项",
                        ),
                    ),
                    (
                        "(四)无法提供",
                        (
                            "1.本机关不掌握相关政府信息",
                            "2.没有现成信息需要另行制作",
                            "3.补正后申请内容仍不明确",
                        ),
                    ),
                    (
                        "(五)不予处理",
                        (
                            "1.信访举报投诉类申请",
                            "2.重复申请",
                            "3.要求提供公开出版物",
                            "4.无正当理由大量反复申请",
                            "5.要求行政机关确认或重新出具已获取信息",
                        ),
                    ),
                    (
                        "(六)其他处理",
                        (
                            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
                            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
                            "3.其他",
                        ),
                    ),
                    "(七)总计",
                ),
            ),
            "四、结转下年度继续办理",
            aliases={"7.属于行政执法案卷": ("7.属于行政执法案件",)},
        ),
        title="三、收到和处理政府信息公开申请情况",
        corner=("(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)",),
    ),
    table(
        "复议诉讼",
        axis(
            ("行政复议", OUTCOMES),
            ("行政诉讼", (("未经复议直接起诉", OUTCOMES), ("复议后起诉", OUTCOMES))),
        ),
        shape=Shape.ONE,
        title="四、政府信息公开行政复议、行政诉讼情况",
    ),
    id_="gir",
)
