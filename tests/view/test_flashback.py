import numpy as np
import pytest
from games_for_tests import quick_flappy

from neuro.evolution import Evolution, EvolutionSettings
from neuro.view.keys import Command
from neuro.view.telling import tell
from neuro.view.theme import DARK
from neuro.view.watching import RunOptions, Watching


@pytest.fixture(params=["1", "16"])
def watching(request):
    run = Evolution(quick_flappy, EvolutionSettings(seed=3, population=40, episodes=1, max_steps=900))
    watched = Watching(run, DARK, RunOptions(speed=request.param))
    yield watched
    watched.close()


def until_death(watching, agent):
    watching.focus.selected = agent
    for _ in range(600):
        watching.tick(1 / 60, hurried=True)
        if watching.can_flash_back:
            return
    pytest.fail("it never died")


def test_the_last_second_of_the_chosen_bird_is_shown_again_slowly(watching):
    agent = 7
    until_death(watching, agent)
    assert "died: D shows why" in tell(watching).note
    before = watching.stage.flight.steps
    watching.obey(Command("death"))
    told, frames, places = tell(watching), 0, []
    assert told.selected == agent
    assert told.mind.name == f"bird {agent}"
    while watching.flashback is not None:
        places.append(watching.focus.place())
        watching.tick(1 / 60)
        frames += 1
    assert 200 < frames < 400, "a second, four times slower, and its end stands still for a while"
    assert watching.stage.flight.steps == before, "the flight waits meanwhile"
    assert places[0] is not None
    assert places[-1] is None, "it has died"


def test_what_is_shown_again_is_what_happened(watching):
    agent = 5
    until_death(watching, agent)
    watching.obey(Command("death"))
    shown = []
    while not watching.flashback.over:
        shown.append(watching.flashback.shown(agent)[-1].tobytes())
        watching.flashback.advance(1 / 60)
    happened = [state[:, agent].tobytes() for state in watching.stage.past]
    assert set(shown) <= set(happened)
    last = np.frombuffer(shown[-1], np.float32)
    assert last[0] > 0, "thoughts are those of the living"


def test_it_can_be_left_at_once(watching):
    until_death(watching, 3)
    watching.obey(Command("death"))
    watching.obey(Command("death"))
    assert watching.flashback is None
    assert watching.shown is watching.stage


def test_who_chose_nobody_is_shown_nothing(watching):
    for _ in range(100):
        watching.tick(1 / 60, hurried=True)
    watching.obey(Command("death"))
    assert watching.flashback is None
