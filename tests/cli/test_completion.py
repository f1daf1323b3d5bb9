"""Shells complete neuro's words."""

import shutil
import subprocess

import pytest

from neuro.cli.app import main


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_what_it_prints_names_every_command(shell, capsys):
    assert main(["completion", shell]) == 0
    printed = capsys.readouterr().out
    for word in ("watch", "evolve", "--mutation-rate", "completion"):
        assert word in printed


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes_a_command_by_its_beginning(tmp_path, capsys):
    assert main(["completion", "bash"]) == 0
    script = tmp_path / "neuro.bash"
    script.write_text(capsys.readouterr().out)
    words = 'COMP_WORDS=(neuro evo); COMP_CWORD=1; COMP_LINE="neuro evo"; COMP_POINT=9; _neuro; echo "${COMPREPLY[@]}"'
    done = subprocess.run(["bash", "-c", f"source {script}; {words}"], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["evolve"]
