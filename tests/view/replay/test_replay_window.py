import numpy as np
import pygame
import pytest
from pygame import Rect
from run_folders import recorded

from games.flappy import game, rules
from games.snake import game as snake
from games.xor_arena import game as arena
from neuro.evolution import Evolution, EvolutionSettings
from neuro.paths import shipped_champion
from neuro.rollout.stepwise import Rollout
from neuro.storage.files import load_champion
from neuro.view.inspect.inspection import Inspector
from neuro.view.inspect.kept_run import KeptRun
from neuro.view.keys import Command
from neuro.view.replay.replay_model import EpisodeOptions, ReplayModel
from neuro.view.replay.replay_window import ReplayOptions, ReplayScreen, replay_window
from neuro.view.screen.window import Window
from neuro.view.theme import DARK


def press(screen, key):
    screen.handle(pygame.event.Event(pygame.KEYDOWN, key=key), 1.0)


@pytest.fixture
def replaying(champion):
    return ReplayModel(game, [champion], [5, 6], DARK, EpisodeOptions(max_steps=200))


def test_the_window_shows_the_champion_and_its_inputs(champion, tmp_path):
    path = tmp_path / "shot.png"
    replay_window(game, [champion], [5], ReplayOptions(frames=30, screenshot=path, size=(900, 600)))
    image = pygame.surfarray.array3d(pygame.image.load(str(path)))
    assert image.shape == (900, 600, 3)
    assert len(np.unique(image[:, :500].reshape(-1, 3), axis=0)) > 2000


def test_what_is_shown_is_the_rollout_that_the_course_gives(replaying, champion):
    replaying.tick(0.1)
    steps = replaying.stage.at
    genomes = champion.network.genome[np.newaxis]
    alone = Rollout(game, champion.network.layers, genomes, np.array([5], np.uint32), max_steps=200)
    alone.advance(steps)
    assert steps == 6
    assert (alone.state == replaying.stage.state).all()


def test_inputs_and_outputs_are_those_of_the_network(replaying, champion):
    sight = replaying.sight()
    assert sight.mind.inputs == game.observation
    outputs = champion.predict(sight.mind.input_values)
    assert sight.mind.output_values.tolist() == outputs.tolist()
    assert sight.mind.chosen == outputs.argmax()


def test_of_a_runs_folder_it_shows_what_became_of_everyone(tmp_path):
    evolution, folder = recorded(tmp_path / "run", generations=2)
    kept = KeptRun(folder)
    replaying = ReplayModel(evolution.game, [evolution.champion], [5], DARK, EpisodeOptions(), kept=kept)
    screen = ReplayScreen(replaying, DARK)
    with Window("test", ReplayOptions(size=(1280, 800))) as window:
        replaying.tick(0.1, hurried=True)
        screen.draw(window.paint)
        tabs = screen._brain
        assert tabs.names == ["Brain", "Policy", "Ends"]
        pictures = []
        for tabs.chosen in (1, 2):
            screen.draw(window.paint)
            pictures.append(pygame.surfarray.array3d(window.paint.surface))
    screen.close()
    assert (pictures[0] != pictures[1]).any()


def test_episodes_follow_each_other_and_the_last_one_ends_it(champion):
    replaying = ReplayModel(game, [champion], [5, 6], DARK, EpisodeOptions(max_steps=60, speed="max", stay_open=False))
    seen = set()
    for _ in range(200):
        seen.add(replaying.episode.course)
        replaying.tick(1 / 60)
        if replaying.done:
            break
    assert replaying.done
    assert seen == {5, 6}


def test_keys_step_restart_and_go_on(replaying):
    replaying.obey(Command("step"))
    assert replaying.pace.paused
    assert replaying.stage.at == 1
    replaying.obey(Command("again"))
    assert replaying.stage.at == 0
    replaying.obey(Command("next"))
    assert replaying.episode.course == 6


def test_what_it_sees_can_be_hidden(replaying):
    with Window("test", ReplayOptions(frames=10, size=(1000, 700))) as window:
        screen = ReplayScreen(replaying, DARK)
        screen.draw(window.paint)
        seen = pygame.surfarray.array3d(pygame.display.get_surface())
        screen.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_b), 1.0)
        screen.draw(window.paint)
        hidden = pygame.surfarray.array3d(pygame.display.get_surface())
    changed = (seen != hidden).any(axis=2)
    assert changed[690:980, 20:400].mean() > 0.5
    assert not changed[:550, 200:570].any()


def drag(screen, start, end):
    for kind, at in (
        (pygame.MOUSEBUTTONDOWN, start),
        (pygame.MOUSEMOTION, end),
        (pygame.MOUSEBUTTONUP, end),
    ):
        screen.handle(pygame.event.Event(kind, pos=at, button=1), 1.0)


def test_dragging_the_scrub_bar_shows_any_step(replaying):
    with Window("test", ReplayOptions(frames=10, size=(1000, 700))) as window:
        screen = ReplayScreen(replaying, DARK)
        screen.draw(window.paint)
        y = 700 - 48 - 58 + 24
        steps = replaying.stage.steps
        drag(screen, (88, y), (500, y))
        assert replaying.stage.at == round(steps / 2)
        drag(screen, (500, y), (5000, y))
        assert replaying.stage.at == steps
        drag(screen, (912, y), (0, y))
        assert replaying.stage.at == 0


def test_keys_go_back_and_forth(replaying):
    for name, at in (("later", 60), ("earlier", 0), ("step", 1), ("step", 2), ("back", 1)):
        replaying.obey(Command(name))
        assert replaying.stage.at == at
    replaying.obey(Command("next score"))
    assert replaying.stage.at in (replaying.stage.last, *replaying.stage.scored)
    replaying.obey(Command("last score"))
    assert replaying.stage.at < replaying.stage.last


def test_the_next_champion_is_a_key_away(champion):
    import dataclasses

    other = dataclasses.replace(champion, generation=9)
    replaying = ReplayModel(game, [champion, other], [5, 6], DARK, EpisodeOptions(max_steps=50))
    replaying.obey(Command("champion"))
    assert (replaying.episode.champion, replaying.episode.course) == (other, 5)
    replaying.obey(Command("champion"))
    assert replaying.episode.champion is champion


def test_what_it_sees_is_measured_in_the_world(replaying):
    with Window("test", ReplayOptions(frames=10, size=(1400, 800))) as window:
        screen = ReplayScreen(replaying, DARK)
        screen.draw(window.paint)
        measured = pygame.surfarray.array3d(pygame.display.get_surface())
        screen.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_v), 1.0)
        screen.draw(window.paint)
        bare = pygame.surfarray.array3d(pygame.display.get_surface())
    changed = (measured != bare).any(axis=2)
    assert 0.001 < changed[:900, 120:690].mean() < 0.1
    assert not changed[:, 700:].any(), "the bars stay"


def test_in_a_race_nothing_is_measured_until_people_ask(champion):
    options = ReplayOptions(frames=10, size=(1400, 800))
    with Window("test", options) as window:
        replaying = ReplayModel(game, [champion], [1], DARK, options, against=[champion])
        screen = ReplayScreen(replaying, DARK)
        shots = []
        for key in (None, pygame.K_v, pygame.K_v):
            if key is not None:
                screen.handle(pygame.event.Event(pygame.KEYDOWN, key=key), 1.0)
            screen.draw(window.paint)
            shots.append(pygame.surfarray.array3d(pygame.display.get_surface()))
    at_first, asked, again = ((shot[300:900, 120:690].min(axis=2) > 215).sum() for shot in shots)
    assert at_first == again < asked, "measures are white"


@pytest.mark.parametrize("ghosts", [0, 2])
@pytest.mark.parametrize("size", [(800, 600), (1400, 800)])
def test_panels_leave_the_birds_and_the_score_in_sight(champion, size, ghosts):
    options = ReplayOptions(frames=10, size=size)
    with Window("test", options) as window:
        replaying = ReplayModel(game, [champion], [1], DARK, options, against=[champion] * ghosts)
        screen = ReplayScreen(replaying, DARK)
        screen.draw(window.paint)
    world = pygame.Rect(0, 0, size[0], size[1] - 106)
    panels = [panel.rect for panel in (screen._who, screen._race, screen._sight) if panel.rect]
    left, scale = replaying.stage.scene.view(world)
    leader, score = pygame.Rect(0, 0, 30, 30), pygame.Rect(0, 12, 100, 88)
    leader.center = round((75 - left) * scale), round((450 + 15) * scale)
    score.centerx = screen._free(world).centerx
    for each in (*panels, leader, score):
        assert [other for other in panels if other is not each and other.colliderect(each)] == []


def test_the_strip_says_what_was_decided_in_each_of_the_last_steps(replaying, champion):
    replaying.obey(Command("seek", 100))
    sight = replaying.sight()
    assert len(sight.lately.values) == 101
    outputs = sight.mind.output_values
    assert sight.lately.values[-1] == pytest.approx(float(outputs[0] - outputs[1]))


def test_its_policy_is_shown_below_its_brain_where_there_is_height_for_both(replaying):
    replaying.tick(0.5)
    for size, both in (((1440, 900), True), ((1024, 720), False)):
        with Window("test", ReplayOptions(frames=10, size=size)) as window:
            screen = ReplayScreen(replaying, DARK)
            screen.draw(window.paint)
            brain, policy = screen._sight.rect, screen._policy.rect
            assert (policy is not None) == both
            if both:
                assert policy.top > brain.bottom
                assert policy.bottom < size[1] - 106
                shown = pygame.surfarray.array3d(window.paint.surface)[policy.left : policy.right, policy.top :]
                cold = np.abs(shown.astype(int) - np.array(DARK.cold)).sum(axis=2) < 120
                hot = np.abs(shown.astype(int) - np.array(DARK.hot)).sum(axis=2) < 120
                assert cold.sum() + hot.sum() > 3000
                press(screen, pygame.K_b)
                screen.draw(window.paint)
                assert screen._policy.rect is None


@pytest.mark.parametrize(
    ("size", "names"), [((1440, 900), ["Sight", "Policy"]), ((1216, 704), ["Brain", "Sight", "Policy"])]
)
def test_what_a_convolution_sees_is_shown_like_in_the_watch_window(size, names):
    champion = load_champion(shipped_champion("snake"))
    replaying = ReplayModel(snake, [champion], [5], DARK, EpisodeOptions(max_steps=60))
    with Window("test", ReplayOptions(frames=10, size=size)) as window:
        screen = ReplayScreen(replaying, DARK)
        screen.draw(window.paint)
        tabs = screen._panels()[0]
        assert tabs.names == names
        assert (screen._sight.rect is None) == ("Brain" in names)
        tabs.chosen = names.index("Sight")
        screen.draw(window.paint)
        assert tabs.shown.rect.h > 200
        shown = tabs.shown
        before = shown.key(replaying.sight())
        replaying.obey(Command("step"))
        assert shown.key(replaying.sight()) != before, "it is drawn anew with each step"
        tabs.chosen = names.index("Policy")
        screen.draw(window.paint)
        press(screen, pygame.K_b)
        screen.draw(window.paint)
        assert tabs.rect is None


def test_its_policy_is_that_of_the_step_that_is_shown(replaying, champion):
    replaying.tick(0.5)
    replaying.obey(Command("step"))
    insight = Inspector(game, champion.network.layers, game.setting)
    stage = replaying.stage
    for _ in range(2):
        policy = replaying.sight(elsewhere=True).policy
        states = stage.shown(0, 40)
        assert policy.trail[-1] == (states[-1][rules.PIPE_X], states[-1][rules.HEIGHT])
        assert (policy.values == insight.policy(champion.network.genome, states, stage.scene, None, 0).values).all()
        replaying.obey(Command("step"))


@pytest.mark.parametrize("size", [(1440, 900), (1024, 720), (800, 600)])
def test_all_of_a_wide_world_is_shown_between_the_panels(size):
    run = Evolution(arena, EvolutionSettings(seed=1, population=20, episodes=1))
    run.step()
    replaying = ReplayModel(arena, [run.champion], [5], DARK, EpisodeOptions(max_steps=60))
    with Window("test", ReplayOptions(frames=10, size=size)) as window:
        screen = ReplayScreen(replaying, DARK)
        screen.draw(window.paint)
        world = screen._stage_of(Rect(0, 0, size[0], size[1] - 106))
        panels = [panel.rect for panel in (screen._who, screen._sight, screen._policy) if panel.rect]
        assert not any(world.colliderect(panel) for panel in panels)
        assert world.w >= 0.5 * size[0]
        press(screen, pygame.K_b)
        assert screen._stage_of(Rect(0, 0, size[0], size[1] - 106)).w == size[0] - 32
