#!/usr/bin/env python3
"""tools/check_layers.py on small trees made for it: what it must refuse, and what it must let pass."""
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
from check_layers import check  # noqa: E402

LISTINGS = {
    "libs/core/CMakeLists.txt": "switchboard_library(NAME core SRCS a.cpp LINKS spdlog::spdlog)",
    "libs/wire/CMakeLists.txt": "switchboard_library(\n  NAME wire\n  SRCS x.cpp # not DEPS http\n  DEPS core)",
    "libs/process/CMakeLists.txt": "switchboard_library(NAME process DEPS core)",
    "libs/store/CMakeLists.txt": "switchboard_library(NAME store DEPS core)\nadd_subdirectory(pg)",
    "libs/store/pg/CMakeLists.txt": "switchboard_library(NAME store_pg DEPS store)",
    "libs/http/CMakeLists.txt": "switchboard_library(NAME http DEPS wire)",
    "libs/chat/CMakeLists.txt": "switchboard_library(NAME chat DEPS store wire process)",
    "apps/server/CMakeLists.txt": "switchboard_app(NAME switchboard-server SRCS main.cpp DEPS http)",
}


class Layers(unittest.TestCase):
    def complaints(self, files):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {**LISTINGS, **files}.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return check(Path(folder))

    def refuses(self, files, words):
        found = self.complaints(files)
        self.assertEqual(len(found), 1, found)
        self.assertIn(words, found[0])

    def test_declared_and_transitive_includes_pass(self):
        self.assertEqual([], self.complaints({
            "libs/http/a.cpp": '#include "http/a.hpp"\n#include "wire/x.hpp"\n#include "core/a.hpp"\n#include <boost/beast/core.hpp>',
            "libs/store/pg/p.cpp": '#include "store/s.hpp"\n#include <pqxx/connection>',
            "libs/core/log.cpp": "#include <spdlog/spdlog.h>\n#include <nlohmann/json.hpp>",
            "apps/server/main.cpp": '#include "server/wiring.hpp"\n#include "wire/x.hpp"',
        }))

    def test_an_undeclared_folder_is_refused(self):
        self.refuses({"libs/wire/x.cpp": '#include "http/a.hpp"'}, "wire does not declare http")

    def test_a_nested_folder_is_a_library_of_its_own(self):
        self.refuses({"libs/chat/c.cpp": '#include "store/pg/pool.hpp"'}, "chat does not declare store_pg")

    def test_an_app_is_held_to_its_list_too(self):
        self.refuses({"apps/server/main.cpp": '#include "chat/run_service.hpp"'}, "does not declare chat")

    def test_a_declared_dependency_may_still_be_out_of_bounds(self):
        self.refuses({"libs/chat/c.cpp": '#include "process/child.hpp"'}, "chat starts no processes")

    def test_heavy_headers_stay_in_their_folder(self):
        self.refuses({"libs/chat/c.hpp": "#include <boost/beast/http.hpp>"}, "not in a header outside http")
        self.refuses({"libs/chat/c.cpp": "#include <boost/beast/http.hpp>"}, "only http may include it")
        self.refuses({"libs/store/s.hpp": "#include <pqxx/pqxx>"}, "not in a header outside store_pg")
        self.refuses({"libs/core/log.hpp": "#include <spdlog/spdlog.h>"}, "not in a header")
        self.refuses({"apps/server/m.hpp": "#  include <nlohmann/json.hpp>"}, "not in a header")

    def test_umbrella_headers_are_refused_everywhere(self):
        self.refuses({"libs/http/a.cpp": "#include <boost/asio.hpp>"}, "umbrella header")

    def test_a_wrong_dependency_list_is_refused(self):
        self.refuses({"libs/wire/CMakeLists.txt": "switchboard_library(NAME wire DEPS core nosuch)"}, "nosuch, which is no library")
        self.refuses({"libs/core/CMakeLists.txt": "switchboard_library(NAME core DEPS core)"}, "core depends on itself")

    def test_a_file_outside_every_declared_folder_is_refused(self):
        self.refuses({"libs/loose.hpp": "#pragma once"}, "no CMakeLists.txt declares its folder")


if __name__ == "__main__":
    unittest.main()
