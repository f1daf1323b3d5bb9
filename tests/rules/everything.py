"""Rules that use all that plain rules may hold; compiled, they must do what they do as Python."""

from neuro.rules import atan2, cos, exp, floor, sin, sqrt

VERSION = 1
ACTIONS, DECISION = ("left", "right"), "continuous"
TABLE = (0.5, -1, 2, 0.25, 3)
WAYS = ((0, 1), (1, 0), (-1, 2))
CUBE = (((1, 2), (3, 4)), ((0.5, 6), (7, -8)))
MAP = ["#..#", ".#..", "..##"]
GRID = tuple(tuple(int(sign == "#") for sign in row) for row in MAP)


class Setting:
    speed: float = 0.25
    wind: float = 0


class Agent:
    x: float = 0.5
    y: float = -0.25
    n: int = 3
    near: bool = False
    few: list[float] = [0, 0.5, 1, 2]
    body: list[int] = [-1] * 20
    seen: float = 0


def start(agent, p, rng):
    agent.x = rng.uniform(-1, 1)
    agent.y = rng.at(7)


def first_mark(agent, wanted):
    for i in range(20):
        if agent.body[i] == wanted:
            return i
    return -1


def clipped(value, low=-1, high=1):
    if value < low:
        return low
    elif value > high:
        return high
    return value


def free_way(agent, angle):
    way = 0
    for i in range(1, 40):
        x, y = agent.x + 0.1 * i * cos(angle), agent.y + 0.1 * i * sin(angle)
        if abs(x) > 2 or abs(y) > 2:
            break
        if MAP[int(clipped(x + 1, 0, 2))][int(clipped(y + 1, 0, 3))] == "#":
            continue
        way += 1
    return way / 40


def sign_at(x, y):
    if not (0 <= x < 3 and 0 <= y < 4):
        return "."
    return MAP[int(x)][int(y)]


def nearest(agent, wanted):
    best = (99, 0)
    for i in range(20):
        if abs(agent.body[i] - wanted) < best[0]:
            best = abs(agent.body[i] - wanted), i
    return best


def first_pair(agent, wanted):
    for i in range(20):
        for j in range(14):
            if agent.body[i] == j + wanted:
                return i, j
    return -1, 0


def turned(agent, rng):
    if rng.uniform() > 0.5:
        return 1
    agent.n += 1
    return -1


def see(agent, p):
    return {
        "x": agent.x,
        "ahead": free_way(agent, agent.y),
        "sum": sum(agent.few),
        "angle": atan2(agent.y, agent.x) if agent.near else 0.5,
        "place": first_mark(agent, agent.n % 7),
        "nearest": nearest(agent, agent.n % 5)[1],
        "pair": sum(first_pair(agent, agent.n % 3)),
        "signs": int(sign_at(agent.x * 2, agent.y + 1) == "#"),
    }


def step(agent, action, p, rng):
    assert agent.n >= 0
    push = clipped(action.left - action.right)
    agent.x = clipped(agent.x + p.speed * push, high=2)
    agent.y += p.wind if agent.near else 0.01 * push
    for ahead, beside in WAYS:
        agent.y += 0.001 * (ahead - beside)
    for i in range(19, 0, -1):
        agent.body[i] = agent.body[i - 1]
    agent.body[0] = agent.n % 7
    agent.few[agent.n % 4] = agent.x * TABLE[agent.n % 5]
    agent.body[(agent.n * 3) % 20] += 1
    agent.near = agent.x > 0 and (agent.y < 0.5 or GRID[agent.n % 3][(agent.n + 1) % 4] == 1) and agent.n not in (4, 9)
    agent.seen = exp(-abs(agent.x)) + sqrt(abs(agent.y)) + floor(agent.x * 3) + round(agent.y * 4)
    if agent.n % 6 == 5:
        agent.n += 1
        return
    if not agent.near and agent.x < 1.5:
        agent.x += 0.1 * turned(agent, rng)
        agent.n = min(agent.n + int(agent.x * 2), 30) if agent.n > 2 else 3
    else:
        for k in range(3):
            if agent.few[k] > 1:
                agent.score += 1
                break
        agent.n += 1
    agent.n = max(0, agent.n)
    left, right = (agent.few[0], agent.few[1]) if agent.n > 5 else (agent.few[1], agent.few[0])
    agent.few[3] = left / 2 - right // 1 + right % 0.3
    agent.few[2] *= 0.5
    ahead, beside = WAYS[agent.n % 3]
    agent.seen += CUBE[agent.n % 2][1][0] + CUBE[ahead % 2][beside % 2][agent.n % 2] + sum(CUBE[agent.n % 2][1])
    for i in range(20):
        if agent.body[i] == 6:
            break
    agent.seen += i * 0.1
    mark = "#" if agent.near else MAP[agent.n % 3][1]
    for i in range(20):
        mark = "." if mark == "#" and agent.body[i] > 3 else mark
    agent.seen += 1 if mark in MAP[agent.n % 3] else 0
    if agent.score > 40:
        agent.alive = False


def behaviour(agent, steps):
    return {"x": agent.x, "marks": sum(agent.body), "pace": agent.x / (steps + 1)}


def fitness(agent, steps):
    return agent.score + steps * 0.001 if agent.alive else agent.score - 1
