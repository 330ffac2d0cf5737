#include "analysis/extract/codegen/AllocationFates.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/DebugInfoMetadata.h"

#include <algorithm>
#include <limits>

namespace memlint {
namespace {

/// The outermost location of a chain that passes merged or lost; null where none did.
const llvm::DILocation *outermostBlurred(const llvm::DILocation *At) {
  const llvm::DILocation *Result = nullptr;
  for (; At; At = At->getInlinedAt())
    if (At->getLine() == 0)
      Result = At;
  return Result;
}

} // namespace

AllocationFates::AllocationFates(const std::vector<DebugPlace> &Asked, NameFile PathOf)
    : PathOf(std::move(PathOf)) {
  Sites.reserve(Asked.size());
  for (const DebugPlace &P : Asked) {
    Sites.push_back({P, false, {}});
    Lines.insert(P.Line);
  }
}

bool AllocationFates::isAt(const llvm::DILocation &L, const Site &S) {
  if (L.getLine() != S.Where.Line || !L.getFile())
    return false;
  auto [Path, New] = Paths.try_emplace(L.getFile());
  if (New)
    Path->second = PathOf(*L.getFile());
  return Path->second == S.Where.File;
}

/// Whether a location, or a place that it was inlined at, is the spot. Calls of one line that were
/// merged have no column.
bool AllocationFates::passes(const llvm::DILocation *At, const Site &S, const Spot &Where) {
  for (; At; At = At->getInlinedAt())
    if ((At->getColumn() == Where.Column || At->getColumn() == 0) && isAt(*At, S))
      return true;
  return false;
}

void AllocationFates::addSpots(llvm::StringRef Function, const ModuleCall &C) {
  if (!C.At || !Lines.contains(C.At->getLine()))
    return;
  for (Site &S : Sites) {
    if (!isAt(*C.At, S))
      continue;
    S.Compiled = true;
    auto Way = wayToAllocation(Before, C, Names);
    if (!Way)
      continue;
    auto Spot = llvm::find_if(S.Spots,
                              [&](const auto &Other) { return Other.Column == C.At->getColumn(); });
    if (Spot == S.Spots.end()) {
      S.Spots.emplace_back();
      Spot = std::prev(S.Spots.end());
      Spot->Column = C.At->getColumn();
    }
    Spot->Functions.insert(Function);
    Spot->Ways.push_back(std::move(*Way));
  }
}

void AllocationFates::readBefore(const llvm::Module &M) {
  Before = callsOf(M, Names);
  for (const auto &[Function, Body] : Before)
    for (const ModuleCall &C : Body.Calls)
      addSpots(Function, C);
  for (Site &S : Sites) {
    auto Length = [](const Spot &At) {
      return std::ranges::min(At.Ways, {}, &AllocationWay::Length).Length;
    };
    auto InColumn = [&](const Spot &At) { return At.Column == S.Where.Column; };
    const bool Exact = llvm::any_of(S.Spots, InColumn);
    unsigned Shortest = std::numeric_limits<unsigned>::max();
    for (const Spot &At : S.Spots)
      Shortest = std::min(Shortest, Length(At));
    std::erase_if(S.Spots,
                  [&](const Spot &At) { return Exact ? !InColumn(At) : Length(At) != Shortest; });
  }
}

/// Whether a call is the allocation at the way's end.
bool AllocationFates::endsHere(const AllocationWay &W, const ModuleCall &C) {
  if (!C.Allocates || !C.At)
    return false;
  const llvm::StringRef Function = Names.of(*C.At->getScope()->getSubprogram());
  return llvm::any_of(W.Ends, [&](const AllocationPlace &End) {
    return End.Line == C.At->getLine() &&
           (End.Column == C.At->getColumn() || C.At->getColumn() == 0) &&
           (End.Function == Function || W.Length == 0); // coroutines give their parts new names
  });
}

/// Whether a function on the way, that was not inlined, leads on to its end. One without a body any
/// more is the library's own, and the library's does what the one that was seen did.
bool AllocationFates::stillLeads(const ModuleCalls &After, const AllocationWay &W,
                                 llvm::StringRef Callee) {
  llvm::DenseSet<llvm::StringRef> Seen;
  llvm::SmallVector<llvm::StringRef> Open{Callee};
  while (!Open.empty()) {
    const llvm::StringRef F = Open.pop_back_val();
    if (!W.Through.contains(F) || !Seen.insert(F).second)
      continue;
    const auto *Body = After.find(F);
    if (Body == After.end())
      return true;
    for (const ModuleCall &C : Body->second.Calls) {
      if (endsHere(W, C))
        return true;
      Open.push_back(C.Callee);
    }
  }
  return false;
}

/// An allocation of which it is not known where it comes from may be any that its function had.
void AllocationFates::blur(llvm::StringRef Function, const llvm::DILocation *At) {
  const llvm::DILocation *Outermost = outermostBlurred(At);
  if (At && !Outermost)
    return;
  const auto Reached =
      reachedFrom(Before, Outermost ? Names.of(*Outermost->getScope()->getSubprogram()) : Function);
  for (Site &S : Sites)
    for (Spot &Where : S.Spots)
      Where.Blurred |=
          passes(At, S, Where) ||
          llvm::any_of(Where.Functions, [&](llvm::StringRef F) { return Reached.contains(F); });
}

void AllocationFates::lookFor(const ModuleCalls &After, llvm::StringRef Function,
                              const ModuleCall &C) {
  if (C.Allocates)
    blur(Function, C.At);
  for (Site &S : Sites)
    for (Spot &Where : S.Spots)
      if (!Where.Survives && passes(C.At, S, Where))
        Where.Survives = llvm::any_of(Where.Ways, [&](const AllocationWay &W) {
          return C.Allocates ? endsHere(W, C) : stillLeads(After, W, C.Callee);
        });
}

std::vector<Fate> AllocationFates::readAfter(const llvm::Module &M) {
  const ModuleCalls After = callsOf(M, Names);
  for (const auto &[Function, Body] : After)
    for (const ModuleCall &C : Body.Calls)
      lookFor(After, Function, C);
  std::vector<Fate> Fates;
  Fates.reserve(Sites.size());
  for (const Site &S : Sites) {
    auto FateOf = [](const Spot &At) {
      return At.Survives ? Fate::Survives : At.Blurred ? Fate::Unclear : Fate::Removed;
    };
    Fate Common = S.Compiled ? Fate::Unclear : Fate::Absent;
    if (!S.Spots.empty() && llvm::all_equal(llvm::map_range(S.Spots, FateOf)))
      Common = FateOf(S.Spots.front());
    Fates.push_back(Common);
  }
  return Fates;
}

} // namespace memlint
