// The summaries of all functions of a program: callees before callers, functions that call each
// other together until they agree. Pure: the order of the functions does not show.
#ifndef MEMLINT_ANALYSIS_SOLVE_SUMMARIES_H
#define MEMLINT_ANALYSIS_SOLVE_SUMMARIES_H

#include "analysis/solve/AttributeModels.h"
#include "analysis/solve/EscapeGraph.h"
#include "analysis/solve/GlobalFunctions.h"
#include "analysis/solve/Models.h"

#include <optional>
#include <span>
#include <unordered_map>

namespace memlint {

/// The model of a function that is called with so many arguments, the object aside; or null. A body
/// of the program beats what is not the user's: it may have a name that a library uses, too.
using ModelLookup = std::function<const Summary *(const ir::Symbol &, CallArguments, ModelsOf)>;

struct SummaryOptions {
  bool WholeProgram = false; // no overrider and no caller is unseen
};

/// What `--stats` tells.
struct SummaryCounts {
  std::size_t Functions = 0, Recursive = 0;
  std::size_t TooBig = 0;    // summaries or graphs beyond their caps
  std::size_t Unsettled = 0; // recursive ones that did not settle
};

class Summaries : public Callees {
public:
  /// Is called once for each function that makes objects (EscapeGraph says so), with its final
  /// graph.
  using OnSolved = std::function<void(std::size_t Function, const EscapeGraph &)>;

  /// `Functions` must outlive this.
  Summaries(std::span<const ir::Function> Functions, ModelLookup Models,
            SummaryOptions Options = {}, const OnSolved &Then = {});

  /// Of a body that was seen; null: of none.
  const Summary *find(std::string_view Usr) const;
  const SummaryCounts &counts() const { return Counts; }

  std::vector<const Summary *> of(const ir::Function &F, const ir::Op &Call) const override;
  const Summary *of(const ir::Symbol &Function, std::size_t Arguments) const override;
  /// What a model says of it, and no body or attribute; null: none does.
  const Summary *model(const ir::Symbol &Function, CallArguments Arguments) const;
  std::vector<const ir::Symbol *> heldBy(const Slot &Global) const override {
    return Hooks.of(Global);
  }
  const ir::Symbol *methodOf(const ir::Type &Class, const ir::Symbol &Method) const override;
  std::vector<const Summary *> constructors(const ir::Type &Class) const override;
  std::pair<const ir::Function *, const Summary *> body(std::string_view Usr) const override;

private:
  const Summary *find(const ir::Symbol &Function, CallArguments Arguments) const;
  struct Body {
    std::string Usr;
    std::vector<std::size_t> Functions; // that have this USR, of several units
    std::vector<std::size_t> Calls;     // bodies
    Summary Result;
    bool Solved = false;
  };

  void addBodies();
  void addCalls(Body &B);
  void solveGroup(const std::vector<std::size_t> &Group, const OnSolved &Then);
  void settle(const std::vector<std::size_t> &Group, const OnSolved &Then);
  Summary solveBody(const Body &B, const OnSolved &Then, std::size_t Level = 0) const;
  std::vector<std::size_t> constructorsOf(std::string_view Class) const;
  std::vector<const Summary *> overriders(const ir::Symbol &S) const;

  std::span<const ir::Function> Functions;
  ModelLookup Models;
  SummaryOptions Options;
  std::vector<Body> Bodies; // sorted by USR
  using BodiesByName = std::map<std::string, std::vector<std::size_t>, std::less<>>;
  BodiesByName Overriders, Constructors; // of a USR, of a class
  std::unordered_map<std::string_view, std::size_t> ByUsr;
  SummaryCounts Counts;
  GlobalFunctions Hooks;
  mutable AttributeModels Promised;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_SUMMARIES_H
