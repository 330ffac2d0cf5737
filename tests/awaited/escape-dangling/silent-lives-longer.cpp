// flags: -std=c++20
// Silent: what the address names lives longer than the function, or no address leaves at all.
// Traps 21 (by-value pointer parameter), 23, 24 (main and functions that never return), 33, 34.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

int *current;
std::function<int()> callback;
std::string_view text;
std::string copyOfText;
int globalInt;

int &staticLocal() {
  static int n = 1;
  return n;
}
const std::string &staticText() {
  static const std::string s = "text";
  return s;
}
const char *staticBuffer() {
  static const std::string s = "text";
  return s.c_str();
}
int *perThread() {
  thread_local int n = 1;
  return &n;
}
int *leakedByDesign() {
  static auto *p = new int(1);
  return p;
}

std::string_view ofALiteral() { return "text"; }
const char *ofALiteralByVariable(bool c) {
  const char *s = c ? "yes" : "no";
  return s;
}
std::string_view viewOfALiteral() {
  std::string_view s = "text";
  s.remove_prefix(1);
  return s;
}
const char *const *tableOfLiterals() {
  static const char *const table[] = {"a", "b"};
  return table;
}

void reassigned(int *p) {
  int n = 1;
  p = &n;
  *p = 2;
}
struct Holder {
  int *p = nullptr;
  int n = 0;
};
void fieldOfAByValueParameter(Holder h) {
  int n = 1;
  h.p = &n;
  *h.p = 2;
}
int *reassignedAndBack(int *p) {
  int n = 1;
  int *q = p;
  p = &n;
  *p = 2;
  return q;
}

const int &sameReference(const int &n) { return n; }
int *addressOfAReference(int &n) { return &n; }
int *samePointer(int *p) {
  int *q = p;
  return q;
}
int *partOfAParameter(Holder *h) { return &h->n; }
int *arrayParameter(int a[4]) { return &a[1]; }
int *localReferenceToGlobal() {
  int &r = globalInt;
  return &r;
}
int *whatALocalPointsTo(Holder &from) {
  Holder h = from;
  return h.p;
}
int *whatAnArrayElementPointsTo(int *p) {
  int *all[2] = {p, p};
  return all[1];
}
int *whatAVectorElementPointsTo(int *p) {
  std::vector<int *> all{p};
  return all[0];
}
int valueNotAddress() {
  std::vector<int> v{1, 2, 3};
  return *std::max_element(v.begin(), v.end());
}
std::ptrdiff_t distanceNotAddress() {
  std::vector<int> v{1, 2, 3};
  return v.end() - v.begin();
}
std::size_t sizeNotView() {
  std::string s = "text";
  std::string_view v = s;
  return v.size();
}
bool comparedOnly() {
  int n = 1;
  return &n == current;
}

std::string copied() {
  std::string s = "text";
  return s.c_str();
}
std::string copiedFromAView() {
  std::string s = "text";
  std::string_view v = s;
  return std::string(v);
}
void copiedToAGlobal() {
  std::string s = "text";
  std::string_view v = s;
  copyOfText = v;
}
void elementsCopied(std::vector<int> &out) {
  std::vector<int> v{1, 2, 3};
  out.assign(v.begin(), v.end());
  out.insert(out.end(), v.data(), v.data() + v.size());
  std::copy(v.begin(), v.end(), std::back_inserter(out));
}
void textCopied(std::vector<std::string> &out) {
  std::string s = "text";
  std::string_view v = s;
  out.push_back(s);
  out.emplace_back(v);
}
std::vector<int> returnedWhole() {
  std::vector<int> v{1, 2, 3};
  return v;
}

std::string_view viewOfAReference(const std::string &s) { return s; }
std::string_view sameView(std::string_view s) { return s.substr(1); }
std::span<int> spanOfAReference(std::vector<int> &v) { return v; }
std::span<int> sameSpan(std::span<int> s) { return s.first(1); }
std::vector<int>::iterator sameIterator(std::vector<int>::iterator it) { return ++it; }
std::vector<int>::iterator iteratorOfAReference(std::vector<int> &v) { return v.begin(); }
int *fromAReferencedOwner(const std::unique_ptr<int> &p) { return p.get(); }

// The others who share it keep it alive.
int *fromASharedParameter(std::shared_ptr<int> p) { return p.get(); }
int *fromASharedCopy(const std::shared_ptr<int> &other) {
  std::shared_ptr<int> p = other;
  return p.get();
}

std::unique_ptr<int> owner;
int *ownerMovedOutFirst() {
  auto p = std::make_unique<int>(1);
  int *raw = p.get();
  owner = std::move(p);
  return raw;
}
int *ownerMovedIntoAParameter(std::vector<std::unique_ptr<int>> &all) {
  auto p = std::make_unique<int>(1);
  int *raw = p.get();
  all.push_back(std::move(p));
  return raw;
}
std::pair<std::unique_ptr<int>, int *> ownerReturnedBesides() {
  auto p = std::make_unique<int>(1);
  int *raw = p.get();
  return {std::move(p), raw};
}
int *released() {
  auto p = std::make_unique<int>(1);
  return p.release();
}
int *bufferOfAMovedVector(std::vector<int> &out) {
  std::vector<int> v(8);
  int *data = v.data();
  out = std::move(v);
  return data;
}

int lifetimeExtended() {
  const std::string &s = std::string("text");
  std::string_view v = s;
  return static_cast<int>(v.size());
}
int lifetimeExtendedMember() {
  const std::string &s = std::pair<std::string, int>("text", 1).first;
  return static_cast<int>(s.size());
}
int lifetimeExtendedList() {
  std::initializer_list<int> l = {1, 2, 3};
  return *l.begin();
}
int withinTheExpression() {
  return static_cast<int>(std::string_view(std::string("text")).size());
}
void argumentOfTheExpression() {
  void use(std::string_view);
  use(std::string("text"));
}

std::function<int()> capturesByValue() {
  int n = 1;
  return [n] { return n; };
}
auto capturesAReferenceParameter(int &n) {
  return [&n] { return ++n; };
}
auto capturesAGlobal() {
  return [&] { return ++globalInt; };
}
auto capturesAStatic() {
  static int n = 1;
  return [&] { return ++n; };
}
void storesAClosureOfCopies(std::vector<std::function<int()>> &all) {
  int n = 1;
  std::string s = "text";
  all.push_back([=] { return n + static_cast<int>(s.size()); });
}
auto bindingsOfAParameter(std::pair<int, int> &p) {
  auto &[a, b] = p;
  return [&a, &b] { return a + b; };
}
struct Widget {
  int n = 0;
  std::function<int()> onClick;
  void capturesThis() {
    onClick = [this] { return n; };
  }
  void capturesThisByDefault() {
    callback = [=, this] { return n; };
  }
  int *itsField() { return &n; }
  Widget &itself() { return *this; }
  const int &orDefault(const int &other) const { return n ? n : other; }
};

[[noreturn]] void fails(int code) {
  int n = code;
  current = &n;
  std::exit(*current);
}
void serves() {
  int n = 1;
  current = &n;
  for (;;)
    ++*current;
}
void servesByTheLibrary() {
  int n = 1;
  callback = [&n] { return n; };
  std::abort();
}

std::optional<int> fromAnOptional(std::optional<int> o) { return o; }
std::array<int, 4> wholeArray() {
  std::array<int, 4> a{};
  return a;
}
int elementOfAnArray() {
  int a[4] = {};
  return a[1];
}
Holder copyOfALocal() {
  Holder h;
  h.p = &globalInt;
  return h;
}
std::unique_ptr<Holder> onTheHeap() {
  auto h = std::make_unique<Holder>();
  h->p = &h->n;
  return h;
}

void given(void (*f)(int *)) {
  int n = 1;
  f(&n);
}
void registeredOutOfSight() {
  void registerThere(int *);
  int n = 1;
  registerThere(&n);
}

int main() {
  int n = 1;
  current = &n;
  callback = [&n] { return n; };
  return callback();
}
