from __future__ import annotations

import re

import pytest

from pipeline.settings import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["run", "watch", "annotate", "tag", "export", "evaluate"])
def test_every_command_is_in_the_readme(command):
    assert f"python -m pipeline {command}" in README


def test_every_setting_is_in_the_readme():
    settings = (ROOT / "pipeline" / "settings.py").read_text(encoding="utf-8")
    assert all(f"`{name}`" in README for name in set(re.findall(r"TOCSIN_[A-Z_]+[A-Z]", settings)))


def test_every_stage_is_in_the_readme_in_its_order():
    assembly = (ROOT / "pipeline" / "assembly.py").read_text(encoding="utf-8")
    stages = re.findall(r"^            (\w+)\(.*\),$", assembly, flags=re.MULTILINE)
    assert len(stages) >= 8
    rows = re.findall(r"^\| `(\w+)` \| ", README, flags=re.MULTILINE)
    assert [row for row in rows if row in stages] == stages


def test_every_file_that_the_readme_names_is_there():
    named = re.findall(r"`((?:assets|dashboard|pipeline|tests|docs)/[\w./-]+)`|\]\((docs/[\w./-]+)\)", README)
    missing = [path for pair in named for path in pair if path and not (ROOT / path).exists()]
    assert missing == []
