// flags: -std=c++20
// Sinks: globals, statics, per-thread variables, out-parameters, fields of this and of parameters;
// by an assignment, a call in sight, a constructor.
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

int *current;
int **indirect;
thread_local int *perThread;
std::vector<int *> all;
std::map<int, const std::string *> names;
struct Config {
  int *slot = nullptr;
  const std::string *label = nullptr;
};
Config config;
static Config table[4];

void global() {
  int n = 1;
  current = &n; // want "'n'.*outlives.*'current'"
}

void globalOnOnePath(bool c) {
  int n = 1;
  if (c)
    current = &n; // want "'n'.*outlives.*'current'"
}

void resetOnOnePathOnly(bool c) {
  int n = 1;
  current = &n; // want "'n'.*outlives.*'current'"
  if (c)
    current = nullptr;
}

void resetTooEarly() {
  int n = 1;
  current = nullptr;
  current = &n; // want "'n'.*outlives.*'current'"
}

void anotherIsReset() {
  int n = 1;
  current = &n; // want "'n'.*outlives.*'current'"
  perThread = nullptr;
}

void parameterInAGlobal(int n) {
  current = &n; // want "'n'.*outlives.*'current'"
}

void ofThisThread() {
  int n = 1;
  perThread = &n; // want "'n'.*outlives.*'perThread'"
}

void staticLocal() {
  int n = 1;
  static int *last = nullptr;
  if (last)
    return;
  last = &n; // want "'n'.*outlives.*'last'"
}

int staticLocalInitialized() {
  int n = 1;
  static const int &once = n; // want "'n'.*outlives.*'once'"
  return once;
}

void fieldOfAGlobal() {
  int n = 1;
  config.slot = &n; // want "'n'.*outlives.*'config"
}

void elementOfATable(unsigned i) {
  int n = 1;
  table[i & 3].slot = &n; // want "'n'.*outlives.*'table"
}

void aGlobalWhole() {
  std::string s = "text";
  config = {nullptr, &s}; // want "'s'.*outlives.*'config"
}

void globalContainer() {
  int n = 1;
  all.push_back(&n); // want "'n'.*outlives.*'all'"
}

void globalMap(int k) {
  std::string s = "text";
  names[k] = &s; // want "'s'.*outlives.*'names'"
}

static void keep(int *p) { current = p; }
static void keepDeeper(int &n) { keep(&n); }
static int *remember(int *p) {
  current = p;
  return p;
}
void byAFunction() {
  int n = 1;
  keep(&n); // want "'n'.*outlives.*'current'"
}

void byTwoFunctions(int n) {
  keepDeeper(n); // want "'n'.*outlives.*'current'"
}

int byAFunctionWithAResult() {
  int n = 1;
  return *remember(&n); // want "'n'.*outlives.*'current'"
}

struct Published {
  static Published *last;
  int n = 0;
  Published() { last = this; }
};
Published *Published::last;
int byAConstructor() {
  Published p; // want "'p'.*outlives.*last'"
  return p.n;
}

struct Entry {
  int n = 0;
  void enlist() { entries.push_back(this); }
  static std::vector<Entry *> entries;
};
std::vector<Entry *> Entry::entries;
int byAMember() {
  Entry e;
  e.enlist(); // want "'e'.*outlives.*entries'"
  return e.n;
}

void outParameter(int **out) {
  int n = 1;
  *out = &n; // want "'n'.*outlives"
}

void outReference(int *&out) {
  int n = 1;
  out = &n; // want "'n'.*outlives"
}

void fieldOfAParameter(Config &c) {
  int n = 1;
  c.slot = &n; // want "'n'.*outlives"
}

void fieldThroughAPointer(Config *c, int n) {
  c->slot = &n; // want "'n'.*outlives"
}

void containerParameter(std::vector<int *> &out) {
  int n = 1;
  out.push_back(&n); // want "'n'.*outlives"
}

void closureParameter(std::function<int()> &out) {
  int n = 1;
  out = [&n] { return n; }; // want "'n'.*outlives"
}

static void fill(Config &c, int *p) { c.slot = p; }
void fieldByAFunction(Config &c) {
  int n = 1;
  fill(c, &n); // want "'n'.*outlives"
}
int fieldOfALocalByAFunction() {
  int n = 1;
  Config c;
  fill(c, &n);
  return *c.slot;
}

class Machine {
public:
  explicit Machine(std::string name) : view(name) {} // want "'name'.*outlives"
  Machine(std::string name, int)
      : owned(std::move(name)), view2(owned) {}
  void field() {
    int n = 1;
    slot = &n; // want "'n'.*outlives"
  }
  void parameter(int n) {
    slot = &n; // want "'n'.*outlives"
  }
  void closure(int n) {
    step = [&] { return n; }; // want "'n'.*outlives"
  }
  void closureOfCopies(int n) {
    step = [=] { return n; };
  }
  void view3(std::string s) {
    view = s; // want "'s'.*outlives"
  }
  void byItsMember() {
    int n = 1;
    set(&n); // want "'n'.*outlives"
  }
  void byItsMemberAndBack() {
    int n = 1;
    set(&n);
    set(nullptr);
  }

private:
  void set(int *p) { slot = p; }
  int *slot = nullptr;
  std::string_view view;
  std::string owned;
  std::string_view view2;
  std::function<int()> step;
};

struct RefMember {
  const int &n;
  explicit RefMember(int n) : n(n) {} // want "'n'.*outlives"
};
struct RefMemberOfAReference {
  const int &n;
  explicit RefMemberOfAReference(const int &n) : n(n) {}
};
