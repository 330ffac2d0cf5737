#include "analysis/project/ToolchainFlags.h"

#include "analysis/project/KeptFlags.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

namespace memlint {
namespace {

namespace path = llvm::sys::path;

void addFixed(std::vector<Flag> &Flags, std::vector<std::string> Words) {
  Flags.push_back({std::move(Words), FlagKind::Fixed});
}

bool namesTarget(const Flag &F) {
  return llvm::any_of(F.Words, [](llvm::StringRef Word) {
    return Word.starts_with("--target") || Word == "-target";
  });
}

bool choosesGcc(const Flag &F) {
  llvm::StringRef Word = F.Words.front();
  return Word.starts_with("--gcc-toolchain") || Word.starts_with("--gcc-install-dir");
}

/// What memlint asks of Clang: to parse; to say nothing of warnings, of flags without a meaning
/// here and of its statistics; to read no precompiled header, and to leave GPUs aside.
std::vector<std::string> ownFlags(const std::string &ResourceDir, bool IsCLMode) {
  std::string Escape = IsCLMode ? "/clang:" : ""; // before what only the other driver mode knows
  return {"-fsyntax-only",
          "-w",
          "-Qunused-arguments",
          "-Wno-unknown-warning-option",
          "-Wno-ignored-optimization-argument",
          "--offload-host-only",
          Escape + "-fno-caret-diagnostics",
          Escape + "-ignore-pch",
          "-resource-dir",
          ResourceDir};
}

} // namespace

ToolchainFlags::ToolchainFlags(ToolchainOptions Options,
                               llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS)
    : Options(Options), FS(FS), Drivers(Options.Drivers, Options.ResourceDir, FS), Refused(FS) {}

/// Clang looks for libc++ beside its binary. So the path must be the true one, as Clang's own main
/// makes it.
std::string ToolchainFlags::driverPath(const std::string &Name, llvm::StringRef Directory) const {
  std::string Path = Drivers.find(Name, Directory);
  llvm::SmallString<256> Real;
  if (Path.empty() || FS->getRealPath(Path, Real))
    return Path.empty() ? Name : Path;
  return Real.str().str();
}

llvm::Expected<Unit> ToolchainFlags::finalUnit(const clang::tooling::CompileCommand &Command) {
  KeptFlags Kept = keptFlags(Command, *FS);
  if (!Kept.MissingResponseFile.empty())
    return llvm::createStringError("response file '" + Kept.MissingResponseFile +
                                   "' cannot be read; build the project once so that it exists");
  if (!clang::driver::types::isDerivedFromC(Kept.Language))
    return llvm::createStringError("not a C or C++ file");

  std::string Driver = driverPath(Command.CommandLine.front(), Command.Directory);
  Flag Headers{{}, FlagKind::Fixed};
  if (!Kept.isCLMode() && llvm::none_of(Kept.Flags, choosesGcc))
    Headers.Words = Drivers.flagsFor(Command.CommandLine, Command.Directory, Kept.isCXX());

  std::vector<Flag> Flags;
  addFixed(Flags, {"--driver-mode=" + Kept.DriverMode});
  bool TargetSaid = llvm::any_of(Kept.Flags, namesTarget) || namesTarget(Headers);
  if (!Kept.TargetPrefix.empty() && !TargetSaid)
    addFixed(Flags, {"--target=" + Kept.TargetPrefix});
  addFixed(Flags, Options.ExtraArgsBefore);
  llvm::append_range(Flags, std::move(Kept.Flags));
  Flags.push_back(std::move(Headers));
  addFixed(Flags, ownFlags(Options.ResourceDir, Kept.isCLMode()));
  addFixed(Flags, Options.ExtraArgs);
  if (std::string Complaint = Refused.drop(Driver, Flags, Command.Filename); !Complaint.empty())
    return llvm::createStringError("Clang does not take its flags: " + Complaint);

  Unit Result{Command.Filename, Command.Directory, {Driver}};
  for (Flag &F : Flags)
    llvm::append_range(Result.Arguments, std::move(F.Words));
  Result.Arguments.insert(Result.Arguments.end(), {"--", Command.Filename});
  return Result;
}

} // namespace memlint
