"""Fuzz everything that reads files, guided by coverage: ``python tests/chaos/fuzz.py [libFuzzer's options]``.

Needs atheris (``pip install atheris``). The input's first byte chooses the reader; behind it stands a body that gets a
correct checksum, or a text. Whatever comes out must be a value or a refusal. What was found interesting is kept in
``tests/chaos/corpus``, and tried again by every run of the tests; for example::

    python tests/chaos/fuzz.py -max_total_time=60
"""

import io
import sys
import tempfile
from pathlib import Path

from neuro.errors import NeuroError
from neuro.storage.checkpoint import decode_checkpoint
from neuro.storage.events import changes_in, read_events
from neuro.storage.frame import Kind, enclose, read_frame
from neuro.storage.history_file import read_history
from neuro.storage.manifest import read_manifest
from neuro.storage.messages import decode
from neuro.storage.refusal import Refusal

CORPUS = Path(__file__).parent / "corpus"


def _framed(kind):
    def read(body):
        data = enclose(kind, body)
        frame = read_frame(io.BytesIO(data), len(data))
        return decode_checkpoint(frame) if kind == Kind.CHECKPOINT else decode(frame)

    return read


def _as_file(read):
    def read_file(data):
        with tempfile.NamedTemporaryFile(prefix="neuro-fuzz-") as file:
            file.write(data)
            file.flush()
            return read(Path(file.name))

    return read_file


def _bare(data):
    return read_frame(io.BytesIO(data), len(data))


def _changes(path):
    return changes_in(read_events(path), path)


READERS = [*map(_framed, Kind), _bare, _as_file(read_manifest), _as_file(read_history), _as_file(_changes)]


def try_input(data):
    """Read one input: a value or a refusal; anything else is a fault."""
    if not data:
        return
    read = READERS[data[0] % len(READERS)]
    try:
        read(data[1:])
    except (Refusal, NeuroError):
        return


def seeds():
    """An input for each reader to begin with, made of the golden files."""
    golden = Path(__file__).parents[1] / "storage" / "golden"
    for path in sorted(golden.glob("*/*.neuro")):
        frame = _bare(path.read_bytes())
        yield f"{path.stem}-body", bytes([list(Kind).index(frame.kind)]) + frame.body
        yield f"{path.stem}-file", bytes([len(Kind)]) + path.read_bytes()
    for number, name in enumerate(("run.toml", "history.csv", "events.jsonl"), len(Kind) + 1):
        for path in sorted(golden.glob(f"*/{name}")):
            yield name, bytes([number]) + path.read_bytes()


def main():
    """Fuzz until told to stop."""
    try:
        import atheris
    except ImportError:
        sys.exit("fuzzing needs atheris: pip install atheris")
    CORPUS.mkdir(exist_ok=True)
    for name, data in seeds():
        (CORPUS / name).write_bytes(data)
    atheris.instrument_all()
    atheris.Setup([sys.argv[0], "-max_len=4096", *sys.argv[1:], str(CORPUS)], try_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
