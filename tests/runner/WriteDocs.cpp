// Writes checks/README.md to the standard output: what every check says of itself. `./dev docs`
// keeps the file, a test compares it.
#include "checks/Docs.h"

#include <cstdio>
#include <string>

int main() {
  std::string Pages = memlint::allPages();
  bool Written = std::fwrite(Pages.data(), 1, Pages.size(), stdout) == Pages.size() &&
                 std::fflush(stdout) == 0;
  return Written ? 0 : 1;
}
