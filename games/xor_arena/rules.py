"""The XOR arena's rules, for one agent: the only place where its equations stand."""

VERSION = 1
ACTIONS, DECISION = ("push right", "push left"), "continuous"  # pushed by how far the first exceeds the second
ALIVE, SCORE, POSITION, SPEED, LAMP_A, LAMP_B, ANSWER, LEFT, ROUND, ROOM = range(10)  # rows, for those who read them

EDGE, WALL = 0.35, 1  # pads lie from their edges to the walls, left and right of the middle
PER_SPEED = 20  # speeds reach a twentieth of the way from the middle to a wall

#: All orders in which four rounds can show the four patterns; a pattern is lamp A + 2 · lamp B.
ORDERS = [
    (a, b, c, d) for a in range(4) for b in range(4) for c in range(4) for d in range(4) if len({a, b, c, d}) == 4
]


class Setting:
    """The arena's parameters: half its width is 1, times are in steps."""

    push: float = 0.004
    friction: float = 0.92
    noise: float = 0.2
    shortest: float = 55
    spread: float = 45
    grace: float = 60
    hurry: float = 12


class Agent:
    """One who walks, and the round that is open."""

    position: float = 0
    speed: float = 0
    lamp_a: float = 0
    lamp_b: float = 0
    answer: int = 0  # 1 for the pad at the right, -1 for the one at the left
    left: int = 0  # steps
    round: int = 0
    room: float = WALL - EDGE


#: The least and the largest value of each parameter.
LIMITS = {
    "push": (0.0001, 0.1),
    "friction": (0, 0.99),
    "noise": (0, 0.5),
    "shortest": (1, 10_000),
    "spread": (0, 10_000),
    "grace": (0, 10_000),
    "hurry": (0.01, 10_000),
}


#: What people may turn while a run goes on: a name, what it is, and a slider's ends.
DIALS = {
    "noise": ("Noise of the lamps", "How far a lamp's brightness may be from wholly lit or dark", 0, 0.5),
    "shortest": ("Shortest round", "The steps of the shortest round; from wall to pad takes 38", 40, 140),
    "spread": ("Uncertainty", "By how many steps rounds may be longer than the shortest", 0, 120),
    "push": ("Push", "How much faster a step of full push makes", 0.001, 0.01),
    "friction": ("Glide", "The share of the speed that is left after a step", 0.7, 0.98),
}


def bounds(p):
    """The least and the largest value of each row of the observation."""
    fastest = float(PER_SPEED * p.push / (1 - p.friction)) * 1.01
    return [(-1, 1), (-1, 1), (-1, 1), (-fastest, fastest)]


def pattern(number, rng):
    """Which lamps are lit in a round: lamp A + 2 · lamp B, from 0 to 3. Every four rounds show all four."""
    first = number - number % 4
    return ORDERS[int(rng.at(4 * first + 3) * 24)][number % 4]


def length(number, p, rng):
    """Steps of a round: a whole number, of random size, larger in the first rounds."""
    grace = p.grace * max(1 - number / p.hurry, 0)
    return int(p.shortest + grace + p.spread * rng.at(4 * number))


def brightness(draw, lit, p, rng):
    """Of a lamp, in [0, 1]: up to ``noise`` away from wholly dark or wholly lit."""
    away = p.noise * rng.at(draw)
    return 1 - away if lit else away


def open_round(agent, number, p, rng):
    """Switch the lamps for a round; four draws belong to each: its length, both lamps, the order of four rounds."""
    shown = pattern(number, rng)
    a, b = shown % 2 == 1, shown >= 2
    agent.lamp_a = brightness(4 * number + 1, a, p, rng)
    agent.lamp_b = brightness(4 * number + 2, b, p, rng)
    agent.answer = 1 if a != b else -1
    agent.left = length(number, p, rng)
    agent.round = number


def start(agent, p, rng):
    """Begin in the middle, at rest, in the first round."""
    open_round(agent, 0, p, rng)


def see(agent, p):
    """What an agent sees, scaled to [-1, 1]."""
    return {
        "lamp A": (agent.lamp_a - 0.5) * 2,
        "lamp B": (agent.lamp_b - 0.5) * 2,
        "position": agent.position,
        "speed": agent.speed * PER_SPEED,
    }


def step(agent, action, p, rng):
    """One sixtieth of a second: push, slide, stop at a wall; and the round comes nearer to its end."""
    push = max(-1, min(action.push_right - action.push_left, 1))
    agent.speed = agent.speed * p.friction + push * p.push
    agent.position += agent.speed
    if abs(agent.position) > WALL:
        agent.speed = 0
        agent.position = max(-WALL, min(agent.position, WALL))
    agent.left -= 1
    if agent.left <= 0:
        close_round(agent, p, rng)


def close_round(agent, p, rng):
    """Who stands on the right pad goes on to the next round; all others are out."""
    room = agent.position * agent.answer - EDGE
    agent.room = min(agent.room, room)
    agent.alive = room >= 0
    if agent.alive:
        agent.score += 1
    open_round(agent, agent.round + 1, p, rng)


def fitness(agent, steps):
    """Rounds survived, plus the narrowest room between the agent and its pad's edge when a round closed.

    For an agent that is out the room is negative: how far from the right pad it stood, so near misses count for more;
    for one that lived to the end of its time, it tells who stands safely.
    """
    return agent.score + agent.room
