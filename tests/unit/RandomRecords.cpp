#include "RandomRecords.h"

#include <algorithm>

namespace memlint::test {
namespace {

constexpr char CPrelude[] = R"(
typedef long Under __attribute__((aligned(4)));
typedef char Over __attribute__((aligned(8)));
typedef int Vector __attribute__((vector_size(16)));
typedef enum { One } Enum;
struct Nine { char bytes[9]; };
struct Twelve { long wide; int rest; };
struct Aligned { char byte; } __attribute__((aligned(16)));
struct Tight { char byte; long wide; } __attribute__((packed));
struct Bits { unsigned a : 3; unsigned b : 30; };
)";

constexpr char CppPrelude[] = R"(
struct Pod { long a; char b; };
struct Built { Built(); long a; char b; };
struct Thirteen { Thirteen(); long a; int b; char c; };
struct Defaulted { int a = 0; char b = 0; };
class Hidden { short a; char b; };
struct Poly { virtual ~Poly(); int a; };
struct Abstract { virtual void run() = 0; };
struct Empty {};
struct Other {};
struct OnEmpty : Empty { int a; };
struct Wide { alignas(16) char a; Wide(); };
struct alignas(8) WideEmpty {};
struct Virtual : virtual Built { char c; };
struct VirtualEmpty : virtual Other { short c; };
)";

constexpr const char *CTypes[] = {
    "char",        "char",          "signed char",    "short",        "int",        "int",
    "unsigned",    "long",          "long",           "long long",    "float",      "double",
    "long double", "void *",        "Under",          "Over",         "Vector",     "Enum",
    "struct Nine", "struct Twelve", "struct Aligned", "struct Tight", "struct Bits"};
constexpr const char *CppTypes[] = {"Pod",       "Built",   "Thirteen",     "Defaulted", "Hidden",
                                    "Poly",      "Empty",   "Other",        "OnEmpty",   "Wide",
                                    "WideEmpty", "Virtual", "VirtualEmpty", "bool"};
constexpr const char *Overlapping[] = {"Built",     "Thirteen", "Hidden", "Empty", "Other",
                                       "WideEmpty", "OnEmpty",  "Poly",   "Wide",  "Virtual"};
constexpr const char *EndTypes[] = {"char", "short", "int", "long", "double", "struct Twelve"};
constexpr const char *Extents[] = {"", "", "", "", "", "[1]", "[2]", "[3]", "[5]", "[7]", "[0]"};
constexpr const char *BitTypes[] = {
    "char", "short", "int", "unsigned", "unsigned", "long", "unsigned long long"};
constexpr unsigned BitWidths[] = {8, 16, 32, 32, 32, 32, 64}; // long may be of 4 bytes
constexpr const char *Bases[] = {"Pod",       "Built",    "Thirteen",     "Defaulted", "Hidden",
                                 "Poly",      "Abstract", "Empty",        "Other",     "Wide",
                                 "WideEmpty", "Virtual",  "VirtualEmpty", "OnEmpty"};
constexpr const char *Powers[] = {"1", "2", "4", "8", "16", "32"};

} // namespace

std::string RandomRecord::text(const std::string &Name,
                               std::span<const std::uint32_t> Order) const {
  std::string Text = Before + Name + Head + " {";
  for (const std::uint32_t Field : Order)
    Text += " " + Fields[Field] + ";";
  return Text + " " + Rest + "}" + After + ";\n";
}

std::string RandomRecords::prelude(bool Cpp) {
  return std::string(CPrelude) + (Cpp ? CppPrelude : "");
}

std::string RandomRecords::plainField() {
  if (Cpp && oneIn(10))
    return "[[no_unique_address]] " + oneOf(Overlapping) + " " + newName();
  const std::string Type = Cpp && oneIn(3) ? oneOf(CppTypes) : oneOf(CTypes);
  std::string Text = Type + " " + newName();
  if (Type != "Over") // its size is no multiple of its alignment
    Text += oneOf(Extents);
  if (oneIn(10))
    Text += " __attribute__((aligned(" + oneOf(Powers) + ")))";
  if (oneIn(40))
    Text += " __attribute__((packed))";
  return Text;
}

std::string RandomRecords::bitField() {
  const std::size_t Type = below(std::size(BitTypes));
  if (oneIn(8))
    return std::string(BitTypes[Type]) + " : 0";
  unsigned Width = 1 + static_cast<unsigned>(below(BitWidths[Type]));
  if (Cpp && oneIn(25))
    Width += BitWidths[Type]; // the bits beyond the type are padding
  const std::string Name = oneIn(6) ? "" : newName();
  std::string Text = std::string(BitTypes[Type]) + " " + Name + " : " + std::to_string(Width);
  if (!Name.empty() && oneIn(12))
    Text += " __attribute__((aligned(" + oneOf(Powers) + ")))";
  if (!Name.empty() && oneIn(20))
    Text += " __attribute__((packed))";
  return Text;
}

std::string RandomRecords::bases() {
  std::vector<std::string> Chosen;
  for (std::uint64_t Count = below(4); Count > 1 || (Count == 1 && Chosen.empty()); --Count) {
    const std::string Base = oneOf(Bases);
    const std::string Virtual = oneIn(4) ? "virtual " : "";
    if (std::ranges::none_of(Chosen, [&](const std::string &C) { return C.ends_with(Base); }))
      Chosen.push_back(Virtual + Base);
  }
  std::string Text;
  for (const std::string &Base : Chosen)
    Text += (Text.empty() ? " : " : ", ") + Base;
  return Text;
}

void RandomRecords::addHead(RandomRecord &Record) {
  Record.Before = Cpp && oneIn(4) ? "class " : "struct ";
  if (Cpp && oneIn(6))
    Record.Before += "alignas(64) ";
  else if (oneIn(10))
    Record.Before += "__attribute__((aligned(" + oneOf(Powers) + "))) ";
  if (oneIn(10))
    Record.Before += "__attribute__((packed)) ";
  if (Cpp && oneIn(2))
    Record.Head = bases();
  if (Cpp && oneIn(4))
    Record.Rest += "virtual void own(); ";
  if (Cpp && oneIn(3))
    Record.Rest += "int secret() const; ";
  if (oneIn(10)) {
    Record.Before = "#pragma pack(push, " + std::to_string(1 << below(4)) + ")\n" + Record.Before;
    Record.After = ";\n#pragma pack(pop)\n";
  }
}

RandomRecord RandomRecords::record(std::size_t Units) {
  RandomRecord Made;
  Named = 0;
  addHead(Made);
  const bool ManyBits = oneIn(3);
  while (Units-- > 0) {
    if (!BitFields || !oneIn(ManyBits ? 2 : 8)) {
      Made.Fields.push_back(plainField());
      continue;
    }
    for (std::uint64_t Count = 1 + below(4); Count-- > 0;)
      Made.Fields.push_back(bitField());
  }
  if (Made.Head.find("irtual") == std::string::npos && oneIn(8))
    Made.Fields.push_back(oneOf(EndTypes).append(" rest") + (oneIn(3) ? "[1]" : "[]"));
  return Made;
}

} // namespace memlint::test
