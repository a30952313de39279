"""What is written is whole, takes nothing away, and is never written over what is read."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from threading import Thread
from unittest import mock

import pytest

from reportcheck import delivering
from reportcheck.delivering import refuse_over, refuse_twice, same_file, whole_file, write_file
from reportcheck.problem import Problem

POSIX = pytest.mark.skipif(os.name == "nt", reason="no pipes with a name")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_link_leads_to_its_file_and_stays_a_link() -> None:
    Path("below").mkdir()
    kept = Path("below/kept")
    kept.write_bytes(b"old")
    kept.chmod(0o640)
    Path("link").symlink_to("below/kept")
    Path("further").symlink_to("link")
    write_file("further", b"new")
    assert kept.read_bytes() == b"new"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640
    assert Path("further").readlink() == Path("link")
    assert [each.name for each in Path("below").iterdir()] == ["kept"]


def test_a_link_to_nothing_makes_the_file_that_it_names() -> None:
    Path("link").symlink_to("new")
    write_file("link", b"new")
    assert Path("link").is_symlink()
    assert Path("new").read_bytes() == b"new"


def test_links_in_a_circle_are_told() -> None:
    Path("a").symlink_to("b")
    Path("b").symlink_to("a")
    with pytest.raises(Problem) as refused:
        write_file("a", b"x")
    assert refused.value.code == "cannot-write"
    assert Path("a").is_symlink()


@POSIX
def test_a_pipe_is_written_into_and_stays_a_pipe() -> None:
    os.mkfifo("pipe")
    Path("link").symlink_to("pipe")
    for name in ("pipe", "link"):
        got: list[bytes] = []
        reader = Thread(target=lambda got=got: got.append(Path("pipe").read_bytes()))
        reader.start()
        with whole_file(name) as half:
            half.write_bytes(b"held")
        reader.join()
        assert got == [b"held"]
    assert stat.S_ISFIFO(os.stat("pipe").st_mode)  # noqa: PTH116
    assert sorted(each.name for each in Path().iterdir()) == ["link", "pipe"]


def test_a_device_is_written_into_and_stays_a_device() -> None:
    Path("device").write_bytes(b"")
    before = Path("device").stat().st_ino
    with mock.patch.object(delivering, "_plain", return_value=None):
        write_file("device", b"held")
    assert Path("device").read_bytes() == b"held"
    assert Path("device").stat().st_ino == before


@pytest.mark.parametrize(
    ("kind", "plain"),
    [(stat.S_IFREG, True), (stat.S_IFCHR, False), (stat.S_IFBLK, False), (stat.S_IFSOCK, False)],
)
def test_only_a_plain_file_becomes_another(kind: int, plain: bool) -> None:  # noqa: FBT001
    held = os.stat_result((kind | 0o600, *[0] * 9))
    with mock.patch.object(Path, "stat", return_value=held):
        assert (delivering._plain("x") is not None) is plain


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no names of open files")
@pytest.mark.parametrize("name", ["/dev/stdout", "/proc/self/fd/1", "/dev/fd/1"])
def test_standard_output_keeps_what_stands_on_it(name: str) -> None:
    # As a shell leads it into a file: another file in its place would lose the screen.
    script = (
        "import sys\n"
        "from reportcheck.delivering import write_file\n"
        "print('first')\n"
        f"write_file({name!r}, b'report\\n')\n"
        "print('last')\n"
    )
    with Path("out").open("wb") as out:
        subprocess.run([sys.executable, "-c", script], stdout=out, check=True)
    assert Path("out").read_text() == "first\nreport\nlast\n"


def test_what_goes_wrong_leaves_all_as_it_was() -> None:
    Path("kept").write_bytes(b"old")

    def wrong() -> None:
        with whole_file("kept") as half:
            half.write_bytes(b"half of it")
            raise KeyError

    with pytest.raises(KeyError):
        wrong()
    assert Path("kept").read_bytes() == b"old"
    assert [each.name for each in Path().iterdir()] == ["kept"]


def test_no_file_that_is_read_is_written_over() -> None:
    Path("a").write_bytes(b"")
    Path("link").symlink_to("a")
    Path("folder").symlink_to(".")
    for name in ("a", "./a", "link", "folder/a", os.path.abspath("a")):  # noqa: PTH100
        with pytest.raises(Problem):
            refuse_over(name, ["none", "a"])
        assert same_file("a", name)
    refuse_over("b", ["a", "-"])
    Path("new").symlink_to("not-there-yet")
    for name in ("not-there-yet", "./not-there-yet", "new"):
        with pytest.raises(Problem):
            refuse_over(name, ["a", "folder/not-there-yet"])


def test_many_inputs_cost_nothing_where_the_file_is_new() -> None:
    with mock.patch.object(delivering, "same_file", side_effect=AssertionError):
        refuse_over("new.json", (f"in/{number}.xlsx" for number in range(1000)))


def test_nothing_is_written_twice() -> None:
    refuse_twice(["a", "b"])
    for pair in (["a", "./a"], ["b", "a", "a"]):
        with pytest.raises(Problem) as refused:
            refuse_twice(pair)
        assert refused.value.code == "report-twice"
    with mock.patch.object(delivering, "_swallows", return_value=True):
        refuse_twice(["null", "null"])


def test_no_file_that_the_screen_is_led_into_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("out").open("w") as out:
        monkeypatch.setattr(sys, "stdout", out)
        with pytest.raises(Problem):
            refuse_twice(["out"])
        refuse_twice(["other"])
