"""Snake's rules, for one snake on a board of ten by ten places."""

VERSION = 1
ACTIONS, DECISION = ("left", "straight", "right"), "argmax"
SIZE, PLACES, VIEW = 10, 100, 4
OBSERVATION_SHAPE = (9, 9, 2)  # rows, columns and channels of what it sees


class Setting:
    """In steps and places."""

    hunger: float = 100  # steps without a fruit after which it starves
    open: float = 0  # 1: who leaves the board on one side comes in on the other


class Agent:
    x: int = 4
    y: int = 5
    dx: int = 1
    dy: int = 0
    fruit_x: int = 0
    fruit_y: int = 0
    fed: int = 0
    length: int = 3
    moves: int = 3
    nearest: int = 0
    when: list[int] = [-PLACES] * PLACES
    won: bool = False


def is_body(snake, place):
    """Whether a place will still be body after the next move."""
    return snake.moves - snake.when[place] < snake.length - 1


def distance(snake):
    return abs(snake.fruit_x - snake.x) + abs(snake.fruit_y - snake.y)


def place_fruit(snake, p, rng):
    left = int(rng.uniform() * (PLACES - snake.length))
    for place in range(PLACES):
        if snake.moves - snake.when[place] >= snake.length:
            if left == 0:
                snake.fruit_x, snake.fruit_y = place % SIZE, place // SIZE
            left -= 1
    snake.fed = int(p.hunger)
    snake.nearest = distance(snake)


def start(snake, p, rng):
    for i in range(3):
        snake.when[10 * 5 + 2 + i] = i + 1
    place_fruit(snake, p, rng)


def is_free(snake, x, y, p):
    if p.open > 0:
        x, y = (x + SIZE) % SIZE, (y + SIZE) % SIZE
    if x < 0 or x >= SIZE or y < 0 or y >= SIZE:
        return False
    return not is_body(snake, SIZE * y + x)


def see(snake, p, row, column):
    ahead, aside = VIEW - row, column - VIEW
    x = snake.x + ahead * snake.dx - aside * snake.dy
    y = snake.y + ahead * snake.dy + aside * snake.dx
    far_x, far_y = snake.fruit_x - snake.x, snake.fruit_y - snake.y
    fruit_ahead = max(-VIEW, min(far_x * snake.dx + far_y * snake.dy, VIEW))
    fruit_aside = max(-VIEW, min(far_y * snake.dx - far_x * snake.dy, VIEW))
    return {
        "free": is_free(snake, x, y, p),
        "fruit": ahead == fruit_ahead and aside == fruit_aside,
    }


def step(snake, action, p, rng):
    if action.left:
        snake.dx, snake.dy = snake.dy, -snake.dx
    elif action.right:
        snake.dx, snake.dy = -snake.dy, snake.dx
    x, y = snake.x + snake.dx, snake.y + snake.dy
    if p.open > 0:
        x, y = (x + SIZE) % SIZE, (y + SIZE) % SIZE
    snake.fed -= 1
    if not is_free(snake, x, y, p) or snake.fed < 0:
        snake.alive = False
        return
    snake.x, snake.y = x, y
    snake.moves += 1
    snake.when[SIZE * y + x] = snake.moves
    snake.nearest = min(snake.nearest, distance(snake))
    if x == snake.fruit_x and y == snake.fruit_y:
        snake.score += 1
        snake.length += 1
        if snake.length == PLACES:
            snake.won = True
            snake.alive = False
        else:
            place_fruit(snake, p, rng)


def fitness(snake, steps):
    return snake.score + 0.5 - 0.025 * snake.nearest
