"""What is said of a report that is held against an earlier one, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SINCE: Final[Mapping[str, str]] = {
    "help.check.since": "上一次核对的 JSON 结果：说明哪些问题是新的、哪些还在、哪些已经解决；退出码仍由这一次的结果决定",
    "since.title": "与上一次结果比较",
    "since.new": "（新）",
    "since.remaining": "（仍在）",
    "since.explained": "（新近）",
    "since.counts": "与 {path} 相比：新 {new} 项，仍在 {remaining} 项，已解决 {fixed} 项，新说明 {explained} 项",
    "since.fixed": "已解决",
    "since.more": "已解决的还有 {count} 项没有列出；--report json=文件 存下全部",
    "since.unseen.missing": "上次的 {count} 项既不在、也不能算解决：所在的文件不在这次核对之列",
    "since.unseen.unchecked": "上次的 {count} 项既不在、也不能算解决：所在的文件这次没能核对",
    "since.unseen.renamed": "上次的 {count} 项既不在、也不能算解决：所在的文件现在属于别的表样、单位或期间",
    "since.unseen.not-asked": "上次的 {count} 项既不在、也不能算解决：有关的规则或检查这次没有参加",
    "since.missing": "上次结果中的 {count} 个文件不在这次核对之列：{files}",
    "since.missing.more": "另有 {count} 个文件",
    "narrate.fixed": "文件 {file} 中已解决一项。",
}
