// Lists of globs as users write them in options: commas or lines between them, and `*` for any run
// of characters. Read by the checks' settings and by checks with such an option.
#ifndef MEMLINT_CHECKS_GLOBLIST_H
#define MEMLINT_CHECKS_GLOBLIST_H

#include <string_view>
#include <vector>

namespace memlint {

/// The globs of a list, without the blanks around them; empty ones are left out.
std::vector<std::string_view> globsOf(std::string_view List);

/// Whether a glob of the list fits the whole of `Name`.
bool listFits(std::string_view List, std::string_view Name);

/// Whether a glob of the list fits `Path`, or all of it behind one of its slashes: `include/*` fits
/// `include/a.h` and `/home/me/project/include/a.h`. A `*` stands for slashes too.
bool listFitsPath(std::string_view List, std::string_view Path);

} // namespace memlint

#endif // MEMLINT_CHECKS_GLOBLIST_H
