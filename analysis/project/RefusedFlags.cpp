#include "analysis/project/RefusedFlags.h"

#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Basic/TargetInfo.h"
#include "clang/Driver/CreateInvocationFromArgs.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Frontend/TextDiagnosticBuffer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"

namespace memlint {
namespace {

/// One trial is about a millisecond; a set of flags with more refused ones than this has other
/// troubles.
constexpr unsigned MostTrials = 64;

/// Whether a complaint is perhaps about this flag: it shows the flag, or one of its values.
bool isAbout(llvm::StringRef Complaint, const Flag &F) {
  return llvm::any_of(F.Words, [&](llvm::StringRef Word) {
    llvm::StringRef Name = Word.take_front(Word.find('=') + 1), Value = Word.substr(Name.size());
    return Complaint.contains(Word) || (!Name.empty() && Complaint.contains(Name)) ||
           (!Value.empty() && Complaint.contains(("'" + Value + "'").str()));
  });
}

} // namespace

std::vector<std::string> RefusedFlags::complaints(llvm::StringRef Driver,
                                                  llvm::ArrayRef<Flag> Flags,
                                                  const std::vector<bool> &Refused,
                                                  llvm::StringRef File) const {
  std::string Name = Driver.str(), Main = File.str();
  std::vector<const char *> Words{Name.c_str()};
  for (std::size_t I = 0; I < Flags.size(); ++I)
    if (!Refused[I] && Flags[I].Kind != FlagKind::Preprocessor)
      for (const std::string &Word : Flags[I].Words)
        Words.push_back(Word.c_str());
  Words.insert(Words.end(), {"--", Main.c_str()});

  clang::DiagnosticOptions DiagnosticOptions;
  clang::TextDiagnosticBuffer Buffer;
  clang::CreateInvocationOptions Options;
  Options.Diags = llvm::makeIntrusiveRefCnt<clang::DiagnosticsEngine>(
      clang::DiagnosticIDs::create(), DiagnosticOptions, &Buffer, /*ShouldOwnClient=*/false);
  Options.VFS = FS;
  Options.RecoverOnError = true;
  auto Invocation = clang::createInvocation(Words, Options);
  if (Invocation) // the target has its own opinion of CPUs and ABIs
    llvm::IntrusiveRefCntPtr<clang::TargetInfo> Target(
        clang::TargetInfo::CreateTargetInfo(*Options.Diags, Invocation->getTargetOpts()));
  std::vector<std::string> Result;
  for (auto I = Buffer.err_begin(), E = Buffer.err_end(); I != E; ++I)
    Result.push_back(I->second);
  if (!Invocation && Result.empty())
    Result.push_back("there is nothing to compile");
  return Result;
}

RefusedFlags::Verdict RefusedFlags::judge(llvm::StringRef Driver, llvm::ArrayRef<Flag> Flags,
                                          llvm::StringRef File) const {
  Verdict Result{std::vector<bool>(Flags.size()), ""};
  auto Complaints = complaints(Driver, Flags, Result.Refused, File);
  unsigned Trials = 0;
  // First the flags that the complaints are about, then, as Clang may speak of a thing by another
  // name, all others. A flag is refused when there is less to complain of without it.
  for (bool Named : {true, false})
    for (std::size_t I = 0; I < Flags.size() && !Complaints.empty() && Trials < MostTrials; ++I) {
      bool Meant = llvm::any_of(Complaints, [&](const auto &C) { return isAbout(C, Flags[I]); });
      if (Flags[I].Kind != FlagKind::Ordinary || Result.Refused[I] || Meant != Named)
        continue;
      Result.Refused[I] = true;
      auto Fewer = complaints(Driver, Flags, Result.Refused, File);
      ++Trials;
      if (Fewer.size() < Complaints.size())
        Complaints = std::move(Fewer);
      else
        Result.Refused[I] = false;
    }
  if (!Complaints.empty())
    Result.Complaint = Complaints.front();
  return Result;
}

std::string RefusedFlags::drop(llvm::StringRef Driver, std::vector<Flag> &Flags,
                               llvm::StringRef File) {
  std::vector<Flag> Judged;
  std::vector<std::string> Key{Driver.str(), llvm::sys::path::extension(File).str()};
  for (const Flag &F : Flags)
    if (F.Kind != FlagKind::Preprocessor) {
      Judged.push_back(F);
      llvm::append_range(Key, F.Words);
    }
  auto [Entry, New] = Known.try_emplace(Key);
  if (New)
    Entry->second = judge(Driver, Judged, File);
  auto Refused = Entry->second.Refused.begin();
  llvm::erase_if(Flags,
                 [&](const Flag &F) { return F.Kind != FlagKind::Preprocessor && *Refused++; });
  return Entry->second.Complaint;
}

} // namespace memlint
