"""What a user says in .memlint of functions that nobody sees: families, who borrows, takes and counts
references, owners, parents, listeners, and what does not come back."""

import unittest

from scratch import ProjectTest

FAMILY = """models:
  - fn: net::connect
    effects: ret = new conn
    fails: ret == null
  - fn: conn_open
    effects: arg1.* = new conn
    ok: ret == 0
  - fn: conn_close
    effects: release arg1 conn
  - fn: net::Conn::shutdown
    effects: release this conn
  - fn: conn_log, conn_stat*
    effects: pure
  - fn: pool_add
    effects: arg1.*.items.*.[] = arg2
  - fn: pool_offer
    effects: arg1.*.items.*.[] = arg2
    handles: release arg2 conn
    ok: ret == 0
  - fn: conn_ref
    effects: share arg1 conn; ret = arg1
  - fn: fatal
    effects: no-return
"""

DECLARATIONS = """#pragma once
namespace net { struct Conn { void shutdown(); int n; }; Conn *connect(const char *); }
struct Pool;
int conn_open(net::Conn **);
void conn_close(net::Conn *);
void conn_log(net::Conn *);
int conn_stats(net::Conn *);
void pool_add(Pool *, net::Conn *);
int pool_offer(Pool *, net::Conn *);
net::Conn *conn_ref(net::Conn *);
void fatal(const char *);
void unseen(net::Conn *);
"""

# Each on a line of its own; those that lose something are named so.
FUNCTIONS = """#include "conn.h"
int loses_borrowed(int n) { net::Conn *c = net::connect("a"); if (!c) return -1; conn_log(c); if (n) return conn_stats(c); conn_close(c); return 0; }
int closes(int n) { net::Conn *c = net::connect("a"); if (!c) return -1; if (n) { conn_close(c); return 1; } conn_log(c); c->shutdown(); return 0; }
int loses_out_parameter(int n) { net::Conn *c; if (conn_open(&c)) return -1; if (n) return 1; conn_close(c); return 0; }
int closes_out_parameter(int n) { net::Conn *c; if (conn_open(&c) != 0) return -1; conn_close(c); return n; }
void gives(Pool *p) { net::Conn *c = net::connect("a"); if (c) pool_add(p, c); }
int loses_offered(Pool *p) { net::Conn *c = net::connect("a"); if (!c) return 0; if (pool_offer(p, c)) return -1; return 1; }
int closes_offered(Pool *p) { net::Conn *c = net::connect("a"); if (!c) return 0; if (pool_offer(p, c)) { conn_close(c); return -1; } return 1; }
void counts(Pool *p) { net::Conn *c = net::connect("a"); if (!c) return; pool_add(p, conn_ref(c)); conn_close(c); }
int does_not_come_back(int n) { net::Conn *c = net::connect("a"); if (!c) return 0; if (n) fatal("no"); conn_close(c); return 1; }
void hands_to_unseen_code(int n) { net::Conn *c = net::connect("a"); if (!c) return; unseen(c); if (n) return; conn_close(c); }
void closes_twice(int n) { net::Conn *c = net::connect("a"); if (!c) return; conn_close(c); conn_log(nullptr); conn_close(c); }
"""

BUS = """#pragma once
class Bus;
class Listener { public: virtual ~Listener() = default; virtual void heard(int) = 0; };
class Bus { public: int tell(Listener *); void forget(int); void quiet(Listener *); };
struct Hook { void *of; };
void hook_in(Bus *, void *);
void hook_out(Bus *, void *);
void everywhere(void *);
void nowhere(void *);
"""

PAIRS = """models:
  - fn: Bus::tell
    effects: this.*.listeners.*.[] = arg1
    undone-by: Bus::forget, Bus::quiet
  - fn: hook_in
    effects: arg1.*.hooks.*.[] = arg2
    undone-by: hook_out
  - fn: everywhere
    effects: "@everybody = arg1"
    undone-by:
      - nowhere
"""


def listener(name, made, destroyed=None, members=""):
    """A class of which an object ends with a function; what it does when it is made and destroyed."""
    end = "" if destroyed is None else f"~{name}() {{ {destroyed} }} "
    return (
        f"class {name} : public Listener {{ public: {name}(const {name} &) = delete; explicit {name}(Bus &b) : bus(b) {{ {made} }} "
        f"{end}{members} void heard(int n) override {{ last = n; }} int last = 0; int token = 0; Bus &bus; }}; "
        f"int use_{name}(Bus &b) {{ {name} it(b); return it.last; }}\n"
    )


class UsersModels(ProjectTest):
    def named(self, lines, text):
        """What stands on the lines of the findings: the first word that a `(` follows."""
        rows = text.splitlines()
        return [rows[int(line.split(":")[1]) - 1].split("(")[0].split()[-1] for line in lines]

    def test_families(self):
        self.write(".memlint", FAMILY)
        self.write("conn.h", DECLARATIONS)
        self.write("a.cpp", FUNCTIONS)
        found = self.named(self.findings("--checks=-*,resource-*", "a.cpp", "--"), FUNCTIONS)
        self.assertEqual(
            found, ["loses_borrowed", "loses_out_parameter", "loses_offered", "closes_twice"]
        )

    def test_nothing_without_them(self):
        self.write("conn.h", DECLARATIONS)
        self.write("a.cpp", FUNCTIONS)
        self.assertEqual(self.findings("--checks=-*,resource-*", "a.cpp", "--"), [])

    def test_owners(self):
        text = (
            "namespace my { struct Handle { explicit Handle(int *); ~Handle(); int *get() const; }; "
            "struct View { explicit View(int *); int *get() const; }; }\n"
            "int owned(int n) { my::Handle h(new int(n)); return *h.get(); }\n"
            "int seen(int n) { my::View v(new int(n)); if (n) return 1; return *v.get(); }\n"
        )
        self.write("a.cpp", text)
        run = lambda: self.named(self.findings("--checks=-*,resource-*", "a.cpp", "--"), text)
        self.write(
            ".memlint",
            "models:\n  - {type: my::Handle, kind: single-owner}\n"
            "  - {fn: 'my::View::*', effects: pure}\n",
        )
        self.assertEqual(run(), ["seen"])

    def test_parents(self):
        text = (
            "namespace ui { struct Widget { explicit Widget(Widget *parent); void show(); }; }\n"
            "void has_one(ui::Widget *of) { ui::Widget *w = new ui::Widget(of); w->show(); }\n"
        )
        self.write("a.cpp", text)
        run = lambda: self.named(self.findings("--checks=-*,resource-*", "a.cpp", "--"), text)
        show = "  - {fn: 'ui::Widget::show', effects: pure}\n"
        make = "  - fn: ui::Widget::Widget\n    effects: "
        self.write(".memlint", "models:\n" + show + make + "arg1.*.children.*.[] = this\n")
        self.assertEqual(run(), [])
        self.write(".memlint", "models:\n" + show + make + "pure\n")
        self.assertEqual(run(), ["has_one"])

    def listeners(self, *classes, expect):
        text = '#include "bus.h"\n' + "".join(classes)
        self.write("bus.h", BUS)
        self.write("a.cpp", text)
        rows = text.splitlines()
        lines = self.findings("--checks=-*,resource-listener", "a.cpp", "--")
        self.assertEqual([rows[int(l.split(":")[1]) - 1].split()[1] for l in lines], expect)

    def test_listeners(self):
        self.write(".memlint", PAIRS)
        self.listeners(
            listener("Forgets", "token = b.tell(this);", "last = 0;"),
            listener("ForgetsWithoutDestructor", "token = b.tell(this);"),
            listener("Undoes", "token = b.tell(this);", "bus.forget(token);"),
            listener("UndoesOtherwise", "b.tell(this);", "bus.quiet(this);"),
            listener("ThroughAHelper", "b.tell(this);", "stop();", "void stop() { bus.quiet(this); }"),
            listener("HelperIsNotCalled", "b.tell(this);", "last = 0;", "void stop() { bus.quiet(this); }"),
            listener("Hooks", "hook_in(&b, this);", "last = 0;"),
            listener("Unhooks", "hook_in(&b, this);", "hook_out(&bus, this);"),
            listener("Everywhere", "everywhere(this);", "last = 0;"),
            listener("Nowhere", "everywhere(this);", "nowhere(this);"),
            listener("Passes", "Bus own; own.tell(this);", "last = 0;"),
            expect=["Forgets", "ForgetsWithoutDestructor", "HelperIsNotCalled", "Hooks", "Everywhere"],
        )

    def test_what_a_listener_is_told(self):
        self.write(".memlint", PAIRS)
        self.write("bus.h", BUS)
        forgets = listener("Forgets", "hook_in(&b, this);", "last = 0;")
        stops = listener("Stops", "b.tell(this);", None, "void stop() { bus.forget(token); }")
        undoes = listener("Undoes", "everywhere(this);", "hook_out(&bus, this); nowhere(this);")
        self.write("a.cpp", '#include "bus.h"\n' + forgets + stops + undoes)
        result = self.run_memlint("--checks=-*,resource-listener", "a.cpp", "--")
        for text in (
            "'hook_in()' keeps 'this', and the destructor of 'Forgets' does not call 'hook_out()'",
            "'Bus::tell()' keeps 'this', and 'Stops' has no destructor to call 'forget()'",
            "'stop()' does it, and nothing calls that when the object ends",
        ):
            self.assertIn(text, result.out)
        self.assertIn("fits 'Bus::quiet'; it undoes nothing", result.err)

    def test_silent_where_nothing_takes_back(self):
        self.write(".memlint", PAIRS.replace("Bus::forget, Bus::quiet", "Bus::froget"))
        self.listeners(listener("Forgets", "token = b.tell(this);", "last = 0;"), expect=[])
        self.assertIn(
            ".memlint:4:16: warning: no function of the program fits 'Bus::froget'; it undoes nothing",
            self.run_memlint("--checks=-*,resource-listener", "a.cpp", "--").err,
        )

    def test_mistakes(self):
        self.write("a.cpp", "")
        for value, said in (
            ("Bus::*", ":2:42: error: 'undone-by' needs the whole name of a function, not 'Bus::*'"),
            ("::f", ":2:42: error: '::f' begins with '::'; names are qualified without it"),
            ("{a: b}", ": error: 'undone-by' needs the name of a function or a list of them"),
        ):
            self.write(".memlint", f"models:\n  - {{fn: g, effects: pure,    undone-by: {value}}}\n")
            result = self.run_memlint("a.cpp", "--")
            self.assertEqual((result.status, result.out), (2, ""))
            self.assertIn(said, result.err)


if __name__ == "__main__":
    unittest.main()
