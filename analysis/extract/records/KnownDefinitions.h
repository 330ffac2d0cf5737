// What one worker remembers of the definitions in headers that its units met, so that the next unit
// that includes them need not find it out again. Passed along the path from the worker to extract;
// DefinitionMemory asks it on behalf of a unit.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_KNOWNDEFINITIONS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_KNOWNDEFINITIONS_H

#include "analysis/model/Facts.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace memlint {

/// Names a definition by a digest of all that the answers below depend on.
struct DefinitionKey {
  std::uint64_t High = 0, Low = 0;

  auto operator<=>(const DefinitionKey &) const = default;
};

/// The smaller order, or why there is none.
struct OrderAnswer {
  std::optional<SmallerOrder> Smaller;
  std::string NotReordered; // as RecordFact has it
};

/// How the text of a definition comes into that order, or what keeps it as it is. The places are
/// all in the definition's own file, whose number differs from unit to unit: `File` means nothing
/// here.
struct RewriteAnswer {
  struct Edit {
    unsigned Begin = 0, End = 0; // bytes of the file
    std::string New;
  };
  std::vector<Edit> Edits;
  std::vector<OrderBlockerFact> Blockers;
};

/// A definition has one answer of each kind, so what is remembered and what was forgotten never
/// shows. Forgets all when it would outgrow its bound. One thread's.
class KnownDefinitions {
public:
  /// Null for what is not known; valid until the next call of `keep`.
  const OrderAnswer *order(const DefinitionKey &Key) const { return find(Orders, Key); }
  const RewriteAnswer *rewrite(const DefinitionKey &Key) const { return find(Rewrites, Key); }
  void keep(const DefinitionKey &Key, OrderAnswer Answer);
  void keep(const DefinitionKey &Key, RewriteAnswer Answer);
  /// How many definitions are remembered by their order.
  std::size_t count() const { return Orders.size(); }

private:
  template <typename Answer>
  static const Answer *find(const std::map<DefinitionKey, Answer> &In, const DefinitionKey &Key) {
    auto Known = In.find(Key);
    return Known == In.end() ? nullptr : &Known->second;
  }
  void makeRoomFor(std::size_t More);

  std::map<DefinitionKey, OrderAnswer> Orders;
  std::map<DefinitionKey, RewriteAnswer> Rewrites;
  std::size_t Bytes = 0; // held by both, about
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_KNOWNDEFINITIONS_H
