"""Random rules in plain Python, played as Python and compiled: ``python tests/chaos/random_rules.py [SEED] [COUNT]``.

Each rule set is written to a file, and played on eight courses with drawn actions; after every step both states must be
the same, zero's sign apart, until the rules divide by zero or the like as Python. With ``NUMBA_DISABLE_JIT=1`` the
generated text runs as Python, which is much quicker than compiling, and finds nearly the same; without, each rule set
is also rolled out with one thread and with three. A rule set that differs stays in the folder that is printed.
"""

import importlib.util
import random
import sys
import tempfile
from pathlib import Path

import numpy as np

from neuro.kernels import JIT, LANES, bind
from neuro.rules.lane_rules import lane_rules
from neuro.rules.one_agent import OneAgent
from neuro.rules.plain_agent import state_of
from neuro.rules.source import RulesError

HEAD = """from neuro.rules import atan2, cos, exp, floor, sin, sqrt

VERSION = 1
ACTIONS, DECISION = ("one", "two", "three"), "argmax"
TABLE = (0.5, -1, 2, 0.25, 3)
WAYS = ((0, 1), (1, 0), (-1, 2))
MAP = ["#..#", ".#..", "..##"]
CUBE = (((1, 2), (3, 4)), ((0.5, 6), (7, -8)))


class Setting:
    a: float = 0.35
    b: float = 2


{agent}
    x: float = 1.5
    y: float = -0.25
    n: int = 3
    m: int = 0
    ok: bool = True
    few: list[float] = [0, 0.5, 1, 2]
    long: list[float] = [0.5] * 24
    marks: list[int] = [0] * 20


{players}def see(g, {who}p):
    return {{"x": g.x, "y": max(-3, min(g.y, 3)) * TABLE[g.n % 5], "n": abs(g.n) / 2, "few": g.few[g.n % 4]}}


"""
PLAYERS = """class Player:
    z: float = 1
    c: int = 2
    w: list[float] = [0.5] * 5


"""
TAIL = """
def step(g, {action}, p, rng):
    t, u, k, q, s = 0.5, g.x, 1, (0.25, g.y), "#"
{body}
    g.x = min(max(g.x, -50), 50)
    g.y = min(max(g.y + t * 0.1, -50), 50) + u * 0 + k * 0 + (q[0] + q[1] if s == "#" else 0) * 0.01
    {owner}.score += 1
"""


class Author:
    """Writes rules from a seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.loops = []
        self.helper = False
        self.players = 2 if seed % 3 == 2 else 1

    def pick(self, *options):
        return self.random.choice(options)

    def whole(self, depth=0):
        if depth > 2:
            return self.pick("g.n", "g.m", "k", "2", "-1")
        found = self.pick(
            *("g.n", "g.m", "k", "3", "g.marks[4]"),
            *self.loops,
            lambda: f"({self.whole(depth + 1)} {self.pick('+', '-', '*')} {self.pick('g.n', '2', 'k')})",
            lambda: f"({self.whole(depth + 1)} // {self.pick('2', '3', '-4')})",
            lambda: f"({self.whole(depth + 1)} % {self.pick('5', '7')})",
            lambda: f"int(min(max({self.number(depth + 1)}, -9), 9))",
            lambda: f"round(min(max({self.number(depth + 1)}, -9), 9))",
            lambda: f"g.marks[{self.place(20)}]",
        )
        return self.made(found)

    def place(self, size):
        whole = self.made(self.pick("g.n", "g.m", "k", *self.loops, lambda: self.whole(2)))
        return self.pick(f"({whole} * 3) % {size}", f"({whole} + 20) % {size}", str(self.random.randrange(size)))

    def made(self, option):
        return option() if callable(option) else option

    def number(self, depth=0):
        if depth > 3:
            return self.pick("g.x", "g.y", "t", "u", "p.a", "0.75")
        found = self.pick(
            *("g.x", "g.y", "t", "u", "p.a", "p.b", "0.1", "3", f"g.few[{self.random.randrange(4)}]"),
            lambda: self.whole(depth + 1),
            lambda: f"({self.number(depth + 1)} {self.pick('+', '-', '*')} {self.number(depth + 1)})",
            lambda: f"({self.number(depth + 1)} / {self.pick('3', '0.7', 'p.b', '(1.5 + abs(g.x))')})",
            lambda: f"{self.pick('min', 'max')}({self.number(depth + 1)}, {self.number(depth + 1)})",
            lambda: f"abs({self.number(depth + 1)})",
            lambda: f"({self.number(depth + 1)} if {self.condition(depth + 1)} else {self.number(depth + 1)})",
            lambda: f"g.few[{self.place(4)}]",
            lambda: f"g.long[{self.place(24)}]",
            lambda: f"TABLE[{self.place(5)}]",
            lambda: f"CUBE[{self.place(2)}][{self.place(2)}][{self.place(2)}]",
            lambda: f"q[{self.pick(0, 1)}]" if not self.helper else f"sum(CUBE[{self.place(2)}][1])",
            lambda: f"{self.player()}.{self.pick('z', 'c')}" if self.players > 1 else "g.x",
            lambda: f"g.players[{self.pick(0, 1)}].w[{self.place(5)}]" if self.players > 1 else "t",
            lambda: f"sqrt(abs({self.number(depth + 1)}))",
            lambda: f"{self.pick('sin', 'cos', 'exp')}(min(max({self.number(depth + 1)}, -9), 9))",
            lambda: f"atan2({self.number(depth + 1)}, {self.number(depth + 1)})",
            lambda: f"rng.at(abs({self.made(self.pick('g.n', 'k'))}) % 999)",
            lambda: "rng.uniform()" if depth < 2 else "g.y",
            lambda: f"helper(g, {self.number(depth + 1)}, rng, p)" if not self.helper and depth < 2 else "t",
        )
        return self.made(found)

    def player(self):
        whole = self.made(self.pick("g.n", "g.m", "k", lambda: self.whole(2)))
        return f"g.players[{self.pick(0, 1, f'({whole}) % 2')}]"

    def sign(self):
        return self.pick(f"MAP[{self.place(3)}][{self.place(4)}]", '"#"', f'("." if {self.condition(2)} else "#")')

    def condition(self, depth=0):
        if depth > 3:
            return self.pick("g.ok", "g.x > 0")
        kind = self.random.randrange(9)
        if kind == 0 and not self.helper:
            return self.pick(*(f"{self.action()}.one", f"{self.action()}.two", f"not {self.action()}.three"))
        if kind == 8 and not self.helper:
            return self.pick('s == "#"', f"s != MAP[{self.place(3)}][1]", f"s in MAP[{self.place(3)}]")
        if kind == 1:
            return f"({self.condition(depth + 1)} {self.pick('and', 'or')} {self.condition(depth + 1)})"
        if kind == 2:
            return self.pick("p.b > 1", "p.a > 1", "p.a < p.b")
        if kind == 3:
            return f'MAP[{self.place(3)}][{self.place(4)}] {self.pick("==", "!=", "in")} "#"'
        if kind == 4:
            return f"{self.whole(depth + 1)} in (1, 2, 5)"
        if kind == 5:
            return f"not {self.condition(depth + 1)}"
        return f"{self.number(depth + 1)} {self.pick('<', '<=', '>', '>=', '==', '!=')} {self.number(depth + 1)}"

    def action(self):
        return "action" if self.players == 1 else f"actions[{self.pick(0, 1, 'g.n % 2')}]"

    def held(self):
        return f"min(max({self.number()}, -20), 20)"

    def leaves(self):
        found = ["continue", "break"] if self.loops else []
        return [*found, "return g.x * 0.5" if self.helper else "return"]

    def block(self, depth, indent):
        lines = []
        for _ in range(self.random.randint(1, 4)):
            lines += self.statement(depth)
        return [indent + line for line in lines] or [indent + "pass"]

    def statement(self, depth):
        kind = self.random.randrange(20)
        if kind < 3:
            return [f"g.{self.pick('x', 'y')} {self.pick('=', '+=', '=')} {self.held()} * 0.5"]
        if kind == 3:
            return [f"g.{self.pick('n', 'm')} = int(min(max({self.number()}, -9), 9))"]
        if kind == 4:
            return [f"{self.pick('t', 'u')} = {self.held()} * 0.25"]
        if kind == 5:
            return [f"g.ok = {self.condition()}"]
        if kind == 6:
            return [f"g.few[{self.place(4)}] = {self.held()} * 0.5"]
        if kind == 7:
            return [f"g.long[{self.place(24)}] {self.pick('=', '+=')} {self.held()} * 0.5"]
        if kind == 8:
            return [f"g.marks[{self.place(20)}] = {self.pick('k', 'g.n', '3')} % 50"]
        if kind == 9:
            return ["g.y = rng.uniform(-1, 1)"]
        if kind == 10:
            return [f"k = min(max({self.whole()}, -90), 90)"]
        if kind == 11 and not self.helper:
            return [f"{self.pick('g.x', 't')} = helper(g, {self.number(1)}, rng, p)"]
        if kind == 12:
            return [f"t, u = u * 0.5, {self.held()}"]
        if kind < 15 and depth < 2:
            return self.loop(depth)
        if kind == 15 and not self.helper:
            return [self.pick(f"q = ({self.held()} * 0.25, q[0])", f"q = CUBE[{self.place(2)}][{self.place(2)}]")]
        if kind == 16 and not self.helper:
            return [f"s = {self.sign()}"]
        if kind == 17:
            return [f"t, u = CUBE[{self.place(2)}][{self.place(2)}]"]
        if kind == 18 and self.players > 1:
            place = f"g.players[{self.pick(0, 1)}].w[{self.place(5)}]"
            return [f"{self.pick(self.player() + '.z', place)} {self.pick('=', '+=')} {self.held()} * 0.5"]
        if depth < 3:
            return self.branch(depth)
        return ["g.x = t"]

    def loop(self, depth):
        if self.random.random() < 0.2:
            self.loops.append("ways")
            self.loops.pop()
            return ["for ahead, beside in WAYS:", *self.block(depth + 1, "    "), "    t = t * 0.5 + ahead - beside"]
        name = "ij"[len(self.loops) % 2]
        run = self.pick("3", "1, 4", "5, 0, -2", "16", "2, 20", "23, 0, -1")
        self.loops.append(name)
        body = self.block(depth + 1, "    ")
        if self.random.random() < 0.4:
            body += [f"    if {self.condition(2)}:", f"        {self.pick(*self.leaves())}"]
        body += [f"    g.long[{name}] = g.long[{name} - 1] * 0.5 if {name} > 0 else t"] if self.pick(0, 1) else []
        body.append(f"    t = min(t * 0.5 + {self.number(2)}, 9)")
        self.loops.pop()
        after = [f"t = t * 0.5 + {name} * 0.1"] if self.random.random() < 0.3 else []
        return [f"for {name} in range({run}):", *body, *after]

    def branch(self, depth):
        lines = [f"if {self.condition()}:", *self.block(depth + 1, "    ")]
        if self.random.random() < 0.2:
            lines.append("    " + self.pick(*self.leaves()))
        if self.random.random() < 0.3:
            lines += [f"elif {self.condition()}:", *self.block(depth + 1, "    ")]
        if self.random.random() < 0.5:
            lines += ["else:", *self.block(depth + 1, "    ")]
        return lines

    def rules(self):
        """A module's text."""
        self.helper = True
        body = self.block(1, "    ")
        helper = ["def helper(g, t, rng, p):", "    u, k = g.y, 2", *body, f"    return {self.held()}", ""]
        self.helper = False
        alone, body = self.players == 1, "\n".join(self.block(0, "    "))
        head = HEAD.format(
            agent="class Agent:" if alone else "PLAYERS = 2\n\n\nclass Match:",
            players="" if alone else PLAYERS,
            who="" if alone else "player, ",
        )
        owner = "g" if alone else "g.players[1]"
        step = TAIL.format(body=body, action="action" if alone else "actions", owner=owner)
        return head + "\n".join(helper) + "\n" + step


def loaded(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def played(module, steps=12, courses=8):
    """None where Python and kernels agree; else where they part."""
    rules = lane_rules(module)
    kernels = {name: bind(getattr(rules, name), LANES=LANES) for name in ("reset", "step", "observe")}
    state, seeds = np.zeros((len(rules.STATE), LANES), np.float32), np.arange(LANES, dtype=np.uint32)
    kernels["reset"](state, seeds, rules.Setting())
    players = getattr(rules, "PLAYERS", 1)
    low, high = np.array(rules.bounds(rules.Setting()), np.float32).T
    seen, who = np.zeros((len(rules.OBSERVATION), LANES), np.float32), (0,) if players > 1 else ()
    agents = {course: OneAgent(module, course) for course in range(courses)}
    for step in range(steps):
        action = np.random.default_rng(step).integers(0, 3, (players, LANES)).astype(np.float32)
        kernels["step"](state, action, seeds, rules.Setting())
        kernels["observe"](state, seen, *who, rules.Setting())
        for course, one in list(agents.items()):
            try:
                one.step(*action[:, course])
            except (ArithmeticError, ValueError):
                del agents[course]
                continue
            row = state_of(one.agent)
            if not ((seen[:, course] >= low) & (seen[:, course] <= high)).all() and np.isfinite(row).all():
                return f"step {step}, course {course}: {seen[:, course]} is out of the bounds {low} and {high}"
            if not np.isfinite(row).all():
                del agents[course]
            elif not np.array_equal(row, state[:, course]):
                where = [(name, a, b) for name, a, b in zip(rules.STATE, row, state[:, course], strict=True) if a != b]
                return f"step {step}, course {course}: {where[:3]}"
    return None


def rolled_out(module):
    """None where one thread and three bring the same; else what differs."""
    from neuro.game import Exam, Game
    from neuro.network import Dense, Input
    from neuro.network.network import initial_genomes
    from neuro.rollout.evaluate import evaluate
    from neuro.rollout.program import program

    layers = (Input(4), Dense(3, "identity"))
    game = Game("random_rules", "Random", module, layers, Exam(1, 1, 1), 40)
    genomes, courses = initial_genomes(layers, 300, 1, game.initialiser), np.arange(2, dtype=np.uint32)
    found = [evaluate(program(game, layers), genomes, courses, game.setting, 40, threads) for threads in (1, 3)]
    same = all(
        np.array_equal(*(getattr(one, name) for one in found), equal_nan=True) for name in ("fitness", "score", "steps")
    )
    return None if same else "one thread and three differ"


def try_seed(seed, folder):
    """None where all agree or the rules are refused, which is told apart by the second value."""
    path = Path(folder) / f"random_rules_{seed}.py"
    path.write_text(Author(seed).rules(), encoding="utf-8")
    try:
        module = loaded(path)
        return played(module) or (rolled_out(module) if JIT else None), None
    except RulesError as error:
        return None, str(error)


def main(first=0, count=200):
    folder = tempfile.mkdtemp(prefix="neuro-random-rules-")
    same, refused, wrong = 0, [], 0
    for seed in range(first, first + count):
        try:
            differs, refusal = try_seed(seed, folder)
        except Exception as error:
            differs, refusal = f"{type(error).__name__}: {error}", None
        if differs:
            wrong += 1
            print(f"seed {seed}: {differs}")
        elif refusal:
            refused.append(refusal)
        else:
            same += 1
    print(f"{same} the same, {len(refused)} refused, {wrong} differ ({folder})")
    for words in sorted({one.partition(": ")[2] for one in refused}):
        print("  refused:", words)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
