"""Makes the pictures of the README: ``python docs/pictures/make.py [NAME ...]``.

They show the real thing: the window's pictures are its own screenshots, drawn by SDL's dummy driver, and the
terminal's is what is printed into a terminal of 104 × 34 characters, drawn with the project's font. It takes
a minute or two and needs neither a display nor a network.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ["NEURO_CONFIG"] = tempfile.mkdtemp()  # nothing that people's own windows remember

import numpy as np
import pygame
from pygame import Surface
from terminal_picture import draw_terminal

from neuro.ancestors import find_ancestors
from neuro.champion import Champion
from neuro.cli.kept_entries import kept_entries
from neuro.cli.start_offers import offers
from neuro.evolution.algorithms import GeneticSettings
from neuro.evolution.evolution import Evolution
from neuro.evolution.settings import EvolutionSettings
from neuro.game import find_game
from neuro.game_trial import try_game
from neuro.paths import shipped_champion
from neuro.rollout.probe import Probe
from neuro.rules.plain_agent import state_of
from neuro.storage.files import load_champion
from neuro.view.drawn import Scene
from neuro.view.keys import Command
from neuro.view.looks import FAMILIES
from neuro.view.play.play_model import PlayModel
from neuro.view.play.play_window import PlayOptions, PlayScreen
from neuro.view.replay.ancestors_window import AncestorsOptions, AncestorsScreen
from neuro.view.replay.replay_window import ReplayOptions, replay_window
from neuro.view.scene import Marks
from neuro.view.screen.window import Screen, Window, WindowOptions
from neuro.view.start.start_window import start_window
from neuro.view.terminal.terminal_views import WatchTerminalOptions, watch_terminal
from neuro.view.theme import DARK
from neuro.view.versus.versus_window import versus_window
from neuro.view.watch.watch_model import WatchModel
from neuro.view.watch.watch_window import WatchOptions, WatchScreen, watch_window

HERE = Path(__file__).parent
GAME = find_game("flappy")
XOR_BREEDING = GeneticSettings(**find_game("xor_arena").evolution)
FRAME = 1 / 60
LARGE, SMALL = (1440, 900), (1024, 720)


def run(generations: int, algorithm: str = "ga") -> Evolution:
    """A run of seed 7, some generations old."""
    evolution = Evolution(GAME, EvolutionSettings(seed=7, algorithm=algorithm))
    for _ in range(generations):
        evolution.step()
    return evolution


def crowned(generations: int) -> Champion:
    """The best of a run of so many generations."""
    champion = run(generations).champion
    assert isinstance(champion, Champion)
    return champion


def shoot(window: Window, screen: Screen, name: str) -> None:
    """Draw a screen and save it."""
    screen.draw(window.paint)
    pygame.image.save(window.paint.surface, str(HERE / f"{name}.png"))


def watched(name: str, options: WatchOptions, act: Callable[[WatchModel, WatchScreen], None]) -> None:
    """A run from its twelfth generation on, and what ``act`` makes of it."""
    with Window("neuro", options) as window:
        watching = WatchModel(run(12), options.colours, options)
        screen = WatchScreen(watching, options.colours)
        for _ in range(4):  # so that there is something to travel back to
            watching.next_generation()
            watching.tick(FRAME, hurried=True)
        screen.draw(window.paint)
        advance(watching, 500)
        act(watching, screen)
        for _ in range(12):
            screen.draw(window.paint)
            watching.tick(FRAME, hurried=True)
        shoot(window, screen, name)
        watching.close()


def advance(watching: WatchModel, frames: int) -> None:
    """Let time pass, up to just after a beat of the chosen bird's wings, when much goes on in its brain."""
    for _ in range(frames):
        watching.tick(FRAME, hurried=True)


def choose(watching: WatchModel, _: WatchScreen | None = None) -> None:
    """Choose a bird from the middle of the flock."""
    living = [dot.agent for dot in watching.stage.scene.dots(Marks())]
    watching.focus.selected = living[len(living) // 3]
    advance(watching, 28)


def tab(name: str) -> Callable[[WatchModel, WatchScreen], None]:
    """Choose a bird, and show a panel of the one card."""

    def act(watching: WatchModel, screen: WatchScreen) -> None:
        choose(watching)
        screen.show_panel(name)

    return act


def start() -> None:
    """What `neuro` alone opens; nothing of one's own is kept yet."""
    with tempfile.TemporaryDirectory() as empty:
        os.environ["NEURO_SAVES"] = empty
        options = WindowOptions(frames=9, screenshot=HERE / "start.png", size=LARGE)
        start_window(offers(), kept_entries(), options, game=GAME)
        del os.environ["NEURO_SAVES"]


def watch() -> None:
    """A thousand birds on their way; one of them is chosen."""
    watched("watch", WatchOptions(frames=10**6, size=LARGE), choose)


def brain() -> None:
    """The brain of a chosen bird, in a small window."""
    watched("brain", WatchOptions(frames=10**6, size=SMALL), tab("brain"))


def policy() -> None:
    """What it would do, in a small light window."""
    watched("policy", WatchOptions(frames=10**6, size=SMALL, theme="light"), tab("policy"))


def past() -> None:
    """An earlier generation again."""

    def act(watching: WatchModel, _: WatchScreen) -> None:
        watching.obey(Command("travel", 13))
        watching.tick(FRAME, hurried=True)
        advance(watching, 420)

    watched("past", WatchOptions(frames=10**6, size=LARGE), act)


def why() -> None:
    """Why one of the twelfth generation died: the first one whose fatal choice is some steps before its end."""
    options = WatchOptions(frames=10**6, size=LARGE)
    with Window("neuro", options) as window:
        watching = WatchModel(run(12), options.colours, options)
        screen = WatchScreen(watching, options.colours)
        advance(watching, 500)
        again = None
        for agent in (~watching.stage.rollout.alive).nonzero()[0].tolist():
            watching.focus.selected = agent
            watching.look_for_death()
            watching.wait_for_inquiry()
            watching.ask_why()
            again = watching.flashback
            if again is not None and again.why.moment is not None and len(again.why.leanings) - again.why.moment > 12:
                break
            watching.flashback = None
        assert again is not None
        while not again.over:
            watching.tick(FRAME, hurried=True)
        shoot(window, screen, "why")
        watching.close()


def versus() -> None:
    """Four algorithms on the same courses."""
    names = "neat", "ga", "es", "random"
    options = [WatchOptions(frames=420, screenshot=HERE / "versus.png", size=LARGE)] * len(names)
    versus_window([run(11, name) for name in names], options)


def played(name: str, against: list[Champion], tries: list[tuple[Champion, int]]) -> None:
    """A person's tries on one course, so many steps each; the person is a champion that presses the key."""
    options = PlayOptions(frames=10**6, size=LARGE)
    with Window("neuro", options) as window:
        playing = PlayModel(GAME, 1007, against, options.colours)
        screen = PlayScreen(playing, options.colours)
        for hand, steps in tries:
            thinker = Probe(GAME, hand.network.layers, GAME.setting)
            playing.begin()
            playing.press((1.0,))
            for _ in range(steps):
                if thinker.nodes(hand.network.genome, playing.person)[-2:, 0].argmax() == 0:
                    playing.press((1.0,))
                playing.tick(FRAME)
                screen.draw(window.paint)
        shoot(window, screen, name)
        screen.close()


def play() -> None:
    """A play of one's own, and the try before it."""
    played("play", [], [(crowned(12), 600), (crowned(30), 470)])


def race() -> None:
    """A race against two champions."""
    played("race", [crowned(30), crowned(12)], [(crowned(30), 560)])


def xor() -> None:
    """A crowd of the XOR arena that has found out, generation 12."""
    evolution = Evolution(find_game("xor_arena"), EvolutionSettings(seed=1, breeding=XOR_BREEDING))
    champions: list[Champion] = []
    for _ in range(12):
        evolution.step()
        assert evolution.champion is not None
        champions.append(evolution.champion)
    options = WatchOptions(frames=548, screenshot=HERE / "xor.png", size=LARGE, champions=champions)
    watch_window(evolution, options)


def replay() -> None:
    """The champion of that run."""
    champion = crowned(30)
    options = ReplayOptions(frames=735, screenshot=HERE / "replay.png", size=(1440, 900))
    replay_window(GAME, [champion], [1007, 1008, 1009, 1010], options)


def ancestors() -> None:
    """How a run learnt, shortly after the last champion has passed the place where the one before it fell."""
    found, evolution = [], Evolution(GAME.at(""), EvolutionSettings(seed=1))
    while not evolution.solved:
        evolution.step()
        if evolution.champion is not None and evolution.champion not in found:
            found.append(evolution.champion)
    with Window("neuro", AncestorsOptions(frames=1, size=LARGE)) as window:
        screen = AncestorsScreen(find_ancestors(found), DARK)
        for _ in range(screen.lineage.stretches[-1].first + 300):
            screen.tick(FRAME, hurried=True)
        shoot(window, screen, "ancestors")


def drawn(name: str, level: str, course: int, steps: int) -> None:
    """What the rules of a game draw, after so many steps of the champion that ships."""
    game, network = find_game(name).at(level), load_champion(shipped_champion(name)).network
    one = try_game(game, course)
    for _ in range(steps):
        seats = [one.see(player) for player in range(game.players)]
        seen = np.array([[float(value) for value in seat.values()] for seat in seats], np.float32)
        outputs = network.predict(seen.reshape(-1, *game.observation_shape))
        one.step(*([tuple(map(float, row > 0)) for row in outputs] if game.players > 1 else [outputs.argmax()]))
    scene = Scene(game, game.setting, DARK)
    scene.begin(state_of(one.agent)[:, np.newaxis], np.array([FAMILIES["Fern"]], np.float32), course)
    surface = Surface(tuple(round(0.9 * side) for side in scene.size))
    scene.draw(surface, surface.get_rect(), Marks(leader=0))
    pygame.image.save(surface, str(HERE / f"{name}.png"))


def snake() -> None:
    """A snake on its way to a fruit."""
    drawn("snake", "classic", 3, 190)


def volley() -> None:
    """Our champion and that of 2015, the ball between them."""
    drawn("volley", "baseline", 3, 85)


def inside() -> None:
    """The same as in ``watch``, in the terminal that this is called in."""
    watch_terminal(run(16), WatchTerminalOptions(frames=190))


def poles() -> None:
    """Two poles in the fourth generation: the best before those who are still up."""
    evolution = Evolution(find_game("poles"), EvolutionSettings(seed=3, population=300, episodes=1))
    for _ in range(3):
        evolution.step()
    options = WatchOptions(frames=10**6, size=LARGE)
    with Window("neuro", options) as window:
        watching = WatchModel(evolution, options.colours, options)
        screen = WatchScreen(watching, options.colours)
        screen.draw(window.paint)
        advance(watching, 60)
        shoot(window, screen, "poles")
        watching.close()


def terminal() -> None:
    """What ``inside`` shows."""
    draw_terminal([sys.executable, __file__, "inside"], HERE / "terminal.png")


SHOWN = (
    start,
    watch,
    brain,
    policy,
    past,
    why,
    race,
    replay,
    ancestors,
    play,
    xor,
    snake,
    volley,
    poles,
    terminal,
    versus,
)
PICTURES = {one.__name__: one for one in SHOWN}

if sys.argv[1:] == ["inside"]:
    inside()
elif __name__ == "__main__":
    for name in sys.argv[1:] or PICTURES:
        PICTURES[name]()
        print(HERE / f"{name}.png", f"{(HERE / f'{name}.png').stat().st_size / 1000:.0f} kB")
