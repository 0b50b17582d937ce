#!/usr/bin/env python3
"""Refuses an #include that crosses the layers. Usage: check_layers.py [ROOT]

Each libs/ folder declares what it may use in its CMakeLists.txt (switchboard_library(NAME … DEPS …)), each app in its
own (switchboard_app). CMake links by that list but hands every target the same include root, so a stray include would
compile; this reads the same list and the #includes, and prints one line for each that is not declared, directly or
through a dependency. It also keeps heavy headers in their folder: they are what makes a clean build slow.
"""
import re
import sys
from pathlib import Path

SOURCES = {".cpp", ".hpp"}

# A folder that reaches another through its dependencies, and still must not name it.
NEVER = {
    "chat": {"http": "chat knows no HTTP", "store_pg": "chat knows no SQL", "process": "chat starts no processes"},
    "http": {"auth": "http knows no tenants", "store": "http knows no tenants"},
}

# Header prefix, the folder that may include it from a header, the folder that may include it at all.
HEAVY = [
    ("boost/beast", "http", "http"),
    ("pqxx/", "store_pg", "store_pg"),
    ("spdlog/", None, "core"),
    ("nlohmann/json.hpp", None, None),
]
UMBRELLAS = {"boost/asio.hpp", "boost/beast.hpp"}

TARGET = re.compile(r"switchboard_(library|app)\s*\(([^)]*)\)", re.S)
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
KEYWORDS = {"NAME", "SRCS", "DEPS", "LINKS"}


def arguments(text):
    """The keyword lists of one CMake call: {"NAME": ["auth"], "DEPS": ["core", …], …}."""
    found, key = {}, None
    for word in re.sub(r"#[^\n]*", "", text).split():
        if word in KEYWORDS:
            key = found.setdefault(word, [])
        elif key is not None:
            key.append(word)
    return found


def read_targets(root):
    """What every CMakeLists.txt under libs/ and apps/ declares: ({library: deps}, {folder: (target, deps)})."""
    libraries, folders = {}, {}
    for listing in sorted([*root.glob("libs/**/CMakeLists.txt"), *root.glob("apps/*/CMakeLists.txt")]):
        for kind, body in TARGET.findall(listing.read_text()):
            call = arguments(body)
            name, deps = call["NAME"][0], call.get("DEPS", [])
            target, before = folders.get(listing.parent, (name, []))
            folders[listing.parent] = (target, before + deps)
            if kind == "library":
                libraries[name] = deps
    return libraries, folders


def closure(deps, libraries):
    """Everything reachable from deps."""
    seen, todo = set(), list(deps)
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo.extend(libraries.get(name, []))
    return seen


def library_of(include, libraries):
    """The library that a quoted include belongs to: "store/pg/pool.hpp" is store_pg, "store/x.hpp" is store."""
    parts = include.split("/")[:-1]
    for length in range(len(parts), 0, -1):
        name = "_".join(parts[:length])
        if name in libraries:
            return name
    return None


def owner_of(path, folders):
    """The declaring folder that a source file lies in, or None."""
    return next((folder for folder in path.parents if folder in folders), None)


def heavy_complaint(path, header, target, in_libs):
    if header in UMBRELLAS:
        return "umbrella header: include the narrow ones"
    for prefix, in_headers, anywhere in HEAVY:
        if not header.startswith(prefix):
            continue
        if path.suffix == ".hpp" and target != in_headers:
            return f"not in a header{f' outside {in_headers}' if in_headers else ''}"
        if in_libs and anywhere and target != anywhere:
            return f"only {anywhere} may include it"
    return None


def check(root):
    """All complaints about the tree, one line each."""
    libraries, folders = read_targets(root)
    complaints = []
    for name, deps in libraries.items():
        complaints += [f"{name} depends on {dep}, which is no library" for dep in deps if dep not in libraries]
        if name in closure(deps, libraries):
            complaints.append(f"{name} depends on itself")
    sources = [p for top in ("libs", "apps") for p in sorted(root.glob(f"{top}/**/*")) if p.suffix in SOURCES]
    for path in sources:
        place = path.relative_to(root)
        folder = owner_of(path, folders)
        if folder is None:
            complaints.append(f"{place}: no CMakeLists.txt declares its folder")
            continue
        target, deps = folders[folder]
        allowed = closure(deps, libraries) | {target}
        for quote, header in INCLUDE.findall(path.read_text()):
            used = library_of(header, libraries) if quote == '"' else None
            reason = heavy_complaint(path, header, target, place.parts[0] == "libs") if quote == "<" else None
            if used and used not in allowed:
                reason = f"{target} does not declare {used} in its DEPS"
            elif used in NEVER.get(target, {}):
                reason = NEVER[target][used]
            if reason:
                complaints.append(f"{place}: #include {header}: {reason}")
    return complaints


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent)
    complaints = check(root)
    print("\n".join(complaints) or "layers: in order")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
