#!/usr/bin/env python3
"""tools/check_files.py on small repositories made for it: what it must refuse, and what it must let pass."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
from check_files import check  # noqa: E402

MARKER = "TO" + "DO"


class Files(unittest.TestCase):
    def complaints(self, files):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder).resolve()
            subprocess.run(["git", "init", "-q", folder], check=True)
            for name, text in files.items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text.replace("ROOT", folder))
            return check(root)

    def test_ordinary_files_pass(self):
        self.assertEqual([], self.complaints({
            "a.cpp": "int x;\n" * 400, "long.sql": "select 1;\n" * 500, "package-lock.json": '{"version": "1"}',
            ".gitignore": "build/", "build/a.cpp": MARKER}))

    def test_long_sources_are_refused(self):
        self.assertEqual(["a.cpp: 401 lines, over 400"], self.complaints({"a.cpp": "int x;\n" * 401}))

    def test_unfinished_work_is_refused(self):
        self.assertEqual([f"a.py:2: says unfinished: # {MARKER}: more"], self.complaints({"a.py": f"x = 1\n# {MARKER}: more\n"}))

    def test_paths_of_the_machine_are_refused(self):
        found = self.complaints({"docs/a.md": "run ROOT/build/x"})
        self.assertEqual(1, len(found), found)
        self.assertIn("docs/a.md: holds this machine's path", found[0])

    def test_locks_that_name_a_host_are_refused(self):
        found = self.complaints({"web/package-lock.json": '{"resolved": "https://registry.example/x.tgz"}'})
        self.assertEqual(1, len(found), found)


if __name__ == "__main__":
    unittest.main()
