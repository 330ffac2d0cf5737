"""memlint layout: a record drawn, all records listed, both as JSON."""

import json
import unittest

from scratch import QUIET, ProjectTest, padded

LIST = """namespace list {
struct Base { virtual ~Base(); int id; };
struct Node : Base {
  char tag;
  Node *next;
  int depth : 5, height : 30;
  char text[90];
};
template <class T, int N> struct Pair { T first; char second[N]; };
Pair<int, 3> three;
Pair<unsigned long, 9> nine;
}
"""

DRAWN = """list.h:3:8: struct list::Node
  offset       size  member       type
       0         12  (base)       list::Base
      12          1  tag          char
      13          3  -- hole
      16          8  next         Node *
      24:0   5 bits  depth        int
      24:5  27 bits  -- bit hole
      28:0  30 bits  height       int
      31:6   2 bits  -- bit hole
      32         90  text         char[90]
  ---- cache line 2, byte 64, began 58 bytes before the end of text ----
     122          6  -- padding
  128 bytes, aligned to 8, in 2 cache lines of 64; a derived class goes on at byte 122
  3 members of 99 bytes, 2 bit-fields of 35 bits, 1 base of 12 bytes; 1 hole of 3 bytes, 2 bit holes
    of 29 bits, 6 bytes of padding at the end
  120 bytes with another order: tag, next, text, depth, height
"""


class Drawing(ProjectTest):
    def setUp(self):
        super().setUp()
        self.write("list.h", LIST)
        self.write("a.cpp", '#include "list.h"\n' + padded("Padded"))
        self.write("src/b.cpp", '#include "../list.h"\nstruct Other { int a; };\n')
        self.write_database("a.cpp", "src/b.cpp")

    def test_a_record(self):
        result = self.run_memlint("layout", "list::Node")
        self.assertEqual((result.status, result.out), (0, DRAWN), result)
        self.assertEqual(result.err, "analysed 2 of 2 units\n")

    def test_ways_to_name_it(self):
        for name in ("Node", "struct Node", "::list::Node"):
            for where in ((), (".",), ("compile_commands.json",), ("-p", ".")):
                result = self.run_memlint("layout", "--quiet", name, *where)
                self.assertEqual(result, (0, DRAWN, ""), (name, where))

    def test_instances_of_templates(self):
        for name in ("list::Pair<int, 3>", "Pair<int,3>"):
            result = self.run_memlint("layout", name)
            self.assertIn("list.h:9:34: struct list::Pair<int, 3>\n", result.out)
            self.assertIn("  8 bytes, aligned to 4", result.out)

    def test_another_order(self):
        result = self.run_memlint("layout", "Padded", "a.cpp", "-p", ".")
        self.assertIn("  24 bytes, aligned to 8, in 1 cache line of 64\n", result.out)
        self.assertRegex(result.out, "  16 bytes with another order: .*second")
        self.assertEqual(result.err, "analysed 1 of 1 unit\n")

    def test_without_a_database_and_from_elsewhere(self):
        result = self.run_memlint("layout", "Node", "b.cpp", "--", "-xc++", cwd=self.path("src"))
        self.assertEqual(result.out, DRAWN.replace("list.h", "../list.h", 1))

    def test_long_types_fit(self):
        self.write(
            "c.cpp",
            "template <class...> struct A { int a; };\nstruct B { char x; A<%s> b; };\n"
            % ", ".join(["unsigned long long"] * 20),
        )
        result = self.run_memlint("layout", "B", "c.cpp", "--")
        self.assertLessEqual(max(map(len, result.out.splitlines())), 100, result.out)

    def test_usage(self):
        for arguments, said in (
            (["Nodf"], "no record is called 'Nodf'; did you mean 'list::Node'?"),
            (["Pair"], "'list::Pair<int, 3>', 'list::Pair<unsigned long, 9>'"),
            ([], "needs the name of a record"),
            (["Node", "--format=json"], "takes no option '--format'"),
            (["Node", "none.json"], "'none.json' does not exist"),
            (["Node", "a.cpp", "-p", "none"], "none"),
            (["Node", "--"], "no source file before '--'"),
        ):
            result = self.run_memlint("layout", "--quiet", *arguments)
            self.assertRefused(result, said)
        self.assertRefused(self.run_memlint("--all"), "takes no option '--all'")
        self.assertRefused(self.run_memlint("facts", "--json"), "takes no option '--json'")

    def test_a_failed_unit(self):
        self.write_database("a.cpp", self.entry("src/b.cpp", "@gone.rsp"))
        result = self.run_memlint("layout", "Node")
        self.assertEqual((result.status, result.out), (3, DRAWN), result)
        self.assertIn("gone.rsp", result.err)


class SeveralLayouts(ProjectTest):
    def test_other_flags(self):
        self.write("s.h", "#pragma once\nstruct S { char a; FIELD b; };\n")
        self.write("a.c", '#include "s.h"\n')
        self.write("b.c", '#include "s.h"\n')
        self.write_database(self.entry("a.c", "-DFIELD=int"), self.entry("b.c", "-DFIELD=double"))
        result = self.run_memlint("layout", "struct S")
        heads = [line for line in result.out.splitlines() if line.startswith("s.h")]
        self.assertEqual(
            heads,
            ["s.h:2:8: struct S", "s.h:2:8: struct S, as units with other flags lay it out"],
        )
        self.assertIn("  8 bytes, aligned to 4", result.out)
        self.assertIn("  16 bytes, aligned to 8", result.out)

    def test_records_of_one_name(self):
        self.write("a.c", "struct S { int a; };\n")
        self.write("b.c", "struct S { long b; };\n")
        self.write_database("a.c", "b.c")
        out = self.run_memlint("layout", "S").out
        self.assertIn("a.c:1:8: struct S\n", out)
        self.assertIn("\nb.c:1:8: struct S, another record of that name\n", out)


class Lists(ProjectTest):
    def setUp(self):
        super().setUp()
        self.write(
            "a.cpp",
            padded("Twelve") + "struct Two { short a; int b; };\n"
            "namespace n { struct Two { short a; int b; }; }\nunion U { int a; char b[5]; };\n",
        )
        self.write("b.cpp", "struct None { int a; };\n" + QUIET)
        self.write_database("a.cpp", "b.cpp")

    def test_order_and_columns(self):
        result = self.run_memlint("layout", "--all")
        self.assertEqual(result.status, 0, result)
        rows = [line.split() for line in result.out.splitlines()]
        self.assertEqual(rows[0], ["size", "wasted", "could", "be", "record", "place"])
        self.assertEqual(
            rows[1:],
            [
                ["24", "14", "16", "Twelve", "a.cpp:1:8"],
                ["8", "3", "-", "U", "a.cpp:4:7"],
                ["8", "2", "-", "Two", "a.cpp:2:8"],
                ["8", "2", "-", "n::Two", "a.cpp:3:22"],
                ["4", "0", "-", "None", "b.cpp:1:8"],
            ],
        )

    def test_files_select(self):
        for files in ("b.cpp", "b*.cpp"):
            out = self.run_memlint("layout", "--all", ".", files).out
            self.assertEqual(len(out.splitlines()), 2, out)

    def test_bytes_do_not_depend_on_the_run(self):
        one, four = (self.run_memlint("layout", "--all", j).out for j in ("-j1", "-j4"))
        self.assertEqual(one, four)

    def test_json(self):
        document = json.loads(self.run_memlint("layout", "--all", "--json").out)
        self.assertEqual(document["version"], 1)
        self.assertEqual(
            document["summary"], {"units": 2, "analysed": 2, "withErrors": 0, "failures": []}
        )
        self.assertEqual(
            [(r["name"], r["wasted"]) for r in document["records"]],
            [("Twelve", 14), ("U", 3), ("Two", 2), ("n::Two", 2), ("None", 0)],
        )
        twelve = document["records"][0]
        self.assertEqual(
            (twelve["file"], twelve["line"], twelve["column"], twelve["couldBe"]),
            ("a.cpp", 1, 8, 16),
        )
        self.assertEqual(
            twelve["rows"],
            [
                {"kind": "field", "name": "first", "type": "char", "offset": 0, "size": 1},
                {"kind": "hole", "offset": 1, "size": 7},
                {"kind": "field", "name": "second", "type": "void *", "offset": 8, "size": 8},
                {"kind": "field", "name": "third", "type": "char", "offset": 16, "size": 1},
                {"kind": "padding", "offset": 17, "size": 7},
            ],
        )
        single = json.loads(self.run_memlint("layout", "--json", "Twelve").out)
        self.assertEqual(single["records"], [twelve])


if __name__ == "__main__":
    unittest.main()
