"""What reports for other programs say, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MACHINES: Final[Mapping[str, str]] = {
    "block.accepted": "说明",
    "accepted.because": "{reason}（{by}，有效期至 {until}）",
    "machines.more": "另有 {count} 项没有列出；--report json=文件 会全部保留",
    "machines.nothing": "这条规则对本文件没有要求",
    "machines.unchecked": "文件没能核对，因此对它一无所知。",
    "machines.explain": "详情：{command}",
    "markdown.left-out": "报告太大，有 {count} 个部分没有列出；--report json=文件 会全部保留",
    "problem.report-no-json": "{path} 不是核对结果的 JSON；请用 --report json=文件 写一份再用。",
    "problem.report-other-json": "{path} 是 JSON，但不是核对结果（{schema}）；请用 --report json=文件 写一份再用。",
    "problem.report-older": "{path} 是旧版工具写的，没有保留其他格式所需的全部内容；请用 --report json=文件 重新核对。",
    "problem.report-broken": "{path} 不是完整的核对结果：{where} 缺失或写得不对；请用 --report json=文件 重新写一份。",
    "narrate.file": "文件 {file}。",
    "narrate.form": "表样是{fact}。",
    "narrate.agency": "单位是{fact}。",
    "narrate.period": "期间是 {fact}。",
    "narrate.count": "共有 {count} 项问题。",
    "narrate.nothing": "没有发现问题。",
    "narrate.clean": "另有 {files}没有发现问题。",
    "narrate.unchecked": "文件 {file} 没能核对。",
    "narrate.finding": "第 {number} 项，{word}。",
    "narrate.rule": "规则：{fact}。",
    "narrate.at": "位置：{place}。",
    "narrate.colon": "：",
    "narrate.cell": "单元格 {cell}",
    "problem.report-grouped": "{path} 对大文件中许多同类问题只保留了数目，而 {kind} 要逐项列出；请用 --report {kind}=文件 重新核对。",
    "github.title": "{name}：{count} 项问题",
    "github.full": "本步骤的摘要（{path}）已达到 GitHub 允许的大小，没有再写入报告。",
    "github.beyond": "GitHub 每类只显示 {shown} 条批注；另有 {count} 个文件没有批注，列在下面",
}
