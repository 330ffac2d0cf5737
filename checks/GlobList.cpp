#include "checks/GlobList.h"

#include "checks/AllChecks.h"

#include <algorithm>

namespace memlint {

static std::string_view trimmed(std::string_view Text) {
  auto First = Text.find_first_not_of(" \t\r\n");
  if (First == std::string_view::npos)
    return {};
  return Text.substr(First, Text.find_last_not_of(" \t\r\n") - First + 1);
}

std::vector<std::string_view> globsOf(std::string_view List) {
  std::vector<std::string_view> Globs;
  while (!List.empty()) {
    auto End = List.find_first_of(",\n");
    std::string_view Glob = trimmed(List.substr(0, End));
    List = End == std::string_view::npos ? std::string_view() : List.substr(End + 1);
    if (!Glob.empty())
      Globs.push_back(Glob);
  }
  return Globs;
}

bool listFits(std::string_view List, std::string_view Name) {
  return std::ranges::any_of(globsOf(List),
                             [&](std::string_view Glob) { return matchesGlob(Glob, Name); });
}

bool listFitsPath(std::string_view List, std::string_view Path) {
  for (std::string_view Glob : globsOf(List))
    for (std::string_view Rest = Path;;) {
      if (matchesGlob(Glob, Rest))
        return true;
      auto Slash = Rest.find('/');
      if (Slash == std::string_view::npos)
        break;
      Rest.remove_prefix(Slash + 1);
    }
  return false;
}

} // namespace memlint
