"""PgBouncer in transaction mode before a test database."""
import os
import re
import shutil
import socket
import tempfile
from pathlib import Path

from server_case import Program, wait_for


class Pooler:
    """`url` goes through the pooler to the database of `url`; `size` connections serve everybody."""

    def __init__(self, url, size=1):
        user, password, host, port, name = re.match(r"postgres(?:ql)?://([^:]+):([^@]+)@([^:/]+):(\d+)/(\w+)", url).groups()
        self.folder = Path(tempfile.mkdtemp(prefix="switchboard-pooler-"))
        self.folder.chmod(0o755)
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        file = self.folder / "pgbouncer.ini"
        file.write_text(f"[databases]\n{name} = host={host} port={port} dbname={name} user={user} password={password}\n"
                        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {self.port}\nunix_socket_dir =\nauth_type = any\n"
                        f"pool_mode = transaction\ndefault_pool_size = {size}\nmax_client_conn = 200\n"
                        "ignore_startup_parameters = extra_float_digits,options\n")
        file.chmod(0o644)
        as_other = ["-u", "postgres"] if os.geteuid() == 0 else []
        self.program = Program("pgbouncer", ["/usr/sbin/pgbouncer", *as_other, file], os.environ, self.folder / "log")
        self.url = f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{name}"
        wait_for(self.listens, "pgbouncer")

    def listens(self):
        if self.program.process.poll() is not None:
            raise AssertionError((self.folder / "log").read_text(errors="replace"))
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
            return True
        except OSError:
            return False

    def close(self):
        self.program.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
