"""Agencies and roll-ups in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

AGENCIES: Final[Mapping[str, str]] = {
    "problem.hierarchy-file": "单位名单有 {count} 处错误，没有核对；请改正后再运行。",
    "problem.hierarchy-unreadable": "读不了单位名单 {path}（{reason}）；请核对文件名和权限。",
    "problem.hierarchy-too-large": "单位名单 {path} 超过上限 {limit} 字节；请只留代码、名称和上级各列。",
    "problem.hierarchy-no-text": "单位名单 {path} 不是文本文件；请在 Excel 或 WPS 里另存为 CSV 再试。",
    "mistake.missing-of-children": "missing: {value} 管不到下级单位的报告；空格要算作零，请在 values 里写 blank: zero",
    "mistake.hierarchy-empty": "单位名单里一个单位也没有",
    "mistake.hierarchy-fields": "这一行有 {found} 格，表头只有 {wanted} 列",
    "mistake.hierarchy-csv": "这一行读不成各列：{reason}",
    "mistake.hierarchy-column": "没有 {name} 这一列；可以有 {known}",
    "mistake.hierarchy-column-twice": "{name} 这一列写了两次",
    "mistake.hierarchy-columns": "单位名单缺少列：{missing}；第一行要写列名，例如 code,name,parent",
    "mistake.hierarchy-no-name": "这一行没有单位名称",
    "mistake.hierarchy-code-twice": "代码 {value} 与第 {first} 行重复",
    "mistake.hierarchy-name-twice": "名称 {name} 与第 {first} 行重复；确有两份报告的（如本级与汇总），两行都要在 file 列写明各是哪个文件",
    "mistake.hierarchy-parent-unknown": "名单里没有 {parent} 这个上级",
    "mistake.hierarchy-parent-unclear": "有几个单位都叫 {parent}，上级请写代码",
    "mistake.hierarchy-reports": "reports 只能写 yes 或 no，不是 {value}",
    "mistake.hierarchy-circle": "上下级成了圈：{names}",
    "rule.rollup": "{where}不等于 {children} 个下级单位之和",
    "rule.fix.rollup": "同上列 {children} 个下级单位的数逐一核对；下级的数都无误的，把 {cell} 改为 {value}",
    "rule.fix.children": "请 {agencies} 先改正所说的地方，再核一次",
    "rule.fix.gather": "先收齐下级单位的报告，每个单位一份，再核一次",
    "reason.no-children": "不知道本单位有哪些下级单位",
    "reason.missing-child": "下级单位的报告没有收齐",
    "reason.doubled-child": "有的下级单位不止一份报告，无法判断以哪一份为准",
    "check.missing-child": "下级单位的报告没有收齐，缺 {number} 个：{agencies}",
    "check.missing-child.fix": "向这些单位收取报告，放进来再核一次；已不存在的单位，请从单位名单中删去",
    "check.missing-child.why": "缺了下级单位的报告，汇总对不上说明不了什么，所以先说缺谁，不核汇总。",
    "check.doubled-child": "有 {number} 个下级单位不止一份报告：{agencies}，汇总不知道以哪一份为准",
    "check.doubled-child.fix": "每个单位只留一份报告；本级和汇总各有一份的，请在单位名单里分列两行，并用 file 说明各是哪个文件",
    "check.doubled-child.why": "同一单位同一期有两份报告时，猜哪一份都可能错，所以不猜。",
    "check.missing-report": "单位名单中有 {number} 个单位没有报告：{agencies}",
    "check.missing-report.fix": "向这些单位收取报告，放进来再核一次；只作分组、不报表的，请在名单的 reports 列写 no",
    "check.missing-report.why": "名单里的单位没有报告，就没有核对过它；它的下级也没有与它对过。",
    "check.not-in-hierarchy": "单位名单里没有“{agency}”，没有参加汇总",
    "check.not-in-hierarchy+nearest": "（名单中有相近的“{nearest}”）",
    "check.not-in-hierarchy.fix": "核对报告里的单位名称与单位名单；确属本次汇总的，请补进名单",
    "check.not-in-hierarchy.why": "名单里没有的单位不属于任何上级，它的数不进任何汇总。",
}
