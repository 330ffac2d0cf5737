// A user's own cppcheck library file (`--cppcheck-cfg`), as far as it speaks of what functions do
// with memory: XML read into plain values. CppcheckModels makes models of them. Its reference is
// man/reference-cfg-format.md of cppcheck; memlint brings along no such file.
#ifndef MEMLINT_ANALYSIS_PROJECT_CPPCHECKLIBRARY_H
#define MEMLINT_ANALYSIS_PROJECT_CPPCHECKLIBRARY_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace memlint {

/// One function in a group of those that acquire and release one thing. Arguments count from 1; 0
/// is the result.
struct CppcheckCall {
  enum Role : std::uint8_t { Alloc, Realloc, Dealloc, Use } Does = Alloc;
  std::string Name;
  std::uint32_t Argument = 0; // Alloc, Realloc: where it is handed out; Dealloc: what is released
  std::uint32_t Renewed = 0;  // Realloc
  bool NoFail = false;
};

/// `<memory>` or `<resource>`.
struct CppcheckGroup {
  bool IsMemory = true;
  std::vector<CppcheckCall> Calls; // in the order of the file
};

/// What `<returnValue type="...">` leaves of a function's result.
enum class CppcheckResult : std::uint8_t { Unknown, Nothing, Number, Pointer };

/// `<function>`, which speaks of all its names.
struct CppcheckFunction {
  std::vector<std::string> Names;
  bool LeakIgnore = false; // releases nothing that it is given, and keeps nothing
  bool NoReturn = false;
  bool ErrorCode = false; // the result is 0 where it succeeds
  CppcheckResult Result = CppcheckResult::Unknown;
  std::uint32_t ResultIs = 0; // the argument that is returned; 0: not told
  std::uint32_t MinArguments = 0, MaxArguments = ~0u;
  std::vector<std::uint32_t> ReadOnly; // arguments that nothing is written through
};

struct CppcheckSmartPointer {
  std::string Class;
  bool IsUnique = false;
};

struct CppcheckLibrary {
  std::vector<CppcheckGroup> Groups;
  std::vector<CppcheckFunction> Functions;
  std::vector<CppcheckSmartPointer> SmartPointers;
};

/// Adds what a file's text says to a library. Elements and attributes that say nothing of memory
/// are passed over, as are names that no function can have. The error is one line, `PATH:LINE:
/// error: …`; nothing is added then.
llvm::Error readCppcheckLibrary(llvm::StringRef Path, llvm::StringRef Text, CppcheckLibrary &To);

/// The same for the file `Name` of `Files`, which its errors name `ShownPath`.
llvm::Error readCppcheckFile(llvm::vfs::FileSystem &Files, llvm::StringRef Name,
                             llvm::StringRef ShownPath, CppcheckLibrary &To);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_CPPCHECKLIBRARY_H
