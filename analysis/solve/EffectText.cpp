#include "analysis/solve/EffectText.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

namespace memlint {
namespace {

using Text = std::string_view;
using Wrong = std::optional<std::string>;

/// A word that says something of the whole function.
struct Flag {
  Text Word;
  bool Summary::*Field;
  bool Value;
};

constexpr std::array Flags = {
    Flag{"pure", &Summary::Known, true},         Flag{"no-return", &Summary::NoReturn, true},
    Flag{"no-throw", &Summary::MayThrow, false}, Flag{"allocates", &Summary::Allocates, true},
    Flag{"and-more", &Summary::Known, false},
};

/// An effect that has a verb and a place.
struct Verb {
  Text Word;
  EffectKind Kind;
  bool HasFamily; // may be followed by one
};

constexpr std::array Verbs = {
    Verb{"release", EffectKind::Release, true},
    Verb{"share", EffectKind::Share, true},
    Verb{"invoke", EffectKind::Invoke, false},
    Verb{"renew", EffectKind::Renew, false},
};

struct Root {
  Text Word;
  SlotKind Kind;
};

constexpr std::array Roots = {Root{"this", SlotKind::Argument}, Root{"ret", SlotKind::Result},
                              Root{"thread", SlotKind::Thread}, Root{"thrown", SlotKind::Thrown},
                              Root{"unknown", SlotKind::Unknown}};

bool isSpace(char C) { return C == ' ' || C == '\t' || C == '\n' || C == '\r'; }

Text trimmed(Text T) {
  while (!T.empty() && isSpace(T.front()))
    T.remove_prefix(1);
  while (!T.empty() && isSpace(T.back()))
    T.remove_suffix(1);
  return T;
}

bool isWordChar(char C) {
  return (C >= 'a' && C <= 'z') || (C >= 'A' && C <= 'Z') || (C >= '0' && C <= '9') || C == '_' ||
         C == '-';
}

bool isWord(Text T) { return !T.empty() && std::all_of(T.begin(), T.end(), isWordChar); }

bool consume(Text &T, Text Prefix) {
  if (!T.starts_with(Prefix))
    return false;
  T.remove_prefix(Prefix.size());
  return true;
}

/// The first word, up to white space, which is taken away.
Text takeWord(Text &T) {
  std::size_t End = 0;
  while (End < T.size() && !isSpace(T[End]))
    ++End;
  Text Word = T.substr(0, End);
  T = trimmed(T.substr(End));
  return Word;
}

/// True where `Word` stands first, as a word; it is taken away.
bool takeWord(Text &T, Text Word) {
  Text Rest = T;
  if (takeWord(Rest) != Word)
    return false;
  T = Rest;
  return true;
}

std::string quoted(Text T) { return "'" + std::string(T) + "'"; }

/// A place as it is written; `Rest` where it stands for the arguments from Index on.
struct WrittenSlot {
  Slot Place;
  bool Rest = false;
};

/// `[]`, `[2]`
bool isElement(Text Step) {
  return Step.starts_with('[') && Step.ends_with(']') &&
         std::all_of(Step.begin() + 1, Step.end() - 1, [](char C) { return C >= '0' && C <= '9'; });
}

/// `.name`, `.*`, `.[]`, `.[2]`, `.~`
Wrong readSteps(Text T, Text Whole, std::vector<SlotStep> &Steps) {
  while (!T.empty()) {
    if (!consume(T, "."))
      return "'" + std::string(T) + "' in " + quoted(Whole) +
             " begins no step: .name .* .[] .[2] .~";
    std::size_t End = std::min(T.find('.'), T.size());
    Text Step = T.substr(0, End);
    T.remove_prefix(End);
    if (!Steps.empty() && Steps.back().Kind == ir::StepKind::Below)
      return "'.~' in " + quoted(Whole) + " stands for everything below; nothing follows it";
    if (Step == "*")
      Steps.push_back({ir::StepKind::Deref, {}});
    else if (isElement(Step))
      Steps.push_back({ir::StepKind::Element, std::string(Step.substr(1, Step.size() - 2))});
    else if (Step == "~")
      Steps.push_back({ir::StepKind::Below, {}});
    else if (isWord(Step))
      Steps.push_back({ir::StepKind::Field, std::string(Step)});
    else
      return "'." + std::string(Step) + "' in " + quoted(Whole) +
             " is no step: .name .* .[] .[2] .~";
  }
  return std::nullopt;
}

/// The argument's number behind `arg`.
Wrong readArgument(Text Digits, Text Whole, WrittenSlot &To) {
  auto [End, Error] = std::from_chars(Digits.data(), Digits.data() + Digits.size(), To.Place.Index);
  if (Error != std::errc() || End != Digits.data() + Digits.size() || To.Place.Index == 0)
    return quoted(Whole) + " is no argument: they are arg1, arg2, ... and this";
  To.Place.Kind = SlotKind::Argument;
  return std::nullopt;
}

Wrong readRoot(Text Word, Text Whole, WrittenSlot &To) {
  for (const Root &R : Roots)
    if (Word == R.Word) {
      To.Place.Kind = R.Kind;
      return std::nullopt;
    }
  if (consume(Word, "@")) {
    if (Word.empty())
      return quoted(Whole) + " names no global";
    To.Place.Kind = SlotKind::Global;
    To.Place.Word = Word;
    return std::nullopt;
  }
  if (consume(Word, "arg"))
    return readArgument(Word, Whole, To);
  return quoted(Whole) + " is no place: it begins with this, arg1, ret, @global, thread, thrown "
                         "or unknown";
}

Wrong readSlot(Text T, WrittenSlot &To) {
  Text Whole = T;
  std::size_t End = std::min(T.find('.'), T.size());
  Text Word = T.substr(0, End), Steps = T.substr(End);
  if (Word.starts_with("arg") && Word.ends_with("+")) {
    To.Rest = true;
    Word.remove_suffix(1);
  }
  if (Wrong W = readRoot(Word, Whole, To))
    return W;
  return readSteps(Steps, Whole, To.Place.Steps);
}

/// `new heap`; the family may be missing.
Wrong readFamily(Text T, std::string &Family) {
  if (T.empty())
    Family = DefaultFamily;
  else if (T.ends_with("[]") ? isWord(T.substr(0, T.size() - 2)) : isWord(T))
    Family = T;
  else
    return quoted(T) + " is no family: one word, as in 'heap'";
  return std::nullopt;
}

Wrong readValue(Text T, WrittenSlot &To) {
  if (T == "null") {
    To.Place.Kind = SlotKind::Null;
    return std::nullopt;
  }
  if (takeWord(T, "new")) {
    To.Place.Kind = SlotKind::Fresh;
    return readFamily(T, To.Place.Word);
  }
  To.Place.Address = consume(T, "&");
  if (Wrong W = readSlot(T, To))
    return W;
  if (To.Place.Address && To.Place.Steps.empty())
    return quoted(T) + " has no address that a caller knows";
  return std::nullopt;
}

/// One effect for each argument that a `+` stands for.
void add(Summary &To, Effect E, bool Rest) {
  std::uint32_t Last = Rest ? std::max(LastArgument, E.From.Index) : E.From.Index;
  for (std::uint32_t Index = E.From.Index; Index <= Last; ++Index) {
    E.From.Index = Index;
    To.Effects.push_back(E);
  }
}

/// What may be written or made: not a value that is passed in itself.
Wrong readTarget(Text T, Slot &To) {
  WrittenSlot Target;
  if (Wrong W = readSlot(T, Target))
    return W;
  if (Target.Rest || (Target.Place.Kind == SlotKind::Argument && Target.Place.Steps.empty()))
    return quoted(T) + " is the callee's own; write to what it points to, as in " +
           quoted(std::string(T.substr(0, T.find('.'))) + ".*");
  To = std::move(Target.Place);
  return std::nullopt;
}

Wrong readCopy(Text Left, Text Right, Effect E, Summary &To) {
  if (Wrong W = readTarget(Left, E.To))
    return W;
  if (takeWord(Right, "copy"))
    E.Kind = EffectKind::CopyObject;
  else if (takeWord(Right, "move"))
    E.Kind = EffectKind::MoveObject;
  WrittenSlot From;
  if (Wrong W = readValue(Right, From))
    return W;
  if (E.Kind != EffectKind::Copy && (From.Place.Address || From.Place.Kind == SlotKind::Fresh ||
                                     From.Place.Kind == SlotKind::Null))
    return "only an object is copied or moved, not " + quoted(Right);
  E.From = std::move(From.Place);
  add(To, std::move(E), From.Rest);
  return std::nullopt;
}

/// The place behind `Iterator` that the steps lead to.
Slot behind(Slot Iterator, std::initializer_list<SlotStep> Steps) {
  Iterator.Steps.insert(Iterator.Steps.end(), Steps);
  return Iterator;
}

/// `write arg3 = copy arg1.*.[]`: where an output iterator points, or into an inserter's container.
Wrong readWrite(Text T, const Effect &E, Summary &To) {
  const std::size_t Equals = T.find('=');
  WrittenSlot Iterator;
  if (Equals == Text::npos)
    return "'=' and what is written is missing behind " + quoted(T);
  if (Wrong W = readSlot(trimmed(T.substr(0, Equals)), Iterator))
    return W;
  const SlotStep Deref{ir::StepKind::Deref, {}}, Element{ir::StepKind::Element, {}},
      Container{ir::StepKind::Field, std::string(InserterField)}, Own{ir::StepKind::Field, "own"};
  const Slot Memory = behind(Iterator.Place, {Container, Deref, Own});
  for (const Slot &Written :
       {behind(Iterator.Place, {Deref, Element}), behind(Memory, {Deref, Element})})
    if (Wrong W = readCopy(print(Written), trimmed(T.substr(Equals + 1)), E, To))
      return W;
  Effect Grows = E;
  Grows.Kind = EffectKind::Renew;
  Grows.From = Memory;
  To.Effects.push_back(std::move(Grows));
  Effect May;
  May.Sure = Lane::Assumed;
  return readCopy(print(Memory), "new", std::move(May), To);
}

/// `construct ret.own.* from arg1..`
Wrong readConstruct(Text T, Effect E, Summary &To) {
  if (Wrong W = readTarget(takeWord(T), E.To))
    return W;
  E.Kind = EffectKind::Construct;
  E.From.Kind = SlotKind::Null;
  To.Effects.push_back(E);
  if (T.empty())
    return std::nullopt;
  WrittenSlot From;
  if (!takeWord(T, "from"))
    return "'from' is missing before " + quoted(T);
  if (Wrong W = readSlot(T, From))
    return W;
  E.From = std::move(From.Place);
  add(To, std::move(E), From.Rest);
  return std::nullopt;
}

Wrong readVerb(const Verb &V, Text T, Effect E, Summary &To) {
  WrittenSlot From;
  if (Wrong W = readSlot(takeWord(T), From))
    return W;
  if (!V.HasFamily && !T.empty())
    return quoted(T) + " has no meaning behind '" + std::string(V.Word) + "'";
  E.Kind = V.Kind;
  E.From = std::move(From.Place);
  if (V.HasFamily)
    if (Wrong W = readFamily(T, E.From.Word))
      return W;
  add(To, std::move(E), From.Rest);
  return std::nullopt;
}

Wrong readEffect(Text T, Summary &To) {
  for (const Flag &F : Flags)
    if (T == F.Word) {
      To.*F.Field = F.Value;
      return std::nullopt;
    }
  Effect E;
  Text Rest = T;
  if (takeWord(Rest, "maybe"))
    E.Sure = Lane::Assumed;
  for (const Verb &V : Verbs)
    if (takeWord(Rest, V.Word))
      return readVerb(V, Rest, std::move(E), To);
  if (takeWord(Rest, "construct"))
    return readConstruct(Rest, std::move(E), To);
  if (takeWord(Rest, "write"))
    return readWrite(Rest, E, To);
  std::size_t Equals = Rest.find('=');
  if (Equals != Text::npos)
    return readCopy(trimmed(Rest.substr(0, Equals)), trimmed(Rest.substr(Equals + 1)), std::move(E),
                    To);
  return quoted(T) +
         " is no effect; they are 'PLACE = VALUE', release, share, invoke, renew, "
         "construct and write with a place, and the words pure, no-return, no-throw, allocates "
         "and and-more";
}

} // namespace

std::optional<std::string> readEffects(std::string_view Lines, Summary &To) {
  while (true) {
    std::size_t End = Lines.find(';');
    Text Line = trimmed(Lines.substr(0, End));
    if (Line.empty())
      return "an effect is missing; 'pure' says that there is none";
    if (Wrong W = readEffect(Line, To))
      return W;
    if (End == Text::npos)
      return std::nullopt;
    Lines.remove_prefix(End + 1);
  }
}

std::optional<std::string> readGuard(std::string_view Line, Guard &To) {
  using enum ir::Comparison;
  struct Sign {
    Text Word;
    ir::Comparison Compare;
    bool Holds;
  };
  static constexpr std::array Signs = {Sign{"==", Equal, true},     Sign{"!=", Equal, false},
                                       Sign{"<=", LessEqual, true}, Sign{">=", Less, false},
                                       Sign{"<", Less, true},       Sign{">", LessEqual, false}};
  Text Rest = trimmed(Line);
  WrittenSlot Subject;
  if (Wrong W = readSlot(takeWord(Rest), Subject))
    return W;
  Text Word = takeWord(Rest);
  const Sign *Found =
      std::find_if(Signs.begin(), Signs.end(), [&](const Sign &S) { return S.Word == Word; });
  std::int64_t Number = 0;
  auto [End, Error] = std::from_chars(Rest.data(), Rest.data() + Rest.size(), Number);
  bool IsNumber = Error == std::errc() && End == Rest.data() + Rest.size();
  if (Found == Signs.end() || Subject.Rest || (!IsNumber && Rest != "null"))
    return quoted(Line) + " is no comparison with a number or null, as in 'ret == 0'";
  To = {std::move(Subject.Place), Found->Compare, Found->Holds, std::nullopt};
  if (IsNumber)
    To.Number = Number;
  return std::nullopt;
}

} // namespace memlint
