// Records written out as text that any target can compile by itself: no headers, no names of the
// user's, but fields, bases and attributes such that each target lays them out as it would the
// original. OtherTargets compiles it.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_PORTABLERECORDS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_PORTABLERECORDS_H

#include "clang/AST/Type.h"
#include "llvm/ADT/DenseMap.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace clang {
class ASTContext;
class CXXMethodDecl;
class EnumDecl;
class RecordDecl;
} // namespace clang

namespace memlint {

/// A record in the text: `struct Name`, and those it holds or derives from, by index. Copies in
/// another order have no original.
struct PortableRecord {
  std::string Name;
  const clang::RecordDecl *Original = nullptr;
  std::vector<std::size_t> Uses;
};

/// Pointers stand as `void *`; `size_t`, `int32_t` and the like as the target defines them. What
/// another target may declare otherwise is refused: types of the system's headers, numbers made of
/// `sizeof`, integers that came in as template arguments, virtual bases.
class PortableRecords {
public:
  explicit PortableRecords(clang::ASTContext &Context) : Context(Context) {}

  /// The index of the record, written now or before; nothing where it is refused.
  std::optional<std::size_t> write(const clang::RecordDecl &Record);
  /// Once more, with its fields in another order.
  std::optional<std::size_t> writeInOrder(const clang::RecordDecl &Record,
                                          std::span<const std::uint32_t> Order);

  const std::string &text() const { return Text; }
  const std::vector<PortableRecord> &records() const { return Records; }

private:
  class Body;
  std::optional<std::size_t> writeAs(PortableRecord Entry, const clang::RecordDecl &Record,
                                     std::span<const std::uint32_t> Order);
  std::optional<std::string> writeEnum(const clang::EnumDecl &Enum);

  clang::ASTContext &Context;
  std::string Text;
  std::vector<PortableRecord> Records;
  unsigned NextName = 0;
  llvm::DenseMap<const clang::RecordDecl *, std::optional<std::size_t>> Known;
  llvm::DenseMap<const clang::EnumDecl *, std::optional<std::string>> Enums;
  llvm::DenseMap<const clang::CXXMethodDecl *, unsigned> Methods; // virtual ones, by a number
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_PORTABLERECORDS_H
