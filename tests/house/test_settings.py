"""Every setting is documented, and a bad one stops the start with one line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config import ROOT, BadSetting, load


def test_the_readme_names_every_setting() -> None:
    read = set(re.findall(r"WAGGLE_[A-Z_]+", (ROOT / "config.py").read_text()))
    assert read - set(re.findall(r"WAGGLE_[A-Z_]+", (ROOT / "README.md").read_text())) == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WAGGLE_MAIL_FROM", "hive"),
        ("WAGGLE_MAIL_FROM", "Hive <hive@example.com>"),
        ("WAGGLE_MAIL_IN", "help at example.com"),
        ("WAGGLE_MAIL_URL", "smtp://"),
    ],
)
def test_a_bad_address_is_told_at_the_start_and_not_mail_by_mail(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        load({"WAGGLE_DATA_DIR": str(tmp_path), name: value})


def test_addresses_of_any_host_are_taken(tmp_path: Path) -> None:
    settings = load({"WAGGLE_DATA_DIR": str(tmp_path), "WAGGLE_BASE_URL": "http://127.0.0.1:8000"})
    assert settings.mail_from == "hive@127.0.0.1"
