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
    "help.extract.summed": "写出汇总表：同一期全部报表逐格相加，填在表样里，.xlsx 或 .csv",
    "sum.agency": "各单位汇总",
    "sum.sheet": "汇总",
    "sum.sheet.listed": "未汇总",
    "sum.head.slot": "表样中的位置",
    "sum.head.why": "原因",
    "sum.head.agency": "单位名",
    "sum.head.path": "文件",
    "sum.head.shown": "原文",
    "sum.apart": "不是可以相加的数，或者由别的数相除得出",
    "sum.unlisted": "另有 {count} 格没有数，没有列出",
    "sum.unnamed": "已计入汇总，但认不出是哪个单位的报表：同一单位另有一份的，也已计入",
    "sum.records": "这张表是逐条记录，不能相加；可用 reportcheck extract 列出",
    "sum.done.file": "{title}：汇总 {count} 份报表，{sums} 格有合计，{empty} 格空着，已写入 {path}",
    "sum.done.screen": "{title}：汇总 {count} 份报表，{sums} 格有合计，{empty} 格空着",
    "sum.empty": "{slot} 空着：{why}（{path}）",
    "sum.empty.more": "另有 {count} 处因类似原因空着；写成 .xlsx 会全部列出",
    "problem.sum-twice": "{path} 没有汇总：{other} 也是“{agency}”{period}的报表；请只给其中一份。",
    "problem.sum-copy": "{path} 没有汇总：与 {other} 填的完全一样，而其中有认不出单位的，可能是同一份；确是两个单位的，请写明单位。",
    "problem.no-kind": "{path} 没有扩展名，不知道写成哪一种；请写明扩展名：{kinds}。",
    "problem.sum-no-kind": "{path} 没有扩展名，也不是已有的文件夹，不知道写成哪一种；请写明扩展名（{kinds}），或先建好这个文件夹。",
    "problem.sum-of-records": "{path} 没有汇总：表样 {form} 的表都是逐条记录；可用 reportcheck extract 汇成一张表。",
    "problem.sum-several": "汇总表不止一份，每种表样、每一期各一份（{sums}）；请在 -o 后给出一个已有的文件夹，各写一个文件。",
    "problem.sum-wide": "--sum 和 --wide 不能同时用：汇总表就是表样本身。",
    "problem.sum-not-drawn": "表样 {form} 画不成各行各列都能分清的表（{where}）；请在规则文件里给行列名称相同的表各写一个标题。",
    "problem.extract-other-form": "{path} 第 {row} 行：这些数的表样是 {form}，现在的规则里没有它；请按现在的规则重新提取，或用 --rules 指定提取时用的规则。",
    "problem.extract-no-such-row": "{path} 第 {row} 行不是表样里会有的一行（{said}）；提取出来的数不能改动，请重新提取。",
    "problem.extract-rows-left-out": "{path} 第 {row} 行起：{of} 的数不全，或没有排在一起（{slot}）；各行不能删去，也不能重新排序。请重新提取。",
    "problem.extract-is-wide": "{path} 是用 --wide 写的，没有单元格地址；要与它比较，请不加 --wide 重新提取。",
    "problem.prior-nothing": "{paths} 里没有上一期的报告，只有本工具写出的结果；要用 extract 写出的表，请直接给出它的路径。",
}
