"""The two READMEs say the same, links lead somewhere, and the documentation builds."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"


def shell_lines(page: Path) -> list[str]:
    """The commands of a page's shell blocks, without their remarks."""
    blocks = re.findall(r"```bash\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    lines = (re.sub(r"\s*#.*", "", line) for block in blocks for line in block.splitlines())
    return [line for line in lines if line]


def numbers(page: Path) -> list[str]:
    """The numbers in a page's tables, in their order."""
    rows = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return re.findall(r"\d+\.\d+", "\n".join(rows))


def test_both_readmes_show_the_same_commands():
    assert shell_lines(CHINESE) == shell_lines(ENGLISH)


def test_both_readmes_show_the_same_numbers():
    assert numbers(CHINESE) == numbers(ENGLISH)
    assert len(numbers(ENGLISH)) > 20


@pytest.mark.parametrize(
    "page", [ENGLISH, CHINESE, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
)
def test_what_a_page_links_to_is_there(page):
    targets = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (ROOT / target).exists()]
    assert missing == []


def test_the_documentation_builds_without_warnings(tmp_path):
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "training" / "index.html").exists()
