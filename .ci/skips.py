"""A plugin for pytest that keeps a list of what was skipped: ``PYTHONPATH=.ci pytest -p skips --skips FILE``.

``.ci/run`` runs what was skipped again where everything is installed, and then allows no skip but those on a short
list: ``--skips-allowed LIST``, a line each, of a test's beginning and the reason why it may be skipped there.
"""

from pathlib import Path

import pytest


def pytest_addoption(parser):
    """Name the files."""
    group = parser.getgroup("skips")
    group.addoption("--skips", metavar="FILE", type=Path, help="write the skipped tests into a file, one a line")
    group.addoption("--skips-allowed", metavar="LIST", type=Path, help="fail if any other test was skipped")


def allowed_in(path):
    """The beginnings of the tests that may be skipped, as the list names them before two spaces."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(line.split("  ")[0] for line in lines if line.strip() and not line.startswith("#"))


class Skips:
    """What has been skipped: its test, or file, and why."""

    def __init__(self, options):
        self.found, self.options, self.forbidden = {}, options, []

    def _note(self, report):
        if report.skipped and not hasattr(report, "wasxfail"):
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            self.found[report.nodeid] = reason.removeprefix("Skipped: ")

    def pytest_runtest_logreport(self, report):
        """A test has ended."""
        self._note(report)

    def pytest_collectreport(self, report):
        """A file of tests has been read, or was skipped as a whole."""
        self._note(report)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session):
        """Write the list, and fail if something is on it that may not be."""
        if self.options.skips is not None:
            self.options.skips.write_text("".join(f"{test}\n" for test in sorted(self.found)), encoding="utf-8")
        if self.options.skips_allowed is not None:
            allowed = allowed_in(self.options.skips_allowed)
            self.forbidden = sorted(test for test in self.found if not test.startswith(allowed))
            if self.forbidden and session.exitstatus == 0:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        """Name what may not be skipped; ``-ra`` names the others."""
        for test in self.forbidden:
            terminalreporter.write_line(f"skipped, which is not allowed here: {test}: {self.found[test]}")


def pytest_configure(config):
    """Listen, but not in the workers of xdist: they tell the one that has started them."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Skips(config.option), "skips of this run")
