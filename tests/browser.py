"""A page in headless Chromium, asked by its debugging protocol over a WebSocket (RFC 6455)."""

import base64
import json
import os
import shutil
import socket
import struct
import subprocess
import time
import urllib.request
from pathlib import Path

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Page:
    """What is asked of a page in any browser."""

    def until(self, expression, seconds=60):
        """What an expression gives as soon as that is true."""
        end = time.monotonic() + seconds
        while not (found := self.value(expression)):
            assert time.monotonic() < end, f"{expression} has not become true; the page says {self.mistakes}"
            time.sleep(0.05)
        return found


class Browser(Page):
    """One window with one page.

    Args:
        folder: An empty folder for the browser's profile.
        size: Width and height of the window.
    """

    def __init__(self, folder, size=(1280, 900)):
        flags = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --mute-audio --no-first-run"
        told = f"--window-size={size[0]},{size[1]}", "--remote-debugging-port=0", f"--user-data-dir={folder}"
        command = [CHROMIUM, *flags.split(), *told, "about:blank"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.count, self.mistakes = 0, []
        port = self._port(Path(folder) / "DevToolsActivePort")
        address = self._page(port)
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.settimeout(60)
        key = base64.b64encode(os.urandom(16)).decode()
        upgrade = f"Host: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}"
        self.socket.sendall(f"GET {address} HTTP/1.1\r\n{upgrade}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        head = b""
        while b"\r\n\r\n" not in head:
            head += self.socket.recv(1)
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def _port(self, file):
        for _ in range(600):
            if file.exists() and file.read_text().strip():
                return int(file.read_text().split()[0])
            time.sleep(0.05)
        raise TimeoutError("Chromium did not start")

    def _page(self, port):
        for _ in range(200):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
                pages = [one for one in json.load(answer) if one["type"] == "page"]
            if pages:
                return pages[0]["webSocketDebuggerUrl"].split(str(port), 1)[1]
            time.sleep(0.05)
        raise TimeoutError("Chromium has no page")

    def _exactly(self, count):
        data = b""
        while len(data) < count:
            data += self.socket.recv(count - len(data))
        return data

    def _send(self, body):
        if len(body) < 126:
            size = bytes([0x80 | len(body)])
        else:
            size = (
                b"\xfe" + struct.pack(">H", len(body))
                if len(body) < 1 << 16
                else b"\xff" + struct.pack(">Q", len(body))
            )
        mask = os.urandom(4)
        self.socket.sendall(b"\x81" + size + mask + bytes(one ^ mask[k % 4] for k, one in enumerate(body)))

    def _receive(self):
        _, size = self._exactly(2)
        size &= 127
        if size == 126:
            size = struct.unpack(">H", self._exactly(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self._exactly(8))[0]
        return json.loads(self._exactly(size))

    def call(self, method, **params):
        """Ask for something; what the page complains about meanwhile is kept in ``mistakes``."""
        self.count += 1
        self._send(json.dumps({"id": self.count, "method": method, "params": params}).encode())
        while True:
            answer = self._receive()
            if answer.get("id") == self.count:
                return answer["result"]
            if answer.get("method") == "Runtime.exceptionThrown":
                self.mistakes.append(answer["params"]["exceptionDetails"])
            if answer.get("method") == "Log.entryAdded" and answer["params"]["entry"]["level"] == "error":
                self.mistakes.append(answer["params"]["entry"]["text"])

    def open(self, address):
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=address)

    def resize(self, width, height, *, theme="dark"):
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500
        )
        wish = {"name": "prefers-color-scheme", "value": theme}
        self.call("Emulation.setEmulatedMedia", features=[wish])

    def value(self, expression):
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        return found["result"].get("value")

    def screenshot(self, kind="png"):
        """The window's picture."""
        return base64.b64decode(self.call("Page.captureScreenshot", format=kind)["data"])

    def close(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait(30)
