#include "analysis/project/KeptFlags.h"

#include "analysis/project/AbsolutePath.h"

#include "clang/Driver/Driver.h"
#include "clang/Driver/ToolChain.h"
#include "clang/Options/Options.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/TargetSelect.h"

namespace memlint {
namespace {

namespace options = clang::options;
namespace path = llvm::sys::path;
namespace types = clang::driver::types;
using llvm::opt::Arg;

/// -Wp,A,B and -Xpreprocessor A say in other words what A and B say: a definition that matters, or
/// a dependency file that does not.
std::vector<std::string> withPlainPreprocessorFlags(llvm::ArrayRef<std::string> Words) {
  std::vector<std::string> Result;
  for (llvm::StringRef Word : Words) {
    if (Word.consume_front("-Wp,"))
      for (llvm::StringRef Part : llvm::split(Word, ','))
        Result.push_back(Part.str());
    else if (Word != "-Xpreprocessor")
      Result.push_back(Word.str());
  }
  return Result;
}

/// A command line taken apart by Clang's option table. Refers to the text it is made of.
struct ParsedWords {
  std::vector<const char *> Words;
  llvm::opt::InputArgList Args;
  unsigned End; // the words after it lack a value

  ParsedWords(llvm::ArrayRef<std::string> Text, options::ClangVisibility Visibility) {
    Words.reserve(Text.size());
    for (const std::string &Word : Text)
      Words.push_back(Word.c_str());
    unsigned MissingIndex, MissingCount;
    Args = clang::getDriverOptTable().ParseArgs(Words, MissingIndex, MissingCount,
                                                llvm::opt::Visibility(Visibility));
    End = MissingCount ? MissingIndex : Words.size();
  }

  /// Calls `Visit(argument, words)` in order, with the words as they were given, before aliases
  /// were looked through.
  template <class Visitor> void forEach(Visitor &&Visit) const {
    for (auto I = Args.begin(), E = Args.end(); I != E;) {
      const Arg &A = **I++;
      std::vector<std::string> Spelling(Words.begin() + A.getIndex(),
                                        Words.begin() + (I == E ? End : (*I)->getIndex()));
      while (Spelling.size() > 1 && Spelling.back().empty()) // the table skips empty words
        Spelling.pop_back();
      Visit(A, std::move(Spelling));
    }
  }
};

/// Families of options that Clang's table has no group for, by the beginnings of their names: what
/// is measured, recorded or loaded while compiling, and what diagnostics look like.
constexpr llvm::StringLiteral DroppedNames[] = {
    "dump",
    "fcoverage",
    "fcrash-diagnostics",
    "fcreate-profile",
    "fcs-profile",
    "fdiagnostics",
    "fdump",
    "fmemory-profile",
    "fmodule-output",
    "fno-diagnostics",
    "fno-pch",
    "fno-profile",
    "foptimization-record",
    "fpass-plugin",
    "fpch",
    "fplugin",
    "fproc-stat-report",
    "fprofile",
    "fsave-optimization-record",
    "ftest-coverage",
    "ftime-",
    "plugin",
    "print-",
    "save-",
};

bool isAboutOutput(const Arg &A) {
  switch (A.getOption().getID()) {
  case options::OPT_o:
  case options::OPT_v:
  case options::OPT_help:
  case options::OPT__version:
  case options::OPT_H:
  case options::OPT__HASH_HASH_HASH:
  case options::OPT__serialize_diags:
  case options::OPT_gen_cdb_fragment_path:
  case options::OPT_coverage:
  case options::OPT_pedantic_errors:
  case options::OPT_Wa_COMMA:
  case options::OPT_Xassembler:
  case options::OPT_mllvm:
  case options::OPT__SLASH_Fo:
  case options::OPT__SLASH_Fe:
  case options::OPT__SLASH_Fa:
  case options::OPT__SLASH_FA:
  case options::OPT__SLASH_Fi:
  case options::OPT__SLASH_Fm:
  case options::OPT__SLASH_showIncludes:
  case options::OPT__SLASH_showIncludes_user:
  case options::OPT__SLASH_showFilenames:
    return true;
  default:
    return A.getOption().matches(options::OPT_M_Group) ||
           A.getOption().matches(options::OPT_R_Group) ||
           A.getOption().matches(options::OPT_DebugInfo_Group) ||
           A.getOption().matches(options::OPT_Action_Group);
  }
}

/// Headers and code that another compiler, or another Clang, has prepared.
bool loadsPreparedCode(const Arg &A) {
  switch (A.getOption().getID()) {
  case options::OPT_resource_dir:
  case options::OPT_include_pch:
  case options::OPT_load:
  case options::OPT_add_plugin:
  case options::OPT__SLASH_Yc:
  case options::OPT__SLASH_Yu:
  case options::OPT__SLASH_Fp:
    return true;
  default:
    return false;
  }
}

bool isDropped(const Arg &A) {
  const llvm::opt::Option &O = A.getOption();
  if (O.matches(options::OPT_UNKNOWN) || O.hasFlag(options::Unsupported) ||
      O.hasFlag(options::LinkerInput))
    return true;
  if (O.matches(options::OPT_Link_Group) && A.getNumValues()) // not -pie, which sets __PIE__
    return true;
  if (O.matches(options::OPT_W_Group)) // -w comes; but -Wno-X can take an error away
    return !llvm::StringRef(A.getSpelling()).starts_with("-Wno-") &&
           !llvm::StringRef(A.getNumValues() ? A.getValue() : "").starts_with("no-");
  return isAboutOutput(A) || loadsPreparedCode(A) ||
         llvm::any_of(DroppedNames, [&](llvm::StringRef N) { return O.getName().starts_with(N); });
}

FlagKind kindOf(const Arg &A) {
  const llvm::opt::Option &O = A.getOption();
  for (auto Id : {options::OPT_target, options::OPT_target_legacy_spelling, options::OPT_arch,
                  options::OPT_m16, options::OPT_m32, options::OPT_mx32, options::OPT_m64})
    if (O.matches(Id))
      return FlagKind::Fixed;
  bool HasValue = A.getNumValues() > 0; // unlike -nostdinc, which is the same in many units
  return HasValue && O.matches(options::OPT_Preprocessor_Group) ? FlagKind::Preprocessor
                                                                : FlagKind::Ordinary;
}

/// One command, read from left to right.
class CommandReader {
public:
  CommandReader(const clang::tooling::CompileCommand &Command, llvm::vfs::FileSystem &FS)
      : Command(Command), FS(FS) {}

  KeptFlags read();

private:
  void readArg(const Arg &A, std::vector<std::string> Spelling);
  void readInput(llvm::StringRef Input);
  void keepInclude(const Arg &A, std::vector<std::string> Spelling);
  void keepFrontendFlags();
  bool isEntryFile(llvm::StringRef Input) const;
  types::ID namedLanguage() const;
  types::ID language() const;
  void keep(const Arg &A, std::vector<std::string> Spelling) {
    Result.Flags.push_back({std::move(Spelling), kindOf(A)});
  }

  const clang::tooling::CompileCommand &Command;
  llvm::vfs::FileSystem &FS;
  KeptFlags Result;
  bool EntrySeen = false;                 // the -x after the entry's file is for another one
  std::string LanguageName;               // of the -x in force
  std::vector<std::string> FrontendWords; // of all -Xclang
  bool ArchSeen = false;
};

bool CommandReader::isEntryFile(llvm::StringRef Input) const {
  if (path::filename(Input) != path::filename(Command.Filename))
    return false;
  std::string Path = absolutePath(Input, Command.Directory);
  llvm::SmallString<256> Theirs, Ours;
  return Path == Command.Filename || (!FS.getRealPath(Path, Theirs) &&
                                      !FS.getRealPath(Command.Filename, Ours) && Theirs == Ours);
}

void CommandReader::readInput(llvm::StringRef Input) {
  if (isEntryFile(Input))
    EntrySeen = true;
  else if (Input.starts_with("@") && Result.MissingResponseFile.empty())
    Result.MissingResponseFile = Input.drop_front().str();
}

/// An -include of which only GCC's precompiled form is there cannot be read.
void CommandReader::keepInclude(const Arg &A, std::vector<std::string> Spelling) {
  std::string Path = absolutePath(A.getValue(), Command.Directory);
  if (FS.exists(Path) || !FS.exists(Path + ".gch"))
    keep(A, std::move(Spelling));
}

void CommandReader::readArg(const Arg &A, std::vector<std::string> Spelling) {
  switch (A.getOption().getID()) {
  case options::OPT_INPUT:
  case options::OPT__DASH_DASH:
    for (const char *Input : A.getValues())
      readInput(Input);
    return;
  case options::OPT__SLASH_Tc:
  case options::OPT__SLASH_Tp:
    readInput(A.getValue());
    if (isEntryFile(A.getValue()))
      LanguageName = A.getOption().matches(options::OPT__SLASH_Tc) ? "c" : "c++";
    return;
  case options::OPT__SLASH_TC:
  case options::OPT__SLASH_TP:
    LanguageName = A.getOption().matches(options::OPT__SLASH_TC) ? "c" : "c++";
    return;
  case options::OPT_x:
    if (!EntrySeen)
      LanguageName = A.getValue();
    return;
  case options::OPT_driver_mode: // has been read
    return;
  case options::OPT_Xclang:
    FrontendWords.push_back(A.getValue());
    return;
  case options::OPT__SLASH_clang: {
    std::string Word = A.getValue();
    ParsedWords Inner(Word, options::ClangOption);
    if (Inner.Args.size() == 1 && !isDropped(**Inner.Args.begin()))
      keep(A, std::move(Spelling));
    return;
  }
  case options::OPT_arch: // a fat binary is compiled once for each; the first is analysed
    if (!std::exchange(ArchSeen, true))
      keep(A, std::move(Spelling));
    return;
  case options::OPT_include:
    keepInclude(A, std::move(Spelling));
    return;
  default:
    if (!isDropped(A))
      keep(A, std::move(Spelling));
  }
}

/// -Xclang hands words to the frontend, which has options of its own; the same rules hold for them.
void CommandReader::keepFrontendFlags() {
  ParsedWords Frontend(FrontendWords, options::CC1Option);
  Frontend.forEach([&](const Arg &A, const std::vector<std::string> &Spelling) {
    if (A.getOption().matches(options::OPT_INPUT) || isDropped(A))
      return;
    Flag F;
    for (const std::string &Word : Spelling)
      F.Words.insert(F.Words.end(), {"-Xclang", Word});
    Result.Flags.push_back(std::move(F));
  });
}

/// TY_INVALID when none is named, or one that Clang does not know.
types::ID CommandReader::namedLanguage() const {
  return LanguageName == "none" ? types::TY_INVALID
                                : types::lookupTypeForTypeSpecifier(LanguageName.c_str());
}

/// As Clang's driver finds it out (Driver::BuildInputs).
types::ID CommandReader::language() const {
  if (types::ID Named = namedLanguage())
    return Named;
  llvm::StringRef Extension = path::extension(Command.Filename);
  types::ID ByName = types::lookupTypeForExtension(Extension.drop_front(Extension.empty() ? 0 : 1));
  types::ID AsCXX = Result.DriverMode == "g++" ? types::lookupCXXTypeForCType(ByName) : ByName;
  return AsCXX == types::TY_INVALID ? ByName : AsCXX;
}

KeptFlags CommandReader::read() {
  llvm::InitializeAllTargetInfos(); // so that a driver's name tells its target; does nothing twice
  std::vector<std::string> Words = withPlainPreprocessorFlags(Command.CommandLine);
  std::vector<const char *> Pointers;
  Pointers.reserve(Words.size());
  for (const std::string &Word : Words)
    Pointers.push_back(Word.c_str());
  llvm::StringRef Driver = path::filename(Words.front());
  Result.DriverMode = clang::driver::getDriverMode(Driver, Pointers).str();
  if (Result.DriverMode.empty() || Result.DriverMode == "cpp") // cpp: only preprocesses
    Result.DriverMode = "gcc";
  auto Name = clang::driver::ToolChain::getTargetAndModeFromProgramName(Driver);
  if (Name.TargetIsValid)
    Result.TargetPrefix = Name.TargetPrefix;

  ParsedWords Parsed(llvm::ArrayRef<std::string>(Words).drop_front(),
                     Result.isCLMode() ? options::CLOption : options::ClangOption);
  Parsed.forEach(
      [&](const Arg &A, std::vector<std::string> Spelling) { readArg(A, std::move(Spelling)); });
  keepFrontendFlags();
  Result.Language = language();
  if (Result.isCLMode() && namedLanguage())
    Result.Flags.push_back({{LanguageName == "c" ? "/TC" : "/TP"}, FlagKind::Fixed});
  else if (namedLanguage())
    Result.Flags.push_back({{"-x", LanguageName}, FlagKind::Fixed});
  return std::move(Result);
}

} // namespace

KeptFlags keptFlags(const clang::tooling::CompileCommand &Command, llvm::vfs::FileSystem &FS) {
  return CommandReader(Command, FS).read();
}

bool compilesCFamily(const clang::tooling::CompileCommand &Command, llvm::vfs::FileSystem &FS) {
  types::ID Language = keptFlags(Command, FS).Language;
  return Language != types::TY_INVALID && types::isDerivedFromC(Language);
}

} // namespace memlint
