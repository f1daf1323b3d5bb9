import dataclasses

import numpy as np
import pygame
import pytest

from games.flappy import game, rules
from games.xor_arena import game as xor_arena
from neuro.view.play.play_model import PlayModel
from neuro.view.play.play_window import PlayOptions, PlayScreen, play_window
from neuro.view.play.rivals import Rivals
from neuro.view.scene import Marks
from neuro.view.screen.window import Window
from neuro.view.theme import DARK


def height(playing):
    return float(playing._rollouts[0].state[rules.HEIGHT, 0])


def speed(playing):
    return float(playing._rollouts[0].state[rules.SPEED, 0])


def test_nothing_moves_before_the_first_press():
    playing = PlayModel(game, 5, [], DARK)
    playing.tick(1.0)
    assert height(playing) == 450


def test_a_press_is_one_flap_in_one_step():
    playing = PlayModel(game, 5, [], DARK)
    playing.press((1.0,))
    playing.tick(1 / 60)
    assert speed(playing) == pytest.approx(-6.9)
    playing.tick(1 / 60)
    assert speed(playing) == pytest.approx(-6.55)


def test_a_person_who_does_nothing_falls_and_a_press_begins_again():
    playing = PlayModel(game, 5, [], DARK)
    playing.press((0.0,))
    for _ in range(120):
        playing.tick(1 / 60)
    assert not playing.alive
    assert playing.best == 0
    playing.press((1.0,))
    assert playing.alive
    assert playing.waiting


def test_ghosts_play_the_same_course_as_they_would_alone(champion):
    playing = PlayModel(game, 5, [champion], DARK)
    playing.press((1.0,))
    for _ in range(30):
        playing.tick(1 / 60)
    person, ghost = playing._rollouts
    assert ghost.steps == person.steps == 30
    assert ghost.state[rules.TOP] == person.state[rules.TOP]
    assert [racer.name for racer in playing.racers()] == ["you", f"generation {champion.generation}"]


def play(playing, steps, flaps):
    """A try of so many steps with flaps before some of them; returns the heights."""
    heights = []
    for step in range(steps):
        if step in flaps:
            playing.press((1.0,))
        playing.tick(1 / 60)
        heights.append(height(playing))
    return heights


def test_the_last_try_plays_along_when_the_course_is_played_again(champion):
    playing = PlayModel(game, 5, [champion], DARK)
    assert [racer.name for racer in playing.racers()] == ["you", f"generation {champion.generation}"]
    before = play(playing, 40, (0, 20, 35))
    playing.begin()
    again = []
    playing.press((1.0,))
    for _ in range(40):
        playing.tick(1 / 60)
        again.append(float(playing._state()[rules.HEIGHT, -1]))
    assert again == before
    last = playing.racers()[-1]
    assert (last.name, last.alive) == ("your last try", True)
    playing.tick(1 / 60)
    assert not playing.racers()[-1].alive, "it was given up there"


def test_the_last_try_is_forgotten_on_another_course_and_kept_when_no_step_was_played():
    playing = PlayModel(game, 5, [], DARK)
    play(playing, 30, (0,))
    playing.begin()
    playing.begin()
    assert len(playing.racers()) == 2
    playing.begin(6)
    assert len(playing.racers()) == 1


def test_the_last_try_is_drawn_and_has_a_line_in_the_standings():
    with Window("test", PlayOptions(frames=10, size=(1200, 800))) as window:
        playing = PlayModel(game, 5, [], DARK)
        screen = PlayScreen(playing, DARK)
        play(playing, 40, (0, 12, 24))
        screen.draw(window.paint)
        alone = pygame.surfarray.array3d(window.paint.surface).astype(int)
        playing.begin()
        play(playing, 40, (0, 25))
        screen.draw(window.paint)
        with_ghost = pygame.surfarray.array3d(window.paint.surface).astype(int)
        left, scale = playing._scene.view(pygame.Rect(0, 0, 1200, 752))
    ghost = next(dot for dot in playing._scene.dots(Marks(leader=0, crowd=False, names={1: ""})) if dot.agent == 1)
    x, y = round((ghost.x - left) * scale), round(ghost.y * scale)
    assert with_ghost[x - 8 : x + 8, y - 8 : y + 8].mean() > 120, "pale before the dark sky"
    standings = abs(with_ghost - alone).sum(axis=2)[16:346, 16:144]
    assert (standings > 12).mean() > 0.3


def test_a_try_is_counted_in_and_nothing_moves_meanwhile():
    playing = PlayModel(game, 5, [], DARK, count_in=3)
    assert playing.count == 0, "nothing is counted before a press"
    playing.press((1.0,))
    counts = []
    for _ in range(108):
        counts.append(playing.count)
        assert height(playing) == 450
        playing.tick(1 / 60)
    assert sorted(set(counts)) == [1, 2, 3]
    assert counts == sorted(counts, reverse=True)
    playing.tick(1 / 60)
    playing.tick(1 / 60)
    assert (playing.count, height(playing) == 450) == (0, False)
    assert speed(playing) > 0, "the press that began it is no flap"


@pytest.mark.parametrize(("before", "flaps"), [(0.9, False), (0.2, True)], ids=["early", "just before the start"])
def test_a_press_shortly_before_the_start_is_meant_for_it(before, flaps):
    playing = PlayModel(game, 5, [], DARK, count_in=3)
    playing.press((1.0,))
    playing.tick(1.8 - before)
    playing.press((1.0,))
    playing.tick(before + 0.001)
    playing.tick(1 / 60)
    assert (speed(playing) < 0) == flaps


def test_pausing_stops_the_count():
    playing = PlayModel(game, 5, [], DARK, count_in=3)
    playing.press((1.0,))
    playing.pace.paused = True
    playing.tick(5.0)
    assert playing.count == 3


def test_a_press_after_a_fall_counts_in_the_next_try_at_once():
    playing = PlayModel(game, 5, [], DARK, count_in=3)
    playing.press((1.0,))
    for _ in range(320):
        playing.tick(1 / 60)
    assert not playing.alive
    playing.press((1.0,))
    assert (playing.alive, playing.count) == (True, 3)


def test_the_end_says_which_generation_did_better(champion):
    with Window("test", PlayOptions(frames=10)):
        playing = PlayModel(game, 5, [champion], DARK)
        other = dataclasses.replace(champion, generation=champion.generation + 4)
        rivals = Rivals(game, playing.setting, [champion, other])
        screen = PlayScreen(playing, DARK, rivals=rivals)
        rivals.scores(5)
        rivals._scores = [0.0, 7.0]
        told, line = screen._ending()
        assert told == f"You: 0. Generation {other.generation} beat you."
        assert line.startswith("It came to 7 pipes on this course; R plays again, G races another generation")
        rivals._scores = [0.0, 0.0]
        assert screen._ending()[0] == "You: 0. No generation beat you."
        assert PlayScreen(playing, DARK)._ending() == ("You: 0.", "R plays again, N takes a new course")


def test_g_races_another_generation_from_the_start(champion):
    with Window("test", PlayOptions(frames=10)):
        other = dataclasses.replace(champion, generation=champion.generation + 4)
        playing = PlayModel(game, 5, [champion], DARK)
        rivals = Rivals(game, playing.setting, [champion, other], champion)
        screen = PlayScreen(playing, DARK, rivals=rivals)
        play(playing, 20, (0,))
        screen.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_g), 1.0)
        assert [racer.name for racer in playing.racers()][:2] == ["you", f"generation {other.generation}"]
        assert playing.waiting
        alone = PlayScreen(PlayModel(game, 5, [], DARK), DARK)
        alone.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_g), 1.0)
        assert len(alone._playing.racers()) == 1


def test_another_course_has_other_stones():
    playing = PlayModel(game, 5, [], DARK)
    top = float(playing._rollouts[0].state[rules.TOP, 0])
    playing.begin(6)
    assert float(playing._rollouts[0].state[rules.TOP, 0]) != top


@pytest.mark.parametrize(
    "event",
    [
        pygame.event.Event(pygame.KEYDOWN, key=pygame.K_SPACE),
        pygame.event.Event(pygame.KEYDOWN, key=pygame.K_UP),
        pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=(300, 300)),
    ],
    ids=["space", "up", "mouse"],
)
def test_space_up_and_the_mouse_flap(event):
    with Window("test", PlayOptions(frames=10)):
        playing = PlayModel(game, 5, [], DARK)
        screen = PlayScreen(playing, DARK)
        screen.handle(event, 1.0)
        screen.tick(1 / 60, hurried=False)
        assert speed(playing) == pytest.approx(-6.9)


def test_keys_pause_restart_change_the_course_and_leave():
    with Window("test", PlayOptions(frames=10)):
        playing = PlayModel(game, 5, [], DARK)
        screen = PlayScreen(playing, DARK)

        def press(key):
            screen.handle(pygame.event.Event(pygame.KEYDOWN, key=key), 1.0)

        press(pygame.K_SPACE)
        press(pygame.K_p)
        screen.tick(1.0, hurried=False)
        assert height(playing) == 450
        press(pygame.K_n)
        assert playing.course == 6
        press(pygame.K_ESCAPE)
        assert screen.done


def test_the_window_shows_the_race(champion, tmp_path):
    path = tmp_path / "shot.png"
    play_window(game, 5, PlayOptions(frames=10, screenshot=path, size=(900, 600)), against=[champion])
    image = pygame.surfarray.array3d(pygame.image.load(str(path)))
    assert image.shape == (900, 600, 3)
    assert len(np.unique(image.reshape(-1, 3), axis=0)) > 2000


def struck(screen, kind, name):
    """Somebody presses or lets go a key, by pygame's name of it."""
    screen.handle(pygame.event.Event(kind, key=pygame.key.key_code(name)), 1.0)


def test_a_held_key_acts_until_it_is_let_go():
    with Window("test", PlayOptions(frames=10)):
        playing = PlayModel(xor_arena, 5, [], DARK)
        screen, place = PlayScreen(playing, DARK), xor_arena.state.index("position")
        struck(screen, pygame.KEYDOWN, "right")
        for _ in range(20):
            playing.tick(1 / 60)
        far = playing._rollouts[0].state[place, 0]
        struck(screen, pygame.KEYDOWN, "left")
        for _ in range(60):
            playing.tick(1 / 60)
        assert playing._rollouts[0].state[place, 0] == -1 < far
        struck(screen, pygame.KEYUP, "left")  # the other key is still down
        for _ in range(20):
            playing.tick(1 / 60)
        assert playing._rollouts[0].state[place, 0] > -1
        struck(screen, pygame.KEYUP, "right")
        assert playing._act().tolist() == [0, 0]
        screen.close()


def test_the_best_score_is_kept_for_the_next_time():
    from neuro.view.screen.preferences import best_score

    playing = PlayModel(game, 5, [], DARK)
    assert playing.best is None
    playing._rollouts[0].state[rules.SCORE, 0] = 7
    playing._end()
    assert best_score(playing._known_as) == 7
    again = PlayModel(game, 6, [], DARK)
    assert again.best == 7
    again._rollouts[0].state[rules.SCORE, 0] = 3
    again._end()
    assert PlayModel(game, 7, [], DARK).best == 7
    assert PlayModel(game, 7, [], DARK, game.setting_with({"gap": 150})).best is None  # another game, in truth


def test_a_rollout_is_heard():
    playing = PlayModel(game, 5, [], DARK)
    playing.press((1.0,))
    for _ in range(200):
        playing.tick(1 / 60)
    assert playing.heard[0] == "flap"
    assert playing.heard[-1] == "fall"


def test_a_button_of_a_gamepad_flaps():
    with Window("test", PlayOptions(frames=10, size=(800, 600))):
        playing = PlayModel(game, 5, [], DARK)
        screen = PlayScreen(playing, DARK)
        screen.handle(pygame.event.Event(pygame.JOYBUTTONDOWN, button=0, instance_id=0), 1.0)
        assert not playing.waiting
        screen.close()


def test_m_mutes_and_it_is_remembered():
    with Window("test", PlayOptions(frames=10, size=(800, 600))):
        for muted in (True, False):
            screen = PlayScreen(PlayModel(game, 5, [], DARK), DARK)
            assert screen._sounds.muted is not muted
            screen.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_m), 1.0)
            assert screen._sounds.muted is muted
            screen.close()
