#include "analysis/solve/Listeners.h"

#include "analysis/ir/EachOp.h"
#include "analysis/ir/PlainValues.h"
#include "analysis/solve/Carriers.h"
#include "analysis/solve/FlowWalk.h"
#include "analysis/solve/SlotPath.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace memlint {
namespace {

struct NamePair {
  std::string_view Does, Undoes;
};
/// How names begin that say the opposite; the rest of the name is the same.
constexpr NamePair Pairs[] = {
    {"subscribe", "unsubscribe"},
    {"register", "unregister"},
    {"register", "deregister"},
    {"add", "remove"},
    {"add", "delete"},
    {"add", "erase"},
    {"connect", "disconnect"},
    {"attach", "detach"},
    {"insert", "remove"},
    {"insert", "erase"},
    {"observe", "unobserve"},
    {"watch", "unwatch"},
    {"listen", "unlisten"},
    {"install", "uninstall"},
    {"install", "remove"},
    {"hook", "unhook"},
    {"bind", "unbind"},
    {"push", "pop"},
};

char upper(char C) { return static_cast<char>(std::toupper(static_cast<unsigned char>(C))); }

bool has(const std::vector<std::string> &Names, std::string_view Name) {
  return std::find(Names.begin(), Names.end(), Name) != Names.end();
}

/// What a call hands over is put somewhere, and there are functions that take it back.
struct Pair {
  std::string_view Scope, Name;     // of the function that is called
  std::vector<std::string> Undoing; // qualified
  const Model *Said = nullptr;      // by a user; null: by the names
};

class ListenerFinder {
public:
  ListenerFinder(std::span<const ir::Function> Functions, const ClassFields &Classes,
                 const Summaries &Known, const Models &Library, const FieldStories &Stories,
                 const BodyCalls &Calls)
      : Functions(Functions), Classes(Classes), Known(Known), Library(Library), Stories(Stories),
        Calls(Calls) {
    readNames();
    readEnds();
  }

  std::vector<ForgottenListener> find();

private:
  void readNames();
  void readFunction(std::size_t Function, std::uint32_t Class);
  void readCall(std::size_t Function, std::uint32_t Class, OpPlace At, const Carried &Has);
  bool outlives(const ir::Function &F, const ir::Value &Object) const;
  Pair pairOf(const ir::Function &F, const ir::Op &Call) const;
  std::optional<std::string> outliving(const ir::Function &F, const ir::Op &Call,
                                       const Slot &To) const;
  std::optional<std::string> keeper(const ir::Function &F, const ir::Op &Call, std::size_t Position,
                                    const Pair &By) const;
  bool isEmptied(std::string_view Field, const Pair &By) const;
  bool empties(const ir::Function &F, const ir::Op &Op, std::string_view Field) const;
  bool isResultKept(const ir::Function &F, const ir::Op &Call) const;
  std::vector<std::uint32_t> related(std::uint32_t Class) const;
  bool isUndone(std::uint32_t Class, const Pair &By) const;
  bool isOthers(const ir::Function &F, const ir::Op &Call, std::string_view Subject) const;
  bool isUndoneByOthers(std::size_t Registers, std::uint32_t Class, std::string_view Subject,
                        const Pair &By) const;
  void readEnds();
  bool endsAlone(std::uint32_t Class, std::string_view Subject) const;
  bool hasWrittenDestructor(std::uint32_t Class) const;
  std::optional<std::size_t> undoer(std::uint32_t Class, const Pair &By) const;

  std::span<const ir::Function> Functions;
  const ClassFields &Classes;
  const Summaries &Known;
  const Models &Library;
  const FieldStories &Stories;
  const BodyCalls &Calls;
  std::set<std::string_view> Names; // of all functions
  /// By functions: the classes of their local variables and of what they delete.
  std::set<std::set<std::uint32_t>> Ends;
  std::vector<ForgottenListener> All;
};

void ListenerFinder::readNames() {
  for (const ir::Function &F : Functions)
    for (const ir::Symbol &S : F.Symbols)
      Names.insert(S.Name);
}

Pair ListenerFinder::pairOf(const ir::Function &F, const ir::Op &Call) const {
  const ir::Symbol &S = F.Symbols[Call.Callee - 1];
  const auto [Scope, Name] = splitScope(S.Name);
  Pair By = {Scope, Name, {}, Library.model(S, CallArguments(F, Call), ModelsOf::Users)};
  if (By.Said && !By.Said->UndoneBy.empty()) {
    for (const ModelName &Each : By.Said->UndoneBy)
      By.Undoing.push_back(Each.Name);
  } else {
    By.Said = nullptr;
    if (hasThis(F, Call) && outlives(F, Call.Values[0]))
      for (const std::string &Each : undoingNames(Name))
        By.Undoing.push_back(std::string(Scope) + "::" + Each);
  }
  std::erase_if(By.Undoing, [&](const std::string &Each) { return !Names.contains(Each); });
  return By;
}

/// Whether the object is there when the one that calls its method is gone: a global, what a
/// parameter or a field refers to, unless the class has made it.
bool ListenerFinder::outlives(const ir::Function &F, const ir::Value &Object) const {
  if (Object.Kind == ir::ValueKind::Address)
    return F.Paths[Object.Index].Base == ir::BaseKind::Global;
  if (Object.Kind != ir::ValueKind::Held)
    return false;
  const ir::Path &P = F.Paths[Object.Index];
  if (P.Base == ir::BaseKind::Global)
    return P.Steps.empty();
  if (P.Base != ir::BaseKind::Variable)
    return false;
  const ir::VariableKind Kind = F.Variables[P.Index].Kind;
  if (P.Steps.empty())
    return Kind == ir::VariableKind::Parameter;
  const auto Field = PathTypes(Classes, F).fieldOf(P);
  if (Kind != ir::VariableKind::This || P.Steps.size() != 2 || !Field)
    return false;
  const auto Story = Stories.fields().find(*Field);
  return Story == Stories.fields().end() ||
         (Story->second.Acquired.empty() && Story->second.Released.empty());
}

/// The class of what keeps what goes there, if that is still there when the caller's object is
/// gone; a global has none.
std::optional<std::string> ListenerFinder::outliving(const ir::Function &F, const ir::Op &Call,
                                                     const Slot &To) const {
  if (To.Kind == SlotKind::Global)
    return "";
  const std::size_t First = hasThis(F, Call) ? 0 : 1;
  if (To.Kind != SlotKind::Argument || To.Index < First || To.Index - First >= Call.Values.size() ||
      !outlives(F, Call.Values[To.Index - First]))
    return std::nullopt;
  const auto Class = PathTypes(Classes, F).pointedClass(Call.Values[To.Index - First]);
  return Class ? Classes.record(*Class).Name : "";
}

/// The class of what keeps the argument: in a field that nothing but what undoes it empties.
std::optional<std::string> ListenerFinder::keeper(const ir::Function &F, const ir::Op &Call,
                                                  std::size_t Position, const Pair &By) const {
  const auto [Body, Solved] = Known.body(F.Symbols[Call.Callee - 1].Usr);
  const Summary *What = By.Said ? &By.Said->What : Body ? Solved : nullptr;
  if (!What)
    return std::nullopt;
  const Slot Of = argumentSlot(Position, hasThis(F, Call));
  for (const Effect &E : What->Effects) {
    if (E.From.Kind != SlotKind::Argument || E.From.Index != Of.Index ||
        E.Kind == EffectKind::Release || E.Kind == EffectKind::Invoke)
      continue;
    if (By.Said) {
      if (auto Class = outliving(F, Call, E.To))
        return Class;
    } else if ((E.To.Kind == SlotKind::Global ||
                (E.To.Kind == SlotKind::Argument && E.To.Index == 0)) &&
               !(E.To.Steps.size() > 1 && isEmptied(E.To.Steps[1].Name, By))) {
      return std::string(By.Scope);
    }
  }
  return std::nullopt;
}

/// Whether the call takes out what the field of an object has.
bool ListenerFinder::empties(const ir::Function &F, const ir::Op &Op,
                             std::string_view Field) const {
  if (Op.Kind != ir::OpKind::Call || !Op.Callee || Op.Values.empty() ||
      Op.Values[0].Kind != ir::ValueKind::Address)
    return false;
  const ir::Path &P = F.Paths[Op.Values[0].Index];
  if (P.Base != ir::BaseKind::Variable || P.Steps.size() != 2 ||
      P.Steps[1].Kind != ir::StepKind::Field || F.Names[P.Steps[1].Name] != Field)
    return false;
  constexpr std::string_view Emptying[] = {"clear", "swap", "pop", "pop_front", "pop_back"};
  const std::string_view Name = splitScope(F.Symbols[Op.Callee - 1].Name).second;
  return std::find(std::begin(Emptying), std::end(Emptying), Name) != std::end(Emptying);
}

/// Whether a method of the same class does that, other than those that undo: what is called once is
/// kept no longer.
bool ListenerFinder::isEmptied(std::string_view Field, const Pair &By) const {
  return std::any_of(Functions.begin(), Functions.end(), [&](const ir::Function &F) {
    const ir::Symbol &S = F.Symbols[0];
    return splitScope(S.Name).first == By.Scope && !(S.Flags & ir::Destructor) &&
           !has(By.Undoing, S.Name) &&
           ir::anyOp(F, [&](const ir::Op &Op) { return empties(F, Op, Field); });
  });
}

/// Whether what the call returns goes into an object, whose destructor may undo it.
bool ListenerFinder::isResultKept(const ir::Function &F, const ir::Op &Call) const {
  if (!Call.To)
    return false;
  const ir::Path &To = F.Paths[Call.To - 1];
  const auto Variable = plainVariable(To);
  if (!Variable)
    return true;
  if (F.Types[F.Variables[*Variable].Type].Flags & ir::RecordType)
    return true;
  Carried Has(F.Variables.size());
  Has[*Variable].insert(*Variable);
  carryOn(F, Known, Has);
  auto IsGiven = [&](const ir::Value &V) {
    const std::optional<std::uint32_t> Given = variableOf(F, V);
    return Given && Has[*Given].contains(*Variable);
  };
  return ir::anyOp(F, [&](const ir::Op &Op) {
    return Op.Kind == ir::OpKind::Call && std::any_of(Op.Values.begin(), Op.Values.end(), IsGiven);
  });
}

/// Bases, derived classes, and what it has in it.
std::vector<std::uint32_t> ListenerFinder::related(std::uint32_t Class) const {
  std::vector<std::uint32_t> All = Classes.relatives(Class);
  const std::vector<std::uint32_t> Parts = Classes.parts(Class);
  All.insert(All.end(), Parts.begin(), Parts.end());
  return All;
}

/// Whether a destructor of the class, of a base, of a derived class or of what it has in it undoes
/// it, or calls another method of the class that keeps it, which may; or may: one is not seen.
bool ListenerFinder::isUndone(std::uint32_t Class, const Pair &By) const {
  auto MayUndo = [&](const ir::Symbol &S) {
    const auto [Its, Other] = splitScope(S.Name);
    return has(By.Undoing, S.Name) ||
           (S.Flags & ir::HasThis && Its == By.Scope && Other != By.Name);
  };
  const std::vector<std::uint32_t> All = related(Class);
  return std::any_of(All.begin(), All.end(), [&](std::uint32_t Each) {
    const auto Destructors = Stories.destructorsOf(Each);
    if (!Destructors)
      return Each == Class || Stories.of(Each).Described;
    const BodySet Reached = Calls.reach(*Destructors);
    return std::any_of(Reached.begin(), Reached.end(), [&](std::size_t Body) {
      const std::vector<ir::Symbol> &Symbols = Functions[Body].Symbols;
      return std::any_of(Symbols.begin(), Symbols.end(), MayUndo);
    });
  });
}

/// Whether the call is given another object's address besides what keeps it: what a number stands
/// for, only who registered it knows.
bool ListenerFinder::isOthers(const ir::Function &F, const ir::Op &Call,
                              std::string_view Subject) const {
  const PathTypes Types(Classes, F);
  for (std::size_t I = hasThis(F, Call); I < Call.Values.size(); ++I) {
    const ir::Value &V = Call.Values[I];
    const auto Of = variableOf(F, V);
    if (!Of || F.Variables[*Of].Kind == ir::VariableKind::This ||
        !(V.Kind == ir::ValueKind::Address ||
          F.Types[F.Variables[*Of].Type].Flags & ir::PointerType))
      continue;
    const auto Class = Types.pointedClass(V);
    if (!Class || Classes.record(*Class).Name != Subject)
      return true;
  }
  return false;
}

/// Whether who registers it takes it back as well, a method that ends the object, or code of others
/// that does not take back itself.
bool ListenerFinder::isUndoneByOthers(std::size_t Registers, std::uint32_t Class,
                                      std::string_view Subject, const Pair &By) const {
  const std::vector<std::uint32_t> Own = related(Class);
  for (std::size_t I = 0; I < Functions.size(); ++I) {
    const ir::Function &F = Functions[I];
    if (!By.Scope.empty() && splitScope(F.Symbols[0].Name).first == By.Scope)
      continue;
    bool Undoes = false, UndoesOthers = false, EndsItself = false;
    ir::forEachOp(F, [&](const ir::Op &Op) {
      EndsItself |= Op.Kind == ir::OpKind::Delete && plainVariable(F, Op.Values[0]) == 0u;
      if (Op.Kind != ir::OpKind::Call || !Op.Callee ||
          !has(By.Undoing, F.Symbols[Op.Callee - 1].Name))
        return;
      Undoes = true;
      UndoesOthers |= isOthers(F, Op, Subject);
    });
    const auto Receiver = Stories.classOf(I);
    const bool IsOwn = Receiver && std::find(Own.begin(), Own.end(), *Receiver) != Own.end();
    if (Undoes && (I == Registers || EndsItself || (UndoesOthers && !IsOwn)))
      return true;
  }
  return false;
}

void ListenerFinder::readEnds() {
  for (const ir::Function &F : Functions) {
    const PathTypes Types(Classes, F);
    std::set<std::uint32_t> Ended;
    ir::forEachOp(F, [&](const ir::Op &Op) {
      if (Op.Kind == ir::OpKind::Delete) {
        if (const auto Class = Types.pointedClass(Op.Values[0]))
          Ended.insert(*Class);
      } else if (Op.Kind == ir::OpKind::End && Op.To) {
        const ir::Path &P = F.Paths[Op.To - 1];
        if (P.Base == ir::BaseKind::Variable &&
            F.Variables[P.Index].Kind == ir::VariableKind::Local)
          for (const std::uint32_t Class : Classes.mentioned(Types.typeOf(P)))
            Ended.insert(Class);
      }
    });
    if (!Ended.empty())
      Ends.insert(std::move(Ended));
  }
}

/// Whether some function ends an object of the class, or one that has it, and none of the class
/// that keeps it, neither beside it nor in the same object: they may well end together, or the
/// other way round.
bool ListenerFinder::endsAlone(std::uint32_t Class, std::string_view Subject) const {
  auto IsSubject = [&](std::uint32_t C) {
    return !Subject.empty() && Classes.record(C).Name == Subject;
  };
  auto EndsIt = [&](std::uint32_t Each) {
    const std::vector<std::uint32_t> All = related(Each);
    return std::find(All.begin(), All.end(), Class) != All.end() &&
           std::none_of(All.begin(), All.end(), IsSubject);
  };
  auto IsKind = [&](std::uint32_t Each) {
    const std::vector<std::uint32_t> All = Classes.relatives(Each);
    return std::any_of(All.begin(), All.end(), IsSubject);
  };
  return std::any_of(Ends.begin(), Ends.end(), [&](const std::set<std::uint32_t> &Each) {
    return std::any_of(Each.begin(), Each.end(), EndsIt) &&
           std::none_of(Each.begin(), Each.end(), IsKind);
  });
}

bool ListenerFinder::hasWrittenDestructor(std::uint32_t Class) const {
  const BodySet Bodies = Stories.destructorsOf(Class).value_or(BodySet());
  return std::any_of(Bodies.begin(), Bodies.end(), [&](std::size_t Body) {
    return !(Functions[Body].Symbols[0].Flags & ir::Implicit);
  });
}

/// A method of the class that undoes it.
std::optional<std::size_t> ListenerFinder::undoer(std::uint32_t Class, const Pair &By) const {
  for (std::size_t I = 0; I < Functions.size(); ++I) {
    const std::vector<ir::Symbol> &Symbols = Functions[I].Symbols;
    if (Stories.classOf(I) == Class &&
        std::any_of(Symbols.begin() + 1, Symbols.end(),
                    [&](const ir::Symbol &S) { return has(By.Undoing, S.Name); }))
      return I;
  }
  return std::nullopt;
}

void ListenerFinder::readCall(std::size_t Function, std::uint32_t Class, OpPlace At,
                              const Carried &Has) {
  const ir::Function &F = Functions[Function];
  const ir::Op &Call = opAt(F, At);
  if (Call.Kind != ir::OpKind::Call || !Call.Callee)
    return;
  for (std::size_t I = hasThis(F, Call); I < Call.Values.size(); ++I) {
    const auto Variable = variableOf(F, Call.Values[I]);
    const bool InClosure = Variable && Has[*Variable].contains(0);
    if (plainVariable(F, Call.Values[I]) != 0u && !InClosure)
      continue;
    const Pair By = pairOf(F, Call);
    if (By.Undoing.empty() || isResultKept(F, Call))
      return;
    const auto Subject = keeper(F, Call, I, By);
    if (!Subject)
      continue;
    if (isUndone(Class, By) || isUndoneByOthers(Function, Class, *Subject, By) ||
        !endsAlone(Class, *Subject))
      return;
    const auto [Scope, Undoing] = splitScope(By.Undoing.front());
    All.push_back({Function, At, Classes.record(Class).Name, F.Symbols[Call.Callee - 1].Name,
                   Scope == By.Scope ? std::string(Undoing) : By.Undoing.front(),
                   hasWrittenDestructor(Class), InClosure, undoer(Class, By)});
    return;
  }
}

void ListenerFinder::readFunction(std::size_t Function, std::uint32_t Class) {
  const ir::Function &F = Functions[Function];
  Carried Has(F.Variables.size());
  for (const ir::Block &B : F.Blocks)
    for (const ir::Op &Op : B.Ops)
      if (Op.Kind == ir::OpKind::Copy && plainVariable(F, Op.Values[0]) == 0u) {
        const ir::Path &To = F.Paths[Op.To - 1];
        if (To.Base == ir::BaseKind::Variable && !To.Steps.empty() &&
            F.Types[F.Variables[To.Index].Type].Flags & ir::ClosureType)
          Has[To.Index].insert(0);
      }
  carryOn(F, Known, Has);
  for (std::uint32_t B = 0; B < F.Blocks.size(); ++B)
    for (std::uint32_t I = 0; I < F.Blocks[B].Ops.size(); ++I)
      readCall(Function, Class, {B, I}, Has);
}

std::vector<ForgottenListener> ListenerFinder::find() {
  constexpr std::uint32_t NotRead = ir::NotLowered | ir::Coroutine | ir::Damaged | ir::LeftAlone;
  for (std::size_t I = 0; I < Functions.size(); ++I) {
    const ir::Function &F = Functions[I];
    const auto Class = Stories.classOf(I);
    if (F.Flags & (NotRead | ir::LambdaBody) || F.Symbols[0].Flags & ir::Destructor || !Class ||
        !Stories.of(*Class).Destroyed)
      continue;
    readFunction(I, *Class);
  }
  return std::move(All);
}

} // namespace

std::vector<std::string> undoingNames(std::string_view Method) {
  std::vector<std::string> All;
  for (const NamePair &P : Pairs) {
    if (Method.size() < P.Does.size())
      continue;
    const std::string_view Start = Method.substr(0, P.Does.size()),
                           Rest = Method.substr(P.Does.size());
    // `addition` adds nothing.
    if (!Rest.empty() && std::islower(static_cast<unsigned char>(Rest[0])))
      continue;
    std::string Capital(P.Does);
    Capital[0] = upper(Capital[0]);
    if (Start != P.Does && Start != Capital)
      continue;
    std::string Undoing(P.Undoes);
    if (Start == Capital)
      Undoing[0] = upper(Undoing[0]);
    All.push_back(Undoing + std::string(Rest));
  }
  return All;
}

std::vector<ForgottenListener> forgottenListeners(std::span<const ir::Function> Functions,
                                                  const ClassFields &Classes,
                                                  const Summaries &Known, const Models &Library,
                                                  const FieldStories &Stories,
                                                  const BodyCalls &Calls) {
  return ListenerFinder(Functions, Classes, Known, Library, Stories, Calls).find();
}

} // namespace memlint
