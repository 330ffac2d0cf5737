// How the smart pointers or the vector that hold an object are used: whether a local variable or an
// array could stand in their place. For StackFit.
#ifndef MEMLINT_ANALYSIS_SOLVE_OWNERUSES_H
#define MEMLINT_ANALYSIS_SOLVE_OWNERUSES_H

#include "analysis/solve/StackFit.h"

#include <optional>
#include <vector>

namespace memlint {

class OwnerUses {
public:
  OwnerUses(const EscapeGraph &G, NodeId Object);

  /// None holds it: raw pointers do.
  bool empty() const { return Owners.empty() && !Elsewhere; }
  /// The variable that holds it first.
  std::optional<std::uint32_t> first() const;
  /// All are locals of the types that the object needs, and only asked for what they hold.
  bool fit(const StackFit &Fit) const;

private:
  struct Owner {
    NodeId Cell;
    std::uint32_t Variable;
    std::optional<std::uint32_t> Field; // of a closure, which has it as a capture of its own
  };
  enum class Use { None, Address, Value };

  void add(NodeId Cell);
  bool isView(std::uint32_t Variable) const;
  bool typeFits(const Owner &O, const StackFit &Fit) const;
  bool usesFit(const Owner &O, bool Vector) const;
  bool opFits(const Owner &O, const ir::Op &Op, bool Vector) const;
  bool copyFits(const ir::Op &Op) const;
  Use useOf(const Owner &O, const ir::Value &V) const;
  bool capturesFit(const Owner &O, bool Vector) const;
  bool bodyFits(const ir::Type &Closure, std::string_view Field, bool ByReference,
                bool Vector) const;

  const EscapeGraph &G;
  const PointsTo &P;
  const ir::Function &F;
  std::vector<Owner> Owners;
  bool Elsewhere = false; // something that is no local owns it, too
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_OWNERUSES_H
