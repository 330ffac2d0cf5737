#include "analysis/project/FilePacking.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Compression.h"
#include "llvm/Support/Error.h"

namespace memlint {
namespace {

/// What a byte of deflate may become at most (zlib's own figure, https://zlib.net/zlib_tech.html).
constexpr std::uint64_t MostPerByte = 1032;

std::string pack(std::string_view Bytes) {
  llvm::SmallVector<std::uint8_t, 0> Packed;
  llvm::compression::zlib::compress(llvm::arrayRefFromStringRef(Bytes), Packed,
                                    llvm::compression::zlib::BestSizeCompression);
  return llvm::toStringRef(Packed).str();
}

std::optional<std::string> unpack(std::string_view Packed, std::uint64_t Length) {
  if (Length / MostPerByte > Packed.size())
    return std::nullopt;
  llvm::SmallVector<std::uint8_t, 0> Bytes;
  if (llvm::Error E =
          llvm::compression::zlib::decompress(llvm::arrayRefFromStringRef(Packed), Bytes, Length)) {
    llvm::consumeError(std::move(E));
    return std::nullopt;
  }
  if (Bytes.size() != Length)
    return std::nullopt;
  return llvm::toStringRef(Bytes).str();
}

} // namespace

const Packing *filePacking() {
  static const Packing Zlib{pack, unpack};
  return llvm::compression::zlib::isAvailable() ? &Zlib : nullptr;
}

} // namespace memlint
