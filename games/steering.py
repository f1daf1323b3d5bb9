"""Arrow keys of games that steer: a turn and a push, each from -1 to 1, and both at once."""

__all__ = ["STEERING_KEYS"]

#: The rows *turn right* and *go* that keys held together stand for; see ``Game.keys``.
STEERING_KEYS = {
    "up": (0, 1),
    "down": (0, -1),
    "left": (-1, 0),
    "right": (1, 0),
    "up+left": (-1, 1),
    "up+right": (1, 1),
    "down+left": (-1, -1),
    "down+right": (1, -1),
}
