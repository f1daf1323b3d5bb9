"""Catch: a basket catches falling fruit; the plain rules that tests change. The world reaches from -1 to 1."""

VERSION = 1
ACTIONS, DECISION = ("left", "stay", "right"), "argmax"


class Setting:  # neuro watch catch --set fall=0.05
    speed: float = 0.06
    fall: float = 0.03
    reach: float = 0.2


class Agent:  # beside alive and score, which all have
    basket: float = 0
    fruit: float = 0
    height: float = 1


def drop(agent, rng):
    agent.height = 1
    agent.fruit = rng.uniform(-1, 1)


def start(agent, p, rng):
    drop(agent, rng)


def see(agent, p):
    return {"basket": agent.basket, "fruit": agent.fruit, "height": agent.height}


def step(agent, action, p, rng):
    if action.left:
        agent.basket -= p.speed
    elif action.right:
        agent.basket += p.speed
    agent.basket = max(-1, min(agent.basket, 1))
    agent.height -= p.fall
    if agent.height <= -1:
        if abs(agent.fruit - agent.basket) <= p.reach:
            agent.score += 1
            drop(agent, rng)
        else:
            agent.alive = False
