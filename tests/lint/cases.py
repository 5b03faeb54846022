#!/usr/bin/env python3
"""cases.py ROOT: every case of tests/conformance/cases.txt is a test that carries its id, or says why not."""

import re
import sys

import tree

LIST = "tests/conformance/cases.txt"
NUMBER = "[0-9A-F]{2,4}"  # of a case in its family; a message has its own, which is hexadecimal
LINE = re.compile(rf"^([A-Z]-{NUMBER})(?: deviation: (\S.*))?$")
CPP = re.compile(r'\bTEST_CASE\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)')
CPP_IDS = re.compile(rf"^((?:[A-Z]-{NUMBER} )+)")
PYTHON = re.compile(rf"^\s+def test((?:_[A-Z]_{NUMBER}(?=_))+)_\w", re.MULTILINE)
PYTHON_ID = re.compile(rf"_([A-Z])_({NUMBER})(?=_|$)")


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
            yield from (f"{family}-{number}" for family, number in PYTHON_ID.findall(names))
        return
    for literals in CPP.findall(text):
        name = re.sub(r'"\s*"', "", literals.strip())[1:]  # one name may be several literals
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
