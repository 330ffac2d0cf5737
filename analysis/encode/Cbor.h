// The few items of CBOR (RFC 8949) that facts are made of: unsigned numbers, bytes, texts and
// arrays of a stated length, false, true, null. Written and read straight from and into facts: a
// document in between took more time and memory than all else that happens to facts.
#ifndef MEMLINT_ANALYSIS_ENCODE_CBOR_H
#define MEMLINT_ANALYSIS_ENCODE_CBOR_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace memlint {

class CborWriter {
public:
  explicit CborWriter(std::string &To) : To(To) {}

  void number(std::uint64_t N) { head(Unsigned, N); }
  void bytes(std::string_view B) { string(Bytes, B); }
  void text(std::string_view T) { string(Text, T); }
  /// `Length` items follow.
  void array(std::uint64_t Length) { head(Array, Length); }
  void boolean(bool B) { To.push_back(B ? '\xf5' : '\xf4'); }
  void null() { To.push_back('\xf6'); }

private:
  enum Major : unsigned char { Unsigned = 0, Bytes = 2, Text = 3, Array = 4 };
  void string(Major M, std::string_view S);
  void head(Major M, std::uint64_t Argument);

  std::string &To;
};

/// Takes items off the front of bytes that outlive it. Nothing is taken where the next item is
/// another one or cut short.
class CborReader {
public:
  explicit CborReader(std::string_view From) : From(From) {}

  bool atEnd() const { return From.empty(); }
  std::optional<std::uint64_t> number() { return head(0); }
  std::optional<std::string_view> bytes() { return string(2); }
  std::optional<std::string_view> text() { return string(3); }
  /// The number of items that follow; never more than bytes are left, as each takes one at least.
  std::optional<std::uint64_t> array();
  std::optional<bool> boolean();
  bool null();

private:
  std::optional<std::uint64_t> head(unsigned Major);
  std::optional<std::string_view> string(unsigned Major);

  std::string_view From;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_ENCODE_CBOR_H
