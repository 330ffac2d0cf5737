// Sinks: globals, out-parameters, fields; by an assignment, a call, a constructor. The look-alikes
// take the address away again, or name what lives on.
#include "cases.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

struct Config {
  int *slot = nullptr;
  const std::string *label = nullptr;
};
static int *current;
static thread_local int *perThread;
static std::vector<int *> all;
static std::map<int, const std::string *> names;
static Config config;
static Config table[4];
static int globalInt = 5;
static int readCurrent() { return current ? *current : 0; }

void global() {
  int n = 1;
  current = &n;
}
void globalOnOnePath(bool c) {
  int n = 1;
  if (c)
    current = &n;
}
void resetOnOnePathOnly(bool c) {
  int n = 1;
  current = &n;
  if (c)
    current = nullptr;
}
void resetTooEarly() {
  int n = 1;
  current = nullptr;
  current = &n;
}
void parameterInAGlobal(int n) { current = &n; }
void ofThisThread() {
  int n = 1;
  perThread = &n;
}
int *lastStatic() {
  int n = 1;
  static int *last = nullptr;
  if (last)
    return last;
  last = &n;
  return nullptr;
}
void fieldOfAGlobal() {
  int n = 1;
  config.slot = &n;
}
void elementOfATable(unsigned i) {
  int n = 1;
  table[i & 3].slot = &n;
}
void aGlobalWhole() {
  std::string s = "text";
  config = {nullptr, &s};
}
void globalContainer() {
  int n = 1;
  all.push_back(&n);
}
void globalMap(int k) {
  std::string s = "text";
  names[k] = &s;
}
void inABlock(bool c) {
  if (c) {
    int n = 1;
    current = &n;
  }
}
void elementByValue(const std::vector<int> &v) {
  for (int x : v)
    current = &x;
}

static void keep(int *p) { current = p; }
static void keepDeeper(int &n) { keep(&n); }
void byAFunction() {
  int n = 1;
  keep(&n);
}
void byTwoFunctions(int n) { keepDeeper(n); }
struct Published {
  static Published *last;
  int n = 0;
  Published() { last = this; }
};
Published *Published::last;
int byAConstructor() {
  Published p;
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
  e.enlist();
  return e.n;
}

void outParameter(int **out) {
  int n = 1;
  *out = &n;
}
void outReference(int *&out) {
  int n = 1;
  out = &n;
}
void fieldOfAParameter(Config &c) {
  int n = 1;
  c.slot = &n;
}
void containerParameter(std::vector<int *> &out) {
  int n = 1;
  out.push_back(&n);
}
static void fill(Config &c, int *p) { c.slot = p; }
void fieldByAFunction(Config &c) {
  int n = 1;
  fill(c, &n);
}

struct Machine {
  int *slot = nullptr;
  std::function<int()> step;
  void field() {
    int n = 1;
    slot = &n;
  }
  void parameter(int n) { slot = &n; }
  void closure(int n) {
    step = [&] { return n; };
  }
  void closureOfCopies(int n) {
    step = [=] { return n; };
  }
  void byItsMember() {
    int n = 1;
    set(&n);
  }
  int byItsMemberAndBack() {
    int n = 1;
    set(&n);
    int r = *slot;
    set(&globalInt);
    return r;
  }
  void set(int *p) { slot = p; }
};
struct RefMember {
  const int &n;
  explicit RefMember(int n) : n(n) {}
};
struct RefMemberOfAReference {
  const int &n;
  explicit RefMemberOfAReference(const int &n) : n(n) {}
};

int resetToNull() {
  int n = 1;
  current = &n;
  int r = readCurrent();
  current = nullptr;
  return r + readCurrent();
}
int resetToTheOld() {
  int n = 1;
  int *old = current;
  current = &n;
  int r = readCurrent();
  current = old;
  return r;
}
int resetByExchange() {
  int n = 1;
  int *old = std::exchange(current, &n);
  int r = readCurrent();
  std::exchange(current, old);
  return r;
}
struct Restore {
  int *&slot, *old;
  Restore(int *&slot, int *now) : slot(slot), old(slot) { slot = now; }
  ~Restore() { slot = old; }
};
int restoredByAGuard(bool c) {
  int n = 1;
  Restore guard(current, &n);
  if (c)
    return 7;
  return readCurrent();
}
int restoredByADeleter() {
  auto restore = [](int **p) { *p = nullptr; };
  int n = 1;
  current = &n;
  std::unique_ptr<int *, decltype(restore)> guard(&current, restore);
  return readCurrent();
}
struct Frame {
  Frame *previous;
  static Frame *top;
  Frame() : previous(top) { top = this; }
  ~Frame() { top = previous; }
};
Frame *Frame::top;
int framesOfABlock(int n) {
  int depth = 0;
  for (int i = 0; i < n; ++i) {
    Frame f;
    depth += Frame::top == &f;
  }
  return depth;
}
struct Observer {
  int seen = 2;
  static std::set<Observer *> everyone;
  Observer() { everyone.insert(this); }
  ~Observer() { everyone.erase(this); }
};
std::set<Observer *> Observer::everyone;
int anObserver() {
  Observer o;
  return o.seen;
}
int everyObserver() {
  int sum = anObserver();
  for (Observer *o : Observer::everyone)
    sum += o->seen;
  return sum;
}
int pushedAndPopped() {
  int n = 1;
  all.push_back(&n);
  int r = *all.back();
  all.pop_back();
  return r;
}
int elementByReference(std::vector<int> &v) {
  for (int &x : v)
    current = &x;
  return 0;
}
int fieldOfALocal() {
  int n = 1;
  Config c;
  fill(c, &n);
  return *c.slot;
}
void reassigned(int *p) {
  int n = 1;
  p = &n;
  *p = 2;
}
void fieldOfAByValueParameter(Config c) {
  int n = 1;
  c.slot = &n;
  *c.slot = 2;
}

static int *kept;
static Config outer;
static Machine machine;
static std::vector<int *> pointers;
static std::vector<int> numbers{1, 2, 3};
static const Case Cases[] = {
    DANGLES(global, (global(), *current)),
    DANGLES(globalOnOnePath, (globalOnOnePath(true), *current)),
    FINE(globalOnOnePath, (globalOnOnePath(false), readCurrent())),
    DANGLES(resetOnOnePathOnly, (resetOnOnePathOnly(false), *current)),
    FINE(resetOnOnePathOnly, (resetOnOnePathOnly(true), readCurrent())),
    DANGLES(resetTooEarly, (resetTooEarly(), *current)),
    DANGLES(parameterInAGlobal, (parameterInAGlobal(1), *current)),
    DANGLES(ofThisThread, (ofThisThread(), *perThread)),
    DANGLES(lastStatic, (lastStatic(), *lastStatic())),
    DANGLES(fieldOfAGlobal, (fieldOfAGlobal(), *config.slot)),
    DANGLES(elementOfATable, (elementOfATable(1), *table[1].slot)),
    DANGLES(aGlobalWhole, (aGlobalWhole(), config.label->size())),
    DANGLES(globalContainer, (globalContainer(), *all.back())),
    DANGLES(globalMap, (globalMap(1), names[1]->size())),
    DANGLES(inABlock, (inABlock(true), *current)),
    DANGLES(elementByValue, (elementByValue(numbers), *current)),
    DANGLES(byAFunction, (byAFunction(), *current)),
    DANGLES(byTwoFunctions, (byTwoFunctions(1), *current)),
    DANGLES(byAConstructor, (byAConstructor(), Published::last->n)),
    DANGLES(byAMember, (byAMember(), Entry::entries[0]->n)),
    DANGLES(outParameter, (outParameter(&kept), *kept)),
    DANGLES(outReference, (outReference(kept), *kept)),
    DANGLES(fieldOfAParameter, (fieldOfAParameter(outer), *outer.slot)),
    DANGLES(containerParameter, (containerParameter(pointers), *pointers[0])),
    DANGLES(fieldByAFunction, (fieldByAFunction(outer), *outer.slot)),
    DANGLES(Machine::field, (machine.field(), *machine.slot)),
    DANGLES(Machine::parameter, (machine.parameter(1), *machine.slot)),
    DANGLES(Machine::closure, (machine.closure(1), machine.step())),
    FINE(Machine::closureOfCopies, (machine.closureOfCopies(1), machine.step())),
    DANGLES(Machine::byItsMember, (machine.byItsMember(), *machine.slot)),
    FINE(Machine::byItsMemberAndBack, machine.byItsMemberAndBack() + *machine.slot),
    DANGLES(RefMember, RefMember(1).n),
    FINE(RefMemberOfAReference, RefMemberOfAReference(globalInt).n),
    FINE(resetToNull, resetToNull()),
    FINE(resetToTheOld, resetToTheOld() + readCurrent()),
    FINE(resetByExchange, resetByExchange() + readCurrent()),
    FINE(restoredByAGuard, restoredByAGuard(true) + restoredByAGuard(false) + readCurrent()),
    FINE(restoredByADeleter, restoredByADeleter() + readCurrent()),
    FINE(framesOfABlock, framesOfABlock(3) + (Frame::top != nullptr)),
    FINE(everyObserver, everyObserver()),
    FINE(pushedAndPopped, pushedAndPopped() + static_cast<int>(all.size())),
    FINE(elementByReference, elementByReference(numbers) + *current),
    FINE(fieldOfALocal, fieldOfALocal()),
    FINE(reassigned, (reassigned(&globalInt), globalInt)),
    FINE(fieldOfAByValueParameter, (fieldOfAByValueParameter(outer), outer.slot == nullptr)),
};
int main(int count, char **values) { return choose(Cases, count, values); }
