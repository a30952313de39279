"""Help, and what ``show``, ``explain`` and ``rules`` say, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "help": "核对填好的统计报表：哪一格不对、差多少、怎么改。\n\n"
    "\b\n"
    "reportcheck 年报.xlsx                    核对一个文件（表样自动识别）\n"
    "reportcheck 2024/ --prior 2023/          核对一个文件夹，并与上年报告衔接\n"
    "reportcheck data.csv --rules rules.yaml  按自己的规则文件核对\n"
    "reportcheck show 年报.xlsx               看各张表、各格是怎样识别的\n\n"
    "check 可以省略不写，它的选项见 reportcheck check --help。"
    "退出码：0 全部核对且没有问题，1 有问题，2 没能核对，130 被中断。",
    "help.version": "显示版本",
    "help.any.help": "显示这份帮助",
    "help.any.rules": "规则文件、文件夹或规则包；不给就按表样自动识别",
    "help.any.lang": "用中文还是英文；不给就随系统",
    "help.any.color": "是否用颜色",
    "help.any.paths": "文件、文件夹、通配符，@清单文件（每行一个），或用 - 表示从标准输入读 CSV",
    "help.check": "核对文件，逐项说明哪里不对（check 可以省略不写）。",
    "help.check.prior": "上一期的报告：文件或文件夹；跨期的关系要用它（可多次给出）",
    "help.check.format": "屏幕上的格式：full 详细，concise 每项一行，grouped 按规则，json，github 供其工作流",
    "help.check.report": "另存一份结果，例如 html=结果.html、xlsx=问题清单.xlsx、json=结果.json、csv=明细.csv；另有 jsonl、parquet、junit、sarif、gitlab、markdown（可多次给出）",
    "help.check.select": "只核对这些规则、检查或标签（可多次给出）",
    "help.check.ignore": "不核对这些规则、检查或标签（可多次给出）",
    "help.check.fail_on": "到哪一级算不通过：error 错误，warning 连同需说明的，never 都不算",
    "help.check.jobs": "同时核对几个文件；不给就每个处理器核心一个",
    "help.check.quiet": "-q 只显示结尾的计数，-qq 什么也不显示",
    "help.show": "显示识别出哪种表样、各张表在哪里、哪一格填哪一项、哪些内容没有用到。",
    "help.render": "由 --report json=文件 保存的结果重新生成其他格式的结果；不再核对。",
    "help.render.report_json": "核对得到的 JSON 结果",
    "help.render.report": "写一份结果，例如 junit=junit.xml；除 annotated 外，核对时能写的都可以（可多次给出）",
    "help.render.format": "屏幕上的格式，同核对时一样；没有另存结果时默认 full",
    "help.render.statistics": "结尾前列出每条规则的计数，同核对时一样",
    "help.render.lang": "用中文还是英文；不给就同那份结果",
    "help.explain": "解释一条规则或一种检查：查什么、为什么、通过与不通过的例子、怎么办。",
    "help.explain.rule": "规则或检查的编号",
    "help.rules": "列出规则、检查规则文件、显示规则文件的 JSON Schema。",
    "help.rules.list": "列出规则包和其中的规则。",
    "help.rules.check": "检查规则文件，一次指出全部错误。",
    "help.rules.check.files": "规则文件或文件夹",
    "help.rules.schema": "显示规则文件的 JSON Schema，供编辑器使用。",
    "help.completion": '打印命令补全的脚本，例如在 ~/.bashrc 里写：eval "$(reportcheck completion bash)"',
    "help.completion.shell": "命令解释器：bash、zsh、fish 或 powershell",
    "problem.unknown-shell": "没有 {given} 的补全脚本；有的是 {allowed}。",
    "show.form": "表样",
    "show.agency": "单位",
    "show.period": "期间",
    "show.unknown": "没有识别出来",
    "show.no-table": "没有找到",
    "show.none": "缺",
    "show.records": "{count} 条记录",
    "show.lines": "（第 {first} 至 {last} 行）",
    "show.ignored": "没有用到的单元格 {count} 个：",
    "show.more": "另有 {count} 个没有列出",
    "rules.times": "{count} 次",
    "rules.records": "每条记录一次",
    "rules.total_row": "合计行（{where}）的每一列等于其余各行之和",
    "rules.prior": "要上一期报告",
    "rules.suspended": "暂停",
    "rules.next": "逐条说明见 reportcheck explain 规则",
    "rules.sound": "没有错误：表样 {form}，{count} 条规则",
    "explain.what": "要求",
    "explain.where": "只对",
    "explain.why": "原因",
    "explain.tolerance": "容差",
    "explain.rounding": "各数四舍五入所能造成的差",
    "explain.passes": "通过",
    "explain.fails": "不过",
    "explain.says": "结果",
    "explain.origin": "出处",
    "explain.rest": "，其余为 0",
    "explain.cell": "这一格",
    "usage.busy": "正在核对……",
    "usage.progress": "已核对 {done}/{total} 个文件，每秒 {rate} 个，还需 {left}，未通过 {failed} 个",
    "usage.interrupted": "运行被中断：没有核对到的不能当作通过。",
    "usage.wrong": "用法有误：{message}\n用法见 reportcheck --help",
    "usage.unforeseen": "程序自身出了没有料到的错（{error}），结果不完整，不能当作通过。"
    "请把这句话和所用的命令报告给维护者；加环境变量 REPORTCHECK_TRACEBACK=1 再运行一次，可以得到详情。",
}
