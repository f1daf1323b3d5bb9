"""The snake, held step by step against a second one: a queue of places on a NumPy board."""

from collections import deque

import numpy as np
import pytest

from neuro.game import find_game
from neuro.game_trial import try_game
from neuro.random import uniform
from neuro.rules.form import FIRST_DRAW

SIZE, TURNS = 10, {"left": 1, "straight": 0, "right": -1}
GAME = find_game("snake")


class Board:
    """A snake as most people would write it: the wall is a border of the board, and stones stand on it.

    Args:
        course: The seed of the course.
        torn: Whether the board has no wall, and its sides meet.
        stones: How many draws of stones there are.
    """

    def __init__(self, course, torn=False, stones=0, hunger=100):
        self.course, self.torn, self.hunger, self.draws = course, torn, hunger, 0
        self.snake = deque([(5, 4), (5, 3), (5, 2)])  # row and column, the head first
        self.heading, self.alive, self.score = (0, 1), True, 0
        self.stones = set()
        for _ in range(stones):
            place = divmod(int(np.float32(self.draw()) * 100), SIZE)
            self.stones |= {place} if place[0] != 5 else set()
        self.grow()

    def draw(self):
        self.draws += 1
        return uniform(np.uint32(self.course), np.float32(FIRST_DRAW + self.draws - 1))

    def board(self, taken):
        found = np.zeros((SIZE, SIZE), bool)
        for place in taken:
            found[place] = True
        return found

    def grow(self):
        empty = np.argwhere(~self.board([*self.snake, *self.stones]))
        self.fruit = tuple(empty[int(np.float32(self.draw()) * len(empty))].tolist())
        self.food = self.hunger

    def moved(self, way):
        row, column = (a + b for a, b in zip(self.snake[0], way, strict=True))
        return (row % SIZE, column % SIZE) if self.torn else (row, column)

    def picture(self):
        """Nine by nine places round the head, which moves up: a board with a wide border, shifted and turned."""
        taken = [*list(self.snake)[:-1], *self.stones]
        free = np.pad(~self.board(taken), 10, mode="wrap" if self.torn else "constant")
        row, column = self.snake[0]
        free = free[row + 6 : row + 15, column + 6 : column + 15]
        away = np.clip(np.subtract(self.fruit, self.snake[0]), -4, 4) + 4
        fruit = np.zeros((9, 9), bool)
        fruit[tuple(away)] = True
        if self.torn and max(abs(np.subtract(self.fruit, self.snake[0]))) > 4:
            assert fruit[tuple(away)]
        turns = {(-1, 0): 0, (0, 1): 1, (1, 0): 2, (0, -1): 3}[self.heading]
        return np.stack([np.rot90(free, turns), np.rot90(fruit, turns)], axis=2)

    def step(self, action):
        for _ in range(TURNS[action] % 4):
            self.heading = -self.heading[1], self.heading[0]
        to = self.moved(self.heading)
        self.food -= 1
        inside = 0 <= to[0] < SIZE and 0 <= to[1] < SIZE
        if self.food < 0 or not inside or to in list(self.snake)[:-1] or to in self.stones:
            self.alive = False
            return
        self.snake.appendleft(to)
        if to == self.fruit:
            self.score += 1
            self.grow()
        else:
            self.snake.pop()


def a_way(one, draws):
    """An action that is not fatal now, and mostly one that leads nearer to the fruit."""
    found = []
    for action in TURNS:
        heading = one.heading
        for _ in range(TURNS[action] % 4):
            heading = -heading[1], heading[0]
        to = one.moved(heading)
        if 0 <= to[0] < SIZE and 0 <= to[1] < SIZE and to not in list(one.snake)[:-1] and to not in one.stones:
            found.append((sum(abs(np.subtract(one.fruit, to))), action))
    if not found:
        return "straight"
    return min(found)[1] if draws.random() < 0.9 else found[draws.integers(len(found))][1]


@pytest.mark.parametrize("level", ["classic", "open", "stones", "hungry"])
def test_it_moves_eats_sees_and_dies_as_the_board_does(level):
    draws = np.random.default_rng(5)
    game = GAME.at(level)
    given = game.setting
    eaten = 0
    for course in range(3):
        snake = try_game(game, course)
        board = Board(course, given.open > 0, int(given.stones), int(given.hunger))
        for step in range(300):
            agent = snake.agent
            assert (agent.alive, agent.score) == (board.alive, board.score)
            if not board.alive:
                break
            assert (agent.y, agent.x, agent.fruit_y, agent.fruit_x) == (*board.snake[0], *board.fruit)
            assert (agent.food, agent.length) == (board.food, len(board.snake))
            assert agent.room == SIZE * SIZE - len(board.snake) - len(board.stones)
            if step % 10 == 0:
                seen = np.array([float(one) for one in snake.see().values()]).reshape(9, 9, 2)
                np.testing.assert_array_equal(seen, board.picture())
            action = a_way(board, draws)
            snake.step(action)
            board.step(action)
        eaten += board.score
    assert eaten > 20


def test_a_snake_that_turns_for_ever_starves():
    snake = try_game(GAME, 1, hunger=30)
    while snake.agent.alive:
        snake.step("left")
    assert snake.steps == 31


def test_a_board_that_is_full_is_won():
    snake = try_game(GAME, 0)
    agent = snake.agent
    for place in range(100):  # a way that fills the board from the top, to and fro
        row = place // 10
        agent.when[row * 10 + (place % 10 if row % 2 == 0 else 9 - place % 10)] = place + 2
    agent.when[90] = -1000
    agent.x, agent.y, agent.dx, agent.dy, agent.moves = 1, 9, -1, 0, 100
    agent.length, agent.room, agent.fruit_x, agent.fruit_y = 99, 1, 0, 9
    snake.step("straight")
    assert agent.won
    assert not agent.alive
    assert agent.score == 1


def test_near_misses_count_and_each_fruit_counts_for_less():
    snake = try_game(GAME, 0)
    worth = []
    for score, nearest in ((0, 9), (0, 1), (1, 9), (10, 9), (11, 9)):
        snake.agent.score, snake.agent.nearest = score, nearest
        worth.append(float(snake.fitness()))
    assert worth == sorted(worth)
    assert worth[4] - worth[3] < worth[2] - worth[0]
