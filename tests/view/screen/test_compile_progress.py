"""A window tells what is compiled at a first start, and can be closed meanwhile."""

import threading

import numpy as np
import pygame
import pytest

from games.flappy import game
from neuro import kernels
from neuro.compiled_code import report_compiling
from neuro.kernels import JIT, kernel, kernels_in
from neuro.rollout.program import program
from neuro.view.screen.compile_progress import CompileProgress, get_ready
from neuro.view.screen.window import Window, WindowOptions

needs_compiling = pytest.mark.skipif(not JIT, reason="nothing is compiled")


inner_kernel = None  # the one that ``fresh`` makes


def inner(a):
    return a + a


def outer(a):
    return inner_kernel(a) + 1


@pytest.fixture
def fresh(monkeypatch, tmp_path):
    """A kernel that calls another; nothing of them is on disk."""
    monkeypatch.setattr(kernels, "cache_folder", lambda: tmp_path / "code")
    monkeypatch.setitem(globals(), "inner_kernel", kernel(inner))
    return kernel(outer)


@needs_compiling
def test_each_function_that_is_compiled_is_told_of_before_and_after_and_one_from_disk_is_not(fresh):
    heard = []
    with report_compiling(lambda function, done: heard.append((function.__name__, done))):
        fresh(2.0)
        kernel(outer)(2.0)
    assert heard == [("outer", False), ("inner", False), ("inner", True), ("outer", True)]
    fresh(np.float32(2))
    assert len(heard) == 4, "nobody listens any more"


def test_what_a_kernel_calls_is_known_before_it_is_compiled(fresh):
    assert kernels_in(fresh) == {outer, inner}
    assert len(kernels_in(program(game, game.layers).rollout)) > 20


def test_how_far_it_is_and_what_is_under_way():
    compiling = CompileProgress("Flappy", frozenset({inner, outer}))
    assert not compiling.begun
    compiling.hear(outer, done=False)
    compiling.hear(inner, done=False)
    assert compiling.begun
    assert (compiling.share, compiling.doing) == (0, "Flappy's rules: inner")
    compiling.hear(inner, done=True)
    assert (compiling.share, compiling.doing) == (0.5, "Flappy's rules: outer")
    compiling.hear(outer, done=True)
    assert (compiling.share, compiling.doing) == (1, "")


def test_kernels_of_plain_rules_are_told_without_the_digest_in_their_names():
    compiling = CompileProgress("Flappy", frozenset())
    compiling.hear(getattr(game.rules.step, "py_func", game.rules.step), done=False)
    assert compiling.doing == "Flappy's rules: step"


@needs_compiling
def test_the_window_says_what_is_compiled_while_it_is(fresh, monkeypatch):
    said, seen = [], threading.Event()

    def say(window, title, line="", share=None, doing=""):
        said.append((title, doing))
        if doing == "Flappy's rules: inner":
            seen.set()

    def hear(compiling, function, done, heard=CompileProgress.hear):
        heard(compiling, function, done)
        if function is inner and not done:
            assert seen.wait(30)

    monkeypatch.setattr(Window, "say", say)
    monkeypatch.setattr(CompileProgress, "hear", hear)
    found = []
    with Window("neuro · Flappy", WindowOptions()) as window:
        assert get_ready(window, lambda: found.append(fresh(2.0)), "Flappy", kernels_in(fresh))
    assert found == [5.0]
    assert ("Getting ready", "Flappy's rules: inner") in said


@needs_compiling
@pytest.mark.parametrize("event", [pygame.event.Event(pygame.QUIT), pygame.event.Event(pygame.KEYDOWN, key=pygame.K_q)])
def test_closing_the_window_ends_the_compiling_at_the_next_function(fresh, event):
    done = []
    with Window("neuro · Flappy", WindowOptions()) as window:

        def work():
            pygame.event.post(event)
            while not window.closed:
                pass
            fresh(2.0)
            done.append(True)

        assert not get_ready(window, work)
    assert done == []
    assert fresh(3.0) == 7.0, "the same process can compile it later"


def test_what_the_work_raises_is_raised_where_the_window_is():
    def fail():
        raise ValueError("no such thing")

    with Window("neuro · Flappy", WindowOptions()) as window, pytest.raises(ValueError, match="no such thing"):
        get_ready(window, fail)


def test_where_nobody_looks_the_work_is_done_at_once_in_the_same_thread():
    with Window("neuro · Flappy", WindowOptions(frames=1)) as window:
        where = []
        assert get_ready(window, lambda: where.append(threading.current_thread()))
    assert where == [threading.main_thread()]


def test_a_window_with_a_bar_shows_how_far_it_is():
    with Window("neuro · Flappy", WindowOptions(size=(900, 700), scale=1)) as window:
        window.say("Getting ready", "why", 0.25, "Flappy's rules: step")
        surface = pygame.display.get_surface()
        x, y = 450 - 180, 350 + 25
        assert surface.get_at((x + 20, y)) == surface.get_at((x + 80, y)) != surface.get_at((x + 100, y))


def test_a_window_that_opened_early_is_gone_on_with(monkeypatch):
    Window("neuro · Flappy", WindowOptions())
    surface = pygame.display.get_surface()
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_q))
    # Opened again it would jump to the middle of the screen, and forget what was pressed.
    monkeypatch.setattr(pygame.display, "set_mode", lambda *_: pytest.fail("it is opened again"))
    with Window("neuro · Flappy", WindowOptions()) as window:
        assert window.paint.surface is surface
        assert [event.key for event in window.events() if event.type == pygame.KEYDOWN] == [pygame.K_q]


def test_where_nobody_knows_how_much_there_is_to_do_no_share_is_told():
    compiling = CompileProgress("", frozenset())
    compiling.hear(outer, done=False)
    assert compiling.share is None
    assert compiling.doing == "the rules: outer"
