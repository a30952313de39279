"""The pages with the table of situations; ``python -m tests.situations.page`` writes them."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import get_args

from reportcheck.page import Lang
from tests.situations.all import SITUATIONS
from tests.situations.situation import Situation, Told, told

DOCS = Path(__file__).parents[2] / "docs"
PAGES: dict[Lang, Path] = {"en": DOCS / "situations.md", "zh": DOCS / "situations.zh-CN.md"}

_INTRODUCTION: dict[Lang, str] = {
    "en": """# Files, and what is said about them

What the tool says about files as they come, and with which exit code it ends: 0 nothing is amiss,
1 something in the file has to be looked at, 2 the file could not be checked. Whatever happens to
one file, the others are checked. In Chinese: [situations.zh-CN.md](situations.zh-CN.md).

The tests make every one of these files, run the tool on it and hold it to this page, which
`python -m tests.situations.page` writes.
""",
    "zh": """# 各种文件，工具怎么说

送来的文件是什么情况，工具怎么说，以什么退出码结束：0 没有发现问题，1 文件里有需要处理的地方，
2 文件没能核对。一个文件不论怎样，其他文件照常核对。英文版：[situations.md](situations.md)。

测试会造出下面的每一个文件，运行工具，并与本页逐条比较；
本页由 `python -m tests.situations.page` 生成。
""",
}
_SECTIONS: dict[Lang, dict[str, str]] = {
    "en": {
        "not-there": "Nothing to read",
        "other-kinds": "Other kinds of files",
        "damaged": "Locked and damaged files",
        "hostile": "Files that would take all memory or all day",
        "other-forms": "Tables of another form",
        "read": "Read, with a word about it",
        "in-cells": "Read, with something to put right",
    },
    "zh": {
        "not-there": "没有可读的内容",
        "other-kinds": "其他种类的文件",
        "damaged": "加锁和损坏的文件",
        "hostile": "会耗尽内存或时间的文件",
        "other-forms": "别的表样",
        "read": "读得出来，并加以说明",
        "in-cells": "读得出来，但有需要改的地方",
    },
}
_HEADS: dict[Lang, str] = {
    "en": "| situation | exit code | what the tool says |\n|---|---|---|",
    "zh": "| 情况 | 退出码 | 工具的说法 |\n|---|---|---|",
}


def line(situation: Situation, said: Told, lang: Lang) -> str:
    """Return a situation as a line of the table."""
    name = situation.zh if lang == "zh" else situation.en
    text = said.text.replace("|", "\\|").replace("\n", " ").replace("*", "\\*").replace("<", "&lt;")
    return f"| {name} | {said.code} | {text} |"


def page(lang: Lang, folder: Path) -> str:
    """Make all files below a folder and return the whole page."""
    blocks = [_INTRODUCTION[lang]]
    for section, situations in SITUATIONS.items():
        blocks.append(f"\n## {_SECTIONS[lang][section]}\n\n{_HEADS[lang]}\n")
        for each in situations:
            own = folder / each.key
            own.mkdir(exist_ok=True)
            blocks.append(f"{line(each, told(each, own, lang), lang)}\n")
    return "".join(blocks)


def main() -> int:
    """Write both pages."""
    with tempfile.TemporaryDirectory() as folder:
        for lang in get_args(Lang):
            PAGES[lang].write_text(page(lang, Path(folder)), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
