"""The scripts of this folder with small counts; the large ones are run by themselves."""

from pathlib import Path

import damage
import fuzz
import pytest


@pytest.mark.parametrize("path", damage.GOLDEN, ids=lambda path: path.stem)
def test_every_flipped_bit_and_every_truncation_of_every_kind_of_file_is_refused(path):
    tally = damage.flips_and_truncations(path)
    assert tally.is_good
    assert tally.refused == tally.tried == path.stat().st_size * 9


def test_random_damage_is_refused():
    tally = damage.random_damage(seed=1, count=20_000)
    assert tally.is_good, (tally.accepted, tally.crashed)
    assert tally.refused == tally.tried == 20_000


def test_damage_behind_the_checksum_is_refused_or_harmless():
    tally = damage.behind_the_checksum(seed=1, count=2_000)
    assert tally.is_good, (tally.accepted, tally.crashed, tally.slowest, tally.memory)
    assert tally.tried == 2_000
    assert tally.refused > 1_000


def test_what_is_wrongly_accepted_or_crashes_is_seen(monkeypatch):
    tally, whole = damage.Tally(), damage.GOLDEN[0].read_bytes()
    damage.attempt(tally, whole, "the whole file")
    assert tally.accepted == ["the whole file"]
    monkeypatch.setattr(damage, "content", lambda data: len(data) / 0)
    damage.attempt(tally, whole, "a crash")
    assert "ZeroDivisionError" in tally.crashed[0]
    assert not tally.is_good


@pytest.mark.parametrize("path", sorted(fuzz.CORPUS.iterdir()), ids=lambda path: path.name[:12])
def test_what_the_fuzzer_found_interesting_is_read_or_refused(path):
    fuzz.try_input(path.read_bytes())


def test_the_corpus_begins_with_every_kind_of_file():
    readers = {data[0] for _, data in fuzz.seeds()}
    assert readers == set(range(len(fuzz.READERS)))
    assert Path(fuzz.CORPUS).is_dir()
