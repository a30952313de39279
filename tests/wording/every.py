"""A rule file with every kind of rule, and a table in which each fails or cannot be evaluated."""

from typing import Final

RULES: Final = """\
form: every
title: {zh: 各种规则, en: Every kind of rule}
tables:
- id: t
  title: 明细
  columns:
  - {id: kind, values: {type: code, one_of: [A, B, ALL]}}
  - {id: word, values: {type: text, blank: unknown}}
  - {id: day, values: {type: date, blank: unknown}}
  - {id: a, values: {type: amount, blank: unknown, min: -99}}
  - {id: b, values: {type: amount, blank: unknown, min: -99}}
  - {id: c, values: {type: amount, blank: unknown, min: -99, marks: {unknown: ['…']}}}
  - {id: double, values: {type: amount, blank: unknown}, equals: 2 * a}
  total_row: {where: kind = 'ALL'}
- id: s
  values: {type: count}
  columns: [x, y, z]
  rows: [{label: one}, {label: two, optional: true}, {label: three, optional: true}]
rules:
- {id: unique, table: t, each: row, check: unique(word)}
- {id: all, table: t, each: row, check: 'all_or_none(a, b)'}
- {id: least, table: t, each: row, check: 'at_least_one(a, b)'}
- {id: required, table: t, each: row, check: "required_if(day, kind = 'A')"}
- {id: filled, table: t, each: row, check: filled(day)}
- {id: unnamed, table: t, each: row, check: blank(word)}
- {id: pattern, table: t, each: row, check: "matches(word, '[0-9]{3}')"}
- {id: code, table: t, each: row, check: "one_of(kind, ['B', 'ALL'])"}
- {id: unlike, table: t, each: row, check: a != 1}
- {id: less, table: t, each: row, check: a < b}
- {id: more, table: t, each: row, where: "kind = 'A'", check: b > 5 * a}
- {id: enough, table: t, each: row, check: b + c >= 5}
- {id: little, table: t, each: row, check: a + b <= 1}
- {id: either, table: t, each: row, check: a = 7 or b = 7}
- {id: if, table: t, each: row, check: "if kind = 'A' then a = 7 or b = 7"}
- {id: then, table: t, each: row, check: "if kind = 'A' then b < c"}
- {id: tolerance, table: t, each: row, check: a = b, tolerance: 0.5}
- {id: rounding, table: t, each: row, check: a + b = c, tolerance: rounding}
- {id: share, table: t, each: row, check: 'a / (b - b) = 1'}
- {id: number, check: 'count(t::kind) = 9'}
- {id: sum, check: 'sum(t::a) = s::one[x]'}
- {id: extremes, check: 'min(t::a) + max(t::b) + mean(t::c) = s::one[y]'}
- {id: several, table: s, each: row, check: 'min(x, y) + max(y, z) + count(x, y) = round(x, 1)'}
- {id: optional, table: s, each: column, check: one >= two}
- {id: past, table: s, each: column, check: one = prev(one)}
- id: further
  table: s
  each: column
  check: one = prev(prev(one))
  say: {zh: 与前两期不同, en: Not as two periods ago}
"""

TABLE: Final = """\
kind,word,day,a,b,c,double
A,x1,,1,2,3,5
A,x1,2024-01-31,9,1,1,18
B,,,1,,,
B,x4,31.31.2024,,,…,0
C,x5,2024-01-31,0,0,1,0
ALL,,,7,7,7,7

s,x,y,z
one,1,2,3
"""

NO_RULES: Final = """\
form: none
tables:
- id: t
  columns: [{id: a, values: count}]
"""

HIERARCHY: Final = """\
form: codes
tables:
- id: codes
  columns:
  - {id: code, values: {type: code, pattern: '[0-9]+'}}
  - {id: value, values: {type: amount, blank: unknown}}
  key: [code]
  hierarchy: {code: code, value: value, prefix: [1, 2]}
- id: totals
  values: {type: count, blank: unknown}
  columns: [x, y]
  rows: [one, two]
rules:
- {id: below, table: totals, each: cell, check: cell = sum(children(cell))}
- {id: lenient, table: totals, each: column, check: one <= two, missing: zero}
"""
