"""The maze's rules, for one robot: the only place where its equations stand."""

from games.maze.maps import MEDIUM, places_of
from games.maze.maze_shapes import draw, draw_end, draw_ground, draw_world
from games.rays import nearer
from neuro.rules import cos, sin, sqrt

__all__ = ["draw", "draw_end", "draw_ground", "draw_world"]

VERSION = 1
ACTIONS, DECISION = ("turn right", "go"), "continuous"

RADIUS, REACH, GOAL = 8, 100, 5  # of the robot; of what its rangefinders see; how near counts as there
MOST_SPEED, MOST_TURN = 3, 0.052359878  # units and radians a step; the latter are three degrees
PUSH, TWIST = 0.5, 0.0087266463  # what an output of 1 adds to them in a step; the latter is half a degree
DIAGONAL = 0.70710678


class Setting:
    """The maze, in units: start, goal, and both ends of each wall; the medium one, unless a level says otherwise."""

    start_x: float = MEDIUM["start_x"]
    start_y: float = MEDIUM["start_y"]
    goal_x: float = MEDIUM["goal_x"]
    goal_y: float = MEDIUM["goal_y"]
    ax: list[float] = places_of("ax", MEDIUM)
    ay: list[float] = places_of("ay", MEDIUM)
    bx: list[float] = places_of("bx", MEDIUM)
    by: list[float] = places_of("by", MEDIUM)


class Agent:
    """A robot."""

    x: float = 0
    y: float = 0
    heading: float = 0
    speed: float = 0
    turning: float = 0
    away: float = 0
    won: bool = False


#: The least and the largest value of each parameter.
LIMITS = {name: (-10_000, 10_000) for name in ("start_x", "start_y", "goal_x", "goal_y", "ax", "ay", "bx", "by")}


def bounds(p):
    """The least and the largest value of each row of the observation."""
    return [(0, 1)] * 10


def start(robot, p, rng):
    """Begin at the start, looking to the right."""
    robot.x, robot.y = p.start_x, p.start_y
    robot.away = distance(p.start_x, p.start_y, p)


def turned(x, y, robot):
    """A point as the robot sees it: how far ahead, and how far to the right."""
    forward, right, away_x, away_y = cos(robot.heading), sin(robot.heading), x - robot.x, y - robot.y
    return away_x * forward + away_y * right, away_y * forward - away_x * right


def see(robot, p):
    """Six rangefinders, 0 at a wall and 1 where the way is free, and in which quarter the goal is."""
    left = ahead_left = ahead = ahead_right = right = behind = REACH
    for ax, ay, bx, by in zip(p.ax, p.ay, p.bx, p.by, strict=True):
        (fa, ra), (fb, rb) = turned(ax, ay, robot), turned(bx, by, robot)
        ahead, behind = nearer(ahead, (fa, ra), (fb, rb)), nearer(behind, (-fa, ra), (-fb, rb))
        right, left = nearer(right, (ra, fa), (rb, fb)), nearer(left, (-ra, fa), (-rb, fb))
        right_a, left_a = (
            (DIAGONAL * (fa + ra), fa - ra),
            (DIAGONAL * (fa - ra), fa + ra),
        )
        right_b, left_b = (DIAGONAL * (fb + rb), fb - rb), (DIAGONAL * (fb - rb), fb + rb)
        ahead_right, ahead_left = nearer(ahead_right, right_a, right_b), nearer(ahead_left, left_a, left_b)
    goal_ahead, goal_right = turned(p.goal_x, p.goal_y, robot)
    return {
        "ray left": left * (1 / REACH),
        "ray ahead left": ahead_left * (1 / REACH),
        "ray ahead": ahead * (1 / REACH),
        "ray ahead right": ahead_right * (1 / REACH),
        "ray right": right * (1 / REACH),
        "ray behind": behind * (1 / REACH),
        "goal ahead": goal_ahead >= abs(goal_right),
        "goal right": goal_right > abs(goal_ahead),
        "goal behind": -goal_ahead >= abs(goal_right),
        "goal left": -goal_right > abs(goal_ahead),
    }


def blocked(x, y, p):
    """Whether a robot would touch a wall there."""
    touched = False
    for ax, ay, bx, by in zip(p.ax, p.ay, p.bx, p.by, strict=True):
        wide, high = bx - ax, by - ay
        share = ((x - ax) * wide + (y - ay) * high) / max(wide * wide + high * high, 1)
        held = max(0, min(share, 1))
        away_x, away_y = ax + held * wide - x, ay + held * high - y
        touched = touched or away_x * away_x + away_y * away_y < RADIUS * RADIUS
    return touched


def distance(x, y, p):
    """How far it is to the goal, as the crow flies."""
    away_x, away_y = p.goal_x - x, p.goal_y - y
    return sqrt(away_x * away_x + away_y * away_y)


def step(robot, action, p, rng):
    """Go on as fast as before, unless there is a wall; then turn; who is at the goal has won."""
    robot.speed = max(-MOST_SPEED, min(robot.speed + PUSH * action.go, MOST_SPEED))
    robot.turning = max(-MOST_TURN, min(robot.turning + TWIST * action.turn_right, MOST_TURN))
    x, y = robot.x + cos(robot.heading) * robot.speed, robot.y + sin(robot.heading) * robot.speed
    if not blocked(x, y, p):
        robot.x, robot.y = x, y
    robot.heading += robot.turning
    robot.away = distance(robot.x, robot.y, p)
    robot.won = robot.away < GOAL
    robot.alive = not robot.won
    robot.score = 100 if robot.won else int(max(0, 100 - 100 * robot.away / distance(p.start_x, p.start_y, p)))


def fitness(robot, steps):
    """How near to the goal it ended, and nothing else: 300 less the distance, as in the paper."""
    return 300 - robot.away


def behaviour(robot):
    """Where it ended."""
    return {"x": robot.x, "y": robot.y}
