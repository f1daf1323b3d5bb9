import pytest

from neuro.paths import settings_file
from neuro.view.screen.preferences import best_score, recall, remember, remember_score


def test_what_is_remembered_can_be_recalled():
    assert recall("size", list) is None
    remember(size=[800, 600], muted=True)
    remember(theme="light")
    assert (recall("size", list), recall("muted", bool), recall("theme", str)) == ([800, 600], True, "light")
    assert recall("theme", list) is None


def test_only_a_better_score_is_remembered():
    for score, best in ((3.0, 3.0), (1.0, 3.0), (5.0, 5.0)):
        remember_score("flappy 1", score)
        assert best_score("flappy 1") == best
    assert best_score("flappy 2") is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"scores": 3}', '{"scores": {"flappy 1": "many"}}'])
def test_a_broken_file_is_as_good_as_none(text):
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text(text)
    assert best_score("flappy 1") is None
    remember_score("flappy 1", 2.0)
    assert best_score("flappy 1") == 2.0


def test_where_nothing_can_be_written_it_is_forgotten(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NEURO_CONFIG", str(tmp_path / "file" / "folder"))
    remember(size=[1, 2])
    assert recall("size", list) is None
