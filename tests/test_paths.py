from pathlib import Path

from neuro import paths

CHECKOUT = Path(__file__).parent.parent


def test_what_ships_is_found():
    assert paths.asset("fonts/OFL.txt").is_file()
    assert paths.shipped_champion("flappy").is_file()
    assert not paths.shipped_champion("no such game").exists()


def test_runs_go_where_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.setenv("NEURO_SAVES", str(tmp_path))
    assert paths.saves_root() == tmp_path


def test_runs_stay_in_a_checkout_only_for_who_works_in_it(monkeypatch, tmp_path):
    monkeypatch.delenv("NEURO_SAVES", raising=False)
    monkeypatch.setattr(paths, "_CHECKOUT", tmp_path / "checkout")
    (tmp_path / "checkout" / "deep").mkdir(parents=True)
    (tmp_path / "checkout" / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path / "checkout" / "deep")
    assert paths.saves_root() == tmp_path / "checkout" / "saves"
    monkeypatch.chdir(tmp_path)
    assert not paths.saves_root().is_relative_to(tmp_path)


def test_nothing_is_kept_beside_the_package(monkeypatch, tmp_path):
    monkeypatch.delenv("NEURO_SAVES", raising=False)
    monkeypatch.chdir(tmp_path)
    package = Path(paths.__file__).parent
    assert not paths.saves_root().is_relative_to(package)
    assert not paths.cache_root().is_relative_to(package)
