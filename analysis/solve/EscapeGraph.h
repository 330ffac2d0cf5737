// The constraints of one function: its operations, and at its calls what the summaries of the
// callees say. First what code does that is known, then, in a second phase, what unknown code may
// do. Escape reads the solved graph for verdicts, SummaryOf for the function's own summary.
#ifndef MEMLINT_ANALYSIS_SOLVE_ESCAPEGRAPH_H
#define MEMLINT_ANALYSIS_SOLVE_ESCAPEGRAPH_H

#include "analysis/solve/PointsTo.h"
#include "analysis/solve/Summary.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace memlint {

/// What is known of the functions that are called.
class Callees {
public:
  virtual ~Callees() = default;
  /// Of all functions that a call or a delete with a callee may run; none: nobody knows them.
  virtual std::vector<const Summary *> of(const ir::Function &F, const ir::Op &Call) const = 0;
  /// Of the function of a symbol, for calls through values; null: nobody knows it.
  virtual const Summary *of(const ir::Symbol &Function, std::size_t Arguments) const = 0;
  /// All functions that a cell of a global can hold; none: nobody knows them.
  virtual std::vector<const ir::Symbol *> heldBy(const Slot &) const { return {}; }
  /// What a virtual call runs of an object that is of the class and of none derived from it; null:
  /// the class has no method of its own for it, or nobody knows.
  virtual const ir::Symbol *methodOf(const ir::Type &, const ir::Symbol &) const { return nullptr; }
  /// Of the constructors of a class that were seen.
  virtual std::vector<const Summary *> constructors(const ir::Type &Class) const = 0;
  /// A body that was seen, with its summary, to tell what happens in it; or nulls.
  virtual std::pair<const ir::Function *, const Summary *> body(std::string_view Usr) const = 0;
};

/// Whether the bodies that the lowering says a library's function calls were all seen.
bool knowsCalls(const Callees &Known, const ir::Symbol &Function);

/// Where an operation stands in its function.
struct OpPlace {
  std::uint32_t Block = 0, Op = 0;

  auto operator<=>(const OpPlace &) const = default;
};

/// Why a fact holds: an operation and, at calls, the effect of the callee.
struct FlowReason {
  OpPlace Where;
  const Effect *Of = nullptr;
  const ir::Symbol *Callee = nullptr;
};

/// A cell, or the cells `Fields` below all that a pointer points to.
struct CellPlace {
  NodeId At = 0;
  bool Through = false;
  bool Below = false; // or anything reachable from there
  bool Weak = false;  // one of many elements
  std::vector<std::uint32_t> Fields = {};
};

/// An object that the function makes.
struct Allocation {
  NodeId Root = 0;
  ReasonId Why = 0;
  const ir::Site *Site = nullptr; // or an effect of the call
  CellPlace For = {None};         // where the effect puts it
};

struct CellWrite {
  OpPlace Where;
  CellPlace To;
  NodeId From = None; // the cell whose contents it takes; None: nothing that points
};

/// An operation that ends, renews, shares or invokes what a cell holds.
struct CellEvent {
  EffectKind Kind = EffectKind::Release;
  CellPlace Of;
  NodeId Holder = 0; // holds what Of holds
  ReasonId Why = 0;
  std::string Family = {};
  Lane Sure = Lane::Known;
};

class EscapeGraph {
public:
  /// Of a function that has too many cells to be followed it tells fewer apart, from the level of
  /// detail on; 0 is the finest. Both must outlive the graph.
  static EscapeGraph of(const ir::Function &F, const Callees &Known, std::size_t Level = 0);
  /// Of this level, though it may be unfinished: all that it says is so, but not all is said.
  static EscapeGraph atLevel(const ir::Function &F, const Callees &Known, std::size_t Level) {
    return {F, Known, Level};
  }
  /// How many there are; of each, the steps of a place that is told apart, and the effects that a
  /// summary of it may have.
  static std::size_t levels();
  static unsigned depth(std::size_t Level);
  static std::size_t maxEffects(std::size_t Level);
  std::size_t level() const { return Level; }
  bool isCoarsest() const;

  const ir::Function &function() const { return F; }
  const Callees &callees() const { return Known; }
  const PointsTo &points() const { return Points; }
  const FlowReason &reason(ReasonId R) const { return Reasons[R]; }
  const std::vector<Allocation> &allocations() const { return Allocations; }
  /// Whether there is something to say of objects: allocations, or locals whose addresses are held.
  bool makesObjects() const;
  const std::vector<CellEvent> &events() const { return Events; }
  const std::vector<NodeId> &variables() const { return Variables; }
  const std::string &fieldName(std::uint32_t Field) const { return FieldNames[Field]; }
  const std::string &globalUsr(std::uint32_t Global) const { return Globals[Global].Usr; }
  /// Null where only a summary names it.
  const ir::Symbol *globalSymbol(std::uint32_t Global) const { return Globals[Global].Of; }

  /// The slot by which callers know a cell outside of the function, for what it holds.
  /// Of many slots the nearest one.
  Slot slotOf(NodeId Outside) const;
  /// All that are not the nearest: those below a slot.
  std::vector<Slot> slotsBeyond(NodeId Outside) const;
  /// The type of what an owner holds that the operation makes, or is called on, or, where the owner
  /// is no variable, the class that the callee says it makes; null: not known.
  const ir::Type *madeType(const ir::Op &Op);
  /// Of variables, of parameters' variables too, from 1 for the first parameter.
  std::uint32_t argumentIndex(std::uint32_t Variable) const;
  bool isParameter(std::uint32_t Variable) const;
  /// The argument that stands for all beyond the named parameters; 0: the function takes no others.
  std::uint32_t variadicArgument() const;

  /// All writes that the operations and the callees do, in their order.
  const std::vector<CellWrite> &writes() const { return Writes; }
  std::span<const CellWrite> writesAt(OpPlace Where) const;
  /// Those that may write the cell itself, as indices into `writes()`.
  const std::vector<std::uint32_t> &writesTo(NodeId Cell) const;
  /// The cells that a place is; more than one where it leads through a pointer.
  std::vector<NodeId> cellsOf(const CellPlace &P) const;
  /// Of a path of an operation or a condition; none where the solver never followed it.
  std::vector<NodeId> cellsOfPath(const ir::Path &P) const;
  /// The facts whose addresses are in an object.
  const std::vector<FactId> &factsOn(std::uint32_t Object) const { return OnObject[Object]; }
  /// Where a local comes to life.
  std::optional<OpPlace> beginOf(std::uint32_t Variable) const { return Begins[Variable]; }

private:
  EscapeGraph(const ir::Function &F, const Callees &Known, std::size_t Level);

  struct CallSite {
    OpPlace Where;
    std::vector<NodeId> Arguments;
    NodeId To = 0;
    bool HasThis = false, Resolved = false, Unknown = false;
    const ir::Symbol *Callee = nullptr;
  };
  struct Invocation {
    NodeId What;
    ReasonId Why;
    std::vector<NodeId> Others; // the other arguments of the call
    bool Found = false;
  };
  struct InvokedBody {
    NodeId This;
    ReasonId Why;
    std::uint32_t Index; // into Invocations
  };
  struct GlobalName {
    std::string Usr;
    const ir::Symbol *Of;
    NodeId Root;
  };

  Slot slotOfBase(const PointsTo::Object &O, std::vector<SlotStep> Steps) const;
  bool takesNumbers(const ir::Path &P) const;
  void addVariables();
  void addOp(OpPlace Where);
  void addCall(OpPlace Where, const ir::Op &Op);
  void solve();
  void letUnknownWrite();
  void addIndices();
  void onAddress(PointsTo::Use Kind, std::uint32_t Other, NodeId Address);
  /// Now in the second phase, or when it comes.
  void assume(std::function<void()> Then);
  void leak(NodeId From, ReasonId Why);
  void learnNothing(NodeId To, ReasonId Why);

  std::uint32_t field(std::string_view Name);
  NodeId global(const std::string &Usr, const ir::Symbol *Of);
  NodeId temporary();
  NodeId allocate(ReasonId Why, const ir::Site *Site);
  ReasonId because(OpPlace Where, const Effect *Of = nullptr, const ir::Symbol *Callee = nullptr);

  NodeId baseOf(const ir::Path &P);
  CellPlace pathOf(const ir::Path &P);
  CellPlace stepped(CellPlace T, ir::StepKind Kind, std::uint32_t Field);
  NodeId held(const CellPlace &T, ReasonId Why);
  NodeId heldValue(const ir::Value &V, ReasonId Why);
  CellPlace placeOfValue(const ir::Value &V, ReasonId Why);
  NodeId addressOf(const CellPlace &T, ReasonId Why);
  void store(NodeId From, const CellPlace &To, ReasonId Why);
  void copyValue(const ir::Value &V, const CellPlace &To, ReasonId Why);
  void empty(const CellPlace &To, ReasonId Why);

  // EscapeCalls.cpp
  void callUnknown(std::uint32_t Call);
  void callHeld(std::uint32_t Call, NodeId Address);
  static std::optional<std::size_t> argumentOf(const CallSite &Call, const Slot &S);
  const ir::Value *writtenArgument(const CallSite &Call, const Slot &S) const;
  CallSite called(std::uint32_t Call, const Summary &Of);
  void callKnown(std::uint32_t Call, const Summary &Of, const ir::Symbol *Callee);
  void applyEffect(const CallSite &Call, const Effect &E, ReasonId Why);
  void objectEffect(const CallSite &Call, const Effect &E, ReasonId Why);
  const ir::Type *typeOfVariable(const ir::Value &V) const;
  bool keepsNothing(const CallSite &Call, const Effect &E) const;
  bool copiesDeeply(const CallSite &Call, const Slot &From) const;
  void construct(const CallSite &Call, const CellPlace &To, const ir::Type &Class, ReasonId Why);
  bool isCopied(const CallSite &Call, const Slot &From, const ir::Type &Class) const;
  bool onlyConstructors(const CallSite &Call, const Slot &From, const ir::Type &Class) const;
  NodeId eitherWay(NodeId Reference, ReasonId Why);
  void invoke(const CallSite &Call, const Effect &E, NodeId What, ReasonId Why);
  void callBody(const InvokedBody &B, bool AsMember, std::uint32_t Global);
  void addBodyCall(const InvokedBody &B, bool AsMember, std::uint32_t Global, const Summary &Of);
  ir::Symbol symbolOf(std::uint32_t Global) const;
  bool placeOf(const CallSite &Call, const Slot &S, ReasonId Why, CellPlace &Out);
  bool slotBase(const CallSite &Call, const Slot &S, NodeId &Out);
  NodeId allocateFor(const CallSite &Call, const Effect &E, const CellPlace &To, ReasonId Why);
  void copyEffect(const CallSite &Call, const Effect &E, ReasonId Why);

  const ir::Function &F;
  const Callees &Known;
  std::size_t Level;
  PointsTo Points;
  std::vector<FlowReason> Reasons;
  std::vector<Allocation> Allocations;
  std::vector<CellEvent> Events;
  std::map<std::string, ir::Type, std::less<>> MadeTypes; // of which only the name is known
  std::vector<CellWrite> Writes;
  std::unordered_map<NodeId, std::vector<std::uint32_t>> WritesTo;
  std::vector<std::vector<FactId>> OnObject;
  std::vector<std::optional<OpPlace>> Begins; // of each variable
  std::vector<NodeId> Variables;
  std::vector<std::string> FieldNames;
  std::map<std::string, std::uint32_t, std::less<>> FieldIndex;
  std::vector<GlobalName> Globals;
  std::map<std::string, std::uint32_t, std::less<>> GlobalIndex;
  std::map<std::pair<NodeId, std::vector<std::uint32_t>>, NodeId> Loaded;
  std::vector<CallSite> Calls;
  std::vector<Invocation> Invocations;
  std::vector<InvokedBody> BodyOf;
  std::map<std::pair<std::uint32_t, const Summary *>, bool> CalledOnce;
  std::map<std::tuple<OpPlace, std::uint32_t, bool>, std::uint32_t> BodyCalls; // of callBody
  std::set<std::pair<OpPlace, Slot>> Constructed;
  std::map<std::tuple<OpPlace, NodeId, Slot, std::string>, NodeId> MadeAt; // of allocateFor
  std::vector<std::function<void()>> Assumptions;
  NodeId Result = 0, Thread = 0, Thrown = 0;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_ESCAPEGRAPH_H
