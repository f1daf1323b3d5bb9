"""Make ``digits.npz`` from the copy of the data that scikit-learn ships: ``python assets/digits/make.py``.

Needs scikit-learn (1.9 was used), which is no dependency of neuro. The file is the same, byte for byte, each time:
its members carry no date. Prints the checksum that README.md gives.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

TARGET = Path(__file__).with_name("digits.npz")


def member(values: np.ndarray) -> bytes:
    """An array as the bytes of a .npy file."""
    file = io.BytesIO()
    np.lib.format.write_array(file, values, version=(1, 0))
    return file.getvalue()


digits = load_digits()
arrays = {"images": digits.images.astype(np.uint8), "labels": digits.target.astype(np.uint8)}
with zipfile.ZipFile(TARGET, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for name, values in arrays.items():
        entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1998, 7, 1, 0, 0, 0))
        archive.writestr(entry, member(values), zipfile.ZIP_DEFLATED, 9)
print(f"{TARGET.stat().st_size:,} bytes, sha256 {hashlib.sha256(TARGET.read_bytes()).hexdigest()}")
