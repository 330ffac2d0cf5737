#include "checks/ResourceFamilies.h"

#include <algorithm>
#include <initializer_list>
#include <map>

namespace memlint {
namespace {

/// What is done with a resource that is no longer needed, by its family. Others are released.
struct Ending {
  std::string_view Word;
  std::initializer_list<std::string_view> Families;
};

constexpr std::string_view OtherEnding = "released";
constexpr Ending Endings[] = {
    {"freed",
     {"",
      "any",
      "new",
      "new[]",
      "heap",
      "addrinfo",
      "ifaddrs",
      "if_nameindex",
      "regex",
      "glob",
      "wordexp",
      "locale",
      "g_malloc",
      "GStrv",
      "OPENSSL_malloc",
      "sqlite3_mem",
      "curl_mem",
      "curl_slist",
      "XMem",
      "cuda",
      "cudaHost"}},
    {"closed",
     {"FILE", "fd", "DIR", "DL", "popen", "mntent", "fts", "iconv", "catalog", "mq", "sem",
      "sqlite3", "sqlite3_blob", "gz", "GDir", "Display", "XIM"}},
    {"unlocked", {"lock"}},
    {"unmapped", {"mmap"}},
    {"detached", {"shm"}},
    {"joined or detached", {"thread"}},
    {"joined", {"GThread"}},
    {"deleted", {"timer"}},
    {"finalized", {"sqlite3_stmt"}},
    {"ended", {"inflate", "inflateBack", "deflate"}},
};

} // namespace

std::string endingOf(std::string_view Family) {
  for (const Ending &E : Endings)
    if (std::find(E.Families.begin(), E.Families.end(), Family) != E.Families.end())
      return std::string(E.Word);
  return std::string(OtherEnding);
}

std::string releaserOf(const std::string &Family) {
  static const std::map<std::string, std::string> Known = {
      {"new", "delete"},     {"new[]", "delete[]"}, {"heap", "free()"},   {"FILE", "fclose()"},
      {"popen", "pclose()"}, {"DIR", "closedir()"}, {"mmap", "munmap()"}, {"fd", "close()"}};
  const auto At = Known.find(Family);
  return At == Known.end() ? "" : At->second;
}

} // namespace memlint
