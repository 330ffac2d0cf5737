#include "analysis/project/CompileUnits.h"

#include "clang/Driver/Driver.h"
#include "clang/Options/Options.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"

namespace memlint {
namespace {

namespace options = clang::options;

/// A worker's answer: a reason behind one letter, or behind another the level and, on a line of its
/// own, a digit for each site.
constexpr char FatesFollow = '+', ReasonFollows = '-';

bool saysLevel(const std::vector<std::string> &Arguments) {
  std::vector<const char *> Words;
  for (const std::string &Word : llvm::drop_begin(Arguments))
    Words.push_back(Word.c_str());
  const bool IsCL = clang::driver::getDriverMode(Arguments.front(), Words) == "--driver-mode=cl" ||
                    llvm::is_contained(Arguments, "--driver-mode=cl");
  unsigned MissingIndex, MissingCount;
  const auto Parsed = clang::getDriverOptTable().ParseArgs(
      Words, MissingIndex, MissingCount,
      llvm::opt::Visibility(IsCL ? options::CLOption : options::ClangOption));
  return Parsed.hasArg(options::OPT_O_Group, options::OPT__SLASH_O);
}

/// Both spellings of drivers take the flag as it is.
std::vector<std::string> withLevel(std::vector<std::string> Arguments) {
  auto Inputs = std::find(Arguments.begin(), Arguments.end(), "--");
  Arguments.insert(Inputs, AssumedLevel);
  return Arguments;
}

std::string compile(const CompileJob &Job, const std::string &Root) {
  const Unit &U = *Job.Compiled;
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files = llvm::vfs::createPhysicalFileSystem();
  if (auto Error = Files->setCurrentWorkingDirectory(U.Directory))
    return ReasonFollows + ("its directory '" + U.Directory + "': " + Error.message());
  auto Sites = survivorsOf(saysLevel(U.Arguments) ? U.Arguments : withLevel(U.Arguments), Files,
                           Root, Job.Sites);
  if (!Sites)
    return ReasonFollows + llvm::toString(Sites.takeError());
  std::string Answer = FatesFollow + Sites->Level + "\n";
  for (Fate F : Sites->Fates)
    Answer += static_cast<char>('0' + static_cast<int>(F));
  return Answer;
}

CompileOutcome failure(std::string Reason) { return {std::move(Reason), {}, false}; }

CompileOutcome outcome(const CompileJob &Job, const JobOutcome &Ended) {
  if (!Ended.Finished)
    return failure(Ended.Reason);
  llvm::StringRef Answer = Ended.Bytes;
  if (!Answer.consume_front(llvm::StringRef(&FatesFollow, 1)))
    return failure(Answer.drop_front().str());
  auto [Level, Fates] = Answer.split('\n');
  if (Fates.size() != Job.Sites.size())
    return failure("what its worker sent is cut off");
  CompileOutcome Result{"", {Level.str(), {}}, !saysLevel(Job.Compiled->Arguments)};
  for (char Digit : Fates)
    Result.Sites.Fates.push_back(static_cast<Fate>(Digit - '0'));
  return Result;
}

} // namespace

llvm::Expected<std::vector<CompileOutcome>>
compileUnits(std::span<const CompileJob> Jobs, const std::string &Root,
             const WorkerOptions &Options, const std::function<void(const Unit &)> &Step) {
  std::vector<CompileOutcome> Outcomes(Jobs.size());
  llvm::Error Problem = runInWorkers(
      Jobs.size(), Options, [&](std::size_t I) { return compile(Jobs[I], Root); },
      [&](std::size_t I, JobOutcome Job) {
        Outcomes[I] = outcome(Jobs[I], Job);
        Step(*Jobs[I].Compiled);
      });
  if (Problem)
    return std::move(Problem);
  return Outcomes;
}

} // namespace memlint
