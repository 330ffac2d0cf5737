// The list of all checks, in the order of Checks.def.
#ifndef MEMLINT_CHECKS_ALLCHECKS_H
#define MEMLINT_CHECKS_ALLCHECKS_H

#include "checks/Check.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace memlint {

std::span<const Check *const> allChecks();

/// The position in allChecks() of the check of this name, with or without the `memlint-` prefix.
std::optional<std::size_t> findCheck(std::string_view Name);

/// `memlint-layout-padding`.
std::string fullId(const Check &C);

/// Whether `Text` fits a glob in which `*` stands for any run of characters, as in clang-tidy.
bool matchesGlob(std::string_view Glob, std::string_view Text);

/// The one of `Known` that is nearest to a misspelt `Word`; empty when none is near enough to be
/// meant (edit distance of at most a third of the longer word).
std::string_view nearest(std::string_view Word, std::span<const std::string_view> Known);

} // namespace memlint

#endif // MEMLINT_CHECKS_ALLCHECKS_H
