"""Text: labels folded to be compared, widths measured in display columns, anything safe to print.

Cell text is foreign. :func:`visible` is the one door through which it leaves the tool.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from reportcheck.patterns import pattern

VISIBLE_LIMIT = 200
"""The number of characters of a cell's text that is printed; the rest is counted."""

_RADICALS = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸"
    "⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
_IDEOGRAPHS = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌"
    "𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
# NFKC turns the Kangxi radicals (U+2F00..) into ideographs but leaves the CJK radicals supplement
# (U+2E80..) alone; this is the EquivalentUnifiedIdeograph property of Unicode for that block. PDF
# readers and some input methods produce such characters, and they look exactly alike.

_SAME = str.maketrans(
    dict(zip(_RADICALS, _IDEOGRAPHS, strict=True))
    | dict.fromkeys("-‐‑‒–—―⁃−─━﹘﹣－⸺⸻", "-")
    | dict.fromkeys("\"'`´“”„‟‘’‚‛′″‵‶「」『』〝〞〟﹁﹂﹃﹄＂＇", '"')
    | dict.fromkeys("、､﹑", ",")
    | dict.fromkeys("。｡", ".")
    | dict.fromkeys("·•・･‧∙⋅●", "·")
    | dict.fromkeys("~～〜∼∽", "~")
    | dict.fromkeys("【〔〖", "[")
    | dict.fromkeys("】〕〗", "]")
    | dict.fromkeys("〈《", "<")
    | dict.fromkeys("〉》", ">")
    | {"⋯": "..."}
)
_NOT_SEEN = pattern(
    r"[\s\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]+"
)
_DASHES = pattern(r"-{2,}")

_ENCLOSED = "\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289"
_NUMERAL = r"(?:\d{1,3}|[零〇一二三四五六七八九十百]{1,5}|[a-z]|[ivx]{1,5})"


_NUMBERING = pattern(
    rf"第{_NUMERAL}[章节条款项]|\({_NUMERAL}\)[.,:]?|{_NUMERAL}(?:[,:)]|\.(?!\d))"
    r"|\d{1,2}(?:\.\d{1,2}){1,4}[.,](?!\d)|\d{1,2}(?:\.\d{1,2}){2,4}(?=\D)"
)
_SIGNED = pattern(rf"^\s*[{_ENCLOSED}]+[\s.、．,，]*")


def _fold_once(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.translate(_SAME)).translate(_SAME)
    text = _DASHES.sub("-", _NOT_SEEN.sub("", text))
    return unicodedata.normalize("NFKC", text.casefold())


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    r"""Return the text as labels are compared: two labels that look alike fold to the same.

    White space, line breaks and what has no width are gone; the width and the style of letters,
    digits, punctuation, quotes and dashes are unified; radicals are the ideographs they look like.

    >>> fold(" 商业\n企业 ") == fold("商业企业")
    True
    >>> fold("３．危及“三安全一稳定”") == fold("3.危及「三安全一稳定」")
    True
    """
    # Taking characters out can bring others together that compose, so fold to the fixed point.
    while (folded := _fold_once(text)) != text:
        text = folded
    return text


@lru_cache(maxsize=16384)
def fold_number(text: str) -> str:
    """Return the folded label without its leading numbering, or the folded label if that is all.

    >>> fold_number("（七）总计"), fold_number("3、其他"), fold_number("①新收")
    ('总计', '其他', '新收')
    >>> fold_number("2024年"), fold_number("1.")
    ('2024年', '1.')
    """
    folded = fold(text)
    bare = _SIGNED.sub("", text)
    if bare != text:
        return fold(bare) or folded
    found = _NUMBERING.match(folded)
    return folded[found.end() :] or folded if found else folded


_FOOTNOTE = pattern(
    r"(?s)(.*\S)(?:\s*[¹²³⁰⁴-⁹]{1,2}[⁾)）]?|\s*⁽[¹²³⁰⁴-⁹]{1,2}⁾|\s+\d{1,2}[)）]"
    r"|\s*[\[［【〔]\d{1,2}[\]］】〕]|\s*[*＊†‡]{1,3}[)）]?|\s*[（(]注\s*\d{0,2}[)）]|\s*(?<![（(])注\d{1,2}|\s*[①-⑳])\s*"
)
_ENDS = (
    frozenset("¹²³⁰⁴⁵⁶⁷⁸⁹⁾)）]］】〕*＊†‡注")
    | frozenset(map(str, range(10)))
    | frozenset("①②③④⑤⑥⑦⑧⑨⑩")
)


def without_footnote(text: str) -> str | None:
    """Return a label without the mark of a footnote behind it; None where there is none.

    >>> without_footnote("All pupils²⁾"), without_footnote("Grade 1 1)"), without_footnote("总计*")
    ('All pupils', 'Grade 1', '总计')
    >>> without_footnote("合计（注1）"), without_footnote("Grade1)"), without_footnote("(3)")
    ('合计', None, None)
    """
    end = text.rstrip()[-1:]
    found = _FOOTNOTE.fullmatch(text) if end in _ENDS else None
    return found[1] if found else None


_TRADITIONAL_IN_GB2312 = frozenset("乾後徵於著")


def may_be_traditional(text: str) -> bool:
    """Tell, without a table of variants, whether a text may hold traditional characters.

    >>> may_be_traditional("總計"), may_be_traditional("总计")
    (True, False)
    """
    try:
        text.encode("gb2312")  # which has hardly any of them
    except UnicodeEncodeError:
        return True
    return not _TRADITIONAL_IN_GB2312.isdisjoint(text)


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if "\u1160" <= character <= "\u11ff" or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def display_width(text: str) -> int:
    """Return the number of terminal columns that the text takes.

    >>> display_width("总计 J12")
    8
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def pad(text: str, width: int) -> str:
    """Fill the text with spaces on the right up to a display width.

    >>> pad("总计", 6) + "|"
    '总计  |'
    """
    return text + " " * (width - display_width(text))


def pad_left(text: str, width: int) -> str:
    """Fill the text with spaces on the left up to a display width.

    >>> pad_left("总计", 6)
    '  总计'
    """
    return " " * (width - display_width(text)) + text


def clip(text: str, width: int, mark: str = "…") -> str:
    """Cut the text to a display width, ending in the mark where something was cut.

    >>> clip("一、本年新收政府信息公开申请数量", 13)
    '一、本年新收…'
    """
    if display_width(text) <= width:
        return text
    room = width - display_width(mark)
    kept = 0
    for position, character in enumerate(text):
        room -= _columns(character)
        if room < 0:
            kept = position
            break
    return text[:kept] + mark if width >= display_width(mark) else ""


_OPENING = "([{<（［｛〈《「『【〔〖“‘"
_CLOSING = ")]}>,.;:!?%）］｝〉》」』】〕〗”’，。、；：！？％…·"


def _pieces(text: str) -> list[str]:
    """Split the text where a line may end: after spaces, and around wide characters."""
    pieces: list[str] = []
    breakable = True
    for character in text:
        wide = _columns(character) == 2
        if not pieces or (
            character != " "
            and character not in _CLOSING
            and _columns(character)
            and (breakable or wide)
        ):
            pieces.append(character)
        else:
            pieces[-1] += character
        breakable = (wide or character == " ") and character not in _OPENING
    return pieces


def _fill(pieces: list[str], width: int) -> list[str]:
    lines = [""]
    taken = 0
    for piece in pieces:
        whole, bare = display_width(piece), display_width(piece.rstrip(" "))
        if taken + bare <= width:
            lines[-1] += piece
            taken += whole
        elif bare <= width:
            lines.append(piece)
            taken = whole
        else:
            for character in piece:
                one = _columns(character)
                if lines[-1] and taken + one > width:
                    lines.append("")
                    taken = 0
                lines[-1] += character
                taken += one
    return [line.rstrip(" ") for line in lines]


def wrap(text: str, width: int) -> list[str]:
    """Break the text into lines of a display width; only spaces at a line's end are left out.

    A line never starts with closing punctuation unless there is no other way. At a width of 1
    a wide character still takes its line.

    >>> wrap("核对 D12:I12;若分项无误,把 J12 改为 3", 16)
    ['核对 D12:I12;若', '分项无误,把 J12', '改为 3']
    """
    width = max(width, 1)
    return [text.rstrip(" ")] if display_width(text) <= width else _fill(_pieces(text), width)


def inert(line: str) -> str:
    r"""Return a line that no CI system takes for a command: GitHub obeys lines of its log.

    >>> inert("  ::error::x"), inert("a ##[error]b"), inert("a::b")
    ('  \\x3a:error::x', 'a \\x23#[error]b', 'a::b')
    """
    if "##[" in line:
        line = line.replace("##[", r"\x23#[")
    bare = line.lstrip()
    return f"{line[: len(line) - len(bare)]}\\x3a{bare[1:]}" if bare.startswith("::") else line


def _seen(character: str) -> str:
    code = ord(character)
    if code < 0x20 or code == 0x7F:
        return "⏎" if character in "\n\r" else "␡" if code == 0x7F else chr(0x2400 + code)
    category = unicodedata.category(character)
    if (
        category in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        or code & 0xFFFE == 0xFFFE
        or _NOT_SEEN.match(character)
    ):
        if character in "\xa0\u3000" or category == "Zs":
            return character
        return (
            f"\\x{code:02x}"
            if code < 0x100
            else (f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
        )
    return character


def visible(text: str, limit: int = VISIBLE_LIMIT) -> str:
    r"""Return foreign text safe for any output: one line, and nothing in it acts on a terminal.

    Control, bidirectional and invisible characters and lone surrogates are written out, a line
    break is ``⏎``, and a long text is shortened in its middle, with the number left out.

    >>> visible("甲\x1b[31m乙\u202e丙\n丁")
    '甲␛[31m乙\\u202e丙⏎丁'
    >>> visible("长" * 10_000, limit=20)
    '长长长长长…[+9990]…长长长长长'
    """
    if not text.isprintable():
        text = "".join(map(_seen, text.replace("\r\n", "\n")))
    if len(text) <= limit:
        return text
    half = max(limit - 10, 2) // 2
    return f"{text[:half]}…[+{len(text) - 2 * half}]…{text[-half:]}"


_SPELT = pattern(r"_(?=x[0-9A-Fa-f]{4}_)")


def literal(text: str) -> str:
    """Return text for a workbook, in which ``_x001b_`` would be read as the sign of that number.

    Source: ECMA-376, part 1, 22.9.2.19 (ST_Xstring).

    >>> literal("_x001b_[31m"), literal("a_x")
    ('_x005F_x001b_[31m', 'a_x')
    """
    return _SPELT.sub("_x005F_", text)
