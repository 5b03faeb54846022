#!/usr/bin/env python3
"""cases.py ROOT: every case of tests/conformance/cases.txt is a test that carries its id, or says why not."""

import re
import sys

import tree

LIST = "tests/conformance/cases.txt"
LINE = re.compile(r"^([A-Z]-\d\d)(?: deviation: (\S.*))?$")
CPP = re.compile(r'\bTEST_CASE\(\s*"((?:[^"\\]|\\.)*)"')
CPP_IDS = re.compile(r"^((?:[A-Z]-\d\d )+)")
PYTHON = re.compile(r"^\s+def test((?:_[A-Z]_\d\d)+)_\w", re.MULTILINE)


def listed(text):
    """({id: reason or None}, problems) of the list."""
    cases, problems = {}, []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = LINE.match(line.strip())
        if not found:
            problems.append(f"{LIST}:{number}: neither an id alone nor `ID deviation: why`: {line.strip()}")
        elif found[1] in cases:
            problems.append(f"{LIST}:{number}: {found[1]} is listed twice")
        else:
            cases[found[1]] = found[2]
    return cases, problems


def ids_in(path, text):
    """The ids that tests of one file carry."""
    if path.endswith(".py"):
        for names in PYTHON.findall(text):
            yield from (f"{family}-{number}" for family, number in re.findall(r"_([A-Z])_(\d\d)", names))
        return
    for name in CPP.findall(text):
        found = CPP_IDS.match(name)
        yield from found[1].split() if found else ()


def problems_of(root):
    cases, problems = listed(tree.read(root, LIST))
    tested = {}
    for path in tree.files(root, ("tests",), ("_test.cpp", "_story.cpp", "_test.py")):
        for case in ids_in(path, tree.read(root, path)):
            tested.setdefault(case, path)
    families = {case[0] for case in cases}
    problems += [f"{LIST}: no test carries {case}" for case, why in sorted(cases.items()) if not why and case not in tested]
    problems += [f"{tested[case]}: carries {case}, a deviation in {LIST}" for case, why in sorted(cases.items()) if why and case in tested]
    problems += [f"{tested[case]}: carries {case}, which {LIST} does not have"
                 for case in sorted(tested) if case[0] in families and case not in cases]
    return problems


if __name__ == "__main__":
    tree.report(problems_of(sys.argv[1]))
