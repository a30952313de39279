"""The pages for users: their files are written, their commands run, and end as they say."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.docs.examples import blocks

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("README*.md"), *ROOT.glob("docs/*.md")])


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    scripts = sysconfig.get_path("scripts")
    environ = os.environ | {
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "PYTHONUTF8": "1",
        "COLUMNS": "100",
    }
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environ,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.skipif(shutil.which("bash") is None, reason="the pages show commands for bash")
@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_examples_end_as_the_page_says(page: Path, tmp_path: Path) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    output = ""
    for block in blocks(page):
        where = f"{page.name}:{block.line}"
        if "file" in block.info:
            (tmp_path / block.info["file"]).write_text(block.text, "utf-8")
        elif block.language == "python":
            (tmp_path / "example.py").write_text(block.text, "utf-8")
            done = run(f'"{sys.executable}" example.py', tmp_path)
            assert done.returncode == 0, f"{where}\n{done.stderr}"
        elif "exit" in block.info:
            done = run(block.text, tmp_path)
            output = done.stdout + done.stderr
            assert done.returncode == int(block.info["exit"]), f"{where}\n{output}"
        elif "shows" in block.info:
            for line in filter(None, map(str.strip, block.text.splitlines())):
                assert line in output, f"{where}\n{output}"


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_links_within_the_checkout_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    headings = {
        re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", text):
        path, _, anchor = target.partition("#")
        assert not path or (page.parent / path).exists(), target
        assert path or anchor in headings, target
