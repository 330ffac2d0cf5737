// Which resources a program loses: each is followed from where it is made, through what its
// callees do with it, to the normal ends of the function. In doubt it is not lost. Callees are
// summed up by the same walk, for the places that a caller asks about, and remembered.
#ifndef MEMLINT_ANALYSIS_SOLVE_OWNERSHIP_H
#define MEMLINT_ANALYSIS_SOLVE_OWNERSHIP_H

#include "analysis/solve/LossStory.h"
#include "analysis/solve/ResourceWalk.h"
#include "analysis/solve/Summaries.h"

#include <compare>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace memlint {

struct LostResource {
  std::size_t Function = 0; // index into the program's functions
  OpPlace Made;
  std::string Callee; // that makes it; empty: a `new`
  std::string Family; // as its model names it
  Loss How;
  std::string Into;     // where the callee puts it, as the function calls that; empty: its result
  bool Certain = false; // on each way that comes to the end of the function
  LossStory Story;
  unsigned ThrowDepth = 0; // where an exception loses it: calls down to the nearest `throw`

  auto operator<=>(const LostResource &) const = default;
};

struct WronglyReleased {
  std::size_t Function = 0; // index into the program's functions
  WrongRelease How;
  std::optional<OpPlace> Made; // or nobody knows where
  std::string Callee;          // as in LostResource
  std::string Family;

  auto operator<=>(const WronglyReleased &) const = default;
};

struct ResourceFaults {
  std::vector<LostResource> Lost;
  std::vector<WronglyReleased> Wrong;
  std::size_t GivenUp = 0; // acquisitions with too many ways behind them
};

class Ownership : public ResourceCalls {
public:
  /// All must outlive it.
  Ownership(std::span<const ir::Function> Functions, const Summaries &Known, const Models &Library)
      : Functions(Functions), Known(Known), Library(Library), Uses(Functions, Known),
        Numbers(Functions) {}

  /// All that the functions lose and release wrongly, by their order.
  ResourceFaults faults();

  std::optional<std::vector<Outcome>> outcomes(const ir::Function &F, const ir::Op &Call,
                                               const Slot &Of, ResourceForm Form) override;
  std::optional<std::vector<CaseGuards>> answers(const ir::Function &F,
                                                 const ir::Op &Call) override;
  std::optional<std::size_t> givesBack(const ir::Function &F, const ir::Op &Call) override;
  std::vector<Outcome> throws(const ir::Function &F, const ir::Op &Call,
                              const std::optional<Slot> &Of, ResourceForm Form) override;
  bool handsOn(const ir::Function &F, const ir::Op &Call, std::size_t Value) override;
  bool isUnseen(const ir::Function &F, const ir::Op &Call) const override;
  bool mayEndUngiven(const ir::Function &F, const ir::Op &Call, const std::string &Family) override;
  bool canEndUngiven(const std::string &Family) const override;

private:
  /// What is not followed: control that comes back elsewhere, and bodies that are not whole.
  static constexpr std::uint32_t NotFollowed =
      ir::NotLowered | ir::Coroutine | ir::GlobalInit | ir::HasSetjmp | ir::Damaged;

  std::optional<std::vector<CaseGuards>> readAnswers(const ir::Function &F, bool OnlyReads,
                                                     const CaseGuards &Given);
  std::vector<Made> madeAt(const ir::Function &F, const ir::Op &Op) override;
  std::vector<Made> madeAsModelled(const ir::Function &F, const ir::Op &Call, const Model &Says);
  WalkResult walk(const ir::Function &F, OpPlace At, const Made &What);
  void dropUncalled(ResourceFunction &In, OpPlace At, const Made &What,
                    const std::set<Branch> &Unlikely, WalkResult &From);
  std::pair<Made, WalkResult> follow(const ir::Function &F, OpPlace At, const Made &What);
  /// What a body makes.
  struct BodyResources {
    std::vector<Made> ForCallers;
    ResourceFaults Faults;
  };
  const BodyResources &resourcesOf(const ir::Function &F);
  std::vector<Flow> exitsForCallers(ResourceFunction &In, OpPlace At, const Made &What,
                                    const std::vector<Flow> &Exits);
  void readMade(ResourceFunction &In, OpPlace At, const Made &What, const WalkResult &Result,
                std::vector<Made> &To);
  bool isLockedBefore(ResourceFunction &In, OpPlace At, const Slot &Place);
  void readLost(const ir::Function &F, OpPlace At, const Made &What, const WalkResult &Result,
                std::vector<LostResource> &To);
  std::optional<unsigned> throwDepth(const ir::Function &F, const ir::Op &Op);
  std::optional<unsigned> throwDepth(const ir::Function &F);
  std::vector<Outcome> readThrows(const ir::Function &F, const std::optional<Slot> &Of,
                                  ResourceForm Form);
  void readThrown(const ir::Function &F, OpPlace At, const Made &What,
                  std::vector<LostResource> &To);
  void addLost(const ir::Function &F, OpPlace At, const Made &What, const WalkResult &Result,
               const Loss &How, bool Certain, std::vector<LostResource> &To);
  void readWrong(const ir::Function &F, std::optional<OpPlace> At, const Made &What,
                 const WalkResult &Result, std::vector<WronglyReleased> &To);
  void followAddresses(const ir::Function &F, std::vector<WronglyReleased> &To);
  bool mayReleaseTwice(const ir::Function &F) const;
  void followGiven(const ir::Function &F, ResourceFaults &To);
  std::optional<std::string> releases(const ir::Function &F, const ir::Op &Op, std::size_t Which);
  std::optional<std::vector<Outcome>> outcomesOfBody(const ir::Function &F, const Slot &Of,
                                                     ResourceForm Form);
  std::optional<std::vector<Outcome>> readOutcomes(const ir::Function &F, const Slot &Of,
                                                   ResourceForm Form);
  std::size_t indexOf(const ir::Function &F) const {
    return static_cast<std::size_t>(&F - Functions.data());
  }
  /// What a model says, or attributes that are as good as one.
  const Model *modelOf(const ir::Function &F, const ir::Op &Call) const;
  void nameFamilies(const ir::Symbol &S, Summary &Of) const;
  const ir::Function *bodyOf(const ir::Function &F, const ir::Op &Call) const;
  ResourceFunction &read(const ir::Function &F);

  std::span<const ir::Function> Functions;
  const Summaries &Known;
  const Models &Library;
  const MemoryUses Uses;
  const GivenNumbers Numbers;
  std::map<const ir::Function *, std::unique_ptr<ResourceFunction>> Read;
  std::map<std::tuple<const ir::Function *, Slot, ResourceForm>,
           std::optional<std::vector<Outcome>>>
      Given;
  std::map<const ir::Function *, BodyResources> OfBodies;
  std::map<std::pair<const ir::Function *, std::string>, bool> EndsUngiven; // by families
  std::map<std::pair<const ir::Function *, std::size_t>, bool> HandsOn;     // by parameters
  mutable std::unordered_map<const ir::Op *, bool> Unseen;                  // calls
  mutable std::map<std::string, Model, std::less<>> Promised;               // by attributes
  std::map<std::pair<const ir::Function *, CaseGuards>, std::optional<std::vector<CaseGuards>>>
      Answers;
  std::map<const ir::Function *, std::optional<std::size_t>> GivenBack;
  std::map<const ir::Function *, std::optional<unsigned>> ThrowDepths;
  std::map<std::tuple<const ir::Function *, std::optional<Slot>, ResourceForm>,
           std::vector<Outcome>>
      Throws;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_OWNERSHIP_H
