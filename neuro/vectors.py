"""Rows of lanes as values: what a kernel adds and multiplies stays in a processor's registers.

A loop over lanes that reads and writes rows of one array at places known only at run time is not vectorised: LLVM
cannot see that the rows do not overlap. So such kernels load whole rows, compute with them, and store the result:

    total = row(weights, bias, LANES)
    for k in range(count):
        total = total + row(weights, first + k, LANES) * row(nodes, seen[k], LANES)
    put(nodes, target, LANES, total)

Every operation is float32 by IEEE, lane by lane, so the bits are those of plain loops, whatever the number of lanes.
Without the JIT, rows are NumPy arrays.
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from neuro.kernels import JIT

__all__ = ["larger", "put", "row", "smaller", "spread", "whole"]

if JIT:
    from llvmlite import ir
    from numba import types
    from numba.extending import intrinsic, lower_builtin, models, register_model, type_callable

    class _Row(types.Type):  # type: ignore[misc]
        """The type of a row of so many lanes."""

        def __init__(self, lanes: int) -> None:
            self.lanes = lanes
            super().__init__(name=f"Row({lanes})")

        @property
        def vector(self) -> Any:
            """LLVM's type of it."""
            return ir.VectorType(ir.FloatType(), self.lanes)

    @register_model(_Row)
    class _RowModel(models.PrimitiveModel):  # type: ignore[misc]
        def __init__(self, manager: Any, row_type: Any) -> None:
            super().__init__(manager, row_type, row_type.vector)

    def _place(context: Any, builder: Any, array: Any, value: Any, index: Any, lanes: int) -> Any:
        """Where a row of a flat array begins, as a pointer to a vector."""
        data = context.make_array(array)(context, builder, value).data
        first = builder.mul(index, ir.Constant(index.type, lanes))
        return builder.bitcast(builder.gep(data, [first]), _Row(lanes).vector.as_pointer())

    @intrinsic(prefer_literal=True)  # type: ignore[untyped-decorator]
    def row(typing_context: Any, array: Any, index: Any, lanes: Any) -> Any:
        """Row ``index`` of a flat float32 array, whose rows have ``lanes`` numbers; ``lanes`` is a constant."""
        if not isinstance(lanes, types.IntegerLiteral):
            return None
        count = lanes.literal_value

        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            where = _place(context, builder, array, arguments[0], arguments[1], count)
            return builder.load(where, align=4)

        return _Row(count)(array, types.int64, lanes), build

    @intrinsic(prefer_literal=True)  # type: ignore[untyped-decorator]
    def put(typing_context: Any, array: Any, index: Any, lanes: Any, value: Any) -> Any:
        """Store a row as row ``index`` of a flat float32 array."""
        if not isinstance(lanes, types.IntegerLiteral):
            return None
        count = lanes.literal_value

        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            where = _place(context, builder, array, arguments[0], arguments[1], count)
            builder.store(arguments[3], where, align=4)
            return context.get_dummy_value()

        return types.void(array, types.int64, lanes, value), build

    def _chosen(comparison: str) -> Any:
        """What builds the first of two rows where they compare so, lane by lane, else the second."""

        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.select(builder.fcmp_ordered(comparison, *arguments), *arguments)

        return build

    @intrinsic  # type: ignore[untyped-decorator]
    def larger(typing_context: Any, a: Any, b: Any) -> Any:
        """Lane by lane ``a`` where it exceeds ``b``, else ``b``."""
        return a(a, b), _chosen(">")

    @intrinsic  # type: ignore[untyped-decorator]
    def smaller(typing_context: Any, a: Any, b: Any) -> Any:
        """Lane by lane ``a`` where it is below ``b``, else ``b``."""
        return a(a, b), _chosen("<")

    @intrinsic(prefer_literal=True)  # type: ignore[untyped-decorator]
    def spread(typing_context: Any, value: Any, lanes: Any) -> Any:
        """A row that has the same float32 in every lane; ``lanes`` is a constant."""
        if not isinstance(lanes, types.IntegerLiteral):
            return None
        count = lanes.literal_value

        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            nothing, place = ir.Constant(_Row(count).vector, ir.Undefined), ir.IntType(32)
            first = builder.insert_element(nothing, arguments[0], place(0))
            return builder.shuffle_vector(first, nothing, ir.Constant(ir.VectorType(place, count), None))

        return _Row(count)(types.float32, lanes), build

    @intrinsic  # type: ignore[untyped-decorator]
    def whole(typing_context: Any, array: Any, index: Any) -> Any:
        """The bits of a number of a flat float32 array as a whole number, int32."""

        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            data = context.make_array(array)(context, builder, arguments[0]).data
            where = builder.gep(builder.bitcast(data, ir.IntType(32).as_pointer()), [arguments[1]])
            return builder.load(where, align=4)

        return types.int32(array, types.int64), build

    @type_callable(operator.add)  # type: ignore[untyped-decorator]
    @type_callable(operator.sub)  # type: ignore[untyped-decorator]
    @type_callable(operator.mul)  # type: ignore[untyped-decorator]
    @type_callable(operator.truediv)  # type: ignore[untyped-decorator]
    def _type_of_result(context: Any) -> Any:
        def result(a: Any, b: Any) -> Any:
            return a if isinstance(a, _Row) and a == b else None

        return result

    @lower_builtin(operator.add, _Row, _Row)  # type: ignore[untyped-decorator]
    def _add(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.fadd(*arguments)

    @lower_builtin(operator.sub, _Row, _Row)  # type: ignore[untyped-decorator]
    def _subtract(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.fsub(*arguments)

    @lower_builtin(operator.mul, _Row, _Row)  # type: ignore[untyped-decorator]
    def _multiply(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.fmul(*arguments)

    @lower_builtin(operator.truediv, _Row, _Row)  # type: ignore[untyped-decorator]
    def _divide(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.fdiv(*arguments)
else:

    def row(array: Any, index: Any, lanes: Any) -> Any:
        """See above."""
        return array[index * lanes : (index + 1) * lanes].copy()

    def put(array: Any, index: Any, lanes: Any, value: Any) -> None:
        """See above."""
        array[index * lanes : (index + 1) * lanes] = value

    def larger(a: Any, b: Any) -> Any:
        """See above."""
        return np.where(a > b, a, b)

    def smaller(a: Any, b: Any) -> Any:
        """See above."""
        return np.where(a < b, a, b)

    def spread(value: Any, lanes: Any) -> Any:
        """See above."""
        return np.full(lanes, value, np.float32)

    def whole(array: Any, index: Any) -> Any:
        """See above."""
        return int(array[index : index + 1].view(np.int32)[0])
