// How checks that speak of a record's members word what they say: names in quotes, numbers with
// their unit, lists as a reader would say them.
#ifndef MEMLINT_CHECKS_WORDING_H
#define MEMLINT_CHECKS_WORDING_H

#include "analysis/model/Finding.h"
#include "analysis/model/LayoutTraits.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace memlint {

/// `'name'`.
std::string quoted(const std::string &Name);
/// A qualified name without its scopes.
std::string shortName(const std::string &Qualified);
/// `1 byte`, `2 bytes`.
std::string bytes(std::uint64_t Count);
/// `'a'`, `'a' and 'b'`, `'a', 'b' and 'c'`; beyond four, the first three and how many others.
std::string listed(const std::vector<std::string> &Names);
/// The members' names, listed.
std::string listed(std::span<const TraitFieldFact> Fields);

/// A finding about the record of a trait: its place, its subject and what each has in common.
Finding findingOf(const LayoutTraitFact &Trait);

} // namespace memlint

#endif // MEMLINT_CHECKS_WORDING_H
