#include "tests/unit/SolverCases.h"

#include "analysis/ir/Text.h"
#include "analysis/solve/EffectText.h"

#include <set>
#include <sstream>

namespace memlint::test {
namespace {

std::string trimmed(std::string_view Text) {
  const auto Begin = Text.find_first_not_of(" \t");
  if (Begin == std::string_view::npos)
    return "";
  return std::string(Text.substr(Begin, Text.find_last_not_of(" \t") - Begin + 1));
}

bool takePrefix(std::string &Text, std::string_view Prefix) {
  if (!Text.starts_with(Prefix))
    return false;
  Text = trimmed(std::string_view(Text).substr(Prefix.size()));
  return true;
}

/// Whether a place may be written behind it.
bool isPlaced(const std::string &Line, bool InBlocks) {
  static const std::set<std::string, std::less<>> Declarations = {"param", "local", "temporary",
                                                                  "static", "receiver"};
  const std::string_view Word = std::string_view(Line).substr(0, Line.find(' '));
  if (Line.empty() || Word == "function" || Word == "block" || Word == "->")
    return false;
  return InBlocks || Declarations.contains(Word);
}

class Reader {
public:
  SolverCases read(std::string_view Text) {
    std::istringstream In{std::string(Text)};
    for (std::string Line; std::getline(In, Line);)
      readLine(Line);
    auto Parsed = ir::parse(Plain);
    if (auto *Error = std::get_if<ir::ParseError>(&Parsed))
      Cases.Fault = std::to_string(Error->Line) + ": " + Error->Reason;
    else
      Cases.Functions = std::get<std::vector<ir::Function>>(std::move(Parsed));
    return std::move(Cases);
  }

private:
  void readLine(const std::string &Line) {
    ++Number;
    const auto Hash = Line.find('#');
    std::string Code = trimmed(std::string_view(Line).substr(0, Hash));
    if (Hash != std::string::npos)
      readComment(trimmed(std::string_view(Line).substr(Hash + 1)));
    if (Code.starts_with("function ")) {
      Name = trimmed(std::string_view(Code).substr(9));
      Name = Name.substr(0, Name.find(' '));
      InBlocks = false;
    }
    InBlocks |= Code.starts_with("block");
    if (isPlaced(Code, InBlocks))
      Code += " @" + std::to_string(Number) + ":1+1";
    Plain += Code + "\n";
  }

  void readComment(std::string Comment) {
    if (takePrefix(Comment, "want ")) {
      Cases.Wants[Number] = Comment;
    } else if (takePrefix(Comment, "summary:")) {
      Cases.Summaries[Name] = Comment;
    } else if (Comment == "whole-program") {
      Cases.Options.WholeProgram = true;
    } else if (takePrefix(Comment, "model ")) {
      const auto Colon = Comment.rfind(": ");
      Summary &Of = Cases.Models[Comment.substr(0, Colon)];
      Of.Known = true;
      if (auto Wrong = readEffects(std::string_view(Comment).substr(Colon + 2), Of))
        Cases.Fault += std::to_string(Number) + ": " + *Wrong + "\n";
    }
  }

  SolverCases Cases;
  std::string Plain, Name;
  std::uint32_t Number = 0;
  bool InBlocks = false;
};

std::string written(const Verdict &V) {
  std::string Text;
  switch (V.Result) {
  case EscapeResult::Stays:
    Text = "stays";
    break;
  case EscapeResult::OutlivesTurn:
    Text = "turn";
    break;
  case EscapeResult::Lent:
    Text = "lent " + V.Sinks[0].Text;
    break;
  case EscapeResult::MayEscape:
    Text = "may " + V.Sinks[0].Text;
    break;
  case EscapeResult::Escapes:
    Text = "escapes " + V.Sinks[0].Text;
    break;
  }
  if (V.Result == EscapeResult::Escapes && !V.Sinks[0].Held)
    Text += " gone";
  if (!V.Variable && !V.Sinks.empty() && V.Sinks[0].Borrowed)
    Text += " borrowed";
  if (!V.Variable && V.EndsAlways)
    Text += " freed";
  return Text;
}

std::string pathOf(const Verdict &V) {
  std::string Text;
  const bool Turn = V.Result == EscapeResult::OutlivesTurn;
  if (Turn || !V.Sinks.empty())
    for (const FlowStep &S : Turn ? V.TurnPath : V.Sinks[0].Path)
      Text += (Text.empty() ? "" : ", ") + (S.To.empty() ? S.Callee + "()" : S.To);
  return Text;
}

std::string effectsOf(Summary S) {
  S.MayThrow = true;
  S.Allocates = false;
  return print(S);
}

} // namespace

SolverCases readCases(std::string_view Text) { return Reader().read(Text); }

ModelLookup lookup(const SolverCases &Cases) {
  return [&Cases](const ir::Symbol &S, CallArguments, ModelsOf) -> const Summary * {
    auto At = Cases.Models.find(S.Name);
    return At == Cases.Models.end() ? nullptr : &At->second;
  };
}

SolvedCases solve(const SolverCases &Cases, const std::vector<ir::Function> &Functions) {
  SolvedCases Solved;
  std::vector<Verdict> All;
  auto Then = [&](std::size_t Function, const EscapeGraph &G) {
    for (Verdict &V : escapesOf(G, G.callees(), Function))
      All.push_back(std::move(V));
  };
  const Summaries S(Functions, lookup(Cases), Cases.Options, Then);
  for (const Verdict &V : All) {
    if (V.Variable && V.Result == EscapeResult::Stays)
      continue;
    std::string &Text = Solved.Verdicts[V.Where.Line];
    Text += (Text.empty() ? "" : " / ") + written(V);
    Solved.Paths[V.Where.Line] = pathOf(V);
  }
  for (const ir::Function &F : Functions)
    if (const Summary *Of = S.find(F.Symbols[0].Usr))
      Solved.Summaries[F.Symbols[0].Name] = effectsOf(*Of);
  return Solved;
}

std::string compare(const SolverCases &Cases, const SolvedCases &Solved) {
  std::string Wrong;
  auto Expect = [&](const std::string &Where, const std::string &Want, const std::string &Is) {
    if (Want != Is)
      Wrong += Where + ": want '" + Want + "', is '" + Is + "'\n";
  };
  std::set<std::uint32_t> Lines;
  for (const auto &[Line, Text] : Cases.Wants)
    Lines.insert(Line);
  for (const auto &[Line, Text] : Solved.Verdicts)
    Lines.insert(Line);
  for (std::uint32_t Line : Lines) {
    auto Want = Cases.Wants.find(Line);
    auto Is = Solved.Verdicts.find(Line);
    std::string Text = Want == Cases.Wants.end() ? "" : Want->second;
    const auto Via = Text.find(" via ");
    Expect(std::to_string(Line), Text.substr(0, Via),
           Is == Solved.Verdicts.end() ? "stays" : Is->second);
    if (Via != std::string::npos && Is != Solved.Verdicts.end())
      Expect(std::to_string(Line) + " path", Text.substr(Via + 5), Solved.Paths.at(Line));
  }
  for (const auto &[Name, Text] : Cases.Summaries) {
    auto Is = Solved.Summaries.find(Name);
    Expect(Name, Text, Is == Solved.Summaries.end() ? "no summary" : Is->second);
  }
  return Wrong;
}

} // namespace memlint::test
