"""Watching: each file once, when it has come to rest."""

from __future__ import annotations

from pipeline.intake.watch import Watch


def test_a_file_is_read_once_it_has_come_to_rest(tmp_path):
    watch = Watch([str(tmp_path)])
    path = tmp_path / "a.txt"
    path.write_text("half")
    assert watch.changed() == []
    path.write_text("half and half")
    assert watch.changed() == []
    assert watch.changed() == [path]
    assert watch.changed() == []


def test_a_changed_file_is_read_again(tmp_path):
    watch = Watch([str(tmp_path)])
    path = tmp_path / "a.txt"
    path.write_text("first")
    watch.changed(), watch.changed()
    path.write_text("second version")
    assert watch.changed() == []
    assert watch.changed() == [path]


def test_a_folder_that_is_not_there_yet_is_waited_for(tmp_path):
    watch = Watch([str(tmp_path / "later")])
    assert watch.changed() == []
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "a.txt").write_text("words")
    watch.changed()
    assert watch.changed() == [tmp_path / "later" / "a.txt"]


def test_a_file_that_comes_back_is_read_again(tmp_path):
    watch = Watch([str(tmp_path)])
    path = tmp_path / "a.txt"
    path.write_text("words")
    watch.changed(), watch.changed()
    path.unlink()
    watch.changed()
    path.write_text("words")
    watch.changed()
    assert watch.changed() == [path]


def test_why_there_is_nothing_to_read_is_told_for_as_long_as_it_holds(tmp_path):
    folder = tmp_path / "later"
    watch = Watch([str(folder)])
    watch.changed()
    assert "no such file or folder" in watch.waiting[str(folder)]
    folder.mkdir()
    watch.changed()
    assert "no article files" in watch.waiting[str(folder)]
    (folder / "a.txt").write_text("words")
    watch.changed()
    assert watch.waiting == {}
