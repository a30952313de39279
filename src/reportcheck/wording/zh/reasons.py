"""Why a rule could not be evaluated, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

REASONS: Final[Mapping[str, str]] = {
    "reason.few-agencies": "本次两期都有这个数的单位不足五个",
    "reason.no-ratio": "变动按比率计算，两期的数都要大于零",
    "reason.blank": "{cells} 没有填写",
    "reason.placeholder": "{cells} 填的是占位符，不是数",
    "reason.not-a-number": "{cells} 填的不是数",
    "reason.merged-number": "{cells} 和别的格合并成了一格",
    "reason.not-a-date": "{cells} 填的不是日期",
    "reason.malformed-line": "所在的一行分隔符或引号有误，无法分列",
    "reason.row-width": "这一行的数对不上列",
    "reason.ambiguous-label": "名称不足以确定 {cells} 在表中的位置",
    "reason.missing-row": "表中没有找到 {cells}",
    "reason.missing-column": "表中没有找到列 {cells}",
    "reason.missing-table": "没有找到{cells}",
    "reason.duplicate-table": "{cells}出现不止一次，无法判断以哪一张为准",
    "reason.absent": "{cells} 是可以没有的项目，本文件中没有",
    "reason.nothing": "没有可以用来计算的数",
    "reason.duplicate-row": "{cells} 出现不止一次，无法判断以哪一个为准",
    "reason.duplicate-column": "列 {cells} 出现不止一次，无法判断以哪一个为准",
    "reason.unidentified": "看不出这是哪个单位或哪一期的报告",
    "reason.no-prior-period": "没有给出本单位上一期的报告",
    "reason.duplicate-submission": "本单位上一期的报告有几份且内容不同，无法判断以哪一份为准",
    "reason.not-calculated": "{cells} 的公式从未计算，没有数值",
    "reason.division-by-zero": "除数为零",
    "reason.division-by-zero.cells": "除数为 0：{cells}",
    "reason.other": "{cells} 没有可用的数",
}
