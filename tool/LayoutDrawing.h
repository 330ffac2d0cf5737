// Records drawn for people, as `memlint layout` shows them: one record row by row with its holes
// and cache lines, or all records of a program in one list.
#ifndef MEMLINT_TOOL_LAYOUTDRAWING_H
#define MEMLINT_TOOL_LAYOUTDRAWING_H

#include "analysis/model/RecordFacts.h"

#include <string>
#include <vector>

namespace memlint {

/// What is shown of a record, and where it stands, as the user is to read it.
struct ShownRecord {
  const RecordFact *Fact = nullptr;
  std::string Place;       // file:line:column
  std::string OtherLayout; // why there is more than one of the name; empty for the first
};

/// Lines of at most 100 columns, unless a name or a place alone is longer; long types are cut.
std::string drawLayout(const ShownRecord &R);

/// One line for each record, in the order given, below a line of headings.
std::string drawList(const std::vector<ShownRecord> &Records);

} // namespace memlint

#endif // MEMLINT_TOOL_LAYOUTDRAWING_H
