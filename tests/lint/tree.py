"""The source tree as the lint scripts see it."""

import fnmatch
import os
import re
import sys

SOURCES = ("common", "db", "schema", "server")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def files(root, folders, endings):
    """Paths below `folders`, relative to `root`, by name."""
    found = []
    for folder in folders:
        for place, inner, names in os.walk(os.path.join(root, folder)):
            inner[:] = sorted(name for name in inner if not name.startswith(".") and name not in ("build", "__pycache__"))
            found += [os.path.relpath(os.path.join(place, name), root) for name in sorted(names) if name.endswith(endings)]
    return found


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


def matches(path, pattern):
    """`*` stays within a folder, `**` does not."""
    if pattern.endswith("/**"):
        depth = pattern.count("/")
        return fnmatch.fnmatchcase("/".join(path.split("/")[:depth]), pattern[:-3]) and path.count("/") >= depth
    return path.count("/") == pattern.count("/") and fnmatch.fnmatchcase(path, pattern)


def includes(text):
    """(line, in quotes?, name) of every include."""
    for number, line in enumerate(text.splitlines(), 1):
        found = INCLUDE.match(line)
        if found:
            yield number, found[1] == '"', found[2]


def report(problems, warnings=()):
    """Prints and ends the process: status 1 when there is a problem."""
    for warning in warnings:
        print(f"warning: {warning}")
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)
