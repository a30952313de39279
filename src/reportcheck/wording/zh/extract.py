"""What extracting says, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

EXTRACT: Final[Mapping[str, str]] = {
    "help.extract": "把多份报表的数汇成一张表。每个数一行，带单位、年度、在表样中的位置、单元格、状态和原文；"
    "读不出的数保留原文。",
    "help.extract.output": "写出的表：.csv、.parquet 或 .xlsx；不写则在屏幕上给出 CSV",
    "help.extract.wide": "每份报表一行，每个数一列；不带单元格地址",
    "help.extract.jobs": "同时读几个文件；默认每个处理器核心一个",
    "extract.done.file": "{files} 个文件，{count} 份报表，{rows} 行，已写入 {path}",
    "extract.done.screen": "{files} 个文件，{count} 份报表，{rows} 行",
    "extract.unknown.agency": "认不出是哪个单位的：{paths}",
    "extract.unknown.agency.more": "{count} 份报表认不出是哪个单位的，其中有 {paths}",
    "extract.unknown.period": "认不出是哪一期的：{paths}",
    "extract.unknown.period.more": "{count} 份报表认不出是哪一期的，其中有 {paths}",
    "extract.split": "行数超过一张工作表的上限，余下的接着写在另外 {count} 张工作表里。",
    "extract.cut": "{count} 处文字超过单元格能放的长度，已截断；CSV 和 Parquet 里是全文。",
    "extract.sheet": "数据",
    "problem.extract-several-wide": "{path} 会得到好几张宽表，因为表样 {form} 有逐条记录的表；"
    "请写成 .xlsx（每张表一个工作表），或去掉 --wide。",
    "problem.extract-other-wide": "{path} 没有写进表里：它的表样是 {form}，这张宽表是 {first} 的；"
    "请写成 .xlsx（每种表样一个工作表），或去掉 --wide。",
}
