"""What the layout promises and import-linter cannot see."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("assistant", "ingest", "prompts", "ui")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

# What takes seconds to load, and the only modules that may load it.
HEAVY = {
    "torch": {
        "assistant/embed_sentence_transformers.py",
        "assistant/evaluation/judges/cross_encoder.py",
        "assistant/export_onnx.py",
    },
    "sentence_transformers": {
        "assistant/embed_sentence_transformers.py",
        "assistant/evaluation/judges/cross_encoder.py",
        "assistant/export_onnx.py",
        "assistant/rerank_cross_encoder.py",
    },
    "gradio": {"ui/web/"},
    "chromadb": {"assistant/index.py"},
    "tiktoken": {"assistant/context.py"},
}


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every import of a module by its full name, and whether it runs when the module is loaded."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) not in inner) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, id(node) not in inner


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_settings_read_the_environment(path: Path) -> None:
    if name_of(path) == "assistant/settings.py":
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # A process of its own may be told something: `os.environ[...] = ...`.
    told = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and id(node) not in told:
            assert node.attr not in ("environ", "environb", "getenv"), f"line {node.lineno}"
        if isinstance(node, ast.ImportFrom) and node.module == "os":
            assert not {a.name for a in node.names} & {"environ", "getenv"}, f"line {node.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_heavy_packages_have_one_door(path: Path) -> None:
    for name, _ in imports(path):
        doors = HEAVY.get(name.partition(".")[0])
        assert doors is None or name_of(path).startswith(tuple(doors)), name


def test_the_package_of_the_command_line_is_light() -> None:
    """`onrecord --help` loads none of what a command needs."""
    late = ("assistant.assistant", "ui.commands", "ui.serve", "ui.render", "ui.handover", "ingest")
    at_once = {name for name, when_loaded in imports(ROOT / "ui" / "cli.py") if when_loaded}
    assert not {name for name in at_once if name.startswith(late)}


def test_the_values_import_the_standard_library_alone() -> None:
    for module in ("types", "errors"):
        names = {name for name, _ in imports(ROOT / "assistant" / f"{module}.py")}
        assert names <= {"__future__", "dataclasses", "datetime", "typing"}


def test_every_error_is_in_the_drawing() -> None:
    source = (ROOT / "assistant" / "errors.py").read_text(encoding="utf-8")
    tree = ast.parse(source)
    drawn = ast.get_docstring(tree) or ""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            assert node.name in drawn
