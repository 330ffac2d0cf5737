#include "analysis/extract/records/MemberPlaces.h"

#include "analysis/extract/records/DeclarationSplit.h"
#include "analysis/extract/records/RecordRewrite.h"

namespace memlint {
namespace {

using namespace clang;

/// Where a member stands in the new text: an offset of the old text, and a place among what is
/// inserted there.
using NewPlace = std::pair<unsigned, unsigned>;

class Planner {
public:
  Planner(const RecordBody &Body, RecordRewrite &Rewrite)
      : Body(Body), Rewrite(Rewrite), Others(otherMembers(Body, Rewrite.record(), Rewrite.text())) {
    for (const Decl *D : Rewrite.record().decls())
      if (const auto *Tag = dyn_cast<TagDecl>(D); Tag && !Tag->isImplicit())
        Tags.push_back(Tag);
  }

  std::optional<MemberPlan> run() {
    Plan.Units.reserve(Rewrite.order().size());
    for (const MemberChunk &Chunk : Body.Chunks)
      if (!addUnits(Chunk))
        return std::nullopt;
    keepLongest();
    placeMoved();
    if (!findsNames())
      return std::nullopt;
    return std::move(Plan);
  }

private:
  bool addUnits(const MemberChunk &Chunk) {
    std::size_t Before = Plan.Units.size();
    for (const FieldDecl *Field : Chunk.Fields) {
      if (Plan.Units.size() == Before ||
          Rewrite.place(Plan.Units.back().Fields.back()) + 1 != Rewrite.place(Field)) {
        Plan.Units.emplace_back().Chunk = &Chunk;
        Plan.Units.back().Place = Rewrite.place(Field);
        Plan.Units.back().Leads = Plan.Units.size() == Before + 1;
      }
      Plan.Units.back().Fields.push_back(Field);
    }
    if (Plan.Units.size() > Before + 1 && !splitUnits(Chunk, Before))
      return false;
    for (std::size_t I = Before; I < Plan.Units.size(); ++I)
      Plan.Units[I].Names = namesOf(Body, Chunk, Plan.Units[I].Fields, Tags, Rewrite.text());
    return true;
  }
  bool splitUnits(const MemberChunk &Chunk, std::size_t First) {
    auto Split = splitDeclaration(Body, Chunk, Rewrite.text());
    if (!Split) {
      Rewrite.block("declared-together",
                    Rewrite.nameOf(Chunk.Fields.front()->getFieldIndex()) + " and " +
                        Rewrite.nameOf(Chunk.Fields.back()->getFieldIndex()) +
                        " stand in one declaration",
                    Chunk.Fields.back()->getLocation());
      return false;
    }
    std::size_t Next = 0;
    for (std::size_t I = First; I < Plan.Units.size(); ++I) {
      MemberUnit &Unit = Plan.Units[I];
      std::size_t Last = Next + Unit.Fields.size() - 1;
      TextRange Declarators{Body.File, Split->Declarators[Next].Begin,
                            Split->Declarators[Last].End};
      Unit.Text = Split->Specifiers + " " + Rewrite.text().text(Declarators).str() + ";";
      Next = Last + 1;
    }
    return true;
  }

  /// Most fields stay. What is split off a declaration has no place of its own and moves.
  void keepLongest() {
    std::vector<MemberUnit> &Units = Plan.Units;
    std::vector<std::size_t> Length(Units.size()), From(Units.size());
    std::optional<std::size_t> Best;
    for (std::size_t I = 0; I < Units.size(); ++I) {
      From[I] = I;
      if (!Units[I].Leads)
        continue;
      for (std::size_t J = 0; J < I; ++J)
        if (Units[J].Leads && Units[J].Place < Units[I].Place && Length[J] > Length[I])
          Length[I] = Length[J], From[I] = J;
      Length[I] += Units[I].Fields.size();
      if (!Best || Length[I] > Length[*Best])
        Best = I;
    }
    for (std::size_t I = *Best;; I = From[I]) {
      Units[I].Kept = true;
      if (From[I] == I)
        break;
    }
  }

  void placeMoved() {
    std::vector<MemberUnit *> Order;
    Order.reserve(Plan.Units.size());
    for (MemberUnit &Unit : Plan.Units)
      Order.push_back(&Unit);
    llvm::sort(Order,
               [&](const MemberUnit *A, const MemberUnit *B) { return A->Place < B->Place; });
    const MemberUnit *Before = nullptr;
    for (std::size_t I = 0; I < Order.size(); ++I) {
      std::size_t End = I;
      while (End < Order.size() && !Order[End]->Kept)
        ++End;
      if (End > I)
        placeRun({Order.begin() + I, Order.begin() + End}, Before,
                 End < Order.size() ? Order[End] : nullptr);
      if (End < Order.size())
        Before = Order[End];
      I = End;
    }
  }
  /// Some of the run behind `Before`, the rest before `After`: where it costs least.
  void placeRun(std::vector<const MemberUnit *> Run, const MemberUnit *Before,
                const MemberUnit *After) {
    std::size_t Split = Before ? Run.size() : 0;
    unsigned Least = ~0u;
    for (std::size_t S = Before && !After ? Run.size() : 0; S <= (Before ? Run.size() : 0); ++S) {
      unsigned Cost = 0;
      for (std::size_t I = 0; I < Run.size(); ++I)
        Cost += I < S ? cost(*Run[I], *Before, Before->Chunk->OuterEnd)
                      : cost(*Run[I], *After, After->Chunk->OuterBegin);
      if (Cost <= Least) // in doubt behind
        Least = Cost, Split = S;
    }
    if (Split > 0)
      Plan.Insertions.push_back({Before, true, {Run.begin(), Run.begin() + Split}});
    if (Split < Run.size())
      Plan.Insertions.push_back({After, false, {Run.begin() + Split, Run.end()}});
  }
  unsigned cost(const MemberUnit &Unit, const MemberUnit &Anchor, unsigned At) const {
    unsigned Cost = Unit.Chunk->OwnsLines && !Anchor.Chunk->OwnsLines;
    Cost += 10 * (Unit.Fields.front()->getAccess() != Anchor.Fields.front()->getAccess());
    for (const MemberNames &Other : Others)
      Cost += 1000 * isWrong(Unit.Names, {At, 0}, Other, {Other.Begin, ~0u});
    return Cost;
  }

  /// Whether two members change places though the later one names the earlier.
  static bool isWrong(const MemberNames &A, NewPlace NewA, const MemberNames &B, NewPlace NewB) {
    if (A.Begin < B.Begin)
      return NewB < NewA && B.needs(A);
    return NewA < NewB && A.needs(B);
  }

  bool findsNames() {
    std::vector<std::pair<const MemberNames *, NewPlace>> All;
    All.reserve(Others.size());
    for (const MemberNames &Other : Others)
      All.push_back({&Other, {Other.Begin, ~0u}});
    for (const MemberUnit &Unit : Plan.Units)
      if (Unit.Kept)
        All.push_back({&Unit.Names, {Unit.Names.Begin, ~0u}});
    unsigned Number = 0;
    for (const Insertion &I : Plan.Insertions)
      for (const MemberUnit *Unit : I.Units)
        All.push_back(
            {&Unit->Names,
             {I.Behind ? I.Anchor->Chunk->OuterEnd : I.Anchor->Chunk->OuterBegin, Number++}});
    for (const MemberUnit &Unit : Plan.Units) {
      if (Unit.Kept) // stays behind and before all that is kept; the others are asked
        continue;
      auto Own = llvm::find_if(All, [&](const auto &M) { return M.first == &Unit.Names; });
      for (const auto &[Names, Place] : All)
        if (Names != &Unit.Names && isWrong(Unit.Names, Own->second, *Names, Place)) {
          Rewrite.block("declared-later",
                        Rewrite.nameOf(Unit.Fields.front()->getFieldIndex()) +
                            " and a declaration that one of them names would change places",
                        Unit.Fields.front()->getLocation());
          return false;
        }
    }
    return true;
  }

  const RecordBody &Body;
  RecordRewrite &Rewrite;
  std::vector<MemberNames> Others;
  llvm::SmallVector<const TagDecl *> Tags;
  MemberPlan Plan;
};

} // namespace

std::optional<MemberPlan> planMembers(const RecordBody &Body, RecordRewrite &Rewrite) {
  return Planner(Body, Rewrite).run();
}

} // namespace memlint
