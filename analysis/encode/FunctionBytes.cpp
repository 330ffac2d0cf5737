#include "analysis/encode/FunctionBytes.h"

#include "analysis/ir/WellFormed.h"

#include <algorithm>
#include <limits>
#include <map>

namespace memlint {
namespace {

/// The numbers of one field of all values of a struct, and those of what it holds in turn. Alike
/// numbers stand together, which a packing makes much of.
template <class Numbers> struct Column {
  Numbers Own{}; // of a list: the lengths; of a struct: none
  std::vector<Column> Parts;
};

template <class T, class Numbers> Column<Numbers> columnOf() {
  Column<Numbers> Made;
  if constexpr (std::is_same_v<T, ir::Place>)
    Made.Parts.resize(3);
  else if constexpr (Fielded<T>)
    std::apply(
        [&](const auto &...F) {
          (Made.Parts.push_back(
               columnOf<std::remove_cvref_t<decltype(std::declval<T>().*(F.Member))>, Numbers>()),
           ...);
        },
        T::fields());
  else if constexpr (!std::is_same_v<T, std::string> && ListOfFacts<T>)
    Made.Parts.push_back(columnOf<typename T::value_type, Numbers>());
  return Made;
}

void appendNumber(std::string &To, std::uint64_t N) {
  for (; N >= 128; N >>= 7)
    To.push_back(static_cast<char>(N | 128));
  To.push_back(static_cast<char>(N));
}

/// Each with its length before it, and before its parts.
void append(std::string &To, const Column<std::string> &From) {
  appendNumber(To, From.Own.size());
  To += From.Own;
  for (const auto &Part : From.Parts)
    append(To, Part);
}

class Packer {
public:
  using To = Column<std::string>;

  template <class T> void write(To &At, const T &Value) {
    if constexpr (std::is_same_v<T, ir::Place>) {
      place(At, Value);
    } else if constexpr (Fielded<T>) {
      auto Part = At.Parts.begin();
      forEachField(Value, [&](std::string_view, const auto &Member) { write(*Part++, Member); });
    } else if constexpr (std::is_same_v<T, std::string>) {
      appendNumber(At.Own, text(Value));
    } else if constexpr (ListOfFacts<T>) {
      appendNumber(At.Own, Value.size());
      for (const auto &Element : Value)
        write(At.Parts[0], Element);
    } else {
      appendNumber(At.Own, static_cast<std::uint64_t>(Value));
    }
  }

  std::vector<std::string> Texts;

private:
  void place(To &At, const ir::Place &P) {
    if (P == ir::Place{})
      return appendNumber(At.Parts[0].Own, 0);
    const auto Far = std::int64_t{P.Line} - Line;
    const auto Lines = static_cast<std::uint64_t>(Far < 0 ? -Far : Far);
    appendNumber(At.Parts[0].Own, 2 * Lines + (Far < 0 ? 0 : 1));
    appendNumber(At.Parts[1].Own, P.Column);
    appendNumber(At.Parts[2].Own, P.Length);
    Line = P.Line;
  }

  std::uint64_t text(const std::string &Text) {
    const auto [Known, New] = Indices.try_emplace(Text, Texts.size());
    if (New)
      Texts.push_back(Text);
    return Known->second;
  }

  std::map<std::string, std::uint64_t, std::less<>> Indices;
  std::uint32_t Line = 0; // of the place before
};

/// The greatest value of each enum.
constexpr auto last(ir::AttributeKind) { return ir::AttributeKind::Annotation; }
constexpr auto last(ir::VariableKind) { return ir::VariableKind::Static; }
constexpr auto last(ir::BaseKind) { return ir::BaseKind::Result; }
constexpr auto last(ir::StepKind) { return ir::StepKind::Below; }
constexpr auto last(ir::ValueKind) { return ir::ValueKind::Shifted; }
constexpr auto last(ir::SiteForm) { return ir::SiteForm::NewArray; }
constexpr auto last(ir::OpKind) { return ir::OpKind::Lose; }
constexpr auto last(ir::Comparison) { return ir::Comparison::LessEqual; }
constexpr auto last(FileId) { return FileId(UINT32_MAX); }
constexpr bool last(bool) { return true; }
template <class T>
  requires std::is_integral_v<T>
constexpr T last(T) {
  return std::numeric_limits<T>::max();
}

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

/// The columns of bytes that are them, from their front.
bool split(std::string_view &Bytes, Column<std::string_view> &Into) {
  const auto Length = takeNumber(Bytes);
  if (!Length || *Length > Bytes.size())
    return false;
  Into.Own = Bytes.substr(0, *Length);
  Bytes.remove_prefix(*Length);
  return std::all_of(Into.Parts.begin(), Into.Parts.end(),
                     [&](auto &Part) { return split(Bytes, Part); });
}

bool allTaken(const Column<std::string_view> &C) {
  return C.Own.empty() && std::all_of(C.Parts.begin(), C.Parts.end(), allTaken);
}

class Unpacker {
public:
  using From = Column<std::string_view>;

  Unpacker(const std::vector<std::string_view> &Texts, std::size_t Numbers) : Texts(Texts) {
    for (std::string_view Text : Texts)
      TextBytes += MorePerByte * Text.size();
    TextBytes += MorePerByte * Numbers;
  }

  /// False where the next numbers are no such value.
  template <class T> bool read(From &At, T &Value) {
    if constexpr (std::is_same_v<T, ir::Place>) {
      return place(At, Value);
    } else if constexpr (Fielded<T>) {
      bool Good = true;
      auto Part = At.Parts.begin();
      forEachField(Value,
                   [&](std::string_view, auto &Member) { Good = Good && read(*Part++, Member); });
      return Good;
    } else if constexpr (std::is_same_v<T, std::string>) {
      return text(At, Value);
    } else if constexpr (ListOfFacts<T>) {
      return list(At, Value);
    } else {
      const auto Number = takeNumber(At.Own);
      if (!Number || *Number > static_cast<std::uint64_t>(last(T{})))
        return false;
      Value = static_cast<T>(*Number);
      return true;
    }
  }

private:
  /// Texts are said once and meant often; those of real units stay far below this.
  static constexpr std::uint64_t Always = 64u << 20, MorePerByte = 50;

  /// One by one: the first wrong element ends it, before memory is taken for what is only claimed.
  template <class T> bool list(From &At, T &Value) {
    const auto Length = takeNumber(At.Own);
    for (std::uint64_t I = 0; Length && I < *Length; ++I)
      if (!read(At.Parts[0], Value.emplace_back()))
        return false;
    return Length.has_value();
  }

  bool text(From &At, std::string &Value) {
    const auto Index = takeNumber(At.Own);
    if (!Index || *Index >= Texts.size() || Texts[*Index].size() > TextBytes)
      return false;
    Value = Texts[*Index];
    TextBytes -= Value.size();
    return true;
  }

  bool place(From &At, ir::Place &P) {
    const auto Number = takeNumber(At.Parts[0].Own);
    if (!Number || *Number == 0)
      return Number.has_value();
    const std::uint64_t Far = *Number / 2;
    const bool Above = *Number % 2 == 0;
    if (Far > (Above ? Line : UINT32_MAX - Line))
      return false;
    P.Line = static_cast<std::uint32_t>(Above ? Line - Far : Line + Far);
    Line = P.Line;
    return read(At.Parts[1], P.Column) && read(At.Parts[2], P.Length) && P != ir::Place{};
  }

  const std::vector<std::string_view> &Texts;
  std::uint64_t TextBytes = Always; // that may still be copied
  std::uint32_t Line = 0;           // of the place before
};

using Functions = std::vector<ir::Function>;

} // namespace

FunctionBytes packFunctions(const Functions &All) {
  Packer Packing;
  FunctionBytes Made;
  if (All.empty())
    return Made;
  auto Columns = columnOf<Functions, std::string>();
  Packing.write(Columns, All);
  append(Made.Numbers, Columns);
  Made.Texts = std::move(Packing.Texts);
  return Made;
}

std::optional<Functions> unpackFunctions(const std::vector<std::string_view> &Texts,
                                         std::string_view Numbers) {
  Functions All;
  if (Numbers.empty())
    return All;
  Unpacker Packed(Texts, Numbers.size());
  auto Columns = columnOf<Functions, std::string_view>();
  if (!split(Numbers, Columns) || !Numbers.empty() || !Packed.read(Columns, All) ||
      !allTaken(Columns) || All.empty() || !std::all_of(All.begin(), All.end(), ir::wellFormed))
    return std::nullopt;
  return All;
}

} // namespace memlint
