#include "analysis/project/RecheckUnits.h"

#include "analysis/encode/Encode.h"
#include "analysis/extract/Frontend.h"

#include "llvm/ADT/StringExtras.h"

namespace memlint {
namespace {

/// A worker's answer: a reason behind one letter, or behind another the number of diagnostics, as
/// many lines, and the facts.
constexpr char FactsFollow = '+', ReasonFollows = '-';

std::string recheck(const RecheckJob &Job, const ExtractOptions &Extract, KnownDefinitions &Known) {
  auto Files = withEditedTexts(llvm::vfs::createPhysicalFileSystem(), *Job.Texts);
  if (auto Error = Files->setCurrentWorkingDirectory(Job.Parsed->Directory))
    return ReasonFollows + ("its directory '" + Job.Parsed->Directory + "': " + Error.message());
  std::vector<std::string> Diagnostics;
  auto Facts = parseAndExtract(Job.Parsed->Arguments, Files, Extract, Known, &Diagnostics);
  if (!Facts)
    return ReasonFollows + llvm::toString(Facts.takeError());
  std::string Answer = FactsFollow + std::to_string(Diagnostics.size()) + "\n";
  for (const std::string &Line : Diagnostics)
    Answer += Line + "\n";
  return Answer + encodeFacts(*Facts);
}

RecheckOutcome failure(std::string Reason) { return {std::move(Reason), {}, {}}; }

RecheckOutcome outcome(const JobOutcome &Job) {
  llvm::StringRef Answer = Job.Bytes;
  if (!Job.Finished)
    return failure(Job.Reason);
  if (!Answer.consume_front(llvm::StringRef(&FactsFollow, 1)))
    return failure(Answer.drop_front().str());
  RecheckOutcome Result;
  auto [Count, Rest] = Answer.split('\n');
  std::size_t Lines = 0;
  if (!llvm::to_integer(Count, Lines))
    return failure("what its worker sent is cut off");
  for (; Lines != 0; --Lines) {
    auto [Line, Behind] = Rest.split('\n');
    Result.Diagnostics.push_back(Line.str());
    Rest = Behind;
  }
  auto Decoded = decodeFacts(std::string_view(Rest));
  if (auto *Error = std::get_if<DecodeError>(&Decoded))
    return failure("what its worker sent " + Error->Reason);
  Result.Facts = std::move(std::get<TuFacts>(Decoded));
  return Result;
}

} // namespace

llvm::Expected<std::vector<RecheckOutcome>>
recheckUnits(std::span<const RecheckJob> Jobs, const ExtractOptions &Extract,
             const WorkerOptions &Options, const std::function<void(const Unit &)> &Step) {
  std::vector<RecheckOutcome> Outcomes(Jobs.size());
  KnownDefinitions Known; // stays empty here: each worker is a fork of its own
  llvm::Error Problem = runInWorkers(
      Jobs.size(), Options, [&](std::size_t I) { return recheck(Jobs[I], Extract, Known); },
      [&](std::size_t I, JobOutcome Job) {
        Outcomes[I] = outcome(Job);
        Step(*Jobs[I].Parsed);
      });
  if (Problem)
    return std::move(Problem);
  return Outcomes;
}

} // namespace memlint
