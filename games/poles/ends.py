"""Where an episode of the two poles ends."""

from math import pi

EDGE = 2.4  # metres from the middle of the track
FALLEN = 36 * pi / 180  # radians from upright
