#include "analysis/extract/records/KnownDefinitions.h"

#include <utility>

namespace memlint {
namespace {

/// Little beside the hundreds of megabytes of a unit's AST, and room for thousands of records.
constexpr std::size_t MaxBytes = std::size_t{16} << 20;

constexpr std::size_t NodeBytes = 64; // of a map, beside key and value

std::size_t bytesOf(const OrderAnswer &A) {
  std::size_t Bytes = NodeBytes + sizeof(DefinitionKey) + sizeof A + A.NotReordered.size();
  if (A.Smaller)
    Bytes += A.Smaller->Order.size() * sizeof A.Smaller->Order[0] +
             A.Smaller->Offsets.size() * sizeof A.Smaller->Offsets[0];
  return Bytes;
}

std::size_t bytesOf(const RewriteAnswer &A) {
  std::size_t Bytes = NodeBytes + sizeof(DefinitionKey) + sizeof A;
  for (const RewriteAnswer::Edit &E : A.Edits)
    Bytes += sizeof E + E.New.size();
  for (const OrderBlockerFact &B : A.Blockers)
    Bytes += sizeof B + B.Record.size() + B.Kind.size() + B.Reason.size();
  return Bytes;
}

} // namespace

void KnownDefinitions::keep(const DefinitionKey &Key, OrderAnswer Answer) {
  makeRoomFor(bytesOf(Answer));
  Orders.insert_or_assign(Key, std::move(Answer));
}

void KnownDefinitions::keep(const DefinitionKey &Key, RewriteAnswer Answer) {
  makeRoomFor(bytesOf(Answer));
  Rewrites.insert_or_assign(Key, std::move(Answer));
}

void KnownDefinitions::makeRoomFor(std::size_t More) {
  if (Bytes + More > MaxBytes) {
    Orders.clear();
    Rewrites.clear();
    Bytes = 0;
  }
  Bytes += More;
}

} // namespace memlint
