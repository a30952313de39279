"""Blank forms made up by chance: trees on both axes, words that occur twice, numbered labels."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from reportcheck.form import Axis, Form, Item, Shape, Slot, Table
from reportcheck.number import Raw
from tests.locating.blanks import Branch, axis, form, table

_FRONT = ("新增", "注销", "备案", "受理", "办结", "退回", "移交", "转送", "补正", "抽查", "公示")
_BACK = ("事项", "企业", "项目", "案件", "人员", "设备", "资金", "房屋", "土地", "车辆", "合同")
_COMMON = ["其他", "总计", "小计", "本年数", "结果维持", "结果纠正", "数量", "金额"]
_NUMBERING = ["{}.", "({})", "{}、", ""]


def invent(random: Random) -> Form:
    """Make a form up: one to three tables of any shape but records."""
    words = [front + back for front in _FRONT for back in _BACK]
    random.shuffle(words)
    tables: list[Table] = []
    for number in range(random.randint(1, 3)):
        one = random.random() < 0.2
        rows = None if one else axis(*_branches(random, words, 3 if random.random() < 0.3 else 2))
        columns = axis(*_branches(random, words, 2))
        like = random.choice(tables) if tables and random.random() < 0.25 else None
        if like is not None:  # two tables whose labels overlap
            columns = like.columns
            rows = rows if random.random() < 0.5 or like.rows is None else like.rows
        if rows is not None and random.random() < 0.3:
            rows = _with_optional(rows, random)
        titled = like is not None or random.random() < 0.7
        made = table(
            f"表{number}",
            columns,
            None if one else rows,
            shape=Shape.ONE if one else None,
            title=f"{'一二三'[number]}、{words.pop()}情况" if titled else None,
            corner=("项目",),
        )
        tables.append(made)
    return form(*tables)


def _branches(random: Random, words: list[str], levels: int) -> list[Branch]:
    made: list[Branch] = []
    numbering = random.choice(_NUMBERING)
    common = random.sample(_COMMON, len(_COMMON))
    for number in range(1, random.randint(2, 5) + 1):
        before = numbering.format(number)
        if levels > 1 and random.random() < 0.35:
            made.append((before + words.pop(), _branches(random, words, levels - 1)))
        else:
            made.append(before + (common.pop() if random.random() < 0.3 else words.pop()))
    return made


def _with_optional(rows: Axis, random: Random) -> Axis:
    items = list(rows.items)
    at = random.randrange(len(items))
    if not items[at].items and len(items) > 1:
        items[at] = replace(items[at], optional=True)
    return Axis(tuple(items))


def labels_of_axis(items: tuple[Item, ...]) -> list[str]:
    """Return every label of an axis."""
    return [each.label for item in items for each in item.walk()]


def numbered(blank: Form) -> dict[Slot, Raw]:
    """Fill every slot with a number of its own, so that no two can be taken for each other."""
    slots = [slot for each in blank.tables for slot in each.slots()]
    return {slot: 1000 + number for number, slot in enumerate(slots)}
