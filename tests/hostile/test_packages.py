"""A package that is missing or too old is told of in a sentence."""

import subprocess
import sys

import pytest

#: Stands in the place of protobuf, in a folder before all others.
OLD = '__version__ = "5.29.0"\n'
OLD_RUNTIME = """
class VersionError(Exception):
    pass

class Domain:
    PUBLIC = 1

def ValidateProtobufRuntimeVersion(*_):
    raise VersionError("Detected incompatible Protobuf Gencode/Runtime versions")
"""
NONE = 'raise ModuleNotFoundError("No module named google")\n'


@pytest.fixture(params=["5.29.0", "none"])
def without_protobuf(request, tmp_path):
    """A folder that hides the protobuf that is installed, and the version that is found instead."""
    folder = tmp_path / "hiding"
    package = folder / "google" / "protobuf"
    package.mkdir(parents=True)
    if request.param == "none":
        (folder / "google" / "__init__.py").write_text(NONE)
        return folder, request.param
    (folder / "google" / "__init__.py").touch()
    (package / "__init__.py").write_text(OLD)
    (package / "runtime_version.py").write_text(OLD_RUNTIME)
    for name in ("descriptor", "descriptor_pool", "symbol_database", "internal"):
        (package / f"{name}.py").touch()
    return folder, request.param


def test_an_old_protobuf_or_none_is_one_sentence_and_the_doctor_works(neuro, without_protobuf):
    folder, found = without_protobuf
    wanted = f"files need protobuf 6.31 or later, below 8, and {found} is installed: pip install 'protobuf>=6.31,<8'"
    hidden = {"PYTHONPATH": str(folder)}
    for command in (("replay", "--view", "none"), ("evolve", "flappy"), ("inspect", "a.neuro")):
        assert neuro(*command, code=1, **hidden).stderr_text == f"neuro: {wanted}\n"
    assert f"! {wanted}" in neuro("doctor", code=1, **hidden).stdout_text
    assert "flappy" in neuro("games", **hidden).stdout_text
    asked = "import neuro; neuro.load('a.neuro')"
    script = f"import sys; sys.path.insert(0, {str(folder)!r}); {asked}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].endswith(wanted)
