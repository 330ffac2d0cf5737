// A report over files in memory, put together by a test: what the sinks' tests render.
#ifndef MEMLINT_TESTS_UNIT_SAMPLEREPORT_H
#define MEMLINT_TESTS_UNIT_SAMPLEREPORT_H

#include "tool/Report.h"

#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace memlint {

struct SampleReport {
  static constexpr std::string_view Root = "/src/app";

  /// A file of the program; `Path` as in Program::Files.
  FileId addFile(const std::string &Path, std::string_view Text) {
    std::string Absolute = Path.starts_with("/") ? Path : std::string(Root) + "/" + Path;
    Disk->addFile(Absolute, 0, llvm::MemoryBuffer::getMemBufferCopy(Text));
    return addMissingFile(Path);
  }

  /// A file that the program knows and the disk does not.
  FileId addMissingFile(const std::string &Path) {
    P.Files.push_back(Path);
    return static_cast<FileId>(P.Files.size() - 1);
  }

  Finding &addFinding(Span Where, std::string Message, std::string_view Check = "layout-padding") {
    Finding F;
    F.Check = Check;
    F.Where = Where;
    F.Message = std::move(Message);
    Results.Findings.push_back(std::move(F));
    return Results.Findings.back();
  }

  Report report() { return {P, Results, Settings, Summary, Sources}; }

  llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem> Disk =
      llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  Program P;
  CheckResults Results;
  Config Settings;
  RunSummary Summary{1, 1, 0, {}};
  SourceLines Sources{Disk, std::string(Root)};
};

/// A span of one line.
inline Span spanOf(FileId File, std::uint32_t Line, std::uint32_t Column, std::uint32_t EndColumn) {
  return {File, Line, Column, Line, EndColumn};
}

} // namespace memlint

#endif // MEMLINT_TESTS_UNIT_SAMPLEREPORT_H
