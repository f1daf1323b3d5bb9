"""Make the Python code of the schemas anew: ``python neuro/storage/generate.py``.

Generated code refuses to work with a protobuf older than the one that made it. So it is made by grpcio-tools
1.73, whose code (6.31) works with every protobuf that neuro allows. It is committed: no compiler is needed
to install.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

__all__ = ["generate"]

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ("neuro/storage/neuro.proto", "neuro/storage/gone.proto")


def generate(*outputs: str) -> None:
    """Run the protobuf compiler on the schemas.

    Args:
        outputs: What to make, as options of protoc: ``--python_out=FOLDER``, ``--pyi_out=FOLDER``.

    Raises:
        subprocess.CalledProcessError: If the compiler is not installed, or finds a mistake.
    """
    # The path from the root, because it becomes the module's name and the name in protobuf's registry.
    subprocess.run([sys.executable, "-m", "grpc_tools.protoc", f"-I{ROOT}", *outputs, *SCHEMAS], check=True, cwd=ROOT)


if __name__ == "__main__":
    generate(f"--python_out={ROOT}", f"--pyi_out={ROOT}")
