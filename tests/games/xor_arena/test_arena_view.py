import numpy as np
import pygame
import pytest

from games.xor_arena import game, rules
from games.xor_arena.view import Scene
from neuro.network import Dense, Input
from neuro.network.network import initial_genomes
from neuro.rollout.flight import Flight
from neuro.view import birds
from neuro.view.mind import Insight
from neuro.view.scene import Marks
from neuro.view.stage import Stage
from neuro.view.theme import DARK, LIGHT

RECT = pygame.Rect(0, 0, 644, 724)
NOBODY = Marks(crowd=False)


def crowd(population=200, course=5, theme=DARK):
    genomes = initial_genomes(game.layers, population, 1, game.initialiser)
    flight = Flight(game, game.layers, genomes, np.full(population, course, np.uint32), max_steps=3000)
    stage = Stage(Scene(game, game.setting, theme))
    stage.begin(flight, birds.looks_of(genomes), course)
    return stage


def picture(stage, marks):
    surface = pygame.Surface(RECT.size)
    stage.scene.draw(surface, RECT, marks)
    return pygame.surfarray.array3d(surface).astype(int)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_agents_are_drawn_where_their_positions_are(theme):
    stage = crowd(1, theme=theme)
    stage.advance(40)
    position = float(stage.flight.state[rules.POSITION, 0])
    drawn = abs(picture(stage, Marks(leader=0, crowned=False)) - picture(stage, NOBODY)).sum(axis=2) > 60
    xs, ys = np.nonzero(drawn)
    left, scale = stage.scene.view(RECT)
    assert abs(np.median(xs) / scale + left - (400 + 362 * position)) < 12
    assert 480 < np.median(ys) / scale < 620


def test_lamps_shine_as_brightly_as_they_are():
    lit = {}
    for course in range(30):
        stage = crowd(1, course)
        image = picture(stage, NOBODY)
        left, scale = stage.scene.view(RECT)
        for row, x in ((rules.LAMP_A, 318), (rules.LAMP_B, 482)):
            spot = image[round((x - left) * scale), round(196 * scale)]
            lit.setdefault(bool(stage.flight.state[row, 0] > 0.5), []).append(int(spot.sum()))
    assert min(lit[True]) > max(lit[False]) + 100


def test_the_wrong_pad_opens_and_those_on_it_fall():
    stage = crowd()
    while stage.alive == 200:
        stage.advance(1)
    answer = float(stage.scene._before[rules.ANSWER, 0])
    places = stage.flight.state[rules.POSITION] * answer
    assert ((places >= rules.EDGE) == stage.flight.alive).all()
    left, scale = stage.scene.view(RECT)
    image = picture(stage, NOBODY)
    wrong, right = (
        image[round((400 + 300 * side - left) * scale), round(545 * scale)].sum() for side in (-answer, answer)
    )
    assert wrong < right
    fallen = np.flatnonzero(~stage.flight.alive)
    before = stage.scene._places()[1][fallen]
    stage.advance(10)
    assert (stage.scene._places()[1][fallen] > before + 10).all()
    assert len(stage.scene.dots(Marks(leader=stage.leader))) == stage.alive


def test_drawing_never_changes_a_state():
    stage = crowd(50)
    stage.advance(200)
    before = stage.flight.state.copy()
    picture(stage, Marks(leader=stage.leader))
    assert stage.flight.state.tobytes() == before.tobytes()


def test_the_decision_surface_lies_over_the_two_lamps_seen_from_the_middle_at_rest():
    stage = crowd(1)
    stage.advance(30)
    plane = stage.scene.plane(stage.flight.state[:, 0])
    assert (plane.across.row, plane.down.row) == (rules.LAMP_A, rules.LAMP_B)
    assert dict(plane.still) == {rules.POSITION: 0, rules.SPEED: 0}
    layers = (Input(4), Dense(2, "identity"))
    genome = np.array([1, 0, 0, 0, 0, 0, 9, 9, 0, 0], np.float32)  # right where lamp A is lit; left by position, speed
    policy = Insight(game, layers, game.setting).policy(genome, stage.flight.state.T, stage.scene, None, "me")
    assert (policy.values[:23] < 0).all()
    assert (policy.values[25:] > 0).all()
    assert (policy.less, policy.more) == ("push left", "push right")
