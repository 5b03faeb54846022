#!/usr/bin/env python3
"""commands.py ROOT [PROGRAM]: what the manual pages tell the reader to type exists, with the options they show."""

import json
import os
import re
import shlex
import subprocess
import sys

import tree

PAGES = ("README.md", "schema/README.md")
BLOCK = re.compile(r"^```(?:sh|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
WORD = re.compile(r"^[a-z][a-z-]*$")
EVERYWHERE = ("--help", "--data", "--json")  # options of every command


def lines_of(text):
    """The command lines of the shell blocks of a page: continuations joined, comments dropped."""
    for block in BLOCK.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            line = re.sub(r"^\$ ", "", re.split(r"(?:^|\s)#", line)[0].strip())
            if line:
                yield line


def missing_file(root, word):
    if not re.match(r"^(deploy|tests|schema)/[\w./*-]+$", word) or "*" in word:
        return None
    path = os.path.join(root, word)
    return None if os.path.exists(path) else f"{word} does not exist"


def missing_preset(presets, words):
    for index, word in enumerate(words[:-1]):
        if word == "--preset" and words[index + 1] not in presets:
            return f"there is no preset {words[index + 1]}"
    return None


def command_of(words):
    """`sudo dialtone phone add --mac …` → (['phone', 'add'], ['--mac'])"""
    for index, word in enumerate(words):
        if os.path.basename(word) == "dialtone":
            rest = words[index + 1:]
            named = []
            for part in rest:
                if not WORD.match(part) or len(named) == 2:
                    break
                named.append(part)
            return named, [part.split("=")[0] for part in rest if part.startswith("--")]
    return None


def unknown_command(program, words):
    found = command_of(words)
    if found is None or program is None:
        return None
    named, options = found
    for count in range(len(named), -1, -1):
        done = subprocess.run([program, *named[:count], "--help"], capture_output=True, text=True, check=False, timeout=60)
        if done.returncode == 0 and (count > 0 or not named):
            absent = [option for option in options if option not in EVERYWHERE and option not in done.stdout + done.stderr]
            return f"dialtone {' '.join(named[:count])} has no {' '.join(absent)}" if absent else None
    return f"there is no command dialtone {' '.join(named)}"


def problems_of(root, program):
    presets = {row["name"] for row in json.loads(tree.read(root, "CMakePresets.json"))["configurePresets"]}
    problems = []
    for page in PAGES:
        for line in lines_of(tree.read(root, page)):
            try:
                words = shlex.split(line)
            except ValueError:
                words = line.split()
            found = [missing_file(root, word) for word in words]
            found += [missing_preset(presets, words), unknown_command(program, words)]
            problems += [f"{page}: {line}: {what}" for what in found if what]
    return problems


if __name__ == "__main__":
    tree.report(problems_of(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None))
