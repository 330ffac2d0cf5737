#include "analysis/extract/growth/AppendedRanges.h"

#include "analysis/extract/trips/LoopEffects.h"
#include "analysis/extract/trips/TripCount.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace memlint {
namespace {

using namespace clang;

/// Whether a class or a base has a member of that name for which `Is` holds.
bool anyMember(const CXXRecordDecl &Class, StringRef Name,
               llvm::function_ref<bool(const NamedDecl &)> Is) {
  if (!Class.hasDefinition())
    return false;
  for (const NamedDecl *Member : Class.lookup(&Class.getASTContext().Idents.get(Name)))
    if (Is(*Member->getUnderlyingDecl()))
      return true;
  return llvm::any_of(Class.bases(), [&](const CXXBaseSpecifier &Base) {
    const CXXRecordDecl *Of = Base.getType()->getAsCXXRecordDecl();
    return Of && anyMember(*Of, Name, Is);
  });
}

/// insert(position, first, last) for any iterators.
bool insertsRanges(const CXXRecordDecl &Class) {
  return anyMember(Class, "insert", [](const NamedDecl &Member) {
    const auto *Template = dyn_cast<FunctionTemplateDecl>(&Member);
    if (!Template || Template->getTemplatedDecl()->getNumParams() != 3)
      return false;
    const FunctionDecl &Insert = *Template->getTemplatedDecl();
    QualType First = Insert.getParamDecl(1)->getType(), Last = Insert.getParamDecl(2)->getType();
    return First->isTemplateTypeParmType() && First.getCanonicalType() == Last.getCanonicalType();
  });
}

bool isForwardTag(const CXXRecordDecl &Tag) {
  return Tag.isInStdNamespace() && Tag.hasDefinition() &&
         (Tag.getName() == "forward_iterator_tag" ||
          llvm::any_of(Tag.bases(), [](const CXXBaseSpecifier &Base) {
            const CXXRecordDecl *Of = Base.getType()->getAsCXXRecordDecl();
            return Of && isForwardTag(*Of);
          }));
}

/// Iterators that can be walked over twice: the range's length is known before it is copied.
bool isForward(QualType Iterator) {
  Iterator = Iterator.getNonReferenceType().getCanonicalType();
  if (Iterator->isPointerType())
    return Iterator->getPointeeType()->isObjectType();
  const CXXRecordDecl *Class = Iterator->getAsCXXRecordDecl();
  return Class && anyMember(*Class, "iterator_category", [](const NamedDecl &Member) {
           const auto *Type = dyn_cast<TypedefNameDecl>(&Member);
           const CXXRecordDecl *Tag =
               Type ? Type->getUnderlyingType()->getAsCXXRecordDecl() : nullptr;
           return Tag && isForwardTag(*Tag);
         });
}

bool hasSize(QualType Range) {
  Range = Range.getNonReferenceType();
  if (Range->isConstantArrayType())
    return true;
  const CXXRecordDecl *Class = Range->getAsCXXRecordDecl();
  return Class && anyMember(*Class, "size", [](const NamedDecl &Member) {
           const auto *Method = dyn_cast<CXXMethodDecl>(&Member);
           return Method && Method->isConst() && Method->getNumParams() == 0;
         });
}

bool names(const Expr *E, const VarDecl &Var) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreUnlessSpelledInSource());
  return Ref && Ref->getDecl() == &Var;
}

/// What a loop copies: the elements of a range, by its text where it can be written twice.
struct CopiedRange {
  std::string First, Last; // iterators; empty where they cannot be written
  QualType Element;
  const Expr *Source;
};

class RangeReader {
public:
  explicit RangeReader(const FunctionReading &Reading) : Reading(Reading) {}

  std::optional<WasteFact> readLoop(const Stmt &Loop) const {
    const auto *Call = dyn_cast_or_null<CallExpr>(asExpression(onlyStatement(loopBody(Loop))));
    const ContainerMention *Growth = Call ? growthBy(*Call) : nullptr;
    if (!Growth || !Reading.Map.isPlainUserCode(Loop.getBeginLoc()) || !isOthers(*Growth))
      return std::nullopt;
    const Expr *Pushed = Call->getArg(Call->getNumArgs() - 1);
    auto Range = copiedBy(Loop, *Pushed);
    if (!Range || mayBeOf(*Range->Source, Growth->Path) || !fits(*Growth, *Pushed, *Range))
      return std::nullopt;
    WasteFact Fact = factOf(*Growth, Loop.getBeginLoc(), *Range, &Loop);
    auto Trips = tripCount(Reading.Context, Loop, *Reading.Function.getBody());
    if (const auto *Known = std::get_if<TripCount>(&Trips); Known && Known->Exact)
      Fact.Number = Known->Number;
    return Fact;
  }

  /// std::copy(first, last, std::back_inserter(container)).
  std::optional<WasteFact> readCopy(const ContainerMention &Use) const {
    const auto *At = llvm::find_if(llvm::reverse(Use.Around), [](const Stmt *S) {
                       return isa<CallExpr>(S);
                     }).base();
    const auto *Inserter = At == Use.Around.begin() ? nullptr : dyn_cast<CallExpr>(*(At - 1));
    const CallExpr *Copy = nullptr;
    for (const Stmt *S : Use.Around)
      if (const auto *Call = dyn_cast<CallExpr>(S); Call && Call != Inserter)
        Copy = Call;
    if (!Inserter || !Copy || !isStandard(*Inserter, "back_inserter") ||
        !isStandard(*Copy, "copy") || Copy->getNumArgs() != 3 || !isOthers(Use) ||
        !Reading.Map.isPlainUserCode(Copy->getExprLoc()) ||
        !isForward(Copy->getArg(0)->getType()) || mayBeOf(*Copy->getArg(0), Use.Path))
      return std::nullopt;
    auto Type = growingType(Reading.Context, Use.Object->getType());
    if (!Type || !insertsRanges(*Type->Class))
      return std::nullopt;
    CopiedRange Range{Reading.text(*Copy->getArg(0)), Reading.text(*Copy->getArg(1)), Type->Element,
                      Copy->getArg(0)};
    const Stmt *Whole = nullptr; // where nobody reads what copy() returns
    for (const Stmt *S : Use.Around) {
      const auto *Block = dyn_cast<CompoundStmt>(S);
      const Stmt *Part = Block ? statementIn(*Block, Use) : nullptr;
      if (Part && asExpression(Part) == Copy)
        Whole = Copy;
    }
    return factOf(Use, Copy->getExprLoc(), Range, Whole);
  }

private:
  /// Names the container, or a local reference or pointer made from it.
  static bool mayBeOf(const Expr &Source, const ObjectPath &Container) {
    bool Found = mentions(&Source, Container);
    forEachPart(&Source, [&](const Stmt &Part) {
      const auto *Ref = dyn_cast<DeclRefExpr>(&Part);
      const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
      Found |= Var && Var->isLocalVarDecl() && mentions(Var->getInit(), Container);
    });
    return Found;
  }
  static bool isStandard(const CallExpr &Call, StringRef Name) {
    const FunctionDecl *Callee = Call.getDirectCallee();
    return Callee && Callee->isInStdNamespace() && Callee->getIdentifier() &&
           Callee->getName() == Name;
  }
  const ContainerMention *growthBy(const CallExpr &Call) const {
    for (const ContainerMention &Use : Reading.Containers.Mentions)
      if (Use.Call == &Call && !Use.InLambda && Use.Act == ContainerAct::Grows)
        return Use.isCallOf("push_back") || Use.isCallOf("emplace_back") ||
                       (isa<CXXOperatorCallExpr>(Call) && addsOne(Use))
                   ? &Use
                   : nullptr;
    return nullptr;
  }
  bool addsOne(const ContainerMention &Use) const {
    auto Known = containerCall(Reading.Context, *Use.Call);
    return Known && Known->Use == ContainerUse::GrowsByOne;
  }
  /// Not this function's own, nor of the object that it constructs: others speak of those.
  bool isOthers(const ContainerMention &Use) const {
    const VarDecl *Base = Use.Path.Base;
    if (!Base)
      return !isa<CXXConstructorDecl>(Reading.Function);
    QualType Type = Base->getType();
    return !Base->hasLocalStorage() || Type->isReferenceType() || Type->isPointerType() ||
           !Use.Path.Fields.empty();
  }
  /// The container takes the elements as they are, and inserts ranges.
  bool fits(const ContainerMention &Growth, const Expr &Pushed, const CopiedRange &Range) const {
    auto Type = growingType(Reading.Context, Growth.Object->getType());
    if (!Type || !insertsRanges(*Type->Class) || Growth.Call->getNumArgs() == 0)
      return false;
    bool Same = Reading.Context.hasSameUnqualifiedType(Range.Element, Type->Element);
    bool Converts = !Same && Growth.isCallOf("emplace_back");
    return !Converts && !Pushed.getType()->isDependentType();
  }

  std::optional<CopiedRange> copiedBy(const Stmt &Loop, const Expr &Pushed) const {
    if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
      return ofRangeFor(*Range, Pushed);
    if (const auto *For = dyn_cast<ForStmt>(&Loop))
      return ofIterators(*For, Pushed);
    return std::nullopt;
  }
  std::optional<CopiedRange> ofRangeFor(const CXXForRangeStmt &For, const Expr &Pushed) const {
    const VarDecl &Element = *For.getLoopVariable();
    const Expr *Init = Element.getInit();
    const Expr *Range = For.getRangeInit();
    if (!Init || For.getInit() || !names(&Pushed, Element) || !hasSize(Range->getType()))
      return std::nullopt;
    const auto *Begin = cast<VarDecl>(For.getBeginStmt()->getSingleDecl());
    const auto *End = cast<VarDecl>(For.getEndStmt()->getSingleDecl());
    QualType Of = Init->IgnoreUnlessSpelledInSource()->getType();
    if (!isForward(Begin->getType()) ||
        !Reading.Context.hasSameUnqualifiedType(Begin->getType(), End->getType()) ||
        !Reading.Context.hasSameUnqualifiedType(Of, Element.getType().getNonReferenceType()))
      return std::nullopt;
    CopiedRange Result{"", "", Of, Range};
    const Expr *Named = Range->IgnoreParenImpCasts();
    std::string Written = isa<DeclRefExpr, MemberExpr>(Named) ? Reading.text(*Named) : "";
    if (Written.empty())
      return Result;
    if (Named->getType()->isConstantArrayType()) {
      Result.First = "std::begin(" + Written + ")";
      Result.Last = "std::end(" + Written + ")";
    } else if (hasMemberBegin(*Named)) {
      Result.First = Written + ".begin()";
      Result.Last = Written + ".end()";
    }
    return Result;
  }
  static bool hasMemberBegin(const Expr &Range) {
    const CXXRecordDecl *Class = Range.getType().getNonReferenceType()->getAsCXXRecordDecl();
    return Class && anyMember(*Class, "begin", [](const NamedDecl &Member) {
             return Member.getAccess() == AS_public;
           });
  }
  /// for (auto It = First; It != Last; ++It) c.push_back(*It);
  std::optional<CopiedRange> ofIterators(const ForStmt &For, const Expr &Pushed) const {
    const VarDecl *Iterator = loopCounter(For);
    const auto *Star = Pushed.IgnoreUnlessSpelledInSource();
    if (!Iterator || !Iterator->getInit() || !isForward(Iterator->getType()) ||
        !isStep(For.getInc(), *Iterator) || !isDerefOf(*Star, *Iterator))
      return std::nullopt;
    const Expr *Last = comparedWith(For.getCond(), *Iterator);
    if (!Last || mentions(Last, ObjectPath{Iterator, {}}))
      return std::nullopt;
    bool Same = Reading.Context.hasSameUnqualifiedType(Last->getType().getNonReferenceType(),
                                                       Iterator->getType());
    return CopiedRange{Same ? Reading.text(*Iterator->getInit()) : "",
                       Same ? Reading.text(*Last) : "", Star->getType(), Iterator->getInit()};
  }
  static bool isStep(const Expr *Increment, const VarDecl &Var) {
    Increment = Increment ? asExpression(Increment) : nullptr;
    if (const auto *Unary = dyn_cast_or_null<UnaryOperator>(Increment))
      return Unary->isIncrementOp() && names(Unary->getSubExpr(), Var);
    const auto *Call = dyn_cast_or_null<CXXOperatorCallExpr>(Increment);
    return Call && Call->getOperator() == OO_PlusPlus && names(Call->getArg(0), Var);
  }
  static bool isDerefOf(const Expr &E, const VarDecl &Var) {
    if (const auto *Unary = dyn_cast<UnaryOperator>(&E))
      return Unary->getOpcode() == UO_Deref && names(Unary->getSubExpr(), Var);
    const auto *Call = dyn_cast<CXXOperatorCallExpr>(&E);
    return Call && Call->getOperator() == OO_Star && names(Call->getArg(0), Var);
  }
  static const Expr *comparedWith(const Expr *Condition, const VarDecl &Var) {
    Condition = Condition ? Condition->IgnoreUnlessSpelledInSource() : nullptr;
    if (const auto *Rewritten = dyn_cast_or_null<CXXRewrittenBinaryOperator>(Condition)) {
      auto Parts = Rewritten->getDecomposedForm();
      return Parts.Opcode == BO_NE && names(Parts.LHS, Var) ? Parts.RHS : nullptr;
    }
    if (const auto *Binary = dyn_cast_or_null<BinaryOperator>(Condition))
      return Binary->getOpcode() == BO_NE && names(Binary->getLHS(), Var) ? Binary->getRHS()
                                                                          : nullptr;
    const auto *Call = dyn_cast_or_null<CXXOperatorCallExpr>(Condition);
    return Call && Call->getOperator() == OO_ExclaimEqual && Call->getNumArgs() == 2 &&
                   names(Call->getArg(0), Var)
               ? Call->getArg(1)
               : nullptr;
  }

  /// `Replaced` is null where nothing may be edited.
  WasteFact factOf(const ContainerMention &Use, SourceLocation Where, const CopiedRange &Range,
                   const Stmt *Replaced) const {
    WasteFact Fact = Reading.fact(WasteKind::AppendRange, Use, Where);
    std::string Receiver = receiverOf(Use), Instead;
    if (!Receiver.empty() && !Range.First.empty() && !Range.Last.empty())
      Instead = Receiver + "insert(" + Receiver + "end(), " + Range.First + ", " + Range.Last + ")";
    auto Type = growingType(Reading.Context, Use.Object->getType());
    bool Trivial = Type && Type->Element.isTriviallyCopyableType(Reading.Context);
    Fact.Size = !Type || Type->Element->isIncompleteType()
                    ? 0
                    : static_cast<std::uint64_t>(
                          Reading.Context.getTypeSizeInChars(Type->Element).getQuantity());
    Fact.Words = {Instead, Trivial ? "trivial" : ""};
    Fact.Places.push_back({"grows", Reading.Map.token(Use.location()), ""});
    auto Edit =
        Instead.empty() || !Replaced ? std::nullopt : Reading.replacement(*Replaced, Instead + ";");
    if (Edit)
      Fact.Fixes.push_back({"insert the whole range at once", {std::move(*Edit)}});
    return Fact;
  }
  std::string receiverOf(const ContainerMention &Use) const {
    if (isa_and_nonnull<CXXMemberCallExpr>(Use.Call))
      return Reading.receiver(Use);
    bool Pointer = Use.Object->getType()->isPointerType();
    std::string Written = Reading.text(*Use.Object);
    return Written.empty() ? Written : Written + (Pointer ? "->" : ".");
  }

  const FunctionReading &Reading;
};

} // namespace

void readAppendedRanges(const FunctionReading &Reading, std::vector<WasteFact> &Facts) {
  RangeReader Reader(Reading);
  for (const auto &[Loop, Around] : Reading.Containers.Loops)
    if (auto Fact = Reader.readLoop(*Loop))
      Facts.push_back(std::move(*Fact));
  for (const ContainerMention &Use : Reading.Containers.Mentions)
    if (!Use.Call && !Use.InLambda && Use.Act == ContainerAct::Grows)
      if (auto Fact = Reader.readCopy(Use))
        Facts.push_back(std::move(*Fact));
}

} // namespace memlint
