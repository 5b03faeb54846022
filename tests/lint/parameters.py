#!/usr/bin/env python3
"""parameters.py ROOT: a parameter that the program reads is seeded, and one that is seeded is read."""

import re
import sys

import tree

READ = re.compile(r'"((?:callmanager|tftp|enterprise|dhcp)/[a-z0-9-]+)"')
SEEDED = re.compile(r"^\s*\('(callmanager|tftp|enterprise|dhcp)', '([a-z0-9-]+)', '", re.MULTILINE)


def problems_of(root):
    seeded = {
        f"{scope}/{name}"
        for path in tree.files(root, ("schema",), (".sql",))
        for scope, name in SEEDED.findall(tree.read(root, path))
    }
    used = {}
    for path in tree.files(root, ("common", "server", "db"), (".hpp", ".cpp")):
        code = "\n".join(line.split("//")[0] for line in tree.read(root, path).splitlines())
        for name in READ.findall(code):
            used.setdefault(name, path)
    unknown = [f"{used[name]}: reads {name}, which schema/seed does not have" for name in sorted(used.keys() - seeded)]
    idle = [f"schema/seed: {name} has no effect: nothing reads it" for name in sorted(seeded - used.keys())]
    return unknown + idle


if __name__ == "__main__":
    tree.report(problems_of(sys.argv[1]))
