"""Damage files of every kind, and see that each damaged one is refused: ``python tests/chaos/damage.py``.

In front of the checksum: every single-bit flip and every truncation of a golden file of each kind, then random damage.
Behind it (``--behind``): fields of the message changed, and the checksum made right again. There a change may leave a
file that makes sense; what an independent look calls senseless must be refused, and what is accepted must bear use.

``NUMBA_BOUNDSCHECK=1`` with an empty ``NUMBA_CACHE_DIR`` makes every index out of an array's bounds an error.
"""

import argparse
import io
import itertools
import math
import random
import struct
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from neuro.champion import Champion
from neuro.errors import NeuroError
from neuro.storage import limits, neuro_pb2
from neuro.storage.checkpoint import Checkpoint, decode_checkpoint
from neuro.storage.frame import Kind, enclose, read_frame
from neuro.storage.messages import decode
from neuro.storage.refusal import Refusal

GOLDEN = sorted((Path(__file__).parents[1] / "storage" / "golden").glob("*/*.neuro"))
_MESSAGES = {
    Kind.CHAMPION: neuro_pb2.Champion,
    Kind.MODEL: neuro_pb2.Model,
    Kind.CHECKPOINT: neuro_pb2.Checkpoint,
}
_SLOW = 1.0  # seconds that no file may take, of some milliseconds


@dataclass
class Tally:
    """What became of damaged files."""

    tried: int = 0
    refused: int = 0
    accepted: list[str] = field(default_factory=list)
    crashed: list[str] = field(default_factory=list)
    slowest: float = 0.0
    memory: int = 0  # bytes that the process grew by
    reasons: Counter = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        """Count what another process has seen."""
        self.tried += other.tried
        self.refused += other.refused
        self.accepted += other.accepted
        self.crashed += other.crashed
        self.slowest = max(self.slowest, other.slowest)
        self.memory = max(self.memory, other.memory)
        self.reasons += other.reasons

    @property
    def is_good(self) -> bool:
        """Nothing was accepted that should not be, nothing crashed, nothing took much memory."""
        small = self.memory <= (64 << 20) + 4 * max(path.stat().st_size for path in GOLDEN)
        return not self.accepted and not self.crashed and small


def largest():
    """Bytes of memory that this process has had at most; 0 where nobody says."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def content(data):
    """What a file holds. Refusal if it is refused."""
    frame = read_frame(io.BytesIO(data), len(data))
    return decode_checkpoint(frame) if frame.kind == Kind.CHECKPOINT else decode(frame)


def attempt(tally, data, what, *, must_refuse=True):
    """Read a damaged file; what was accepted of it, if anything."""
    start = time.perf_counter()
    found = None
    try:
        found = content(data)
    except Refusal as refusal:
        tally.refused += 1
        tally.reasons[str(refusal).split(",")[0].split(":")[0][:40]] += 1
    except BaseException as error:
        tally.crashed.append(f"{what}: {error!r}")
    else:
        if must_refuse:
            tally.accepted.append(what)
    tally.tried += 1
    tally.slowest = max(tally.slowest, time.perf_counter() - start)
    return found


def flips_and_truncations(path):
    """Every single-bit flip and every truncation of a file."""
    data, tally = path.read_bytes(), Tally()
    for bit in range(len(data) * 8):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        attempt(tally, bytes(changed), f"{path.name}: bit {bit}")
    for length in range(len(data)):
        attempt(tally, data[:length], f"{path.name}: cut to {length}")
    return tally


def random_damage(seed, count):
    """Bytes changed, cut out, added, turned round, swapped, of any of the files."""
    rng, tally = random.Random(seed), Tally()
    files = [path.read_bytes() for path in GOLDEN]
    before = largest()
    while tally.tried < count:
        data = rng.choice(files)
        changed = damaged(bytearray(data), rng)
        if changed != data:
            attempt(tally, changed, f"seed {seed}, after {tally.tried}")
    tally.memory = largest() - before
    return tally


def damaged(data, rng):
    """Some bytes changed in one of many ways."""
    start = rng.randrange(len(data))
    end = min(len(data), start + 1 + int(rng.expovariate(0.2)))
    match rng.randrange(6):
        case 0:
            data[start] ^= 1 << rng.randrange(8)
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        case 1:
            data[start:end] = rng.randbytes(end - start)
        case 2:
            del data[start:end]
        case 3:
            data[start:start] = rng.randbytes(end - start)
        case 4:
            data[start:end] = data[start:end][::-1]
        case 5:
            data[start:end] = bytes(end - start)
    return bytes(data)


INTEGERS = [0, 1, 2, 3, 255, 1 << 16, (1 << 31) - 1, 1 << 31, (1 << 32) - 1, 1 << 32, (1 << 63) - 1, (1 << 64) - 1]
REALS = [math.nan, math.inf, -math.inf, 1e308, -1e39, 5e-324, 0.0, -1.0]
TEXTS = ["", "\x1b[2J", "a\nb", "x" * 1025, "\u202e", "tanh", "input", "dense", "<f4", "<f8", "O", "../../etc", "shape"]


def is_many(value):
    """Whether a field's value is a list."""
    return hasattr(value, "extend")


def mutate(message, rng):
    """Change one field of a message, or of a message in it."""
    fields = list(message.DESCRIPTOR.fields)
    one = rng.choice(fields)
    if one.message_type is not None and rng.random() < 0.8:
        parts = getattr(message, one.name)
        if is_many(parts):
            if len(parts):
                return mutate(rng.choice(parts), rng)
        elif message.HasField(one.name):
            return mutate(parts, rng)
    if is_many(getattr(message, one.name)):
        return _mutate_many(message, one, rng)
    if one.message_type is not None:
        return message.ClearField(one.name)
    return _set(message, one, rng)


def _mutate_many(message, one, rng):
    parts = getattr(message, one.name)
    match rng.randrange(4):
        case 0:
            message.ClearField(one.name)
        case 1 if len(parts):
            del parts[rng.randrange(len(parts))]
        case 2 if len(parts):
            parts.extend([parts[rng.randrange(len(parts))]] * rng.choice([1, 2, 300]))
        case _:
            if one.message_type is None:
                parts.append(_value(one, rng))
            else:
                parts.add()


def _set(message, one, rng):
    if one.type == one.TYPE_BYTES:
        setattr(message, one.name, damaged(bytearray(getattr(message, one.name) or b"0"), rng))
    else:
        setattr(message, one.name, _value(one, rng))


def _value(one, rng):
    kinds = {
        one.CPPTYPE_DOUBLE: lambda: rng.choice(REALS),
        one.CPPTYPE_STRING: lambda: rng.choice(TEXTS),
        one.CPPTYPE_BOOL: lambda: rng.random() < 0.5,
        one.CPPTYPE_UINT32: lambda: rng.choice(INTEGERS) % (1 << 32),
        one.CPPTYPE_UINT64: lambda: rng.choice(INTEGERS),
        one.CPPTYPE_INT64: lambda: rng.choice(INTEGERS) % (1 << 63) * rng.choice([1, -1]),
    }
    return kinds[one.cpp_type]()


def senseless(message, tail):
    """Why a message makes no sense whatever it is about, found without the code that is tried; nothing if it may."""
    for one, value in message.ListFields():
        many = value if is_many(value) else [value]
        for part in many:
            if one.cpp_type == one.CPPTYPE_DOUBLE and not math.isfinite(part):
                return "a number that is not finite"
            if one.type == one.TYPE_STRING and (not part.isprintable() or len(part.encode()) > limits.TEXT):
                return "a text that cannot be printed, or a long one"
            if one.message_type is not None and (why := senseless(part, None)):
                return why
    name = message.DESCRIPTOR.name
    if name == "Parameters":
        known = message.dtype == "<f4" and message.count * 4 == len(message.data)
        if not known or not np.isfinite(np.frombuffer(message.data, "<f4")).all():
            return "parameters that are not as many as they should be, or not finite"
    if name == "Network" and (not message.layers or message.layers[0].kind != "input"):
        return "a network that does not begin with its input"
    if name == "Checkpoint" and tail is not None:
        sizes = {"<f4": 4, "<f8": 8, "<i8": 8}
        needed = sum(math.prod(one.shape) * sizes.get(one.dtype, 1 << 60) for one in message.arrays)
        if needed != len(tail) or len({one.name for one in message.arrays}) < len(message.arrays):
            return "arrays that do not fit their bytes"
        if [one.generation for one in message.changes] != sorted(one.generation for one in message.changes):
            return "changes out of order"
    return ""


def behind_the_checksum(seed, count):
    """Fields changed, with a checksum that is right."""
    rng, tally = random.Random(seed), Tally()
    frames = [read_frame(io.BytesIO(path.read_bytes()), path.stat().st_size) for path in GOLDEN]
    warm_up(frames)
    before = largest()
    while tally.tried < count:
        frame = rng.choice(frames)
        message, tail = taken_apart(frame)
        whole = message.SerializeToString()
        for _ in range(rng.choice([1, 1, 1, 2, 4])):
            mutate(message, rng)
        if frame.kind == Kind.CHECKPOINT and rng.random() < 0.2:
            tail = damaged(bytearray(tail), rng)
        elif message.SerializeToString() == whole:
            continue
        why = senseless(message, tail)
        what = f"seed {seed}, after {tally.tried}: {why}"
        found = attempt(tally, put_together(frame.kind, message, tail), what, must_refuse=bool(why))
        if found is not None:
            bear(tally, found, what)
    tally.memory = largest() - before
    return tally


def warm_up(frames):
    """Use each file once as it is, so that what is compiled for it does not count."""
    for frame in frames:
        tally = Tally()
        bear(tally, decode_checkpoint(frame) if frame.kind == Kind.CHECKPOINT else decode(frame), "as it is")
        assert not tally.crashed, tally.crashed


def taken_apart(frame):
    """The message of a file, and the bytes behind it."""
    if frame.kind != Kind.CHECKPOINT:
        return _MESSAGES[frame.kind].FromString(frame.body), b""
    end = 8 + struct.unpack_from("<Q", frame.body)[0]
    return neuro_pb2.Checkpoint.FromString(frame.body[8:end]), frame.body[end:]


def put_together(kind, message, tail):
    """The file of a message."""
    spelled = message.SerializeToString()
    return enclose(kind, struct.pack("<Q", len(spelled)) + spelled + tail if kind == Kind.CHECKPOINT else spelled)


def bear(tally, found, what):
    """Use what was accepted: predict, and go on from a state. A sentence is an answer; anything else is a crash."""
    try:
        if isinstance(found, Checkpoint):
            go_on_from(found)
        elif found.network.parameter_count < 10_000:
            network = found.network
            network.predict(np.ones((1, *network.layers[0].output_shape(())), np.float32))
            if isinstance(found, Champion):
                play(found)
    except NeuroError:
        return
    except BaseException as error:
        tally.crashed.append(f"{what}: {error!r}")


def go_on_from(checkpoint):
    """Take up a run of ten genomes from a state, whatever it holds."""
    from games.flappy import game
    from neuro.evolution import Evolution, EvolutionSettings
    from neuro.evolution.generation import Generation

    state = checkpoint.state
    if state.generation > 1000:
        return
    record = Generation(0, 0.0, 0.0, 0.0, 0.0, 0.0, 0, 0, False, False, 0.0, "0" * 32)
    population = len(state.arrays.get("genomes", np.zeros(2)))
    settings = EvolutionSettings(seed=1, population=population, episodes=1, max_steps=20)
    Evolution(game, settings, state=state, history=[record] * state.generation).step()


def play(champion):
    """Play a champion for some steps."""
    from neuro.exact_replay import replay

    replay(champion, max_steps=20)


def shared_out(count, parts):
    """A count in about equal parts, each with a number."""
    return [(number, count // parts + (number < count % parts)) for number in range(parts)]


def tried(count, behind, processes):
    """All damage, on some processes: in front of the checksum, and behind it."""
    front, back = Tally(), Tally()
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        exhaustive = pool.map(flips_and_truncations, GOLDEN)
        for tally in exhaustive:
            front.add(tally)
        left = max(0, count - front.tried)
        for tally in pool.map(random_damage, *zip(*shared_out(left, 4 * processes), strict=True)):
            front.add(tally)
        for tally in pool.map(behind_the_checksum, *zip(*shared_out(behind, 4 * processes), strict=True)):
            back.add(tally)
    return front, back


def main(arguments=None):
    """Try, tell, and return an exit code."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--count", type=int, default=1_000_000, help="damaged files")
    options.add_argument("--behind", type=int, default=20_000, help="files damaged behind their checksum")
    options.add_argument("--processes", type=int, default=2)
    given = options.parse_args(arguments)
    start = time.perf_counter()
    front, back = tried(given.count, given.behind, given.processes)
    for name, tally in (("damaged", front), ("behind the checksum", back)):
        print(f"{name}: {tally.tried:,} tried, {tally.refused:,} refused, {len(tally.accepted)} wrongly accepted, "
              f"{len(tally.crashed)} crashes, the slowest {tally.slowest:.3f} s, {tally.memory >> 20} MB")  # fmt: skip
        for line in itertools.chain(tally.accepted[:5], tally.crashed[:5]):
            print("   ", line)
    print(f"{time.perf_counter() - start:.1f} s")
    at_once = max(front.slowest, back.slowest) < _SLOW
    return 0 if front.is_good and back.is_good and at_once else 1


if __name__ == "__main__":
    sys.exit(main())
