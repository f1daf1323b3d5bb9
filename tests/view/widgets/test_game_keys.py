"""Keys of a game: combinations, several keys of one action, keys that are lost, gamepads; and what is said of them."""

import dataclasses

import pygame
import pytest
from games_for_tests import walk, walk_by

from games.flappy import game as flappy
from games.xor_arena import game as xor_arena
from neuro.errors import NeuroError, UnknownNameError
from neuro.view.keys import LEAVE, Key
from neuro.view.play.play_model import PlayModel
from neuro.view.play.play_window import PlayOptions, PlayScreen
from neuro.view.screen.window import Window
from neuro.view.theme import DARK
from neuro.view.widgets.game_keys import Keyboard, _moving, hints_of
from neuro.view.widgets.key_card import KeysBar

#: A car, as far as keys go: two of them combine, two do the same.
KEYS = {"up": (1.0, 0.0), "w": (1.0, 0.0), "left": (0.0, 1.0), "right": (0.0, 0.5), "up+left": (1.0, 1.0)}
car = dataclasses.replace(walk_by("threshold"), keys=KEYS, held=True)
NOTHING = [0.0, 0.0]


def code(name):
    return pygame.key.key_code(name)


@pytest.fixture
def window():
    with Window("test", PlayOptions(frames=10, size=(900, 640))) as shown:
        yield shown


@pytest.fixture
def seat(window):
    """Someone who plays the car: their tries, and what hands them events."""
    playing = PlayModel(car, 5, [], DARK)
    screen = PlayScreen(playing, DARK)

    def handle(kind, **facts):
        screen.handle(pygame.event.Event(kind, **facts), 1.0)

    yield playing, handle
    screen.close()


def keyboard_of(*names):
    keyboard = Keyboard(car)
    for name in names:
        keyboard.press(code(name))
    return keyboard


@pytest.mark.parametrize(
    ("held", "action"),
    [
        (("up",), (1.0, 0.0)),
        (("up", "left"), (1.0, 1.0)),
        (("left", "up"), (1.0, 1.0)),
        (("w", "left"), (1.0, 1.0)),  # w does what up does, in combinations, too
        (("up", "w"), (1.0, 0.0)),
        (("left", "right"), (0.0, 0.5)),
        (("right", "left"), (0.0, 1.0)),
        (("up", "left", "w"), (1.0, 1.0)),
        ((), None),
    ],
    ids=lambda value: "-".join(map(str, value or ["nothing"])),
)
def test_the_largest_combination_that_is_held_acts_else_the_newest_key(window, held, action):
    assert keyboard_of(*held).action == action


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [("steer right", 1, "steer right"), ("steer right", -1, "steer left"), ("gas", -1, "brake"),
     ("lift", -1, "lift −1"), ("turn right", -0.5, "turn left 0.5"), ("go", 0.5, "go 0.5")],
)  # fmt: skip
def test_what_a_key_does_is_told_by_what_it_is_and_not_by_a_sign(name, value, told):
    assert _moving(name, value) == told


def test_a_combination_that_is_let_go_leaves_its_other_key(window):
    keyboard = keyboard_of("up", "left")
    keyboard.release(code("left"))
    assert keyboard.action == (1.0, 0.0)


def test_of_two_keys_of_one_action_either_holds_it(seat):
    playing, handle = seat
    for name in ("up", "w"):
        handle(pygame.KEYDOWN, key=code(name))
    handle(pygame.KEYUP, key=code("w"))
    playing._pressed.clear()
    assert playing._act().tolist() == [1, 0]
    handle(pygame.KEYUP, key=code("up"))
    assert playing._act().tolist() == NOTHING


def test_steering_while_accelerating_is_both(seat):
    playing, handle = seat
    handle(pygame.KEYDOWN, key=code("up"))
    handle(pygame.KEYDOWN, key=code("left"))
    assert [playing._act().tolist() for _ in range(3)] == [[1, 1]] * 3


def test_a_key_that_is_let_go_while_the_window_has_no_focus_is_not_held_for_ever(seat):
    playing, handle = seat
    handle(pygame.KEYDOWN, key=code("up"))
    handle(pygame.WINDOWFOCUSLOST)
    playing._pressed.clear()
    assert playing._act().tolist() == NOTHING
    handle(pygame.KEYDOWN, key=code("up"))
    assert playing._act().tolist() == [1, 0]


def test_a_key_that_repeats_is_one_press(window):
    playing = PlayModel(flappy, 5, [], DARK)
    screen = PlayScreen(playing, DARK)
    for _ in range(5):
        screen.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_SPACE), 1.0)
    assert len(playing._pressed) == 1
    screen.close()


def test_quick_presses_of_a_slow_game_wait_for_their_steps():
    slow = dataclasses.replace(walk_by("argmax"), keys={"left": (0.0,), "right": (1.0,)}, steps_per_second=5)
    playing = PlayModel(slow, 5, [], DARK)
    for action in ((0.0,), (1.0,), (0.0,)):
        playing.press(action)
    assert [float(playing._act()[0]) for _ in range(3)] == [0, 1, 0]


def test_a_stick_steers_and_a_button_is_the_first_key(seat):
    playing, handle = seat
    handle(pygame.JOYBUTTONDOWN, button=0, instance_id=0)
    handle(pygame.JOYAXISMOTION, axis=0, value=-0.9, instance_id=0)
    assert [playing._act().tolist() for _ in range(2)] == [[1, 1]] * 2
    handle(pygame.JOYAXISMOTION, axis=0, value=0.1, instance_id=0)
    playing._pressed.clear()
    assert playing._act().tolist() == [1, 0]
    handle(pygame.JOYHATMOTION, hat=0, value=(-1, 0), instance_id=0)
    assert playing._act().tolist() == [1, 1]
    handle(pygame.JOYDEVICEREMOVED, instance_id=0)
    playing._pressed.clear()
    assert playing._act().tolist() == NOTHING


def footer(game):
    return [(key.label, key.meaning) for key in hints_of(game) if key.command == "act"]


def test_the_footer_pairs_keys_with_what_they_do_in_any_order(window):
    assert footer(flappy) == [("Space ↑", "flap")]
    assert footer(xor_arena) == [("→", "push right"), ("←", "push left")]
    turned = dataclasses.replace(xor_arena, keys=dict(reversed(xor_arena.keys.items())))
    assert footer(turned) == [("←", "push left"), ("→", "push right")]


@pytest.mark.parametrize(
    ("decision", "action", "words"),
    [
        ("versus", (0.0,), "stay"),
        ("versus", (1.0,), "go"),
        ("argmax", (1.0,), "stay"),
        ("threshold", (1.0, 1.0), "go, stay"),
        ("threshold", (0.0, 0.0), "nothing"),
        ("continuous", (1.0, 0.0), "go"),
        ("continuous", (0.0, -0.5), "stay −0.5"),
    ],
)
def test_what_a_key_does_is_said_in_the_names_of_the_actions(window, decision, action, words):
    game = dataclasses.replace(walk_by(decision), keys={"a": action})
    assert footer(game) == [("A", words)]


def test_combinations_are_in_the_card_of_keys(window):
    found = [(key.label, key.meaning) for key in hints_of(car) if key.command == "combine"]
    assert found == [("↑ + ←", ", ".join(car.actions))]


def test_the_windows_own_keys_that_a_game_takes_are_not_promised(window):
    greedy = dataclasses.replace(walk_by("argmax"), keys={"r": (0.0,), "p": (1.0,)})
    screen = PlayScreen(PlayModel(greedy, 5, [], DARK), DARK)
    assert {"again", "pause"}.isdisjoint(key.command for key in screen._shell._keys)
    screen.close()


def test_a_key_that_there_is_not_is_refused_with_the_nearest(window):
    with pytest.raises(UnknownNameError, match="unknown key of walk 'rigth'; did you mean 'right'"):
        Keyboard(dataclasses.replace(walk, keys={"up+rigth": (1.0,)}))


def test_a_game_without_keys_says_so():
    with pytest.raises(NeuroError, match="Walk has no keys to play with: give it some"):
        Keyboard(walk)


def test_a_key_whose_own_name_has_a_plus_is_one_key(window):
    keyboard = Keyboard(dataclasses.replace(walk, keys={"+": (1.0,)}))
    keyboard.press(pygame.K_PLUS)
    assert keyboard.action == (1.0,)


def test_a_foot_too_narrow_for_all_keys_still_tells_of_the_card_with_all(window):
    many = "abcdefgijklmo"
    named = KeysBar(DARK, [Key(letter.upper(), "act", "does something long") for letter in many] + list(LEAVE))
    shown = named._fitting(window.paint, 868)
    assert 2 < len(shown) < len(many)
    assert [key.command for key in shown[-2:]] == ["keys", "leave"]
