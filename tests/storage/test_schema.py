"""The schema's promises to files that are already written."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from google.protobuf.descriptor_pb2 import DescriptorProto, FieldDescriptorProto

from neuro.storage import neuro_pb2
from neuro.storage.generate import ROOT, generate

TABLE = Path(__file__).with_name("schema_fields.txt")


def fields_in_schema() -> set[tuple[str, int, str, str]]:
    """Every field: its message, number, name and type."""
    found = set()
    for message in neuro_pb2.DESCRIPTOR.message_types_by_name.values():
        proto = DescriptorProto()
        message.CopyToProto(proto)
        for field in proto.field:
            kind = field.type_name.removeprefix(".neuro.") or FieldDescriptorProto.Type.Name(field.type)[5:].lower()
            many = "repeated " if field.label == FieldDescriptorProto.LABEL_REPEATED else ""
            found.add((message.name, field.number, field.name, many + kind))
    return found


def fields_ever_used() -> set[tuple[str, int, str, str]]:
    """The stored table: a field is added with its first release and never taken out."""
    lines = TABLE.read_text().splitlines()
    rows = [line.split(maxsplit=3) for line in lines if line and not line.startswith("#")]
    return {(message, int(number), name, kind) for message, number, name, kind in rows}


def reserved(message: str) -> tuple[set[int], set[str]]:
    """Numbers and names that a message has given up."""
    proto = DescriptorProto()
    neuro_pb2.DESCRIPTOR.message_types_by_name[message].CopyToProto(proto)
    numbers = {number for span in proto.reserved_range for number in range(span.start, span.end)}
    return numbers, set(proto.reserved_name)


def test_every_field_is_in_the_table():
    missing = fields_in_schema() - fields_ever_used()
    assert not missing, f"new fields belong in {TABLE.name}, and changed ones need a new number"


def test_no_field_of_the_table_has_changed():
    for message, number, name, _ in fields_ever_used() - fields_in_schema():
        numbers, names = reserved(message)
        assert number in numbers, f"{message}.{name} is gone: reserve its number {number}"
        assert name in names, f"{message}.{name} is gone: reserve its name"


def test_no_number_and_no_name_stands_twice_in_the_table():
    used = fields_ever_used()
    assert len({(message, number) for message, number, *_ in used}) == len(used)
    assert len({(message, name) for message, _, name, _ in used}) == len(used)


def _grpc_tools() -> str:
    try:
        return version("grpcio-tools")
    except PackageNotFoundError:
        return ""


@pytest.mark.skipif(
    not _grpc_tools().startswith("1.73."),
    reason="needs grpcio-tools 1.73, of the extra 'dev': the compiler of the schema",
)
@pytest.mark.parametrize("name", ["neuro_pb2.py", "neuro_pb2.pyi", "gone_pb2.py", "gone_pb2.pyi"])
def test_the_committed_code_is_what_the_schema_makes(name, tmp_path):
    generate(f"--python_out={tmp_path}", f"--pyi_out={tmp_path}")
    made = (tmp_path / "neuro" / "storage" / name).read_text()
    assert made == (ROOT / "neuro" / "storage" / name).read_text()
