"""A tiny game of two: each walks to the goal, and nobody may step where the other one is. As tests/duel_rules.py."""

VERSION = 1
PLAYERS = 2
ACTIONS, DECISION = ("on", "back"), "versus"


class Setting:
    far: float = 6


class Match:
    goal: int = 0


class Player:
    place: int = 0


def start(match, p, rng):
    match.players[1].place = 1
    match.goal = int(rng.at(0) * p.far) + 4


def see(match, player, p):
    me, other = match.players[player], match.players[1 - player]
    return {"goal": match.goal - me.place, "other": other.place - me.place}


def step(match, actions, p, rng):
    one, other = match.players
    to = one.place + (2 if actions[0].on else -1)
    other_to = other.place + (2 if actions[1].on else -1)
    if to != other_to:
        one.place, other.place = to, other_to
    for me in match.players:
        me.score = int(me.place >= match.goal)
    match.alive = one.score + other.score == 0


def fitness(match, player, steps):
    me = match.players[player]
    return me.score * 4 + me.place - steps * 0.001


def behaviour(match, player):
    me = match.players[player]
    return {"place": me.place, "distance": match.goal - me.place}
