"""memlint escapes: what becomes of each allocation, with the path across functions and units."""

import json
import unittest

from scratch import ProjectTest

KEEP = """struct Point { int x, y; };
Point *last;
void keep(Point *p) { last = p; }
int sum(const Point *p) { return p->x + p->y; }
"""

USE = """struct Point { int x, y; };
void keep(Point *p);
int sum(const Point *p);
void nobodyKnows(Point *p);
namespace geo {
int stays() {
  Point *a = new Point{1, 2};
  int n = sum(a);
  delete a;
  return n;
}
void leaves() {
  Point *b = new Point{3, 4};
  keep(b);
}
Point *made() { return new Point{5, 6}; }
void unseen() {
  Point *c = new Point{7, 8};
  nobodyKnows(c);
}
}
"""


class Escapes(ProjectTest):
    def setUp(self):
        super().setUp()
        self.write("keep.cpp", KEEP)
        self.write("use.cpp", USE)
        self.write_database("keep.cpp", "use.cpp")

    def verdicts(self, *arguments):
        """Name of the function to verdict and sink."""
        result = self.run_memlint("escapes", "--json", "--quiet", *arguments)
        self.assertEqual(result.status, 0, result)
        return {
            a["function"]: (a["verdict"], a.get("sink", {}).get("name"))
            for a in json.loads(result.out)["allocations"]
        }

    def test_every_allocation_of_the_program(self):
        self.assertEqual(
            self.verdicts(),
            {
                "geo::stays": ("stays", None),
                "geo::leaves": ("escapes", "last"),
                "geo::made": ("escapes", "result"),
                "geo::unseen": ("may-escape", "unknown code"),
            },
        )

    def test_one_unit_alone_knows_less(self):
        self.assertEqual(self.verdicts("stays", "use.cpp")["geo::stays"][0], "may-escape")

    def test_the_text_tells_the_path_across_units(self):
        result = self.run_memlint("escapes", "leaves")
        self.assertEqual(result.status, 0, result)
        self.assertIn("use.cpp:13:14: 'new Point' escapes to global 'last'\n", result.out)
        self.assertIn("    use.cpp:14:3: passed to 'keep'", result.out)
        self.assertIn("    keep.cpp:3:", result.out)
        self.assertEqual(result.err, "analysed 2 of 2 units\n")

    def test_a_name_that_nothing_has(self):
        result = self.run_memlint("escapes", "geo::leave")
        self.assertEqual(result.status, 2, result)
        self.assertIn("no function of the units read is called 'geo::leave'", result.err)
        self.assertIn("did you mean 'geo::leaves'?", result.err)


SHAPE = """struct Shape { virtual int of(const int *) const = 0; };
int ask(const Shape &s) {
  auto *n = new int(1);
  int r = s.of(n);
  delete n;
  return r;
}
"""

ROUND = """struct Shape { virtual int of(const int *) const = 0; };
static const int *kept;
struct Round : Shape { int of(const int *n) const override { return 3 * *n; } };
Round one;
"""


class WholeProgram(ProjectTest):
    """Other code may override a virtual function, unless somebody says that there is none."""

    def setUp(self):
        super().setUp()
        self.write("shape.cpp", SHAPE)
        self.write("round.cpp", ROUND)
        self.write_database("shape.cpp", "round.cpp")

    def verdict(self, *arguments):
        result = self.run_memlint("escapes", "--json", "--quiet", *arguments)
        self.assertEqual(result.status, 0, result)
        return [a["verdict"] for a in json.loads(result.out)["allocations"]]

    def test_an_overrider_may_be_unseen(self):
        self.assertEqual(self.verdict(), ["may-escape"])

    def test_all_overriders_are_seen(self):
        self.assertEqual(self.verdict("--whole-program"), ["stays"])

    def test_one_of_them_keeps_it(self):
        self.write("round.cpp", ROUND.replace("return 3", "kept = n; return 3"))
        self.assertEqual(self.verdict("--whole-program"), ["escapes"])

    def test_the_checks_ask_for_it_too(self):
        checks = ("--checks=-*,escape-stack", "--quiet", ".")
        self.assertEqual(self.run_memlint(*checks).out, "")
        self.assertIn("does not escape", self.run_memlint("--whole-program", *checks).out)

    def test_facts_know_no_such_option(self):
        result = self.run_memlint("facts", "--whole-program", ".")
        self.assertEqual(result.status, 2, result)


if __name__ == "__main__":
    unittest.main()
