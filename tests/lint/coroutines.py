#!/usr/bin/env python3
"""coroutines.py ROOT: no aggregate or lambda is made inside a co_await expression: g++ 12 destroys such temporaries twice."""

import re
import sys

import tree

EXPRESSION = re.compile(r"\bco_await\b([^;]*);", re.DOTALL)
TEMPORARY = re.compile(r"\w\s*\{|[(,]\s*\{|\[[=&\w\s,]*\]\s*[({]")
TEXT = re.compile(r'"(\\.|[^"\\])*"|//[^\n]*')


def temporaries(path, text):
    plain = TEXT.sub("", text)
    return [
        f"{path}: make this a variable before co_await: {' '.join(found[0].split())[:100]}"
        for found in EXPRESSION.finditer(plain)
        if TEMPORARY.search(found[1])
    ]


if __name__ == "__main__":
    root = sys.argv[1]
    paths = tree.files(root, (*tree.SOURCES, "tests"), (".hpp", ".cpp"))
    tree.report([problem for path in paths for problem in temporaries(path, tree.read(root, path))])
