"""Volley's rules, for one match of two slimes: the only place where its equations stand.

They are those of slimevolleygym (D. Ha, 2020), step by step and in its order. x is to the right from the net, y up; the
unit is a forty-eighth of the court's width, and a step a thirtieth of a second.
"""

from games.volley.baseline_rules import PRESSED, think
from games.volley.court import draw as draw
from games.volley.court import draw_ground as draw_ground
from neuro.rules import floor, sqrt

VERSION = 1
PLAYERS = 2
ACTIONS, DECISION = ("forward", "backward", "jump"), "threshold"
WORLD, ALONE = (1100, 900), True  # each match has a court of its own
SIDES = (-1, 1)  # the first player is at the left
HALF, CEILING, GROUND, NET, NET_TOP = 24, 48, 1.5, 0.5, 3.5  # half the court's and the net's width
SLIME, BALL, STUB = 1.5, 0.5, 0.5  # radii: of a slime, of the ball, and of the round top of the net
TIME, NUDGE = 1 / 30, 0.1
WAIT, LIVES = 30, 5  # steps before a serve, and the points that end a match
SERVE_Y, SCALE = 12, 0.1  # what is seen is in tens of units
TRACE = ("alive", "score", "x", "y", "vx", "vy", "ball_x", "ball_y", "ball_vx", "ball_vy", "wait")
LIMITS = {"gravity": (1, 100), "speed": (1, 50), "jump": (1, 50), "ball_speed": (5, 50), "baseline": (0, 1)}

#: What people may turn while a run goes on: a name, what it is, and a slider's ends.
DIALS = {
    "gravity": ("Gravity", "What pulls ball and slimes down, in units a square second", 10, 50),
    "speed": ("Slimes' speed", "How fast slimes move, in units a second", 8, 30),
    "ball_speed": ("Ball's speed", "The ball is never faster, in units a second", 12, 35),
}


class Setting:
    """Units and seconds."""

    gravity: float = 29.4
    speed: float = 17.5  # of a slime, along the ground
    jump: float = 13.5  # its speed upwards when it jumps
    ball_speed: float = 22.5  # the ball is never faster
    baseline: float = 0  # 1: the second slime is moved by the champion of 2015


class Match:
    """A ball, and how long it still waits to be served."""

    ball_x: float = 0
    ball_y: float = SERVE_Y
    ball_vx: float = 0
    ball_vy: float = 0
    before_x: float = 0  # where the ball was before it moved
    wait: int = WAIT
    rally: int = 0  # how often the ball has been hit since it was served
    baseline: list[float] = [0] * 7  # what the champion of 2015 remembers
    thought: list[float] = [0] * 15


class Player:
    """A slime; its x is in the middle of its lower edge."""

    x: float = 12
    y: float = GROUND
    vx: float = 0
    vy: float = 0
    hits: int = 0


def serve(match, rng):
    """The ball waits above the net, and will fly up to one side."""
    match.ball_x, match.ball_y, match.before_x = 0, SERVE_Y, 0
    match.ball_vx, match.ball_vy = rng.uniform(-20, 20), rng.uniform(10, 25)
    match.wait, match.rally = WAIT, 0


def start(match, p, rng):
    """Both slimes stand in the middle of their halves."""
    match.players[0].x = -12
    serve(match, rng)


def see(match, player, p):
    """What a slime sees: itself, the ball and the other one, as if it stood on the right side."""
    me, other, side = match.players[player], match.players[1 - player], SIDES[player]
    return {
        "x": side * me.x * SCALE,
        "height": me.y * SCALE,
        "speed": side * me.vx * SCALE,
        "rise": me.vy * SCALE,
        "ball": side * match.ball_x * SCALE,
        "ball height": match.ball_y * SCALE,
        "ball speed": side * match.ball_vx * SCALE,
        "ball rise": match.ball_vy * SCALE,
        "other": -side * other.x * SCALE,
        "other height": other.y * SCALE,
        "other speed": -side * other.vx * SCALE,
        "other rise": other.vy * SCALE,
    }


def move(me, side, ahead, jump, p):
    """Move a slime: ``ahead`` is 1 towards the net, -1 away from it, or 0."""
    me.vy -= p.gravity * TIME
    if me.y <= GROUND + NUDGE * TIME:
        me.vy = p.jump if jump else 0
    me.vx = -ahead * p.speed * side
    me.x += me.vx * TIME
    me.y += me.vy * TIME
    if me.y <= GROUND:
        me.y, me.vy = GROUND, 0
    if me.x * side <= NET + SLIME:
        me.vx, me.x = 0, side * (NET + SLIME)
    if me.x * side >= HALF - SLIME:
        me.vx, me.x = 0, side * (HALF - SLIME)


def fly(match, p):
    """The ball falls and flies on."""
    match.ball_vy -= p.gravity * TIME
    square = match.ball_vx * match.ball_vx + match.ball_vy * match.ball_vy
    if square > p.ball_speed * p.ball_speed:
        size = sqrt(square)
        match.ball_vx = match.ball_vx / size * p.ball_speed
        match.ball_vy = match.ball_vy / size * p.ball_speed
    match.before_x = match.ball_x
    match.ball_x += match.ball_vx * TIME
    match.ball_y += match.ball_vy * TIME


def bounce(match, x, y, vx, vy, radius):
    """Let the ball bounce off a disc, if it meets it; returns whether it does."""
    reach = BALL + radius
    dx, dy = match.ball_x - x, match.ball_y - y
    square = dx * dx + dy * dy
    met = square < reach * reach
    if met:
        away = max(sqrt(square), 0.000001)
        nx, ny = dx / away, dy / away
        pushed = NUDGE * -floor((away - reach) / NUDGE)  # it is pushed out by tenths of a unit
        match.ball_x += nx * pushed
        match.ball_y += ny * pushed
        ux, uy = match.ball_vx - vx, match.ball_vy - vy
        twice = 2 * (ux * nx + uy * ny)
        match.ball_vx, match.ball_vy = ux - nx * twice + vx, uy - ny * twice + vy
    return met


def meet_edges(match):
    """Let the ball bounce off walls, ceiling and net; returns -1 or 1, the side whose ground it met, or 0."""
    inset = NUDGE * TIME
    if match.ball_x <= BALL - HALF:
        match.ball_vx, match.ball_x = -match.ball_vx, BALL - HALF + inset
    if match.ball_x >= HALF - BALL:
        match.ball_vx, match.ball_x = -match.ball_vx, HALF - BALL - inset
    if match.ball_y <= GROUND + BALL:
        return -1 if match.ball_x <= 0 else 1
    if match.ball_y >= CEILING - BALL:
        match.ball_vy, match.ball_y = -match.ball_vy, CEILING - BALL - inset
    edge = NET + BALL
    low = match.ball_y <= NET_TOP
    if match.ball_x <= edge and match.before_x > edge and low:
        match.ball_vx, match.ball_x = -match.ball_vx, edge + inset
    if match.ball_x >= -edge and match.before_x < -edge and low:
        match.ball_vx, match.ball_x = -match.ball_vx, -edge - inset
    return 0


def step(match, actions, p, rng):
    """Both move, the ball flies and bounces, and on the ground it is a point."""
    first, second = match.players
    other_ahead, other_jump = int(actions[1].forward) - int(actions[1].backward), actions[1].jump
    if p.baseline > 0:
        seen = see(match, 1, p)
        think(match, (seen["x"], seen["height"], seen["speed"], seen["rise"], seen["ball"], seen["ball height"],
                      seen["ball speed"], seen["ball rise"]))  # fmt: skip
        other_ahead = int(match.baseline[0] > PRESSED) - int(match.baseline[1] > PRESSED)
        other_jump = match.baseline[2] > PRESSED
    move(first, SIDES[0], int(actions[0].forward) - int(actions[0].backward), actions[0].jump, p)
    move(second, SIDES[1], other_ahead, other_jump, p)
    if match.wait == 0:
        fly(match, p)
    else:
        match.wait -= 1
    for me in match.players:
        if bounce(match, me.x, me.y, me.vx, me.vy, SLIME):
            me.hits += 1
            match.rally += 1
    bounce(match, 0, NET_TOP, 0, 0, STUB)
    ground = meet_edges(match)
    if ground != 0:
        winner = second if ground < 0 else first
        winner.score += 1
        match.alive = winner.score < LIVES
        serve(match, rng)


def fitness(match, player, steps):
    """Points won less points lost; time, up to 3,000 steps, and fifty hits count for less than a point."""
    me, other = match.players[player], match.players[1 - player]
    return me.score - other.score + 0.0002 * steps + 0.004 * min(me.hits, 50)
