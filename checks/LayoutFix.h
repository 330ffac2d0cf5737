// Whether a record's fields can be put into their smaller order by a rewrite, and the rewrite: what
// the units of the program say of it, joined. Nothing is half done: there is one fix with all edits
// of all units, or there are blockers.
#ifndef MEMLINT_CHECKS_LAYOUTFIX_H
#define MEMLINT_CHECKS_LAYOUTFIX_H

#include "analysis/link/Program.h"
#include "analysis/model/Finding.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace memlint {

/// At least one of the two is empty; both are where no unit knows how to rewrite the record.
struct ReorderAnswer {
  std::vector<OrderBlockerFact> Blockers; // sorted by place, kind and reason, each once
  std::optional<Fix> Rewrite;
};

/// Answers for any record of a program, which outlives it.
class Reordering {
public:
  explicit Reordering(const Program &P);

  /// Of the record `R`, which has a smaller order, as one unit lays it out.
  ReorderAnswer of(const RecordFact &R) const;

private:
  void addVariants(const RecordFact &R, std::vector<OrderBlockerFact> &Blockers) const;

  template <class T> using ByUsr = std::map<std::string_view, std::vector<const T *>>;
  ByUsr<RecordFact> Records;
  ByUsr<OrderBlockerFact> Blockers;
  ByUsr<ReorderFact> Reorders;
};

/// One more that stands against the rewrite, which is dropped.
void addBlocker(ReorderAnswer &Answer, OrderBlockerFact Blocker);

/// How a unit with other flags lays the record out.
std::string otherLayout(const RecordFact &R);

} // namespace memlint

#endif // MEMLINT_CHECKS_LAYOUTFIX_H
