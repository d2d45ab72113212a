"""`train`: what it says when something that it needs is missing. (Training itself needs torch and data of others.)"""

from __future__ import annotations

import importlib.util

import pytest

from pipeline.__main__ import main


def test_missing_data_is_named_with_the_next_step(tmp_path, capsys):
    assert main(["train", "--data", str(tmp_path / "none")]) == 1
    assert "no labelled data in" in (said := capsys.readouterr().err)
    assert "--data" in said


@pytest.mark.skipif(importlib.util.find_spec("torch") is not None, reason="torch is installed")
def test_missing_torch_is_named_with_the_next_step(tmp_path, capsys):
    (tmp_path / "quotes").mkdir()
    assert main(["train", "--data", str(tmp_path)]) == 1
    assert "requirements-train.txt" in capsys.readouterr().err


def test_an_unknown_phase_is_refused(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["train", "--phases", "polish"])
    assert stopped.value.code == 2
    assert "polish" in capsys.readouterr().err
