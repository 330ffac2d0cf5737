#include "analysis/extract/records/RecordCounts.h"

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/records/ElementTypes.h"
#include "analysis/extract/records/LoopResults.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Builtins.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace memlint {
namespace {

using namespace clang;

/// Which candidates an object of a type holds, itself included, and how many of each.
class CandidatesInside {
public:
  struct Held {
    std::size_t Candidate;
    std::uint64_t Count;
  };

  explicit CandidatesInside(std::span<const ReorderCandidate> Candidates) : Candidates(Candidates) {
    for (std::size_t I = 0; I < Candidates.size(); ++I)
      Index[Candidates[I].Record] = I;
  }

  /// The candidate whose definition this is.
  const ReorderCandidate *find(const RecordDecl &Definition) const {
    auto Own = Index.find(&Definition);
    return Own == Index.end() ? nullptr : &Candidates[Own->second];
  }

  std::vector<Held> of(const ASTContext &Context, QualType Type) {
    std::uint64_t Count = 1;
    while (const auto *Array = Context.getAsConstantArrayType(Type)) {
      Count = llvm::SaturatingMultiply(Count, Array->getSize().getLimitedValue());
      Type = Array->getElementType();
    }
    const RecordDecl *Record = Type->getAsRecordDecl();
    Record = Record ? Record->getDefinition() : nullptr;
    if (!Record || Record->isDependentType() || Record->isInvalidDecl() || Count == 0)
      return {};
    std::vector<Held> All = inRecord(Context, *Record);
    for (Held &H : All)
      H.Count = llvm::SaturatingMultiply(H.Count, Count);
    return All;
  }

private:
  const std::vector<Held> &inRecord(const ASTContext &Context, const RecordDecl &Record) {
    if (auto Seen = Known.find(&Record); Seen != Known.end())
      return Seen->second;
    std::vector<Held> All;
    if (auto Own = Index.find(&Record); Own != Index.end())
      All.push_back({Own->second, 1});
    auto Add = [&](QualType Type) {
      for (const Held &H : of(Context, Type)) {
        auto Same = llvm::find_if(All, [&](const Held &A) { return A.Candidate == H.Candidate; });
        if (Same == All.end())
          All.push_back(H);
        else
          Same->Count = llvm::SaturatingAdd(Same->Count, H.Count);
      }
    };
    if (const auto *Class = dyn_cast<CXXRecordDecl>(&Record))
      for (const CXXBaseSpecifier &Base : Class->bases())
        Add(Base.getType());
    for (const FieldDecl *Field : Record.fields())
      Add(Field->getType());
    return Known[&Record] = std::move(All);
  }

  std::span<const ReorderCandidate> Candidates;
  llvm::DenseMap<const RecordDecl *, std::size_t> Index;
  std::map<const RecordDecl *, std::vector<Held>> Known; // looked up only
};

/// How objects come to be at one place of the source.
struct Making {
  CountKind Kind;
  std::optional<std::uint64_t> Count;
  std::uint64_t Allocation = 0; // of one of them by itself, as in RecordCountFact
};

/// What an argument of an allocation asks for: objects of a type, perhaps several.
struct Request {
  QualType Type;
  bool Many = false;
  std::optional<std::uint64_t> Count;
};

class CountReader : public CandidateReader {
public:
  CountReader(const ASTContext &Context, SourceMap &Map,
              std::span<const ReorderCandidate> Candidates, std::vector<RecordCountFact> &Result)
      : Context(Context), Map(Map), Candidates(Candidates), Inside(Candidates), Facts(Result) {}

  void readDecl(const Decl &D, const WalkPlace &At) override {
    if (At.InInstance)
      return;
    if (const auto *Var = dyn_cast<VarDecl>(&D))
      readVariable(*Var);
    else if (const auto *Field = dyn_cast<FieldDecl>(&D))
      readField(*Field);
    else if (const auto *Alias = dyn_cast<TypedefNameDecl>(&D))
      readAlias(*Alias);
    else if (const auto *Class = dyn_cast<CXXRecordDecl>(&D))
      readBases(*Class);
  }
  bool readsClass(unsigned StmtClass) const override {
    return isOfCalls(StmtClass) || isOfConstructions(StmtClass) ||
           StmtClass == Stmt::CXXNewExprClass;
  }
  void readStmt(const Stmt &S, const WalkPlace &At) override {
    if (At.InInstance)
      return;
    Loops = At.Loops;
    Turns = At.Turns;
    Function = At.Function;
    if (const auto *Call = dyn_cast<CallExpr>(&S))
      readCall(*Call);
    else if (const auto *Construct = dyn_cast<CXXConstructExpr>(&S))
      readConstruct(*Construct);
    else if (const auto *New = dyn_cast<CXXNewExpr>(&S))
      readNew(*New);
  }
  void finish() override {
    std::map<const FunctionDecl *, LoopResults> Results;
    for (const MadeInLoop &Made : InLoops)
      if (Results.try_emplace(Made.Function, *Made.Function).first->second.mayOutlive(*Made.By))
        Facts.push_back(Made.Fact);
    auto Key = [](const RecordCountFact &F) {
      return std::tie(F.Where, F.Record, F.Kind, F.Count, F.Allocation, F.Inside);
    };
    llvm::sort(Facts, [&](const auto &A, const auto &B) { return Key(A) < Key(B); });
    Facts.erase(std::unique(Facts.begin(), Facts.end()), Facts.end());
  }

private:
  void readVariable(const VarDecl &Var) {
    // What `auto` stands for was said elsewhere, or is an iterator.
    if (Var.isThisDeclarationADefinition() != VarDecl::DeclarationOnly &&
        !Var.getType()->getContainedDeducedType())
      addElements(Var.getType(), Var.getLocation(), isObject(Var.getType()));
  }
  void readField(const FieldDecl &Field) {
    addElements(Field.getType(), Field.getLocation(), isObject(Field.getType()));
    const ReorderCandidate *Around = Inside.find(*Field.getParent());
    QualType Other = Around ? pointee(Field.getType()) : QualType();
    const RecordDecl *Record = Other.isNull() ? nullptr : Other->getAsRecordDecl();
    if (Record && Record->getDefinition() == Field.getParent())
      if (Span Where = Map.token(Field.getLocation()))
        Facts.push_back(
            {Around->Fact->Usr, CountKind::Linked, Where, std::nullopt, Around->Fact->Size, 1});
  }
  void readAlias(const TypedefNameDecl &Alias) {
    if (!Alias.getUnderlyingType()->isArrayType()) // it may be a parameter
      addElements(Alias.getUnderlyingType(), Alias.getLocation(), /*MakesObject=*/false);
  }
  void readBases(const CXXRecordDecl &Class) {
    if (Class.isThisDeclarationADefinition() && !Class.isDependentType())
      for (const CXXBaseSpecifier &B : Class.bases())
        addElements(B.getType(), B.getBeginLoc(), /*MakesObject=*/true);
  }

  void readNew(const CXXNewExpr &New) {
    if (New.getNumPlacementArgs() != 0 || New.isTypeDependent())
      return;
    if (New.isArray()) {
      auto Size = New.getArraySize();
      add(New.getAllocatedType(), {CountKind::NewArray, Size ? constant(*Size) : std::nullopt},
          New.getBeginLoc());
    } else if (Loops != 0) {
      addSingle(New.getAllocatedType(), New, sizeOf(New.getAllocatedType()));
    }
  }
  void readCall(const CallExpr &Call) {
    const FunctionDecl *Callee = Call.getDirectCallee();
    if (Callee && !Call.isTypeDependent() && Call.getType()->isVoidPointerType())
      addAllocation(Call, *Callee);
    else if (Callee && !Call.isTypeDependent() && Loops != 0)
      addFactory(Call, *Callee);
    if (const auto *OfMember = dyn_cast<CXXMemberCallExpr>(&Call))
      readMemberCall(*OfMember);
  }
  void readMemberCall(const CXXMemberCallExpr &Call) {
    const CXXMethodDecl *Method = Call.getMethodDecl();
    const auto *Container = Method && Method->getIdentifier()
                                ? asContainer(Call.getObjectType().getNonReferenceType())
                                : nullptr;
    if (!Container)
      return;
    StringRef Name = Method->getName();
    if ((Name == "reserve" || Name == "resize") && Call.getNumArgs() != 0)
      addContent(*Container, CountKind::Reserved, Call.getExprLoc(), constant(Call.getArg(0)));
    else if (Loops != 0 && (Name.starts_with("push") || Name.starts_with("emplace") ||
                            Name.starts_with("insert") || Name.starts_with("append")))
      addContent(*Container, CountKind::InLoop, Call.getExprLoc(), Turns);
  }
  /// `std::vector<T> v(100)`.
  void readConstruct(const CXXConstructExpr &Construct) {
    if (Construct.getNumArgs() == 0 || Construct.isTypeDependent() ||
        !Construct.getConstructor()->getNumParams() ||
        !Construct.getConstructor()->getParamDecl(0)->getType()->isIntegerType())
      return;
    if (const auto *Container = asContainer(Construct.getType()))
      if (auto Count = constant(Construct.getArg(0)))
        addContent(*Container, CountKind::Reserved, Construct.getLocation(), Count);
  }

  std::optional<std::uint64_t> constant(const Expr *E) const {
    Expr::EvalResult Value;
    if (!E || E->isValueDependent() || !E->getType()->isIntegralOrUnscopedEnumerationType() ||
        !E->EvaluateAsInt(Value, Context) || Value.Val.getInt().isNegative())
      return std::nullopt;
    return Value.Val.getInt().getLimitedValue();
  }

  /// Evidence of objects of a type, for each candidate inside one.
  std::vector<RecordCountFact> evidence(QualType Type, const Making &M, SourceLocation Loc) {
    std::vector<RecordCountFact> All;
    Span Where = Map.token(Loc);
    if (!Where || M.Count == std::uint64_t(0))
      return All;
    for (const auto &Held : Inside.of(Context, Type)) {
      std::optional<std::uint64_t> Count;
      if (M.Count)
        Count = llvm::SaturatingMultiply(*M.Count, Held.Count);
      All.push_back({Candidates[Held.Candidate].Fact->Usr, M.Kind, Where, Count, M.Allocation,
                     M.Allocation == 0 ? 0 : Held.Count});
    }
    return All;
  }
  void add(QualType Type, const Making &M, SourceLocation Loc) {
    llvm::append_range(Facts, evidence(Type, M, Loc));
  }
  /// Evidence of objects that a loop makes one by one, where they may outlive its turn.
  void addSingle(QualType Type, const Expr &Made, std::uint64_t Bytes) {
    auto All = evidence(Type, {CountKind::InLoop, Turns, Bytes}, Made.getBeginLoc());
    for (RecordCountFact &F : All)
      InLoops.push_back({Function, &Made, std::move(F)});
  }
  std::uint64_t sizeOf(QualType Type) const {
    return Type->isIncompleteType() || Type->isDependentType()
               ? 0
               : Context.getTypeSizeInChars(Type).getQuantity();
  }
  static bool isObject(QualType Type) { return !Type->isReferenceType() && !Type->isPointerType(); }
  /// What only refers to an object, or names a type, tells that there are many; how many is counted
  /// where they are made.
  void addElements(QualType Type, SourceLocation Loc, bool MakesObject) {
    if (!Context.getLangOpts().CPlusPlus && !Type->isArrayType()) // all that C has
      return;
    forEachElement(Context, Type, [&](const ElementType &E) {
      if (MakesObject || !E.Count)
        add(E.Type, {E.Kind, E.Count, E.Node}, Loc);
    });
  }
  void addContent(const ClassTemplateSpecializationDecl &Container, CountKind Kind,
                  SourceLocation Loc, std::optional<std::uint64_t> Count) {
    forEachContainerElement(Context, Container,
                            [&](const ElementType &E) { add(E.Type, {Kind, Count, E.Node}, Loc); });
  }

  /// `malloc(n * sizeof(T))`, and whatever else returns untyped memory for such a product; with
  /// functions known to allocate also `calloc(n, sizeof(T))` and, in a loop, `malloc(sizeof(T))`.
  void addAllocation(const CallExpr &Call, const FunctionDecl &Callee) {
    unsigned Builtin = Callee.getBuiltinID();
    const auto *Attribute = Callee.getAttr<AllocSizeAttr>();
    bool ByNumber =
        Builtin == Builtin::BIcalloc || (Attribute && Attribute->getNumElemsParam().isValid());
    bool Allocates =
        ByNumber || Attribute || Builtin == Builtin::BImalloc || Builtin == Builtin::BIrealloc;
    if (Builtin != 0 && !Allocates) // memcpy, memset
      return;
    for (const Expr *Argument : Call.arguments()) {
      std::optional<Request> R = requestIn(Argument);
      if (!R)
        continue;
      if (!R->Many && ByNumber)
        for (const Expr *Other : Call.arguments())
          if (Other != Argument && Other->getType()->isIntegerType()) {
            R->Many = true;
            R->Count = constant(Other);
          }
      if (R->Many && R->Count != std::uint64_t(1))
        add(R->Type, {CountKind::NewArray, R->Count}, Call.getBeginLoc());
      else if (Allocates && Loops != 0)
        addSingle(R->Type, Call, sizeOf(R->Type));
    }
  }

  /// `sizeof(T)`, or a product with one.
  std::optional<Request> requestIn(const Expr *E) const {
    E = E->IgnoreParenCasts();
    if (const auto *Trait = dyn_cast<UnaryExprOrTypeTraitExpr>(E)) {
      if (Trait->getKind() != UETT_SizeOf || Trait->getTypeOfArgument()->isDependentType())
        return std::nullopt;
      return Request{Trait->getTypeOfArgument().getNonReferenceType(), false, std::nullopt};
    }
    const auto *Product = dyn_cast<BinaryOperator>(E);
    if (!Product || Product->getOpcode() != BO_Mul)
      return std::nullopt;
    std::optional<Request> R = requestIn(Product->getLHS());
    const Expr *Other = R ? Product->getRHS() : Product->getLHS();
    if (!R)
      R = requestIn(Product->getRHS());
    if (!R)
      return std::nullopt;
    auto Factor = constant(Other);
    if (R->Many)
      R->Count = R->Count && Factor ? std::optional(llvm::SaturatingMultiply(*R->Count, *Factor))
                                    : std::nullopt;
    else
      R->Count = Factor;
    R->Many = true;
    return R;
  }

  /// `std::make_unique<T>(...)` and its like: an instance of a function template over T that
  /// returns something over T that points. Where that is more than a pointer, what it shares is
  /// counted beside the object: a table of functions and two counts, as long as two pointers.
  void addFactory(const CallExpr &Call, const FunctionDecl &Callee) {
    const TemplateArgumentList *Arguments = Callee.getTemplateSpecializationArgs();
    if (!Arguments || Arguments->size() == 0 || !Call.getType()->getAsCXXRecordDecl())
      return;
    const TemplateArgument &Made = Arguments->get(0);
    const QualType Held = pointee(Call.getType());
    if (Made.getKind() == TemplateArgument::Type && !Held.isNull() &&
        Context.hasSameType(Made.getAsType(), Held)) {
      std::uint64_t Pointer = sizeOf(Context.VoidPtrTy);
      addSingle(Held, Call, sizeOf(Held) + (sizeOf(Call.getType()) > Pointer ? 2 * Pointer : 0));
    }
  }

  /// Of a pointer, or of a class template over T that is used like a pointer to T; null for any
  /// other type.
  QualType pointee(QualType Type) const {
    if (Type->isPointerType())
      return Type->getPointeeType();
    const auto *Class =
        dyn_cast_or_null<ClassTemplateSpecializationDecl>(Type->getAsCXXRecordDecl());
    if (!Class || Class->getTemplateArgs().size() == 0 ||
        Class->getTemplateArgs()[0].getKind() != TemplateArgument::Type ||
        !hasMember(*Class, Context.DeclarationNames.getCXXOperatorName(OO_Arrow)))
      return {};
    return Class->getTemplateArgs()[0].getAsType();
  }

  const ASTContext &Context;
  SourceMap &Map;
  std::span<const ReorderCandidate> Candidates;
  CandidatesInside Inside;
  std::vector<RecordCountFact> &Facts;
  struct MadeInLoop { // evidence if the object may outlive its turn
    const FunctionDecl *Function;
    const Expr *By;
    RecordCountFact Fact;
  };
  std::vector<MadeInLoop> InLoops;
  std::optional<std::uint64_t> Turns; // as in WalkPlace
  const FunctionDecl *Function = nullptr;
  unsigned Loops = 0; // around the place
};

} // namespace

std::unique_ptr<CandidateReader> readRecordCounts(const ASTContext &Context, SourceMap &Map,
                                                  std::span<const ReorderCandidate> Candidates,
                                                  std::vector<RecordCountFact> &Result) {
  return std::make_unique<CountReader>(Context, Map, Candidates, Result);
}

} // namespace memlint
