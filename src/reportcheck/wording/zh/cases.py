"""Cases of rule files in Chinese: mistakes in them, what came of them, help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CASES: Final[Mapping[str, str]] = {
    "problem.no-cases": "{targets} 没有任何用例：规则文件里没有 cases:，旁边也没有 *.cases.yaml。",
    "problem.cases-file": "规则文件和用例文件有 {count} 处错误，什么都没有试；请改正后再运行。",
    "problem.case-several": "{path} 里有 {count} 份报表；一个用例只填一份。",
    "problem.case-no-record": "“{table}”表没有可改的第 {number} 条记录的“{column}”。",
    "problem.case-no-prior": "用例改了上一期的数，却没有写 prior。",
    "mistake.case-slot-form": "{value} 不是一格；一格写作 表::行[栏]，只有一行的表写作 表::栏，记录写作 表::3[栏]",
    "mistake.case-record-number": "记录里的一格写作 表::3[栏]，用记录的序号，不是 {value}",
    "mistake.case-values-count": "“{table}”表一行有 {wanted} 个值；这里有 {given} 个",
    "mistake.case-one-pack": "一个用例文件只对一个规则文件；现在有 {known}",
    "mistake.case-no-filling": "用例“{name}”没有填表数据（filling），文件里也没有",
    "mistake.case-no-file": "用例文件旁边没有文件 {path}",
    "mistake.case-unknown-rule": "没有规则或检查“{name}”",
    "mistake.case-whole-number": "这里要 1 以上的整数，不是 {value}",
    "mistake.case-not-in-formula": "{rule} 的公式里没有“{name}”",
    "mistake.case-lacks-value": "{rule} 的公式还用到 {names}，用例没有给它的值",
    "trial.held": "{count} 个如预期",
    "trial.failed": "{count} 个不如预期",
    "trial.todo": "{count} 个已知缺口",
    "trial.done": "{count} 个缺口已补上",
    "trial.summary": "用例：{counts}",
    "trial.expected": "预期",
    "trial.instead": "{what}，{wanted} 处，实有 {got} 处",
    "trial.verdict": "{rule} 的结果应是{wanted}，实为{got}",
    "trial.surplus": "预期之外",
    "trial.unread": "填表数据读不了",
    "trial.todo-why": "待办",
    "trial.done-why": "这个用例已经成立：请去掉 todo",
    "trial.at": "在 {slot}",
    "trial.line": "第 {line} 行",
    "trial.never": "没有用例的规则",
    "trial.never-passing": "没有通过的用例的规则",
    "trial.never-failing": "没有不通过的用例的规则",
    "trial.not-asked": "不适用",
    "trial.pass": "通过",
    "trial.fail": "不通过",
    "trial.unknown": "未核",
    "trial.rule_error": "规则出错",
    "help.rules.test": "试规则文件的用例：文件里的 cases，和旁边的 *.cases.yaml。",
    "help.rules.test.targets": "规则文件、用例文件、它们的文件夹，或规则包",
    "help.rules.schema.cases": "改为输出用例文件的",
}
