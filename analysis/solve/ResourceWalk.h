// Follows one resource forward through one function, along all ways that its facts allow.
#ifndef MEMLINT_ANALYSIS_SOLVE_RESOURCEWALK_H
#define MEMLINT_ANALYSIS_SOLVE_RESOURCEWALK_H

#include "analysis/solve/CalleeOutcome.h"
#include "analysis/solve/ResourceFlow.h"
#include "analysis/solve/ResourceFunction.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace memlint {

/// What calls do, as far as it is known.
class ResourceCalls {
public:
  virtual ~ResourceCalls() = default;
  /// The cases of what a call does to what the slot holds, a pointer or a number; nothing: it may
  /// do anything.
  virtual std::optional<std::vector<Outcome>> outcomes(const ir::Function &F, const ir::Op &Call,
                                                       const Slot &Of, ResourceForm Form) = 0;
  /// The cases that the result of a call tells apart, of which one holds where it comes back;
  /// nothing: they are not known.
  virtual std::optional<std::vector<CaseGuards>> answers(const ir::Function &F,
                                                         const ir::Op &Call) = 0;
  /// Which of its values the call always gives back; nothing: not always the same.
  virtual std::optional<std::size_t> givesBack(const ir::Function &F, const ir::Op &Call) = 0;
  /// The cases in which the call is seen to throw; of what the slot holds, what became of it.
  virtual std::vector<Outcome> throws(const ir::Function &F, const ir::Op &Call,
                                      const std::optional<Slot> &Of, ResourceForm Form) = 0;
  /// Whether the callee may give the address that it is given as that value to others, or keep it.
  virtual bool handsOn(const ir::Function &F, const ir::Op &Call, std::size_t Value) = 0;
  /// The resources that the operation makes.
  virtual std::vector<Made> madeAt(const ir::Function &F, const ir::Op &Op) = 0;
  /// Whether nobody knows what the call does beyond what it is given, and whether it comes back.
  virtual bool isUnseen(const ir::Function &F, const ir::Op &Call) const = 0;
  /// Whether the call, or what it calls, may end something of the family that it is not given, or
  /// lock or unlock it.
  virtual bool mayEndUngiven(const ir::Function &F, const ir::Op &Call,
                             const std::string &Family) = 0;
  /// Whether any function is known that could.
  virtual bool canEndUngiven(const std::string &Family) const = 0;
};

enum class ReleaseFault : std::uint8_t {
  Twice,      // it was released before
  Mismatched, // it was acquired as something else
  NotOwned,   // nobody acquired it
  Moved       // by a pointer into it, not to its beginning
};

/// A release that should not be, on a way that nothing is known against.
struct WrongRelease {
  ReleaseFault What = ReleaseFault::Twice;
  Ending Second;                // the one that is wrong
  std::optional<OpPlace> First; // the release before, or the move

  auto operator<=>(const WrongRelease &) const = default;
};

struct WalkResult {
  bool GivenUp = false;     // too many ways
  bool Escapes = false;     // on some way that is not among the exits
  std::vector<Flow> Exits;  // at the normal end of the function
  std::vector<Flow> Thrown; // where an exception leaves it, as far as that is followed
  std::vector<OpPlace> Releases;
  std::set<Branch> Ways;     // the edges on which it was held
  std::set<OpPlace> Borrows; // calls that got it and left it to the function
  std::set<OpPlace> Handed;  // operations by which somebody else got it
  std::set<WrongRelease> Wrong;
  std::set<OpPlace> LockedAgain; // where what is locked is locked again, as some locks may be
  std::set<OpPlace> Relocked;    // where what the caller had locked is, after it was unlocked
};

class ResourceWalk {
public:
  ResourceWalk(ResourceFunction &In, ResourceCalls &Calls)
      : R(In), F(In.F), Calls(Calls), Begin(&In.start()) {}

  /// Of a resource that the operation makes. Ways on which nobody has to release it any more, or
  /// will ever, end there, but of locks: the exits of all may tell callers something.
  WalkResult made(OpPlace At, const Made &What);
  /// Of a resource that the caller holds in a place. `ByValue`: the caller has it under a name that
  /// is not reached from here, whatever happens to this one.
  WalkResult given(const ir::Path &Name, bool ByValue, ResourceForm Form);
  /// Of none: what is known at the exits, where so much is known of the arguments.
  WalkResult values(const CaseGuards &Given = {});
  /// From now on more is known where the function begins. It must outlive this.
  ResourceWalk &from(const ValueFacts &Facts) {
    Begin = &Facts;
    return *this;
  }
  /// From now on ways are followed to their ends on which nothing can become of it any more.
  ResourceWalk &wholly() {
    Wholly = true;
    return *this;
  }
  /// And what is not asked for any more is kept, for callers to ask.
  ResourceWalk &forCallers() {
    ForCallers = true;
    return wholly();
  }
  /// From now on what is held on one of these edges is so only maybe.
  ResourceWalk &doubting(std::set<Branch> Ways) {
    Unlikely = std::move(Ways);
    return *this;
  }
  /// From now on exceptions that are seen to be thrown are followed, too.
  ResourceWalk &withExceptions() {
    Exceptions = true;
    return wholly();
  }

private:
  /// Maybe: it may be it, or hold it, as any element of the array that it is in.
  enum class Role : std::uint8_t { None, Itself, Inside, Maybe, Holder, HolderAddress };
  struct Relation {
    Role As = Role::None;
    std::vector<ir::Step> Rest; // from the value on to the name
  };

  WalkResult run(Flow Start);
  Range held() const;
  bool isOver(const Flow &Now, std::uint32_t Block);
  OpPlace lastPlace() const;
  void visit(std::uint32_t Block);
  bool join(std::vector<Flow> &There, Flow With);
  void mergeInto(Flow &There, const Flow &With);
  void merge(std::uint32_t Block, Flow With);
  bool isNews(Term T, std::uint32_t Block) const;
  bool take(const ir::Edge &E, std::uint32_t Block, Flow &Now) const;
  bool answersOtherwise(Term Answer, Flow &Now) const;
  void doubt(const ir::Condition &C, std::uint32_t Block, Flow &Now) const;
  void equate(Flow &Now, Term To, Term From) const;
  void forget(Flow &Now, const ir::Path &Written) const;
  void step(OpPlace At, Flow Now, std::vector<Flow> &Then);
  void makeAt(OpPlace At, Flow Now, std::vector<Flow> &Then);
  void copy(OpPlace At, Flow Now, std::vector<Flow> &Then);
  void call(OpPlace At, Flow Now, std::vector<Flow> &Then);
  void throwFrom(OpPlace At, Flow Now);
  void leave(OpPlace At, Flow Now);
  void throwByCall(OpPlace At, const Flow &Now);
  bool isGone(const ir::Path &Name) const;
  void splitByOutcome(OpPlace At, const Flow &Now, const Slot &Of, std::vector<Flow> &Then);
  bool isInside(const ir::Op &Call, const Flow &Now) const;
  bool locks(const ir::Op &Call, const std::vector<ir::Path> &Names);
  bool relocks(OpPlace At, Flow &Now);
  bool leavesAll(const ir::Op &Call, const std::vector<Slot> &Slots);
  bool reachesByPart(const ir::Op &Call, const Flow &Now);
  void callAgain(OpPlace At, Flow &Now, bool IsUnseen);
  Range given(const ir::Value &V, const Flow &Now) const;
  bool needsNobody(const ir::Op &Op, const Outcome &Null, const Outcome &Other) const;
  bool isTold(const ir::Op &Op, const Flow &Now, const Outcome &O, const std::vector<Outcome> &All);
  void release(OpPlace At, Flow &Now, const Outcome &As, bool Sure);
  bool isMovedHere(const ir::Value &V, const Flow &Now) const;
  bool move(OpPlace At, Flow &Now) const;
  void giveMoved(OpPlace At, Flow &Now);
  bool takeRepeated(const ir::Op &Call, Flow &Now) const;
  bool takeBack(OpPlace At, Flow &Now);
  std::size_t splitByAnswer(const ir::Op &Call, Flow Now, std::vector<Flow> &Then);
  void takeAnswer(const ir::Op &Call, Flow Now, std::vector<Flow> &Then);
  bool hasFailed(const Flow &Now);
  void borrow(OpPlace At, const Slot &Of);
  bool apply(OpPlace At, const Outcome &O, const Slot &Of, bool Sure, Flow &Now);
  void forgetNames(OpPlace At, Flow &Now, const ir::Path &Whole, LossKind As) const;
  void removeHolder(OpPlace At, const Flow &Now, const Relation &Is, std::vector<Flow> &Then);
  bool isOther(const ir::Condition &C, bool Holds, const Flow &Now) const;
  bool goTo(const ir::Path &P, Flow &Now) const;
  bool follow(const ir::Op &Op, Flow &Now) const;
  void remove(OpPlace At, Flow Now, std::vector<Flow> &Then);

  Relation relation(const ir::Value &V, const Flow &Now) const;
  bool addName(Flow &Now, ir::Path Name) const;
  void write(OpPlace At, Flow &Now, const ir::Path &To, LossKind As) const;
  bool isAsked(const ir::Op &Op, const Flow &Now, const CaseGuard &G);
  bool areApart(const ir::Op &Op, const Flow &Now, const Outcome &A, const Outcome &B);
  static void escape(Flow &Now);
  const std::vector<bool> &lent();
  bool isOurs(const Flow &Now);
  bool isLive(const Flow &Now) const;
  bool isTemporary(const ir::Path &Name) const;
  bool isWithin(const ir::Path &P, const Flow &Now) const;
  bool guard(const ir::Op &Op, const CaseGuards &If, Flow &Now);
  std::vector<Slot> slotsOf(const ir::Op &Call, const Flow &Now, bool &Lost) const;

  ResourceFunction &R;
  const ir::Function &F;
  ResourceCalls &Calls;
  const ValueFacts *Begin;
  std::optional<OpPlace> MadeAt;
  std::optional<ir::Path> GivenBy; // where the caller holds it
  Made What;
  bool EndsUngiven = false; // some function may end the resource without being given it
  bool ByValue = false, Exceptions = false, ForCallers = false;
  bool Wholly = false;
  std::vector<bool> ToMade; // blocks from which it may be made; empty: all ways are followed
  std::set<Branch> Unlikely;
  std::map<std::uint32_t, std::vector<Flow>> In;
  std::map<std::uint32_t, int> Visits;
  std::vector<bool> Lent; // empty: not asked for yet
  std::set<std::uint32_t> Work;
  WalkResult Result;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_RESOURCEWALK_H
