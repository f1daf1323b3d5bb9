"""Prints the lowest version of every dependency that pyproject.toml declares, a line each: for ``pip install -c``."""

import re
import sys
import tomllib
from pathlib import Path

DECLARED = re.compile(r"([\w.-]+)(?:\[[\w,-]+\])?>=([\w.]+)")


def lowest(project: Path, *extras: str) -> dict[str, str]:
    """Versions by name, of what every installation needs and of some extras."""
    table = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    declared = [*table["dependencies"], *(one for extra in extras for one in table["optional-dependencies"][extra])]
    return {found[1]: found[2] for one in declared if (found := DECLARED.match(one))}


if __name__ == "__main__":
    for name, version in lowest(Path(__file__).parents[1] / "pyproject.toml", *sys.argv[1:]).items():
        print(f"{name}=={version}")
