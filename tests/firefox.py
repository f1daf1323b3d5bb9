"""A page in headless Firefox, asked by its own protocol, Marionette: a count of bytes, a colon, and JSON."""

import base64
import json
import shutil
import socket
import subprocess
import time
from pathlib import Path

from browser import Page

FIREFOX = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)

#: Firefox asks no server for anything, and chooses a port itself.
_TOLD = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "marionette.port": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}
_THEME = "layout.css.prefers-color-scheme.content-override"
#: What the console holds of a page's errors; warnings and Firefox's own words are none.
_MISTAKES = """return Services.console.getMessageArray()
  .filter(one => one instanceof Ci.nsIScriptError && !(one.flags & one.warningFlag))
  .filter(one => /^(file|blob):/.test(one.sourceName))
  .map(one => one.errorMessage)"""


class Firefox(Page):
    """One window with one page.

    Args:
        folder: An empty folder for the browser's profile.
        size: Width and height of the page.
    """

    def __init__(self, folder, size=(1280, 900)):
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in _TOLD.items())
        Path(folder, "user.js").write_text("".join(lines))
        command = [
            FIREFOX,
            "--headless",
            "--marionette",
            "--remote-allow-system-access",
            "--no-remote",
            "--profile",
            str(folder),
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.count = 0
        self.socket = socket.create_connection(("127.0.0.1", self._port(Path(folder) / "MarionetteActivePort")))
        self.socket.settimeout(120)
        self._receive()  # it says who it is
        self.call("WebDriver:NewSession", capabilities={})
        self.resize(*size)

    def _port(self, file):
        for _ in range(1200):
            if file.exists() and file.read_text().strip():
                return int(file.read_text())
            time.sleep(0.05)
        raise TimeoutError("Firefox did not start")

    def _receive(self):
        size = b""
        while not size.endswith(b":"):
            size += self.socket.recv(1)
        data, count = b"", int(size[:-1])
        while len(data) < count:
            data += self.socket.recv(count - len(data))
        return json.loads(data)

    def call(self, method, **params):
        """Ask for something."""
        self.count += 1
        asked = json.dumps([0, self.count, method, params]).encode()
        self.socket.sendall(b"%d:%b" % (len(asked), asked))
        _, number, error, result = self._receive()
        assert number == self.count
        assert error is None, error
        return result

    def _of_browser(self, script, *arguments):
        """Run a script with the rights of the browser itself."""
        self.call("Marionette:SetContext", value="chrome")
        try:
            return self.call("WebDriver:ExecuteScript", script=script, args=list(arguments))["value"]
        finally:
            self.call("Marionette:SetContext", value="content")

    @property
    def mistakes(self):
        """What the page has complained about."""
        return self._of_browser(_MISTAKES)

    def open(self, address):
        self.call("WebDriver:Navigate", url="about:blank")
        self.call("WebDriver:Navigate", url=address)

    def resize(self, width, height, *, theme="dark"):
        self._of_browser("Services.prefs.setIntPref(...arguments)", _THEME, 0 if theme == "dark" else 1)
        around = self.value("[outerWidth - innerWidth, outerHeight - innerHeight]")
        self.call("WebDriver:SetWindowRect", width=width + around[0], height=height + around[1])

    def value(self, expression):
        return self.call("WebDriver:ExecuteScript", script=f"return ({expression})", args=[])["value"]

    def screenshot(self):
        """The window's picture, a PNG."""
        return base64.b64decode(self.call("WebDriver:TakeScreenshot", full=False)["value"])

    def close(self):
        self.call("Marionette:Quit", flags=["eForceQuit"])
        self.socket.close()
        self.process.wait(60)
