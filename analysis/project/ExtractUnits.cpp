#include "analysis/project/ExtractUnits.h"

#include "analysis/encode/Encode.h"
#include "analysis/extract/Frontend.h"

#include "llvm/Support/VirtualFileSystem.h"

namespace memlint {
namespace {

/// A worker's answer: one letter that says what follows, facts or a reason.
constexpr char FactsFollow = '+', ReasonFollows = '-';

std::string extractUnit(const Unit &U, const ExtractOptions &Extract, KnownDefinitions &Known) {
  // A file system of its own: its current directory is the unit's, the process keeps its own.
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files = llvm::vfs::createPhysicalFileSystem();
  if (auto Error = Files->setCurrentWorkingDirectory(U.Directory))
    return ReasonFollows + ("its directory '" + U.Directory + "': " + Error.message());
  auto Facts = parseAndExtract(U.Arguments, Files, Extract, Known);
  if (!Facts)
    return ReasonFollows + llvm::toString(Facts.takeError());
  return FactsFollow + encodeFacts(*Facts);
}

UnitOutcome outcome(JobOutcome Job) {
  if (!Job.Finished)
    return Job;
  bool Good = !Job.Bytes.empty() && Job.Bytes.front() == FactsFollow;
  Job.Bytes.erase(0, 1);
  return Good ? Job : UnitOutcome{false, "", std::move(Job.Bytes)};
}

} // namespace

llvm::Error extractUnits(std::span<const Unit> Units, const ExtractOptions &Extract,
                         const WorkerOptions &Options,
                         const std::function<void(const Unit &, UnitOutcome)> &Done) {
  KnownDefinitions Known; // stays empty here: each worker is a fork of its own
  return runInWorkers(
      Units.size(), Options, [&](std::size_t I) { return extractUnit(Units[I], Extract, Known); },
      [&](std::size_t I, JobOutcome Job) { Done(Units[I], outcome(std::move(Job))); });
}

} // namespace memlint
