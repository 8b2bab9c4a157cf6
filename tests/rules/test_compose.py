"""docker-compose.yml is valid, fits the settings table and is closed where it should be."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from runtime.settings import Settings

ROOT = Path(__file__).parents[2]
ONE_OFF = {"migrate", "elasticsearch-user"}
OURS = {"migrate", "api", "worker", "relay"}
ELASTICSEARCH_CONFIG = "/usr/share/elasticsearch/config/"
KEEPS_A_SECRET = re.compile("PASSWORD|SECRET|TOKEN|KEY", re.IGNORECASE)
NO_SECRET = {"ASSAY_REQUIRE_KEYS"}


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


def test_our_image_has_the_version_of_the_package(compose: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    images = {compose["services"][name]["image"] for name in OURS}
    assert images == {f"assay:{project['version']}"}


def test_services_are_confined(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert str(service.get("user", "root")).split(":")[0] not in {"0", "root"}, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["mem_limit"], name
        assert service["cpus"], name
        assert "healthcheck" in service or name in ONE_OFF, name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert not {"privileged", "cap_add", "network_mode", "pid", "ipc"} & set(service), name
        assert name not in OURS or service["read_only"] is True, name


def test_only_the_web_is_published_and_only_to_the_machine_itself(compose: dict[str, Any]) -> None:
    published = {
        name: service["ports"]
        for name, service in compose["services"].items()
        if "ports" in service
    }
    assert published == {"api": ["127.0.0.1:8000:8000"]}


def test_the_stores_reach_nothing_outside(compose: dict[str, Any]) -> None:
    assert compose["networks"]["stores"] == {"internal": True}
    outside = {
        name for name, service in compose["services"].items() if service["networks"] != ["stores"]
    }
    assert outside == {"api", "worker", "relay"}


def test_elasticsearch_asks_who_it_is_over_tls(compose: dict[str, Any]) -> None:
    environment = compose["services"]["elasticsearch"]["environment"]
    assert environment["xpack.security.enabled"] == "true"
    assert environment["xpack.security.http.ssl.enabled"] == "true"
    for name in OURS:
        ours = compose["services"][name]["environment"]
        assert ours["ASSAY_CORPUS_URL"].startswith("https://elasticsearch:"), name
        assert ours["ASSAY_ELASTICSEARCH_CA_FILE"] == "/run/secrets/elasticsearch_ca", name
        assert ours["ASSAY_ELASTICSEARCH_USERNAME"] != "elastic", f"{name} must not be superuser"


def test_whoever_needs_another_waits_until_it_works(compose: dict[str, Any]) -> None:
    services = compose["services"]
    needs = {name: service.get("depends_on", {}) for name, service in services.items()}
    for name, needed in needs.items():
        for other, how in needed.items():
            ends = other in ONE_OFF
            wanted = "service_completed_successfully" if ends else "service_healthy"
            assert how == {"condition": wanted}, f"{name} needs {other}"
            assert ends or "healthcheck" in services[other], other
    for name in ("api", "worker", "relay"):
        assert set(needs[name]) == {"migrate", "elasticsearch", "broker", "cache"}
    assert set(needs["migrate"]) == {"postgres", "elasticsearch-user"}
    assert {services[name]["restart"] for name in ONE_OFF} == {"no"}


def test_no_password_or_key_stands_in_an_environment(compose: dict[str, Any]) -> None:
    for service, settings in compose["services"].items():
        files = mounted(settings)
        for name, value in settings.get("environment", {}).items():
            assert not re.search(r"://[^/]*@", str(value)), f"{service}: {name}"
            if KEEPS_A_SECRET.search(name) and name not in NO_SECRET:
                beside = ELASTICSEARCH_CONFIG + str(value)
                assert {str(value), beside} & files, f"{service}: {name}"


def mounted(service: dict[str, Any]) -> set[str]:
    """The paths of the secret files that a service is given."""
    return {
        f"/run/secrets/{entry}" if isinstance(entry, str) else entry["target"]
        for entry in service.get("secrets", [])
    }


def test_there_may_be_several_workers_and_relays(compose: dict[str, Any]) -> None:
    for name in ("worker", "relay"):
        service = compose["services"][name]
        assert not {"container_name", "hostname", "ports", "volumes"} & set(service), name


def test_the_two_redis_are_apart(compose: dict[str, Any]) -> None:
    broker, cache = (" ".join(compose["services"][name]["command"]) for name in ("broker", "cache"))
    assert "noeviction" in broker
    assert "--appendonly yes" in broker
    assert "allkeys-lru" in cache
    assert "--appendonly no" in cache
