"""What stands in a file beside the tables of the form that were used, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ELSEWHERE: Final[Mapping[str, str]] = {
    "check.other-table": "“{label}”这张表在 {cell} 另有一份，没有采用",
    "check.other-table.fix": "确认采用的是要报的一份，再把另一份（如上年数、样例）移出本文件",
    "check.other-table.why": "文件里有两份相似的表时，采用与表样最相符的一份；另一份也填了数，所以请人确认。",
    "check.unread-sheet": "工作表“{sheet}”很像“{label}”这张表，但没有核对",
    "check.unread-sheet.lost": "工作表“{sheet}”很像“{label}”这张表：{row_count} 行里找到了 {rows_found} 行的名称，也填了数，但没有栏目名称，所以没有核对",
    "check.unread-sheet.others": "工作表“{sheet}”很像“{label}”这张表：{row_count} 行里找到了 {rows_found} 行的名称，也填了数，但栏目名称是 {headings}，与表样不同，所以没有核对",
    "check.unread-sheet.records": "工作表“{sheet}”很像“{label}”这张表：{column_count} 列里找到了 {columns_found} 列的名称，但没有核对",
    "check.unread-sheet.fix": "要报的，把各栏的名称改回表样的写法；不要报的，把它移出本文件",
    "check.unread-sheet.why": "栏目名称丢失或改了的报表读不出来；如果不声不响地跳过去，就会让人以为核对过了。",
    "check.lone-table": "文件里有的表不止一份，而“{label}”这张表只在 {cell} 找到一份，不知道是不是要报的那一份",
    "check.lone-table.fix": "把其他份（如上年数、样例）移出本文件，只留要报的一份",
    "check.lone-table.why": "同一文件里有几份表时，单独一张也可能属于不该报的那一份。",
}
