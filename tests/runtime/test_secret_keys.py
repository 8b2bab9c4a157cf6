from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from runtime.secret_keys import FILE_NAME, secret_keys
from runtime.settings import Settings
from verification.errors import SettingsInvalid


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")

    first = secret_keys(settings)

    assert len(first) == 1
    Fernet(first[0])
    assert secret_keys(settings) == first
    assert stat.S_IMODE((settings.data_dir / FILE_NAME).stat().st_mode) == 0o600
    assert [path.name for path in settings.data_dir.iterdir()] == [FILE_NAME]


def test_keys_that_are_set_come_before_the_file(tmp_path: Path) -> None:
    given = (Fernet.generate_key().decode(),)
    assert secret_keys(Settings(data_dir=tmp_path, secret_keys=given)) == given
    assert not list(tmp_path.iterdir())


def test_those_who_start_at_once_agree(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    start = threading.Barrier(8)
    found: list[tuple[str, ...]] = []

    def look() -> None:
        start.wait()
        found.append(secret_keys(settings))

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_damaged_file_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("garbage", encoding="utf-8")
    with pytest.raises(SettingsInvalid, match="backup"):
        secret_keys(Settings(data_dir=tmp_path))
    assert (tmp_path / FILE_NAME).read_text(encoding="utf-8") == "garbage"
