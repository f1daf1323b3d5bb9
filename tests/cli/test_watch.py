import pygame


def test_without_a_terminal_it_prints_a_line_a_generation_and_ends_when_solved(neuro):
    said = neuro("watch", "flappy", "--seed", 2, SDL_VIDEODRIVER="", DISPLAY="", WAYLAND_DISPLAY="")
    lines = said.stdout_text.splitlines()
    assert lines[0].startswith("generation 0: best ")
    assert lines[-4].endswith(", solved")
    assert lines[-1].startswith("Fly it again: neuro replay ")
    assert "no display and no terminal here" in said.stderr_text


def test_a_watched_run_is_the_headless_run(neuro):
    run = ("flappy", "--seed", 8, "--generations", 3, "--population", 60, "--keep-going", "--max-steps", 500)
    headless = neuro.json("evolve", *run)
    watched = neuro.json("watch", *run, "--view", "window", "--speed", "max")
    lines = neuro.json("watch", *run, "--view", "none")
    assert list(watched) == list(headless)
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
