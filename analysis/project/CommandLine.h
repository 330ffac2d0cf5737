// The text of a compile command, made into the words that the compiler itself would see: quotes
// and escapes of the shell, launchers in front of the compiler, response files. A step in reading
// an entry of the database; what the words mean is KeptFlags' matter.
#ifndef MEMLINT_ANALYSIS_PROJECT_COMMANDLINE_H
#define MEMLINT_ANALYSIS_PROJECT_COMMANDLINE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <string>
#include <vector>

namespace memlint {

/// Splits as a POSIX shell does (IEEE Std 1003.1, Shell Command Language 2.2, Quoting), without
/// expansions: no backslash is special between single quotes, and few are between double ones.
std::vector<std::string> splitShellWords(llvm::StringRef Text);

/// Takes away what stands before the compiler: assignments, `env` with its options, and ccache,
/// distcc, sccache, gomacc, icecc and their like with theirs. Empty when nothing else is there.
void dropLaunchers(std::vector<std::string> &Words);

/// Puts the contents of each @FILE in its place, nested ones too; all paths in them start at
/// `Directory`, as GCC and Clang have it. A file that cannot be read stays as it is.
void expandResponseFiles(std::vector<std::string> &Words, llvm::StringRef Directory,
                         llvm::vfs::FileSystem &FS);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_COMMANDLINE_H
