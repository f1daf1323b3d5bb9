"""What holds for all of the code: who may import whom, what is public, documented and typed."""

import ast
import importlib
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent
SOURCES = sorted(
    path
    for folder in ("neuro", "games")
    for path in (CHECKOUT / folder).rglob("*.py")
    if not path.stem.endswith("_pb2")
)

GROUND = {
    *("algorithms_folder", "arrays", "compile_errors", "compiled_code", "disk", "errors", "frozen_globals"),
    *(
        "games_folder",
        "inline_pictures",
        "kernel_compiler",
        "kernels",
        "numerals",
        "others_code",
        "own_folders",
        "page_template",
        "part_code",
    ),
    *("paths", "pictures", "processes", "random", "texts", "thread_pool", "vectors", "version"),
}
#: Each part of neuro, and the parts that it may import besides the ground floor and itself: the arrows all go down.
MAY_IMPORT = {
    "operators": set(),
    "network": {"operators"},
    "datasets": {"network"},
    "rules": set(),
    "game_levels": {"network"},
    "game_facts": {"network"},
    "game": {"game_facts", "game_levels", "network", "rules"},
    "game_trial": {"game", "rules"},
    "policies": {"network"},
    "champion": {"network", "policies"},
    "rollout": {"network", "game", "policies"},
    "evolution": {"champion", "datasets", "operators", "network", "game", "policies", "rollout"},
    "storage": {"champion", "network", "game", "policies", "rollout", "evolution"},
    "exact_replay": {"champion", "network", "game", "policies", "rollout", "storage"},
    "ancestors": {"champion", "network", "game", "policies", "rollout", "evolution", "storage", "exact_replay"},
    "verification": {"champion", "network", "game", "policies", "rollout", "evolution", "storage", "exact_replay"},
    "descent": {"champion", "game", "policies", "rollout", "evolution", "storage"},
    "explanation": {"network", "game", "policies", "rollout", "evolution", "storage"},
    "comparison": {"datasets", "network", "game", "policies", "rollout", "evolution", "storage"},
    "view": {
        "champion",
        "comparison",
        "operators",
        "network",
        "game",
        "policies",
        "rollout",
        "evolution",
        "storage",
        "exact_replay",
        "ancestors",
        "descent",
        "explanation",
        "rules",
    },
    "live": {
        *("champion", "network", "game", "operators", "policies", "rollout", "evolution", "storage", "exact_replay"),
        *("datasets", "view", "verification"),
    },
    "game_checks": {"game_facts", "network", "game", "game_trial", "policies", "rollout", "evolution", "rules", "view"},
    "envs": {"network", "game", "policies", "rollout", "evolution", "view"},
    "cli": {
        *("champion", "datasets", "network", "game", "policies", "rollout", "evolution", "storage", "exact_replay"),
        *("verification", "ancestors", "comparison", "descent", "explanation", "view", "live", "envs", "game_checks"),
        "rules",
    },
    "__main__": {"cli"},
}
#: The shelves of the view, each above all that it may import; what games draw with stands at the top of the folder.
TOP = "scene", "plain", "drawn", "land", "paint", "poster", "looks", "marker", "theme", "keys"
SHELVES = (
    *("drawing", "capture", "screen", "widgets", "inspect", "panels", "death", "start"),
    *("replay", "play", "pages", "watch", "face", "versus", "examples", "terminal"),
)
#: Modules that share their last name with another, and why.
NAMESAKES = {
    "network": "the class that the package is about",
    "evolution": "the class that the package is about",
    "ancestors": "a command has its subject's name",
}
#: Libraries that only some places may import, by the beginnings of those places.
ONLY_IN = {
    "pygame": ("neuro/view/", "games/"),
    "google": ("neuro/storage/",),
    "grpc_tools": ("neuro/storage/generate.py",),
    "matplotlib": ("neuro/view/pages/figures.py", "neuro/view/pages/comparison_figure.py"),
    "PIL": ("neuro/pictures.py", "neuro/view/capture/encoding.py", "neuro/view/screen/window_trial.py"),
    "imageio_ffmpeg": ("neuro/view/capture/encoding.py",),
    "av": ("neuro/view/capture/encoding.py",),
    "rich": ("neuro/cli/", "neuro/view/"),
    "cyclopts": ("neuro/cli/",),
    "numba": (
        *("neuro/kernels.py", "neuro/vectors.py", "neuro/compiled_code.py", "neuro/compile_errors.py"),
        *("neuro/cli/doctor.py", "neuro/kernel_compiler.py", "neuro/live/"),
        *("neuro/part_code.py", "neuro/rules/machine_code.py"),
    ),
    "llvmlite": (
        *("neuro/kernels.py", "neuro/vectors.py", "neuro/live/", "neuro/part_code.py", "neuro/rules/machine_code.py"),
    ),
    "onnx": ("neuro/storage/onnx.py",),
    "ray": ("neuro/rollout/ray_driver.py",),
    "tensorboardX": ("neuro/storage/logs.py",),
    "optuna": ("neuro/comparison/tuner.py",),
    "platformdirs": ("neuro/paths.py",),
    "cmaes": ("neuro/evolution/algorithms/covariance_adaptation.py",),
    "gymnasium": ("neuro/envs/",),
    "pettingzoo": ("neuro/envs/",),
    "stable_baselines3": ("neuro/envs/",),
}


def name_of(path):
    return path.relative_to(CHECKOUT).as_posix()


def of_each(paths):
    """Makes what is asked of one source a test of all sources of a folder: by file, they were half of all tests.

    Args:
        paths: The files.
    """
    folders = {name_of(path.parent): [] for path in paths}
    for path in paths:
        folders[name_of(path.parent)].append(path)

    def decorate(test):
        @pytest.mark.parametrize("folder", folders)
        def of_a_folder(folder):
            for path in folders[folder]:
                test(path)

        return of_a_folder

    return decorate


every_source = of_each(SOURCES)


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path):
    """Dotted names of everything that a file imports, inside functions too, but not for type checking alone."""
    return tuple(_imports(path))


def _imports(path):
    skipped = {
        id(inner)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree(path)):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_kernel(function):
    return any(ast.unparse(decorator) in ("kernel", "part") for decorator in function.decorator_list)


def functions(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


@of_each([p for p in SOURCES if name_of(p).startswith("neuro/")])
def test_imports_go_down_only(path):
    part = path.relative_to(CHECKOUT / "neuro").parts[0].removesuffix(".py")
    allowed = GROUND if part in GROUND else GROUND | {part} | MAY_IMPORT.get(part, set())
    for name in imports(path):
        head, _, rest = name.partition(".")
        assert head != "games", f"{name_of(path)} imports {name}: neuro knows no game by name"
        if head == "neuro" and part != "__init__":
            message = f"{name_of(path)} imports {name}; {part} may import only {sorted(allowed)}"
            assert rest.split(".")[0] in allowed, message


def test_every_part_has_its_place_in_the_order():
    parts = {
        path.relative_to(CHECKOUT / "neuro").parts[0].removesuffix(".py") for path in SOURCES if "neuro" in path.parts
    }
    assert {part for part in parts if part != "__init__"} <= GROUND | set(MAY_IMPORT)
    below = set()
    for part, allowed in MAY_IMPORT.items():
        assert allowed <= below, f"{part} may import what stands above it"
        below.add(part)


@of_each([p for p in SOURCES if name_of(p).startswith("neuro/view/")])
def test_a_shelf_of_the_view_imports_only_shelves_below_it(path):
    shelf = path.relative_to(CHECKOUT / "neuro/view").parts[0].removesuffix(".py")
    if shelf in ("__init__", *TOP):
        return
    above = SHELVES[SHELVES.index(shelf) + 1 :]
    found = {name for name in imports(path) if name.startswith("neuro.view.") and name.split(".")[2] in above}
    assert not found, f"{name_of(path)} imports {sorted(found)}, which stand above it"


def test_no_two_modules_share_a_name_without_reason():
    names = [path.stem for path in SOURCES if "neuro" in path.parts and path.stem != "__init__"]
    packages = [path.parent.name for path in SOURCES if path.stem == "__init__"]
    shared = {name for name in names if names.count(name) > 1 or name in packages}
    shared -= {path.stem for path in (CHECKOUT / "neuro/cli").glob("*.py")} & set(packages)
    assert shared <= set(NAMESAKES), f"{sorted(shared - set(NAMESAKES))}: two modules of one name"


@every_source
def test_a_library_is_imported_only_where_it_belongs(path):
    for name in imports(path):
        places = ONLY_IN.get(name.split(".")[0])
        if places is not None:
            assert name_of(path).startswith(places), f"{name_of(path)} imports {name}"
        if name.startswith("pygame") and name_of(path).startswith("games/"):
            assert path.name == "view.py" or name_of(path).startswith("games/art/")


@of_each([p for p in SOURCES if "games" in p.parts and p.stem.endswith("rules")])
def test_rules_rest_on_the_ground_floor_and_numpy_alone(path):
    for name in imports(path):
        parts = name.split(".")
        ours = parts[0] == "neuro" and parts[1] in GROUND
        ours = ours or name.startswith(("neuro.rules.", "games."))
        assert ours or parts[0] in ("numpy", "math", "typing", "__future__"), f"{name_of(path)} imports {name}"


@every_source
def test_there_is_one_kernel_decorator(path):
    names = {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    if name_of(path) != "neuro/kernels.py":
        assert not names & {"njit", "jit", "vectorize", "guvectorize"}


def copies_into_slice(statement):
    """Whether a statement assigns an array to a slice: what stands there is one by its name, or a slice itself."""
    target, value = statement.targets[0], statement.value
    is_array = isinstance(value, ast.Name) and value.id.islower() and not value.id.startswith("_")
    return is_slice(target) and (is_array or is_slice(value))


def is_slice(node):
    return isinstance(node, ast.Subscript) and any(isinstance(one, ast.Slice) for one in ast.walk(node.slice))


@every_source
def test_no_kernel_copies_into_a_slice_since_numba_takes_two_seconds_to_compile_that(path):
    bodies = (ast.walk(function) for function in functions(path) if is_kernel(function))
    found = [one.lineno for body in bodies for one in body if isinstance(one, ast.Assign) and copies_into_slice(one)]
    assert not found, "a loop over the elements compiles in no time"


def public(path):
    """Names of a module's own public functions and classes."""
    kinds = ast.FunctionDef, ast.ClassDef
    return {node.name for node in tree(path).body if isinstance(node, kinds) and not node.name.startswith("_")}


def public_names():
    """The names that neuro itself exports, which stand in its stub alone."""
    stub = ast.parse((CHECKOUT / "neuro/__init__.pyi").read_text(encoding="utf-8"))
    return in_isort_order(
        [name.asname for node in stub.body if isinstance(node, ast.ImportFrom) for name in node.names]
    )


def exported(path):
    if path == CHECKOUT / "neuro/__init__.py":
        return public_names()
    for node in tree(path).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return ast.literal_eval(node.value)
    return None


def says_what_it_exports(path):
    """Whether ``exported`` finds something, without reading the whole as Python: every process asks it at its start."""
    text = path.read_text(encoding="utf-8")
    return path == CHECKOUT / "neuro/__init__.py" or text.startswith("__all__ =") or "\n__all__ =" in text


def in_isort_order(names):
    """Constants, then classes, then the rest, each by the alphabet: the order that ruff keeps."""

    def kind(name):
        return 0 if len(name) > 1 and name.isupper() else 1 if name[0].isupper() else 2

    return sorted(names, key=lambda name: (kind(name), name))


def is_public_module(path):
    """Rules and views are modules that a game names; the others say what they export."""
    return name_of(path).startswith("neuro/") and path.name != "__main__.py"


@of_each([p for p in SOURCES if is_public_module(p)])
def test_a_module_exports_exactly_what_is_public_in_it_in_order(path):
    names = exported(path)
    if names is None:
        assert not public(path), f"{name_of(path)} has public names but no __all__"
        return
    assert public(path) <= set(names), f"{name_of(path)}: __all__ lacks {sorted(public(path) - set(names))}"
    assert names == in_isort_order(set(names))


@pytest.mark.parametrize("path", [p for p in SOURCES if says_what_it_exports(p)], ids=name_of)
def test_every_exported_name_exists(path):
    if name_of(path) == "neuro/envs/sb3.py":
        pytest.importorskip("stable_baselines3")
    module = importlib.import_module(
        ".".join(path.relative_to(CHECKOUT).with_suffix("").parts).removesuffix(".__init__")
    )
    assert [name for name in exported(path) if not hasattr(module, name)] == []


def file_of(module):
    """The file of one of our modules, by its dotted name; None for a library's."""
    path = CHECKOUT.joinpath(*module.split("."))
    found = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return found if found in SOURCES else None


@cache
def found_class(path, name):
    """The file and the definition of a class of ours that a module knows by a name; None for all others."""
    for node in tree(path).body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            return path, node
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                source = file_of(node.module) if (alias.asname or alias.name) == name else None
                if source is not None:
                    return found_class(source, alias.name)
    return None


def overrides_a_documented_method(path, definition, name):
    """Whether a base class of ours, or one of its own, documents a method of that name."""
    bases = [base.value if isinstance(base, ast.Subscript) else base for base in definition.bases]
    known = [found_class(path, base.id) for base in bases if isinstance(base, ast.Name)]
    for source, base in filter(None, known):
        own = [node for node in base.body if isinstance(node, ast.FunctionDef) and node.name == name]
        if any(ast.get_docstring(node) for node in own) or overrides_a_documented_method(source, base, name):
            return True
    return False


def documented(path):
    """Every public class and function of a module, with the class that it stands in and its docstring."""

    def visit(node, owner):
        for child in node.body:
            kinds = ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef
            if isinstance(child, kinds) and not child.name.startswith("_"):
                yield owner, child, ast.get_docstring(child)
                if isinstance(child, ast.ClassDef):
                    yield from visit(child, child)

    yield from visit(tree(path), None)


@every_source
def test_everything_public_has_a_docstring_of_its_own_or_of_the_method_that_it_overrides(path):
    lacking = [] if ast.get_docstring(tree(path)) else ["the module"]
    for owner, child, docstring in documented(path):
        overloaded = any("overload" in ast.unparse(decorator) for decorator in child.decorator_list)
        setter = any(ast.unparse(decorator).endswith(".setter") for decorator in child.decorator_list)
        inherited = owner is not None and overrides_a_documented_method(path, owner, child.name)
        if not docstring and not overloaded and not setter and not inherited:
            lacking.append(f"{owner.name}.{child.name}" if owner else child.name)
    assert lacking == []


@every_source
def test_every_function_that_is_no_kernel_states_its_types(path):
    lacking = []
    for function in functions(path):
        if is_kernel(function) or path.stem.endswith("rules"):  # plain rules need none: theirs are those of the agent
            continue
        given = function.args
        named = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
        untyped = [a.arg for a in named if a is not None and a.annotation is None and a.arg not in ("self", "cls")]
        if untyped or function.returns is None:
            lacking.append(f"{function.name}, line {function.lineno}")
    assert lacking == []


@every_source
def test_no_file_and_no_function_grows_out_of_hand(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    for function in functions(path):
        lines = function.end_lineno - function.lineno + 1
        documentation = ast.get_docstring(function, clean=False)
        lines -= len(documentation.splitlines()) if documentation else 0
        assert lines <= 60, f"{function.name} has {lines} lines"


def loaded_by(command):
    """The modules that a Python of its own has loaded after a command."""
    told = f"import sys, json; {command}; print(json.dumps(sorted(sys.modules)))"
    found = subprocess.run([sys.executable, "-W", "error", "-c", told], capture_output=True, text=True, check=True)
    return set(json.loads(found.stdout.splitlines()[-1]))


def test_importing_neuro_loads_nothing_heavy():
    loaded = loaded_by("import neuro")
    assert not loaded & {"pygame", "numba", "google.protobuf", "numpy", "rich", "cyclopts"}
    assert "neuro" in loaded


def test_every_public_name_of_neuro_can_be_had():
    import neuro

    assert [name for name in neuro.__all__ if not hasattr(neuro, name)] == []
    assert set(neuro.__all__) <= set(dir(neuro))
    assert sorted(public_names()) == neuro.__all__, "each name once, and every one of them"
    with pytest.raises(AttributeError, match="module 'neuro' has no attribute 'evolv'"):
        neuro.evolv  # noqa: B018


def test_evolving_loads_no_pygame_and_compiling_no_files():
    loaded = loaded_by("import neuro; neuro.evolve('flappy', seed=1, population=4, generations=1, max_steps=9)")
    assert "numba" in loaded
    assert not {name for name in loaded if name.split(".")[0] in ("pygame", "google", "rich", "cyclopts")}
    assert not {name for name in loaded if name.startswith(("neuro.view", "neuro.storage", "neuro.cli"))}
