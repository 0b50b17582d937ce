#!/usr/bin/env python3
"""Refuses what no file of the project may hold. Usage: check_files.py [ROOT]

Source files over 400 lines, markers of unfinished work, absolute paths of the machine it was written on, and lock files
that name a registry's host (they would tie every clone to one mirror).
"""
import re
import subprocess
import sys
from pathlib import Path

MAX_LINES = 400
SOURCE = {".cpp", ".hpp", ".c", ".h", ".ts", ".tsx", ".js", ".mjs", ".py", ".sh", ".cmake", ""}
GENERATED = re.compile(r"(^|/)(fixtures|generated|corpus)/|^LICENSE$")
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
RESOLVED = re.compile(r'"resolved":\s*"https?:')


def files_of(root):
    """What git tracks or would track, so that build output is left alone."""
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "-z", "-co", "--exclude-standard"],
                            check=True, capture_output=True, text=True).stdout
    return [name for name in sorted(set(listed.split("\0"))) if name and (root / name).is_file()]


def check(root):
    """All complaints about the tree, one line each."""
    complaints = []
    for name in files_of(root):
        try:
            text = (root / name).read_text()
        except UnicodeDecodeError:
            continue
        lines = text.splitlines()
        if name.endswith("package-lock.json"):
            if RESOLVED.search(text):
                complaints.append(f"{name}: names a registry's host; lock with omit-lockfile-registry-resolved=true")
            continue
        if GENERATED.search(name):
            continue
        if str(root) + "/" in text:
            complaints.append(f"{name}: holds this machine's path {root}")
        if Path(name).suffix not in SOURCE:
            continue
        if len(lines) > MAX_LINES:
            complaints.append(f"{name}: {len(lines)} lines, over {MAX_LINES}")
        complaints += [f"{name}:{number}: says unfinished: {line.strip()[:100]}"
                       for number, line in enumerate(lines, 1) if UNFINISHED.search(line)]
    return complaints


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent).resolve()
    complaints = check(root)
    print("\n".join(complaints) or "files: in order")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
