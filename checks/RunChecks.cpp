#include "checks/RunChecks.h"

#include "analysis/model/Hash.h"
#include "checks/AllChecks.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <tuple>

namespace memlint {
namespace {

/// Whether a suppression's list speaks of a check; an empty list speaks of all. A `-` takes nothing
/// back, here as in clang-tidy.
bool listCovers(const std::vector<std::string> &Globs, const std::string &Id) {
  return Globs.empty() || std::any_of(Globs.begin(), Globs.end(), [&](const std::string &Glob) {
           return matchesGlob(Glob, Id);
         });
}

/// A suppression does not silence what is said of itself.
bool silences(const SuppressionFact &S, const Finding &F) {
  return S.Where != F.Where && S.Where.File == F.Where.File && S.FirstLine <= F.Where.Line &&
         F.Where.Line <= S.LastLine &&
         listCovers(S.Checks, std::string(IdPrefix) + std::string(F.Check));
}

/// Drops what the source suppresses, and notes which suppressions did so.
void suppress(const Program &P, CheckResults &Results, std::set<const SuppressionFact *> &Met) {
  auto ByFile = [](const SuppressionFact &S, FileId File) { return S.Where.File < File; };
  std::erase_if(Results.Findings, [&](Finding &F) {
    bool Silenced = false;
    auto At = std::lower_bound(P.Suppressions.begin(), P.Suppressions.end(), F.Where.File, ByFile);
    for (; At != P.Suppressions.end() && At->Where.File == F.Where.File; ++At)
      if (silences(*At, F)) {
        Met.insert(&*At);
        Silenced |= !At->LacksReason;
        if (At->LacksReason)
          F.Steps.push_back(
              {At->Where, "this comment does not silence it: write the reason behind the bracket"});
      }
    Results.Suppressed += Silenced;
    return Silenced;
  });
}

/// Suppressions that name memlint and silenced nothing, though a check that they speak of ran
/// before the one at `Asking`; or that speak of no check at all.
std::vector<const SuppressionFact *> unused(const Program &P, const Config &C, std::size_t Asking,
                                            const std::set<const SuppressionFact *> &Met) {
  std::vector<const SuppressionFact *> Unused;
  for (const SuppressionFact &S : P.Suppressions) {
    const Settings &Here = C.of(S.Where.File);
    bool Ran = false, Known = false;
    for (std::size_t I = 0; I < Here.Checks.size(); ++I) {
      bool Covered = listCovers(S.Checks, fullId(*allChecks()[I]));
      Known |= Covered;
      Ran |= Covered && I < Asking && Here.Checks[I].Enabled;
    }
    if (S.Own && !Met.contains(&S) && (Ran || !Known))
      Unused.push_back(&S);
  }
  return Unused;
}

/// Sorted, each once, and with fingerprints that do not depend on lines: check, file, subject, and
/// a number where these three are the same.
void finish(const Program &P, std::vector<Finding> &Findings) {
  auto Key = [](const Finding &F) {
    return std::tie(F.Where.File, F.Where.Line, F.Where.Column, F.Check, F.Message);
  };
  std::sort(Findings.begin(), Findings.end(),
            [&](const Finding &A, const Finding &B) { return Key(A) < Key(B); });
  auto Same = [&](const Finding &A, const Finding &B) { return Key(A) == Key(B); };
  Findings.erase(std::unique(Findings.begin(), Findings.end(), Same), Findings.end());
  std::map<std::string, unsigned> Seen;
  for (Finding &F : Findings) {
    std::string Identity = std::string(F.Check) + '\n' + P.path(F.Where.File) + '\n' + F.Subject;
    char Digits[17] = {};
    auto Hash = stableHash(Identity);
    for (int I = 0; I < 16; ++I)
      Digits[I] = "0123456789abcdef"[Hash >> (60 - 4 * I) & 15];
    F.Fingerprint = std::string(Digits) + ":" + std::to_string(++Seen[Identity]);
  }
}

bool enabledAnywhere(const Config &C, std::size_t Index) {
  return std::any_of(C.Groups.begin(), C.Groups.end(),
                     [&](const Settings &S) { return S.Checks[Index].Enabled; });
}

} // namespace

CheckResults runChecks(Solution &Solved, const Config &C) {
  const Program &P = Solved.program();
  CheckResults Results;
  for (const SilenceFact &S : P.Silences)
    Results.Silences[S.Check + ": " + S.Reason] += S.Count;
  std::set<const SuppressionFact *> Met;
  for (std::size_t I = 0; I < allChecks().size(); ++I) {
    if (!enabledAnywhere(C, I))
      continue;
    CheckResults Own;
    CheckContext Context(Solved, C, I, Own, unused(P, C, I, Met));
    allChecks()[I]->Run(Context);
    suppress(P, Own, Met);
    std::move(Own.Findings.begin(), Own.Findings.end(), std::back_inserter(Results.Findings));
    Results.Suppressed += Own.Suppressed;
    for (const auto &[Reason, Count] : Own.Silences)
      Results.Silences[Reason] += Count;
  }
  finish(P, Results.Findings);
  Results.Solved = Solved.counts();
  return Results;
}

CheckResults runChecks(const Program &P, const Config &C) {
  const Models None;
  Solution Unsolved(P, None);
  return runChecks(Unsolved, C);
}

bool readsBodies(const Config &C) {
  for (std::size_t I = 0; I < allChecks().size(); ++I)
    if (allChecks()[I]->ReadsBodies && enabledAnywhere(C, I))
      return true;
  return false;
}

CheckContext::CheckContext(Solution &Solved, const Config &C, std::size_t CheckIndex,
                           CheckResults &Results, std::vector<const SuppressionFact *> Unused)
    : Solved(Solved), C(C), CheckIndex(CheckIndex), Results(Results), Unused(std::move(Unused)) {}

bool CheckContext::enabledIn(FileId File) const { return C.of(File).Checks[CheckIndex].Enabled; }

std::string_view CheckContext::text(FileId File, std::string_view Option) const {
  return optionText(C.of(File), CheckIndex, Option);
}

std::uint64_t CheckContext::number(FileId File, std::string_view Option) const {
  std::string_view Text = text(File, Option);
  std::uint64_t Number = 0;
  std::from_chars(Text.data(), Text.data() + Text.size(), Number);
  return Number;
}

bool CheckContext::flag(FileId File, std::string_view Option) const {
  return text(File, Option) == "true";
}

void CheckContext::report(Finding F, std::optional<Severity> Weight) {
  if (!enabledIn(F.Where.File))
    return;
  F.Check = allChecks()[CheckIndex]->Name;
  F.Level = C.of(F.Where.File)
                .Checks[CheckIndex]
                .Level.value_or(Weight.value_or(allChecks()[CheckIndex]->DefaultSeverity));
  Results.Findings.push_back(std::move(F));
}

void CheckContext::silent(std::string_view Reason) {
  ++Results.Silences[std::string(allChecks()[CheckIndex]->Name) + ": " + std::string(Reason)];
}

} // namespace memlint
