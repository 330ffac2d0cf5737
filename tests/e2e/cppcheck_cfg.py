"""Library files of cppcheck that a user brings along: --cppcheck-cfg and the key of .memlint."""

import unittest

from scratch import ProjectTest

LIBRARY = """<?xml version="1.0"?>
<def format="2">
  <memory>
    <alloc init="true">box_new</alloc>
    <alloc arg="2">box_open</alloc>
    <realloc>box_grow</realloc>
    <dealloc>box_free</dealloc>
    <use>box_adopt</use>
  </memory>
  <resource>
    <alloc>port_open</alloc>
    <dealloc arg="2">port_close</dealloc>
  </resource>
  <function name="box_look"><leak-ignore/></function>
  <function name="box_top"><leak-ignore/></function>
  <function name="give_up"><noreturn>true</noreturn></function>
  <define name="BOX_MAX" value="8"/>
</def>
"""

SOURCE = """struct box;
struct box *box_new(int);
int box_open(int, struct box **);
struct box *box_grow(struct box *, int);
void box_free(struct box *);
int box_adopt(struct box *);
int box_look(struct box *);
struct box *box_top(struct box *);
int box_unknown(struct box *);
int port_open(int);
int port_close(int, int);
void give_up(void);
"""


class CppcheckLibraries(ProjectTest):
    def setUp(self):
        super().setUp()
        self.write("lib.cfg", LIBRARY)

    def found(self, *functions, arguments=("--cppcheck-cfg=lib.cfg",)):
        """The names of the functions, each one line, that lose something."""
        self.write("a.c", SOURCE + "".join(f + "\n" for f in functions))
        lines = self.findings("--checks=-*,resource-*", *arguments, "a.c", "--")
        above = SOURCE.count("\n")
        losing = [functions[int(line.split(":")[1]) - above - 1] for line in lines]
        return [function.split("(")[0].split()[-1] for function in losing]

    LEAK = (
        "int leaks(void) { struct box *b = box_new(1); if (!b) return 0; return box_look(b); }",
    )

    def test_what_borrows_does_not_hide_a_leak(self):
        self.assertEqual(self.found(*self.LEAK), ["leaks"])
        self.assertEqual(self.found(*self.LEAK, arguments=()), [])

    def test_what_takes_does(self):
        self.assertEqual(
            self.found(
                "void gives(void) { struct box *b = box_new(1); box_adopt(b); }",
                "void hopes(void) { struct box *b = box_new(1); box_unknown(b); }",
                "void tops(void) { struct box *b = box_new(1), *t = box_top(b); box_free(t); }",
                "void drops(void) { struct box *b = box_new(1); box_top(b); }",
            ),
            ["drops"],
        )

    def test_what_does_not_return(self):
        self.assertEqual(
            self.found(
                "void ends(int k) { struct box *b = box_new(1); if (k) give_up(); box_free(b); }",
                "void stays(int k) { struct box *b = box_new(1); if (k) return; box_free(b); }",
            ),
            ["stays"],
        )

    def test_renewed(self):
        self.assertEqual(
            self.found(
                "void loses(void) { struct box *b = box_new(1); b = box_grow(b, 2); box_free(b); }",
                "void keeps(void) { struct box *b = box_new(1), *c = box_grow(b, 2);"
                " box_free(c ? c : b); }",
            ),
            ["loses"],
        )

    def test_arguments_whatever_says_success(self):
        """0 or another number may be the answer of success: the code knows."""
        body = "{ struct box *b; if (%s) return; if (k) return; box_free(b); }"
        right = "{ struct box *b; if (%s) return; box_free(b); }"
        never = "{ struct box *b; if (%s) return; }"
        for failed in ("box_open(1, &b) != 0", "!box_open(1, &b)", "box_open(1, &b) < 0"):
            with self.subTest(failed):
                self.assertEqual(
                    self.found(
                        "void some(int k) " + body % failed,
                        "void none(int k) " + right % failed,
                        "void all(int k) " + never % failed,
                    ),
                    ["some", "all"],
                )

    def test_numbers(self):
        self.assertEqual(
            self.found(
                "static void end(int p) { if (p >= 0) port_close(0, p); }",
                "void right(void) { int p = port_open(1); if (p < 0) return; port_close(0, p); }",
                "void through(void) { int p = port_open(1); if (p == -1) return; end(p); }",
                "int wrong(void) { int p = port_open(1); if (p == -1) return 1; return 0; }",
            ),
            ["wrong"],
        )

    def test_key_of_memlint_files(self):
        self.write("lib/lib.cfg", LIBRARY)
        self.write(".memlint", "cppcheck-cfg: lib/lib.cfg\n")
        self.assertEqual(self.found(*self.LEAK, arguments=()), ["leaks"])
        self.write(".memlint", "cppcheck-cfg:\n  - lib/none.cfg\n")
        self.assertRefused(
            self.run_memlint("a.c", "--"), ".memlint:2:5: error: there is no file 'lib/none.cfg'"
        )

    def test_several_files_and_no_word_of_unused_names(self):
        self.write("b.cfg", "<def><memory><alloc>b_new</alloc><dealloc>b_free</dealloc></memory></def>")
        self.write("a.c", SOURCE + self.LEAK[0])
        result = self.run_memlint(
            "--checks=-*,resource-leak", "--cppcheck-cfg=b.cfg", "--cppcheck-cfg", "lib.cfg", "a.c", "--"
        )
        self.assertEqual(result.status, 1)
        self.assertEqual(result.err, "1 warning; analysed 1 of 1 unit\n")

    def test_mistakes(self):
        self.write("a.c", SOURCE)
        run = lambda file: self.run_memlint("--cppcheck-cfg=" + file, "a.c", "--")
        self.assertRefused(run("none.cfg"), "none.cfg: error: cannot be read: No such file")
        self.write("text.cfg", "alloc: f\n")
        self.assertRefused(run("text.cfg"), "text.cfg:1: error: this is no XML")
        self.write("half.cfg", LIBRARY[:200])
        self.assertRefused(run("half.cfg"), "error: this is no XML")
        self.write("other.cfg", "<platform/>\n")
        self.assertRefused(run("other.cfg"), "other.cfg:1: error: this is no library file of cppcheck")
        self.assertRefused(run(""), "'--cppcheck-cfg' needs a value")


if __name__ == "__main__":
    unittest.main()
