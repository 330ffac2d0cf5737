// Record facts against what Clang says of the same text: static assertions written from the facts,
// and every order of random records compiled.
#include "tests/runner/Engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace memlint {
namespace {

using test::factsOf;
using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using Words = std::vector<std::string>;
using Order = std::vector<std::uint32_t>;

TuFacts factsOfText(const std::string &Text, const Words &Flags = {"-std=c++20"},
                    const std::string &Name = "a.cpp") {
  return factsOf({{Name, Text}}, Name, Flags);
}

std::map<std::string, RecordFact> byName(const TuFacts &Facts) {
  std::map<std::string, RecordFact> Records;
  for (const RecordFact &R : Facts.Records)
    EXPECT_TRUE(Records.emplace(R.Name, R).second || R.Name.ends_with("(unnamed)"))
        << "twice: " << R.Name;
  return Records;
}

Words names(const TuFacts &Facts) {
  Words Names;
  Names.reserve(Facts.Records.size());
  for (const RecordFact &R : Facts.Records)
    Names.push_back(R.Name);
  return Names;
}

std::string place(const TuFacts &Facts, const Span &S) {
  return Facts.Files.at(static_cast<std::size_t>(S.File)) + ":" + std::to_string(S.Line) + ":" +
         std::to_string(S.Column) + "-" + std::to_string(S.EndLine) + ":" +
         std::to_string(S.EndColumn);
}

// Random records

constexpr char Types[] = R"(
struct Pod { long a; char b; };
struct Built { Built(); long a; char b; };
struct Thirteen { Thirteen(); long a; int b; char c; };
struct Poly { virtual ~Poly(); int a; };
struct Empty {};
struct Other { Other(); short a; };
class Hidden { long a; char b; };
struct Small { short a; char b; };
struct alignas(32) Wide { char a[3]; };
struct NotTrivial { ~NotTrivial(); char a[5]; };
enum class Kind : short { A };
union Either { double a; char b[9]; };
)";

/// What stands around the fields of a record: its bases, and what makes it dynamic or no POD.
struct Shell {
  std::string Bases, Rest;
};

const Shell Shells[] = {{"", ""},
                        {" : Pod", ""},
                        {" : Built", ""},
                        {" : Thirteen", ""},
                        {" : Poly", ""},
                        {" : Empty", ""},
                        {" : Hidden", ""},
                        {" : Built, Empty", ""},
                        {" : Poly, Built", ""},
                        {" : Pod, Other", ""},
                        {" : private Thirteen", " void run() override_;"},
                        {"", " virtual void run();"},
                        {"", " virtual ~R();"},
                        {" : Built", " virtual void run();"},
                        {" final : Poly", " void run();"},
                        {"", " R(); private: int secret();"}};

const Words FieldTypes = {"char @",
                          "bool @",
                          "short @",
                          "int @",
                          "long @",
                          "double @",
                          "void *@",
                          "char @[3]",
                          "short @[3]",
                          "int @[2][3]",
                          "Small @",
                          "Kind @",
                          "Wide @",
                          "NotTrivial @",
                          "Either @",
                          "int &@",
                          "alignas(16) char @",
                          "alignas(8) char @[5]",
                          "void (*@)(int)",
                          "const int @",
                          "float @",
                          "long double @",
                          "int Small::*@",
                          "Pod @",
                          "Thirteen @",
                          "int @[0x10]"};

/// The types of fields that C has too.
const Words CFieldTypes = {"char @",
                           "short @",
                           "int @",
                           "long @",
                           "double @",
                           "void *@",
                           "char @[3]",
                           "short @[5]",
                           "_Alignas(16) char @",
                           "struct { char a; short b; } @",
                           "long double @",
                           "float _Complex @"};

struct RandomRecord {
  Shell Around;
  Words Fields; // declarations, named f0, f1, ...
};

std::string replaced(std::string Text, const std::string &Old, const std::string &New) {
  for (auto At = Text.find(Old); At != std::string::npos; At = Text.find(Old))
    Text.replace(At, Old.size(), New);
  return Text;
}

std::string definition(const RandomRecord &R, const std::string &Name, const Order &Fields) {
  std::string Text = "struct " + Name + R.Around.Bases + " {";
  for (std::uint32_t I : Fields)
    Text += " " + R.Fields[I] + ";";
  return Text + replaced(replaced(R.Around.Rest, "R()", Name + "()"), " override_", "") + " };\n";
}

std::vector<RandomRecord> randomRecords(unsigned Seed, const Words &Types, bool Shelled) {
  std::mt19937 Source(Seed);
  std::vector<RandomRecord> Records;
  Records.reserve(60);
  for (int I = 0; I < 60; ++I) {
    RandomRecord &R = Records.emplace_back();
    if (Shelled)
      R.Around = Shells[Source() % std::size(Shells)];
    for (unsigned F = 0, Count = 2 + Source() % 4; F < Count; ++F)
      R.Fields.push_back(replaced(Types[Source() % Types.size()], "@", "f" + std::to_string(F)));
  }
  return Records;
}

Order declared(std::size_t Count) {
  Order Fields(Count);
  std::iota(Fields.begin(), Fields.end(), 0u);
  return Fields;
}

/// Fields outside of a longest run in their old order.
std::uint32_t moved(const Order &Fields) {
  std::vector<std::uint32_t> Longest;
  Longest.reserve(Fields.size());
  for (std::size_t I = 0; I < Fields.size(); ++I) {
    std::uint32_t Length = 1;
    for (std::size_t J = 0; J < I; ++J)
      if (Fields[J] < Fields[I])
        Length = std::max(Length, Longest[J] + 1);
    Longest.push_back(Length);
  }
  return static_cast<std::uint32_t>(Fields.size()) -
         *std::max_element(Longest.begin(), Longest.end());
}

/// Whether the facts of random records hold against every order of their fields, compiled.
void expectFactsHold(const std::vector<RandomRecord> &Records, const Words &Flags,
                     const std::string &Name, const std::string &Prelude) {
  std::string Text = Prelude, AllOrders = Prelude, Suffix;
  for (std::size_t I = 0; I < Records.size(); ++I) {
    Order Fields = declared(Records[I].Fields.size());
    Text += definition(Records[I], "R" + std::to_string(I), Fields);
    do {
      Suffix.clear();
      for (std::uint32_t F : Fields)
        Suffix += "_" + std::to_string(F);
      AllOrders += definition(Records[I], "R" + std::to_string(I) + Suffix, Fields);
    } while (std::next_permutation(Fields.begin(), Fields.end()));
  }
  auto Facts = byName(factsOfText(Text, Flags, Name));
  auto Truth = byName(factsOfText(AllOrders, Flags, Name));
  unsigned Smaller = 0;
  for (std::size_t I = 0; I < Records.size(); ++I) {
    const RecordFact &R = Facts.at("R" + std::to_string(I));
    std::string Shown = definition(Records[I], R.Name, declared(Records[I].Fields.size()));
    EXPECT_EQ(R.NotReordered, "") << Shown;
    auto SizeOf = [&](const Order &Fields) {
      std::string Suffix;
      for (std::uint32_t F : Fields)
        Suffix += "_" + std::to_string(F);
      return Truth.at(R.Name + Suffix).Size;
    };
    Order Fields = declared(Records[I].Fields.size());
    std::uint64_t Least = UINT64_MAX;
    std::uint32_t Fewest = 0;
    do {
      std::uint64_t Size = SizeOf(Fields);
      if (Size < Least || (Size == Least && moved(Fields) < Fewest))
        Least = Size, Fewest = moved(Fields);
    } while (std::next_permutation(Fields.begin(), Fields.end()));
    if (!R.Smaller) {
      EXPECT_EQ(R.Size, Least) << Shown;
      continue;
    }
    ++Smaller;
    EXPECT_EQ(R.Smaller->Size, SizeOf(R.Smaller->Order)) << Shown;
    EXPECT_EQ(R.Smaller->Size, Least) << Shown;
    EXPECT_TRUE(R.Smaller->Optimal) << Shown;
    EXPECT_EQ(R.Smaller->Moved, moved(R.Smaller->Order)) << Shown;
    EXPECT_EQ(R.Smaller->Moved, Fewest) << Shown;
  }
  EXPECT_GE(Smaller, 5u) << "nothing was tested";
}

TEST(RecordLayoutsTest, ProposesTheSmallestOrderOfRandomRecords) {
  for (unsigned Seed = 0; Seed < 10; ++Seed)
    expectFactsHold(randomRecords(Seed, FieldTypes, true), {"-std=c++20"}, "a.cpp", Types);
}

TEST(RecordLayoutsTest, ProposesTheSmallestOrderInC) {
  expectFactsHold(randomRecords(7, CFieldTypes, false), {"-std=c11"}, "a.c", "");
}

TEST(RecordLayoutsTest, ProposesTheSmallestOrderForOtherTargets) {
  // Alignments that are less than the size; tail padding by another rule; a vtable pointer of 4.
  for (const char *Target :
       {"i386-linux-gnu", "aarch64-apple-darwin", "armv7-linux-gnueabihf", "x86_64-linux-gnux32"})
    expectFactsHold(randomRecords(11, FieldTypes, true), {"-std=c++20", "-target", Target}, "a.cpp",
                    Types);
}

TEST(RecordLayoutsTest, ProposesNothingUntrueForMicrosoftsLayout) {
  std::string Text = Types;
  auto Records = randomRecords(13, FieldTypes, true);
  for (std::size_t I = 0; I < Records.size(); ++I)
    Text += definition(Records[I], "R" + std::to_string(I), declared(Records[I].Fields.size()));
  Words Flags{"-std=c++20", "-target", "x86_64-pc-windows-msvc"};
  auto Facts = byName(factsOfText(Text, Flags));
  std::string Rewritten = Types;
  for (std::size_t I = 0; I < Records.size(); ++I)
    if (const auto &S = Facts.at("R" + std::to_string(I)).Smaller)
      Rewritten += definition(Records[I], "R" + std::to_string(I), S->Order);
  for (const auto &[Name, After] : byName(factsOfText(Rewritten, Flags)))
    if (const RecordFact &Before = Facts.at(Name); Before.Smaller)
      EXPECT_EQ(After.Size, Before.Smaller->Size) << Name;
}

TEST(RecordLayoutsTest, StatesSizesAndOffsetsAsClangHasThem) {
  for (unsigned Seed = 20; Seed < 24; ++Seed) {
    auto Records = randomRecords(Seed, FieldTypes, true);
    std::string Text = Types;
    for (std::size_t I = 0; I < Records.size(); ++I)
      Text += definition(Records[I], "R" + std::to_string(I), declared(Records[I].Fields.size()));
    TuFacts Facts = factsOfText("#define private public\n#define class struct\n" + Text);
    std::string Assertions = "#define private public\n#define class struct\n" + Text;
    auto Assert = [&](const std::string &What, std::uint64_t Is) {
      Assertions += "static_assert(" + What + " == " + std::to_string(Is) + ");\n";
    };
    for (const RecordFact &R : Facts.Records) {
      Assert("sizeof(" + R.Name + ")", R.Size);
      Assert("alignof(" + R.Name + ")", R.Alignment);
      for (const FieldFact &F : R.Fields) {
        std::string Member = "((" + R.Name + " *)0)->" + F.Name;
        Assert("__builtin_offsetof(" + R.Name + ", " + F.Name + ")", F.Offset);
        if (F.Type.find('&') == std::string::npos) {
          Assert("sizeof(" + Member + ")", F.Size);
          Assert("__alignof__(" + Member + ")", F.Alignment);
        }
      }
    }
    factsOfText(Assertions); // fails the test where Clang does not agree
  }
}

TEST(RecordLayoutsTest, KnowsReferencesBitFieldsAndOpenArrays) {
  auto Records = byName(factsOfText("struct A { char a; char &b; char (&c)[9]; };\n"
                                    "struct B { int a : 3; int b : 30; char c; };\n"
                                    "struct C { int a; char b[]; };\n"));
  EXPECT_THAT(Records.at("A").Fields,
              ElementsAre(AllOf(Field(&FieldFact::Size, 1u)),
                          AllOf(Field(&FieldFact::Size, 8u), Field(&FieldFact::Alignment, 8u),
                                Field(&FieldFact::Offset, 8u)),
                          AllOf(Field(&FieldFact::Size, 8u), Field(&FieldFact::Offset, 16u))));
  EXPECT_THAT(Records.at("B").Fields,
              ElementsAre(Field(&FieldFact::Offset, 0u), Field(&FieldFact::Offset, 4u),
                          Field(&FieldFact::Offset, 8u)));
  EXPECT_THAT(Records.at("C").Fields, ElementsAre(testing::_, Field(&FieldFact::Size, 0u)));
}

// Names and places

TEST(RecordLayoutsTest, NamesRecordsAsAReaderWould) {
  EXPECT_THAT(
      names(factsOfText("namespace n { inline namespace v1 { struct A {}; }\n"
                        "namespace { struct B { class C { union D {}; }; }; } }\n"
                        "namespace { struct E {}; }\n"
                        "typedef struct { int a; } F;\n"
                        "using G = struct { int a; };\n"
                        "template <class T> struct H;\n"
                        "template <> struct H<int> { int a; };\n"
                        "template <> struct H<n::A> { int a; };\n")),
      ElementsAre("n::A", "n::B", "n::B::C", "n::B::C::D", "E", "F", "G", "H<int>", "H<n::A>"));
  EXPECT_THAT(names(factsOfText("void f() { struct L { int a; }; }\n"
                                "struct O { struct { int a; } member; struct { int b; }; };\n")),
              UnorderedElementsAre("L", "O", "O::(unnamed)", "O::(unnamed)"));
}

TEST(RecordLayoutsTest, TellsRecordsApartByUsr) {
  TuFacts Facts = factsOfText("struct A { struct { int a; } x; struct { int a; } y; };\n"
                              "namespace n { struct A {}; } namespace { struct B {}; }\n"
                              "void f() { struct L {}; } void f(int) { struct L {}; }\n"
                              "template <class T> struct T1; template <> struct T1<int> {};\n"
                              "template <> struct T1<char> {};\n");
  std::set<std::string> Seen;
  for (const RecordFact &R : Facts.Records) {
    EXPECT_FALSE(R.Usr.empty()) << R.Name;
    EXPECT_TRUE(Seen.insert(R.Usr).second) << R.Name << ": " << R.Usr;
  }
}

TEST(RecordLayoutsTest, PointsAtNamesAndFields) {
  TuFacts Facts = factsOf({{"src/a.cpp", "#include \"../inc/gr\xc3\xb6\xc3\x9f e.h\"\n"
                                         "struct\n  Outer { struct { int First; } Inner; };\n"
                                         "class [[maybe_unused]] Third;\n"},
                           {"inc/gr\xc3\xb6\xc3\x9f e.h", "struct InHeader { int\n Member; };\n"}},
                          "src/a.cpp", {"-std=c++20"});
  EXPECT_EQ(Facts.Units[0].File, "src/a.cpp");
  std::map<std::string, std::string> Places;
  for (const RecordFact &R : Facts.Records) {
    Places[R.Name] = place(Facts, R.Where);
    for (const FieldFact &F : R.Fields)
      Places[R.Name + "." + F.Name] = place(Facts, F.Where);
  }
  using Place = std::pair<const std::string, std::string>;
  EXPECT_THAT(Places, ElementsAre(Place("InHeader", "inc/gr\xc3\xb6\xc3\x9f e.h:1:8-1:16"),
                                  Place("InHeader.Member", "inc/gr\xc3\xb6\xc3\x9f e.h:2:2-2:8"),
                                  Place("Outer", "src/a.cpp:3:3-3:8"),
                                  Place("Outer.Inner", "src/a.cpp:3:33-3:38"),
                                  Place("Outer::(unnamed)", "src/a.cpp:3:11-3:17"),
                                  Place("Outer::(unnamed).First", "src/a.cpp:3:24-3:29")));
}

TEST(RecordLayoutsTest, TakesFileNamesThatAreNoUtf8) {
  TuFacts Facts = factsOf(
      {{"a.cpp", "#include \"gr\xfc\xdf.h\"\n"}, {"gr\xfc\xdf.h", "struct A {};"}}, "a.cpp");
  ASSERT_EQ(Facts.Records.size(), 1u);
  EXPECT_EQ(place(Facts, Facts.Records[0].Where), "gr\xfc\xdf.h:1:8-1:9");
}

TEST(RecordLayoutsTest, StatesEachHeadersRecordOnceInAUnit) {
  TuFacts Facts =
      factsOf({{"a.cpp", "#include \"a.h\"\n#include \"./a.h\"\n#include \"x/../a.h\"\n"},
               {"a.h", "#pragma once\nstruct A { int a; };\n"},
               {"x/b.h", ""}},
              "a.cpp");
  EXPECT_THAT(names(Facts), ElementsAre("A"));
  EXPECT_THAT(Facts.Files, UnorderedElementsAre("a.cpp", "a.h"));
}

// What is no record to speak of

TEST(RecordLayoutsTest, LeavesOutWhatHasNoLayoutOfItsOwn) {
  EXPECT_THAT(
      names(factsOfText("struct Declared;\n"
                        "template <class T> struct Pattern { T a; struct In { int a; }; };\n"
                        "template <class T> struct Empty {}; Empty<int> empty;\n"
                        "template <class T> struct Pattern<T *> { T *a; };\n"
                        "auto lambda = [x = 1] { return x; };\n"
                        "#define RECORD(N) struct N { char a; long b; };\n"
                        "#define NAME Named\n"
                        "RECORD(ByMacro)\n"
                        "struct NAME { char a; };\n"
                        "template <class T> void f() { struct L { char a; }; }\n"
                        "template void f<int>();\n")),
      IsEmpty());
}

TEST(RecordLayoutsTest, TellsOfInstancesAtTheirTemplatesPlace) {
  TuFacts Facts = factsOfText("template <class T> struct P {\n"
                              "  char c; T a; char d; struct In { T b; };\n"
                              "  template <class U> struct Q { T t; U u; };\n"
                              "};\n"
                              "template <class T> struct P<T *> { T *only; };\n"
                              "template <> struct P<char> { int written; };\n"
                              "template <class T> struct P;\n"
                              "P<long> l; P<long>::In in; P<long>::Q<char> q; P<int *> p;\n"
                              "P<char> c; P<short> *never; P<long> again;\n"
                              "template struct P<int>;\n");
  auto Records = byName(Facts);
  Words Instances;
  for (const auto &[Name, R] : Records)
    if (R.Instance) {
      Instances.push_back(Name);
      EXPECT_FALSE(R.Smaller) << Name;
      EXPECT_EQ(R.NotReordered, "") << Name;
    }
  EXPECT_THAT(Instances, ElementsAre("P<int *>", "P<int>", "P<int>::In", "P<long>", "P<long>::In",
                                     "P<long>::Q<char>"));
  EXPECT_FALSE(Records.at("P<char>").Instance);
  EXPECT_EQ(Records.at("P<long>").Size, 24u);
  EXPECT_EQ(place(Facts, Records.at("P<long>").Where), "a.cpp:1:27-1:28");
  EXPECT_EQ(place(Facts, Records.at("P<int *>").Where), "a.cpp:5:27-5:28");
  EXPECT_NE(Records.at("P<long>").Usr, Records.at("P<int>").Usr);
}

TEST(RecordLayoutsTest, TellsWhatStandsBesideFields) {
  auto Records = byName(factsOfText(
      "namespace n { struct E {}; struct V { virtual ~V(); char a; };\n"
      "struct W { long w; char x; }; struct B { B(); int a; char b; }; }\n"
      "struct Own { virtual void f(); };\n"
      "struct A : n::V, n::B, n::E, virtual n::W { char c; };\n"
      "struct Below : A {}; using Alias = n::B; struct ByAlias : Alias { char c; };\n"));
  EXPECT_THAT(Records.at("Own").Parts, ElementsAre(PartFact{PartKind::VTablePointer, "", 0, 8}));
  EXPECT_THAT(Records.at("A").Parts, ElementsAre(PartFact{PartKind::Base, "n::V", 0, 9},
                                                 PartFact{PartKind::Base, "n::B", 12, 5},
                                                 PartFact{PartKind::Base, "n::E", 0, 0},
                                                 PartFact{PartKind::VirtualBase, "n::W", 24, 16}))
      << "the vtable pointer is that of the first base";
  EXPECT_THAT(Records.at("Below").Parts,
              ElementsAre(PartFact{PartKind::Base, "A", 0, 18},
                          PartFact{PartKind::VirtualBase, "n::W", 24, 16}));
  EXPECT_THAT(Records.at("ByAlias").Parts, ElementsAre(PartFact{PartKind::Base, "n::B", 0, 5}));
}

TEST(RecordLayoutsTest, LeavesOutSystemHeaders) {
  EXPECT_THAT(names(factsOf({{"a.cpp", "#include <sys.h>\n#include \"own.h\"\n"},
                             {"sys/sys.h", "struct InSystem { char a; };\n"
                                           "namespace n { struct Deep { char a; }; }\n"
                                           "extern \"C\" { struct InC { char a; }; }\n"
                                           "#include \"more.h\"\n"},
                             {"sys/more.h", "struct More { char a; };\n"},
                             {"own.h", "#pragma GCC system_header\nstruct Marked { char a; };\n"}},
                            "a.cpp", {"-isystem", "/project-under-test/sys"})),
              IsEmpty());
}

TEST(RecordLayoutsTest, SaysWhatKindARecordIs) {
  auto Records = byName(factsOfText("struct S {}; class C {}; union U { int a; };"));
  EXPECT_EQ(Records.at("S").Kind, RecordKind::Struct);
  EXPECT_EQ(Records.at("C").Kind, RecordKind::Class);
  EXPECT_EQ(Records.at("U").Kind, RecordKind::Union);
  EXPECT_EQ(Records.at("U").NotReordered, "union");
}

TEST(RecordLayoutsTest, DoesNotReorderWhatIsPackedByAFlag) {
  // -fpack-struct and #pragma pack: the layout is meant.
  auto Records = byName(
      factsOfText("struct A { char a; double b; char c; };", {"-std=c++20", "-fpack-struct=4"}));
  EXPECT_EQ(Records.at("A").Size, 16u);
  if (const auto &S = Records.at("A").Smaller)
    EXPECT_EQ(S->Size, 12u);
  EXPECT_EQ(byName(factsOfText("#pragma pack(4)\nstruct A { char a; double b; char c; };"))
                .at("A")
                .NotReordered,
            "packed");
}

} // namespace
} // namespace memlint
