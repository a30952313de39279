"""Editions of a form in Chinese: which one a file holds, and which one is in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

EDITIONS: Final[Mapping[str, str]] = {
    "check.mixed-editions": "文件用的是“{edition}”的表样，但 {labels}（见 {cell}）只有“{other}”的表样里才有",
    "check.mixed-editions+other_basis": "（{other_basis}）",
    "check.mixed-editions.fix": "全文用同一版表样填写；属于另一版的部分没有核对",
    "check.mixed-editions.why": "用的是哪一版表样，看文件里有哪些行和列。两版的行和列都有，说明是两版拼在一起的。",
    "check.edition-unclear": "文件里没有能区分“{edition}”和“{other}”两版表样的行或列，已按前者核对",
    "check.edition-unclear.fix": "把缺的表补全，或用 --rules 表样@版本 写明是哪一版",
    "check.edition-unclear.why": "两版表样要靠各自独有的行和列来区分；这些都不在时按最新一版核对，并且说明。",
    "mistake.extends-cycle": "{path} 又以本文件为基础；规则文件不能互为基础",
    "mistake.extends-not-found": "没有可作基础的规则文件 {path}",
    "mistake.extends-which": "没有唯一的规则包“{name}”可作基础；现有 {known}",
    "mistake.extends-plain-list": "有 extends 的文件里，{field} 写在 change、add 或 remove 之下",
    "mistake.extends-unknown-rule": "作基础的文件里没有规则“{name}”（某项的 equals 随该项一起改）",
    "mistake.extends-no-such-field": "要改的这一处没有字段“{field}”",
    "mistake.extends-item-form": "行或栏写作 表::名称 或 表::上级.名称，不是 {value}",
    "mistake.extends-where": "放在哪里要写明一次：before 或 after；行和栏也可以写 under（在哪个上级之下）",
    "check.other-edition": "本文件用的是“{edition}”的表样，{period}应当用“{other}”的表样",
    "check.other-edition+other_basis": "（{other_basis}）",
    "span.both": "{first} 至 {last}",
    "span.from": "{first} 起",
    "span.to": "至 {last}",
    "check.other-edition.none": "“{edition}”的表样用于其他时期（{meant}），本文件是 {period}的",
    "check.other-edition.fix": "改用有效的表样填报；这一期确可用旧表样的，写明理由（--waivers）",
    "check.other-edition.why": "用的是哪一版表样由行和列判断，并按那一版核对；各版注明的适用年度只用来提示该用哪一版。",
    "check.not-in-force": "以下规则不适用于 {period}，没有核对：{rules}",
    "check.not-in-force.fix": "年度没有认错的，无需处理",
    "check.not-in-force.why": "规则可以只适用于某些年度；不在其内的不核对，并且说明。",
    "rule.fix.other-edition": "两版表样在这里不对应，无需处理",
    "reason.other-edition": "上一期报告用的是另一版表样，没有{cells}",
}
