"""The maze, held against segments and distances computed a second time, in float64."""

import math

import numpy as np
import pytest

from games.maze.maps import DECEPTIVE, MEDIUM, MOST_WALLS, drawn_maze, maze
from neuro.errors import NeuroError
from neuro.game import find_game
from neuro.game_trial import try_game

ANGLES = (-90, -45, 0, 45, 90, 180)
RADIUS, REACH = 8, 100


def walls_of(parameters):
    """Both ends of each wall: float64 ``(walls, 2, 2)``."""
    ends = [[parameters[f"{name}_{k}"] for name in ("ax", "ay", "bx", "by")] for k in range(MOST_WALLS)]
    return np.array([one for one in ends if one[0] > -1000], float).reshape(-1, 2, 2)


def free_way(at, angle, walls):
    """How far a ray is free: of each wall it meets, where the two lines cross."""
    ahead, free = np.array([math.cos(angle), math.sin(angle)]), REACH
    for a, b in walls:
        sides = np.column_stack([ahead, a - b])
        if abs(np.linalg.det(sides)) > 1e-12:
            far, share = np.linalg.solve(sides, a - at)
            free = min(free, far) if far > 0 and 0 <= share <= 1 else free
    return free


def nearest(at, walls):
    """How near the nearest wall is."""
    shares = [np.clip((at - a) @ (b - a) / ((b - a) @ (b - a)), 0, 1) for a, b in walls]
    return min(np.linalg.norm(a + share * (b - a) - at) for (a, b), share in zip(walls, shares, strict=True))


@pytest.mark.parametrize("level", ["medium", "deceptive"])
def test_rays_and_quarters_are_those_of_the_maze(level):
    one, draw = try_game(find_game("maze").at(level)), np.random.default_rng(1)
    walls = walls_of(find_game("maze").at(level).setting._asdict())
    for _ in range(25):
        at, heading = draw.uniform(20, 120, 2), draw.uniform(-3, 9)
        one.agent.x, one.agent.y, one.agent.heading = map(float, (*at, heading))
        seen = list(one.see().values())
        rays = [free_way(at, heading + math.radians(angle), walls) / REACH for angle in ANGLES]
        assert [float(ray) for ray in seen[:6]] == pytest.approx([*rays], abs=2e-4)
        away = math.atan2(one.p.goal_y - at[1], one.p.goal_x - at[0]) - heading
        quarter = round(away / (math.pi / 2)) % 4
        assert [bool(flag) for flag in seen[6:]] == [quarter == k for k in range(4)]


def test_a_robot_drives_turns_and_stops_at_walls_as_the_paper_says():
    one, draw = try_game("maze"), np.random.default_rng(2)
    walls = walls_of(MEDIUM)
    at, heading, speed, turning, stopped = np.array([30.0, 22.0]), 0.0, 0.0, 0.0, 0
    for turn, go in draw.uniform((-1, 0), (1, 1), (120, 2)):
        one.step(float(turn), float(go))
        speed, turning = min(speed + go / 2, 3), np.clip(turning + math.radians(turn / 2), -0.0523598, 0.0523598)
        there = at + speed * np.array([math.cos(heading), math.sin(heading)])
        if nearest(there, walls) >= RADIUS:
            at = there
        else:
            stopped += 1
        heading += turning
        assert (one.agent.x, one.agent.y) == pytest.approx(tuple(at), abs=2e-3)
        assert nearest(at, walls) >= RADIUS
    assert one.fitness() == pytest.approx(300 - math.dist(at, (270, 100)), abs=1e-2)
    assert 0 < stopped < 120


def test_who_is_within_five_units_has_won():
    for away, won in ((8.5, False), (7.5, True)):  # and goes on by up to three
        one = try_game("maze")
        one.agent.x, one.agent.y, one.agent.speed = 270 - away, 100.0, 2.6
        one.step(0.0, 0.8)
        assert (one.agent.won, one.agent.alive) == (won, not won)
        assert (one.agent.score == 100) == won


def test_the_mazes_are_those_of_the_paper():
    assert len(walls_of(MEDIUM)) == 11
    assert len(walls_of(DECEPTIVE)) == 13
    goal = np.array([DECEPTIVE["goal_x"], DECEPTIVE["goal_y"]])
    blind_alley = np.array([30.0, 62.0])  # below the goal, behind one wall: a third of the way as it has to be driven
    assert np.linalg.norm(goal - blind_alley) < 45


def test_a_text_draws_a_maze():
    found = drawn_maze("+-----+\n|S    |\n|  ---+\n|    G|\n+-----+\n")
    assert (found["start_x"], found["start_y"], found["goal_x"], found["goal_y"]) == (8, 16, 40, 48)
    walls = {tuple(one.ravel().tolist()) for one in walls_of(found)}
    assert walls == {(0, 0, 48, 0), (24, 32, 48, 32), (0, 64, 48, 64), (0, 0, 0, 64), (48, 0, 48, 64)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("+--+\n|S |\n+--+", "goal"),
        ("+--+\n|SG|\n|S |\n+--+", "start"),
        ("+--+\n|S#|\n+-G+", "line 2 has '#'"),
        ("S G", "has walls"),
        ("\n".join(["--  " * 12, "", "--  " * 12, "S G"]), f"at most {MOST_WALLS}"),
    ],
)
def test_a_text_that_is_no_maze_is_told_why(text, told):
    with pytest.raises(NeuroError, match=told):
        drawn_maze(text)


def test_walls_that_a_maze_does_not_need_are_out_of_the_way():
    plain = maze((0, 0), (50, 0), [(-50, -50, 90, -50)])
    one = try_game(find_game("maze"), **plain)
    assert float(one.see()["ray ahead"]) == 1
