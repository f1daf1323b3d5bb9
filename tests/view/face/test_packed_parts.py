"""What Python packs into a page, the page's own script unpacks to the same bytes."""

import json
import random
import shutil
import subprocess

import pytest

from neuro.paths import asset
from neuro.view.face.face_page import packed

_DRIVER = """
const texts = JSON.parse(require("fs").readFileSync(0));
console.log(JSON.stringify(texts.map(text => Buffer.from(unpacked(text)).toString("hex"))));
"""


def test_a_page_unpacks_what_python_packed():
    if shutil.which("node") is None:
        pytest.skip("needs node")
    lot, script = random.Random(330901), asset("live/face.js").read_bytes()
    pieces = [script[lot.randrange(6000) :][: lot.randrange(1, 300)] for _ in range(40)]
    told = [
        b"",
        b"a",
        b"a" * 70_000,
        bytes(range(256)) * 3,
        lot.randbytes(5000),
        script,
        b"".join(pieces),
        script[::-1],
    ]
    asked = json.dumps([packed(one) for one in told]).encode()
    code = asset("live/unpacked.js").read_text(encoding="utf-8") + _DRIVER
    found = json.loads(subprocess.run(["node", "-e", code], input=asked, capture_output=True, check=True).stdout)
    assert [bytes.fromhex(one) for one in found] == told
