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
    "machines.explain": "详情：reportcheck explain {rule}",
    "markdown.left-out": "报告太大，有 {count} 个部分没有列出；--report json=文件 会全部保留",
    "github.title": "{name}：{count} 项问题",
    "github.full": "本步骤的摘要（{path}）已达到 GitHub 允许的大小，没有再写入报告。",
    "github.beyond": "GitHub 每类只显示 {shown} 条批注；另有 {count} 个文件没有批注，列在下面",
}
