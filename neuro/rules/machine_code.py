"""The text of a generated kernel as LLVM's instructions.

numba could compile the text, but spends nearly all of its time on finding out what each of some thousand values is.
Here all is known: numbers are float32, the rest are truths and whole numbers. The operations are those that numba makes
of the same text, so the bits are the same.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from types import CodeType
from typing import Any

import llvmlite.ir as ir
import numba
from numba.core import cgutils
from numba.extending import intrinsic

from neuro.kernels import JIT, memory_of

__all__ = ["IS_USED", "body_of", "short_code"]

#: Whether kernels are compiled so: where every index is checked, numba compiles their text.
IS_USED = JIT and not numba.config.BOUNDSCHECK

_FLOAT, _BYTE, _WHOLE = ir.FloatType(), ir.IntType(8), ir.IntType(64)
_MOST = 4  # arguments of a kernel
_COMPARED = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
_REAL = {ast.Add: "fadd", ast.Sub: "fsub", ast.Mult: "fmul", ast.Div: "fdiv"}
_OF_WHOLE = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul"}
_OF_TRUTHS = {ast.BitAnd: "and_", ast.BitOr: "or_"}


def short_code(name: str, taken: str) -> CodeType:
    """The code of a function that takes what a kernel takes, and does what ``body_of`` gives, named ``BODY``.

    Args:
        name: Name of the kernel.
        taken: Names of its arguments, as its text lists them.
    """
    given = [*taken.split(", "), *["None"] * (_MOST - taken.count(",") - 1), "LANES"]
    text = f"def {name}({taken}):\n    BODY({', '.join(given)})\n"
    names: dict[str, Any] = {}
    exec(compile(text, f"<{name}>", "exec"), names)
    code: CodeType = names[name].__code__
    return code


def body_of(text: str, values: Mapping[str, Any], draw: Any) -> Any:
    """What kernels call to do what a text says: it takes four arguments, the last ones None if need be, and LANES.

    Args:
        text: A function of state rows and other arrays, as ``KernelText`` writes it.
        values: Constants float32 and tables of them, by the names that the text has for them.
        draw: The kernel for ``uniform``.
    """
    (definition,) = ast.parse(text).body
    assert isinstance(definition, ast.FunctionDef)
    names = [one.arg for one in definition.args.args]

    @intrinsic(prefer_literal=True)  # type: ignore[untyped-decorator]
    def body(typing_context: Any, a: Any, b: Any, c: Any, d: Any, lanes: Any) -> Any:
        types = dict(zip(names, (a, b, c, d), strict=False))
        drawn = typing_context.resolve_value_type(draw)
        drawing = typing_context.resolve_function_type(drawn, (numba.uint32, numba.float32), {})

        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            def number(course: Any, place: Any) -> Any:
                function = context.get_function(drawn, drawing)
                context.add_linking_libs(getattr(function, "libs", ()))
                return function(builder, (course, place))

            made = _MachineCode(context, builder, values, lanes.literal_value, number)
            for name, value in zip(names, arguments, strict=False):
                made.take(name, types[name], value)
            made.statements(definition.body)
            return context.get_dummy_value()

        return numba.types.void(a, b, c, d, lanes), build

    return body


class _MachineCode:
    """Writes instructions at the place of a builder.

    Args:
        context: numba's target.
        builder: Writer of instructions, at the place where they go.
        values: Constants and tables, by name.
        lanes: Lanes of a block.
        draw: Makes the instructions of a draw, of a course and the draw's number.
    """

    def __init__(
        self, context: Any, builder: Any, values: Mapping[str, Any], lanes: int, draw: Callable[[Any, Any], Any]
    ) -> None:
        self._context, self._builder, self._values, self._lanes, self._draw = context, builder, values, lanes, draw
        self._names: dict[str, Any] = {}  # what a name holds: a value, or the place of one that changes
        self._arrays: dict[str, Callable[[list[Any]], Any]] = {}  # the place of an element
        self._loops: list[Any] = []

    def take(self, name: str, kind: Any, value: Any) -> None:
        """Take an argument: an array, a named tuple of parameters, or a whole number."""
        if isinstance(kind, numba.types.Array):
            array = self._context.make_array(kind)(self._context, self._builder, value)
            shape, strides = (cgutils.unpack_tuple(self._builder, one) for one in (array.shape, array.strides))

            def place(places: list[Any]) -> Any:
                return cgutils.get_item_pointer2(
                    self._context, self._builder, array.data, shape, strides, kind.layout, places
                )

            self._arrays[name] = place
        elif isinstance(kind, numba.types.BaseTuple):
            for k, field in enumerate(kind.fields):
                one = self._builder.extract_value(value, k)
                self._names[f"{name}.{field}"] = self._context.cast(self._builder, one, kind[k], numba.float32)
        else:
            self._names[name] = self._context.cast(self._builder, value, kind, numba.int64)

    # ---- statements

    def statements(self, found: list[ast.stmt]) -> None:
        """Write statements, in their order."""
        for statement in found:
            match statement:
                case ast.Assign(targets=[ast.Name("scratch")], value=ast.Call(args=[_, ast.Tuple([rows, _])])):
                    self._make_scratch(self._known(rows))
                case ast.Assign(targets=[ast.Name(name)], value=value):
                    self._assign(name, self._value(value))
                case ast.Assign(targets=[ast.Subscript() as target], value=value):
                    self._builder.store(self._value(value), self._place(target))
                case ast.AugAssign(target=ast.Name(name), op=ast.BitOr(), value=value):
                    place = self._names[name]
                    self._builder.store(self._builder.or_(self._builder.load(place), self._value(value)), place)
                case ast.For():
                    self._loop(statement)
                case ast.If():
                    self._choose(statement)
                case ast.Break():
                    self._loops[-1].do_break()
                case _:
                    assert isinstance(statement, ast.Pass), ast.unparse(statement)

    def _make_scratch(self, rows: int) -> None:
        memory = memory_of(self._builder, ir.ArrayType(_FLOAT, self._lanes), rows)
        self._arrays["scratch"] = lambda places: self._builder.gep(memory, places, inbounds=True)

    def _assign(self, name: str, value: Any) -> None:
        if value.type != _BYTE:
            self._names[name] = value
            return
        self._names[name] = cgutils.alloca_once(self._builder, _BYTE)  # the one kind of value that changes
        self._builder.store(value, self._names[name])

    def _loop(self, statement: ast.For) -> None:
        assert isinstance(statement.iter, ast.Call)
        assert isinstance(statement.target, ast.Name)
        numbers = range(*map(self._known, statement.iter.args))
        with cgutils.for_range(self._builder, _WHOLE(len(numbers))) as loop:
            number = loop.index
            if numbers.step != 1:
                number = self._builder.mul(number, _WHOLE(numbers.step))
            if numbers.start != 0:
                number = self._builder.add(number, _WHOLE(numbers.start))
            self._names[statement.target.id] = number
            self._loops.append(loop)
            self.statements(statement.body)
            self._loops.pop()

    def _known(self, node: ast.expr) -> int:
        found: int = self._lanes if isinstance(node, ast.Name) else ast.literal_eval(node)
        return found

    def _choose(self, statement: ast.If) -> None:
        condition = self._value(statement.test)
        if not statement.orelse:
            with self._builder.if_then(condition):
                self.statements(statement.body)
            return
        with self._builder.if_else(condition) as (then, otherwise):
            with then:
                self.statements(statement.body)
            with otherwise:
                self.statements(statement.orelse)

    # ---- values

    def _value(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value):
                return ir.IntType(1)(value) if isinstance(value, bool) else _WHOLE(value)
            case ast.Name(name):
                return self._named(name)
            case ast.Attribute(ast.Name(owner), name):
                return self._names[f"{owner}.{name}"]
            case ast.Subscript(ast.Name(name)):
                return self._builder.load(self._place(node))
            case ast.BinOp(left, sign, right):
                return self._operation(type(sign), self._value(left), self._value(right))
            case ast.UnaryOp(ast.Not(), operand):
                return self._builder.not_(self._value(operand))
            case ast.UnaryOp(ast.USub(), operand):
                value = self._value(operand)
                return self._builder.fsub(_FLOAT(-0.0), value) if value.type == _FLOAT else self._builder.neg(value)
            case ast.BoolOp(ast.And(), values):
                return self._all([self._value(one) for one in values])
            case ast.Compare(left, signs, others):
                values = [self._value(one) for one in (left, *others)]
                pairs = zip(signs, values, values[1:], strict=False)
                return self._all([self._comparison(_COMPARED[type(sign)], a, b) for sign, a, b in pairs])
        assert isinstance(node, ast.Call), ast.unparse(node)
        return self._call(ast.unparse(node.func), [self._value(one) for one in node.args])

    def _named(self, name: str) -> Any:
        if name in self._names:
            found = self._names[name]
            return self._builder.zext(self._builder.load(found), _WHOLE) if found.type.is_pointer else found
        return _FLOAT(float(self._values[name]))

    def _place(self, node: ast.Subscript) -> Any:
        """Where an element of an array or of a table is."""
        assert isinstance(node.value, ast.Name)
        name = node.value.id
        places = [self._value(one) for one in (node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice])]
        if name not in self._arrays:
            self._arrays[name] = self._table(self._values[name])
        return self._arrays[name](places)

    def _table(self, numbers: Any) -> Callable[[list[Any]], Any]:
        kind = ir.ArrayType(_FLOAT, len(numbers))
        constant = kind([float(one) for one in numbers])
        memory = cgutils.global_constant(self._builder, "table", constant)
        return lambda places: self._builder.gep(memory, [_WHOLE(0), *places], inbounds=True)

    def _all(self, truths: list[Any]) -> Any:
        found = truths[0]
        for one in truths[1:]:
            found = self._builder.and_(found, one)
        return found

    def _operation(self, sign: type[ast.operator], a: Any, b: Any) -> Any:
        if a.type == _FLOAT:
            return getattr(self._builder, _REAL[sign])(a, b)
        if a.type != _WHOLE:
            return getattr(self._builder, _OF_TRUTHS[sign])(a, b)
        if sign in _OF_WHOLE:
            return getattr(self._builder, _OF_WHOLE[sign])(a, b)
        rest = self._builder.srem(a, b)  # b is positive, and what is left has the sign of a
        below = self._builder.icmp_signed("<", rest, _WHOLE(0))
        if sign is ast.Mod:
            return self._builder.select(below, self._builder.add(rest, b), rest)
        share = self._builder.sdiv(a, b)
        return self._builder.select(below, self._builder.sub(share, _WHOLE(1)), share)

    def _comparison(self, sign: str, a: Any, b: Any) -> Any:
        if a.type != _FLOAT:
            return self._builder.icmp_signed(sign, a, b)
        compare = self._builder.fcmp_unordered if sign == "!=" else self._builder.fcmp_ordered
        return compare(sign, a, b)

    def _call(self, name: str, given: list[Any]) -> Any:
        match name, given:
            case "pick", [condition, a, b]:
                return self._builder.select(condition, a, b)
            case "np.float32", [number]:
                return self._builder.sitofp(number, _FLOAT)
            case "np.int32", [number]:
                whole = number if number.type != _FLOAT else self._builder.fptosi(number, ir.IntType(32))
                return self._builder.sext(whole, _WHOLE) if whole is not number else number
            case "np.uint8", [number]:
                known = isinstance(number, ir.Constant)
                return _BYTE(int(number.constant)) if known else self._builder.zext(number, _BYTE)
            case "uniform", [course, number]:
                return self._draw(course, number)
            case (("min" | "max"), [a, b]):
                return self._builder.select(self._builder.icmp_signed("<" if name == "min" else ">", a, b), a, b)
        exact = {"np.abs": "fabs", "np.floor": "floor", "np.trunc": "trunc", "np.sqrt": "sqrt"}[name]
        (number,) = given
        function = self._builder.module.declare_intrinsic(f"llvm.{exact}", [_FLOAT])
        return self._builder.call(function, [number])
