// Facts to bytes and back: the fact file (.mlf), which is also what workers send and what another
// machine may have written, and a JSON view to look at. The one place that knows the format.
//
// A fact file is the line "memlint facts N\n" (N: the version), the payload's length and checksum
// as 8 bytes each, little-endian, and the payload: CBOR in which a struct is the array of its
// fields in the order of its fields() list; functions are an array of their texts and a string of
// bytes (FunctionBytes.h). A packed payload is an array of the length of such CBOR and a string of
// bytes that unpacks to it.
#ifndef MEMLINT_ANALYSIS_ENCODE_ENCODE_H
#define MEMLINT_ANALYSIS_ENCODE_ENCODE_H

#include "analysis/model/Facts.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace memlint {

/// Raised with every change of a fact's fields between releases; files of another version are
/// refused. Counting starts with the first release.
inline constexpr unsigned FactsVersion = 1;

/// Why bytes are not facts: half a sentence that follows the file's name.
struct DecodeError {
  std::string Reason;
};

/// Makes bytes fewer. No library that does so is known here; who writes and reads files has one.
struct Packing {
  std::function<std::string(std::string_view Bytes)> Pack;
  /// Nothing where these are not `Length` bytes packed; takes no memory in vain.
  std::function<std::optional<std::string>(std::string_view Packed, std::uint64_t Length)> Unpack;
};

/// The same facts give the same bytes, where the packing does.
std::string encodeFacts(const TuFacts &Facts, const Packing *Packed = nullptr);

/// Never trusts a byte: whatever is given, the answer is facts or a reason. A span whose file is
/// not in the table is a reason too. Facts that are not packed are read in any case.
std::variant<TuFacts, DecodeError> decodeFacts(std::string_view Bytes,
                                               const Packing *Packed = nullptr);

/// Indented JSON with the names of the fields; of functions the lines of their text form. One way
/// only; the format may change.
std::string factsToJson(const TuFacts &Facts);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_ENCODE_ENCODE_H
