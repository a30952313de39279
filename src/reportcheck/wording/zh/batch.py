"""What is said of several files together, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

BATCH: Final[Mapping[str, str]] = {
    "batch.head": "{files}，问题重的在前",
    "batch.agency": "单位",
    "batch.errors": "错误",
    "batch.warnings": "需说明",
    "batch.unknown": "未核",
    "batch.files": "{count} 个文件",
    "batch.reports": "{count} 份报告",
    "batch.reports.in": "{files}，共 {reports}",
    "batch.signs": "数字是不通过的处数；? 表示有未核的；{dot} 表示没有问题",
    "batch.rules": "另有 {count} 条规则也有问题，--statistics 列出全部",
    "batch.cut": "另有 {count} 份没有列出，其中 {failed} 份有问题；--report json=文件 存下全部",
    "batch.twice": "{agency} 不止一份（共 {count} 份）：{paths}",
    "batch.twice.more": "另有 {count} 个单位不止一份，没有列出",
    "batch.examples": "问题很多，以下每种举一例，最普遍的在前",
    "batch.alike": "同样的共 {count} 处，在 {files}里",
    "batch.more": "另有 {count} 项没有逐项列出：单独核对一个文件可以看到它的全部，--format concise 每项列一行，"
    "--report json=文件 存下全部",
    "batch.notes": "另有 {count} 种读法上的说明没有列出，单独核对一个文件可以看到",
    "statistics.pass": "通过",
    "statistics.fail": "不通过",
    "statistics.unknown": "未核",
    "statistics.accepted": "已说明",
    "statistics.rule_error": "规则出错",
    "statistics.files": "文件",
    "statistics.reports": "报告",
    "help.check.statistics": "结尾前列出每条规则通过、不通过、未核各多少处，涉及几个文件（json 里总是有）",
    "batch.alike.unchecked": "同样没能核对的还有 {count} 个文件：",
    "batch.cut.unchecked": "以及另外 {count} 个；--report json=文件 存下全部",
}
