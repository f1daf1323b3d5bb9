import pytest


def test_a_champion_becomes_a_page(neuro, champion):
    said = neuro("export", champion, "page.html", "--max-steps", 200)
    page = (neuro.folder / "page.html").read_text()
    assert page.startswith("<!doctype html>")
    assert "http" not in page
    assert "wrote page.html" in said.stdout_text


def test_a_page_that_cannot_be_written_is_one_sentence_before_it_is_made(neuro, champion, monkeypatch):
    for maker in ("_save_replay_page", "_save_ancestors", "live_text"):
        monkeypatch.setattr(f"neuro.cli.export.{maker}", lambda *_: pytest.fail("made"))
    for words in ((champion,), (champion, "--live"), ("run", "--ancestors")):
        said = neuro("export", words[0], "nowhere/page.html", *words[1:], code=1)
        assert "cannot write nowhere/page.html: there is no folder" in said.stderr_text


def test_a_champion_that_plays_live_takes_no_options_of_a_run_and_has_to_be_there(neuro, champion):
    said = neuro("export", champion, "page.html", "--live", "--population", 20, code=2)
    assert "--population is of a population that learns" in said.stderr_text
    assert "there is no file lost.neuro" in neuro("export", "lost.neuro", "page.html", "--live", code=1).stderr_text
    assert "let its name end in .html" in neuro("export", champion, "page.txt", "--live", code=2).stderr_text
    assert list(neuro.folder.glob("page.*")) == []
