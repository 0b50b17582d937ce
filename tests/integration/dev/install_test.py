#!/usr/bin/env python3
"""make install: what lands where, that a second run changes nothing of the operator's, and that systemd takes the unit."""
import unittest

from dev_case import ROOT, DevCase


class Install(DevCase):
    def setUp(self):
        super().setUp()
        self.destination = self.local / "destination"

    def install(self, prefix="/usr/local"):
        self.succeeds(self.run_command("make", "install", f"DESTDIR={self.destination}", f"PREFIX={prefix}"))

    def installed(self):
        """Every installed file by its path, with its permissions and content."""
        files = [path for path in self.destination.rglob("*") if path.is_file()]
        return {str(path.relative_to(self.destination)): (path.stat().st_mode & 0o777, path.read_bytes()) for path in files}

    def test_everything_that_the_service_needs_is_there(self):
        self.install()
        files = self.installed()
        self.assertIn("usr/local/share/switchboard/claude/package-lock.json", files)
        for program in ("switchboard-server", "switchboard-migrate"):
            self.assertEqual(0o755, files[f"usr/local/bin/{program}"][0])
        self.assertNotIn("usr/local/bin/switchboard-scripted-model", files)
        for source, target in (("alembic-compatible-sql", "alembic-compatible-sql"), ("db/tools", "tools")):
            wanted = {str(path.relative_to(ROOT / source)) for path in (ROOT / source).rglob("*.sql")}
            self.assertGreater(len(wanted), 0, source)
            place = f"usr/local/share/switchboard/{target}/"
            self.assertEqual(wanted, {name[len(place):] for name in files if name.startswith(place) and name.endswith(".sql")})
        self.assertEqual(0o640, files["etc/switchboard/env"][0])

    def test_a_second_run_changes_nothing(self):
        self.install()
        first = self.installed()
        self.install()
        self.assertEqual(first, self.installed())

    def test_the_operators_settings_are_kept_and_old_files_go(self):
        self.install()
        settings = self.destination / "etc/switchboard/env"
        settings.write_text("DATABASE_URL=mine\n")
        stale = self.destination / "usr/local/share/switchboard/tools/gone.sql"
        stale.write_text("select 1")
        self.install()
        self.assertEqual("DATABASE_URL=mine\n", settings.read_text())
        self.assertFalse(stale.exists())

    def test_the_prefix_reaches_unit_and_settings(self):
        self.install(prefix="/opt/switchboard")
        files = self.installed()
        unit = files["opt/switchboard/lib/systemd/system/switchboard.service"][1].decode()
        self.assertIn("ExecStart=/opt/switchboard/bin/switchboard-server ", unit)
        for name in ("etc/switchboard/config.json", "opt/switchboard/lib/systemd/system/switchboard.service"):
            self.assertNotIn(b"/usr/local", files[name][1], name)

    def test_a_relative_prefix_is_refused(self):
        self.refuses(self.run_command("make", "install", f"DESTDIR={self.destination}", "PREFIX=usr"), "absolute path")

    def test_systemd_accepts_the_unit(self):
        self.install()
        unit = self.destination / "usr/local/lib/systemd/system/switchboard.service"
        # systemd looks for the program, so let it look under DESTDIR.
        checked = self.local / "switchboard.service"
        checked.write_text(unit.read_text().replace("/usr/local/bin", f"{self.destination}/usr/local/bin"))
        verified = self.run_command("systemd-analyze", "verify", "--man=no", checked)
        self.assertEqual((0, ""), (verified.returncode, verified.stderr))
        # 0 to 100, lower is tighter: what a network service that starts programs can reach.
        self.succeeds(self.run_command("systemd-analyze", "security", "--offline=yes", "--threshold=25", checked))


if __name__ == "__main__":
    unittest.main()
