"""A game of two that uses what rules of matches may hold; compiled, it must do what it does as Python."""

VERSION = 1
PLAYERS = 2
ACTIONS, DECISION = ("left", "right", "jump"), "threshold"
SIDES = (-1, 1)


class Setting:
    gravity: float = 0.02
    power: float = 0.5


class Match:
    ball: float = 0
    height: float = 1
    speed: float = 0
    fall: float = 0
    server: int = 0
    marks: list[int] = [0] * 20


class Player:
    x: float = 0.5
    y: float = 0
    rise: float = 0
    won: bool = False
    last: list[float] = [0, 0, 0]
    far: list[int] = [1] * 18


def serve(match, rng):
    match.ball, match.height, match.fall = SIDES[match.server] * 0.5, 1, 0
    match.speed = rng.uniform(-0.02, 0.02)
    match.players[match.server].y = 0.125


def start(match, p, rng):
    match.players[0].x = -0.5
    match.server = int(rng.uniform() * 2)
    serve(match, rng)


def see(match, player, p):
    me, other, side = match.players[player], match.players[1 - player], SIDES[player]
    return {
        "x": side * me.x,
        "ball": side * match.ball,
        "other": -side * other.x,
        "height": match.height - me.y,
        "last": me.last[match.server],
        "served": match.players[match.server].x,
        "far": me.far[match.server + 3] + me.far[4],
    }


def move(me, side, action, p):
    me.x += 0.05 * (int(action.right) - int(action.left))
    me.x = max(min(side * me.x, 1), 0) * side
    if action.jump and me.y == 0:
        me.rise = 0.1
    me.rise -= p.gravity
    me.y = max(0, me.y + me.rise)
    for k in range(17, 0, -1):
        me.far[k] = me.far[k - 1]
    me.far[0] = int(me.x * 10)


def point(match, winner, rng):
    winner.score += 1
    winner.won = winner.score >= 3
    match.marks[winner.score * 3] += 1
    serve(match, rng)


def step(match, actions, p, rng):
    for number, (me, action) in enumerate(zip(match.players, actions, strict=True)):
        move(me, SIDES[number], action, p)
        if abs(me.x - match.ball) < 0.15 and abs(match.height - me.y) < 0.2:
            match.fall, match.speed = 0.1, p.power * (match.ball - me.x)
            me.last[number + 1] = match.speed
    if actions[match.server].jump:
        match.ball += 0.001
    match.fall -= p.gravity / 4
    match.height += match.fall
    match.ball += match.speed
    near = match.players[0] if match.ball < 0 else match.players[1]
    near.rise -= 0.001
    for me in match.players:
        if me.x == near.x:
            me.last[0] = match.height
    if match.height < 0:
        match.server = 1 if match.ball < 0 else 0
        point(match, match.players[match.server], rng)
    elif abs(match.ball) > 1.5:
        winner = match.players[0] if match.ball > 0 else match.players[1]
        winner.y = 0.25
        match.server = 1 - match.server
        point(match, winner, rng)
    match.alive = not (match.players[0].won or match.players[1].won)


def fitness(match, player, steps):
    return match.players[player].score - match.players[1 - player].score + 0.001 * steps


def behaviour(match, player):
    return {"x": match.players[player].x, "marks": sum(match.marks)}
