// Words for families of resources, as the models name them.
#ifndef MEMLINT_CHECKS_RESOURCEFAMILIES_H
#define MEMLINT_CHECKS_RESOURCEFAMILIES_H

#include <string>
#include <string_view>

namespace memlint {

/// What is done with one that is no longer needed: `freed`, `closed`, else `released`.
std::string endingOf(std::string_view Family);
/// What does it, as the source says it: `free()`, `delete[]`; empty: many may.
std::string releaserOf(const std::string &Family);

} // namespace memlint

#endif // MEMLINT_CHECKS_RESOURCEFAMILIES_H
