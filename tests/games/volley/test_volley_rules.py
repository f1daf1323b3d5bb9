"""Volley, held step by step against the equations of slimevolleygym, written a second time in float64."""

import math

import numpy as np
import pytest

from games.volley import baseline_rules, rules
from neuro.game import find_game
from neuro.game_trial import try_game

GAME = find_game("volley")
TIME, NUDGE, GRAVITY = 1 / 30, 0.1, -29.4


class Ball:
    """The ball, as the package has it.

    Args:
        state: Its place, its speed, and where it was, ``(x, y, vx, vy, before)``.
    """

    def __init__(self, x, y, vx, vy, before):
        self.at, self.speed, self.before = np.array([x, y], float), np.array([vx, vy], float), before

    def fly(self):
        self.speed[1] += GRAVITY * TIME
        size = math.hypot(*self.speed)
        if size > 22.5:
            self.speed *= 22.5 / size
        self.before = self.at[0]
        self.at += self.speed * TIME

    def bounce(self, at, speed, radius):
        away = self.at - at
        if math.hypot(*away) >= radius + 0.5:
            return False
        normal = away / math.hypot(*away)
        while math.hypot(*(self.at - at)) < radius + 0.5:
            self.at += NUDGE * normal
        against = self.speed - speed
        self.speed = against - 2 * (against @ normal) * normal + speed
        return True

    def edges(self):
        inset = NUDGE * TIME
        if abs(self.at[0]) >= 23.5:
            self.speed[0], self.at[0] = -self.speed[0], math.copysign(23.5 - inset, self.at[0])
        if self.at[1] <= 2:
            return -1 if self.at[0] <= 0 else 1
        if self.at[1] >= 47.5:
            self.speed[1], self.at[1] = -self.speed[1], 47.5 - inset
        for side in (1, -1):
            if side * self.at[0] <= 1 < side * self.before and self.at[1] <= 3.5:
                self.speed[0], self.at[0] = -self.speed[0], side * (1 + inset)
        return 0


def moved(slime, side, ahead, jump):
    """A slime after a step: its place and its speed."""
    x, y, _, vy = slime
    vy += GRAVITY * TIME
    if y <= 1.5 + NUDGE * TIME:
        vy = 13.5 * jump
    vx = -ahead * 17.5 * side
    x, y = x + vx * TIME, y + vy * TIME
    if y <= 1.5:
        y, vy = 1.5, 0
    if not 2 < x * side < 22.5:
        vx, x = 0, side * min(max(x * side, 2), 22.5)
    return x, y, vx, vy


def slime_of(me):
    return tuple(float(one) for one in (me.x, me.y, me.vx, me.vy))


def ball_of(match):
    return Ball(*(float(one) for one in (match.ball_x, match.ball_y, match.ball_vx, match.ball_vy, match.before_x)))


def hit(ball, slimes, *, waits):
    """What a step makes of the ball, once the slimes have moved; returns whose ground it met, and how many hit it."""
    if not waits:
        ball.fly()
    hits = sum(ball.bounce(np.array(one[:2]), np.array(one[2:]), 1.5) for one in slimes)
    ball.bounce(np.array([0, 3.5]), np.zeros(2), 0.5)
    return ball.edges(), hits


def followed(match, draws):
    """Both run after the ball, and do something else now and then."""
    chosen = []
    for me, side in zip(match.players, (-1, 1), strict=True):
        names = ["forward" if side * (me.x - match.ball_x) > 0.4 else "backward"]
        names += ["jump"] * (abs(match.ball_x - me.x) < 3 and match.ball_y < 7)
        if draws.random() < 0.2:
            names = [one for one in ("forward", "backward", "jump") if draws.random() < 0.5]
        chosen.append(tuple(names))
    return chosen


def test_each_step_is_that_of_the_package():
    draws, points, hits = np.random.default_rng(3), 0, 0
    for course in range(2):
        played = try_game(GAME, course)
        match = played.agent
        while match.alive and played.steps < 700:
            chosen = followed(match, draws)
            ball, waits = ball_of(match), match.wait > 0
            scores = [me.score for me in match.players]
            wanted = [
                moved(slime_of(me), side, ("forward" in one) - ("backward" in one), "jump" in one)
                for me, side, one in zip(match.players, (-1, 1), chosen, strict=True)
            ]
            played.step(*chosen)
            slimes = [slime_of(me) for me in match.players]
            for (x, y, vx, vy), slime in zip(slimes, wanted, strict=True):
                at_edge = min(abs(abs(x) - 2), abs(abs(x) - 22.5)) < 1e-5  # and stopped, or all but there
                assert (x, y, slime[2] if at_edge else vx, vy) == pytest.approx(slime, abs=1e-4)
            ground, met = hit(ball, slimes, waits=waits)
            won = [me.score - before for me, before in zip(match.players, scores, strict=True)]
            assert won == [int(ground > 0), int(ground < 0)]
            if ground:
                assert (match.ball_x, match.ball_y, match.wait, match.rally) == (0, 12, 30, 0)
                assert abs(match.ball_vx) <= 20
                assert 10 <= match.ball_vy <= 25
            else:
                assert [match.ball_x, match.ball_y] == pytest.approx(ball.at.tolist(), abs=2e-4)
                assert [match.ball_vx, match.ball_vy] == pytest.approx(ball.speed.tolist(), abs=2e-3)
            points, hits = points + abs(ground), hits + met
        assert match.alive == (max(me.score for me in match.players) < 5)
    assert points >= 4
    assert hits >= 15


def test_both_see_the_same_from_their_own_side():
    match = try_game(GAME, 3)
    match.step(("forward",), ("forward",))
    first, second = match.see(0), match.see(1)
    for name in ("x", "height", "speed", "rise", "other", "other height", "other speed", "other rise"):
        assert first[name] == second[name]
    assert first["x"] == pytest.approx((12 - 17.5 / 30) / 10)
    assert first["ball speed"] == -second["ball speed"] != 0


def test_the_champion_of_2015_is_the_network_that_was_published():
    played = try_game(GAME.at("baseline"), 5)
    weights, biases = np.array(baseline_rules.WEIGHTS), np.array(baseline_rules.BIASES)
    assert (weights.shape, biases.shape) == ((7, 15), (7,))
    remembered = np.zeros(7)
    for _ in range(120):
        seen = [float(one) for one in played.see(1).values()]
        remembered = np.tanh(weights @ np.concatenate([seen[:8], remembered]) + biases)
        played.step((), ("forward", "jump"))  # of whom nobody asks
        np.testing.assert_allclose([float(one) for one in played.agent.baseline], remembered, atol=1e-4)
        remembered = np.array([float(one) for one in played.agent.baseline])
    assert played.agent.players[1].score > 0


def test_points_count_first_then_time_and_hits():
    played = try_game(GAME, 0)
    one, other = played.agent.players
    one.score, other.score, one.hits = 3, 1, 70
    assert float(played.fitness(0)) == pytest.approx(2.2)
    assert float(played.fitness(1)) == pytest.approx(-2)


def test_a_match_ends_with_five_points():
    assert rules.LIVES == 5
    played = try_game(GAME, 0)
    while played.agent.alive:
        played.step((), ())
    assert max(me.score for me in played.agent.players) == 5
