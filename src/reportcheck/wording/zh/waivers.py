"""What is said about waivers, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WAIVERS: Final[Mapping[str, str]] = {
    "count.waiver": "关于说明 {count} 处",
    "page.partly.accepted": "有 {count} 项已作说明",
    "note.waiver-elsewhere": "有说明不属于这次核对的任何文件：{fact}",
    "note.waiver-no-form": "有说明所写的表样，这次的规则里没有：{fact}",
    "note.waiver-no-rule": "有说明所写的规则或检查并不存在：{fact}",
    "note.waiver-resting": "有说明所针对的规则这次没有核：{fact}",
    "check.waiver-expired": "对“{waived}”的说明（{source}）有效期至 {until}，已经过期",
    "check.waiver-expired.fix": "改正这一项，或者重新作出说明并写明新的有效期",
    "check.waiver-expired.why": "说明只在有效期之内算数；过期以后，问题照旧。",
    "check.waiver-reopened": "对“{waived}”的说明（{source}）是针对别的数值作出的：{changes}",
    "check.waiver-reopened.fix": "看说明是否仍然成立；成立的，把现在的数值写进去",
    "check.waiver-reopened.why": "说明只对当时的数值算数；有一个数变了，就要有人再看一次。",
    "check.waiver-unused": "对“{waived}”的说明（{source}）在本文件中没有对应的问题",
    "check.waiver-unused.fix": "从说明文件中删去，或者改正其中的行和列",
    "check.waiver-unused.why": "所说明的问题已经没有了，或者写错了位置；留着它，以后可能掩盖新的问题。",
    "problem.waiver-file": "说明文件有 {count} 处错误，没有核对；改正后再运行。",
    "problem.waivers-unreadable": "说明文件 {path} 读不了（{reason}）。",
    "problem.waivers-too-large": "说明文件 {path} 超过 {limit} 字节；请核对是不是这个文件。",
    "problem.waive-over": "{path} 已经存在，写入会丢掉其中的说明；请换一个文件名。",
    "mistake.waiver-whose": "每条说明写明单位（agency）或文件（file），两者取一",
    "mistake.waiver-until": "until 是一个日期，例如 2025-12-31，不能是 {value}",
    "mistake.waiver-blank": "有 {count} 条说明没有填，第一条在这里：填上 reason（理由）、by（说明人）、until（有效期至），要改正而不是说明的，把那一条删去",
    "mistake.waiver-none": "这一项不能在这里说明；请改正，或者写在 YAML 说明文件里（reportcheck waive）",
    "mistake.waiver-bound": "这条说明所对应的内容被改动了；请重新生成工作簿再填写",
    "mistake.waiver-day": "“有效期至”一栏是一个日期，例如 2025-12-31，不能是 {value}",
    "mistake.waiver-no-reason": "这一行填了说明人或日期，没有填“说明”一栏",
    "mistake.waiver-no-name": "这条说明没有填“说明人”一栏",
    "mistake.waiver-no-day": "这条说明没有填“有效期至”一栏",
    "mistake.waiver-no-list": "这个工作簿里没有 --report xlsx=文件 写出的问题清单",
    "waivers.head": "对问题的说明，供 --waivers 使用。填上 reason（理由）、by（说明人）和 until（有效期的最后一天，如 2025-12-31）；\n要改正而不是说明的，把那一条删去。说明只对所列的数值有效。",
}
