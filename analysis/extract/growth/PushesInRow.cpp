#include "analysis/extract/growth/PushesInRow.h"

#include "analysis/extract/growth/ElementsAfterReserve.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

namespace memlint {
namespace {

using namespace clang;

/// Fewer are not worth a fact; the check has a limit of its own.
constexpr std::size_t FewestPushes = 3;

/// Whether control may leave a statement other than at its end.
bool mayLeave(const Stmt &S) {
  bool Leaves = false;
  forEachPart(&S, [&](const Stmt &Part) {
    Leaves |= isa<ReturnStmt, BreakStmt, ContinueStmt, GotoStmt, CXXThrowExpr, SwitchCase>(Part);
  });
  return Leaves;
}

class PushReader {
public:
  PushReader(const FunctionReading &Reading, const VarDecl &Var, GrowableContainer Type)
      : Reading(Reading), Var(Var), Type(Type) {
    for (const ContainerMention &Use : Reading.Containers.Mentions)
      if (Use.Path == ObjectPath{&Var, {}})
        Uses.push_back(&Use);
    const StatementPath Declared = Reading.Containers.Declared.lookup(&Var);
    Block = Declared.empty() ? nullptr : dyn_cast<CompoundStmt>(Declared.back());
  }

  std::optional<WasteFact> read() const {
    if (!Block || Uses.empty())
      return std::nullopt;
    auto Pushes = pushes();
    if (Pushes.size() < FewestPushes || Pushes.size() <= Type.InlineCapacity ||
        growsFurther(Pushes.size()))
      return std::nullopt;
    const ContainerMention &First = *Pushes.front();
    WasteFact Fact = Reading.fact(WasteKind::StraightLine, First, First.location());
    Fact.Where = Reading.Map.token(Var.getLocation());
    Fact.Number = Pushes.size();
    Fact.Size =
        static_cast<std::uint64_t>(Reading.Context.getTypeSizeInChars(Type.Element).getQuantity());
    Fact.Places = {{"grows", Reading.Map.token(First.location()), ""},
                   {"grows", Reading.Map.token(Pushes.back()->location()), ""}};
    bool List = addListFix(Pushes, Fact);
    addReserveFix(First, Pushes.size(), Fact);
    Fact.Words = {List ? "list" : "reserve"};
    return Fact;
  }

private:
  using Pushed = std::vector<const ContainerMention *>;

  /// The pushes on the straight path from the declaration, up to the first other use.
  Pushed pushes() const {
    Pushed Result;
    const Stmt *Before = declaration();
    auto At = llvm::find(Block->body(), Before);
    for (const ContainerMention *Use : Uses) {
      bool Push = Use->isCallOf("push_back") || Use->isCallOf("emplace_back");
      if (!Push || Use->InLambda || blockOf(*Use) != Block ||
          !Reading.Map.isPlainUserCode(Use->location()))
        break;
      const Stmt *Statement = statementIn(*Block, *Use);
      bool Leaves = false;
      for (; At != Block->body_end() && *At != Statement; ++At)
        Leaves |= mayLeave(**At);
      if (Leaves)
        break;
      Result.push_back(Use);
    }
    return Result;
  }
  const Stmt *declaration() const {
    for (const Stmt *S : Block->body())
      if (const auto *Declaration = dyn_cast<DeclStmt>(S))
        if (llvm::is_contained(Declaration->decls(), &Var))
          return S;
    return nullptr;
  }
  /// What grows by more behind them needs another number, which others speak of.
  bool growsFurther(std::size_t Count) const {
    return std::any_of(Uses.begin() + static_cast<std::ptrdiff_t>(Count), Uses.end(),
                       [](const ContainerMention *Use) {
                         return Use->Act == ContainerAct::Reserves ||
                                Use->Act == ContainerAct::Grows;
                       });
  }

  /// `std::vector<int> v{1, 2, 3};` where nothing stands between that could tell.
  bool addListFix(const Pushed &Pushes, WasteFact &Fact) const {
    if (!Type.Element.isTriviallyCopyableType(Reading.Context) || !Fact.Fixes.empty() ||
        !growsByPlainPushes(Pushes))
      return false;
    const auto *Declaration = dyn_cast_or_null<DeclStmt>(declaration());
    if (!Declaration || !Declaration->isSingleDecl() || Var.getInitStyle() == VarDecl::ListInit)
      return true;
    std::string Written = Reading.text(*Declaration), List;
    if (!StringRef(Written).ends_with(";") ||
        !StringRef(Written).drop_back().rtrim().ends_with(Var.getName()))
      return true;
    std::vector<TextEdit> Edits;
    for (const ContainerMention *Push : Pushes) {
      std::string Argument = Reading.text(*Push->Call->getArg(0));
      auto Edit = Reading.removal(*Push->Call);
      if (Argument.empty() || !Edit)
        return true;
      List += (List.empty() ? "" : ", ") + Argument;
      Edits.push_back(std::move(*Edit));
    }
    std::string Begin = StringRef(Written).drop_back().rtrim().str();
    auto Edit = Reading.replacement(*Declaration, Begin + "{" + List + "};");
    if (!Edit || List.size() + Begin.size() > 80)
      return true;
    Edits.insert(Edits.begin(), std::move(*Edit));
    Fact.Fixes.push_back({"write the elements as an initializer list", std::move(Edits)});
    return true;
  }
  /// One push_back after the other, directly behind the declaration, of arguments that have the
  /// element's type.
  bool growsByPlainPushes(const Pushed &Pushes) const {
    auto At = llvm::find(Block->body(), declaration());
    for (const ContainerMention *Push : Pushes) {
      ++At;
      const Expr *Argument = Push->Call->getNumArgs() == 1 ? Push->Call->getArg(0) : nullptr;
      if (At == Block->body_end() || asExpression(*At) != Push->Call ||
          !Push->isCallOf("push_back") || !Argument ||
          !Reading.Context.hasSameUnqualifiedType(Argument->IgnoreImplicit()->getType(),
                                                  Type.Element))
        return false;
    }
    return Type.Class->isInStdNamespace();
  }
  void addReserveFix(const ContainerMention &First, std::size_t Count, WasteFact &Fact) const {
    std::string Receiver = Reading.receiver(First);
    auto Edit = Reading.lineBefore(*statementIn(*Block, First),
                                   Receiver + "reserve(" + std::to_string(Count) + ");");
    if (Edit && !Receiver.empty())
      Fact.Fixes.push_back({"reserve before the first", {std::move(*Edit)}});
  }

  const FunctionReading &Reading;
  const VarDecl &Var;
  GrowableContainer Type;
  Pushed Uses;
  const CompoundStmt *Block = nullptr;
};

} // namespace

void readPushesInRow(const FunctionReading &Reading, std::vector<WasteFact> &Facts) {
  if (Reading.Containers.Unreadable)
    return;
  for (const VarDecl *Var : Reading.Containers.Variables) {
    auto Type = growingType(Reading.Context, Var->getType());
    if (!Type || Type->Kind != ContainerKind::Vector || !Reading.isOwnObject(*Var) ||
        Type->Element->isIncompleteType() || !startsWithoutElements(*Var) ||
        !Reading.Map.isPlainUserCode(Var->getLocation()))
      continue;
    if (auto Fact = PushReader(Reading, *Var, *Type).read())
      Facts.push_back(std::move(*Fact));
  }
}

} // namespace memlint
