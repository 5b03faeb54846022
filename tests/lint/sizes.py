#!/usr/bin/env python3
"""sizes.py ROOT: files over 400 lines and functions over 60 are named; a file twice that long is refused."""

import sys

import tree

FILE, FUNCTION = 400, 60


def long_functions(path, text):
    """(line, length) of functions that start in the first column, as our formatting has them."""
    start, found = None, []
    for number, line in enumerate(text.splitlines(), 1):
        if line[:1] not in (" ", "}", "/", "#", "") and line.endswith("{"):
            start = None if line.startswith(("namespace", "struct", "class", "enum", "const", "extern", "union")) else number
        elif line.startswith("}") and start is not None:
            if number - start > FUNCTION:
                found.append(f"{path}:{start}: a function of {number - start + 1} lines")
            start = None
    return found


def measure(path, text):
    """(problems, warnings)"""
    lines = text.count("\n")
    what = f"{path}: {lines} lines"
    problems = [what + ": split it, one concept per file"] if lines > 2 * FILE else []
    warnings = [what] if FILE < lines <= 2 * FILE else []
    return problems, warnings + long_functions(path, text)


if __name__ == "__main__":
    root = sys.argv[1]
    problems, warnings = [], []
    for path in tree.files(root, (*tree.SOURCES, "tests"), (".hpp", ".cpp", ".py", ".sh")):
        bad, noted = measure(path, tree.read(root, path))
        problems += bad
        warnings += noted
    tree.report(problems, warnings)
