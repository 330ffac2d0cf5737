#include "analysis/encode/FunctionStreams.h"

#include <algorithm>

namespace memlint {
namespace {

/// Only in the shortest form, so that equal functions are equal bytes.
std::optional<std::uint64_t> takeNumber(std::string_view &From) {
  std::uint64_t Number = 0;
  for (unsigned Shift = 0; Shift < 64 && !From.empty(); Shift += 7) {
    const auto Byte = static_cast<unsigned char>(From.front());
    From.remove_prefix(1);
    if (Shift == 63 && Byte > 1)
      return std::nullopt;
    Number |= std::uint64_t{Byte & 127u} << Shift;
    if (Byte < 128)
      return Byte == 0 && Shift != 0 ? std::nullopt : std::optional(Number);
  }
  return std::nullopt;
}

} // namespace

void FunctionWriter::text(Column At, const std::string &Text) {
  const auto [Known, New] = Indices.try_emplace(Text, Texts.size());
  if (New)
    Texts.push_back(Text);
  number(At, Known->second);
}

std::string FunctionWriter::numbers() const {
  std::string All;
  for (const std::string &Each : Columns) {
    append(All, Each.size());
    All += Each;
  }
  return All;
}

FunctionReader::FunctionReader(const std::vector<std::string_view> &Texts, std::string_view Numbers)
    : Texts(Texts) {
  for (std::string_view Text : Texts)
    Left += MorePerByte * Text.size();
  Left += MorePerByte * Numbers.size();
  for (std::string_view &Each : Columns) {
    const auto Length = takeNumber(Numbers);
    if (!Length || *Length > Numbers.size()) {
      fail();
      return;
    }
    Each = Numbers.substr(0, *Length);
    Numbers.remove_prefix(*Length);
  }
  Good = Numbers.empty();
}

std::uint64_t FunctionReader::take(std::string_view &From) {
  const auto Number = Good ? takeNumber(From) : std::nullopt;
  Good = Number.has_value();
  return Number.value_or(0);
}

void FunctionReader::text(Column At, std::string &Text) {
  std::uint64_t Index = 0;
  number(At, Index);
  if (Index >= Texts.size())
    fail();
  else if (spend(Texts[Index].size()))
    Text = Texts[Index];
}

bool FunctionReader::spend(std::uint64_t Bytes) {
  Good = Good && Bytes <= Left;
  Left -= Good ? Bytes : 0;
  return Good;
}

bool FunctionReader::atEnd() const {
  return Good && std::all_of(Columns.begin(), Columns.end(),
                             [](std::string_view Each) { return Each.empty(); });
}

} // namespace memlint
