"""What the HTML page says of itself, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WEB: Final[Mapping[str, str]] = {
    "web.title": "报表核对结果",
    "web.skip": "跳到正文",
    "web.totals": "总数",
    "web.contents": "目录与筛选",
    "web.files": "各单位",
    "web.rules": "按规则",
    "web.cells": "按单元格",
    "web.unchecked": "没能核对的文件",
    "web.view": "排列",
    "web.filter": "筛选",
    "web.filter.hint": "单位、规则、单元格……",
    "web.shown": "显示 # 项，共 # 项",
    "web.weight.error": "错误",
    "web.weight.warning": "需说明",
    "web.weight.unknown": "未核",
    "web.weight.info": "提示",
    "web.period": "期间",
    "web.rule": "规则",
    "web.places": "位置",
    "web.places.more": "另有 {count} 处",
    "web.left": "另有 {count} 项没有列出；--report json=文件 存下全部",
    "web.made": "由 reportcheck {version} 生成，不联网也能看全",
}
