"""What .ci/run rests on: a skip that is not on its list fails it."""

import os
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

CI = Path(__file__).parents[1] / ".ci"
lowest = runpy.run_path(str(CI / "lowest.py"))["lowest"]
SKIPPING = """
import pytest
def test_runs(): pass
@pytest.mark.skip(reason="no such thing here")
def test_is_skipped(): pass
"""


@pytest.fixture
def run(tmp_path):
    """Runs two small files of tests, the second skipped as a whole; gives the exit code and what is said."""
    (tmp_path / "test_one.py").write_text(SKIPPING)
    (tmp_path / "test_two.py").write_text("import pytest\npytest.importorskip('no_such_module')\n")

    def start(*options):
        command = [sys.executable, "-m", "pytest", "-q", "-p", "skips", *options]
        environment = {**os.environ, "PYTHONPATH": str(CI)}
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    return start


def test_a_skip_is_written_down_and_fails_the_run_unless_it_is_on_the_list(run, tmp_path):
    kept, allowed = tmp_path / "kept.txt", tmp_path / "allowed.txt"
    allowed.write_text("# tests\ntest_two.py  of another system\n")
    code, said = run("--skips", str(kept), "--skips-allowed", str(allowed), "-n", "2")
    assert code == 1
    assert kept.read_text().splitlines() == ["test_one.py::test_is_skipped", "test_two.py"]
    assert "skipped, which is not allowed here: test_one.py::test_is_skipped: no such thing here" in said
    assert "not allowed here: test_two.py" not in said

    allowed.write_text("test_two.py  of another system\ntest_one.py::test_is  for a reason\n")
    assert run("--skips-allowed", str(allowed), "-n", "0")[0] == 0


def test_the_lowest_version_of_every_dependency_is_found(tmp_path):
    project = tmp_path / "pyproject.toml"
    project.write_text(
        '[project]\ndependencies = ["one>=1.2", "two>=3,<8"]\n'
        '[project.optional-dependencies]\nmore = ["three[four,five]>=0.5", "ours[more]"]\nless = ["six==6"]\n'
    )
    assert lowest(project) == {"one": "1.2", "two": "3"}
    assert lowest(project, "more") == {"one": "1.2", "two": "3", "three": "0.5"}


def test_every_dependency_of_ours_has_a_lowest_version():
    project = tomllib.loads((CI.parent / "pyproject.toml").read_text())["project"]
    extras = [name for name in project["optional-dependencies"] if name not in ("all", "dev", "test")]
    declared = [*project["dependencies"], *(one for name in extras for one in project["optional-dependencies"][name])]
    assert len(lowest(CI.parent / "pyproject.toml", *extras)) == len(
        {one.split("[")[0].split(">")[0] for one in declared}
    )


def test_the_list_of_what_may_be_skipped_gives_reasons():
    for line in (CI / "skips.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            test, _, reason = line.partition("  ")
            assert Path(test.split("::")[0]).exists(), test
            assert reason.strip(), test


def test_steps_that_run_side_by_side_are_told_whole_and_one_that_fails_fails_all(tmp_path):
    text = (CI / "run").read_text()
    together = text[text.index("step() {") : text.index("\n}\n", text.index("together() {")) + 3]
    steps = 'good_step() { echo begun; sleep 0.1; echo ended; }\nbad() { false; echo "not said"; }\n'

    def run(names):
        script = f'set -euo pipefail\nhome="{tmp_path}"\n{together}{steps}together {names}\necho after\n'
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, timeout=30)
        return done.returncode, re.sub(r"\(\d+ s\)", "(0 s)", done.stdout)

    assert run("good_step") == (0, "\n== good step (0 s)\nbegun\nended\nafter\n")
    assert run("good_step bad") == (1, "\n== bad (0 s)\nfailed: bad\n")


@pytest.mark.parametrize(("last", "code"), [("true", 0), ("sleep 60 & true", 0), ("exit 3", 3), ("false", 1)])
def test_the_end_keeps_the_exit_code_and_leaves_nothing_behind(tmp_path, last, code):
    text = (CI / "run").read_text()
    start = text[text.index("home=") : text.index("step() {")]
    script = f"set -euo pipefail\n{start}\n{last}\n"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, check=False, timeout=30)
    assert done.returncode == code
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_swept_up_fails_nothing(tmp_path):
    text = (CI / "run").read_text()
    start = text[text.index("home=") : text.index("step() {")]
    script = f"set -euo pipefail\nrm() {{ return 1; }}\n{start}\ntrue\n"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    assert subprocess.run(["bash", "-c", script], env=environment, check=False, timeout=30).returncode == 0
