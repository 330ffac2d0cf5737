#include "tool/VerifyFixes.h"

#include "analysis/encode/Encode.h"
#include "analysis/project/ApplyEdits.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <iterator>

namespace memlint {
namespace {

using RecordsByUsr = std::map<std::string, const RecordFact *>;

/// Of several records with one USR, the biggest.
RecordsByUsr recordsOf(const TuFacts &Facts) {
  RecordsByUsr Records;
  for (const RecordFact &R : Facts.Records)
    if (const RecordFact *&Known = Records[R.Usr]; !Known || Known->Size < R.Size)
      Known = &R;
  return Records;
}

/// In an order of their own.
std::vector<std::string> fieldNames(const RecordFact &R) {
  std::vector<std::string> Names;
  Names.reserve(R.Fields.size());
  for (const FieldFact &F : R.Fields)
    Names.push_back(F.Name);
  std::ranges::sort(Names);
  return Names;
}

std::string bytes(std::uint64_t Count) {
  return std::to_string(Count) + (Count == 1 ? " byte" : " bytes");
}

/// What `After` has more often than `Before`: the first of it in the order of the text.
std::string gained(std::vector<std::string> Before, std::vector<std::string> After) {
  std::ranges::sort(Before);
  std::ranges::sort(After);
  std::vector<std::string> More;
  std::ranges::set_difference(After, Before, std::back_inserter(More));
  // An error is the cause of warnings more often than the other way round.
  auto IsError = [](const std::string &Line) { return llvm::StringRef(Line).contains("error: "); };
  auto Worst = std::ranges::find_if(More, IsError);
  return More.empty() ? "" : Worst == More.end() ? More.front() : *Worst;
}

/// Smaller than promised is what a field of a record becomes that is fixed as well; that nothing
/// was lost is seen by the fields.
std::string brokenPromise(const RecordFact &Was, const RecordsByUsr &New, std::uint64_t Size) {
  std::string Name = "'" + Was.Name + "'";
  auto Is = New.find(Was.Usr);
  if (Is == New.end())
    return Name + " would be gone";
  if (fieldNames(Was) != fieldNames(*Is->second))
    return Name + " would have other fields";
  if (Is->second->Size > Size)
    return Name + " would be " + bytes(Is->second->Size) + ", not the promised " + bytes(Size);
  return "";
}

std::vector<const Fix *> chosen(std::span<const Fix *const> Fixes,
                                const std::vector<std::size_t> &Of) {
  std::vector<const Fix *> Result;
  Result.reserve(Of.size());
  for (std::size_t I : Of)
    Result.push_back(Fixes[I]);
  return Result;
}

} // namespace

std::string whyWorse(const RecheckOutcome &Before, const RecheckOutcome &After,
                     std::span<const Fix *const> Fixes) {
  if (!After.Failure.empty())
    return "with it Clang fails: " + After.Failure;
  if (std::string More = gained(Before.Diagnostics, After.Diagnostics); !More.empty())
    return "with it Clang says: " + More;
  RecordsByUsr Old = recordsOf(Before.Facts), New = recordsOf(After.Facts);
  for (const Fix *F : Fixes)
    for (const SizePromise &Promised : F->Promises)
      if (auto R = Old.find(Promised.Usr); R != Old.end())
        if (auto Reason = brokenPromise(*R->second, New, Promised.Size); !Reason.empty())
          return Reason;
  for (const auto &[Usr, Was] : Old)
    if (auto R = New.find(Usr); R != New.end() && R->second->Size > Was->Size)
      return "'" + Was->Name + "' would grow from " + std::to_string(Was->Size) + " to " +
             bytes(R->second->Size);
  return "";
}

/// Those that edit a file which the unit sees.
FixVerifier::Indices FixVerifier::seenBy(const FixUnit &U, const Indices &Of) const {
  Indices Seen;
  for (std::size_t I : Of)
    if (llvm::any_of(FilesOf[I], [&](const std::string &File) { return U.Files.contains(File); }))
      Seen.push_back(I);
  return Seen;
}

/// All texts that differ from the disk's when these fixes are made.
EditedTexts FixVerifier::textsWith(const Indices &Of, const Program &P) {
  EditedTexts Result = Texts.edited();
  for (const auto &[File, Edits] : editsByFile(chosen(Fixes, Of)))
    if (auto Text = Texts.current(P.path(File)))
      if (auto Edited = applyEdits(*Text, Edits)) // both hold: each fix was tried alone before
        Result[Texts.absolute(P.path(File))] = std::move(*Edited);
      else
        llvm::consumeError(Edited.takeError());
    else
      llvm::consumeError(Text.takeError());
  return Result;
}

llvm::Error FixVerifier::learnBefore(const std::vector<Trial> &Trials) {
  EditedTexts Now = Texts.edited();
  std::vector<RecheckJob> Jobs;
  for (const Trial &T : Trials)
    if (!Before.contains(T.On->Parsed))
      Jobs.push_back({T.On->Parsed, &Now});
  auto Outcomes = recheckUnits(Jobs, Settings.Extract, Settings.Workers, Settings.Step);
  if (!Outcomes)
    return Outcomes.takeError();
  for (std::size_t I = 0; I < Jobs.size(); ++I)
    Before[Jobs[I].Parsed] = std::move((*Outcomes)[I]);
  return llvm::Error::success();
}

llvm::Error FixVerifier::run(std::vector<Trial> &Trials, const Program &P) {
  std::map<Indices, EditedTexts> TextsOf;
  std::vector<RecheckJob> Jobs;
  Jobs.reserve(Trials.size());
  for (const Trial &T : Trials) {
    auto [Known, New] = TextsOf.try_emplace(T.Of);
    if (New)
      Known->second = textsWith(T.Of, P);
    Jobs.push_back({T.On->Parsed, &Known->second});
  }
  auto Outcomes = recheckUnits(Jobs, Settings.Extract, Settings.Workers, Settings.Step);
  if (!Outcomes)
    return Outcomes.takeError();
  for (std::size_t I = 0; I < Trials.size(); ++I) {
    Trial &T = Trials[I];
    T.After = std::move((*Outcomes)[I]);
    T.Reason = whyWorse(Before[T.On->Parsed], T.After, chosen(Fixes, seenBy(*T.On, T.Of)));
  }
  return llvm::Error::success();
}

/// Halves each set of fixes that a unit is worse with, until single ones are left. Where neither
/// half does harm alone, the last fix goes: the others may do without it.
llvm::Error FixVerifier::findGuilty(std::vector<Trial> Failed, const Program &P) {
  while (!Failed.empty()) {
    std::vector<Trial> Halves;
    for (Trial &T : Failed) {
      auto Middle = T.Of.begin() + static_cast<std::ptrdiff_t>(T.Of.size() / 2);
      if (T.Of.size() > 1)
        for (Indices Half : {Indices(T.Of.begin(), Middle), Indices(Middle, T.Of.end())})
          Halves.push_back({T.On, std::move(Half), "", {}});
      else if (Reasons[T.Of.front()].empty())
        Reasons[T.Of.front()] = T.Reason;
    }
    std::erase_if(Failed, [](const Trial &T) { return T.Of.size() == 1; });
    if (llvm::Error E = run(Halves, P))
      return E;
    for (std::size_t I = 0; I < Failed.size(); ++I)
      if (Halves[2 * I].Reason.empty() && Halves[2 * I + 1].Reason.empty())
        Reasons[Failed[I].Of.back()] = Failed[I].Reason;
    std::erase_if(Halves, [](const Trial &T) { return T.Reason.empty(); });
    Failed = std::move(Halves);
  }
  return llvm::Error::success();
}

void FixVerifier::accept(std::vector<Trial> Trials, const Indices &Of, const Program &P) {
  EditedTexts Made = textsWith(Of, P);
  for (std::size_t I : Of)
    for (const std::string &Path : FilesOf[I])
      Texts.change(Path, Made[Texts.absolute(Path)]);
  for (Trial &T : Trials) {
    T.On->Bytes = encodeFacts(T.After.Facts);
    T.On->Files.insert(T.After.Facts.Files.begin(), T.After.Facts.Files.end());
    Before[T.On->Parsed] = std::move(T.After);
  }
}

llvm::Expected<std::vector<std::string>> FixVerifier::make(std::span<const Fix *const> TheFixes,
                                                           const Program &P) {
  Fixes = TheFixes;
  Reasons.assign(Fixes.size(), "");
  FilesOf.assign(Fixes.size(), {});
  for (std::size_t I = 0; I < Fixes.size(); ++I)
    for (const TextEdit &E : Fixes[I]->Edits)
      FilesOf[I].insert(P.path(E.Where.File));
  for (;;) {
    Indices Left;
    for (std::size_t I = 0; I < Fixes.size(); ++I)
      if (Reasons[I].empty())
        Left.push_back(I);
    std::vector<Trial> Trials, Failed;
    for (FixUnit &U : Units.Units)
      if (!seenBy(U, Left).empty())
        Trials.push_back({&U, Left, "", {}});
    if (llvm::Error E = learnBefore(Trials))
      return E;
    if (llvm::Error E = run(Trials, P))
      return E;
    std::set<std::string> Told; // one unit for each reason: others fail of the same fixes
    for (const Trial &T : Trials)
      if (!T.Reason.empty() && Told.insert(T.Reason).second)
        Failed.push_back({T.On, seenBy(*T.On, Left), T.Reason, {}});
    if (Failed.empty()) {
      accept(std::move(Trials), Left, P);
      return Reasons;
    }
    if (llvm::Error E = findGuilty(std::move(Failed), P))
      return E;
  }
}

} // namespace memlint
