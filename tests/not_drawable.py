"""Drawings that no page can draw."""


def waits(agent, paint, p):
    with paint:
        pass


def asks(agent, paint, p):
    paint.text(0, 0, input())


def shifts(agent, paint, p):
    paint.disc(agent.x << 1, 0, 1)
