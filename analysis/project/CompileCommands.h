// Which files the program is made of, and how each is compiled: compile_commands.json found, read
// and judged, or files named with flags on the command line. The first step of the data's path;
// ToolchainFlags makes a Unit of each command that comes out.
#ifndef MEMLINT_ANALYSIS_PROJECT_COMPILECOMMANDS_H
#define MEMLINT_ANALYSIS_PROJECT_COMPILECOMMANDS_H

#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <string>
#include <vector>

namespace memlint {

/// In all that comes out of this header: Directory and Filename are absolute and free of dots; the
/// command line begins with the compiler, launchers before it (ccache and the like) are gone, and
/// response files stand expanded unless they cannot be read.
using CompileCommands = std::vector<clang::tooling::CompileCommand>;

struct DatabaseRequest {
  std::string Given;            // a file, a directory, or empty to search
  std::string WorkingDirectory; // absolute
};

/// The absolute path of the database. A directory is searched for compile_commands.json in itself,
/// in its build*, cmake-build-* and out directories, and one directory below each of those, in the
/// order of their names; without anything given, so is each directory from the working directory
/// upward. Fails with one line that says what to do.
llvm::Expected<std::string> findDatabase(const DatabaseRequest &Request, llvm::vfs::FileSystem &FS);

/// The commands of the database at an absolute path, in its order: of files of the C family only,
/// and each once. Fails on what is not a database: no JSON, no array, no entries, an entry without
/// a file or a command.
llvm::Expected<CompileCommands> loadDatabase(llvm::StringRef Path, llvm::vfs::FileSystem &FS);

/// The commands of `memlint FILES -- FLAGS`: clang for C, clang++ for all else.
CompileCommands commandsForFiles(llvm::ArrayRef<std::string> Files,
                                 llvm::ArrayRef<std::string> Flags,
                                 llvm::StringRef WorkingDirectory, llvm::vfs::FileSystem &FS);

/// Which files of a database to analyse.
struct Selection {
  std::vector<std::string> Patterns; // none: all
  std::string WorkingDirectory;      // absolute
  std::string Root;                  // absolute; of the project
};

/// The commands whose file fits one of the patterns. A pattern is an existing file, with or without
/// a command of its own (then that of the most similar file is adapted to it); an existing
/// directory, for all files below it; or a PathGlob, tried from the working directory, then from
/// the root; a glob without a `/` fits names in any directory. Fails when a pattern fits nothing.
llvm::Expected<CompileCommands> selectUnits(const CompileCommands &Commands, const Selection &S,
                                            llvm::vfs::FileSystem &FS);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_COMPILECOMMANDS_H
