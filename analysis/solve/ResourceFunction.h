// What all ways of resources through one function have in common: who sees what its places hold,
// which of its values are asked for again, and which of its calls give the same.
#ifndef MEMLINT_ANALYSIS_SOLVE_RESOURCEFUNCTION_H
#define MEMLINT_ANALYSIS_SOLVE_RESOURCEFUNCTION_H

#include "analysis/ir/Loops.h"
#include "analysis/solve/FlowWalk.h"
#include "analysis/solve/GivenNumbers.h"
#include "analysis/solve/LocalAliases.h"
#include "analysis/solve/MemoryUses.h"
#include "analysis/solve/Questions.h"
#include "analysis/solve/ValueFacts.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace memlint {

/// Who can see what a place holds.
enum class Storage : std::uint8_t {
  Local,    // the function alone
  Visible,  // its caller, by an argument or the result
  Elsewhere // others, or it is not followed
};

/// What all operations of one function have in common for its resources. Its places have one name
/// each there (see LocalAliases), and it names what it can call through pointers (see DirectCalls).
class ResourceFunction {
  LocalAliases Aliases;            // that the function had
  std::optional<ir::Function> Own; // F, where that had to be written anew

public:
  ResourceFunction(const ResourceFunction &) = delete;
  ResourceFunction(const ir::Function &Of, const Callees &Known, const MemoryUses &Uses,
                   const GivenNumbers &Given);

  Storage storage(const ir::Path &P) const;
  /// Whether a parameter holds what it was given until the end.
  bool isConstant(const ir::Path &Parameter) const;
  /// Whether its variable is followed by others, or ends what it holds by itself.
  bool isExposed(const ir::Path &P) const { return Exposed[P.Index]; }
  /// A place was written, or a call may have written some.
  void forget(ValueFacts &Facts, const ir::Path &Written) const;
  void forgetAfter(ValueFacts &Facts, const ir::Op &Call) const;
  /// Whether the callee, or what it calls, may write what the path holds: of bodies that are seen.
  bool mayWrite(const ir::Op &Call, const ir::Path &P) const;
  /// What stands for all calls that give the same, as long as nothing is written that they read.
  std::optional<Term> repeated(const ir::Op &Call) const;
  /// Whether a condition compares something with the address of an object.
  bool comparesAddresses() const { return ComparesAddresses; }
  /// Whether a condition asks for what a parameter holds from the beginning to the end.
  bool comparesGiven();
  /// Whether it is a constructor that no other one has done the work for, or built a base.
  bool buildsObject() const;
  /// The last call of the block, where it gives what the value is at the end, is not given what was
  /// decided before, and the function does not call the same elsewhere.
  std::optional<OpPlace> askedAtOnce(Term T, std::uint32_t Block) const;
  /// Whether nobody asks for what the call answers, and nothing else is done on its way before this
  /// meets others or leaves the function: so are calls written that do not come back.
  bool isLastOnItsWay(OpPlace Call) const;
  /// What is known where the function begins.
  const ValueFacts &start() const { return Start; }
  /// The same for each call of the function that gives other numbers than others, where that says
  /// more.
  std::vector<ValueFacts> starts();
  /// Whether nothing from the block on asks for it, but the caller.
  bool isDead(Term T, std::uint32_t Block) const;
  bool beginsLoop(std::uint32_t Block) const;
  /// Whether it is any element of an array: in a loop, what was known is of another one.
  bool isAnyElement(Term T) const;

  /// Whether the variable is another name of what does not move.
  bool isAlias(std::uint32_t Variable) const { return Aliases.contains(Variable); }

  const ir::Function &F;
  FlowWalk Walk;
  const ir::Loops Loops;
  Terms In;
  const Questions Asked;

private:
  struct Repeated {
    Term Value;
    std::vector<ir::Value> Arguments;
    const MemoryUse *Uses = nullptr;
  };
  bool isUsed(std::uint32_t To) const;
  void readExposed(const Callees &Known);
  std::optional<std::size_t> mentionOf(const ir::Value &V) const;
  void readMentioned();
  void readRepeated();
  ValueFacts factsOf(const std::vector<Range> &Given);

  const MemoryUses &Uses;
  const GivenNumbers &Numbers;
  std::vector<bool> Exposed;                    // variables
  std::map<std::uint64_t, std::size_t> Opaques; // opaque values, and their bits below
  /// By block: bits of the variables and the opaque values that are mentioned in it or behind it.
  std::vector<std::vector<std::uint64_t>> Mentioned;
  std::vector<bool> Assigned; // parameters that change
  bool ComparesAddresses;
  ValueFacts Start;
  std::map<std::pair<std::uint32_t, std::vector<ir::Value>>, Repeated> RepeatedCalls; // by callee
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_RESOURCEFUNCTION_H
