// The text of the program's files for the sinks: snippets, columns in other units, line hashes.
// Read through the injected file system when a sink first asks, long after the facts were made; so
// a file may be gone, changed or shorter by then, and every answer may be "nothing".
#ifndef MEMLINT_TOOL_SOURCELINES_H
#define MEMLINT_TOOL_SOURCELINES_H

#include "analysis/model/TextEdit.h"

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace memlint {

/// Each file is read once. Answers live as long as this object. Not thread-safe.
class SourceLines {
public:
  /// `Root` is the absolute directory that the paths of Program::Files are relative to.
  SourceLines(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS, std::string Root);

  /// The bytes of a file of the program, or nothing where it cannot be read or is no regular file.
  std::optional<llvm::StringRef> text(llvm::StringRef Path);

  /// A line, counted from 1, without its end; nothing where the file has no such line. Lines end in
  /// LF, CRLF or CR, as Clang counts them. The bytes need not be UTF-8.
  std::optional<llvm::StringRef> line(llvm::StringRef Path, std::uint32_t Number);

private:
  struct File {
    std::unique_ptr<llvm::MemoryBuffer> Buffer; // null: not readable
    std::vector<std::size_t> LineStarts;
  };
  const File &load(llvm::StringRef Path);

  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS;
  std::string Root;
  llvm::StringMap<File> Files;
};

/// The UTF-8 byte order mark. Part of a file's bytes and so of byte columns, but not of its text.
inline constexpr llvm::StringLiteral ByteOrderMark = "\xEF\xBB\xBF";

/// Calls `Visit` with each UTF-16 code unit of UTF-8 text. Each ill-formed sequence counts as one
/// U+FFFD by the rule of the longest valid part, as browsers and Node.js decode (Unicode 15, §3.9,
/// "U+FFFD Substitution of Maximal Subparts").
void forEachUtf16Unit(llvm::StringRef Utf8, llvm::function_ref<void(char16_t)> Visit);

/// Whether all text of a fix can be said in JSON without a loss.
bool isUtf8(const Fix &F);

} // namespace memlint

#endif // MEMLINT_TOOL_SOURCELINES_H
