"""The smallest changes in Chinese: always a choice and a question, never a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CHANGES: Final[Mapping[str, str]] = {
    "block.changes": "改法",
    "changes.findings.one": "这一条",
    "changes.findings.many": "这 {count} 条（{cells}）",
    "changes.findings.many-more": "这 {count} 条",
    "changes.cells.one": "改动 1 格",
    "changes.cells.many": "同时改动 {count} 格",
    "changes.claim": "{cells}，{findings}即可相符：",
    "changes.ties": "以下 {ways} 种改法任取一种，{cells}，{findings}即可相符：",
    "changes.ties.common": "{cells}，{findings}即可相符：{common}；此外从以下 {ways} 种改法中任取一种：",
    "changes.deduced": "按各项关系，这一格只能是：",
    "changes.none": "在允许的范围内无论怎么改，{findings}都不能相符：请核对不许改动的格、各格允许填的值，以及规则本身（reportcheck rules check）",
    "changes.not-found": "查找最小改动提前结束，{findings}没有找到改法",
    "changes.stopped": "经过验算，这样改可以相符；但查找提前结束：可能还有别的改法，或改动更少的改法",
    "changes.stopped.one": "经过验算，这样改可以相符；但查找提前结束：可能还有别的改法",
    "changes.more": "另有 {count} 种改法没有列出，JSON 报告里都有",
    "changes.see": "同 {cell} 处的改法",
    "changes.follows": "这一条由其余各条推出",
    "changes.another": "另一个值",
    "note.records-capped": "最小改动没有查遍有问题的记录，只查了最前面的一部分（最多 1000 条）",
    "note.search-stopped": "查找最小改动提前结束：可能还有别的改法，或改动更少的改法",
    "note.beside-capped": "最小改动没有把查看其他年度的规则算进去",
    "causes.follows": "由其余各条推出",
    "causes.rest": "以下 {count} 条不能用改动数字来说明",
    "narrate.to": "改为",
    "book.changes": "改法",
    "slip.digits-swapped": "两个数字写颠倒了？{changes}",
    "slip.digit-dropped": "漏了一个数字？{changes}",
    "slip.digit-doubled": "一个数字打了两遍？{changes}",
    "slip.sign": "正负号错了？{changes}",
    "slip.scale": "差了 {factor} 倍？{changes}",
    "slip.counted-twice": "{other} 计了两次？{changes}",
    "slip.left-out": "合计漏了 {other}？{changes}",
    "slip.moved": "有 {count} 件填到另一格去了？{changes}",
    "slip.shifted": "“{line}”错开了一格？{changes}",
    "slip.swapped-cells": "两格填反了？{changes}",
    "slip.prior-scale": "上期是 {other}，这里差了 {factor} 倍？{changes}",
    "slip.rounding": "各数分别四舍五入？",
}
