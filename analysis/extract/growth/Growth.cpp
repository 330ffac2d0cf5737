#include "analysis/extract/growth/Growth.h"

#include "analysis/extract/growth/GrowthAmount.h"
#include "analysis/extract/growth/GrowthEvents.h"
#include "analysis/extract/growth/GrowthFixes.h"
#include "analysis/extract/growth/GrowthStart.h"
#include "analysis/extract/growth/Relocation.h"
#include "analysis/extract/growth/StandardLibrary.h"
#include "analysis/extract/growth/TemplateDependence.h"
#include "analysis/extract/records/RecordLayouts.h"
#include "analysis/extract/trips/LoopEffects.h"
#include "analysis/extract/trips/TripCount.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

#include <set>

namespace memlint {
namespace {

using namespace clang;

/// What is added from one place on: by the statement there, and by those behind it in its block.
struct GrowthRun {
  TripCount Total;
  SmallVector<unsigned, 2> Tops; // the places of the statements
};

/// The growths of one container.
class ContainerGrowth {
public:
  ContainerGrowth(ASTContext &Context, SourceMap &Map, const FunctionDecl &Function,
                  const FunctionEvents &Events, const TrackedContainer &C)
      : Context(Context), Map(Map), Function(Function), Events(Events), C(C),
        Amounts(Context, Events, C, *Function.getBody()) {}

  /// The place before which one could reserve for a growing event: the outermost loop around it
  /// that the declaration is not in, or else the algorithm's call. Nothing for growth outside.
  std::optional<unsigned> topOf(const ContainerEvent &E) const {
    std::optional<unsigned> Top;
    for (unsigned At = E.Place; At != 0 && !Events.isWithin(C.Declared, At);
         At = Events.at(At).Parent)
      if (Events.at(At).Kind == PlaceKind::Loop)
        Top = At;
    if (!Top && E.Kind == EventKind::Inserter)
      Top = E.Place;
    return Top;
  }

  /// The fact of what grows from `Top` on, or why there is none; marks what it counts as `Seen`.
  std::variant<GrowthFact, const char *> find(unsigned Top, std::set<unsigned> &Seen) {
    if (const char *Why = reasonAgainst(Top))
      return Why;
    auto Content = contentBefore(Context, Events, C, Top, Function);
    if (const auto *Why = std::get_if<const char *>(&Content))
      return *Why;
    GrowthAmount First = Amounts.of(Events.at(Top).S);
    if (First.Unknown)
      return First.Unknown;
    if (!First.Count)
      return "does not grow in each iteration";
    GrowthRun Run = runFrom(Top, *First.Count);
    Seen.insert(Run.Tops.begin(), Run.Tops.end());
    return fact(Run, std::get<memlint::Content>(Content));
  }

private:
  template <class Visit> void forEventsIn(unsigned Top, Visit Do) const {
    // Places are numbered in the order of the source: those of a statement follow each other.
    auto At = llvm::lower_bound(
        C.Events, Top, [](const ContainerEvent &E, unsigned Place) { return E.Place < Place; });
    for (; At != C.Events.end() && Events.isWithin(At->Place, Top); ++At)
      Do(*At);
  }

  const char *reasonAgainst(unsigned Top) const {
    const char *Why = nullptr;
    forEventsIn(Top, [&](const ContainerEvent &E) {
      if (!E.grows() && (!E.reads() || E.Kind == EventKind::Range))
        Why = "used otherwise in the loop";
      else if (E.grows() && !Map.isPlainUserCode(E.Name->getExprLoc()))
        Why = "written by a macro";
    });
    const Stmt &S = *Events.at(Top).S;
    if (!Map.isPlainUserCode(S.getBeginLoc()) || !Map.isPlainUserCode(C.Decl->getLocation()))
      return "written by a macro";
    if (isa<FieldDecl>(C.Decl))
      for (unsigned Place : Events.WholeObject)
        if (Place >= Top && Events.isWithin(Place, Top))
          return "the whole object is used in the loop";
    return Why ? Why : reasonOfThrow(Top);
  }

  /// A handler that the container outlives may see it after fewer iterations.
  const char *reasonOfThrow(unsigned Top) const {
    for (unsigned At = Top; At != 0 && !Events.isWithin(C.Declared, At); At = Events.at(At).Parent)
      if (Events.at(At).Kind == PlaceKind::Try) {
        auto Effects = effectsOfAll(*Events.at(Top).S);
        if (Effects.Throws || Effects.MayWriteElsewhere)
          return "the loop may end early";
      }
    return nullptr;
  }

  /// Adds what the statements behind `Top` in its block add, as long as each is exact and its count
  /// can be read before the first.
  GrowthRun runFrom(unsigned Top, const TripCount &First) const {
    GrowthRun Run{First, {Top}};
    const Place &Around = Events.at(Events.at(Top).Parent);
    const auto *Block = Around.Kind == PlaceKind::Block ? cast<CompoundStmt>(Around.S) : nullptr;
    if (!Block || !First.Exact || isa<Expr>(Events.at(Top).S))
      return Run;
    SmallVector<TripCount, 4> Terms = {First};
    SmallVector<const Stmt *, 8> Between;
    auto At = llvm::find(Block->body(), Events.at(Top).S);
    unsigned LastOfBlock = lastGrowthIn(Events.at(Top).Parent);
    for (unsigned Place = Top; At != Block->body_end(); ++At) {
      if (!Between.empty()) {
        Place = placeOf(*At, Place);
        if (Place == 0 || Place > LastOfBlock || !addTerm(*At, Place, Between, Terms))
          break;
        if (Amounts.growsIn(*At))
          Run.Tops.push_back(Place);
      }
      Between.push_back(*At);
    }
    Run.Total = sum(Terms);
    return Run;
  }

  bool addTerm(const Stmt *S, unsigned Place, ArrayRef<const Stmt *> Between,
               SmallVectorImpl<TripCount> &Terms) const {
    const char *Why = reasonAgainst(Place);
    if (Why && llvm::StringRef(Why) != "written by a macro")
      return false;
    if (!Amounts.growsIn(S)) {
      auto Effects = effectsOfAll(*S);
      return !Effects.LeavesEarly && !Effects.FirstContinue;
    }
    GrowthAmount Amount = Amounts.of(S);
    if (Why || Amount.Unknown || !Amount.Count || !Amount.Count->Exact ||
        !isSafeBefore(Context, *Amount.Count, Between, *Function.getBody()))
      return false;
    Terms.push_back(*Amount.Count);
    return true;
  }

  unsigned lastGrowthIn(unsigned Block) const {
    unsigned Last = 0;
    forEventsIn(Block, [&](const ContainerEvent &E) { Last = E.grows() ? E.Place : Last; });
    return Last;
  }

  /// The place of a statement of the block that `After` stands in; 0 where it has none.
  unsigned placeOf(const Stmt *S, unsigned After) const {
    for (unsigned I = After + 1; I < Events.Places.size(); ++I)
      if (Events.at(I).S == S)
        return I;
    return 0;
  }

  Certainty certainty(const GrowthFact &Fact, const TripCount &Total) const {
    if (!Fact.Exact)
      return Certainty::Low;
    bool Plain = Fact.StartsEmpty && Fact.Kind == ContainerKind::Vector && !Total.AsksAccessor &&
                 (Fact.Shape == GrowthShape::Loop || Fact.Shape == GrowthShape::Sequence);
    return Plain ? Certainty::High : Certainty::Medium;
  }

  std::variant<GrowthFact, const char *> fact(const GrowthRun &Run, Content Before) {
    QualType Element = C.Type.Element;
    if (Element->isBooleanType() && C.Type.Class->isInStdNamespace())
      return "vector<bool> packs its elements";
    bool Sized = !Element->isIncompleteType(); // a pair that the unit does not look into is not
    if (!Sized && C.Type.Kind != ContainerKind::Hash)
      return "the element's type is incomplete";
    const Stmt &S = *Events.at(Run.Tops.front()).S;
    GrowthFact Fact;
    const FunctionDecl *Pattern = Function.getTemplateInstantiationPattern();
    Fact.Function = readableName(Pattern ? *Pattern : Function); // of an instance: its template
    Fact.Container = C.Decl->getName();
    Fact.ContainerType = readableType(C.Decl->getType(), Context);
    Fact.ElementType = readableType(Element, Context);
    if (Sized) {
      Fact.ElementSize = Context.getTypeSizeInChars(Element).getQuantity();
      Fact.Moves = relocationOf(Context, Element);
    }
    Fact.Kind = C.Type.Kind;
    Fact.InlineCapacity = C.Type.InlineCapacity;
    Fact.Library = standardLibraryOf(Context);
    Fact.Loop = Map.token(isa<Expr>(S) ? cast<Expr>(S).getExprLoc() : S.getBeginLoc());
    Fact.Declared = Map.token(C.Decl->getLocation());
    Fact.StartsEmpty = Before == Content::Nothing;
    Fact.Trips = Run.Total.Trips;
    Fact.CountNumber = Run.Total.Number;
    Fact.Exact = Run.Total.Exact;
    describeShape(Run, Fact);
    Fact.Confidence = certainty(Fact, Run.Total);
    finish(Run, Fact);
    if (const char *Why = heedTemplate(Run.Total, Fact))
      return Why;
    return Fact;
  }

  /// What one instance of a template knows may not hold for another: nothing is written there.
  const char *heedTemplate(const TripCount &Total, GrowthFact &Fact) const {
    TemplateDependence Template(Function);
    bool Reads = llvm::any_of(Total.Reads, [&](const Expr *E) { return Template.hasIn(*E); });
    if (Reads && Total.IsDistance)
      return "other instances of the template may not know the number";
    if (Reads || Template.hasWhole(*C.Decl)) {
      Fact.Fixes.clear();
      Fact.Confidence = std::max(Fact.Confidence, Certainty::Medium);
    }
    return nullptr;
  }

  void describeShape(const GrowthRun &Run, GrowthFact &Fact) const {
    const Stmt &S = *Events.at(Run.Tops.front()).S;
    if (Run.Tops.size() > 1)
      Fact.Shape = GrowthShape::Sequence;
    else if (!loopBody(S))
      Fact.Shape = GrowthShape::Algorithm;
    else if (auto Each = Amounts.ofEachTrip(S, &S); Each.Count && isLiteral(*Each.Count))
      Fact.PerTrip = *Each.Count->Number;
    else
      Fact.Shape = GrowthShape::Nest;
    if (Fact.Shape == GrowthShape::Loop)
      if (auto Trips = tripCount(Context, S, *Function.getBody());
          std::holds_alternative<TripCount>(Trips))
        Fact.Trips = std::get<TripCount>(Trips).Trips;
  }

  static bool isLiteral(const TripCount &Count) {
    return Count.Number && Count.Count == std::to_string(*Count.Number);
  }

  bool isSizeType(QualType Type) const {
    return Type->isUnsignedIntegerType() &&
           Context.getTypeSize(Type) == Context.getTypeSize(Context.getSizeType());
  }

  /// What to give reserve(), in the type that it takes.
  std::string reserved(const TripCount &Total, const std::string &Name, bool StartsEmpty) const {
    TripCount Size;
    Size.Trips = Size.Count = Name + ".size()";
    Size.IsSize = isSizeType(C.Type.Size);
    std::string Count = StartsEmpty ? Total.Count : sum(std::array{Size, Total}).Count;
    if ((StartsEmpty && Total.Number) || isSizeType(C.Type.Reserved))
      return Count;
    return "static_cast<" + C.Type.Reserved.getAsString(Context.getPrintingPolicy()) + ">(" +
           Count + ")";
  }

  /// What to write, where, and the calls that grow.
  void finish(const GrowthRun &Run, GrowthFact &Fact) {
    const ContainerEvent *First = nullptr;
    for (unsigned Top : Run.Tops)
      forEventsIn(Top, [&](const ContainerEvent &E) {
        if (!E.grows())
          return;
        First = First ? First : &E;
        Fact.Growths.push_back(Map.token(growthLoc(E)));
      });
    std::string Name = nameOf(*First->Name);
    Fact.Count = reserved(Run.Total, Name, Fact.StartsEmpty);
    const Place &Top = Events.at(Run.Tops.front());
    if (!Fact.Exact || Events.at(Top.Parent).Kind != PlaceKind::Block)
      return;
    GrowthToFix Fix{C, Name, Fact.Count, Top.S, nullptr, nullptr, Fact.StartsEmpty};
    if (Fact.Shape == GrowthShape::Loop && Fact.PerTrip == 1 && Fact.Growths.size() == 1) {
      Fix.OneLoop = &Run.Total;
      Fix.OnlyCall = First->Call;
    }
    Fact.Fixes = growthFixes(Context, Map, Fix);
  }

  static SourceLocation growthLoc(const ContainerEvent &E) {
    if (const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(E.Call))
      return Call->getExprLoc();
    return E.Kind == EventKind::Inserter ? E.Name->getExprLoc() : E.Call->getExprLoc();
  }
  static std::string nameOf(const Expr &Name) {
    if (const auto *Member = dyn_cast<MemberExpr>(&Name))
      return (Member->isImplicitAccess() ? "" : "this->") +
             Member->getMemberDecl()->getNameAsString();
    return cast<DeclRefExpr>(Name).getDecl()->getNameAsString();
  }

  ASTContext &Context;
  SourceMap &Map;
  const FunctionDecl &Function;
  const FunctionEvents &Events;
  const TrackedContainer &C;
  GrowthAmounts Amounts;
};

} // namespace

std::vector<GrowthFact> growthFacts(ASTContext &Context, SourceMap &Map,
                                    const FunctionDecl &Function,
                                    const std::function<void(const char *)> &Silent) {
  std::vector<GrowthFact> Facts;
  FunctionEvents Events = functionEvents(Context, Function);
  for (const TrackedContainer &C : Events.Containers) {
    if (llvm::none_of(C.Events, [](const ContainerEvent &E) { return E.grows(); }))
      continue;
    ContainerGrowth Growth(Context, Map, Function, Events, C);
    std::set<unsigned> Seen;
    for (const ContainerEvent &E : C.Events) {
      auto Top = E.grows() ? Growth.topOf(E) : std::nullopt;
      if (!Top || !Seen.insert(*Top).second)
        continue;
      if (Events.Unreadable) {
        Silent(Events.Unreadable);
        continue;
      }
      auto Found = Growth.find(*Top, Seen);
      if (auto *Fact = std::get_if<GrowthFact>(&Found))
        Facts.push_back(std::move(*Fact));
      else
        Silent(std::get<const char *>(Found));
    }
  }
  return Facts;
}

} // namespace memlint
