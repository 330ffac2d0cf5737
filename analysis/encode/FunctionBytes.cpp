#include "analysis/encode/FunctionBytes.h"

#include "analysis/encode/FunctionCoder.h"
#include "analysis/ir/WellFormed.h"

#include <utility>

namespace memlint {

template <class Stream, class Function>
template <class T, class Known, class Anew>
void FunctionCoder<Stream, Function>::once(Column At, T &Value, Said<Known> &SaidBefore,
                                           Anew Code) {
  std::uint64_t Which = 0; // 0: for the first time; else 1 + how many came before it
  if constexpr (!Reads)
    Which = (SaidBefore.find(Value) + 1) % (SaidBefore.size() + 1);
  S.number(At, Which);
  if (Which == 0) {
    Code(Value);
    if (S.good())
      SaidBefore.add(Value, /*ToBeFound=*/!Reads);
    return;
  }
  if constexpr (Reads) {
    if (Which > SaidBefore.size())
      return S.fail();
    const Known &Same = SaidBefore[Which - 1];
    std::uint64_t Bytes = 0;
    if constexpr (std::is_same_v<Known, Shape>)
      Bytes = Same.size();
    else if constexpr (std::is_same_v<Known, ir::Type>)
      Bytes = Same.Name.size() + Same.Template.size();
    else
      for (const ir::Attribute &A : (Bytes = Same.Usr.size() + Same.Name.size(), Same.Attributes))
        Bytes += sizeof A + A.Word.size();
    if (S.spend(Bytes))
      Value = Same;
  }
}

template <class Stream, class Function>
template <class T>
void FunctionCoder<Stream, Function>::attributes(T &List) {
  list(Column::Attribute, List, [this](auto &A) {
    std::uint64_t Kind = static_cast<std::uint64_t>(A.Kind);
    S.number(Column::Attribute, Kind);
    S.number(Column::Attribute, A.Param);
    S.number(Column::Attribute, A.Other);
    S.text(Column::Attribute, A.Word);
    if constexpr (Reads)
      A.Kind = part<ir::AttributeKind>({Kind}, 0, ir::AttributeKind::Makes);
  });
}

/// Where the USR ends in the name, only what stands before it is said.
template <class Stream, class Function>
template <class T>
void FunctionCoder<Stream, Function>::symbol(T &Symbol) {
  once(Column::Symbol, Symbol, Symbols, [this](auto &New) {
    std::uint64_t Ends = !New.Name.empty() && New.Usr.ends_with(New.Name);
    S.text(Column::SymbolText, New.Name);
    S.number(Column::SymbolFlags, Ends);
    S.number(Column::SymbolFlags, New.Flags);
    std::string Start = Ends ? New.Usr.substr(0, New.Usr.size() - New.Name.size()) : New.Usr;
    S.text(Column::SymbolText, Start);
    if constexpr (Reads) {
      if (Ends > 1 || (Ends == 0 && !New.Name.empty() && Start.ends_with(New.Name)))
        return S.fail();
      New.Usr = Ends ? Start + New.Name : Start;
    }
    attributes(New.Attributes);
  });
}

/// The indices differ from function to function: only that they are there is said of the type.
template <class Stream, class Function>
template <class T>
void FunctionCoder<Stream, Function>::type(T &Type, std::size_t At) {
  ir::Type Shown = Type;
  Shown.Element = Type.Element != 0;
  Shown.CallOperator = Type.CallOperator != 0;
  Shown.Destructor = Type.Destructor != 0;
  once(Column::Type, Shown, Types, [this](auto &New) {
    S.text(Column::TypeText, New.Name);
    S.text(Column::TypeText, New.Template);
    S.number(Column::TypeNumber, New.Size);
    S.number(Column::TypeNumber, New.Align);
    S.number(Column::TypeNumber, New.Flags);
    S.number(Column::TypeNumber, New.Count);
    std::uint64_t Has = New.Element + 2 * New.CallOperator + 4 * New.Destructor;
    S.number(Column::TypeNumber, Has);
    if constexpr (Reads) {
      New.Element = Has & 1, New.CallOperator = Has >> 1 & 1, New.Destructor = Has >> 2 & 1;
      if (Has > 7)
        S.fail();
    }
  });
  if constexpr (Reads)
    Type = Shown;
  if (Shown.Element)
    near(Column::TypeOther, Type.Element, At);
  if (Shown.CallOperator)
    index1(Column::TypeOther, Type.CallOperator, NextSymbol);
  if (Shown.Destructor)
    index1(Column::TypeOther, Type.Destructor, NextSymbol);
  if constexpr (Reads)
    if ((Type.Element != 0) != (Shown.Element != 0) ||
        (Type.CallOperator != 0) != (Shown.CallOperator != 0) ||
        (Type.Destructor != 0) != (Shown.Destructor != 0))
      S.fail();
}

template <class Stream, class Function>
template <class T>
void FunctionCoder<Stream, Function>::place(T &Place, std::uint64_t Form, const PlaceColumns &At,
                                            std::uint64_t Length, ir::Place &Last) {
  if constexpr (Reads) {
    if (Form == AsBefore)
      Place = Last;
  }
  if (Form == Anew) {
    near(At.Line, Place.Line, Last.Line);
    if (Place.Line == Last.Line)
      near(At.Near, Place.Column, Last.Column);
    else
      S.number(At.Far, Place.Column);
    unless(At.Length, Place.Length, Length);
    if constexpr (Reads)
      if (Place == Last || Place == ir::Place{})
        S.fail();
  }
  if (Form != Nowhere)
    Last = Place;
}

template <class Stream, class Function>
template <class T>
void FunctionCoder<Stream, Function>::variable(T &Variable) {
  auto Number = [this] { return "t" + std::to_string(NextTemporary + 1); };
  const bool Counted = Variable.Kind == ir::VariableKind::Temporary && Variable.Name == Number();
  const Shape Is = shape(Column::Variable,
                         {static_cast<std::uint64_t>(Variable.Kind),
                          Variable.Where == ir::Place{}      ? Nowhere
                          : Variable.Where == VariableBefore ? AsBefore
                                                             : Anew,
                          Counted, !Variable.Attributes.empty()},
                         Variables);
  if constexpr (Reads)
    Variable.Kind = part(Is, 0, ir::VariableKind::Static);
  const auto Form = part<std::uint64_t>(Is, 1, AsBefore);
  if (part<std::uint64_t>(Is, 2, 1) == 0)
    S.text(Column::VariableText, Variable.Name);
  else if constexpr (Reads)
    Variable.Name = Number();
  NextTemporary += Variable.Kind == ir::VariableKind::Temporary;
  S.number(Column::VariableType, Variable.Type);
  place(
      Variable.Where, Form,
      {Column::VariableLine, Column::VariableNear, Column::VariableColumn, Column::VariableLength},
      Variable.Name.size(), VariableBefore);
  if (part<std::uint64_t>(Is, 3, 1))
    attributes(Variable.Attributes);
}

/// In the shape of a path: an element with the number 0. Kinds of steps are less.
constexpr std::uint64_t FirstNumbered = static_cast<std::uint64_t>(ir::StepKind::Below) + 1;

template <class Stream, class Function>
template <class T>
void FunctionCoder<Stream, Function>::path(T &Path) {
  Shape Is{static_cast<std::uint64_t>(Path.Base)};
  Is.reserve(1 + Path.Steps.size());
  for (const ir::Step &Each : Path.Steps)
    Is.push_back(Each.Kind == ir::StepKind::Element && Each.Name
                     ? FirstNumbered + Each.Name - 1
                     : static_cast<std::uint64_t>(Each.Kind));
  Is = shape(Column::Path, std::move(Is), Paths);
  const auto Base = part(Is, 0, ir::BaseKind::Result);
  if constexpr (Reads) {
    Path.Base = Base;
    for (std::size_t I = 1; I < Is.size() && S.good(); ++I) {
      const auto Kind = part<std::uint64_t>(Is, I, FirstNumbered + ir::MaxElement);
      Path.Steps.push_back(Kind < FirstNumbered
                               ? ir::Step{static_cast<ir::StepKind>(Kind), 0}
                               : ir::Step{ir::StepKind::Element,
                                          static_cast<std::uint32_t>(1 + Kind - FirstNumbered)});
    }
  }
  if (Base == ir::BaseKind::Variable)
    index(Column::PathBase, Path.Index, NextVariable);
  else if (Base == ir::BaseKind::Global)
    index(Column::PathBase, Path.Index, NextSymbol);
  for (auto &Each : Path.Steps)
    if (Each.Kind == ir::StepKind::Field)
      index(Column::PathName, Each.Name, NextName);
}

template <class Stream, class Function>
template <class T>
void FunctionCoder<Stream, Function>::value(Column First, T &Value) {
  const Column At = columnAt(First, Value.Kind);
  switch (Value.Kind) {
  case ir::ValueKind::Unknown:
  case ir::ValueKind::Null:
    return;
  case ir::ValueKind::Held:
  case ir::ValueKind::Address:
  case ir::ValueKind::Shifted:
  case ir::ValueKind::Moved:
    return index(At, Value.Index, NextPath);
  case ir::ValueKind::Number:
    return near(At, Value.Index, 0);
  case ir::ValueKind::Function:
    return index(At, Value.Index, NextSymbol);
  case ir::ValueKind::Site:
    return index(At, Value.Index, NextSite);
  case ir::ValueKind::Opaque:
    return index(At, Value.Index, NextOpaque);
  }
}

template <class Stream, class Function>
template <class T>
void FunctionCoder<Stream, Function>::condition(T &Condition) {
  const Shape Is = shape(Column::ConditionShape,
                         {static_cast<std::uint64_t>(Condition.Compare),
                          Condition.Where == ir::Place{} ? Nowhere
                          : Condition.Where == Before    ? AsBefore
                                                         : Anew,
                          static_cast<std::uint64_t>(Condition.Left.Kind),
                          static_cast<std::uint64_t>(Condition.Right.Kind)},
                         Conditions);
  if constexpr (Reads) {
    Condition.Compare = part(Is, 0, ir::Comparison::LessUnsigned);
    Condition.Left.Kind = part(Is, 2, ir::ValueKind::Moved);
    Condition.Right.Kind = part(Is, 3, ir::ValueKind::Moved);
  }
  const auto Form = part<std::uint64_t>(Is, 1, AsBefore);
  value(Column::Compared, Condition.Left);
  value(Column::Compared, Condition.Right);
  place(Condition.Where, Form,
        {Column::OpLine, Column::OpNear, Column::OpColumn, Column::ConditionLength}, 1, Before);
}

template <class Stream, class Function>
void FunctionCoder<Stream, Function>::conditionsBelow(Function &F, std::size_t End) {
  for (; ConditionsCoded < std::min(End, F.Conditions.size()) && S.good(); ++ConditionsCoded)
    condition(F.Conditions[ConditionsCoded]);
}

template <class Stream, class Function>
template <class T>
void FunctionCoder<Stream, Function>::op(Function &F, T &Op) {
  auto Began = [&]() -> const ir::Place * {
    if (Op.Kind != ir::OpKind::Begin || Op.To == 0 || Op.To > F.Paths.size())
      return nullptr;
    const ir::Path &P = F.Paths[Op.To - 1];
    return P.Base == ir::BaseKind::Variable && P.Index < F.Variables.size()
               ? &F.Variables[P.Index].Where
               : nullptr;
  };
  Shape Is;
  if constexpr (!Reads) {
    const ir::Place *Its = Began();
    Is = {static_cast<std::uint64_t>(Op.Kind), Op.Detail,
          Op.Where == ir::Place{}   ? Nowhere
          : Its && Op.Where == *Its ? OfVariable
          : Op.Where == Before      ? AsBefore
                                    : Anew,
          Op.To != 0, Op.Callee != 0};
    for (const ir::Value &V : Op.Values)
      Is.push_back(static_cast<std::uint64_t>(V.Kind));
  }
  Is = shape(Column::OpShape, std::move(Is), Ops);
  const auto Form = part<std::uint64_t>(Is, 2, OfVariable);
  const bool HasTo = part<std::uint64_t>(Is, 3, 1), HasCallee = part<std::uint64_t>(Is, 4, 1);
  if constexpr (Reads) {
    Op.Kind = part(Is, 0, ir::OpKind::Lose);
    Op.Detail = part(Is, 1, UINT32_MAX);
    if (!S.good() || !S.spend(Is.size() * sizeof(ir::Value)))
      return;
    for (std::size_t I = 5; I < Is.size(); ++I)
      Op.Values.push_back({part(Is, I, ir::ValueKind::Moved), 0});
  }
  if (HasCallee)
    index1(Column::Callee, Op.Callee, NextSymbol);
  for (auto &Each : Op.Values)
    value(Column::Value, Each);
  if (HasTo)
    index1(columnAt(Column::To, Op.Kind), Op.To, NextPath);
  if constexpr (Reads) {
    if ((HasTo && Op.To == 0) || (HasCallee && Op.Callee == 0))
      return S.fail();
    if (Form == OfVariable) {
      if (!Began())
        return S.fail();
      Op.Where = *Began();
    }
  }
  const bool IsCall = Op.Kind == ir::OpKind::Call && Op.Callee != 0;
  if (IsCall && Op.Callee > F.Symbols.size())
    return fail();
  place(Op.Where, Form,
        {Column::OpLine, Column::OpNear, Column::OpColumn,
         IsCall ? Column::CallLength : Column::OpLength},
        IsCall ? shortLength(F.Symbols[Op.Callee - 1].Name) : 1, Before);
}

template <class Stream, class Function>
template <class T>
void FunctionCoder<Stream, Function>::edges(Function &F, T &All, std::size_t Block) {
  enum ConditionForm : std::uint64_t { Always, Its, TheSame };
  Shape Is;
  if constexpr (!Reads) {
    Is.reserve(All.size());
    for (std::size_t I = 0; I < All.size(); ++I) {
      const std::uint64_t Form = All[I].Condition == 0                                ? Always
                                 : I != 0 && All[I].Condition == All[I - 1].Condition ? TheSame
                                                                                      : Its;
      Is.push_back(4 * Form + 2 * All[I].Holds + All[I].Thrown);
    }
  }
  Is = shape(Column::EdgeShape, std::move(Is), Edges);
  if constexpr (Reads) {
    if (!S.spend(Is.size() * sizeof(ir::Edge)))
      return;
    All.resize(Is.size());
  }
  for (std::size_t I = 0; I < All.size() && S.good(); ++I) {
    auto &Edge = All[I];
    const auto Bits = part<std::uint64_t>(Is, I, 4 * TheSame + 3);
    if constexpr (Reads) {
      Edge.Holds = Bits & 2;
      Edge.Thrown = Bits & 1;
      if (Bits / 4 == TheSame && I != 0)
        Edge.Condition = All[I - 1].Condition;
      else if (Bits / 4 == TheSame)
        return S.fail();
    }
    near(Column::EdgeTarget, Edge.Target, Block + 1);
    if (Bits / 4 != Its)
      continue;
    index1(Column::EdgeCondition, Edge.Condition, NextCondition);
    if (Edge.Condition == 0)
      return fail();
    conditionsBelow(F, Edge.Condition);
  }
}

/// All but the blocks.
template <class Stream, class Function> void FunctionCoder<Stream, Function>::head(Function &F) {
  list(Column::Head, F.Symbols, [&](auto &Each) { symbol(Each); });
  S.number(Column::Head, F.Flags);
  S.number(Column::Head, F.ResultType);
  list(Column::Head, F.Overrides, [this](auto &Each) { S.text(Column::Override, Each); });
  auto &Where = F.Where;
  std::uint64_t File = static_cast<std::uint64_t>(Where.File);
  S.number(Column::File, File);
  if constexpr (Reads) {
    if (File > UINT32_MAX || F.Symbols.empty())
      return S.fail();
    Where.File = FileId(File);
  }
  near(Column::Line, Where.Line, LineBefore);
  near(Column::Head, Where.EndLine, Where.Line);
  S.number(Column::Head, Where.Column);
  near(Column::Head, Where.EndColumn,
       Where.Column + (F.Symbols.empty() ? 0 : shortLength(F.Symbols[0].Name)));
  LineBefore = Where.Line;
  VariableBefore = Before = {Where.Line, Where.Column, 0};
  std::size_t At = 0;
  list(Column::Head, F.Types, [&](auto &Each) { type(Each, At++); });
  list(Column::Head, F.Names, [this](auto &Each) { S.text(Column::Name, Each); });
  list(Column::Head, F.Variables, [&](auto &Each) { variable(Each); });
  list(Column::Head, F.Paths, [&](auto &Each) { path(Each); });
  list(Column::Head, F.Sites, [this](auto &Each) {
    std::uint64_t Form = static_cast<std::uint64_t>(Each.Form);
    S.number(Column::Site, Form);
    S.number(Column::Site, Each.Type);
    S.number(Column::Site, Each.Count);
    S.number(Column::Site, Each.Flags);
    if constexpr (Reads)
      Each.Form = part<ir::SiteForm>({Form}, 0, ir::SiteForm::NewArray);
  });
}

template <class Stream, class Function> void FunctionCoder<Stream, Function>::code(Function &F) {
  NextSymbol = 1;
  NextName = NextVariable = NextPath = NextOpaque = NextSite = NextCondition = NextTemporary = 0;
  ConditionsCoded = 0;
  head(F);
  std::uint64_t Count = F.Conditions.size();
  S.number(Column::Head, Count);
  if constexpr (Reads) {
    if (Count > UINT32_MAX || !S.spend(Count * sizeof(ir::Condition)))
      return S.fail();
    F.Conditions.resize(Count);
  }
  std::size_t At = 0;
  list(Column::Head, F.Blocks, [&](auto &Each) {
    list(Column::OpCount, Each.Ops, [&](auto &Op) { op(F, Op); });
    edges(F, Each.Edges, At++);
  });
  conditionsBelow(F, F.Conditions.size());
}

using Functions = std::vector<ir::Function>;

FunctionBytes packFunctions(const Functions &All) {
  FunctionBytes Made;
  if (All.empty())
    return Made;
  FunctionWriter To;
  To.number(Column::Functions, All.size());
  FunctionCoder<FunctionWriter, const ir::Function> Coder(To);
  for (const ir::Function &F : All)
    Coder.code(F);
  Made.Numbers = To.numbers();
  Made.Texts = To.takeTexts();
  return Made;
}

std::optional<Functions> unpackFunctions(const std::vector<std::string_view> &Texts,
                                         std::string_view Numbers) {
  Functions All;
  if (Numbers.empty())
    return All;
  FunctionReader From(Texts, Numbers);
  FunctionCoder<FunctionReader, ir::Function> Coder(From);
  std::uint64_t Count = 0;
  From.number(Column::Functions, Count);
  for (; Count != 0 && From.good(); --Count)
    Coder.code(All.emplace_back());
  if (!From.atEnd() || All.empty() || !std::all_of(All.begin(), All.end(), ir::wellFormed))
    return std::nullopt;
  return All;
}

} // namespace memlint
