"""The documentation tells the truth: its commands exist and run, its links lead somewhere, its words are complete."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from indexer.cli.group import cli
from indexer.config import load
from tests.harvest.server import Server
from tests.harvest.server import page as html

ROOT = Path(__file__).parent.parent
METODSOK = Path(sys.executable).parent / "metodsok"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
SERVE = ["serve"]
NEEDED = {
    "remove handledning": ["add handledning.pdf"],
    "remove https://example.se/mik": ["add https://example.se/mik --title MIK"],
}
"""What must have been done before an example."""


def examples(page: Path) -> list[str]:
    """Give the command lines of a page's shell blocks."""
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines() if line.startswith("metodsok ")]


def helped() -> list[str]:
    """Give the examples of every command's help."""
    epilogs = [cli.epilog or "", *(command.epilog or "" for command in cli.commands.values())]
    return [line.strip() for text in epilogs for line in text.splitlines() if line.strip().startswith("metodsok ")]


def everywhere() -> list[str]:
    return sorted({line for page in PAGES for line in examples(page)} | set(helped()))


@pytest.fixture(scope="module")
def site() -> Iterator[Server]:
    """Give the site that the examples speak of."""
    with Server({"/mik": html(title="MIK för vuxna")}).running() as running:
        yield running


@pytest.fixture(scope="module")
def workplace(site: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of what is shipped, indexed, with the files that the examples speak of."""
    folder = tmp_path_factory.mktemp("exempel")
    shutil.copytree(ROOT / "corpus", folder / "corpus", ignore=shutil.ignore_patterns("harvest"))
    # What the examples fetch is on the own machine.
    settings = (ROOT / "metodsok.toml").read_text(encoding="utf-8")
    places = f'delay = 0\nloopback = {{ "example.se" = "{site.place}", "example.org" = "{site.place}" }}\n'
    (folder / "metodsok.toml").write_text(settings + places, encoding="utf-8")
    (folder / "utskick.html").write_text("<p>Ett utskick utan länkar.</p>", encoding="utf-8")
    for name in ("handledning", "bilaga", "bokcirkel"):
        (folder / f"{name}.pdf").write_bytes((ROOT / "corpus/documents/hyllrond-minoritetssprak.pdf").read_bytes())
    (folder / "corpus/documents/bokcirkel.pdf").write_bytes((folder / "bokcirkel.pdf").read_bytes())
    (folder / "frågor.tsv").write_text("1\tkällkritik vuxna\n", encoding="utf-8")
    (folder / "facit.txt").write_text("1 0 kallkritik-for-vuxna 1\n", encoding="utf-8")
    subprocess.run([METODSOK, "-q", "index"], cwd=folder, check=True, timeout=300)
    return folder


@pytest.mark.parametrize("line", [line for line in everywhere() if shlex.split(line)[1] not in SERVE])
def test_every_example_runs(line: str, workplace: Path, tmp_path: Path) -> None:
    """What is printed for copying works when it is copied, on the shipped corpus."""
    here = shutil.copytree(workplace, tmp_path / "metodsok")
    for needed in NEEDED.get(line.removeprefix("metodsok "), ()):
        subprocess.run([METODSOK, *shlex.split(needed)], cwd=here, check=True)
    words, _, target = line.partition(" > ")
    done = subprocess.run(
        [METODSOK, *shlex.split(words)[1:]],
        cwd=here,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout or not target, "what is sent to a file is something"


@pytest.mark.parametrize("line", [line for line in everywhere() if shlex.split(line)[1] in SERVE])
def test_every_example_that_stays_is_well_formed(line: str) -> None:
    """Commands that serve are parsed, not run: the browser tests run them."""
    arguments = shlex.split(line)[2:]
    assert cli.commands["serve"].make_context("serve", arguments, resilient_parsing=False)


def test_the_python_example_runs(workplace: Path) -> None:
    """What the README shows from Python finds something on the shipped corpus."""
    [example] = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    code = f"{example}\nassert results.hits"
    subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=workplace, check=True, timeout=60)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    """A link within the repository names a file that is there."""
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_the_handbook_or_the_readme_shows_every_command(name: str) -> None:
    """A command that nobody is told of is not there."""
    assert f"metodsok {name}" in "".join(page.read_text(encoding="utf-8") for page in PAGES[:1]) + (
        ROOT / "docs/handbok.md"
    ).read_text(encoding="utf-8")
    assert isinstance(cli.commands[name], click.Command)


def test_every_dependency_has_its_reason() -> None:
    """docs/dependencies.md names what pyproject.toml asks for, no more and no less."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    asked = {re.split(r"[=<>~!\[ ]", line)[0] for group in groups for line in group}
    told = re.findall(r"^\| ([\w-]+) \|", (ROOT / "docs/dependencies.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(told) - {"package", "---", "uv"} == asked


def test_every_decision_is_listed() -> None:
    """The list of decisions is complete."""
    folder = ROOT / "docs/adr"
    listed = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in folder.glob("0*.md")}


def test_the_containers_have_settings_that_can_be_read_and_the_opensearch_that_is_tested() -> None:
    """What compose.yaml names is there, and its OpenSearch is of the version that the tests' cluster has."""
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    mounted = re.findall(r"- \./(\S+?):(/data/\S+?)(?::ro)?$", compose, re.MULTILINE)
    assert mounted == [("compose.toml", "/data/metodsok.toml"), ("corpus", "/data/corpus")]
    settings = load(ROOT / "compose.toml")
    assert (settings.engine, settings.opensearch) == ("opensearch", "http://opensearch:9200")
    tested = re.search(
        r"<version>([\d.]+)\.0</version>", (ROOT / "tools/opensearch/pom.xml").read_text(encoding="utf-8")
    )
    assert tested
    assert f"opensearchproject/opensearch:{tested[1]}\n" in compose
