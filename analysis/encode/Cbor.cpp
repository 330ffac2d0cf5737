#include "analysis/encode/Cbor.h"

namespace memlint {

/// RFC 8949, §3: three bits of major type, five of an argument or of the width it follows in; the
/// shortest form (§4.2.1), so that equal facts are equal bytes.
void CborWriter::head(Major M, std::uint64_t Argument) {
  const auto Type = static_cast<unsigned char>(M << 5);
  if (Argument < 24) {
    To.push_back(static_cast<char>(Type | Argument));
    return;
  }
  const unsigned Log = Argument <= 0xff         ? 0
                       : Argument <= 0xffff     ? 1
                       : Argument <= 0xffffffff ? 2
                                                : 3;
  To.push_back(static_cast<char>(Type | (24 + Log)));
  for (int Shift = 8 * ((1 << Log) - 1); Shift >= 0; Shift -= 8)
    To.push_back(static_cast<char>(Argument >> Shift));
}

void CborWriter::string(Major M, std::string_view S) {
  head(M, S.size());
  To.append(S);
}

std::optional<std::uint64_t> CborReader::head(unsigned Major) {
  if (From.empty() || static_cast<unsigned char>(From.front()) >> 5 != Major)
    return std::nullopt;
  const unsigned Detail = static_cast<unsigned char>(From.front()) & 31;
  if (Detail > 27) // reserved, or of a length that is not stated
    return std::nullopt;
  const std::size_t Width = Detail < 24 ? 0 : std::size_t{1} << (Detail - 24);
  if (From.size() <= Width)
    return std::nullopt;
  std::uint64_t Argument = Width == 0 ? Detail : 0;
  for (std::size_t I = 1; I <= Width; ++I)
    Argument = Argument << 8 | static_cast<unsigned char>(From[I]);
  From.remove_prefix(1 + Width);
  return Argument;
}

std::optional<std::string_view> CborReader::string(unsigned Major) {
  const std::string_view Before = From;
  const auto Length = head(Major);
  if (!Length || *Length > From.size()) {
    From = Before;
    return std::nullopt;
  }
  const std::string_view Content = From.substr(0, *Length);
  From.remove_prefix(*Length);
  return Content;
}

std::optional<std::uint64_t> CborReader::array() {
  const std::string_view Before = From;
  const auto Length = head(4);
  if (Length && *Length <= From.size())
    return Length;
  From = Before;
  return std::nullopt;
}

std::optional<bool> CborReader::boolean() {
  if (From.empty() || (From.front() != '\xf4' && From.front() != '\xf5'))
    return std::nullopt;
  const bool Value = From.front() == '\xf5';
  From.remove_prefix(1);
  return Value;
}

bool CborReader::null() {
  if (From.empty() || From.front() != '\xf6')
    return false;
  From.remove_prefix(1);
  return true;
}

} // namespace memlint
