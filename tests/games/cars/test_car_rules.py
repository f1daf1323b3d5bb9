"""Cars: what always holds, and rays and roads held against a second version, in float64."""

import itertools
import math

import numpy as np
import pytest

from games.cars.outline import HAIRPINS, read_road, road_of
from neuro.errors import NeuroError
from neuro.game import find_game
from neuro.game_trial import try_game

POSTS, REACH = 64, 260
SIXTY = math.radians(60)
RAYS = ("ray far left", "ray left", "ray ahead", "ray right", "ray far right")


def middle(car, turns):
    """The road's middle at shares of a lap: float64 ``(turns, 2)``, by the definition of a Fourier series."""
    found = []
    for parts in (car.x, car.y):
        values = np.array([float(one) for one in parts])
        k = np.arange(1, len(values) // 2 + 1)
        angle = 2 * np.pi * np.outer(turns, k)
        found.append(values[0] + np.cos(angle) @ values[1::2] + np.sin(angle) @ values[2::2])
    return np.stack(found, axis=1)


def edges(car, width):
    """Left and right edge from the post behind the car to the seventh before it: float64 ``(9, 2)`` each."""
    posts = middle(car, (int(car.post) + np.arange(-2, 9)) / POSTS)
    along = posts[2:] - posts[:-2]
    aside = width * np.stack([-along[:, 1], along[:, 0]], axis=1) / np.linalg.norm(along, axis=1)[:, None]
    return posts[1:-1] - aside, posts[1:-1] + aside


def free_way(at, angle, walls):
    ahead, free = np.array([math.cos(angle), math.sin(angle)]), REACH
    for a, b in walls:
        sides = np.column_stack([ahead, a - b])
        if abs(np.linalg.det(sides)) > 1e-9:
            far, share = np.linalg.solve(sides, a - at)
            free = min(free, far) if far > 0 and 0 <= share <= 1 else free
    return free


def driven(one, steps, gas=0.3):
    """Drive where there is more room."""
    for _ in range(steps):
        seen = one.see()
        one.step(float(np.clip(3 * (seen["ray right"] - seen["ray left"]), -1, 1)), gas)
    return one


def test_rays_end_at_the_edges_of_the_road():
    one, draw = try_game("cars", course=3), np.random.default_rng(1)
    for _ in range(8):
        driven(one, 5)
        one.agent.heading += float(draw.uniform(-0.6, 0.6))
        left, right = edges(one.agent, float(one.p.width))
        walls = [*itertools.pairwise(left), *itertools.pairwise(right)]
        walls += [(left[0], right[0]), (left[-1], right[-1])]
        at, heading = np.array([float(one.agent.px), float(one.agent.py)]), float(one.agent.heading)
        rays = [free_way(at, heading + angle, walls) / REACH for angle in np.linspace(-SIXTY, SIXTY, 5)]
        assert [float(one.see()[name]) for name in RAYS] == pytest.approx(rays, abs=1e-3)
        one.agent.heading = heading


@pytest.mark.parametrize("course", [0, 1])
def test_a_road_of_chance_fills_the_world_and_a_car_stands_at_its_start(course):
    one = try_game("cars", course=course)
    points = middle(one.agent, np.arange(512) / 512)
    low, high = points.min(axis=0), points.max(axis=0)
    assert low == pytest.approx([1100 - high[0], 900 - high[1]], abs=3)
    assert (low > 40).all()
    assert max((high - low) / (980, 780)) == pytest.approx(1, abs=0.02)
    assert (one.agent.px, one.agent.py) == pytest.approx(tuple(points[0]), abs=1e-2)
    ahead = middle(one.agent, [1 / POSTS])[0] - points[0]
    assert float(one.agent.heading) == pytest.approx(math.atan2(ahead[1], ahead[0]), abs=1e-4)


def test_each_course_has_another_road_and_some_go_the_other_way_round():
    roads = [middle(try_game("cars", course=course).agent, np.arange(64) / 64) for course in range(6)]
    areas = [np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)) for x, y in (road.T for road in roads)]
    assert len({round(abs(area)) for area in areas}) == 6
    assert min(areas) < 0 < max(areas)


def test_gates_count_once_in_their_order():
    one = try_game(find_game("cars").at("easy"), course=2)
    one.agent.way = 6  # and two posts to go
    for _ in range(5):
        driven(one, 14, 1.0)
        assert one.agent.alive
        assert one.agent.score == one.agent.way // 8
    assert one.agent.score == 1
    assert one.agent.post == one.agent.way - 6
    assert float(one.fitness()) == pytest.approx(float(one.agent.way + one.agent.along) / 8, abs=1e-5)


def test_it_ends_off_the_road_the_wrong_way_round_and_at_a_standstill():
    aside = try_game("cars")
    aside.agent.heading += math.pi / 2
    turned = try_game(find_game("cars").at("hairpins"))  # which begins with a straight piece
    turned.agent.heading += math.pi
    idle = try_game("cars")
    for one, gas, longest in ((aside, 1.0, 60), (turned, 1.0, 60), (idle, 0.0, 130)):
        steps = next(step for step in range(1, longest) if not one.step(0.0, gas).alive)
        assert steps > 10
    assert math.dist((aside.agent.px, aside.agent.py), middle(aside.agent, [0])[0]) == pytest.approx(40, abs=9)
    assert float(turned.agent.along) < -0.5
    assert turned.agent.way == 0
    assert idle.agent.idle == 120


def test_the_tyres_hold_no_more_than_their_grip():
    one, draw = try_game("cars"), np.random.default_rng(3)
    for _ in range(80):
        before = float(one.agent.heading)
        one.agent.speed = float(draw.uniform(0, 9))
        one.step(float(draw.choice([-1, 1])), float(draw.uniform(-1, 1)))
        turned = abs(float(one.agent.heading) - before)
        assert turned * float(one.agent.speed) <= 0.3 + 1e-4
        assert turned <= float(one.agent.speed) / 40 + 1e-5
        one.agent.alive = True


def test_a_line_that_is_drawn_becomes_a_road_near_to_it():
    angles = np.linspace(0, 2 * np.pi, 90, endpoint=False)
    line = np.stack([550 + 380 * np.cos(angles), 450 + 300 * np.sin(angles) + 50 * np.sin(3 * angles)], axis=1)
    found = road_of([*map(tuple, line)])
    one = try_game("cars", course=9, **found)
    road = middle(one.agent, np.arange(512) / 512)
    away = [np.linalg.norm(road - point, axis=1).min() for point in line]
    assert max(away) < 4
    assert [found[f"x_{k}"] for k in range(17)] == pytest.approx([float(part) for part in one.agent.x], abs=1e-3)
    assert all(round(value, 2) == value for value in found.values())


def test_a_text_of_points_is_a_road():
    text = "# a square\n100 100\n900, 100\n900 700\n\n100 700 # the last\n"
    assert read_road(text) == road_of([(100, 100), (900, 100), (900, 700), (100, 700)])


@pytest.mark.parametrize(
    ("text", "told"),
    [("100 100\n900 x\n", "line 2 is '900 x'"), ("1 2\n3 4\n", "at least three"), ("0 0\n9 0\n0 9\n", "longer")],
)
def test_a_text_that_is_no_road_is_told_why(text, told):
    with pytest.raises(NeuroError, match=told):
        read_road(text)


def test_levels_with_a_road_have_the_same_on_every_course():
    game = find_game("cars").at("hairpins")
    roads = [[float(part) for part in try_game(game, course).agent.x] for course in (1, 2)]
    assert roads[0] == roads[1] == pytest.approx([HAIRPINS[f"x_{k}"] for k in range(17)], abs=1e-3)
