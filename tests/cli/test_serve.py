"""``neuro serve``: a page that is built again whenever the rules are saved, for browsers on this machine."""

import json
import signal
import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from neuro.errors import NeuroError
from neuro.live.page_server import PageServer

PAGE = "the page of {}"


class StopError(Exception):
    pass


def asked(address, path="", host=None):
    """What is at a path, and its code."""
    request = urllib.request.Request(address + path, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), error.headers


@pytest.fixture
def rules(tmp_path):
    found = tmp_path / "rules.py"
    found.write_text("1")
    return found


def test_a_page_is_built_again_when_the_rules_are_saved_and_the_last_good_one_stays_meanwhile(rules):
    def build():
        if rules.read_text() == "broken":
            raise NeuroError("rules.py, line 3: there is no field 'hieght'")
        return PAGE.format(rules.read_text())

    steps = [("broken", (1, "rules.py, line 3: there is no field 'hieght'", "1")), ("33", (2, "", "33")), (None, None)]
    told, seen, pending = [], [], None

    def tell(sentence):
        nonlocal pending
        told.append(sentence)
        state = json.loads(asked(server.address, "state")[1])
        seen.append((state["version"], state["error"], asked(server.address, "page")[1].removeprefix(PAGE.format(""))))
        content, _ = steps[len(told) - 1]
        if content is None:
            raise KeyboardInterrupt
        rules.write_text(content)

    server = PageServer(rules.parent, build)
    with pytest.raises(KeyboardInterrupt):
        server.run(tell)
    assert seen == [(1, "", "1"), *(wanted for _, wanted in steps[:-1])]
    assert told[1] == "rules.py, line 3: there is no field 'hieght'"


def test_only_browsers_of_this_machine_are_answered_and_only_what_there_is(rules):
    server, found = PageServer(rules.parent, lambda: "<p>page"), {}

    def tell(_):
        for path in ("", "page", "state", "../rules.py", "rules.py"):
            found[path] = asked(server.address, path)
        found["foreign"] = asked(server.address, "page", host="evil.example")
        raise StopError

    with pytest.raises(StopError):
        server.run(tell)
    assert [one[0] for one in found.values()] == [200, 200, 200, 404, 404, 403]
    assert "default-src 'none'; connect-src 'self'; frame-src 'self'" in found[""][1]
    assert found["page"][1] == "<p>page"
    assert found["page"][2]["Cache-Control"] == "no-store"
    assert server.address.startswith("http://127.0.0.1:")


def test_a_port_that_is_taken_is_one_sentence(neuro, rules):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = neuro("serve", "flappy", "--port", port, "--no-open", code=1).stderr_text
        assert said == (
            f"neuro: port {port} cannot be had here: it is taken by another program; leave --port out for a free one\n"
        )


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("flapy",), "did you mean 'flappy'"),
        (("flappy", "--port", 70000), "--port is a number from 1 to 65,535, not 70000"),
        (("flappy", "--level", "nowhere"), "nowhere"),
        (("flappy", "--population", 1), "population"),
    ],
)
def test_what_no_saved_file_could_mend_is_refused_at_once(neuro, given, says):
    assert says in neuro("serve", *given, "--no-open", code=2).stderr_text


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
def test_ctrl_c_ends_it_quietly_even_before_the_first_page_is_there(neuro):
    process = neuro.start("serve", "flappy", "--no-open")
    line = process.stdout.readline()
    assert Path(line.split("save ")[1].split(", and")[0]).name == "flappy"
    assert asked(line.split(" at ")[1].split(": ")[0])[0] == 200
    process.send_signal(signal.SIGINT)
    _, complaints = process.communicate(timeout=60)
    assert (process.returncode, complaints) == (0, "")
