#!/usr/bin/env python3
"""formatting.py ROOT: clang-format 16 would change nothing."""

import re
import shutil
import subprocess
import sys

import tree

SKIPPED = 77


def unformatted(root, paths):
    """Files that clang-format would change."""
    command = ["clang-format-16", "--dry-run", "--ferror-limit=1", *paths]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    found = set(re.findall(r"^(\S+?):\d+:\d+: warning: code should be clang-formatted", done.stderr, re.MULTILINE))
    return found if done.returncode == 0 or found else {done.stderr.strip()}


if __name__ == "__main__":
    if shutil.which("clang-format-16") is None:
        print("skipped: clang-format-16 is not installed (deploy/install-deps.sh test)")
        sys.exit(SKIPPED)
    found = unformatted(sys.argv[1], tree.files(sys.argv[1], (*tree.SOURCES, "tests"), (".hpp", ".cpp")))
    tree.report([f"{path}: not formatted; run clang-format-16 -i {path}" for path in sorted(found)])
