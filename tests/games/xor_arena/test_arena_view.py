import numpy as np
import pygame
import pytest

from games.xor_arena import game, props, rules
from games.xor_arena.tally import PATTERNS, lit_lamps
from games.xor_arena.view import Scene
from neuro.evolution import Evolution, EvolutionSettings
from neuro.network import Dense, Input
from neuro.network.network import initial_genomes
from neuro.rollout.stepwise import Rollout
from neuro.view.inspect.inspection import Inspector
from neuro.view.inspect.stage import Stage
from neuro.view.keys import Command
from neuro.view.looks import looks_of
from neuro.view.scene import Marks
from neuro.view.theme import DARK, LIGHT
from neuro.view.watch.run_options import RunOptions
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_model import WatchModel

RECT = pygame.Rect(0, 0, 644, 724)
NOBODY = Marks(crowd=False)


def crowd(population=200, course=5, theme=DARK):
    genomes = initial_genomes(game.layers, population, 1, game.initialiser)
    rollout = Rollout(game, game.layers, genomes, np.full(population, course, np.uint32), max_steps=3000)
    stage = Stage(Scene(game, game.setting, theme))
    stage.begin(rollout, looks_of(genomes), course)
    return stage


def picture(stage, marks):
    surface = pygame.Surface(RECT.size)
    stage.scene.draw(surface, RECT, marks)
    return pygame.surfarray.array3d(surface).astype(int)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_agents_are_drawn_where_their_positions_are(theme):
    stage = crowd(1, theme=theme)
    stage.advance(40)
    position = float(stage.rollout.state[rules.POSITION, 0])
    drawn = abs(picture(stage, Marks(leader=0, crowned=False)) - picture(stage, NOBODY)).sum(axis=2) > 60
    xs, ys = np.nonzero(drawn)
    left, scale = stage.scene.view(RECT)
    assert abs(np.median(xs) / scale + left - (550 + props.REACH * position)) < 12
    assert 480 < np.median(ys) / scale < 620


def test_lamps_shine_as_brightly_as_they_are():
    lit = {}
    for course in range(30):
        stage = crowd(1, course)
        image = picture(stage, NOBODY)
        left, scale = stage.scene.view(RECT)
        for row, (x, _) in zip((rules.LAMP_A, rules.LAMP_B), props.LAMPS, strict=True):
            spot = image[round((550 + x - left) * scale), round(props.LAMP_Y * scale)]
            lit.setdefault(bool(stage.rollout.state[row, 0] > 0.5), []).append(int(spot.sum()))
    assert min(lit[True]) > max(lit[False]) + 100


def test_the_wrong_pad_opens_and_those_on_it_fall():
    stage = crowd()
    while stage.alive == 200:
        stage.advance(1)
    answer = float(stage.scene._before[rules.ANSWER, 0])
    places = stage.rollout.state[rules.POSITION] * answer
    assert ((places >= rules.EDGE) == stage.rollout.alive).all()
    left, scale = stage.scene.view(RECT)
    image = picture(stage, NOBODY)
    wrong, right = (
        image[round((550 + 400 * side - left) * scale), round(545 * scale)].sum() for side in (-answer, answer)
    )
    assert wrong < right
    fallen = np.flatnonzero(~stage.rollout.alive)
    before = stage.scene._places()[1][fallen]
    stage.advance(10)
    assert (stage.scene._places()[1][fallen] > before + 10).all()
    assert len(stage.scene.dots(Marks(leader=stage.leader))) == stage.alive


def test_drawing_never_changes_a_state():
    stage = crowd(50)
    stage.advance(200)
    before = stage.rollout.state.copy()
    picture(stage, Marks(leader=stage.leader))
    assert stage.rollout.state.tobytes() == before.tobytes()


def test_the_decision_surface_lies_over_the_two_lamps_seen_from_the_middle_at_rest():
    stage = crowd(1)
    stage.advance(30)
    plane = stage.scene.plane(stage.rollout.state[:, 0])
    assert (plane.across.row, plane.down.row) == (rules.LAMP_A, rules.LAMP_B)
    assert dict(plane.still) == {rules.POSITION: 0, rules.SPEED: 0}
    layers = (Input(4), Dense(2, "identity"))
    genome = np.array([1, 0, 0, 0, 0, 0, 9, 9, 0, 0], np.float32)  # right where lamp A is lit; left by position, speed
    policy = Inspector(game, layers, game.setting).policy(genome, stage.rollout.state.T, stage.scene, None, "me")
    assert (policy.values[:23] < 0).all()
    assert (policy.values[25:] > 0).all()
    assert (policy.less, policy.more) == ("push left", "push right")


def test_the_crowd_is_spread_out_but_nobody_is_shown_on_another_side_of_a_pads_edge():
    stage = crowd(400)
    for _ in range(4):
        stage.advance(25)
        place, shown = stage.rollout.state[rules.POSITION], stage.scene._shown_positions()
        for edge in (-rules.EDGE, rules.EDGE):
            sure = np.abs(place - edge) > 0.03
            assert ((place > edge) == (shown > edge))[sure].all()
        assert (np.abs(shown) <= 1).all()
    assert len(np.unique(np.round(shown[np.abs(place) == 1], 2))) > 20, "those at a wall are no heap"


@pytest.mark.parametrize("size", [(644, 724), (400, 700), (1400, 600)])
def test_both_pads_are_in_the_picture_whatever_its_shape(size):
    left, scale = crowd(1).scene.view(pygame.Rect(0, 0, *size))
    assert left <= 550 - props.REACH - 15
    assert left + size[0] / scale >= 550 + props.REACH + 15
    assert scale * 900 <= size[1]


def test_bars_tell_for_each_pattern_how_many_of_those_that_met_it_stood_right():
    stage = crowd(300)
    assert [bar.value for bar in stage.scene.shares().bars] == [None] * 4
    met, right = dict.fromkeys(range(4), 0), dict.fromkeys(range(4), 0)
    before = stage.rollout.state.copy()
    while stage.alive and stage.rollout.steps < 1200:
        stage.advance(1)
        after = stage.rollout.state
        for i in np.flatnonzero((before[rules.ALIVE] > 0) & (before[rules.ROUND] != after[rules.ROUND])):
            pattern = int(before[rules.LAMP_A, i] > 0.5) + 2 * int(before[rules.LAMP_B, i] > 0.5)
            met[pattern] += 1
            right[pattern] += after[rules.ALIVE, i] > 0
        before = after.copy()
    bars = stage.scene.shares().bars
    assert sum(met.values()) > 300
    for pattern, bar in zip(PATTERNS, bars, strict=True):
        assert bar.value == (right[pattern] / met[pattern] if met[pattern] else None)
        assert bar.lights == lit_lamps(pattern)
        assert bar.warm == (bar.lights[0] != bar.lights[1])


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_the_end_of_a_round_is_told_and_the_rounds_number_stands_in_the_clock(theme):
    stage = crowd(theme=theme)
    clock, sky = (slice(300, 344), slice(90, 136)), (slice(200, 440), slice(190, 240))
    first = picture(stage, NOBODY)
    while stage.alive == 200:
        stage.advance(1)
    assert stage.scene._verdict.fallen == 200 - stage.alive
    told = picture(stage, NOBODY)
    stage.scene._verdict = None
    untold = picture(stage, NOBODY)
    assert (np.abs(told[sky] - untold[sky]).sum(axis=2) > 200).sum() > 300
    assert (told[clock] != first[clock]).any(axis=2).sum() > 40


def test_maps_of_earlier_champions_stand_beside_the_one_of_the_leader():
    evolution = Evolution(game, EvolutionSettings(seed=1, population=60, episodes=1))
    watching = WatchModel(evolution, DARK, RunOptions())
    for _ in range(5):
        watching.next_generation()
        watching.tick(1 / 60, hurried=True)
    shown = snapshot_of(watching)
    generations = [bend.generation for bend in shown.bends]
    champion = evolution.champion
    assert generations == sorted(set(generations))
    assert generations[0] == 0
    assert generations[-1] == champion.generation
    whole = Inspector(game, champion.network.layers, game.setting)
    state = np.zeros((len(game.state), 1), np.float32)
    again = whole.policy(champion.network.genome, state.T, watching.stage.scene, None, "it").values
    assert (shown.bends[-1].values == again).all()
    watching.obey(Command("plane"))
    assert snapshot_of(watching).bends == ()
    watching.close()


def test_the_verdict_says_which_lamps_it_is_about_since_they_show_the_next_round_by_then():
    said = {(True, True): "both lamps were lit", (True, False): "one lamp was lit", (False, True): "one lamp was lit"}
    for lit, lamps in {**said, (False, False): "both lamps were dark"}.items():
        assert props.verdict_line(lit, 0) == f"{lamps}: nobody fell"
    assert props.verdict_line((True, True), 1) == "both lamps were lit: 1 stood wrong and is out"


def test_the_lamps_of_a_verdict_are_those_of_the_round_that_closed():
    genomes = initial_genomes(game.layers, 30, 1, game.initialiser)
    rollout = Rollout(game, game.layers, genomes, np.full(30, 7, np.uint32), max_steps=900)
    scene = Scene(game, game.setting, DARK)
    scene.begin(rollout.state, looks_of(genomes), 7)
    seen = 0
    for _ in range(900):
        before = rollout.state.copy()
        rollout.advance(1)
        scene.track(rollout.state)
        if scene._verdict is not None and scene._verdict.at == scene._clock:
            lamps = tuple((before[[rules.LAMP_A, rules.LAMP_B], scene._shown] > 0.5).tolist())
            assert scene._verdict.lit == lamps
            assert (scene._verdict.answer > 0) == (lamps[0] != lamps[1])
            seen += 1
    assert seen >= 3
