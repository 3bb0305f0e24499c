"""The documentation says what the code says: pages are current, nothing is undocumented."""

import importlib
import importlib.util
import re
from pathlib import Path

import pytest
from typer.main import get_command

from client_sdk.cli.main import build as build_client
from server.ops.cli.main import build
from server.ops.metrics import Metrics
from server.ops.reference import sections
from server.ops.resolve import keys, resolve

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def generate():
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["chappe-cli.md", "cli.md", "configuration.md", "metrics.md"])
def test_a_page_says_what_the_code_says(generate, name):
    assert (DOCS / name).read_text(encoding="utf-8") == generate.page(name), "run make docs"


def test_every_configuration_key_has_a_meaning():
    undocumented = [f"{s.name}.{k.name}" for s in sections() for k in s.keys if len(k.meaning) < 5]
    assert undocumented == []
    assert all(section.about for section in sections())


def test_every_configuration_key_has_an_effect():
    """Somebody reads it, beside those who declare, check and print it."""
    apart = {"config.py", "resolve.py", "doctor.py"}
    sources = [path for path in (ROOT / "server").rglob("*.py") if path.name not in apart or path.parent.name != "ops"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    assert [key for key in keys() if not re.search(rf"\.{key.partition('.')[2]}\b", text)] == []


@pytest.mark.parametrize(("program", "tree"), [("chappe", build), ("chappe-cli", build_client)])
def test_every_command_and_option_has_help(generate, program, tree):
    for name, command in generate.commands(program, get_command(tree())):
        assert command.help, name
        assert not [p.name for p in command.params if p.param_type_name == "option" and not p.help], name


@pytest.mark.parametrize("page", ["README.md", "docs/how-to.md"])
def test_the_commands_that_a_page_shows_exist(generate, page):
    known = dict(generate.commands("chappe", get_command(build())))
    shown = re.findall(r"^chappe (.*?)(?: +#.*)?$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    assert shown
    for line in shown:
        words = line.split()
        command = known.get(f"chappe {words[0]}") or known[f"chappe {' '.join(words[:2])}"]
        options = {name for parameter in command.params for name in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options, line


def test_the_settings_that_a_page_shows_are_taken(tmp_path):
    blocks = re.findall(r"```toml\n(.*?)```", (DOCS / "how-to.md").read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for number, block in enumerate(blocks):
        file = tmp_path / f"{number}.toml"
        file.write_text(block, encoding="utf-8")
        assert resolve({}, {}, {}, file).origins


def test_every_metric_is_on_its_page():
    page = (DOCS / "metrics.md").read_text(encoding="utf-8")
    families = {family.name for family in Metrics().registry.collect() if family.name.startswith("chappe_")}
    assert {name for name in families if f"`{name}`" not in page} == set()


ROOMS = "mtproto|server|storage|client_sdk|bench|tests|tools|docs|deploy"
PAGES = ["README.md", "SECURITY.md", "DEPS.md", *sorted(f"docs/{page.name}" for page in DOCS.glob("*.md"))]


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_names_is_there(page):
    """Paths in backticks, modules that are run or named, configuration keys, and what is named after a module."""
    text = (ROOT / page).read_text(encoding="utf-8")
    paths = set(re.findall(rf"`((?:{ROOMS})/[\w./*-]*)`", text)) - {"storage/migrations/NNNN_name.sql"}
    dotted = set(re.findall(rf"`((?:{ROOMS})(?:\.\w+)+)(?:\([^`]*)?`", text)) - set(keys())
    run = {module for module in re.findall(r"python -m ([\w.]+)", text) if module.split(".")[0] in ROOMS.split("|")}
    assert [path for path in paths if not list(ROOT.glob(path.rstrip("/")))] == []
    assert [name for name in dotted if not is_there(name)] == []
    assert [module for module in run if importlib.util.find_spec(module) is None] == []


def test_every_step_of_the_way_of_one_message_is_there():
    page = (DOCS / "architecture.md").read_text(encoding="utf-8")
    way = page.partition("### The way of one message")[2].partition("\n## ")[0]
    named = re.findall(r"`(\w[\w/]*)\.py`((?:,? `(?!\w[\w/]*\.py`)[\w.]+`)+)", way)
    assert len(named) > 15
    for path, functions in named:
        for name in re.findall(r"`([\w.]+)`", functions):
            assert is_there(f"{path.replace('/', '.')}.{name}"), f"{path}.py {name}"


def is_there(name):
    """Whether a module has this, or is this."""
    words = name.split(".")
    for length in range(len(words), 0, -1):
        try:
            found = importlib.import_module(".".join(words[:length]))
        except ModuleNotFoundError:
            continue
        return all((found := getattr(found, word, None)) is not None for word in words[length:])
    return False
