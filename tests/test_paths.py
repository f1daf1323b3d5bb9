import os
from pathlib import Path
from unittest.mock import Mock

import platformdirs
import pytest

from neuro import paths
from neuro.errors import FileError


def test_what_ships_is_found():
    assert paths.asset("fonts/OFL.txt").is_file()
    assert paths.shipped_champion("flappy").is_file()
    assert not paths.shipped_champion("no such game").exists()


def test_runs_go_where_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.setenv("NEURO_SAVES", str(tmp_path))
    assert paths.saves_root() == tmp_path


def test_runs_stay_in_a_checkout_only_for_who_works_in_it_wherever_neuro_is_installed(monkeypatch, tmp_path):
    monkeypatch.delenv("NEURO_SAVES", raising=False)
    checkout = tmp_path / "checkout"
    for sign in ("neuro/version.py", "saves/flappy.neuro"):
        (checkout / sign).parent.mkdir(parents=True)
        (checkout / sign).touch()
    (checkout / "deep").mkdir()
    for place in (checkout, checkout / "deep"):
        monkeypatch.chdir(place)
        assert paths.saves_root() == checkout / "saves"
    monkeypatch.chdir(tmp_path)
    assert not paths.saves_root().is_relative_to(tmp_path)


def test_nothing_is_kept_beside_the_package(monkeypatch, tmp_path):
    monkeypatch.delenv("NEURO_SAVES", raising=False)
    monkeypatch.chdir(tmp_path)
    package = Path(paths.__file__).parent
    assert not paths.saves_root().is_relative_to(package)
    assert not paths.cache_root().is_relative_to(package)


@pytest.mark.parametrize("found", ["~/.cache/neuro", RuntimeError("could not determine the home directory")])
def test_a_user_without_a_home_is_told_so_where_it_matters(monkeypatch, tmp_path, found):
    for name in ("NEURO_SAVES", "NEURO_CONFIG", "NUMBA_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name in ("user_cache_dir", "user_config_dir", "user_data_dir"):
        monkeypatch.setattr(platformdirs, name, Mock(side_effect=[found]))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileError, match="this user has no home to keep runs in; set NEURO_SAVES"):
        paths.saves_root()
    assert paths.settings_file() == Path(os.devnull) / "window.json"
    assert paths.cache_root() == Path(os.devnull)


@pytest.mark.skipif(os.name == "nt", reason="Windows removes no folder that somebody is in")
def test_a_current_folder_that_has_been_removed_does_no_harm(monkeypatch, tmp_path):
    monkeypatch.delenv("NEURO_SAVES", raising=False)
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert paths.saves_root().name == "saves"
