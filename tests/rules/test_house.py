"""House numbers: no module past 350 lines, no function past 60, every public name documented."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.rules.test_imports import MAY_IMPORT, ROOT, sources_of

MODULE_LINES = 350
FUNCTION_LINES = 60


def own_sources() -> list[Path]:
    return [
        path
        for room in MAY_IMPORT
        for path in sources_of(room)
        if "migrations/versions" not in path.as_posix()
    ]


def test_no_module_is_too_long() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in own_sources()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MODULE_LINES
    }
    assert not long, long


def test_no_function_is_too_long() -> None:
    long = []
    for path in own_sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {lines}")
    assert not long, "\n".join(long)


def test_the_project_speaks_of_itself_alone() -> None:
    """No text names a path of somebody's machine."""
    wrong = [
        str(path.relative_to(ROOT))
        for path in [*own_sources(), *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for word in ("/work/", "/tmp/brief", "/root/")
        if word in path.read_text(encoding="utf-8")
    ]
    assert not wrong, wrong


def test_what_is_not_installed_leaves_no_test_out_in_silence() -> None:
    """`need_installed` of tests/conftest.py says so in the closing lines; pytest's own does not."""
    silent = "pytest.import" + "orskip"
    tests = (ROOT / "tests").rglob("*.py")
    assert [path.name for path in tests if silent in path.read_text(encoding="utf-8")] == []
