#include "analysis/project/QueryDriver.h"

#include "analysis/project/AbsolutePath.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/TargetParser/Triple.h"

#include <unistd.h>

namespace memlint {
namespace {

namespace path = llvm::sys::path;
using Flags = std::vector<std::string>;

constexpr unsigned SecondsToAnswer = 10;

/// The environment with messages in English: what GCC says is read below.
std::vector<llvm::StringRef> englishEnvironment() {
  std::vector<llvm::StringRef> Result{"LC_ALL=C"};
  for (char **Entry = environ; *Entry; ++Entry) {
    llvm::StringRef Text = *Entry;
    if (!Text.starts_with("LC_ALL=") && !Text.starts_with("LANGUAGE="))
      Result.push_back(Text);
  }
  return Result;
}

/// What a driver says of itself with `-E -v -dM`.
struct Answer {
  std::string Target;
  Flags Directories; // in the order of the search
  std::string Standard;
  bool IsClang = false;
};

/// The name, for -std=, of the standard that __cplusplus or __STDC_VERSION__ announces.
llvm::StringRef standardNamed(llvm::StringRef Version, bool IsCXX) {
  if (IsCXX)
    return llvm::StringSwitch<llvm::StringRef>(Version)
        .Case("199711L", "gnu++98")
        .Case("201103L", "gnu++11")
        .Case("201402L", "gnu++14")
        .Case("201703L", "gnu++17")
        .Case("202002L", "gnu++20")
        .Case("202302L", "gnu++23")
        .Default("");
  return llvm::StringSwitch<llvm::StringRef>(Version)
      .Case("199901L", "gnu99")
      .Case("201112L", "gnu11")
      .Case("201710L", "gnu17")
      .Case("202311L", "gnu23")
      .Default("");
}

Answer parseAnswer(llvm::StringRef Output, bool IsCXX) {
  Answer Result;
  bool InList = false;
  for (llvm::StringRef Line : llvm::split(Output, '\n')) {
    Line = Line.rtrim();
    if (Line == "#include <...> search starts here:")
      InList = true;
    else if (Line == "End of search list.")
      InList = false;
    else if (InList && !Line.ends_with("(framework directory)"))
      Result.Directories.push_back(Line.ltrim().str());
    else if (Line.consume_front("Target: "))
      Result.Target = Line.str();
    else if (Line.consume_front(IsCXX ? "#define __cplusplus " : "#define __STDC_VERSION__ "))
      Result.Standard = standardNamed(Line, IsCXX).str();
    else if (Line == "#define __clang__ 1")
      Result.IsClang = true;
  }
  return Result;
}

/// Whether this is GCC's counterpart of Clang's resource directory: lib/gcc/TARGET/VERSION/include,
/// as GCC's makefiles name it (libsubdir).
bool isOwnInclude(llvm::StringRef Directory) {
  llvm::StringRef VersionDir = path::parent_path(Directory);
  llvm::StringRef Version = path::filename(VersionDir);
  llvm::StringRef Family = path::filename(path::parent_path(path::parent_path(VersionDir)));
  return path::filename(Directory) == "include" && !Version.empty() &&
         llvm::isDigit(Version.front()) && Family.starts_with("gcc");
}

/// Whether Clang, left to itself, makes code for this target.
bool isHost(llvm::StringRef Target) {
  llvm::Triple Theirs(llvm::Triple::normalize(Target));
  llvm::Triple Ours(llvm::sys::getDefaultTargetTriple());
  bool SameLibrary = Theirs.getEnvironment() == Ours.getEnvironment() ||
                     Theirs.getEnvironment() == llvm::Triple::UnknownEnvironment;
  return Theirs.getArch() == Ours.getArch() && Theirs.getOS() == Ours.getOS() && SameLibrary;
}

std::string realPath(llvm::StringRef Path, llvm::vfs::FileSystem &FS) {
  llvm::SmallString<256> Real;
  if (FS.getRealPath(Path, Real)) {
    Real = Path;
    path::remove_dots(Real, /*remove_dot_dot=*/true);
  }
  return Real.str().str();
}

/// The directory for --gcc-install-dir with which Clang comes upon the same headers by itself;
/// empty when there is none: another target, or libstdc++ elsewhere than beside its GCC.
std::string gccInstallation(const Answer &A, bool IsCXX, llvm::vfs::FileSystem &FS) {
  auto Own = llvm::find_if(A.Directories, [](const auto &D) { return isOwnInclude(D); });
  if (Own == A.Directories.end() || !isHost(A.Target))
    return {};
  std::string Installation = realPath(path::parent_path(*Own), FS);
  llvm::SmallString<256> Library(Installation);
  path::append(Library, "../../../../include/c++", path::filename(Installation));
  std::string Expected = realPath(Library, FS);
  bool Found =
      llvm::any_of(A.Directories, [&](const auto &D) { return realPath(D, FS) == Expected; });
  return Found || !IsCXX ? Installation : std::string();
}

/// The same search spelled out, with Clang's own headers where GCC's stand.
Flags spelledOut(const Answer &A, llvm::StringRef ResourceDir, bool WithoutStandardHeaders) {
  Flags Result;
  if (!isHost(A.Target))
    Result.push_back("--target=" + A.Target);
  Result.push_back("-nostdinc");
  llvm::SmallString<256> Ours = ResourceDir;
  path::append(Ours, "include");
  bool Placed = WithoutStandardHeaders;
  for (const std::string &Directory : A.Directories) {
    bool Own = isOwnInclude(Directory);
    Placed |= Own;
    Result.insert(Result.end(), {"-isystem", Own ? Ours.str().str() : Directory});
  }
  if (!Placed)
    Result.insert(Result.end(), {"-isystem", Ours.str().str()});
  return Result;
}

/// The flags of a command on which the answer depends. None of them can make a driver run anything
/// else or write anywhere; -B, -specs= and -wrapper can, and are never passed on.
Flags relevantFlags(llvm::ArrayRef<std::string> Command, llvm::StringRef Directory) {
  Flags Result;
  for (std::size_t I = 1; I < Command.size(); ++I) {
    llvm::StringRef Word = Command[I], Root = Word;
    bool Separate = Word == "--sysroot" || Word == "-isysroot";
    if (Root.consume_front("--sysroot=") || (Separate && I + 1 < Command.size())) {
      std::string Absolute =
          absolutePath(Separate ? llvm::StringRef(Command[++I]) : Root, Directory);
      Result.push_back((Word == "-isysroot" ? "-isysroot" : "--sysroot=") + Absolute);
    } else if (Word.starts_with("-m") || Word.starts_with("-std=") || Word == "-ansi" ||
               Word == "-nostdinc" || Word == "-nostdinc++" || Word.starts_with("-stdlib=")) {
      Result.push_back(Word.str());
    }
  }
  return Result;
}

bool namesStandard(llvm::StringRef Flag) { return Flag.starts_with("-std=") || Flag == "-ansi"; }

} // namespace

std::optional<std::string> runProgram(llvm::ArrayRef<std::string> Arguments) {
  auto Program = llvm::sys::findProgramByName(Arguments.front());
  llvm::SmallString<128> OutputPath;
  if (!Program || llvm::sys::fs::createTemporaryFile("memlint-driver", "txt", OutputPath))
    return std::nullopt;
  llvm::FileRemover Remover(OutputPath);
  std::vector<llvm::StringRef> Words(Arguments.begin(), Arguments.end());
  std::optional<llvm::StringRef> Redirects[] = {"", OutputPath.str(), OutputPath.str()};
  if (llvm::sys::ExecuteAndWait(*Program, Words, llvm::ArrayRef(englishEnvironment()), Redirects,
                                SecondsToAnswer))
    return std::nullopt;
  auto Output = llvm::MemoryBuffer::getFile(OutputPath);
  return Output ? std::optional((*Output)->getBuffer().str()) : std::nullopt;
}

bool isGccName(llvm::StringRef Name) {
  Name.consume_back(".exe");
  if (!Name.consume_back("-posix")) // MinGW's thread models, as Debian names its drivers
    Name.consume_back("-win32");
  llvm::StringRef Stem = Name.rtrim("0123456789.");
  if (Stem.size() == Name.size() || Stem.consume_back("-"))
    Name = Stem;
  if (Name.contains("clang"))
    return false;
  llvm::StringRef Driver = Name.substr(Name.rfind('-') + 1);
  return Driver == "gcc" || Driver == "g++" || Driver == "cc" || Driver == "c++";
}

llvm::Expected<std::vector<PathGlob>> parseDriverGlobs(llvm::StringRef Globs) {
  std::vector<PathGlob> Result;
  for (std::size_t From = 0, Depth = 0, I = 0; I <= Globs.size(); ++I) {
    char C = I < Globs.size() ? Globs[I] : ',';
    Depth += C == '{' ? 1 : 0;
    Depth -= C == '}' && Depth ? 1 : 0;
    if (I < Globs.size() && (C != ',' || Depth))
      continue;
    llvm::StringRef Glob = Globs.slice(From, I);
    From = I + 1;
    if (Glob.empty())
      continue;
    if (!Glob.starts_with("/") && !Glob.starts_with("**"))
      return llvm::createStringError("--query-driver takes absolute paths: '" + Glob + "'");
    auto Parsed = PathGlob::create(Glob);
    if (!Parsed)
      return llvm::createStringError("--query-driver: " + llvm::toString(Parsed.takeError()));
    Result.push_back(std::move(*Parsed));
  }
  return Result;
}

QueryDriver::QueryDriver(DriverQueryOptions Options, std::string ResourceDir,
                         llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS)
    : Options(std::move(Options)), ResourceDir(std::move(ResourceDir)), FS(std::move(FS)) {}

std::string QueryDriver::find(llvm::StringRef Driver, llvm::StringRef Directory) const {
  llvm::SmallVector<llvm::StringRef> Places{Directory};
  if (!Driver.contains('/')) {
    Places.clear();
    llvm::StringRef(Options.SearchPath).split(Places, ':', -1, /*KeepEmpty=*/false);
  }
  for (llvm::StringRef Place : Places) {
    std::string Path = absolutePath(Driver, Place);
    auto Status = FS->status(Path);
    if (Status && Status->isRegularFile() && path::is_absolute(Path))
      return Path;
  }
  return {};
}

bool QueryDriver::isNamedByUser(llvm::StringRef Path) const {
  return llvm::any_of(Options.Allowed, [&](const PathGlob &Glob) { return Glob.match(Path); });
}

void QueryDriver::warnOnce(const std::string &Driver, const std::string &Warning) {
  if (Warned.insert(Driver).second)
    Warnings.push_back("driver '" + Driver + "' " + Warning);
}

std::vector<std::string> QueryDriver::flagsFor(llvm::ArrayRef<std::string> Command,
                                               llvm::StringRef Directory, bool IsCXX) {
  llvm::StringRef Driver = Command.front();
  bool IsGcc = isGccName(path::filename(Driver));
  std::string Path = find(Driver, Directory);
  if (Path.empty()) {
    if (IsGcc)
      warnOnce(Driver.str(), "is not on this machine; Clang looks for headers in its own way");
    return {};
  }
  bool Named = isNamedByUser(Path);
  if (!IsGcc && !Named)
    return {};
  if (!Named && path::parent_path(Path) != "/usr/bin") {
    warnOnce(Path,
             "was not asked for its headers; pass --query-driver=" + Path + " to allow running it");
    return {};
  }
  std::vector<std::string> Question{Path};
  llvm::append_range(Question, relevantFlags(Command, Directory));
  for (llvm::StringRef Word : {"-E", "-v", "-dM", "-x", IsCXX ? "c++" : "c", "/dev/null"})
    Question.push_back(Word.str());
  auto [Entry, New] = Known.try_emplace(Question);
  if (New)
    Entry->second = ask(Question, IsCXX);
  return Entry->second;
}

std::vector<std::string> QueryDriver::ask(const std::vector<std::string> &Question, bool IsCXX) {
  std::optional<std::string> Output = Options.Run(Question);
  Answer A = parseAnswer(Output.value_or(""), IsCXX);
  bool WithoutStandardHeaders = llvm::is_contained(Question, "-nostdinc");
  if (A.IsClang)
    return {};
  if (A.Target.empty() || (A.Directories.empty() && !WithoutStandardHeaders)) {
    warnOnce(Question.front(),
             "did not say where its headers are; Clang looks for them in its own way");
    return {};
  }
  std::string Installation = gccInstallation(A, IsCXX, *FS);
  Flags Result = Installation.empty() ? spelledOut(A, ResourceDir, WithoutStandardHeaders)
                                      : Flags{"--gcc-install-dir=" + Installation};
  if (!A.Standard.empty() && llvm::none_of(Question, namesStandard))
    Result.push_back("-std=" + A.Standard);
  return Result;
}

} // namespace memlint
