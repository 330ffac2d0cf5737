#include "tool/FixRounds.h"

#include "analysis/encode/Encode.h"
#include "analysis/project/ApplyEdits.h"
#include "tool/FixObstacles.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include <utility>

namespace memlint {
namespace {

/// Rounds that may make fixes. Each may lay open a fix that was none before; where two checks undo
/// each other's work, this is the end.
constexpr unsigned MostRounds = 50;

Program joined(const FixUnits &Units) {
  Linker Join;
  for (const FixUnit &U : Units.Units)
    if (auto Decoded = decodeFacts(U.Bytes); std::holds_alternative<TuFacts>(Decoded))
      Join.add(std::get<TuFacts>(Decoded));
  return std::move(Join).finish(Units.WholeProgram);
}

/// The findings of one round whose fixes are worth a try: with an obstacle, they are left.
std::vector<const Finding *> candidates(const CheckedProgram &In, const FixUnits &Units,
                                        SourceTexts &Texts,
                                        std::map<std::string, std::string> &Left) {
  std::vector<const Finding *> Result;
  for (const Finding &F : In.Results.Findings) {
    if (F.Fixes.empty() || Left.contains(F.Fingerprint))
      continue;
    if (std::string Reason = fixObstacle(F.Fixes.front(), In.P, Units, Texts); !Reason.empty())
      Left[F.Fingerprint] = Reason;
    else
      Result.push_back(&F);
  }
  return Result;
}

/// What a finding speaks of: the first thing that its message quotes.
std::string entity(const Finding &F) {
  auto [Before, Quoted] = llvm::StringRef(F.Message).split('\'');
  auto [Name, After] = Quoted.split('\'');
  return Name.empty() ? "it" : ("'" + Name + "'").str();
}

} // namespace

llvm::Expected<FixedProgram> fixInRounds(CheckedProgram First, FixUnits &Units, SourceTexts &Texts,
                                         RecheckSettings Settings, const CheckProgram &Checks) {
  FixedProgram Result{std::move(First), {}, 0};
  FixVerifier Verifier(Units, Texts, std::move(Settings));
  for (unsigned Rounds = 0; Rounds < MostRounds;) {
    auto Found = candidates(Result.After, Units, Texts, Result.Left);
    std::vector<const Fix *> All, Chosen;
    All.reserve(Found.size());
    for (const Finding *F : Found)
      All.push_back(&F->Fixes.front());
    auto Together = independentFixes(All);
    if (Together.empty())
      break;
    Chosen.reserve(Together.size());
    for (std::size_t I : Together)
      Chosen.push_back(All[I]);
    auto Reasons = Verifier.make(Chosen, Result.After.P);
    if (!Reasons)
      return Reasons.takeError();
    auto Made = static_cast<unsigned>(llvm::count(*Reasons, ""));
    for (std::size_t I = 0; I < Together.size(); ++I)
      if (!(*Reasons)[I].empty())
        Result.Left[Found[Together[I]]->Fingerprint] = (*Reasons)[I];
    if (Made == 0)
      continue;
    ++Rounds;
    Result.Fixed += Made;
    Result.After.P = joined(Units);
    auto Results = Checks(Result.After.P);
    if (!Results)
      return Results.takeError();
    Result.After.Results = std::move(*Results);
  }
  return Result;
}

std::vector<std::string> leftLines(const CheckedProgram &In, const FixedProgram &Outcome) {
  std::vector<std::string> Lines;
  for (const Finding &F : In.Results.Findings)
    if (auto Left = Outcome.Left.find(F.Fingerprint); Left != Outcome.Left.end())
      Lines.push_back(In.P.path(F.Where.File) + ":" + std::to_string(F.Where.Line) + ": " +
                      entity(F) + " is left as it was: " + Left->second);
  return Lines;
}

std::string fixSummary(const std::string &Done, const FixedProgram &Outcome, std::size_t Files) {
  const auto &Remaining = Outcome.After.Results.Findings;
  auto Without = llvm::count_if(Remaining, [](const Finding &F) { return F.Fixes.empty(); });
  std::size_t Left = Remaining.size() - static_cast<std::size_t>(Without);
  std::size_t All = Outcome.Fixed + Remaining.size();
  std::string Line = Done + " " + std::to_string(Outcome.Fixed) + " of " + std::to_string(All) +
                     (All == 1 ? " finding in " : " findings in ") + std::to_string(Files) +
                     (Files == 1 ? " file" : " files");
  std::string Rest = Left == 0   ? ""
                     : Left == 1 ? "1 left as it was"
                                 : std::to_string(Left) + " left as they were";
  if (Without != 0)
    Rest += (Rest.empty() ? "" : ", ") + std::to_string(Without) + " without a fix";
  return Rest.empty() ? Line : Line + " (" + Rest + ")";
}

} // namespace memlint
