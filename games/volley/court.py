"""How a match looks: shapes in a world 1100 wide and 900 high, 22 to a unit, with the net at 550 and the ground at 700."""

UNIT, NET_X, FLOOR = 22, 550, 700


def draw(match, paint, p):
    for me in match.players:
        paint.disc(NET_X + UNIT * me.x, FLOOR - UNIT * (me.y - 1.5), 33)
    paint.disc(NET_X + UNIT * match.ball_x, FLOOR - UNIT * (match.ball_y - 1.5), 11, "hot")


def draw_world(match, paint, p):
    paint.box(0, FLOOR, 1100, 200, "raised")
    paint.box(NET_X - 11, FLOOR - 44, 22, 44, "soft")
