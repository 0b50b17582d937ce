#!/usr/bin/env python3
"""tools/test_report.py: what the closing line of `make test` counts."""
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
from test_report import add_up  # noqa: E402


def case(name, text, status="run", inside=""):
    return f'<testcase name="{name}" status="{status}">{inside}<system-out>{text}</system-out></testcase>'


class Report(unittest.TestCase):
    def add_up(self, *cases):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "r.xml")
            path.write_text(f"<testsuite>{''.join(cases)}</testsuite>")
            return add_up([path])

    def test_counts_the_cases_inside_a_program(self):
        self.assertEqual((7, 0, []), self.add_up(case("a", "All tests passed (9 assertions in 2 test cases)"),
                                                 case("b", "Ran 4 tests in 0.1s\nOK"), case("c", "quiet")))

    def test_counts_failed_cases_beside_passed_ones(self):
        failed = case("a", "test cases: 3 | 1 passed | 2 failed", "fail", "<failure/>")
        self.assertEqual((1, 2, ["a"]), self.add_up(failed))

    def test_a_crash_is_a_failure(self):
        self.assertEqual((0, 1, ["a"]), self.add_up(case("a", "ERROR: AddressSanitizer", "fail", "<failure/>")))
        leaked = case("b", "All tests passed (9 assertions in 2 test cases)\nLeakSanitizer", "fail", "<failure/>")
        self.assertEqual((0, 1, ["b"]), self.add_up(leaked))

    def test_a_test_that_did_not_run_is_a_failure(self):
        self.assertEqual((0, 1, ["a"]), self.add_up(case("a", "", "notrun", "<skipped/>")))

    def test_a_missing_report_is_a_failure(self):
        self.assertEqual((0, 1), add_up(["/nonexistent.xml"])[:2])

    def test_an_empty_report_is_a_failure(self):
        self.assertEqual((0, 1), self.add_up()[:2])


if __name__ == "__main__":
    unittest.main()
