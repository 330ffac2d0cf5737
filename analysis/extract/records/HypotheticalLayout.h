// Asks Clang for the layout of an order of fields that nobody wrote, through a synthetic record in
// the same context. Nodes are never freed (a few hundred bytes each): ask for finalists only.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_HYPOTHETICALLAYOUT_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_HYPOTHETICALLAYOUT_H

#include "llvm/ADT/STLFunctionalExtras.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace clang {
class ASTContext;
class RecordDecl;
} // namespace clang

namespace memlint {

/// A synthetic copy of the record, complete, with the fields that `AddFields` puts into it in place
/// of the record's own.
const clang::RecordDecl *copyWithFields(clang::ASTContext &Context, const clang::RecordDecl &Record,
                                        llvm::function_ref<void(clang::RecordDecl &)> AddFields);

/// Whether a synthetic copy of the record with its fields as declared is laid out exactly like the
/// record itself: size, alignment, data size and every offset. Where it is not, Clang's answer for
/// another order means nothing.
bool copyMatches(clang::ASTContext &Context, const clang::RecordDecl &Record);

/// The size in bytes, by Clang's own layout, with the fields at these indices in this order. An
/// empty order lays out bases and vtable pointer alone.
std::uint64_t sizeByClang(clang::ASTContext &Context, const clang::RecordDecl &Record,
                          std::span<const std::uint32_t> Order);

/// The offsets in bits, by Clang's own layout, of the fields at these indices in this order.
std::vector<std::uint64_t> offsetsByClang(clang::ASTContext &Context,
                                          const clang::RecordDecl &Record,
                                          std::span<const std::uint32_t> Order);

/// Where the first field may begin, in bytes: behind the vtable pointer and the bases, inside the
/// tail padding of the last base where the target's rule allows that.
std::uint64_t firstFieldOffset(clang::ASTContext &Context, const clang::RecordDecl &Record);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_HYPOTHETICALLAYOUT_H
