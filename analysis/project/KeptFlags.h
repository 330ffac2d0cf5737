// Which flags of a compile command the analysis keeps. Clang's own option table says what a flag is
// called, what it takes and what it is about, so there is no list of GCC's flags to keep up to
// date. Kept is all that can change the meaning or the layout of the code; dropped is what Clang
// does not know, and what only says where output goes, what it looks like, and what is linked.
#ifndef MEMLINT_ANALYSIS_PROJECT_KEPTFLAGS_H
#define MEMLINT_ANALYSIS_PROJECT_KEPTFLAGS_H

#include "clang/Driver/Types.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <string>
#include <vector>

namespace memlint {

enum class FlagKind {
  Ordinary,
  Preprocessor, // -D, -I, -include …: Clang refuses none of them, and they differ between units
  Fixed         // for which machine, in which language; or what the user asked for
};

/// One flag with its values, as the command spells it.
struct Flag {
  std::vector<std::string> Words;
  FlagKind Kind = FlagKind::Ordinary;
};

struct KeptFlags {
  std::vector<Flag> Flags; // in the order of the command; without inputs
  clang::driver::types::ID Language = clang::driver::types::TY_INVALID;
  std::string DriverMode;   // `g++`, `gcc`, `cl` …: how the driver reads its command line
  std::string TargetPrefix; // of the driver's name, `arm-none-eabi`; empty when it is no target
  std::string MissingResponseFile; // of the command; empty when all could be read

  bool isCXX() const { return clang::driver::types::isCXX(Language); }
  bool isCLMode() const { return DriverMode == "cl"; }
};

/// Reads the command as Clang's driver would. `Filename` and `Directory` are absolute.
KeptFlags keptFlags(const clang::tooling::CompileCommand &Command, llvm::vfs::FileSystem &FS);

/// Whether the command compiles C, C++, Objective-C, CUDA or one of their headers, and not
/// assembly, Fortran or a file of another kind.
bool compilesCFamily(const clang::tooling::CompileCommand &Command, llvm::vfs::FileSystem &FS);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_KEPTFLAGS_H
