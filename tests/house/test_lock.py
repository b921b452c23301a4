"""The lock holds on every machine: hashed, and free of addresses."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def entries() -> list[str]:
    return re.split(r"\n(?=[a-z])", LOCK.strip())


def test_the_lock_names_no_address_and_no_index():
    assert re.findall(r".*(?:://|^-|--(?!hash=)).*", LOCK, re.MULTILINE) == []


def test_every_locked_package_has_one_version_and_hashes():
    loose = [e for e in entries() if not re.match(r"[a-z0-9-]+==\S+ .*\\\n +--hash=sha256:[0-9a-f]{64}", e)]
    names = [entry.split("==")[0] for entry in entries()]
    assert loose == []
    assert sorted(names) == sorted(set(names))


def test_everything_the_project_asks_for_is_locked():
    asked = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    names = {re.match(r"[A-Za-z0-9-]+", line)[0].lower() for line in asked}
    assert names - {entry.split("==")[0] for entry in entries()} == set()
