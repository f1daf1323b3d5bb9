"""What games draw in Python is drawn in a browser shape for shape; and rules run there for a person."""

import json
import shutil
import subprocess
from itertools import pairwise

import not_drawable
import numpy as np
import pytest

from games.art import plumage
from games.flappy import game as flappy
from games.flappy import rules
from neuro.cli.live_export import _tell_of_discs
from neuro.game import find_game
from neuro.paths import asset
from neuro.random import uniform
from neuro.rules.form import FIRST_DRAW
from neuro.rules.one_agent import OneAgent
from neuro.rules.plain_agent import state_of
from neuro.rules.shapes_list import shapes_of
from neuro.rules.source import RulesError
from neuro.view.face.face_facts import _born, _fields
from neuro.view.face.javascript import Translation
from neuro.view.looks import VARIETIES

NODE = shutil.which("node")
GAMES = "poles", "maze", "cars", "snake", "volley"
KINDS = "draw", "draw_world", "draw_ground"
RECORDER = """
class Recorder {
  constructor(crowd) { Object.assign(this, { crowd, crown: !crowd, shapes: [] }); }
  disc(x, y, r, c = "agent", a = 1, ring = 0) { this.shapes.push(["disc", x, y, r, c, a, ring]); }
  box(x, y, w, h, c = "agent", a = 1, r = 0) { this.shapes.push(["box", x, y, w, h, c, a, r]); }
  line(p, c = "agent", w = 2, a = 1) { this.shapes.push(["line", p, c, w, a]); }
  polygon(p, c = "agent", a = 1) { this.shapes.push(["polygon", p, c, a]); }
  text(x, y, t, c = "text", s = 24, l = "left", b = false) { this.shapes.push(["text", x, y, t, c, s, l[0], b]); }
}
const population = 1;
"""


def node(*parts):
    """What a script prints, from JSON."""
    if NODE is None:
        pytest.skip("needs node")
    runtime = asset("live/python.js").read_text(encoding="utf-8")
    done = subprocess.run([NODE, "-e", "\n".join([runtime, *parts])], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def flat(value):
    """Numbers and texts of nested lists, in order."""
    return [one for part in value for one in flat(part)] if isinstance(value, (list, tuple)) else [value]


def near(first, second):
    if isinstance(first, str) or isinstance(second, str):
        return first == second
    return abs(first - second) <= 1e-3 + 1e-5 * abs(first)


def agent_of(name):
    """An agent some steps after its start, or a match."""
    game = find_game(name)
    one, form = OneAgent(game.rules.plain, 77), game.rules.form
    for _ in range(12):
        one.step(*[(form.actions[0],)] * form.players) if form.players > 1 else one.step(form.actions[0])
    return game, state_of(one.agent)


@pytest.mark.parametrize("name", GAMES)
def test_a_game_draws_in_a_browser_what_it_draws_in_the_window(name):
    game, rows = agent_of(name)
    plain, form, setting = game.rules.plain, game.rules.form, game.setting
    kinds = [kind for kind in KINDS if hasattr(plain, kind)]
    lists = {one: [float(getattr(setting, f"{one}_{k}")) for k in range(size)] for one, size in form.lists.items()}
    told = {
        "fields": _fields(game, form),
        "lists": {},
        "parameters": {one: float(value) for one, value in setting._asdict().items()} | lists,
    }
    world = asset("live/face_world.js").read_text(encoding="utf-8")
    agent = world[world.index("function agentOf") : world.index("function parametersOf")]
    found = node(
        Translation([getattr(plain, kind) for kind in kinds]).text,
        RECORDER,
        f"const game = {json.dumps(told)}, frame = {{ population, state: {json.dumps(rows.tolist())} }};",
        agent,
        f"const told = {{ engine: {{ game: {{ state: {json.dumps(game.state)} }} }} }};",
        "console.log(JSON.stringify([...rowsOf(agentOf(frame, 0))]));",
        *(
            f"{{ const r = new Recorder({crowd}); {kind}(agentOf(frame, 0), r, game.parameters); "
            "console.log(JSON.stringify(r.shapes)); }"
            for kind in kinds
            for crowd in ("false", "true")
        ),
    )
    assert found.pop(0) == rows.tolist()
    for kind, crowd in ((kind, crowd) for kind in kinds for crowd in (False, True)):
        wanted = shapes_of(plain, kind, form.fields, rows, setting, crowd=crowd, crown=not crowd)
        shown = found.pop(0)
        assert len(shown) == len(wanted)
        assert all(near(a, b) for a, b in zip(flat(wanted), flat(shown), strict=True))


def test_a_persons_bird_obeys_the_rules_in_a_browser():
    actions = [k % 23 == 0 for k in range(120)]
    one = OneAgent(rules, 12345)
    wanted = []
    for flaps in actions:
        one.step("flap" if flaps else "glide")
        wanted.append([float(one.agent.height), float(one.agent.pipe_x), float(one.agent.top), int(one.agent.score)])
    (found,) = node(
        Translation([rules.start, rules.step]).text,
        f"const p = {json.dumps({name: float(v) for name, v in flappy.setting._asdict().items()})};",
        f"const bird = {json.dumps(_born(flappy.rules.form))}, rng = py.draws(12345, bird, 0), out = [];",
        "start(bird, p, rng);",
        f"for (const flap of {json.dumps(actions)}) {{",
        "step(bird, { flap, glide: !flap }, p, rng); out.push([bird.height, bird.pipe_x, bird.top, bird.score]); }",
        "console.log(JSON.stringify(out));",
    )
    assert np.allclose(found, wanted, atol=0.02)


def test_a_person_and_a_champion_play_a_match_by_the_rules_in_a_browser():
    volley = find_game("volley")
    plain, form = volley.rules.plain, volley.rules.form
    one, wanted, moves = OneAgent(plain, 12345), [], [[k % 7 < 4, False, k % 11 == 0] for k in range(150)]
    for first, second in pairwise(moves):
        one.step(*(tuple(map(float, keys)) for keys in (first, second)))
        players = [[me.x, me.y, me.score] for me in one.agent.players]
        wanted.append([one.agent.ball_x, one.agent.ball_y, *players[0], *players[1]])
    keys = "move => ({ forward: move[0], backward: move[1], jump: move[2] })"
    (found,) = node(
        Translation([plain.start, plain.step]).text,
        f"const p = {json.dumps({name: float(v) for name, v in volley.setting._asdict().items()})}, held = {keys};",
        f"const match = {json.dumps(_born(form))}, rng = py.draws(12345, match, {FIRST_DRAW}), out = [];",
        f"start(match, p, rng); const moves = {json.dumps(moves)};",
        "for (let k = 0; k + 1 < moves.length; k++) { step(match, [held(moves[k]), held(moves[k + 1])], p, rng);",
        "const { ball_x, ball_y, players: [a, b] } = match;",
        "out.push([ball_x, ball_y, a.x, a.y, a.score, b.x, b.y, b.score]); }",
        "console.log(JSON.stringify(out));",
    )
    assert np.allclose(found, wanted, atol=0.02)
    assert found[0][2] < found[-1][2], "the first has gone to the net"


def test_birds_and_draws_of_a_course_are_those_of_the_window():
    looks, course = VARIETIES[3], np.uint32(77)
    shapes, draws = node(
        Translation([plumage.parts]).text,
        f"const looks = py.record({json.dumps(plumage.Plumage._fields)}, {json.dumps(looks)});",
        "console.log(JSON.stringify(parts(looks, 1).map(one => [one.polygon, one.colour, one.role])));",
        "console.log(JSON.stringify([0, 5, 1 << 21].map(py.draws(77, {}, 0).at)));",
    )
    wanted = [[part.polygon, part.colour, part.role] for part in plumage.parts(plumage.Plumage(*looks), 1)]
    assert all(near(a, b) for a, b in zip(flat(wanted), flat(shapes), strict=True))
    assert draws == [float(uniform(course, np.int64(number))) for number in (0, 5, 1 << 21)]


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (not_drawable.waits, "not_drawable.py, line 5: a page cannot draw with a statement of this kind (with)"),
        (not_drawable.asks, "not_drawable.py, line 10: a page has no input"),
        (not_drawable.shifts, "not_drawable.py, line 14: a page cannot draw with this operator"),
    ],
)
def test_what_no_page_can_draw_is_told_with_its_line(function, told):
    with pytest.raises(RulesError) as refused:
        Translation([function])
    assert told in str(refused.value)


def test_export_tells_why_a_page_will_not_have_a_games_drawing(monkeypatch, capsys):
    snake = find_game("snake")
    monkeypatch.setattr(snake.rules.plain, "draw", not_drawable.waits)
    _tell_of_discs(snake)
    assert "discs instead of the game's drawing: not_drawable.py, line 5: a page cannot draw" in capsys.readouterr().err
