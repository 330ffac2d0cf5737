// What is switched on, how loud, and with which options, for each file of a program. A plain value:
// the command makes it from flags and `.memlint` files, the clang-tidy plugin from CheckOptions.
#ifndef MEMLINT_CHECKS_CONFIG_H
#define MEMLINT_CHECKS_CONFIG_H

#include "analysis/model/Finding.h"
#include "analysis/model/Span.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace memlint {

/// One check's settings; `Options` stand in the order of Check::Options, as text already validated.
struct CheckSettings {
  bool Enabled = false;
  std::optional<Severity> Level; // of every finding; by default the check weighs each
  std::vector<std::string> Options;

  bool operator==(const CheckSettings &) const = default;
};

/// Settings of every check, in the order of allChecks().
struct Settings {
  std::vector<CheckSettings> Checks;

  bool operator==(const Settings &) const = default;
};

/// The settings before any flag or file: what the checks say of themselves.
Settings defaultSettings();

/// Applies clang-tidy's notation, `-*,layout-*`: from left to right, each glob switches the checks
/// it fits on, or off with a leading `-`. Names match with and without `memlint-`. Returns the
/// globs that fit no check at all.
std::vector<std::string> applyCheckGlobs(Settings &S, std::string_view Globs);

/// Sets `layout-padding.min-saved-bytes` to a value. Returns an empty string, or one line that says
/// what is wrong and what was perhaps meant.
std::string applyOption(Settings &S, std::string_view Key, std::string_view Value);

/// The value of an option of the check at `Check` in allChecks(); empty where it has no such
/// option.
std::string_view optionText(const Settings &S, std::size_t Check, std::string_view Option);

/// Settings for each file of a program; files share groups.
struct Config {
  std::vector<Settings> Groups{defaultSettings()};
  std::vector<std::uint32_t> GroupOfFile; // by FileId; files beyond the end are in group 0
  /// Live objects by the qualified name of their record, as somebody measured them.
  std::map<std::string, std::uint64_t, std::less<>> LiveObjects;

  const Settings &of(FileId File) const {
    auto I = static_cast<std::size_t>(File);
    return Groups[I < GroupOfFile.size() ? GroupOfFile[I] : 0];
  }
};

} // namespace memlint

#endif // MEMLINT_CHECKS_CONFIG_H
