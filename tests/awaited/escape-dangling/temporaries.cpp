// flags: -std=c++20
// The object has no name and ends with its expression, or with the function though a reference
// made it live longer. Trap 33: reference members and initializer lists.
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

std::string make();
std::string_view text;
const char *name;
const int *number;
std::initializer_list<int> numbers;
static std::string_view whole(const std::string &s) { return s; }
static void keep(std::string_view s) { text = s; }
static const std::string &orThis(const std::string &a, const std::string &b) {
  return a.empty() ? b : a;
}

std::string_view viewOfATemporary() {
  return std::string("text"); // want "temporary.*outlives"
}

const char *charactersOfATemporary() {
  return make().c_str(); // want "temporary.*outlives"
}

const std::string &referenceToATemporary() {
  return "text"; // want "temporary.*outlives"
}

const std::string &valueOfACall() {
  return make(); // want "temporary.*outlives"
}

const int &sumOf(int a, int b) {
  return a + b; // want "temporary.*outlives"
}

int *ownerOfATemporary() {
  return std::make_unique<int>(1).get(); // want "temporary.*outlives"
}

void viewInAGlobal() {
  text = make(); // want "temporary.*outlives.*'text'"
}

void viewInAGlobalByAFunction() {
  text = whole(make()); // want "temporary.*outlives.*'text'"
}

void viewKeptByAFunction() {
  keep(make()); // want "temporary.*outlives.*'text'"
}

void charactersInAGlobal(int n) {
  name = std::to_string(n).c_str(); // want "temporary.*outlives.*'name'"
}

void listInAGlobal(int n) {
  numbers = {n, 2, 3}; // want "outlives.*'numbers'"
}

std::initializer_list<int> listReturned(int n) {
  return {n, 2, 3}; // want "outlives"
}

void extendedAndKept() {
  const int &r = static_cast<int>(text.size()); number = &r; // want "outlives.*'number'"
}

const std::string &defaultOfACall(const std::map<int, std::string> &m) {
  return orThis(m.at(1), "none"); // want "temporary.*outlives"
}

const std::string &bothOfTheCaller(const std::string &a, const std::string &b) {
  return orThis(a, b);
}

struct Refers {
  const std::string &s;
};
Refers inAReferenceMember() {
  return Refers{make()}; // want "temporary.*outlives"
}
Refers inAReferenceMemberOfTheCaller(const std::string &s) { return Refers{s}; }

struct Viewer {
  std::string_view v;
  explicit Viewer(std::string_view v) : v(v) {}
};
Viewer viewerOfATemporary() {
  return Viewer(make()); // want "temporary.*outlives"
}
Viewer viewerOfALiteral() { return Viewer("text"); }

void temporaryInAParameter(std::vector<std::string_view> &out) {
  out.push_back(make()); // want "temporary.*outlives"
}
void literalInAParameter(std::vector<std::string_view> &out) { out.push_back("text"); }
void copyInAParameter(std::vector<std::string> &out) { out.push_back(make()); }
