#!/usr/bin/env python3
"""layering.py ROOT: includes point down, never up, never round; heavy headers stay where they may be (floors.toml)."""

import os
import re
import sys
import tomllib

import tree


def floor_of(path, floors):
    found = None
    for pattern, floor in floors.items():
        if tree.matches(path, pattern):
            found = floor
    return found


class Sources:
    """Every file with its includes and its floor."""

    def __init__(self, root, floors):
        self.texts = {path: tree.read(root, path) for path in tree.files(root, tree.SOURCES, (".hpp", ".cpp"))}
        self.includes = {path: list(tree.includes(text)) for path, text in self.texts.items()}
        self.floors = {path: floor_of(path, floors) for path in self.texts}

    def inner(self, path):
        """(line, target) of the includes of our own files."""
        return [(line, name) for line, quoted, name in self.includes[path] if quoted and name in self.texts]


def unplaced(sources):
    return [f"{path}: stands on no floor of floors.toml" for path, floor in sources.floors.items() if floor is None]


def upward(sources):
    problems = []
    for path, floor in sources.floors.items():
        for line, target in sources.inner(path):
            above = sources.floors[target]
            if None not in (floor, above) and above > floor:
                problems.append(f"{path}:{line}: floor {floor} includes {target} of floor {above}")
    return problems


def circles(sources):
    done, trail, problems = set(), [], []

    def visit(path):
        if path in trail:
            problems.append("includes go round: " + " -> ".join(trail[trail.index(path):] + [path]))
            return
        if path in done:
            return
        trail.append(path)
        for _, target in sources.inner(path):
            visit(target)
        trail.pop()
        done.add(path)

    for path in sources.texts:
        visit(path)
    return problems


def reached(sources, path):
    """What a file includes through any number of our own headers: name → the way there."""
    ways, waiting = {}, [(path, [path])]
    while waiting:
        here, way = waiting.pop()
        for _, _, name in sources.includes[here]:
            if name not in ways:
                ways[name] = way
                if name in sources.texts:
                    waiting.append((name, way + [name]))
    return ways


def heavy_headers(sources, heavy):
    problems = []
    for name, rule in heavy.items():
        users = [path for path, rows in sources.includes.items() if any(row[2].startswith(rule["include"]) for row in rows)]
        for path in users:
            if not any(tree.matches(path, pattern) for pattern in rule["sources"]):
                problems.append(f"{path}: may not include {rule['include']} ({name})")
        most = rule.get("most", len(users))
        if len(users) > most:
            problems.append(f"{name}: {len(users)} files include it, {most} may: " + ", ".join(users))
    for path, floor in sources.floors.items():
        if not path.endswith(".hpp") or floor in (4, 5):
            continue
        for found, way in reached(sources, path).items():
            for rule in heavy.values():
                if found.startswith(rule["include"]) and floor not in rule.get("in-headers", []):
                    problems.append(f"{path}: a header must not bring in {found}: " + " -> ".join(way))
    return problems


def impure(sources, pure):
    problems = []
    calls = re.compile("|".join(pure["calls"]))
    for path, floor in sources.floors.items():
        if floor is None or floor >= pure["below"] or any(tree.matches(path, pattern) for pattern in pure["except"]):
            continue
        for line, _, name in sources.includes[path]:
            if name in pure["headers"]:
                problems.append(f"{path}:{line}: floor {floor} may not include <{name}>")
        for number, line in enumerate(sources.texts[path].splitlines(), 1):
            if calls.search(line.split("//")[0]):
                problems.append(f"{path}:{number}: floor {floor} asks the system: {line.strip()}")
    return problems


def overseen(sources, sees):
    problems = []
    for pattern, rule in sees.items():
        for path in sources.texts:
            if not tree.matches(path, pattern):
                continue
            for line, target in sources.inner(path):
                allowed = sources.floors[target] in rule["floors"] or any(tree.matches(target, only) for only in rule["only"])
                if not allowed:
                    problems.append(f"{path}:{line}: {pattern} may not see {target}")
    return problems


def problems_of(root, rules):
    sources = Sources(root, rules["floors"])
    return (
        unplaced(sources)
        + upward(sources)
        + circles(sources)
        + heavy_headers(sources, rules.get("heavy", {}))
        + impure(sources, rules["pure"])
        + overseen(sources, rules.get("sees", {}))
    )


if __name__ == "__main__":
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "floors.toml"), "rb") as file:
        tree.report(problems_of(sys.argv[1], tomllib.load(file)))
