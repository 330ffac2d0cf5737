// flags: -std=c++20
// What an owner owns: get, data, begin, c_str, elements, views; the owner ends here, the borrow
// does not. Traps 3, 4, 5, 32.
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
const char *name;
std::string_view text;

int *gotten() {
  auto p = std::make_unique<int>(1);
  return p.get(); // want "'p'.*outlives"
}

P &dereferenced() {
  auto p = std::make_unique<P>();
  return *p; // want "'p'.*outlives"
}

int *partOfIt() {
  auto p = std::make_unique<P>();
  return &p->x; // want "'p'.*outlives"
}

int *byValueOwner(std::unique_ptr<int> p) {
  return p.get(); // want "'p'.*outlives"
}

int *sharedWithNobody() {
  auto p = std::make_shared<int>(1);
  return p.get(); // want "'p'.*outlives"
}

int *arrayOwner() {
  auto p = std::make_unique<int[]>(8);
  return &p[1]; // want "'p'.*outlives"
}

const char *characters(int n) {
  std::string s = std::to_string(n);
  return s.c_str(); // want "'s'.*outlives"
}

const char *charactersOfAParameter(std::string s) {
  return s.data(); // want "'s'.*outlives"
}

std::string_view part(std::string s) {
  return std::string_view(s).substr(1); // want "'s'.*outlives"
}

int *elements() {
  std::vector<int> v(8);
  return v.data(); // want "'v'.*outlives"
}

int &anElement(std::size_t i) {
  std::vector<int> v(8);
  return v[i]; // want "'v'.*outlives"
}

int &lastElement(std::vector<int> v) {
  return v.back(); // want "'v'.*outlives"
}

std::vector<int>::iterator iterator() {
  std::vector<int> v(8);
  return v.begin(); // want "'v'.*outlives"
}

std::map<int, int>::iterator iteratorOfAMap(std::map<int, int> m) {
  return m.find(1); // want "'m'.*outlives"
}

const int &valueOfAMap(std::map<int, int> m) {
  return m.at(1); // want "'m'.*outlives"
}

std::string &inAnOptional(std::optional<std::string> o) {
  return *o; // want "'o'.*outlives"
}

std::span<const int> span() {
  std::vector<int> v(8);
  return v; // want "'v'.*outlives"
}

const char *elementsBuffer() {
  std::vector<std::string> v{"one", "two"};
  return v[0].c_str(); // want "'v'.*outlives"
}

void toAGlobal(int n) {
  std::string s = std::to_string(n);
  name = s.c_str(); // want "'s'.*outlives.*'name'"
}

void viewToAGlobal(std::string s) {
  text = s; // want "'s'.*outlives.*'text'"
}

void toAnOutParameter(const char **out, int n) {
  std::string s = std::to_string(n);
  *out = s.c_str(); // want "'s'.*outlives"
}

void viewIntoAVector(std::vector<std::string_view> &out, int n) {
  std::string s = std::to_string(n);
  out.push_back(s); // want "'s'.*outlives"
}

// The owner is only asked to move, and does not.
std::unique_ptr<int> owner;
int *movedWithoutAMove() {
  auto p = std::make_unique<int>(1);
  (void)std::move(p); return p.get(); // want "'p'.*outlives"
}

static int ignores(std::unique_ptr<int> &&) { return 0; }
static int takes(std::unique_ptr<int> &&p) {
  owner = std::move(p);
  return 0;
}
int *ignoredByItsTaker() {
  auto p = std::make_unique<int>(1);
  ignores(std::move(p));
  return p.get(); // want "'p'.*outlives"
}
int *takenByItsTaker() {
  auto p = std::make_unique<int>(1);
  int *raw = p.get();
  takes(std::move(p));
  return raw;
}

// A const vector is copied, not moved.
const int *constIsCopied(std::vector<int> &out) {
  const std::vector<int> v(8);
  out = std::move(v);
  return v.data(); // want "'v'.*outlives"
}

int *rawPointerIntoAContainerOfOwners() {
  std::vector<std::unique_ptr<int>> all;
  all.push_back(std::make_unique<int>(1));
  return all[0].get(); // want "'all'.*outlives"
}

const int *nodeOfASet() {
  std::set<int> s{1};
  return &*s.begin(); // want "'s'.*outlives"
}
