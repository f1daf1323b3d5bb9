"""Why did it die: the last moments again, the answer in words, the maps, and the way back to the rollout."""

import dataclasses

import numpy as np
import pygame
import pytest
from games_for_tests import quick_flappy, walk

from games.flappy import rules
from games.flappy import telling as flappy_words
from games.xor_arena import telling as arena_words
from neuro.errors import NeuroError
from neuro.evolution import Evolution, EvolutionSettings
from neuro.game import checked_game
from neuro.policies import Layered
from neuro.rollout.hindsight import Hindsight
from neuro.view.death.death_cause import Death, _said, distinct_numbers, duration, explain
from neuro.view.keys import NOTICE, Command
from neuro.view.paint import Paint
from neuro.view.panels.policy_field import place_in
from neuro.view.theme import DARK, LIGHT
from neuro.view.watch.run_options import RunOptions
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import WatchScreen


def run_of(game=quick_flappy, **others):
    return Evolution(game, EvolutionSettings(seed=3, population=40, episodes=1, max_steps=900, **others))


@pytest.fixture(params=["1", "16"])
def watching(request):
    watched = WatchModel(run_of(), DARK, RunOptions(speed=request.param))
    yield watched
    watched.close()


def until_death(watching, agent):
    watching.focus.selected = agent
    for _ in range(600):
        watching.tick(1 / 60, hurried=True)
        watching.wait_for_inquiry()
        if watching.can_flash_back:
            return
    pytest.fail("it never died")


def asked_why(watching, agent=7):
    until_death(watching, agent)
    watching.obey(Command("death"))
    return watching.flashback


def key(code):
    return pygame.event.Event(pygame.KEYDOWN, key=code, mod=0)


def drawn(screen, size=(1440, 900)):
    surface = pygame.Surface(size)
    screen.draw(Paint(surface))
    return surface


def test_the_last_moments_are_shown_again_slowly_while_the_rollout_waits(watching):
    until_death(watching, 7)
    assert "died: D shows why" in snapshot_of(watching).note
    before = watching.stage.rollout.steps
    watching.obey(Command("death"))
    flashback, frames = watching.flashback, 0
    steps = len(flashback.why.leanings) - flashback.begins
    while not flashback.over:
        watching.tick(1 / 60)
        frames += 1
    play = 4 * steps / 60 + 1.5 + 1.0 + 0.6  # slowly, standing still, what comes after it, and the relative's way
    assert play - 0.3 < frames / 60 < play + 0.3
    assert watching.stage.rollout.steps == before
    watching.tick(60.0)
    assert watching.flashback is flashback, "it stays until people go on"


def test_it_stands_still_at_the_moment(watching):
    flashback = asked_why(watching)
    while flashback.step < flashback.why.moment:
        watching.tick(1 / 60)
    for _ in range(60):
        watching.tick(1 / 60)
        assert flashback.step == flashback.why.moment
    for _ in range(60):
        watching.tick(1 / 60)
    assert flashback.step > flashback.why.moment


def test_what_is_shown_again_is_what_happened(watching):
    flashback = asked_why(watching, 5)
    happened = [state[:, 5].tobytes() for state in watching.stage.past]
    assert flashback._found.states[-1].tobytes() in happened
    assert f"step {watching.stage.rollout.lived[5]}" in flashback.why.where


@pytest.mark.parametrize("leave", ["D", "escape", "a click"])
def test_it_can_be_left_at_once(watching, leave):
    screen = WatchScreen(watching, DARK)
    asked_why(watching, 3)
    drawn(screen)
    match leave:
        case "D":
            screen.handle(key(pygame.K_d), 1.0)
        case "escape":
            screen.handle(key(pygame.K_ESCAPE), 1.0)
        case _:
            at = next(
                c.rect for c in screen._inquest.panels[0].reachable() if c.about == "Go on from where you were"
            ).center
            screen.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1), 1.0)
    assert watching.flashback is None
    assert not screen.done, "only the answer is left, not the window"


def test_a_click_on_the_note_asks_why(watching):
    screen = WatchScreen(watching, DARK)
    until_death(watching, 3)
    drawn(screen)
    world = screen._places.world
    at = world.centerx, world.bottom - 28
    screen.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1), 1.0)
    assert watching.flashback is not None


def test_who_chose_nobody_is_told_of_the_last_that_fell(watching):
    while watching.stage.alive == 40:
        watching.tick(1 / 60, hurried=True)
    rollout = watching.stage.rollout
    last = int(rollout.lived[~rollout.alive].max())
    watching.obey(Command("death"))
    watching.wait_for_inquiry()
    watching.tick(0.0)
    assert watching.flashback is not None
    assert watching.flashback.why.where.endswith(f"step {last}")


@pytest.mark.parametrize("chosen", [None, 0])
def test_who_asks_before_anybody_fell_is_told_so(chosen):
    watching = WatchModel(run_of(), DARK, RunOptions())
    screen = WatchScreen(watching, DARK)
    drawn(screen)
    watching.focus.selected = chosen
    pygame.display.init()
    pygame.event.clear()
    screen.handle(key(pygame.K_d), 1.0)
    told = [event.text for event in pygame.event.get(NOTICE)]
    watching.close()
    assert told == ["Not over yet: D tells why a bird died, once it has"]
    assert not watching.asked


def test_the_rollout_waits_for_the_answer(watching):
    while watching.stage.alive == 40:
        watching.tick(1 / 60, hurried=True)
    before = watching.stage.rollout.steps
    watching.ask_why()
    for _ in range(200):
        watching.tick(1 / 60)
    watching.wait_for_inquiry()
    watching.tick(1 / 60)
    assert watching.stage.rollout.steps == before
    assert watching.flashback is not None


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("size", [(1440, 900), (1024, 720), (800, 600)], ids=str)
def test_all_of_it_is_drawn_inside_the_window(size, theme):
    watching = WatchModel(run_of(), theme, RunOptions(speed="16"))
    screen = WatchScreen(watching, theme)
    flashback = asked_why(watching)
    drawn(screen, size)
    for panel in screen._shown_panels():
        assert pygame.Rect(0, 0, *size).contains(panel.rect)
    pictures = []
    for tab in range(1 if size[0] > 1200 else 2):
        if size[0] < 1200:
            screen._inquest.panels[0].chosen = tab
        pictures.append(pygame.surfarray.array3d(drawn(screen, size)))
        beside = pictures[-1][size[0] * 6 // 10 :, 100 : size[1] - 160]
        assert len(np.unique(beside.reshape(-1, 3), axis=0)) > 60, "there is something beside the world"
    while not flashback.over:
        watching.tick(1 / 60)
    assert (pygame.surfarray.array3d(drawn(screen, size)) != pictures[-1]).mean() > 0.01
    watching.close()


def test_reduced_motion_brings_the_world_no_nearer(watching):
    screen = WatchScreen(watching, DARK)
    flashback = asked_why(watching)
    seen = []
    flashback.draw = lambda *given, **_: seen.append(given[1].h)
    drawn(screen)
    screen._shell.still = True
    drawn(screen)
    assert seen[0] > 1.5 * seen[1]


def test_the_answer_is_made_of_what_happened(watching):
    flashback = asked_why(watching)
    why, found = flashback.why, flashback._found
    own, relative = why.sides
    names = {0.0: "glide", 1.0: "flap"}
    assert own.does == names[float(found.actions[found.moment][0])]
    assert relative.does == names[float(found.relative.actions[0][0])] == why.instead
    assert own.does != relative.does
    assert f"it chose {own.does}, " in why.text
    assert (
        f"bird {found.relative.agent}, its nearest relative that lives on from there, chooses {why.instead}" in why.text
    )
    assert f"In its place {found.lived} of 40 would have lived on." in why.text
    said = dict(own.outputs)
    assert " against ".join(distinct_numbers([said[own.does], said[why.instead]])) in why.text
    assert said[own.does] >= said[why.instead]
    for side in why.sides:
        assert side.policy.trail[-1] == own.policy.trail[-1], "the same point is marked in both maps"


def test_a_game_without_words_of_its_own_gets_plain_sentences():
    silent = dataclasses.replace(quick_flappy, cause=None, sight=None)
    watching = WatchModel(run_of(silent), DARK, RunOptions(speed="16"))
    why = asked_why(watching).why
    watching.close()
    assert why.text.startswith("It died. ")
    assert "height " in why.seen
    assert "to low edge " in why.seen


@pytest.mark.parametrize("field", ["cause", "sight"])
def test_words_of_a_game_that_fail_are_told_in_a_sentence(field):
    def broken(_):
        raise ZeroDivisionError("by nothing")

    state = np.ones(5, np.float32)
    with pytest.raises(NeuroError, match=rf"{field}\(state\) of Walk fails: .*by nothing"):
        _said(dataclasses.replace(walk, **{field: broken}), field, state)
    with pytest.raises(NeuroError, match=rf"{field}\(state\) of Walk tells a state in words, not 3"):
        _said(dataclasses.replace(walk, **{field: lambda _: 3}), field, state)
    with pytest.raises(NeuroError, match=f"{field} is a function that tells a state"):
        checked_game(dataclasses.replace(walk, **{field: "too low"}))


@pytest.mark.parametrize(
    ("steps", "told"),
    [(1, "one step"), (3, "three steps"), (5, "five steps"), (15, "a quarter of a second"), (31, "half a second")],
)
def test_times_are_told_as_people_say_them(steps, told):
    assert duration(steps, 60) == told
    assert duration(84, 60) == "1.4 seconds"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([0.57, 0.30], ["0.57", "0.30"]),
        ([0.5401, 0.5404], ["0.5401", "0.5404"]),
        ([0.5, 0.5], ["0.50", "0.50"]),
        ([-1.0, 1.0], ["−1.00", "1.00"]),
    ],
)
def test_outputs_that_differ_never_look_alike(values, told):
    assert distinct_numbers(values) == told


def test_the_moment_lies_in_its_maps_also_far_from_the_next_stone(watching):
    flashback = asked_why(watching)
    found = flashback._found
    far = dataclasses.replace(found, states=found.states.copy())
    far.states[:, rules.PIPE_X] = 700
    case = Death(
        quick_flappy,
        Layered(quick_flappy.layers),
        watching._cohort.genomes,
        watching._cohort.course,
        quick_flappy.setting,
        0,
    )
    for shown in (found, far):
        for side in explain(case, shown, flashback.scene).sides:
            x, y = place_in(pygame.Rect(0, 0, 100, 100), side.policy)
            assert 0 <= x <= 100
            assert 0 <= y <= 100


def bird(**rows):
    state = np.zeros(len(quick_flappy.state), np.float32)
    usual = {"height": 300, "pipe_x": 80, "top": 250, "gap": 120, "pace": 2.3, "room": -12, "speed": 4.3}
    for name, value in {**usual, **rows}.items():
        state[quick_flappy.state.index(name)] = value
    return state


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ({"height": 360}, "was 12 pixels too low for the opening"),
        ({"height": 240, "room": -0.6}, "was a pixel too high for the opening"),
        ({"height": 775, "pipe_x": 400}, "fell to the ground"),
        ({"height": -3, "pipe_x": 400}, "flew out of the sky"),
    ],
)
def test_a_bird_is_told_what_it_died_of(rows, told):
    assert flappy_words.cause(bird(**rows)) == told


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ({"pipe_x": 143, "height": 326}, "the stone in 53, the low edge 14 below, falling at 4.3"),
        ({"height": 200, "speed": -6.9}, "the stone beside, the opening 50 below, rising at 6.9"),
        ({"pipe_x": 143, "height": 363}, "the stone in 53, the opening 23 above, falling at 4.3"),
    ],
)
def test_a_bird_is_told_what_it_sees(rows, told):
    assert flappy_words.sight(bird(**rows)) == told


@pytest.mark.parametrize(
    ("place", "cause", "side"),
    [(-0.31, "stood between the pads when the round closed", "left"), (0.8, "stood on the wrong pad when", "right")],
)
def test_an_agent_of_the_arena_is_told_where_it_stood(place, cause, side):
    state = np.array([0, 0, place, 0, 0.9, 0.1, 1, 0, 0, 0], np.float32)
    assert arena_words.cause(state).startswith(cause)
    assert arena_words.sight(state) == f"lamp A lit, lamp B dark, {abs(place):.2f} to the {side} of the middle"


def test_a_moment_without_a_way_out_is_told_so(watching):
    flashback = asked_why(watching)
    lost = Hindsight(7, flashback._found.first, flashback._found.states, flashback._found.actions)
    case = Death(
        quick_flappy,
        Layered(quick_flappy.layers),
        watching._cohort.genomes,
        watching._cohort.course,
        quick_flappy.setting,
        0,
    )
    why = explain(case, lost, flashback.scene)
    assert "nobody of its generation knows a way out of there" in why.text
    assert why.caption[0] == "It was lost "
    assert (why.moment, why.instead, len(why.sides)) == (None, "", 1)
