"""Refusals in Chinese: what the matter is, and the way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PROBLEMS: Final[Mapping[str, str]] = {
    "problem.other": "没能完成（{code}）：{facts}",
    "problem.suggestion": "，是不是 {suggestion}？",
    # 命令行
    "problem.unknown-command": "没有 {name} 这个命令，也没有这个文件",
    "problem.wrong-choice": "{option} 不能是 {given}，可以是 {allowed}",
    "problem.report-form": "--report 要写成 种类=文件，例如 json=结果.json；{given} 不是。种类有：{allowed}",
    "problem.report-over-input": "{path} 是要核对的文件，不能用结果覆盖它；请给结果另起一个名字。",
    "problem.report-no-folder": "{path} 不能写：它是文件夹，或者所在的文件夹不存在。",
    "problem.cannot-write": "{path} 写不进去（{why}）；请检查权限和空间，或换一个位置。",
    "problem.unknown-rule": "没有名为 {name} 的规则、检查或标签（reportcheck rules list 列出全部）",
    "problem.rule-file": "规则文件有 {count} 处错误，没有核对；请改正后再运行。",
    # 找不到、打不开
    "problem.nothing-to-check": "没有可核对的文件；请给出文件或文件夹。",
    "problem.not-found": "没有 {path} 这个文件；请核对文件名和所在的文件夹。",
    "problem.glob-matched-nothing": "没有文件符合 {path}；请核对文件夹和通配符。",
    "problem.empty-folder": "文件夹 {path} 里没有表格文件（另有 {skipped} 个其他文件）；请核对是不是这个文件夹。",
    "problem.folder": "{path} 是文件夹，不是文件。",
    "problem.not-a-file": "{path} 不是普通文件，不能读。",
    "problem.lock-file": "{path} 是表格软件打开文件时的临时文件；要核对的应是 {meant}。",
    "problem.permission-denied": "没有权限读 {path}；请检查文件的权限。",
    "problem.in-use": "{path} 正被别的程序占用；请关闭占用它的程序再试。",
    "problem.read-error": "{path} 读不出来（{reason}）；请检查磁盘或网络，或把文件复制到本地再试。",
    "problem.too-large": "{path} 太大，超过上限 {limit} 字节，没有读。",
    # 内容
    "problem.empty-file": "{path} 是空文件；请核对是不是导出没有完成。",
    "problem.no-sheets": "{path} 里没有工作表。",
    "problem.unclosed-quote": "{path} 第 {line} 行起的双引号没有配对，后面的内容无法分列；请补上引号。",
    "problem.undecodable": "{path} 不是完整的 {encoding} 文本：第 {offset} 字节（第 {line} 行）读不通；"
    "请另存为 UTF-8 编码再试。",
    "problem.unsupported-format": "{path} 的内容是 {format}，不是可以核对的表格；请另存为 .xlsx 或 .csv。",
    "problem.password-protected": "{path} 设了打开密码，没能读取；请在 Excel 或 WPS 中去掉密码，另存一份再核对。",
    "problem.old-xls": "{path} 是旧的 .xls 格式；请在 Excel 或 WPS 中另存为 .xlsx 再核对。",
    "problem.damaged-workbook": "{path} 不是完整的工作簿，可能没有下载完或已损坏（{reason}）；"
    "请重新取得文件，或用 Excel、WPS 打开另存一份。",
    "problem.entities": "{path} 的内部（{part}）含有不该有的定义（DTD），没有读；请用 Excel 或 WPS 打开另存一份。",
    "problem.zip-bomb": "{path} 解压后过大，没有读；这不像正常的工作簿。",
    "problem.html-file": "{path} 其实是网页，只是改了名字；请在 Excel 或 WPS 中打开，另存为 .xlsx 再核对。",
    "problem.lfs-pointer": "{path} 只是 Git LFS 的指针，文件本身没有取下来；请运行 git lfs pull。",
    # 表样
    "problem.no-form": "{path} 不像任何已知的表样，最接近的是 {nearest}，缺少：{missing}；"
    "请核对文件，或用 --rules 指定规则文件。",
    "problem.ambiguous-form": "{path} 与几种表样同样相近：{forms}；请用 --rules 指定一种。",
    "problem.duplicate-pack": "规则包 {name} {version} 有两份：{path} 和 {other}；只留一份。",
    "problem.no-rule-files": "文件夹 {path} 里没有规则文件（.yaml）。",
    "problem.rules-is-a-folder": "{path} 是文件夹，这里要的是规则文件。",
    "problem.rules-not-found": "没有 {path} 这个规则文件。",
    "problem.rules-unreadable": "规则文件 {path} 读不出来（{reason}）。",
    "problem.unknown-version": "规则包 {name} 没有 {version} 版；有：{known}",
    "problem.unknown-pack": "没有 {name} 这个规则文件、文件夹或规则包；规则包有：{known}",
    # 上一期
    "problem.prior-unreadable": "上一期的报告 {path} 没能读取：{problem}",
    "problem.prior-unidentified": "认不出上一期的报告 {path} 是哪个单位、哪一期的；"
    "请在表中写明单位和年度，或写在文件名里，例如 甲局_2023.xlsx。",
    "problem.prior-twice": "{path} 和 {other} 都是 {agency} {period} 年度的报告；只给其中一份。",
}
