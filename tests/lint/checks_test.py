#!/usr/bin/env python3
"""The lint checks find what they look for, and leave clean code alone."""

import os
import shutil
import tempfile
import tomllib
import unittest

import cases
import commands
import coroutines
import formatting
import layering
import parameters
import seed
import sizes
import words

HERE = os.path.dirname(os.path.abspath(__file__))


class InATree(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.root)
        with open(os.path.join(HERE, "floors.toml"), "rb") as file:
            self.rules = tomllib.load(file)

    def write(self, path, text):
        place = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w", encoding="utf-8") as file:
            file.write(text)

    def layering(self):
        return layering.problems_of(self.root, self.rules)

    def assert_found(self, problems, words_of_it):
        self.assertTrue(any(words_of_it in problem for problem in problems), problems)


class Cases(InATree):
    def problems(self, listed, **tests):
        self.write("tests/conformance/cases.txt", "# a list\n" + listed)
        for name, text in tests.items():
            self.write(f"tests/unit/{name.replace('_py', '.py').replace('_cpp', '.cpp')}", text)
        return cases.problems_of(self.root)

    def test_cases_at_the_beginning_of_names_are_found(self):
        one = 'TEST_CASE(\n    "D-07 D-08 an offer is held", "[x]"\n) {'
        two = "class T:\n    def test_D_09_D_10_it_ends(self):\n"
        self.assertEqual(self.problems("D-07\nD-08\nD-09\nD-10\n", a_test_cpp=one, b_test_py=two), [])

    def test_a_message_has_its_own_number_and_a_name_may_be_two_literals(self):
        one = 'TEST_CASE(\n    "R-0002 R-0010 "\n    "R-015A they are taken", "[x]"\n) {'
        two = "class T:\n    def test_R_000A_P_14_A_2_it_ends(self):\n"
        self.assertEqual(self.problems("R-0002\nR-0010\nR-015A\nR-000A\nP-14\n", a_test_cpp=one, b_test_py=two), [])

    def test_a_case_without_a_test_is_named(self):
        text = '// D-07 in a comment\nTEST_CASE("an offer, D-07", "[D-07]") {\n    REQUIRE(x == "D-07 ");'
        self.assert_found(self.problems("D-07\n", a_test_cpp=text), "no test carries D-07")

    def test_a_deviation_says_why_and_has_no_test(self):
        self.assertEqual(self.problems("D-07 deviation: the phone cannot\n"), [])
        self.assert_found(self.problems("D-07 deviation:\n"), "neither an id alone")
        found = self.problems("D-07 deviation: no\n", a_test_cpp='TEST_CASE("D-07 it does", "[x]") {')
        self.assert_found(found, "carries D-07, a deviation")

    def test_ids_that_are_not_listed_or_listed_twice_are_named(self):
        test = 'TEST_CASE("D-08 D-07 it does", "[x]") {\nTEST_CASE("T-01 another family", "[x]") {'
        self.assertEqual(len(self.problems("D-07\n", a_test_cpp=test)), 1)
        self.assert_found(self.problems("D-07\nD-07\nD-08\n"), "D-07 is listed twice")


class Layering(InATree):
    def test_an_include_that_points_down_is_fine(self):
        self.write("common/text/a.hpp", "#pragma once\n")
        self.write("server/dhcp/engine.cpp", '#include "common/text/a.hpp"\n')
        self.assertEqual(self.layering(), [])

    def test_an_include_that_points_up_is_named(self):
        self.write("server/dhcp/service.hpp", "#pragma once\n")
        self.write("server/dhcp/engine.cpp", '#include "server/dhcp/service.hpp"\n')
        self.assert_found(self.layering(), "floor 2 includes server/dhcp/service.hpp of floor 5")

    def test_a_circle_is_named(self):
        self.write("common/a.hpp", '#include "common/b.hpp"\n')
        self.write("common/b.hpp", '#include "common/a.hpp"\n')
        self.assert_found(self.layering(), "includes go round")

    def test_a_heavy_header_is_found_through_another_header(self):
        self.write("server/net/port.hpp", "#include <boost/asio.hpp>\n")
        self.write("server/app/serve.hpp", '#include "server/net/port.hpp"\n')
        self.assert_found(self.layering(), "server/app/serve.hpp: a header must not bring in boost/asio.hpp")

    def test_sql_outside_db_is_named(self):
        self.write("server/operations/x.cpp", "#include <SQLiteCpp/SQLiteCpp.h>\n")
        self.assert_found(self.layering(), "may not include SQLiteCpp/")

    def test_a_second_file_with_cli11_is_named(self):
        self.write("server/app/a.cpp", "#include <CLI/CLI.hpp>\n")
        self.write("server/app/b.cpp", "#include <CLI/CLI.hpp>\n")
        self.assert_found(self.layering(), "cli11: 2 files include it, 1 may")

    def test_an_engine_that_reads_the_clock_is_named(self):
        self.write("server/tftp/engine.cpp", "auto now = std::chrono::steady_clock::now();\n")
        self.assert_found(self.layering(), "asks the system")

    def test_an_engine_with_a_thread_is_named(self):
        self.write("server/tftp/engine.cpp", "#include <thread>\n")
        self.assert_found(self.layering(), "may not include <thread>")

    def test_a_simulated_phone_that_sees_an_engine_is_named(self):
        self.write("server/registrar/registrar.hpp", "#pragma once\n")
        self.write("server/lab/phone.cpp", '#include "server/registrar/registrar.hpp"\n')
        self.assert_found(self.layering(), "may not see server/registrar/registrar.hpp")

    def test_a_file_on_no_floor_is_named(self):
        self.rules["floors"] = {"common/**": 0}
        self.write("server/new/a.cpp", "\n")
        self.assert_found(self.layering(), "stands on no floor")


class Others(InATree):
    def test_a_brace_inside_co_await_is_named(self):
        self.assertTrue(coroutines.temporaries("a.cpp", "co_await send(Message{1, 2});"))
        self.assertTrue(coroutines.temporaries("a.cpp", "co_await run([&] { return 1; });"))
        self.assertEqual(coroutines.temporaries("a.cpp", 'co_await send(message, "{}"); if (x) { y(); }'), [])

    def test_long_files_and_functions_are_named(self):
        self.assertEqual(sizes.measure("a.cpp", "x\n" * 400), ([], []))
        self.assertEqual(len(sizes.measure("a.cpp", "x\n" * 401)[1]), 1)
        self.assertEqual(len(sizes.measure("a.cpp", "x\n" * 801)[0]), 1)
        self.assertEqual(len(sizes.measure("a.cpp", "void f() {\n" + "    x();\n" * 60 + "}\n")[1]), 1)
        self.assertEqual(sizes.measure("a.cpp", "void f() {\n" + "    x();\n" * 50 + "}\n"), ([], []))

    def test_paths_of_one_machine_are_named(self):
        self.assertTrue(words.forbidden("a.md", "see /home/" + "ann/notes"))
        self.assertTrue(words.forbidden("a.cpp", "// TO" + "DO: later"))
        self.assertEqual(words.forbidden("a.md", "see /var/lib/dialtone and a workaround"), [])

    def test_parameters_must_be_seeded_and_read(self):
        self.write("schema/seed/1_a.sql", "    ('callmanager', 'idle', 'integer', '1'),\n    ('tftp', 'both', 'text', ''),\n")
        self.write("server/a.cpp", 'p("tftp/both"); p("enterprise/unknown");\n')
        found = parameters.problems_of(self.root)
        self.assertEqual(len(found), 2)
        self.assert_found(found, "callmanager/idle has no effect")
        self.assert_found(found, "reads enterprise/unknown")

    def test_seed_rows_that_lack_something_are_named(self):
        shutil.copytree(os.path.join(HERE, "../../schema"), os.path.join(self.root, "schema"))
        self.assertEqual(seed.problems_of(seed.database_of(self.root)), [])
        self.write("schema/seed/99_more.sql", "UPDATE device_default SET load = 'x' WHERE model = 7;\n"
                   "DELETE FROM softkey_template_key WHERE call_mode = 'on hold';\n"
                   "UPDATE phone_model SET vendor_class = 'x' WHERE id IN (7, 8);\n")
        self.assertEqual(len(seed.problems_of(seed.database_of(self.root))), 4)
        self.write("server/sccp/station.cpp", 'FeatureEntry{"line", 1}')
        self.write("server/sccp/softkey_catalogue.cpp", "")
        self.assert_found(seed.unknown_words(self.root, seed.database_of(self.root)), "does not know 'speed dial'")

    @unittest.skipIf(shutil.which("clang-format-16") is None, "clang-format-16 is not installed")
    def test_unformatted_code_is_named(self):
        shutil.copy(os.path.join(HERE, "../../.clang-format"), self.root)
        self.write("common/a.cpp", "int  a ;\n")
        self.write("common/b.cpp", "int b;\n")
        self.assertEqual(formatting.unformatted(self.root, ["common/a.cpp", "common/b.cpp"]), {"common/a.cpp"})

    def test_a_page_may_only_show_what_exists(self):
        self.write("CMakePresets.json", '{"configurePresets": [{"name": "dev"}]}')
        self.write("schema/README.md", "")
        self.write("deploy/run.sh", "")
        self.write("README.md", "```sh\ndeploy/run.sh --once\ncmake --preset dev   # fine\n```\n")
        self.assertEqual(commands.problems_of(self.root, None), [])
        self.write("README.md", "```sh\ndeploy/gone.sh\ncmake --preset gone\n```\n")
        self.assertEqual(len(commands.problems_of(self.root, None)), 2)

    def test_a_page_may_only_show_commands_that_the_program_has(self):
        program = os.path.join(self.root, "dialtone")
        self.write("dialtone", '#!/bin/sh\n[ "$1 $2" = "phone add" ] && [ "$3" = --help ] && echo "--mac"\n')
        os.chmod(program, 0o755)
        self.assertIsNone(commands.unknown_command(program, ["sudo", "dialtone", "phone", "add", "--mac", "X"]))
        self.assertIn("has no --dn", commands.unknown_command(program, ["dialtone", "phone", "add", "--dn", "1"]))
        self.assertIn("no command", commands.unknown_command(program, ["dialtone", "phone", "paint"]))


if __name__ == "__main__":
    unittest.main()
