"""The arrows between the rooms point only as docs/architecture.md says."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOOR = {"verification", "language"}
PLATFORM = {"runtime", "indices", "judges", "sources", "records"} | FLOOR
MAY_IMPORT: dict[str, set[str]] = {
    "language": set(),
    "verification": {"language"},
    "indices": set(FLOOR),
    "judges": set(FLOOR),
    "sources": set(FLOOR),
    "records": {"verification"},
    "runtime": PLATFORM - {"runtime"},
    "workers": set(PLATFORM),
    "service": PLATFORM | {"workers"},
    "evaluation": PLATFORM | {"workers", "service", "devservers"},
    "devservers": set(),
}
HOMES: dict[str, tuple[str, ...]] = {
    "elasticsearch": ("indices/",),
    "elastic_transport": ("indices/",),
    "redis": ("runtime/cache_redis.py", "workers/"),
    "dogpile": ("runtime/cache.py", "runtime/cache_backends.py", "runtime/cache_redis.py"),
    "celery": ("workers/",),
    "kombu": ("workers/",),
    "flask": ("service/",),
    "flask_smorest": ("service/",),
    "marshmallow": ("service/",),
    "sqlalchemy": ("records/",),
    "alembic": ("records/",),
    "gunicorn": ("service/gunicorn_worker.py",),
    "onnxruntime": ("judges/",),
    "tokenizers": ("judges/",),
    "torch": ("judges/",),
    "transformers": ("judges/",),
    "huggingface_hub": ("judges/",),
    "safetensors": ("judges/",),
    "onnx": ("judges/training/",),
    "urllib3": ("runtime/egress.py", "devservers/", "judges/"),
}
PURE = {"language", "verification"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "util", "helper", "lib", "misc"}


def sources_of(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imports_of(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write imports in full"
            # `from workers import queue` names the module workers.queue.
            modules = [f"{node.module}.{alias.name}" for alias in node.names]
            inner = [name for name in modules if (ROOT / f"{name.replace('.', '/')}.py").exists()]
            for name in inner or [node.module or ""]:
                yield name, node.lineno


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_imports_only_what_it_may(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in sources_of(room)
        for module, line in imports_of(path)
        if (top := module.split(".")[0]) in MAY_IMPORT
        and top != room
        and top not in MAY_IMPORT[room]
    ]
    assert not wrong, "\n".join(wrong)


def test_the_service_knows_of_the_workers_only_their_queue() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in sources_of("service")
        for module, line in imports_of(path)
        if module.split(".")[0] == "workers" and module != "workers.queue"
    ]
    assert not wrong, "\n".join(wrong)


def test_each_client_has_one_home() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}; its home is {' and '.join(homes)}"
        for room in MAY_IMPORT
        for path in sources_of(room)
        for module, line in imports_of(path)
        if (homes := HOMES.get(module.split(".")[0]))
        and not str(path.relative_to(ROOT)).startswith(homes)
        and room != "evaluation"
    ]
    assert not wrong, "\n".join(wrong)


def test_the_pure_rooms_use_the_standard_library_only() -> None:
    import sys  # noqa: PLC0415

    allowed = set(sys.stdlib_module_names) | FLOOR
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for room in PURE
        for path in sources_of(room)
        for module, line in imports_of(path)
        if module.split(".")[0] not in allowed
    ]
    assert not wrong, "\n".join(wrong)


def test_only_the_settings_read_the_environment() -> None:
    wrong = []
    for room in sorted(set(MAY_IMPORT) - {"devservers"}):
        for path in sources_of(room):
            if path == ROOT / "runtime" / "settings.py":
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}:
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not wrong, "\n".join(wrong)


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_no_module_imports_itself_in_a_circle() -> None:
    paths = {module_name(p): p for room in MAY_IMPORT for p in sources_of(room)}
    graph: dict[str, set[str]] = {}
    for name, path in paths.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        # Imports inside functions delay heavy parts on purpose and cannot fail at start.
        top = [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
        graph[name] = set()
        for node in top:
            if isinstance(node, ast.Import):
                graph[name] |= {a.name for a in node.names} & paths.keys()
            elif node.module:
                members = {f"{node.module}.{a.name}" for a in node.names} & paths.keys()
                graph[name] |= members or ({node.module} & paths.keys())
    done: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail[trail.index(name) :], name))
        if name in done:
            return
        for target in sorted(graph[name]):
            walk(target, (*trail, name))
        done.add(name)

    for name in sorted(graph):
        walk(name, ())


def test_nothing_is_called_utils() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for room in MAY_IMPORT
        for path in (ROOT / room).rglob("*")
        if path.stem in FORBIDDEN_NAMES
    ]
    assert not wrong, wrong


def test_what_is_not_set_is_not_loaded() -> None:
    slow = {"redis", "alembic", "elasticsearch", "onnxruntime", "celery", "psycopg", "numpy"}
    program = "import sys, service.app, runtime.wiring, workers.queue; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not slow & set(run.stdout.split())
