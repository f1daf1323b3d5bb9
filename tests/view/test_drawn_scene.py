"""Games whose rules draw: the scene, its crowd, its posters, and its pictures as text."""

import numpy as np
import pygame
import pytest

from games.poles import game as poles
from neuro.game import find_game
from neuro.rollout.stepwise import Rollout
from neuro.rules.shapes_list import COLOURS, Painter
from neuro.view.drawing.text_picture import plain
from neuro.view.drawn import Scene, draw_poster, draw_shapes, first_state
from neuro.view.land import colours_of
from neuro.view.paint import Paint
from neuro.view.poster import poster_of
from neuro.view.scene import Marks, make_scene
from neuro.view.theme import DARK, LIGHT, THEMES


def scene_of(agents=1, theme=DARK):
    scene = make_scene(poles, poles.setting, theme)
    state = np.repeat(first_state(poles, poles.setting), agents, axis=1)
    scene.begin(state, np.random.default_rng(1).random((agents, 16), np.float32), 0)
    return scene


def picture(scene, marks, size=(550, 450)):
    surface = pygame.Surface(size)
    scene.draw(surface, surface.get_rect(), marks)
    return pygame.surfarray.array3d(surface).astype(int)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_colour_that_rules_may_name_is_one_of_the_theme(theme):
    assert set(colours_of(theme)) | {"agent"} == COLOURS


def test_the_first_state_is_that_of_the_compiled_rules():
    state = Rollout(poles.at(""), None, None, np.zeros(1, np.uint32), max_steps=1).state
    assert first_state(poles, poles.setting).tobytes() == state.tobytes()


def test_of_a_large_crowd_some_are_drawn_and_the_same_ones_as_long_as_they_live():
    scene, marks = scene_of(1000), Marks(leader=7)
    drawn = [dot.agent for dot in scene.dots(marks)]
    assert 24 <= len(drawn) <= 300
    assert drawn[-1] == 7
    state = scene.state.copy()
    state[0, drawn[:5]] = 0
    scene.track(state)
    later = [dot.agent for dot in scene.dots(marks)]
    assert set(drawn[5:]) < set(later)
    assert not set(drawn[:5]) & set(later)
    assert len(later) == len(drawn)


def test_who_is_marked_stays_where_it_ended_and_others_are_gone():
    scene = scene_of(3)
    state = scene.state.copy()
    state[0] = 0
    scene.track(state)
    assert [dot.agent for dot in scene.dots(Marks(leader=2))] == [2]
    assert scene.dots(Marks()) == []


def test_the_crown_and_the_crowd_are_what_rules_are_told_of():
    scene = scene_of(2)
    plain_one, crowned, shadow = scene.agent(0), scene.agent(0, crown=True), scene.agent(0, crowd=True)
    assert len(crowned) > len(plain_one) > len(shadow)
    assert {"agent"} == {shape[4] if shape[0] == "disc" else shape[2] for shape in shadow}


def test_what_stands_still_is_drawn_once_for_a_size_and_a_theme(monkeypatch):
    scene, drawn = scene_of(), []
    ground = scene._draw_ground
    monkeypatch.setattr(scene, "_draw_ground", lambda paint: drawn.append(paint.scale) or ground(paint))
    before = picture(scene, Marks(leader=0))
    scene.track(scene.state)
    assert (picture(scene, Marks(leader=0)) == before).all()
    assert len(drawn) == 1
    picture(scene, Marks(leader=0), (700, 600))
    assert len(drawn) == 2


def test_wide_boxes_leave_no_seam_whatever_their_opacity():
    painter = Painter()
    for k in range(10):
        painter.box(0, 10.3 * k, 400, 10.3, "good", 0.5)
    surface = pygame.Surface((400, 103))
    draw_shapes(Paint(surface), painter.shapes, DARK, (1, 2, 3))
    assert len(np.unique(pygame.surfarray.array2d(surface))) == 1


def test_texts_too_small_to_be_read_are_left_out():
    painter = Painter()
    painter.text(50, 50, "unreadable", "white", 20)
    for scale, seen in ((0.2, False), (1.0, True)):
        surface = pygame.Surface((100, 100))
        draw_shapes(Paint(surface, scale), painter.shapes, DARK, (1, 2, 3))
        assert pygame.surfarray.array2d(surface).any() == seen


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("size", [(300, 128), (150, 129), (60, 200)])
def test_its_poster_fills_pictures_of_every_shape_and_shows_the_agent(size, theme):
    surface = pygame.Surface(size)
    surface.fill((255, 0, 255))
    draw_poster(poles, Paint(surface), theme, 0.0)
    pixels = pygame.surfarray.array3d(surface)
    assert not (pixels == (255, 0, 255)).all(axis=2).any()
    again = pygame.Surface(size)
    poster_of(poles)(Paint(again), theme, 0.0)
    assert (pygame.surfarray.array3d(again) == pixels).all()


def test_without_colours_it_is_drawn_in_braille_signs_with_a_diamond_where_the_agent_stands():
    lines = plain(scene_of(), Marks(leader=0), 64, 36)
    text = "".join(lines)
    assert text.count("◆") == 1
    track = next(line for line in lines if line.count("⣿") > 40)
    assert 0 < lines.index(next(line for line in lines if "◆" in line)) < lines.index(track)
    assert set(text) - {" ", "◆"} <= set(map(chr, range(0x2801, 0x2900)))


@pytest.mark.parametrize("level", ["velocities", "blind", "damped", "easy"])
def test_every_level_is_drawn(level):
    assert isinstance(make_scene(find_game("poles").at(level), poles.at(level).setting, DARK), Scene)


def test_of_games_with_a_world_for_each_agent_one_is_drawn_in_its_own():
    game = find_game("snake")
    scene = make_scene(game, game.setting, DARK)
    state = np.repeat(first_state(game, game.setting), 3, axis=1)
    state[game.state.index("fruit_x")] = 0, 4, 8
    scene.begin(state, np.random.default_rng(1).random((3, 16), np.float32), 0)
    pictures = [picture(scene, marks, (400, 450)) for marks in (Marks(leader=1), Marks(leader=2), Marks(2, selected=1))]
    assert [dot.agent for dot in scene.dots(Marks(leader=1))] == [1]
    assert not (pictures[0] == pictures[1]).all()
    assert (pictures[0] == pictures[2]).all()
    assert scene.dots(Marks(leader=None, crowd=False)) == []
