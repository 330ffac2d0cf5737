#include "analysis/encode/Encode.h"

#include "analysis/encode/Cbor.h"
#include "analysis/encode/FunctionBytes.h"
#include "analysis/ir/Text.h"
#include "analysis/model/Hash.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace memlint {
namespace {

using Json = nlohmann::ordered_json;

/// A function is the lines of its text form.
Json lines(std::string_view Text) {
  Json Lines = Json::array();
  for (std::size_t End; (End = Text.find('\n')) != std::string_view::npos;) {
    Lines.push_back(std::string(Text.substr(0, End)));
    Text.remove_prefix(End + 1);
  }
  return Lines;
}

template <class T> Json toJson(const T &Value) {
  if constexpr (std::is_same_v<T, ir::Function>) {
    return lines(ir::print(Value));
  } else if constexpr (Fielded<T>) {
    Json Result = Json::object();
    forEachField(Value, [&](std::string_view Name, const auto &Member) {
      Result[std::string(Name)] = toJson(Member);
    });
    return Result;
  } else if constexpr (ListOfFacts<T>) {
    Json Result = Json::array();
    for (const auto &Element : Value)
      Result.push_back(toJson(Element));
    return Result;
  } else if constexpr (MaybeFact<T>) {
    return Value ? toJson(*Value) : Json(nullptr);
  } else if constexpr (std::is_enum_v<T>) {
    return Json(static_cast<std::uint64_t>(Value));
  } else {
    return Json(Value);
  }
}

template <class T>
inline constexpr bool AreFunctions = std::is_same_v<T, std::vector<ir::Function>>;

/// A struct is an array of its fields, without their names.
template <class T> void write(CborWriter &To, const T &Value) {
  if constexpr (AreFunctions<T>) {
    const FunctionBytes Packed = packFunctions(Value);
    To.array(2);
    write(To, Packed.Texts);
    To.bytes(Packed.Numbers);
  } else if constexpr (Fielded<T>) {
    To.array(std::tuple_size_v<decltype(T::fields())>);
    forEachField(Value, [&](std::string_view, const auto &Member) { write(To, Member); });
  } else if constexpr (ListOfFacts<T>) {
    To.array(Value.size());
    for (const auto &Element : Value)
      write(To, Element);
  } else if constexpr (MaybeFact<T>) {
    if (Value)
      write(To, *Value);
    else
      To.null();
  } else if constexpr (std::is_same_v<T, bool>) {
    To.boolean(Value);
  } else if constexpr (std::is_same_v<T, std::string>) {
    To.text(Value);
  } else {
    To.number(static_cast<std::uint64_t>(Value));
  }
}

/// The greatest value that a decoded enum may have; a FileId is bounded by the table instead.
constexpr std::uint64_t last(RecordKind) { return static_cast<std::uint64_t>(RecordKind::Union); }
constexpr std::uint64_t last(PartKind) { return static_cast<std::uint64_t>(PartKind::VirtualBase); }
constexpr std::uint64_t last(CountKind) { return static_cast<std::uint64_t>(CountKind::Linked); }
constexpr std::uint64_t last(Relocation) { return static_cast<std::uint64_t>(Relocation::Copy); }
constexpr std::uint64_t last(ContainerKind) {
  return static_cast<std::uint64_t>(ContainerKind::Hash);
}
constexpr std::uint64_t last(StandardLibrary) {
  return static_cast<std::uint64_t>(StandardLibrary::Msvc);
}
constexpr std::uint64_t last(GrowthShape) {
  return static_cast<std::uint64_t>(GrowthShape::Algorithm);
}
constexpr std::uint64_t last(Certainty) { return static_cast<std::uint64_t>(Certainty::Low); }
constexpr std::uint64_t last(LayoutTrait) {
  return static_cast<std::uint64_t>(LayoutTrait::BaseTail);
}
constexpr std::uint64_t last(WasteKind) { return static_cast<std::uint64_t>(WasteKind::LargeCopy); }
constexpr std::uint64_t last(FieldUse) { return static_cast<std::uint64_t>(FieldUse::Written); }
constexpr std::uint64_t last(FileId) { return UINT32_MAX; }

/// Takes `Value` off `From`; false where the shape or a range is wrong.
template <class T> bool read(CborReader &From, T &Value);

template <class T> bool readNumber(CborReader &From, T &Value) {
  auto Number = From.number();
  if (!Number)
    return false;
  if constexpr (std::is_enum_v<T>) {
    if (*Number > last(T{}))
      return false;
  } else if (*Number > std::numeric_limits<T>::max()) {
    return false;
  }
  Value = static_cast<T>(*Number);
  return true;
}

template <class T> bool readStruct(CborReader &From, T &Value) {
  bool Good = From.array() == std::tuple_size_v<decltype(T::fields())>;
  forEachField(Value, [&](std::string_view, auto &Member) { Good = Good && read(From, Member); });
  return Good;
}

/// One by one: the first wrong element ends it, before memory is taken for what is only claimed.
template <class T> bool readList(CborReader &From, T &Value) {
  auto Length = From.array();
  for (std::uint64_t I = 0; Length && I < *Length; ++I)
    if (!read(From, Value.emplace_back()))
      return false;
  return Length.has_value();
}

bool readFunctions(CborReader &From, std::vector<ir::Function> &Value) {
  const bool Two = From.array() == 2;
  const auto Length = Two ? From.array() : std::nullopt;
  std::vector<std::string_view> Texts;
  for (std::uint64_t I = 0; Length && I < *Length; ++I) {
    const auto Text = From.text();
    if (!Text)
      return false;
    Texts.push_back(*Text);
  }
  const auto Numbers = Length ? From.bytes() : std::nullopt;
  auto Functions = Numbers ? unpackFunctions(Texts, *Numbers) : std::nullopt;
  if (Functions)
    Value = std::move(*Functions);
  return Functions.has_value();
}

template <class T> bool read(CborReader &From, T &Value) {
  if constexpr (AreFunctions<T>) {
    return readFunctions(From, Value);
  } else if constexpr (Fielded<T>) {
    return readStruct(From, Value);
  } else if constexpr (ListOfFacts<T>) {
    return readList(From, Value);
  } else if constexpr (MaybeFact<T>) {
    return From.null() || read(From, Value.emplace());
  } else if constexpr (std::is_same_v<T, bool>) {
    auto B = From.boolean();
    return B && (Value = *B, true);
  } else if constexpr (std::is_same_v<T, std::string>) {
    auto Text = From.text();
    return Text && (Value = *Text, true);
  } else {
    return readNumber(From, Value);
  }
}

/// Whether every span points into the table of `Files` files and every order is a permutation of
/// its record's fields, so that whoever reads the facts may index without looking.
template <class T> bool inBounds(const T &Value, std::size_t Files) {
  if constexpr (std::is_same_v<T, ir::Function>) {
    return inBounds(Value.Where, Files); // all its other places are in that file
  } else if constexpr (std::is_same_v<T, Span>) {
    return !Value || static_cast<std::size_t>(Value.File) < Files;
  } else if constexpr (Fielded<T>) {
    bool Good = true;
    forEachField(Value, [&](std::string_view, const auto &Member) {
      Good = Good && inBounds(Member, Files);
    });
    return Good;
  } else if constexpr (ListOfFacts<T> || MaybeFact<T>) {
    if constexpr (MaybeFact<T>)
      return !Value || inBounds(*Value, Files);
    else
      return std::all_of(Value.begin(), Value.end(),
                         [&](const auto &Element) { return inBounds(Element, Files); });
  } else {
    return true;
  }
}

/// Whether every fact says where it stands; findings are sorted and shown by that.
bool allPlaced(const TuFacts &Facts) {
  bool Good = true;
  forEachField(Facts, [&](std::string_view, const auto &List) {
    if constexpr (requires { placeOf(List.front()); })
      Good = Good && std::all_of(List.begin(), List.end(),
                                 [](const auto &Fact) { return static_cast<bool>(placeOf(Fact)); });
  });
  return Good;
}

bool ordersArePermutations(const std::vector<RecordFact> &Records) {
  for (const RecordFact &R : Records) {
    if (!R.Smaller)
      continue;
    std::vector<bool> Seen(R.Fields.size());
    for (std::uint32_t I : R.Smaller->Order) {
      if (I >= Seen.size() || Seen[I])
        return false;
      Seen[I] = true;
    }
    if (R.Smaller->Order.size() != Seen.size() || R.Smaller->Offsets.size() != Seen.size() ||
        R.Smaller->Size >= R.Size)
      return false;
  }
  return true;
}

constexpr std::string_view Magic = "memlint facts ";

void appendNumber(std::string &To, std::uint64_t Number) {
  for (int Byte = 0; Byte < 8; ++Byte)
    To.push_back(static_cast<char>(Number >> (8 * Byte)));
}

std::uint64_t takeNumber(std::string_view &From) {
  std::uint64_t Number = 0;
  for (int Byte = 0; Byte < 8; ++Byte)
    Number |= std::uint64_t(static_cast<unsigned char>(From[Byte])) << (8 * Byte);
  From.remove_prefix(8);
  return Number;
}

/// The payload of a fact file, or why there is none.
std::variant<std::string_view, DecodeError> payload(std::string_view Bytes) {
  if (!Bytes.starts_with(Magic))
    return DecodeError{"is not a memlint fact file"};
  Bytes.remove_prefix(Magic.size());
  auto LineEnd = Bytes.substr(0, 11).find('\n');
  if (LineEnd == std::string_view::npos)
    return DecodeError{"is cut short or damaged"};
  auto Version = Bytes.substr(0, LineEnd);
  if (Version.empty() || Version.find_first_not_of("0123456789") != std::string_view::npos)
    return DecodeError{"is damaged: its version is no number"};
  if (Version != std::to_string(FactsVersion))
    return DecodeError{"has facts of version " + std::string(Version) + ", this memlint reads " +
                       std::to_string(FactsVersion) + "; write it again with `memlint facts`"};
  Bytes.remove_prefix(LineEnd + 1);
  if (Bytes.size() < 16)
    return DecodeError{"is cut short"};
  auto Length = takeNumber(Bytes), Checksum = takeNumber(Bytes);
  if (Bytes.size() < Length)
    return DecodeError{"is cut short"};
  if (Bytes.size() > Length)
    return DecodeError{"has " + std::to_string(Bytes.size() - Length) + " bytes too many"};
  if (stableHash(Bytes) != Checksum)
    return DecodeError{"is damaged: its checksum does not fit"};
  return Bytes;
}

struct PackedPayload {
  std::uint64_t Length; // of what it unpacks to
  std::string_view Bytes;
};

std::optional<PackedPayload> packedPayload(std::string_view Payload) {
  CborReader From(Payload);
  if (From.array() != 2)
    return std::nullopt;
  const auto Length = From.number();
  const auto Bytes = Length ? From.bytes() : std::nullopt;
  if (!Bytes || !From.atEnd())
    return std::nullopt;
  return PackedPayload{*Length, *Bytes};
}

} // namespace

std::string encodeFacts(const TuFacts &Facts, const Packing *Packed) {
  std::string Payload;
  CborWriter To(Payload);
  write(To, Facts);
  if (Packed) {
    const std::string Plain = std::exchange(Payload, {});
    To.array(2);
    To.number(Plain.size());
    To.bytes(Packed->Pack(Plain));
  }
  std::string Result(Magic);
  Result += std::to_string(FactsVersion) + "\n";
  appendNumber(Result, Payload.size());
  appendNumber(Result, stableHash(Payload));
  return Result += Payload;
}

std::variant<TuFacts, DecodeError> decodeFacts(std::string_view Bytes, const Packing *Packed) {
  auto Payload = payload(Bytes);
  if (auto *Error = std::get_if<DecodeError>(&Payload))
    return *Error;
  std::string_view Plain = std::get<std::string_view>(Payload);
  std::optional<std::string> Unpacked;
  if (const auto Whole = packedPayload(Plain)) {
    if (!Packed)
      return DecodeError{"is packed, and this memlint cannot unpack it"};
    if (Unpacked = Packed->Unpack(Whole->Bytes, Whole->Length); !Unpacked)
      return DecodeError{"is damaged: it does not unpack"};
    Plain = *Unpacked;
  }
  CborReader Content(Plain);
  TuFacts Facts;
  if (!read(Content, Facts) || !Content.atEnd() || !inBounds(Facts, Facts.Files.size()) ||
      !allPlaced(Facts) || !ordersArePermutations(Facts.Records))
    return DecodeError{"is damaged: its content is not facts"};
  return Facts;
}

std::string factsToJson(const TuFacts &Facts) {
  return toJson(Facts).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace memlint
