"""Snake's rules, for one snake: the only place where they stand. x is to the right, y down."""

from games.snake.board import ALWAYS, PLACES, SIZE
from games.snake.board import draw as draw
from games.snake.board import draw_ground as draw_ground
from games.snake.board import draw_world as draw_world

VERSION = 1
ACTIONS, DECISION = ("left", "straight", "right"), "argmax"
ALONE = True  # each snake has a board of its own
REACH, VIEW = 4, 9  # what it sees: so far to each side of its head, its own place included
OBSERVATION_SHAPE = (VIEW, VIEW, 2)
FIRST, ROW = 3, 5  # a snake's links at the start, and the row that it lies in
NEVER, MOST_STONES = -1_000, 12
TRACE = ("alive", "score", "x", "y", "dx", "dy", "fruit_x", "fruit_y", "food", "length", "when")
LIMITS = {"hunger": (10, 10_000), "open": (0, 1), "stones": (0, MOST_STONES)}

#: What people may turn while a run goes on: a name, what it is, and a slider's ends.
DIALS = {
    "hunger": ("Hunger", "After so many steps without a fruit a snake starves", 20, 200),
    "stones": ("Stones", "So many places of the board are stones, drawn from the course", 0, MOST_STONES),
}


class Setting:
    """A snake's life, in steps and places; what is 0 by default makes up the levels."""

    hunger: float = 100  # steps without a fruit after which it starves
    open: float = 0  # 1: who leaves the board comes in again on the other side
    stones: float = 0  # how many places are stones


class Agent:
    """A snake and its fruit."""

    x: int = 4
    y: int = ROW
    dx: int = 1
    dy: int = 0
    fruit_x: int = 0
    fruit_y: int = 0
    fruit_row: int = 0  # where its fruit stands in what it sees
    fruit_column: int = 0
    nearest: int = 0  # how near its head has come to the fruit, in steps
    food: int = 0  # steps until it starves
    length: int = FIRST
    room: int = PLACES - FIRST  # places that are empty or hold the fruit
    moves: int = FIRST
    when: list[int] = [NEVER] * PLACES  # the move with which its head came to each place; of stones, ALWAYS
    won: bool = False


def around(x, p):
    """A column or row, on the other side again where the board is open."""
    if p.open > 0:
        x = x - SIZE if x >= SIZE else x + SIZE if x < 0 else x
    return x


def is_free(snake, x, y):
    """Whether the head can move there: its last link will be gone by then."""
    if x < 0 or x >= SIZE or y < 0 or y >= SIZE:
        return False
    return snake.moves - snake.when[SIZE * y + x] >= snake.length - 1


def look_for_fruit(snake):
    """See where the fruit is: ahead is up; what is too far to be seen is seen at the edge."""
    across, down = snake.fruit_x - snake.x, snake.fruit_y - snake.y
    ahead, aside = across * snake.dx + down * snake.dy, down * snake.dx - across * snake.dy
    snake.fruit_row, snake.fruit_column = max(0, min(REACH - ahead, VIEW - 1)), max(0, min(REACH + aside, VIEW - 1))
    snake.nearest = min(snake.nearest, abs(across) + abs(down))


def grow_fruit(snake, p, rng):
    """A fruit in one of the places that are empty, each as likely."""
    before = int(rng.uniform() * snake.room)
    for place in range(PLACES):
        if snake.moves - snake.when[place] >= snake.length:
            if before == 0:
                snake.fruit_x, snake.fruit_y = place % SIZE, place // SIZE
            before -= 1
    snake.food, snake.nearest = int(p.hunger), PLACES


def start(snake, p, rng):
    """A snake of three links that moves to the right."""
    for i in range(FIRST):
        snake.when[SIZE * ROW + snake.x - i] = FIRST - i
    for i in range(MOST_STONES):
        if i < p.stones:
            place = int(rng.uniform() * PLACES)
            if place // SIZE != ROW and snake.when[place] == NEVER:
                snake.when[place] = ALWAYS
                snake.room -= 1
    grow_fruit(snake, p, rng)
    look_for_fruit(snake)


def see(snake, p, row, column):
    """A pixel of what a snake sees: its head is in the middle, and moves up."""
    ahead, aside = REACH - row, column - REACH
    x, y = snake.x + ahead * snake.dx - aside * snake.dy, snake.y + ahead * snake.dy + aside * snake.dx
    return {
        "free": is_free(snake, around(x, p), around(y, p)),
        "fruit": row == snake.fruit_row and column == snake.fruit_column,
    }


def bounds(p):
    """Each channel of a pixel is 0 or 1."""
    return [(0, 1)] * (VIEW * VIEW * 2)


def step(snake, action, p, rng):
    """Turn or not, and move by a place."""
    if action.left:
        snake.dx, snake.dy = snake.dy, -snake.dx
    elif action.right:
        snake.dx, snake.dy = -snake.dy, snake.dx
    x, y = around(snake.x + snake.dx, p), around(snake.y + snake.dy, p)
    snake.food -= 1
    if snake.food < 0 or not is_free(snake, x, y):
        snake.alive = False
        return
    snake.x, snake.y = x, y
    snake.moves += 1
    snake.when[SIZE * y + x] = snake.moves
    if x == snake.fruit_x and y == snake.fruit_y:
        snake.score += 1
        snake.length += 1
        snake.room -= 1
        if snake.room == 0:
            snake.won, snake.alive = True, False
            return
        grow_fruit(snake, p, rng)
    look_for_fruit(snake)


def fitness(snake, steps):
    """Fruits, and up to a half for how near it came to the next one; each counts for less than the one before.

    So a snake that finds ten on every course is worth more than one that finds thirty on some, and starves on others.
    """
    fruits = snake.score + 0.5 - 0.025 * min(snake.nearest, 20)
    return fruits / (1 + 0.1 * fruits)
