"""Lets Alembic run this folder's SQL files: each pair NNNN_slug.{up,down}.sql is one revision.

Alembic knows Python modules only, so the revision map that it would read from versions/ is replaced by one made from
the files' headers. Commands that consult the map without running this file (heads, show, branches) see nothing.
"""
import os
import re
from pathlib import Path
from types import ModuleType

import sqlalchemy
from alembic import context, op
from alembic.script.base import Script
from alembic.script.revision import RevisionMap

HEADER = re.compile(r"-- revision: (\w+)\n-- down_revision: (\w+)\n")


def runner(path):
    """An upgrade() or downgrade() that runs a file as it is."""

    def run():
        sql = path.read_text(encoding="utf-8")
        if context.is_offline_mode():
            context.get_context().impl.static_output(sql)
        else:
            op.get_bind().execution_options(no_parameters=True).exec_driver_sql(sql)

    return run


def read_revision(up):
    """The Alembic script that stands for one pair of files."""
    header = HEADER.match(up.read_text(encoding="utf-8"))
    if not header:
        raise ValueError(f"{up}: no revision header")
    slug = up.name[: -len(".up.sql")]
    module = ModuleType(slug, slug.partition("_")[2].replace("_", " "))
    module.revision, after = header.groups()
    module.down_revision = None if after == "none" else after
    module.upgrade = runner(up)
    module.downgrade = runner(up.with_name(f"{slug}.down.sql"))
    return Script(module, module.revision, str(up))


def database_url():
    url = os.environ.get("OWNER_DATABASE_URL")
    if not url:
        raise SystemExit("set OWNER_DATABASE_URL to the owner's URL")
    return re.sub(r"^postgres://", "postgresql://", url)


files = sorted(Path(__file__).parent.glob("*.up.sql"))
context.script.revision_map = RevisionMap(lambda: [read_revision(up) for up in files])

if context.is_offline_mode():
    context.configure(dialect_name="postgresql", transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = sqlalchemy.create_engine(database_url(), poolclass=sqlalchemy.pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()
