#!/usr/bin/env python3
"""words.py ROOT: nothing in the tree speaks of places that exist on one machine only, or of work left undone."""

import os
import re
import sys

import tree

FORBIDDEN = (
    (r"/(work|root|home/\w+)/", "a path of one machine"),
    (r"\.\./shared\b", "a path outside the tree"),
    (r"\b(sccp|provisioning|cucm|dhcp-tftp|cisco-sip|style)(\.md)? §", "a page that is not in the tree"),
    (r"\b(TODO|FIXME|XXX)\b", "work left undone: do it, or say in the documentation what is missing"),
)
ENDINGS = (".hpp", ".cpp", ".py", ".sh", ".sql", ".md", ".txt", ".cmake", ".toml", ".service", ".conf", ".json")


def forbidden(path, text):
    return [
        f"{path}:{number}: {found[0]!r} is {why}"
        for number, line in enumerate(text.splitlines(), 1)
        for pattern, why in FORBIDDEN
        for found in [re.search(pattern, line)]
        if found
    ]


if __name__ == "__main__":
    root = sys.argv[1]
    paths = tree.files(root, (*tree.SOURCES, "tests", "deploy", "cmake"), ENDINGS)
    paths += [name for name in sorted(os.listdir(root)) if name.endswith(ENDINGS)]
    own = os.path.join("tests", "lint")
    tree.report([problem for path in paths if not path.startswith(own) for problem in forbidden(path, tree.read(root, path))])
