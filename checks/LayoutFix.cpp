#include "checks/LayoutFix.h"

#include "checks/LayoutRows.h"
#include "checks/LayoutWorth.h"

#include <algorithm>
#include <span>
#include <tuple>

namespace memlint {
namespace {

constexpr std::string_view VariantsKind = "variants", ConflictKind = "conflicting-edits";

template <class T>
std::span<const T *const> listOf(const std::map<std::string_view, std::vector<const T *>> &ByUsr,
                                 const RecordFact &R) {
  auto Known = ByUsr.find(R.Usr);
  if (Known == ByUsr.end())
    return {};
  return Known->second;
}

auto placeKey(const TextEdit &E) {
  return std::tuple(E.Where.File, E.Where.Line, E.Where.Column, E.Where.EndLine, E.Where.EndColumn);
}

bool isInsertion(const TextEdit &E) {
  return E.Where.Line == E.Where.EndLine && E.Where.Column == E.Where.EndColumn;
}

/// Whether two edits, of which `A` sorts before `B`, cannot both be made: they overlap, or it is
/// not said which of two insertions comes first.
bool collide(const TextEdit &A, const TextEdit &B) {
  if (A.Where.File != B.Where.File)
    return false;
  auto End = std::pair(A.Where.EndLine, A.Where.EndColumn);
  auto Begin = std::pair(B.Where.Line, B.Where.Column);
  return Begin < End || (Begin == End && isInsertion(A) && isInsertion(B));
}

/// The edits of all units, each once and sorted by place; or the first that contradicts another.
std::optional<TextEdit> joinEdits(std::span<const ReorderFact *const> Reorders,
                                  std::vector<TextEdit> &Edits) {
  for (const ReorderFact *R : Reorders)
    Edits.insert(Edits.end(), R->Edits.begin(), R->Edits.end());
  std::sort(Edits.begin(), Edits.end(), [](const TextEdit &A, const TextEdit &B) {
    return std::tuple(placeKey(A), std::tie(A.Old, A.New)) <
           std::tuple(placeKey(B), std::tie(B.Old, B.New));
  });
  Edits.erase(std::unique(Edits.begin(), Edits.end()), Edits.end());
  for (std::size_t I = 1; I < Edits.size(); ++I)
    if (collide(Edits[I - 1], Edits[I]))
      return Edits[I];
  return std::nullopt;
}

void sortOnce(std::vector<OrderBlockerFact> &Blockers) {
  auto Key = [](const OrderBlockerFact &B) { return std::tie(B.Where, B.Kind, B.Reason); };
  std::sort(Blockers.begin(), Blockers.end(),
            [&](const auto &A, const auto &B) { return Key(A) < Key(B); });
  Blockers.erase(std::unique(Blockers.begin(), Blockers.end()), Blockers.end());
}

OrderBlockerFact blocker(const RecordFact &R, std::string_view Kind, std::string Reason,
                         const Span &Where) {
  return {R.Usr, std::string(Kind), std::move(Reason), Where};
}

} // namespace

Reordering::Reordering(const Program &P) {
  for (const RecordFact &R : P.Records)
    Records[R.Usr].push_back(&R);
  for (const OrderBlockerFact &B : P.Blockers)
    Blockers[B.Record].push_back(&B);
  for (const ReorderFact &R : P.Reorders)
    Reorders[R.Record].push_back(&R);
}

void Reordering::addVariants(const RecordFact &R, std::vector<OrderBlockerFact> &All) const {
  for (const RecordFact *Other : listOf(Records, R)) {
    if (Other->Where != R.Where)
      All.push_back(blocker(R, VariantsKind, "it is defined here as well", Other->Where));
    else if (Other->Size != R.Size || Other->Smaller != R.Smaller)
      All.push_back(blocker(R, VariantsKind, otherLayout(*Other), Other->Where));
  }
}

ReorderAnswer Reordering::of(const RecordFact &R) const {
  ReorderAnswer Answer;
  for (const OrderBlockerFact *B : listOf(Blockers, R))
    Answer.Blockers.push_back(*B);
  addVariants(R, Answer.Blockers);
  auto Own = listOf(Reorders, R);
  if (Answer.Blockers.empty() && !Own.empty()) {
    Fix F{"reorder the fields of '" + R.Name + "'", {}, {{R.Usr, R.Smaller->Size}}};
    for (const ReorderFact *Reorder : Own)
      if (Reorder->Order != R.Smaller->Order)
        Answer.Blockers.push_back(
            blocker(R, ConflictKind, "a unit asks for another order", Reorder->Where));
    if (auto Conflict = joinEdits(Own, F.Edits))
      Answer.Blockers.push_back(
          blocker(R, ConflictKind, "units ask for different edits", Conflict->Where));
    if (Answer.Blockers.empty() && !F.Edits.empty())
      Answer.Rewrite = std::move(F);
  }
  sortOnce(Answer.Blockers);
  return Answer;
}

void addBlocker(ReorderAnswer &Answer, OrderBlockerFact Blocker) {
  Answer.Rewrite.reset();
  Answer.Blockers.push_back(std::move(Blocker));
  sortOnce(Answer.Blockers);
}

std::string otherLayout(const RecordFact &R) {
  std::string Text = "in a unit with other flags it is " + byteCount(R.Size);
  if (!R.Smaller)
    return Text + ", and no order is known to be smaller";
  Text += ", and " + std::to_string(R.Smaller->Size) + " in the order ";
  for (std::size_t I = 0; I < R.Smaller->Order.size(); ++I)
    Text += (I == 0 ? "" : ", ") + fieldName(R.Fields[R.Smaller->Order[I]]);
  return Text;
}

} // namespace memlint
