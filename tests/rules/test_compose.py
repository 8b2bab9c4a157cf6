"""docker-compose.yml is valid, fits the settings table and is closed where it should be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from runtime.settings import Settings

ROOT = Path(__file__).parents[2]
ONE_OFF = {"migrate", "elasticsearch-user"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


@pytest.fixture(scope="module")
def secrets_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("secrets") / "secrets"
    subprocess.run([sys.executable, ROOT / "deploy" / "make_secrets.py", folder], check=True)
    return folder


def test_a_compose_implementation_reads_it(secrets_folder: Path, tmp_path: Path) -> None:
    # `config` starts nothing, but the implementation looks for its engine first.
    engine = tmp_path / "podman"
    engine.write_text("#!/bin/sh\necho podman version 5.0.0\n", encoding="ascii")
    engine.chmod(0o755)
    answer = subprocess.run(
        [sys.executable, "-m", "podman_compose", "--file", "docker-compose.yml", "config"],
        cwd=ROOT,
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert set(yaml.safe_load(answer.stdout)["services"]) >= {"api", "worker", "relay"}


@pytest.mark.parametrize("service", ["migrate", "api", "worker", "relay"])
def test_the_settings_take_what_it_sets(
    compose: dict[str, Any], secrets_folder: Path, service: str
) -> None:
    environment = {}
    for name, value in compose["services"][service]["environment"].items():
        text = str(value).replace("${ASSAY_PUBLIC_URL:-http://127.0.0.1:8000}", "http://a.example")
        if name.endswith("_FILE"):
            secret = compose["secrets"][Path(text).name]["file"]
            text = str(secrets_folder / Path(secret).name)
        environment[name] = text
    settings = Settings.from_env(environment)
    assert settings.records_url.startswith("postgresql://assay:")
    assert settings.broker_url.startswith("redis://:")
    assert settings.broker_url != settings.cache_url


def test_every_secret_is_made_and_mounted(compose: dict[str, Any], secrets_folder: Path) -> None:
    files = {Path(secret["file"]).name for secret in compose["secrets"].values()}
    assert files == {path.name for path in secrets_folder.iterdir()}
    used = {
        entry if isinstance(entry, str) else entry["source"]
        for service in compose["services"].values()
        for entry in service.get("secrets", [])
    }
    assert used == set(compose["secrets"])


def test_images_are_pinned(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        tag = service["image"].rpartition(":")[2]
        assert tag.count(".") >= 1, f"{name}: {service['image']} names no exact version"
        assert tag[0].isdigit(), f"{name}: {service['image']} names no exact version"
    bases = [
        line.split()[1]
        for line in (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8").splitlines()
        if line.startswith("FROM ")
    ]
    assert all(base.rpartition(":")[2].count(".") >= 2 for base in bases), bases


def test_services_are_confined(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert str(service.get("user", "root")).split(":")[0] not in {"0", "root"}, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["mem_limit"], name
        assert service["cpus"], name
        assert "healthcheck" in service or name in ONE_OFF, name
        assert "ports" not in service or name == "api", f"{name} must not be published"


def test_the_two_redis_are_apart(compose: dict[str, Any]) -> None:
    broker, cache = (" ".join(compose["services"][name]["command"]) for name in ("broker", "cache"))
    assert "noeviction" in broker
    assert "--appendonly yes" in broker
    assert "allkeys-lru" in cache
    assert "--appendonly no" in cache
