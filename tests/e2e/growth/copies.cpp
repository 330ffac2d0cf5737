// checks: reserve-rebuilt, copy-large-trivial, copy-string-temporary
#include "calls.h"

#include <map>
#include <regex>
#include <string>
#include <vector>

struct Page {
  int Bytes[64];
};

std::string constantPattern(const std::string &text) {
  std::regex r("a+b");
  return std::regex_search(text, r) ? "found" : "";
}

std::string constPattern(const std::vector<std::string> &lines) {
  std::string found;
  for (const auto &line : lines) {
    const std::regex r("([0-9]+)-([a-z]*)", std::regex::icase);
    std::smatch match;
    if (std::regex_match(line, match, r))
      found += match[1].str();
  }
  return found;
}

std::string replaced(std::string text) {
  std::regex blanks(R"(\s+)");
  text = std::regex_replace(text, blanks, "_");
  return text;
}

std::vector<int> pages(const std::vector<Page> &all) {
  int sum = 0;
  for (Page p : all)
    sum += p.Bytes[0];
  return {sum};
}

std::vector<int> autoPages(const std::vector<Page> &all) {
  int sum = 0;
  for (auto p : all)
    sum += p.Bytes[1];
  return {sum};
}

std::vector<int> pagesOfAMap(const std::map<int, Page> &all) {
  int sum = 0;
  for (auto entry : all)
    sum += entry.first + entry.second.Bytes[3];
  return {sum};
}

std::string quietVariablePattern(const std::string &pattern, const std::string &text) {
  std::regex r(pattern);
  return std::regex_search(text, r) ? "found" : "";
}

std::vector<int> quietChangedPages(const std::vector<Page> &all) {
  int sum = 0;
  for (Page p : all) {
    p.Bytes[0] += 1;
    sum += p.Bytes[0];
  }
  return {sum};
}

int main() {
  for (const char *text : {"", "ab", "aab ab", "12-ab", "1-B", "x  y\t z"}) {
    call("constantPattern", constantPattern, std::string(text));
    call("constPattern", constPattern, std::vector<std::string>{text, "345-", text});
    call("replaced", replaced, std::string(text));
    call("quietVariablePattern", quietVariablePattern, std::string("b"), std::string(text));
  }
  for (std::size_t n : {0u, 1u, 20u}) {
    const std::vector<Page> all(n, Page{{1, 2, 3, 4}});
    call("pages", pages, all);
    call("autoPages", autoPages, all);
    call("quietChangedPages", quietChangedPages, all);
    std::map<int, Page> map;
    for (const Page &page : all)
      map.emplace(static_cast<int>(map.size()), page);
    call("pagesOfAMap", pagesOfAMap, map);
  }
}
