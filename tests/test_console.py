"""The terminal: colour, width, glyphs, pipes, pictures."""

from __future__ import annotations

import contextlib
import io
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck import console
from reportcheck.console import (
    ColourChoice,
    glyphs_for,
    uri_of,
    wants_colour,
    wants_links,
    width_of,
)
from reportcheck.page import ASCII, UNICODE, Span, line
from tests.acceptance.running import SAMPLES


@pytest.mark.parametrize(
    ("choice", "environ", "terminal", "colour"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"FORCE_COLOR": ""}, False, False),
        ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colour(
    choice: ColourChoice,
    environ: dict[str, str],
    terminal: bool,  # noqa: FBT001
    colour: bool,  # noqa: FBT001
) -> None:
    assert wants_colour(choice, environ, terminal=terminal) is colour


@pytest.mark.parametrize(
    ("choice", "environ", "terminal", "links"),
    [
        ("auto", {}, True, False),
        ("auto", {"TERM_PROGRAM": "vscode"}, True, True),
        ("auto", {"TERM_PROGRAM": "Apple_Terminal"}, True, False),
        ("auto", {"TERM": "xterm-kitty"}, True, True),
        ("auto", {"TERM": "xterm-256color"}, True, False),
        ("auto", {"WT_SESSION": "x"}, True, True),
        ("auto", {"VTE_VERSION": "7006"}, True, True),
        ("auto", {"VTE_VERSION": "4205"}, True, False),
        ("auto", {"VTE_VERSION": "new"}, True, False),
        ("auto", {"VTE_VERSION": "7006", "TMUX": "socket,1,0"}, True, False),
        ("auto", {"VTE_VERSION": "7006", "STY": "1.x"}, True, False),
        ("auto", {"VTE_VERSION": "7006", "TERM": "dumb"}, True, False),
        ("auto", {"VTE_VERSION": "7006", "NO_COLOR": "1"}, True, True),  # a link is no colour
        ("auto", {"FORCE_HYPERLINK": "1", "TMUX": "socket,1,0"}, True, True),
        ("auto", {"FORCE_HYPERLINK": "0", "VTE_VERSION": "7006"}, True, False),
        ("auto", {"FORCE_HYPERLINK": "", "VTE_VERSION": "7006"}, True, False),
        ("auto", {"FORCE_HYPERLINK": "1"}, False, False),
        ("always", {"FORCE_HYPERLINK": "1", "VTE_VERSION": "7006"}, False, False),
        ("never", {"FORCE_HYPERLINK": "1"}, True, False),
    ],
)
def test_links(
    choice: ColourChoice,
    environ: dict[str, str],
    terminal: bool,  # noqa: FBT001
    links: bool,  # noqa: FBT001
) -> None:
    assert wants_links(choice, environ, terminal=terminal) is links


LINK = re.compile("\x1b]8;[^;\x1b]*;(?P<uri>[^\x1b]*)\x1b\\\\(?P<text>[^\x1b]*)")
HOSTILE_NAMES = (
    "a b.xlsx", "年报.xlsx", "x\x1b]8;;http:evil\x1b\\y", "bell\x07", "new\nline", "%41#?;",
    "\udcff", "\u202egpj.xslx",
)  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
@pytest.mark.parametrize("colour", [True, False])
@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_link_leads_to_the_file_whatever_it_is_called(
    name: str,
    colour: bool,  # noqa: FBT001
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text("")
    stream = io.StringIO()
    lines = [line("in ", Span("the file", "place", name), " and ", Span("elsewhere", "place", "-"))]
    console.write(lines, stream, colour=colour, links=True)
    found = [each for each in LINK.finditer(stream.getvalue()) if each["uri"]]
    (link,) = found
    assert re.sub("\x1b\\[[0-9;]*m", "", link["text"]) in {"the file", ""}
    parts = urlsplit(link["uri"])
    assert (parts.scheme, parts.netloc) == ("file", socket.gethostname())
    assert os.fsdecode(unquote_to_bytes(parts.path)) == str(tmp_path / name)
    assert re.fullmatch("[A-Za-z0-9._~/%:-]+", link["uri"])
    plain = io.StringIO()
    console.write(lines, plain, colour=colour)
    assert "]8;" not in plain.getvalue()


@pytest.mark.parametrize(
    ("environ", "told"), [({"FORCE_HYPERLINK": "1"}, True), ({"FORCE_HYPERLINK": "0"}, False)]
)
def test_places_are_links_on_a_terminal_and_never_in_a_pipe(
    environ: dict[str, str],
    told: bool,  # noqa: FBT001
) -> None:
    pty = pytest.importorskip("pty")
    sample = str(SAMPLES / "invented-2024-planted.xlsx")
    command = [sys.executable, "-m", "reportcheck", sample, "--lang", "en"]
    held = {"PATH": os.environ["PATH"], "TERM": "xterm", "PYTHONUTF8": "1", **environ}
    piped = subprocess.run(command, capture_output=True, env=held, check=False)
    assert b"\x1b" not in piped.stdout
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, env=held):
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # the terminal is gone when the command ends
            while data := os.read(ours, 65536):
                shown += data
    os.close(ours)
    assert (b"]8;" in shown) is told
    if told:
        uris = {each["uri"] for each in LINK.finditer(shown.decode()) if each["uri"]}
        assert uris == {uri_of(sample)}


@pytest.mark.parametrize(
    ("environ", "columns", "width"),
    [
        ({"COLUMNS": "100"}, 120, 100),
        ({"COLUMNS": "1"}, None, 40),
        ({"COLUMNS": "wide"}, 120, 120),
        ({"COLUMNS": "²"}, None, 80),
        ({"COLUMNS": "9" * 5000}, None, 999999),
        ({}, None, 80),
        ({}, 30, 40),
    ],
)
def test_width(environ: dict[str, str], columns: int | None, width: int) -> None:
    assert width_of(environ, columns) == width


@pytest.mark.parametrize(
    ("encoding", "glyphs"),
    [("utf-8", UNICODE), ("utf-16", UNICODE), ("gbk", ASCII), ("cp1252", ASCII), (None, ASCII)],
)
def test_glyphs(encoding: str | None, glyphs: object) -> None:
    assert glyphs_for(encoding) is glyphs
    assert ASCII.all.isascii()


@pytest.mark.parametrize("encoding", ["gbk", "cp1252", "ascii"])
@given(text=st.text(max_size=30))
def test_no_encoding_crashes(encoding: str, text: str) -> None:
    before = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = io.TextIOWrapper(io.BytesIO(), encoding)
    try:
        console.prepare_streams()
        console.write([line(text)], sys.stdout, colour=False)
        console.write([line(Span(text, "error"))], sys.stdout, colour=True)
    finally:
        sys.stdout, sys.stderr = before


def test_styles_are_put_out_in_colour_only() -> None:
    stream = io.StringIO()
    console.write([line("a", Span("[b]", "error"))], stream, colour=False)
    assert stream.getvalue() == "a[b]\n"
    console.write([line("a", Span("[b]", "error"))], stream, colour=True)
    assert stream.getvalue() == "a[b]\na\x1b[1;31m[b]\x1b[0m\n"


def test_long_lines_are_never_broken_by_colour() -> None:
    stream = io.StringIO()
    console.write([line(Span("长 " * 200, "error"))], stream, colour=True)
    assert stream.getvalue().count("\n") == 1
    assert stream.getvalue().count("长") == 200


def test_a_reader_that_has_gone_away_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    stream = os.fdopen(writer, "w", encoding="utf-8")
    console.write((line("x" * 1000) for _ in range(1000)), stream, colour=False)
    console.write_bytes("x" * 100_000, stream)
    stream.close()


def test_bytes_are_utf8_whatever_the_stream_speaks() -> None:
    binary = io.BytesIO()
    stream = io.TextIOWrapper(binary, "gbk", newline="\r\n")
    console.write_bytes("✓\n", stream)
    assert binary.getvalue() == "✓\n".encode()
    bare = io.StringIO()
    console.write_bytes("✓", bare)
    assert bare.getvalue() == "✓"


def test_a_picture_holds_the_text_and_is_the_same_each_time() -> None:
    lines = [line(Span("不通过", "error"), " <b>")]
    picture = console.to_svg(lines, 40, "title")
    assert picture.startswith("<svg")
    assert "不通过" in picture
    assert "<b>" not in picture
    assert picture == console.to_svg(lines, 40, "title")


def test_only_a_terminal_has_columns() -> None:
    with open(os.devnull, encoding="utf-8") as stream:  # noqa: PTH123 - any stream will do
        assert console.columns_of(stream) is None
    assert console.columns_of(io.StringIO()) is None


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_patience_is_silent_for_quick_work_and_off_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal, pipe = Terminal(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", terminal)
    with console.patience("busy"):
        pass
    monkeypatch.setattr(sys, "stderr", pipe)
    monkeypatch.setattr(console, "PATIENCE", 0)
    with console.patience("busy"):
        time.sleep(0.02)
    assert terminal.getvalue() == pipe.getvalue() == ""


def test_patience_says_that_long_work_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal: Any = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(console, "PATIENCE", 0.001)
    monkeypatch.setenv("TERM", "xterm")
    with console.patience("busy"):
        time.sleep(0.3)
    assert "busy" in terminal.getvalue()
