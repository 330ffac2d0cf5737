#include "analysis/extract/records/InitListEdits.h"

#include "analysis/extract/records/InitializerEffects.h"
#include "analysis/extract/records/RecordRewrite.h"
#include "analysis/extract/records/SlotPermutation.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

#include <map>

namespace memlint {
namespace {

using namespace clang;

/// The places of a braced list that initialize one field.
struct FieldPlaces {
  const FieldDecl *Field = nullptr;
  unsigned First = 0, Last = 0; // elements of the braced list
  bool Elided = false;          // an aggregate without braces of its own
};

const RecordDecl *recordOf(const InitListExpr &List) { return List.getType()->getAsRecordDecl(); }

/// Each field that the semantic list of a record initializes, with its initializer.
template <class Function>
void forEachField(const InitListExpr &List, const RecordDecl &Record, Function F) {
  const auto *Class = dyn_cast<CXXRecordDecl>(&Record);
  unsigned Next = Class ? Class->getNumBases() : 0;
  for (const FieldDecl *Field : Record.fields())
    if (!Field->isUnnamedBitField() && Next < List.getNumInits())
      F(Field, List.getInit(Next++));
}

class BracedList {
public:
  BracedList(ASTContext &Context, const InitListExpr &List, RewriteOf Rewrites)
      : Context(Context), Sources(Context.getSourceManager()), List(List),
        Written(*List.getSyntacticForm()), Rewrites(Rewrites) {}

  void run() {
    for (unsigned I = 0; I < size(); ++I) {
      ByBegin.try_emplace(Written.getInit(I)->getBeginLoc(), I);
      if (const auto *Designated = dyn_cast<DesignatedInitExpr>(Written.getInit(I))) {
        ByBegin.try_emplace(Designated->getInit()->getBeginLoc(), I);
        FirstDesignated = std::min(FirstDesignated, I);
      }
    }
    visit(List);
  }

private:
  unsigned size() const { return Written.getNumInits(); }

  void visit(const InitListExpr &Part) {
    const RecordDecl *Record = recordOf(Part);
    RecordRewrite *Rewrite = Record && size() != 0 ? Rewrites(*Record) : nullptr;
    if (Rewrite)
      edit(Part, *Rewrite);
    for (const Expr *Init : Part.inits())
      if (const auto *Below = dyn_cast_or_null<InitListExpr>(Init))
        if (elementOf(Below) && isElided(*Below))
          visit(*Below);
  }

  /// The written element that `Init` comes from; none where nobody wrote it.
  std::optional<unsigned> elementOf(const Expr *Init) const {
    if (!Init || isa<ImplicitValueInitExpr, CXXDefaultInitExpr, NoInitExpr>(Init))
      return std::nullopt;
    SourceLocation At = Init->getBeginLoc();
    if (auto Known = ByBegin.find(At); Known != ByBegin.end())
      return Known->second;
    for (unsigned I = 0; At.isValid() && I < size(); ++I) // braces around a scalar, for one
      if (!Sources.isBeforeInTranslationUnit(At, Written.getInit(I)->getBeginLoc()) &&
          !Sources.isBeforeInTranslationUnit(Written.getInit(I)->getEndLoc(), At))
        return I;
    return std::nullopt;
  }
  bool isElided(const InitListExpr &Part) const {
    auto Element = elementOf(&Part);
    if (!Element)
      return false;
    const Expr *E = Written.getInit(*Element);
    if (const auto *Designated = dyn_cast<DesignatedInitExpr>(E))
      E = Designated->getInit();
    return E->IgnoreParens() != &Part && !isa<InitListExpr>(E);
  }
  /// The last written element that a part without braces takes.
  unsigned lastElementOf(const Expr *Init, unsigned Last) const {
    if (auto Element = elementOf(Init))
      Last = std::max(Last, *Element);
    if (const auto *Part = dyn_cast_or_null<InitListExpr>(Init); Part && isElided(*Part))
      for (const Expr *Below : Part->inits())
        Last = lastElementOf(Below, Last);
    return Last;
  }

  void edit(const InitListExpr &Part, RecordRewrite &Rewrite) {
    if (!Context.getLangOpts().CPlusPlus && &Part == &List && isZero())
      return;
    std::vector<FieldPlaces> Given;
    if (FirstDesignated < size()) {
      if (!designatedFields(Part, Rewrite, Given))
        return;
    } else {
      forEachField(Part, Rewrite.record(), [&](const FieldDecl *Field, const Expr *Init) {
        if (auto Element = elementOf(Init)) {
          const auto *Below = dyn_cast<InitListExpr>(Init);
          Given.push_back(
              {Field, *Element, lastElementOf(Init, *Element), Below && isElided(*Below)});
        }
      });
      if (!isComplete(Part, Given))
        return Rewrite.block("macro", "it is not clear which field each element initializes",
                             Part.getBeginLoc());
    }
    permute(Part, Rewrite, Given);
  }

  /// Whether the elements follow each other without one that no field was found for.
  bool isComplete(const InitListExpr &Part, const std::vector<FieldPlaces> &Given) const {
    for (std::size_t I = 1; I < Given.size(); ++I)
      if (Given[I].First != Given[I - 1].Last + 1)
        return false;
    return &Part != &List || Given.empty() || Given.back().Last + 1 == size();
  }

  /// C's idiom: what is given is nothing but a zero for the first scalar, whichever that is.
  bool isZero() const {
    if (size() != 1)
      return false;
    const auto *Zero = dyn_cast<IntegerLiteral>(Written.getInit(0)->IgnoreParenImpCasts());
    return Zero && Zero->getValue() == 0;
  }

  /// False where there is nothing to rewrite, or no way to.
  bool designatedFields(const InitListExpr &Part, RecordRewrite &Rewrite,
                        std::vector<FieldPlaces> &Given) {
    bool Pure = FirstDesignated == 0;
    for (const Expr *E : Written.inits())
      Pure &= isa<DesignatedInitExpr>(E);
    if (Pure && !Context.getLangOpts().CPlusPlus)
      return false; // any order will do
    for (unsigned I = 0; Pure && I < size(); ++I) {
      const auto *E = cast<DesignatedInitExpr>(Written.getInit(I));
      const auto *D = E->getDesignator(0);
      Pure = &Part == &List && D->isFieldDesignator() && Rewrite.owns(D->getFieldDecl());
      if (Pure)
        Given.push_back({D->getFieldDecl(), I, I});
    }
    if (!Pure)
      Rewrite.block("mixed-list", "an initializer list has designators for some elements only",
                    Written.getInit(FirstDesignated)->getBeginLoc());
    return Pure;
  }

  void permute(const InitListExpr &Part, RecordRewrite &Rewrite,
               const std::vector<FieldPlaces> &Given) {
    std::vector<SlotContent> Contents;
    bool Designated = FirstDesignated < size();
    if (Given.empty() || !contents(Rewrite, Given, Designated, Contents) ||
        !effectsAllow(Part, Rewrite))
      return;
    SlotList Slots;
    auto Head = Rewrite.text().rangeOf({Written.getLBraceLoc(), Written.getLBraceLoc()});
    auto Tail = Rewrite.text().rangeOf({Written.getRBraceLoc(), Written.getRBraceLoc()});
    bool Plain = Head && Tail && Head->File == Tail->File && Written.getLBraceLoc().isFileID();
    for (const FieldPlaces &G : Given) {
      auto Range = Rewrite.text().rangeOf(
          {Written.getInit(G.First)->getBeginLoc(), Written.getInit(G.Last)->getEndLoc()});
      Plain = Plain && Range && Range->File == Head->File && Range->Begin >= Head->End &&
              Range->End <= Tail->Begin &&
              (Slots.Slots.empty() || Slots.Slots.back().second < Range->Begin);
      if (!Plain)
        return Rewrite.block("macro", "a macro writes a part of an initializer list",
                             Part.getBeginLoc());
      Slots.Slots.emplace_back(Range->Begin, Range->End);
    }
    Slots.File = Head->File;
    Slots.HeadFrom = Head->Begin;
    permuteSlots(Slots, Contents, Rewrite);
  }

  /// What stands where in the new order. False where it stays as it is or cannot be written.
  bool contents(RecordRewrite &Rewrite, const std::vector<FieldPlaces> &Given, bool Designated,
                std::vector<SlotContent> &Contents) {
    std::multimap<unsigned, int> ByPlace; // of the new order; an anonymous record may have several
    for (std::size_t I = 0; I < Given.size(); ++I)
      ByPlace.emplace(Rewrite.place(Given[I].Field), int(I));
    bool Same = true;
    unsigned Next = 0;
    std::vector<unsigned> Gaps;
    for (auto [Place, I] : ByPlace) {
      for (; !Designated && Next < Place; ++Next)
        Gaps.push_back(Rewrite.order()[Next]);
      for (unsigned Gap : Gaps)
        if (!fill(Rewrite, Gap, Contents))
          return false;
      Gaps.clear();
      Next = Place + 1;
      Same &= int(Contents.size()) == I;
      Contents.push_back({"", I, Given[I].Elided});
    }
    return !Same;
  }

  /// Writes an initializer for a field that the list leaves to the language.
  bool fill(RecordRewrite &Rewrite, unsigned Index, std::vector<SlotContent> &Contents) {
    const FieldDecl *Field = *std::next(Rewrite.record().field_begin(), Index);
    if (Field->isUnnamedBitField())
      return true;
    const LangOptions &Language = Context.getLangOpts();
    bool Scalar = Field->getType()->isScalarType() && !Field->getType()->isMemberPointerType();
    if (Field->hasInClassInitializer() || Field->getType()->isReferenceType() ||
        (Language.CPlusPlus && !Language.CPlusPlus11 && !Scalar)) {
      Rewrite.block("partial-list",
                    "an initializer list leaves out " + Rewrite.nameOf(Index) +
                        ", which would no longer be behind the fields it names",
                    Written.getBeginLoc());
      return false;
    }
    bool Braces = Language.CPlusPlus11;
    Contents.push_back({Braces ? "{}" : Scalar ? "0" : "{0}"});
    return true;
  }

  /// Elements of a C++ list run in their order: flipping two is only right where that is not seen.
  bool effectsAllow(const InitListExpr &Part, RecordRewrite &Rewrite) {
    if (!Context.getLangOpts().CPlusPlus)
      return true;
    std::vector<std::pair<const FieldDecl *, InitializerEffects>> Seen;
    bool Allowed = true;
    forEachField(Part, Rewrite.record(), [&](const FieldDecl *Field, const Expr *Init) {
      InitializerEffects Effects = Init ? effectsOf(Context, *Init) : InitializerEffects{};
      for (const auto &[Earlier, Other] : Seen)
        if (Allowed && Rewrite.place(Earlier) > Rewrite.place(Field) && Effects.meet(Other)) {
          Rewrite.block("side-effects",
                        "the initializers of " + Rewrite.nameOf(Earlier->getFieldIndex()) +
                            " and " + Rewrite.nameOf(Field->getFieldIndex()) +
                            " would run in another order",
                        elementOf(Init) ? Init->getBeginLoc() : Part.getBeginLoc());
          Allowed = false;
        }
      Seen.emplace_back(Field, Effects);
    });
    return Allowed;
  }

  ASTContext &Context;
  const SourceManager &Sources;
  const InitListExpr &List;
  const InitListExpr &Written; // the syntactic form
  RewriteOf Rewrites;
  unsigned FirstDesignated = ~0u;
  llvm::DenseMap<SourceLocation, unsigned> ByBegin; // the written elements
};

} // namespace

void editInitList(ASTContext &Context, const InitListExpr &List, RewriteOf Rewrites) {
  BracedList(Context, List, Rewrites).run();
}

} // namespace memlint
