// checks: reserve-append-range
#include "calls.h"

#include <algorithm>
#include <iterator>
#include <list>
#include <string>
#include <vector>

void aVector(std::vector<int> &out, const std::vector<int> &src) {
  for (int x : src)
    out.push_back(x);
}

void aList(std::vector<int> &out, const std::list<int> &src) {
  for (int x : src)
    out.push_back(x);
}

void byReference(std::vector<std::string> &out, const std::list<std::string> &src) {
  for (const auto &s : src)
    out.push_back(s);
}

void emplacedOnes(std::vector<std::string> &out, const std::list<std::string> &src) {
  for (const auto &s : src) {
    out.emplace_back(s);
  }
}

void anArray(std::vector<int> &out) {
  static const int Table[1000] = {};
  for (int n : Table)
    out.push_back(n);
}

void iterated(std::vector<int> &out, const std::vector<int> &src) {
  for (auto it = src.begin(); it != src.end(); ++it)
    out.push_back(*it);
}

void copiedList(std::vector<int> &out, const std::list<int> &src) {
  std::copy(src.begin(), src.end(), std::back_inserter(out));
}

void copiedPointers(std::vector<int> &out, const int *first, const int *last) {
  std::copy(first, last, std::back_inserter(out));
}

void text(std::string &out, const std::string &word) {
  for (char c : word)
    out += c;
}

void widened(std::vector<long> &out, const std::vector<int> &src) {
  for (int x : src)
    out.push_back(x);
}

struct added {
  void add(const std::vector<std::string> &lines);
  std::size_t size() const { return Lines.size(); }
  std::size_t digest() const { return ::digest(Lines); }
  std::vector<std::string> Lines;
};

void added::add(const std::vector<std::string> &lines) {
  for (const auto &line : lines)
    Lines.push_back(line);
}

void quietFilter(std::vector<int> &out, const std::vector<int> &src) {
  for (int x : src)
    if (x % 2)
      out.push_back(x);
}

void quietItself(std::vector<int> &out) {
  std::copy(out.begin(), out.begin(), std::back_inserter(out));
}

void quietChanged(std::vector<int> &out, const std::vector<int> &src) {
  for (int x : src)
    out.push_back(x + 1);
}

int main() {
  for (std::size_t n : {0u, 1u, 2u, 1000u}) {
    const std::vector<int> src(n, 3), none;
    const std::list<int> list(n, 4);
    const std::list<std::string> words(n, "a text of more than sixteen letters");
    for (const auto &out : {none, std::vector<int>(n), std::vector<int>(100)}) {
      call("aVector", into(out, aVector), src);
      call("aList", into(out, aList), list);
      call("anArray", into(out, anArray));
      call("iterated", into(out, iterated), src);
      call("copiedList", into(out, copiedList), list);
      call("copiedPointers", into(out, copiedPointers), src.data(), src.data() + n);
      call("quietFilter", into(out, quietFilter), src);
      call("quietChanged", into(out, quietChanged), src);
      call("quietItself", into(out, quietItself));
    }
    call("byReference", into(std::vector<std::string>(), byReference), words);
    call("emplacedOnes", into(std::vector<std::string>(5), emplacedOnes), words);
    call("widened", into(std::vector<long>(), widened), src);
    call("text", into(std::string(), text), std::string(n, 'x'));
    call("text", into(std::string("abc"), text), std::string(n, 'x'));
    const std::vector<std::string> lines(words.begin(), words.end());
    call("add", into(added(), [](added &Log, const auto &All) { Log.add(All); }), lines);
  }
}
