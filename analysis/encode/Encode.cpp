#include "analysis/encode/Encode.h"

#include "analysis/model/Hash.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace memlint {
namespace {

using Json = nlohmann::ordered_json;

enum class Names { Dropped, Kept };

template <Names N, class T> Json toJson(const T &Value) {
  if constexpr (Fielded<T>) {
    Json Result = N == Names::Kept ? Json::object() : Json::array();
    forEachField(Value, [&](std::string_view Name, const auto &Member) {
      if constexpr (N == Names::Kept)
        Result[std::string(Name)] = toJson<N>(Member);
      else
        Result.push_back(toJson<N>(Member));
    });
    return Result;
  } else if constexpr (ListOfFacts<T>) {
    Json Result = Json::array();
    for (const auto &Element : Value)
      Result.push_back(toJson<N>(Element));
    return Result;
  } else if constexpr (MaybeFact<T>) {
    return Value ? toJson<N>(*Value) : Json(nullptr);
  } else if constexpr (std::is_enum_v<T>) {
    return Json(static_cast<std::uint64_t>(Value));
  } else {
    return Json(Value);
  }
}

/// The greatest value that a decoded enum may have; a FileId is bounded by the table instead.
constexpr std::uint64_t last(RecordKind) { return static_cast<std::uint64_t>(RecordKind::Union); }
constexpr std::uint64_t last(PartKind) { return static_cast<std::uint64_t>(PartKind::VirtualBase); }
constexpr std::uint64_t last(CountKind) { return static_cast<std::uint64_t>(CountKind::Reserved); }
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

/// Reads `Value` out of `From`; false where the shape or a range is wrong.
template <class T> bool fromJson(const Json &From, T &Value);

template <class T> bool numberFromJson(const Json &From, T &Value) {
  if (!From.is_number_unsigned())
    return false;
  auto Number = From.get<std::uint64_t>();
  if constexpr (std::is_enum_v<T>) {
    if (Number > last(T{}))
      return false;
  } else if (Number > std::numeric_limits<T>::max()) {
    return false;
  }
  Value = static_cast<T>(Number);
  return true;
}

template <class T> bool structFromJson(const Json &From, T &Value) {
  if (!From.is_array() || From.size() != std::tuple_size_v<decltype(T::fields())>)
    return false;
  bool Good = true;
  std::size_t I = 0;
  forEachField(Value, [&](std::string_view, auto &Member) {
    Good = Good && fromJson(From[I], Member);
    ++I;
  });
  return Good;
}

template <class T> bool vectorFromJson(const Json &From, T &Value) {
  if (!From.is_array())
    return false;
  for (const Json &Element :
       From) // one by one: the first wrong one ends it, before memory is taken
    if (!fromJson(Element, Value.emplace_back()))
      return false;
  return true;
}

template <class T> bool fromJson(const Json &From, T &Value) {
  if constexpr (Fielded<T>) {
    return structFromJson(From, Value);
  } else if constexpr (ListOfFacts<T>) {
    return vectorFromJson(From, Value);
  } else if constexpr (MaybeFact<T>) {
    return From.is_null() || fromJson(From, Value.emplace());
  } else if constexpr (std::is_same_v<T, bool>) {
    return From.is_boolean() && (Value = From.get<bool>(), true);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return From.is_string() && (Value = From.get_ref<const std::string &>(), true);
  } else {
    return numberFromJson(From, Value);
  }
}

/// Whether every span points into the table of `Files` files and every order is a permutation of
/// its record's fields, so that whoever reads the facts may index without looking.
template <class T> bool inBounds(const T &Value, std::size_t Files) {
  if constexpr (std::is_same_v<T, Span>) {
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
  auto Placed = [](const auto &Fact) { return static_cast<bool>(Fact.Where); };
  auto AllIn = [&](const auto &List) { return std::all_of(List.begin(), List.end(), Placed); };
  return AllIn(Facts.Records) && AllIn(Facts.Counts) && AllIn(Facts.Blockers) &&
         AllIn(Facts.Reorders) && AllIn(Facts.Suppressions) &&
         std::all_of(Facts.Growths.begin(), Facts.Growths.end(),
                     [](const GrowthFact &G) { return static_cast<bool>(G.Loop); });
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

/// Whether the bytes are a run of the items that facts are made of (RFC 8949, §3): unsigned
/// numbers, texts and arrays of a stated length, false, true and null. The library's reader would
/// follow others, texts in pieces among them, into a recursion without end.
bool holdsOnlyItemsOfFacts(std::string_view Bytes) {
  while (!Bytes.empty()) {
    auto First = static_cast<unsigned char>(Bytes.front());
    unsigned Major = First >> 5, Detail = First & 31;
    Bytes.remove_prefix(1);
    if (Major == 7 && Detail >= 20 && Detail <= 22)
      continue;
    if ((Major != 0 && Major != 3 && Major != 4) || Detail > 27)
      return false;
    std::size_t Width = Detail < 24 ? 0 : std::size_t{1} << (Detail - 24);
    if (Bytes.size() < Width)
      return false;
    std::uint64_t Number = Width == 0 ? Detail : 0;
    for (std::size_t I = 0; I < Width; ++I)
      Number = Number << 8 | static_cast<unsigned char>(Bytes[I]);
    Bytes.remove_prefix(Width);
    if (Major != 3)
      continue;
    if (Bytes.size() < Number)
      return false;
    Bytes.remove_prefix(Number);
  }
  return true;
}

/// Builds the document, and gives up on what would take more memory or stack than facts do: the
/// library's own reader trusts the lengths and the nesting that the bytes claim.
class BoundedReader : public nlohmann::detail::json_sax_dom_parser<Json> {
  using Base = nlohmann::detail::json_sax_dom_parser<Json>;
  static constexpr unsigned MaxDepth = 16; // twice that of TuFacts

public:
  BoundedReader(Json &Root, std::size_t Bytes)
      : Base(Root, /*allow_exceptions=*/false), Bytes(Bytes) {}

  bool start_array(std::size_t Length) { // an element takes a byte at least
    return ++Depth <= MaxDepth && Length <= Bytes && Base::start_array(Length);
  }
  bool end_array() {
    --Depth;
    return Base::end_array();
  }
  bool start_object(std::size_t) { return false; } // facts hold none

private:
  unsigned Depth = 0;
  std::size_t Bytes;
};

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

} // namespace

std::string encodeFacts(const TuFacts &Facts) {
  std::string Payload;
  Json::to_cbor(toJson<Names::Dropped>(Facts), nlohmann::detail::output_adapter<char>(Payload));
  std::string Result(Magic);
  Result += std::to_string(FactsVersion) + "\n";
  appendNumber(Result, Payload.size());
  appendNumber(Result, stableHash(Payload));
  return Result += Payload;
}

std::variant<TuFacts, DecodeError> decodeFacts(std::string_view Bytes) {
  auto Payload = payload(Bytes);
  if (auto *Error = std::get_if<DecodeError>(&Payload))
    return *Error;
  auto Content = std::get<std::string_view>(Payload);
  Json Root;
  BoundedReader Reader(Root, Content.size());
  TuFacts Facts;
  if (!holdsOnlyItemsOfFacts(Content) ||
      !Json::sax_parse(Content.begin(), Content.end(), &Reader, Json::input_format_t::cbor) ||
      !fromJson(Root, Facts) || !inBounds(Facts, Facts.Files.size()) || !allPlaced(Facts) ||
      !ordersArePermutations(Facts.Records))
    return DecodeError{"is damaged: its content is not facts"};
  return Facts;
}

std::string factsToJson(const TuFacts &Facts) {
  return toJson<Names::Kept>(Facts).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace memlint
