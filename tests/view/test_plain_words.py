"""Figures and words that people understand: shares, means, the output that decides, and what each word means."""

import dataclasses
import itertools

import numpy as np
import pygame
import pytest
from games_for_tests import quick_flappy, walk
from pygame import Rect

from games.flappy import game as flappy
from games.xor_arena import game as xor_arena
from neuro.errors import NeuroError
from neuro.evolution import Evolution, EvolutionSettings
from neuro.game import checked_game
from neuro.network import parameter_count
from neuro.rollout.stepwise import Rollout
from neuro.view.inspect.inspection import Inspector
from neuro.view.inspect.stage import Stage
from neuro.view.paint import Paint
from neuro.view.panels.brain_panel import draw_network_view
from neuro.view.panels.header_panel import HeaderPanel, _figures
from neuro.view.scene import make_scene
from neuro.view.theme import AXIS, DARK
from neuro.view.watch.run_options import RunOptions
from neuro.view.watch.snapshot_of import snapshot_of
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import KEYS, WatchScreen
from neuro.view.widgets.glossary import words_of
from neuro.view.widgets.key_card import KeysCard


@pytest.fixture
def watching():
    run = Evolution(quick_flappy, EvolutionSettings(seed=3, population=40, episodes=3, max_steps=300))
    run.step()
    watched = WatchModel(run, DARK, RunOptions())
    yield watched
    watched.close()


@pytest.fixture
def written(monkeypatch):
    """All texts that are written, in order."""
    texts, write = [], Paint.text
    monkeypatch.setattr(
        Paint, "text", lambda self, at, text, *a, **k: (texts.append(str(text)), write(self, at, text, *a, **k))[1]
    )
    return texts


def key(code):
    return pygame.event.Event(pygame.KEYDOWN, key=code, mod=0)


def drawn(screen, size=(1440, 900)):
    screen.draw(Paint(pygame.Surface(size)))


def test_a_mean_that_reads_nothing_gives_way_to_the_share_that_got_anywhere(watching):
    shown = dataclasses.replace(snapshot_of(watching), mean=0.02, begun=0.38)
    told = _figures(shown)[3]
    assert (told.labels[0], told.value, told.unit) == ("Past the first pipe", "38", "%")
    assert _figures(dataclasses.replace(shown, first_point=""))[3].labels[0] == "Scored at least 1"
    for other in ({"mean": 1.5}, {"begun": None}):
        assert _figures(dataclasses.replace(shown, **other))[3].labels[0] == "Mean now"


@pytest.mark.parametrize(
    ("scores", "share"), [((0, 0, 1, 7), 0.5), ((0, 0, 0, 0), 0.0), ((0, 0.5, 1, 2), None), ((-1, 0, 1, 2), None)]
)
def test_the_share_counts_scores_of_one_and_more_where_scores_are_counts(scores, share):
    stage = Stage(make_scene(flappy, flappy.setting, DARK))
    stage.rollout = Rollout(flappy, None, None, np.zeros(4, np.uint32), max_steps=9)
    stage.rollout.state[1] = scores
    assert stage.begun == share


def test_a_best_score_says_over_how_many_courses_it_is_a_mean(watching):
    best = _figures(snapshot_of(watching))[4]
    assert best.labels[0] == "Best ever, mean of 3 courses"
    assert "the 3 courses" in best.about
    alone = _figures(dataclasses.replace(snapshot_of(watching), courses=1))[4]
    assert alone.labels == ("Best ever",)
    assert "course" not in alone.about


def test_the_courses_are_those_of_the_generation_that_holds_the_record():
    run = Evolution(quick_flappy, EvolutionSettings(seed=3, population=40, episodes=3, max_steps=300))
    run.step()
    run.change("episodes", 1)
    run.history[0] = dataclasses.replace(run.history[0], best_score=99.0)
    run.step()
    watched = WatchModel(run, DARK, RunOptions())
    told = snapshot_of(watched)
    watched.close()
    assert (told.best_ever, told.courses) == (99.0, 3)


@pytest.mark.parametrize("panel_size", [(692, 108), (476, 160), (341, 212)], ids=str)
def test_all_of_the_header_explains_itself(watching, panel_size):
    header = HeaderPanel(DARK)
    header.layout(Rect(0, 0, *panel_size))
    header.draw(Paint(pygame.Surface(panel_size)), snapshot_of(watching))
    controls = header.controls()
    assert all(control.about for control in controls)
    assert len([control for control in controls if control.stop]) == 6
    told = " ".join(control.about for control in controls if not control.stop)
    for part in (
        "The game",
        "The level: the usual constants",
        "The algorithm",
        "The number that chance begins with",
        "What goes on",
    ):
        assert part in told


@pytest.mark.parametrize("played", [flappy, xor_arena], ids=lambda played: played.title)
@pytest.mark.parametrize("width", [692, 511, 476, 341])
def test_no_label_of_the_header_runs_into_the_next(monkeypatch, played, width):
    labels, write = [], Paint.text

    def spy(self, at, text, size, *rest, **named):
        long = write(self, at, text, size, *rest, **named)
        if size == AXIS and at[1] > 50:
            labels.append((at[1], at[0], at[0] + long))
        return long

    watched = WatchModel(Evolution(played, EvolutionSettings(seed=3, population=40, max_steps=300)), DARK, RunOptions())
    monkeypatch.setattr(Paint, "text", spy)
    header = HeaderPanel(DARK)
    header.layout(Rect(0, 0, width, 212))
    header.draw(Paint(pygame.Surface((width, 212))), snapshot_of(watched))
    watched.close()
    assert len(labels) == 6
    for (row, _, end), (next_row, begin, _) in itertools.pairwise(labels):
        assert row != next_row or end + 4 <= begin


def test_the_chart_counts_the_score_and_y_or_its_field_changes_to_fitness_and_back(watching, written):
    screen = WatchScreen(watching, DARK)
    drawn(screen)
    assert "Pipes by generation" in written
    for change, title in (
        (lambda: screen.handle(key(pygame.K_y), 1.0), "Fitness by generation"),
        (lambda: screen.handle(key(pygame.K_y), 1.0), "Pipes by generation"),
        (lambda: take_fitness_from_field(screen), "Fitness by generation"),
    ):
        written.clear()
        change()
        drawn(screen)
        assert title in written


def take_fitness_from_field(screen):
    field = next(c.rect for c in screen._panels["score"].reachable() if "other measure" in c.commands)
    screen.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=field.center, button=1), 1.0)
    drawn(screen)
    screen.handle(key(pygame.K_DOWN), 1.0)
    screen.handle(key(pygame.K_RETURN), 1.0)


def mind_of(game, genome=None):
    genomes = np.zeros((1, parameter_count(game.layers)), np.float32) if genome is None else genome
    state = Rollout(game, game.layers, genomes, np.zeros(1, np.uint32), max_steps=9).state[:, 0]
    return Inspector(game, game.layers, game.setting).mind(genomes[0], state, "bird 3", 0)


def test_of_two_equal_outputs_the_second_is_shown_as_the_one_that_acts():
    assert mind_of(flappy).chosen == 1, "the rules flap only where the first is larger"


def test_the_output_that_acts_is_marked_as_the_larger(written, monkeypatch):
    ticks = []
    monkeypatch.setattr(Paint, "tick", lambda *given: ticks.append(given[1]))
    draw_network_view(
        Paint(pygame.Surface((360, 340))), Rect(10, 10, 340, 300), mind_of(flappy), DARK, weights=False, nodes=True
    )
    assert len(ticks) == 1
    assert written.count("larger") == 1


def test_outputs_that_each_act_for_themselves_are_not_marked(written):
    draw_network_view(
        Paint(pygame.Surface((360, 340))), Rect(10, 10, 340, 300), mind_of(xor_arena), DARK, weights=False, nodes=True
    )
    assert not {"larger", "largest"} & set(written)


def test_all_parts_of_the_brain_explain_themselves(watching):
    screen = WatchScreen(watching, DARK)
    drawn(screen)
    panel = screen._panels["brain"]
    *parts, weights = panel.reachable()
    assert weights.turn is not None
    assert [part.about.split(":")[0] for part in parts] == ["Inputs", "Links", "Hidden nodes", "Links", "Outputs"]
    for before, after in itertools.pairwise(parts):
        assert before.rect.right == after.rect.left, "no part of it is without words"
    assert panel.rect.contains(parts[0].rect.unionall([part.rect for part in parts]))


def test_the_card_of_keys_has_a_second_page_and_escape_closes_it_alone(watching, written):
    screen = WatchScreen(watching, DARK)
    drawn(screen)
    screen.handle(key(pygame.K_h), 1.0)
    drawn(screen)
    assert "What is going on?" in written
    assert "mutation" not in written
    generation = watching.number
    screen.handle(key(pygame.K_RIGHT), 1.0)
    drawn(screen)
    assert {"generation", "fitness", "selection", "elite", "crossover", "mutation", "population"} <= set(written)
    assert watching.number == generation, "→ turns the page meanwhile"
    screen.handle(key(pygame.K_ESCAPE), 1.0)
    assert not screen.done
    screen.handle(key(pygame.K_ESCAPE), 1.0)
    assert screen.done


def test_a_click_on_a_title_shows_its_page_and_reaches_nothing_below(watching):
    screen = WatchScreen(watching, DARK)
    screen.handle(key(pygame.K_h), 1.0)
    drawn(screen)
    card = screen._shell._card
    for page in (1, 0):
        at = card._tabs[page].move(card.rect.topleft).center
        screen.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1), 1.0)
        assert (card.page, card.shown) == (page, True)


@pytest.mark.parametrize("size", [(1440, 852), (1024, 676), (800, 552)], ids=str)
def test_the_second_page_fits_every_window(size, monkeypatch):
    low = []
    write = Paint.paragraph
    monkeypatch.setattr(Paint, "paragraph", lambda self, at, *a: low.append((at[1], write(self, at, *a))))
    card = KeysCard(DARK, KEYS, words_of("bird"))
    card.shown, card.page = True, 1
    card.layout(Rect(0, 0, *size))
    card.draw(Paint(pygame.Surface(size)), None)
    assert len(low) == 8
    assert all(end <= begin for (_, end), (begin, _) in itertools.pairwise(low)), "no two meet"
    assert low[0][0] > 44
    assert low[-1][1] <= card.rect.h


def test_words_are_those_of_the_game():
    assert any("birds" in word.meaning for word in words_of("bird"))
    assert not any("bird" in word.meaning for word in words_of("pole"))


@pytest.mark.parametrize("wrong", [3, "two\nlines", "x" * 100])
def test_a_first_point_that_is_no_line_of_text_is_told(wrong):
    game = dataclasses.replace(walk)
    object.__setattr__(game, "first_point", wrong)
    with pytest.raises(NeuroError, match='first_point is what a score of one means, like "past the first pipe", not'):
        checked_game(game)
