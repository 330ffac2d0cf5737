// What an owner owns, and temporaries. Short texts lie in the string itself, on the stack; long
// ones on the heap: both are read.
#include "cases.h"

#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct P {
  int x = 0;
};
static const char *name;
static std::string_view text;
static std::initializer_list<int> numbers;
static const int *number;
static int globalInt = 5;
static std::unique_ptr<int> owner;
static std::string make() { return "a text of more than sixteen letters"; }
static std::string_view whole(const std::string &s) { return s; }
static void keepText(std::string_view s) { text = s; }
static const std::string &orThis(const std::string &a, const std::string &b) {
  return a.empty() ? b : a;
}

int *gotten() {
  auto p = std::make_unique<int>(1);
  return p.get();
}
P &dereferenced() {
  auto p = std::make_unique<P>();
  return *p;
}
int *byValueOwner(std::unique_ptr<int> p) { return p.get(); }
int *sharedWithNobody() {
  auto p = std::make_shared<int>(1);
  return p.get();
}
int *arrayOwner() {
  auto p = std::make_unique<int[]>(8);
  return &p[1];
}
const char *shortCharacters(int n) {
  std::string s = std::to_string(n);
  return s.c_str();
}
const char *longCharacters() {
  std::string s = make();
  return s.c_str();
}
const char *charactersOfAParameter(std::string s) { return s.data(); }
std::string_view viewOfALocal() {
  std::string s = make();
  return s;
}
std::string_view part(std::string s) { return std::string_view(s).substr(1); }
int *elements() {
  std::vector<int> v(8);
  return v.data();
}
int &anElement(std::size_t i) {
  std::vector<int> v(8);
  return v[i];
}
std::vector<int>::iterator iterator() {
  std::vector<int> v(8);
  return v.begin();
}
std::map<int, int>::iterator iteratorOfAMap(std::map<int, int> m) { return m.find(1); }
const int &valueOfAMap(std::map<int, int> m) { return m.at(1); }
std::string &inAnOptional(std::optional<std::string> o) { return *o; }
std::span<const int> span() {
  std::vector<int> v(8);
  return v;
}
void toAGlobal(int n) {
  std::string s = std::to_string(n);
  name = s.c_str();
}
void viewToAGlobal(std::string s) { text = s; }
void toAnOutParameter(const char **out, int n) {
  std::string s = std::to_string(n);
  *out = s.c_str();
}
void viewIntoAVector(std::vector<std::string_view> &out, int n) {
  std::string s = std::to_string(n);
  out.push_back(s);
}
int *movedWithoutAMove() {
  auto p = std::make_unique<int>(1);
  (void)std::move(p);
  return p.get();
}
static int ignores(std::unique_ptr<int> &&) { return 0; }
static int takes(std::unique_ptr<int> &&p) {
  owner = std::move(p);
  return 0;
}
int *ignoredByItsTaker() {
  auto p = std::make_unique<int>(1);
  ignores(std::move(p));
  return p.get();
}
int *takenByItsTaker() {
  auto p = std::make_unique<int>(1);
  int *raw = p.get();
  takes(std::move(p));
  return raw;
}
const int *constIsCopied(std::vector<int> &to) {
  const std::vector<int> v(8);
  to = std::move(v);
  return v.data();
}
int *anOwnerInAContainer() {
  std::vector<std::unique_ptr<int>> all;
  all.push_back(std::make_unique<int>(1));
  return all[0].get();
}
const int *nodeOfASet() {
  std::set<int> s{1};
  return &*s.begin();
}

std::string_view viewOfATemporary() { return make(); }
const std::string &referenceToATemporary() { return "text"; }
const int &sumOf(int a, int b) { return a + b; }
int *ownerOfATemporary() { return std::make_unique<int>(1).get(); }
void viewInAGlobal() { text = make(); }
void viewInAGlobalByAFunction() { text = whole(make()); }
void viewKeptByAFunction() { keepText(make()); }
void charactersInAGlobal(int n) { name = std::to_string(n).c_str(); }
void listInAGlobal(int n) { numbers = {n, 2, 3}; }
std::initializer_list<int> listReturned(int n) { return {n, 2, 3}; }
void extendedAndKept() {
  const int &r = static_cast<int>(make().size());
  number = &r;
}
const std::string &defaultOfACall(const std::string &s) { return orThis(s, "none"); }
struct Refers {
  const std::string &s;
};
Refers inAReferenceMember() { return Refers{make()}; }
struct Viewer {
  std::string_view v;
  explicit Viewer(std::string_view v) : v(v) {}
};
Viewer viewerOfATemporary() { return Viewer(make()); }

const char *staticBuffer() {
  static const std::string s = make();
  return s.c_str();
}
std::string_view ofALiteral() { return "text"; }
std::string copied() {
  std::string s = make();
  return s.c_str();
}
std::string_view viewOfAReference(const std::string &s) { return s; }
std::string_view sameView(std::string_view s) { return s.substr(1); }
int *fromASharedParameter(std::shared_ptr<int> p) { return p.get(); }
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
int *bufferOfAMovedVector(std::vector<int> &out) {
  std::vector<int> v(8);
  int *data = v.data();
  out = std::move(v);
  return data;
}
int lifetimeExtended() {
  const std::string &s = make();
  std::string_view v = s;
  return v[0] + static_cast<int>(v.size());
}
int lifetimeExtendedMember() {
  const std::string &s = std::pair<std::string, int>(make(), 1).first;
  return s[0];
}
int withinTheExpression() { return std::string_view(make())[1]; }
int viewReset() {
  std::string s = make();
  text = s;
  int n = text[0];
  text = "none";
  return n;
}
const std::string &bothOfTheCaller(const std::string &a, const std::string &b) {
  return orThis(a, b);
}
Viewer viewerOfALiteral() { return Viewer("text"); }
void literalIntoAVector(std::vector<std::string_view> &out) { out.push_back("text"); }

static const char *out;
static std::vector<std::string_view> views;
static std::vector<std::unique_ptr<int>> owners;
static std::vector<int> taken;
static const std::string Long = make(), Empty;
static const auto Shared = std::make_shared<int>(3);
static const Case Cases[] = {
    DANGLES(gotten, *gotten()),
    DANGLES(dereferenced, dereferenced().x),
    DANGLES(byValueOwner,
            [] {
              int *p = byValueOwner(std::make_unique<int>(1));
              return *p;
            }()),
    DANGLES(sharedWithNobody, *sharedWithNobody()),
    DANGLES(arrayOwner, *arrayOwner()),
    DANGLES(shortCharacters, *shortCharacters(7)),
    DANGLES(longCharacters, *longCharacters()),
    DANGLES(charactersOfAParameter,
            [] {
              const char *s = charactersOfAParameter(Long);
              return *s;
            }()),
    DANGLES(viewOfALocal, viewOfALocal()[0]),
    DANGLES(part,
            [] {
              std::string_view s = part(Long);
              return s[0];
            }()),
    DANGLES(elements, *elements()),
    DANGLES(anElement, anElement(3)),
    DANGLES(iterator, *iterator()),
    DANGLES(iteratorOfAMap,
            [] {
              auto it = iteratorOfAMap({{1, 2}});
              return it->second;
            }()),
    DANGLES(valueOfAMap,
            [] {
              const int &value = valueOfAMap({{1, 2}});
              return value;
            }()),
    DANGLES(inAnOptional,
            [] {
              std::string &s = inAnOptional(Long);
              return s[0];
            }()),
    DANGLES(span, span()[0]),
    DANGLES(toAGlobal, (toAGlobal(7), *name)),
    DANGLES(viewToAGlobal,
            [] {
              viewToAGlobal(Long); // the parameter lives until the expression ends
              return text[0];
            }()),
    DANGLES(toAnOutParameter, (toAnOutParameter(&out, 7), *out)),
    DANGLES(viewIntoAVector, (viewIntoAVector(views, 7), views[0][0])),
    DANGLES(movedWithoutAMove, *movedWithoutAMove()),
    DANGLES(ignoredByItsTaker, *ignoredByItsTaker()),
    FINE(takenByItsTaker, *takenByItsTaker()),
    DANGLES(constIsCopied, *constIsCopied(taken)),
    DANGLES(anOwnerInAContainer, *anOwnerInAContainer()),
    DANGLES(nodeOfASet, *nodeOfASet()),
    DANGLES(viewOfATemporary, viewOfATemporary()[0]),
    DANGLES(referenceToATemporary, referenceToATemporary().size()),
    DANGLES(sumOf, sumOf(1, 2)),
    DANGLES(ownerOfATemporary, *ownerOfATemporary()),
    DANGLES(viewInAGlobal, (viewInAGlobal(), text[0])),
    DANGLES(viewInAGlobalByAFunction, (viewInAGlobalByAFunction(), text[0])),
    DANGLES(viewKeptByAFunction, (viewKeptByAFunction(), text[0])),
    DANGLES(charactersInAGlobal, (charactersInAGlobal(7), *name)),
    DANGLES(listInAGlobal, (listInAGlobal(1), *numbers.begin())),
    DANGLES(listReturned, *listReturned(1).begin()),
    DANGLES(extendedAndKept, (extendedAndKept(), *number)),
    DANGLES(defaultOfACall, defaultOfACall(Empty).size()),
    FINE(defaultOfACall, defaultOfACall(Long).size()),
    DANGLES(inAReferenceMember, inAReferenceMember().s.size()),
    DANGLES(viewerOfATemporary, viewerOfATemporary().v[0]),
    FINE(staticBuffer, *staticBuffer()),
    FINE(ofALiteral, ofALiteral()[0]),
    FINE(copied, copied()[0]),
    FINE(viewOfAReference, viewOfAReference(Long)[0]),
    FINE(sameView, sameView(Long)[0]),
    FINE(fromASharedParameter, *fromASharedParameter(Shared)),
    FINE(ownerMovedOutFirst, *ownerMovedOutFirst()),
    FINE(ownerMovedIntoAParameter, *ownerMovedIntoAParameter(owners)),
    FINE(ownerReturnedBesides,
         [] {
           auto [kept, raw] = ownerReturnedBesides();
           return *raw;
         }()),
    FINE(bufferOfAMovedVector, *bufferOfAMovedVector(taken)),
    FINE(lifetimeExtended, lifetimeExtended()),
    FINE(lifetimeExtendedMember, lifetimeExtendedMember()),
    FINE(withinTheExpression, withinTheExpression()),
    FINE(viewReset, viewReset() + text[0]),
    FINE(bothOfTheCaller, bothOfTheCaller(Empty, Long).size()),
    FINE(viewerOfALiteral, viewerOfALiteral().v[0]),
    FINE(literalIntoAVector, (literalIntoAVector(views), views[0][0] + globalInt)),
};
int main(int count, char **values) { return choose(Cases, count, values); }
