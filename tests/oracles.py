"""The same things again, slow and obvious: one sample, one genome, one bird at a time, in plain float32 NumPy.

Nothing here shares code with what it checks: constants and equations are written anew.
"""

import math

import numpy as np

F = np.float32

_TANH_TOP = [
    F(c)
    for c in (
        -2.76076847742355e-16,
        2.00018790482477e-13,
        -8.60467152213735e-11,
        5.12229709037114e-08,
        1.48572235717979e-05,
        6.37261928875436e-04,
        4.89352455891786e-03,
    )
]
_TANH_BOTTOM = [F(c) for c in (1.19825839466702e-06, 1.18534705686654e-04, 2.26843463243900e-03, 4.89352518554385e-03)]


def _polynomial(coefficients, x):
    total = coefficients[0]
    for c in coefficients[1:]:
        total = total * x + c
    return total


def tanh(x):
    x = np.clip(x, F(-7.9), F(7.9))
    return x * _polynomial(_TANH_TOP, x * x) / _polynomial(_TANH_BOTTOM, x * x)


def exp_of_negative(x):
    x = np.maximum(x, F(-87))
    k = np.floor(x * F(math.log2(math.e)) + F(0.5))
    r = x - k * F(0.693359375) - k * F(-2.12194440e-4)
    series = [F(1 / math.factorial(n)) for n in (6, 5, 4, 3, 2)]
    return (_polynomial(series, r) * r * r + r + F(1)) * np.ldexp(F(1), int(k))


def softmax(sums):
    powers = [exp_of_negative(s - max(sums)) for s in sums]
    total = F(0)
    for power in powers:
        total += power
    return np.array([power / total for power in powers])


def log_from_one(x):
    halvings = F(0)
    while x > 2:
        x, halvings = x * F(0.5), halvings + F(1)
    s = (x - F(1)) / (x + F(1))
    series = _polynomial([F(1 / n) for n in (13, 11, 9, 7, 5, 3)], s * s)
    return F(2) * (series * (s * s) * s + s) + halvings * F(math.log(2))


def log_softmax(sums):
    total = F(0)
    for s in sums:
        total += exp_of_negative(s - max(sums))
    return sums - (max(sums) + log_from_one(total))


def gelu(sums):
    held = np.clip(sums, F(-10), F(10))  # beyond, the gate is open or shut
    bend = F(math.sqrt(2 / math.pi)) * held * (F(1) + F(0.044715) * held * held)
    return sums * (F(0.5) + F(0.5) * tanh(bend))


ACTIVATIONS = {
    "elu": lambda sums: np.array([s if s > 0 else exp_of_negative(s) - F(1) for s in sums]),
    "gelu": gelu,
    "identity": lambda sums: sums,
    "leaky-relu": lambda sums: np.where(sums > 0, sums, F(0.01) * sums),
    "log-softmax": log_softmax,
    "relu": lambda sums: np.where(sums > 0, sums, F(0)),
    "sigmoid": lambda sums: F(0.5) * tanh(F(0.5) * sums) + F(0.5),
    "softmax": softmax,
    "softplus": lambda sums: np.array([max(s, F(0)) + log_from_one(F(1) + exp_of_negative(-abs(s))) for s in sums]),
    "tanh": tanh,
}


def sums(weights, biases, x):
    """Bias first, then input by input."""
    total = biases.copy()
    for i, value in enumerate(x):
        total = total + weights[:, i] * value
    return total


def forward(genome, inputs, dense, x):
    """Every layer's sums and outputs for one sample; ``dense`` lists (units, activation)."""
    found, start, values = [], 0, np.asarray(x, F)
    for units, activation in dense:
        weights = genome[start : start + units * inputs].reshape(units, inputs)
        start += units * inputs
        before = sums(weights, genome[start : start + units], values)
        start += units
        values = ACTIVATIONS[activation](before)
        found.append((before, values))
        inputs = units
    return found


def predict(genome, inputs, dense, x):
    return forward(genome, inputs, dense, x)[-1][1]


def _scramble(x):
    """lowbias32, on Python's whole numbers."""
    x ^= x >> 16
    x = x * 0x7FEB352D % 2**32
    x ^= x >> 15
    x = x * 0x846CA68B % 2**32
    return x ^ (x >> 16)


def uniform(seed, counter):
    word = _scramble(_scramble(seed) ^ ((counter * 0x9E3779B9 + 0x85EBCA6B) % 2**32))
    return F((word >> 8) / 2**24)


class Bird:
    """Flappy's rules for one bird."""

    def __init__(self, course):
        self.course, self.alive, self.score, self.pipe = course, True, 0, 0
        self.y, self.speed, self.pipe_x, self.room = F(450), F(1), F(800), F(800)
        self.top, self.flaps, self.flown = self._top(), 0, F(0)

    def _top(self):
        return F(120) + F(330) * uniform(self.course, self.pipe)

    def sees(self):
        return np.array(
            [
                self.y * F(1 / 900),
                (self.pipe_x - F(60)) * F(1 / 800),
                (self.y - self.top) * F(1 / 900),
                (self.y - (self.top + F(120))) * F(1 / 900),
                self.speed * F(1 / 9),
            ]
        )

    def step(self, flap):
        self.speed = F(-6.9) if flap else min(self.speed + F(0.35), F(9))
        self.y = self.y + self.speed
        self.flaps, self.flown = self.flaps + bool(flap), self.flown + self.y
        low, high = (self.top, self.top + F(120) - F(30)) if self.pipe_x < 90 else (F(0), F(770))
        self.room = min(self.room, self.y - low, high - self.y)
        self.alive = bool(self.room >= 0)
        self.pipe_x = self.pipe_x - F(2.3)
        if self.pipe_x + F(70) <= 60:
            self.pipe += 1
            self.score += self.alive
            self.pipe_x = self.pipe_x + F(300)
            self.top = self._top()

    def state(self):
        values = self.alive, self.score, self.y, self.speed, self.pipe_x, self.top, self.pipe, self.room
        described = self.top + F(120), self.flaps, self.flown
        return np.array([*values, 120, 2.3, *described], F)  # the opening, the pace, and its behaviour


def play(genome, course, max_steps, dense=((8, "tanh"), (2, "sigmoid"))):
    """One bird's whole rollout: it, and its state after each step."""
    bird, states = Bird(int(course)), []
    while bird.alive and len(states) < max_steps:
        flap, glide = forward(genome, 5, dense, bird.sees())[-1][0]
        bird.step(flap > glide)
        states.append(bird.state())
    return bird, np.array(states)


def walk(genome, course, decision, activation, max_steps, setting):
    """One walker under ``walk_rules``, with one Dense layer: how far it got, in how many steps."""
    place, steps = F(0), 0
    while steps < max_steps and place < setting.wall:
        sums_, outputs = forward(genome, 2, [(2, activation)], [place * F(0.125), uniform(course, steps)])[-1]
        compared = outputs if activation == "relu" else sums_
        action = {
            "versus": [F(compared[0] > compared[1])],
            "argmax": [F(compared.argmax())],
            "threshold": [F(value > 0) for value in sums_],
            "continuous": list(outputs),
        }[decision]
        for row, value in enumerate(action):
            place = place + value * F(row + 1)
        place = place - setting.drift
        steps += 1
    return place, steps
