import pygame
import pytest


def test_without_a_terminal_it_prints_a_line_a_generation_and_ends_when_solved(neuro):
    said = neuro("watch", "flappy", "--seed", 2, SDL_VIDEODRIVER="", DISPLAY="", WAYLAND_DISPLAY="")
    lines = said.stdout_text.splitlines()
    assert lines[0].startswith("generation 0: best ")
    assert lines[-4].endswith(", solved")
    assert lines[-1].startswith("See it again: neuro replay ")
    assert "no display and no terminal here" in said.stderr_text


def test_a_watched_run_is_the_headless_run(neuro):
    run = ("flappy", "--seed", 8, "--generations", 3, "--population", 60, "--keep-going", "--max-steps", 500)
    headless = neuro.json("evolve", *run)
    watched = neuro.json("watch", *run, "--view", "window", "--speed", "max")
    lines = neuro.json("watch", *run, "--view", "none")
    assert list(watched) == [*headless, "seconds_shown"]
    assert watched["fingerprint"] == headless["fingerprint"] == lines["fingerprint"]


def test_a_screenshot_shows_the_window(neuro):
    neuro("watch", "flappy", "--seed", 2, "--frames", 90, "--screenshot", "shot.png")
    picture = pygame.image.load(neuro.folder / "shot.png")
    width, height = picture.get_size()
    colours = {tuple(picture.get_at((x, y))) for x in range(0, width, 4) for y in range(0, height, 4)}
    assert width >= 600
    assert len(colours) > 1000


def test_the_terminal_view_prints_the_last_frame_where_stdout_is_none(neuro):
    said = neuro("watch", "flappy", "--seed", 2, "--view", "terminal", "--frames", 30).stdout_text
    assert "generation 0" in said
    assert len(said) > 500


def test_replay_and_play_draw_too(neuro, champion):
    neuro("replay", champion, "--view", "window", "--frames", 40, "--screenshot", "replay.png")
    neuro("play", "flappy", "--seed", 1, "--against", champion, "--frames", 40, "--screenshot", "play.png")
    for name in ("replay.png", "play.png"):
        assert (neuro.folder / name).stat().st_size > 10_000


def test_a_screenshot_into_a_folder_that_is_not_there_is_refused_before_anything_runs(neuro):
    said = neuro("watch", "flappy", "--frames", 5, "--screenshot", "nowhere/shot.png", code=1).stderr_text
    assert "nowhere" in said


QUICK = ("flappy", "--seed", 8, "--generations", 1, "--population", 40, "--max-steps", 200, "--view", "window")


def test_a_story_ends_by_itself_and_tells_how_long_it_was_shown(neuro):
    steady = neuro.json("watch", *QUICK, "--pace", "steady", "--until", "solved")
    story = neuro.json("watch", *QUICK, "--pace", "story", "--until", "solved")
    assert story["fingerprint"] == steady["fingerprint"]
    assert 4 < story["seconds_shown"] < 60
    assert 4 < steady["seconds_shown"] < 60


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--pace", "story", "--speed", "2"), "leave one of them out"),
        (("--until", "solved", "--keep-going"), "leave one of them out"),
        (("--pace", "story", "--view", "none"), "--pace story is told in a window"),
        (("--pace", "steady", "--versus", "ga,random"), "leave them out of xor and of --versus"),
    ],
)
def test_options_that_contradict_each_other_are_refused(neuro, options, says):
    assert says in neuro("watch", "flappy", *options, code=2).stderr_text


def test_a_pace_means_nothing_to_xor(neuro):
    assert "leave them out of xor" in neuro("watch", "xor", "--until", "solved", code=2).stderr_text
