// How many objects of a record there are, as far as the program says it: facts of the source, or
// the user's own figures. Decides how loud layout-padding is, and ranks records for --stats.
#ifndef MEMLINT_CHECKS_LAYOUTWEIGHT_H
#define MEMLINT_CHECKS_LAYOUTWEIGHT_H

#include "analysis/link/Program.h"
#include "checks/Config.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace memlint {

/// The evidence for one record. Of objects that the heap gives as much as before, each by itself,
/// there may be many, and nothing would be saved; of elements that would stand across cache lines
/// more often, something would be lost as well: they are no evidence.
struct RecordWeight {
  std::vector<const RecordCountFact *> Evidence; // the weightiest first
  bool SameChunks = false;                       // there was evidence, and all was of one
  bool MoreStraddling = false;                   // of these kinds
  std::optional<std::uint64_t> Objects;          // at least: the known numbers, none counted twice
  bool Measured = false;                         // `Objects` is the user's figure
};

/// Answers for any record of a program; made once for a run. The program and the config outlive it.
class LayoutWeights {
public:
  LayoutWeights(const Program &P, const Config &C);

  /// Of a record with a smaller order.
  RecordWeight of(const RecordFact &R) const;

private:
  void findHolders(const Program &P);
  std::optional<std::uint64_t>
  objectsIn(const std::vector<const RecordCountFact *> &Evidence) const;

  const Config &C;
  std::map<std::string_view, std::vector<const RecordCountFact *>> ByRecord; // the weightiest first
  std::map<Span, std::string_view> Holders; // of evidence at a field: the record with the field
};

/// Bytes that all objects save together, or nothing where their number is unknown.
std::optional<std::uint64_t> savedInAll(const RecordFact &R, const RecordWeight &W);

/// Whether the program makes enough objects for the record to matter: of a container or in a loop,
/// an unknown number at once, or a known number that saves `MinTotal` bytes; measured ones 4 KiB.
bool isMadeOften(const RecordFact &R, const RecordWeight &W, std::uint64_t MinTotal);

/// Whether there may well be many, by the record's own members.
bool isLinked(const RecordWeight &W);

/// Whether cache lines fall by `MinPercent` of them, for an object and what is allocated with it.
/// One line less is much for two lines, and nothing for a hundred.
bool losesCacheLines(const RecordFact &R, const RecordWeight &W, std::uint64_t MinPercent);

/// What a piece of evidence says: `256 of them in an array here`.
std::string evidenceText(const RecordCountFact &Fact);

/// The records of which a smaller order is known, where layout-padding is on and does not keep
/// them, by bytes saved times objects: a table with a heading, one line each, of the first `Most`.
/// Empty where there is none.
std::vector<std::string> weightRanking(const Program &P, const Config &C, std::size_t Most);

} // namespace memlint

#endif // MEMLINT_CHECKS_LAYOUTWEIGHT_H
