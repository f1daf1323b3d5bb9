import numpy as np
import pygame
import pytest

from games.flappy import game
from games.flappy.course import pipe_top
from games.flappy.view import Scene
from neuro.network import Network
from neuro.rollout.stepwise import Rollout
from neuro.view.inspect.stage import Stage
from neuro.view.looks import FAMILIES, looks_of
from neuro.view.scene import Marks
from neuro.view.theme import DARK, LIGHT

RECT = pygame.Rect(0, 0, 644, 724)
SCALE = 724 / 900
LEFT = -125
NOBODY = Marks(crowd=False)


def state_of(count=1, **rows):
    state = np.zeros((len(game.state), count), np.float32)
    start = {"alive": 1, "height": 450, "speed": 1, "pipe_x": 400, "top": 200, "gap": 120, "pace": 2.3}
    for name, value in (start | rows).items():
        state[game.state.index(name)] = value
    return state


def scene_of(state, course=5, theme=DARK):
    scene = Scene(game, game.setting, theme)
    looks = np.array([FAMILIES["Ember"]] * state.shape[1], np.float32)
    scene.begin(state, looks, course)
    return scene


def picture(scene, marks):
    surface = pygame.Surface(RECT.size)
    scene.draw(surface, RECT, marks)
    return pygame.surfarray.array3d(surface).astype(int)


def flock(population=300, course=5):
    genomes = np.stack([Network(game.layers, seed=k).genome for k in range(population)])
    rollout = Rollout(game, game.layers, genomes, np.full(population, course, np.uint32), max_steps=1000)
    stage = Stage(Scene(game, game.setting, DARK))
    stage.begin(rollout, looks_of(genomes), course)
    return stage


@pytest.mark.parametrize("x", [120.0, 251.3, 400.0])
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_a_stone_fills_exactly_the_rectangle_that_collides(x, theme):
    top = float(pipe_top(5, 0, game.setting))
    with_stone = picture(scene_of(state_of(pipe_x=x, top=top), theme=theme), NOBODY)
    without = picture(scene_of(state_of(pipe_x=5000, top=top), theme=theme), NOBODY)
    stone = (abs(with_stone - without) > 0).any(axis=2)
    first, last = round((x - LEFT) * SCALE), round((x - LEFT) * SCALE) + round(70 * SCALE)
    upper, lower, floor = round(top * SCALE), round((top + 120) * SCALE), round(800 * SCALE)
    for rows in (slice(0, upper), slice(lower, floor - 20)):
        assert stone[first:last, rows].mean() > 0.995
    for columns in (slice(0, first), slice(last, last + round(200 * SCALE))):
        assert not stone[columns].any()
    grass = round(24 * SCALE) + 1
    assert not stone[first:last, upper + grass : lower - grass].any()


def test_a_bird_is_drawn_where_its_state_says():
    for height in (100.0, 450.0, 700.0):
        scene = scene_of(state_of(height=height))
        drawn = abs(picture(scene, Marks(leader=0, crowned=False)) - picture(scene, NOBODY)).sum(axis=2) > 60
        xs, ys = np.nonzero(drawn)
        assert abs(np.median(xs) - (75 - LEFT) * SCALE) < 4
        assert abs(np.median(ys) - (height + 15) * SCALE) < 4


def test_late_birds_are_shown_as_they_were_that_many_steps_ago():
    count = 30
    scene = scene_of(state_of(count))
    heights = np.linspace(450, 300, 80)
    for height in heights:
        scene.track(state_of(count, height=height))
    for dot, delay in zip(sorted(scene.dots(Marks())), sorted(scene._delays, reverse=True), strict=True):
        assert dot.x == pytest.approx(75 - 2.3 * delay, abs=0.01)
        assert dot.y == pytest.approx(heights[-1 - delay] + 15, abs=0.01)


def test_no_bird_is_ever_shown_inside_a_stone():
    stage = flock()
    for _ in range(400):
        stage.advance(1)
        solids = stage.scene.solids()
        for dot in stage.scene.dots(Marks(leader=stage.leader)):
            x, y, step = dot.x - 15, dot.y - 15, 2.4  # stones come nearer after the rules have looked
            assert not any(
                x + 30 > sx + step and x < sx + w - step and y + 30 > sy + 0.1 and y < sy + h - 0.1
                for sx, sy, w, h in solids
            )


def test_the_dead_are_not_shown_once_their_death_has_been_seen():
    scene = scene_of(state_of(20))
    alive = np.ones(20)
    alive[10:] = 0
    for _ in range(60):
        scene.track(state_of(20, alive=alive))
    assert len(scene.dots(Marks())) == 10


def test_the_leader_catches_up_to_the_front():
    scene = scene_of(state_of(40))
    marks = Marks(leader=17)
    picture(scene, marks)
    for _ in range(40):
        scene.track(state_of(40))
    leader = next(dot for dot in scene.dots(marks) if dot.marked)
    assert leader.x == pytest.approx(75)


def test_stones_to_come_stand_where_the_course_will_bring_them():
    stage = flock(4, course=9)
    promised = {round(x): y for x, y, *_ in stage.scene.solids() if y > 0 and 1000 < x < 1200}
    setting = game.setting
    ((x, low),) = promised.items()
    assert x == 800 + 70 + float(setting.spacing)
    assert low == pytest.approx(float(pipe_top(9, 1, game.setting)) + float(setting.gap))


def test_a_death_leaves_feathers_for_a_moment():
    scene = scene_of(state_of(1))
    picture(scene, NOBODY)
    scene.track(state_of(1, alive=0, pipe_x=397.7))
    scene.track(state_of(1, alive=0, pipe_x=397.7))
    seen = picture(scene, NOBODY)
    clear = scene_of(state_of(1, alive=1, pipe_x=393.1))
    near = slice(round((20 - LEFT) * SCALE), round((130 - LEFT) * SCALE)), slice(330, 430)
    assert (abs(seen - picture(clear, NOBODY)).sum(axis=2) > 60)[near].sum() > 30


def flapped(scene, steps):
    """The scene some steps after its one bird has flapped, which it did not do before."""
    for speed in (-6.9, *(-6.9 + 0.35 * k for k in range(1, steps))):
        scene.track(state_of(speed=np.float32(speed), pipe_x=5000))
    return scene


def test_wings_beat_for_some_frames_after_a_flap_and_then_glide():
    wings = [flapped(scene_of(state_of(speed=0, pipe_x=5000)), steps)._bird(0).phase for steps in (1, 3, 7, 11, 20)]
    assert wings == [2, 2, 1, 0, 3]


def test_reduced_motion_leaves_the_landscape_the_wings_and_the_feathers_where_they_are():
    horizon = round(760 * SCALE)
    looks = {}
    for still in (False, True):
        marks = Marks(crowd=False, still=still)
        scene = scene_of(state_of(pipe_x=5000))
        before = picture(scene, marks)
        for pipe_x in range(4999, 4800, -1):
            scene.track(state_of(pipe_x=pipe_x))
        looks[still] = (before != picture(scene, marks)).any(axis=2)
    assert looks[False][:, :horizon].any()
    assert not looks[True][:, :horizon].any()
    assert looks[True][:, round(800 * SCALE) :].mean() > 0.01, "the ground still moves: it tells how fast they fly"

    scene = flapped(scene_of(state_of(speed=0, pipe_x=5000)), 2)
    picture(scene, Marks(leader=0, still=True))
    assert scene._bird(0).phase == 3


def test_reduced_motion_still_shows_that_somebody_died():
    scene, marks = scene_of(state_of(1)), Marks(crowd=False, still=True)
    picture(scene, marks)
    for _ in range(2):
        scene.track(state_of(1, alive=0, pace=0))
    seen = picture(scene, marks)
    assert (abs(seen - picture(scene_of(state_of(1)), marks)).sum(axis=2) > 60).sum() > 30
    scene._feathers.move(0)
    assert (picture(scene, marks) == seen).all()


def test_drawing_never_changes_a_state():
    stage = flock(50)
    stage.advance(30)
    before = stage.rollout.state.copy()
    picture(stage.scene, Marks(leader=stage.leader))
    assert (stage.rollout.state == before).all()


def test_names_mark_ghosts_with_a_ring():
    scene = scene_of(state_of(2))
    ghost = picture(scene, Marks(leader=0, names={1: "a ghost"}))
    plain = picture(scene, Marks(leader=0))
    assert (abs(ghost - plain).sum(axis=2) > 30).sum() > 300
