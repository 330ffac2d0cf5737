// A check is a constant value: what it is called, what it says of itself, and one function over the
// linked program. Everything shown of a check anywhere is read from this value. Checks know no
// Clang, do no IO and keep no state.
#ifndef MEMLINT_CHECKS_CHECK_H
#define MEMLINT_CHECKS_CHECK_H

#include "analysis/model/Finding.h"

#include <span>
#include <string_view>

namespace memlint {

class CheckContext;

enum class OptionKind { Flag, Number, Text };

struct OptionSpec {
  std::string_view Name;
  OptionKind Kind;
  std::string_view Default;                  // as a user would write it: true, 8, glibc
  std::string_view Doc;                      // one sentence
  std::span<const std::string_view> Words{}; // Text: the values there are; empty: any
};

struct Check {
  std::string_view Name;  // `layout-padding`; the full id puts `memlint-` before it
  std::string_view Title; // one sentence, no full stop
  std::string_view Doc;   // Markdown with the headings that Docs.h requires
  Severity DefaultSeverity;
  bool EnabledByDefault;
  unsigned Cwe; // 0: none fits
  std::span<const OptionSpec> Options;
  void (*Run)(CheckContext &);
  bool ReadsBodies = false;      // asks for the solution: what functions do with memory
  bool TellsWhatIsKnown = false; // so far: of more units it says otherwise, not only more

  /// `layout` of `layout-padding`.
  constexpr std::string_view family() const { return Name.substr(0, Name.find('-')); }
};

/// Before a check's name wherever an id is shown.
inline constexpr std::string_view IdPrefix = "memlint-";

} // namespace memlint

#endif // MEMLINT_CHECKS_CHECK_H
