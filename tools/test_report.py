#!/usr/bin/env python3
"""Adds up JUnit reports into the closing line "N passed, N failed". Usage: test_report.py REPORT…

A ctest case is a whole Catch2 program: its own count of test cases is taken from what it printed, so that the line
counts tests and not programs. A program that failed without counting a failed case (a crash, a sanitizer, a time-out)
counts as one more failure. A report that is missing or empty is a failure too: nothing may vanish.
"""
import re
import sys
import xml.etree.ElementTree as xml

ALL_PASSED = re.compile(r"All tests passed \(\d+ assertions? in (\d+) test cases?\)")
SOME_FAILED = re.compile(r"test cases:\s*(\d+)(?: \|\s*(\d+) passed)?(?: \|\s*(\d+) failed)?")
UNITTEST = re.compile(r"^Ran (\d+) tests? in", re.M)


def counts_of(case):
    """(passed, failed) of one <testcase>."""
    text = "".join(case.itertext())
    broken = case.find("failure") is not None or case.find("error") is not None or case.find("skipped") is not None
    broken = broken or case.get("status", "run") not in ("run", "passed")
    if broken:
        found = SOME_FAILED.findall(text)
        passed, failed = (int(found[-1][1] or 0), int(found[-1][2] or 0)) if found else (0, 0)
        return passed, max(failed, 1)
    inner = [int(n) for n in ALL_PASSED.findall(text) + UNITTEST.findall(text)]
    return (sum(inner) or 1), 0


def add_up(paths):
    """(passed, failed, names of what failed) over all reports."""
    passed, failed, names = 0, 0, []
    for path in paths:
        try:
            cases = list(xml.parse(path).getroot().iter("testcase"))
        except (OSError, xml.ParseError):
            cases = []
        if not cases:
            failed += 1
            names.append(f"{path}: no tests reported")
        for case in cases:
            good, bad = counts_of(case)
            passed, failed = passed + good, failed + bad
            if bad:
                names.append(case.get("name", "?"))
    return passed, failed, names


def main():
    passed, failed, names = add_up(sys.argv[1:])
    for name in names:
        print(f"failed: {name}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
