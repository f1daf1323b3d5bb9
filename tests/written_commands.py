"""Does what README and site tell readers to do: ``python tests/written_commands.py [PAGE ...]``.

A page's commands and Python run in the order in which they stand there, in a folder of their own, with a small budget
in the place of a long one: CUT, GIVEN and CUT_TEXT say how. A block of text with a title is the file of that name. What
is not run stands in NOT_RUN, with the reason. ``tests/test_written_commands.py`` asks of every command, run or not,
that it is one.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import textwrap
import traceback
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
PAGES = (CHECKOUT / "README.md", CHECKOUT / "CONTRIBUTING.md", *sorted((CHECKOUT / "docs").rglob("*.md")))

#: What an indented line begins with that is a command, and no grammar or map.
PROGRAMS = ("neuro", "python", "python3", "pip", "pytest", "ruff", "bash", "ray", "ssh", "export", ".")
#: The most that is asked of an option, whatever the text says: what is shown is that the command works.
CUT = {"--generations": 2, "--population": 40, "--seeds": 2, "--trials": 2, "--epochs": 1, "--episodes": 4}
CUT |= {"--budget": 2_000, "--max-steps": 300}
#: What a command is given whose text leaves it to the reader's patience, or to the reader who closes the window.
GIVEN = {
    "watch": ("--frames=3", "--generations=2", "--population=40"),
    "evolve": ("--generations=2", "--population=40"),
    "replay": ("--max-steps=300", "--frames=3"),
    "play": ("--frames=3",),
    "guess": ("--frames=3",),
    "train": ("--epochs=1", "--view=none"),
    "compare": ("--seeds=2", "--budget=2000", "--population=40", "--workers=1"),
    "tune": ("--trials=2", "--budget=2000", "--population=40", "--workers=1"),
    "bench": ("--rounds=1",),
}
#: Options that those of GIVEN may not stand beside.
EITHER = {"--population": "--resume", "--frames": "--view", "--epochs": "--resume"}
#: Numbers of a page's Python that are cut likewise.
CUT_TEXT = {"generations=300": "generations=3", "generations=200": "generations=40"}
#: What is not run, by what stands in it (a regular expression), and why. Commands have to be right all the same.
NOT_RUN = {
    "^pip install": "the environment of the tests is not changed",
    "^pre-commit": "the checkout is not changed",
    r"^python3 -m venv|^\. \.venv|^python3 --version": "a step of .ci/run does it",
    "^ray |^ssh |--address": "needs a cluster",
    "--engine ray": "tests/rollout/test_ray_engine.py starts Ray",
    "^neuro serve": "serves until somebody ends it; tests/cli/test_serve.py does",
    "^neuro train mnist": "needs MNIST's files",
    "^neuro compare.*(random|q-learning) .*--seeds (2|7|10) ": "made a table; those at the head are run",
    "^neuro tune digits": "is like the ones before it, and takes longest",
    r"--live|verify \w+\.html|--gallery": "tests/live makes such pages, which takes half a minute each",
    r"(replay|verify) champion\.neuro": "is of a file that a page saves",
    "^python ": "measures, draws or tries for minutes",
    "^pytest|^ruff|^mypy|^bash": "is a step of .ci/run",
    r"stable_baselines3|learner\.": "PyTorch takes its time; tests/envs/test_sb3_env.py trains and plays",
    r"^from \. import": "is a file of the game that stands before it",
}
_FENCE = re.compile(r'^ *```(\w*)(?: +title="([^"]+)")?\s*$')
_COMMAND = re.compile(r"(neuro|python3?|pip|pytest|bash|export|pre-commit) \S")
#: Commands that are whole by themselves; others of one word are only spoken of.
_ALONE = ("replay", "guess", "doctor", "games", "algorithms", "cache")


@dataclass(frozen=True)
class Written:
    """One thing that a page says.

    Attributes:
        page: The page.
        line: Where it stands, from 1.
        kind: "command", "python" or "file".
        text: The command, the code, what is in the file.
        name: Of the file.
        inline: Whether it stands in the middle of a sentence.
    """

    page: Path
    line: int
    kind: str
    text: str
    name: str = ""
    inline: bool = False

    @property
    def is_form(self):
        """Whether words in capitals, brackets or dots stand for what the reader has, or all is a command's name."""
        words = self.text.split()
        if self.inline and words[0] == "neuro" and len(words) == 2 and words[1] not in _ALONE:
            return True
        return any(re.search(r"^[\[…]|(^|[,/])[A-Z]+\b(?!=)", word) for word in words)

    @property
    def reason(self):
        """Why it is not run; None if it is."""
        for part, reason in NOT_RUN.items():
            if self.kind != "file" and re.search(part, self.text, re.MULTILINE):
                return reason
        return "is the form of a command" if self.kind == "command" and self.is_form else None


def written(page):
    """What a page tells its readers to do, in the order in which it stands there.

    Args:
        page: Its file.
    """
    return [one for part, number, lines in _parts(page) for one in part(page, number, lines)]


def _parts(page):
    """The parts of a page: what reads one, the number of its first line, and its lines."""
    lines, paragraph, inside = page.read_text(encoding="utf-8").splitlines(), [], False
    for number, line in enumerate([*lines, ""], start=1):
        fence = _FENCE.match(line)
        shell = not inside and line.startswith("    ") and line.split()[:1] and line.split()[0] in PROGRAMS
        if paragraph and not inside and (fence or shell or not line.strip()):
            yield _in_sentences, number - len(paragraph), paragraph
            paragraph = []
        if shell:
            yield _in_line, number, [line]
        elif inside or fence or line.strip():
            paragraph.append(line)
        if fence and inside:
            yield _in_fence, number - len(paragraph) + 1, paragraph
            paragraph = []
        inside ^= bool(fence)


def _in_line(page, number, lines, *, inline=False):
    """The commands of a line, without what the shell would leave out."""
    text = re.split(r"\s{2,}#|\s#\s", lines[0])[0].replace("\\|", "|")
    return [Written(page, number, "command", part.strip(), inline=inline) for part in text.split("&&")]


def _in_sentences(page, number, lines):
    """The commands in the sentences of a paragraph."""
    text = "\n".join(lines)
    for span in re.finditer(r"`([^`]+)`", text):
        words = " ".join(span[1].split())
        if _COMMAND.match(words):
            yield from _in_line(page, number + text[: span.start()].count("\n"), [words], inline=True)


def _in_fence(page, number, lines):
    """The code, or the file, between two fences."""
    language, title = _FENCE.match(lines[0]).groups(default="")
    if title or language == "python":
        kind = "file" if title else "python"
        yield Written(page, number, kind, textwrap.dedent("\n".join([*lines[1:-1], ""])), title)


def cut(command):
    """A command with a small budget: its words.

    Args:
        command: Its text.
    """
    words = shlex.split(command)
    for place, word in enumerate(words[:-1]):
        number = re.fullmatch(r"([\d.]+)([kM]?)", words[place + 1])
        if word in CUT and number:
            asked = float(number[1]) * {"": 1, "k": 1_000, "M": 1_000_000}[number[2]]
            words[place + 1] = str(int(min(asked, CUT[word])))
    for given in GIVEN.get(words[1], ()):
        option = given.partition("=")[0]
        if option not in words and EITHER.get(option) not in words:
            words.append(given)
    return words


def _write(one, begun):
    """Write a file that a page shows, or a further part of it."""
    path = Path(one.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a" if path in begun else "w", encoding="utf-8") as file:
        file.write(one.text)
    begun.add(path)


def _run_command(text):
    """Run a command in a process of its own, as readers do.

    Raises:
        AssertionError: If it fails.
    """
    if text.startswith("export "):
        name, _, value = text.removeprefix("export ").partition("=")
        os.environ[name] = os.path.expandvars(value)
        return
    words = cut(text)
    if "NEURO_ALGORITHMS" in os.environ or "--algorithms my-algorithms" in text:  # those here are found already
        code = subprocess.run([sys.executable, "-m", *words], check=False).returncode
        assert code == 0, f"exit code {code}"
        return
    if child := os.fork():
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code == 0, f"exit code {code}"
        return
    code = 70
    try:
        from neuro.cli.app import main

        sys.argv = words
        code = main()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def _run_python(text, names, page):
    """Run a page's Python, which knows what that before it has made."""
    for long, short in CUT_TEXT.items():
        text = text.replace(long, short)
    exec(compile(text, str(page), "exec", dont_inherit=True), names)


def _do(one, names, begun):
    if one.kind == "file":
        _write(one, begun)
    elif one.kind == "python":
        _run_python(one.text, names, one.page)
    else:
        _run_command(one.text)


def run(page, seen):
    """Do what a page says, in the current folder.

    Args:
        page: Its file.
        seen: Commands in sentences that are tried on another page.

    Returns:
        What goes wrong, a line each.
    """
    wrong, begun, names, all_of_it = [], set(), {"__name__": "page"}, written(page)
    made = [one.text.split()[2] for one in all_of_it if one.text.startswith("neuro new-game ")]
    early = [one for one in all_of_it if one.kind == "file" and Path(one.name).parts[0] not in made]
    for one in (*early, *(one for one in all_of_it if one not in early)):
        if one.reason or (one.inline and one.text in seen):
            continue
        seen, since = {*seen, one.text}, sum(os.times()[:4])
        try:
            _do(one, names, begun)
        except BaseException as error:
            told = traceback.format_exc() if one.kind == "python" else error
            wrong.append(f"{page.relative_to(CHECKOUT)}:{one.line}: {one.text}: {told}")
        told = one.name or one.text.splitlines()[0]
        print(f"[{sum(os.times()[:4]) - since:.1f} s] {told}", flush=True)
    return wrong


def _in_a_child(page, seen, made):
    """Do what a page says in a process and a folder of its own; all that it says, and the exit code."""
    with tempfile.TemporaryDirectory() as folder, open(f"{folder}/said", "w+", encoding="utf-8") as said:
        if child := os.fork():
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            said.seek(0)
            return said.read(), code
        code = 1
        try:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            os.chdir(folder)
            shutil.copytree(made, "saves")
            os.environ |= {"PWD": folder, "NEURO_SAVES": f"{folder}/saves", "NEURO_CONFIG": f"{folder}/config"}
            wrong = run(page, seen)
            print("\n".join(wrong), flush=True)
            code = bool(wrong)
        finally:
            os._exit(code)


def _begin(folder):
    """Make the run that every reader has, and so load what every process would load again.

    Args:
        folder: Where runs are kept meanwhile.
    """
    os.environ |= {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy", "COLUMNS": "100"}
    os.environ |= {"NEURO_SAVES": f"{folder}/saves", "NEURO_CONFIG": f"{folder}/config"}
    from neuro.cli.app import main

    assert main(["evolve", "flappy", "--seed", "1", "--quiet"]) == 0
    assert main(["watch", "flappy", "--frames", "1", "--out", f"{folder}/watched"]) == 0


def run_all(pages):
    """Do what pages say; the number of pages that say what does not work.

    Their reader has typed ``neuro evolve flappy --seed 1`` before, so that ``saves/flappy-1`` is there.

    Args:
        pages: Their files.
    """
    bad, seen = 0, set()
    with tempfile.TemporaryDirectory() as folder:
        _begin(folder)
        made = Path(folder) / "saves"
        for page in pages:
            since = sum(os.times()[:4])
            said, code = _in_a_child(page, seen, made)
            seen |= {one.text for one in written(page)}
            bad += bool(code)
            print(f"{page.relative_to(CHECKOUT)}: {sum(os.times()[:4]) - since:.1f} s of processors", flush=True)
            if code or "-v" in sys.argv:
                print(said)
    return bad


if __name__ == "__main__":
    chosen = [Path(name).resolve() for name in sys.argv[1:] if name != "-v"] or PAGES
    count = run_all(chosen)
    print(f"{count} pages say what does not work" if count else "all that readers are told to do works")
    sys.exit(bool(count))
