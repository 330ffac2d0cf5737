// Synthetic orders of fields against the same orders written out and compiled.
#include "analysis/extract/records/HypotheticalLayout.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <vector>

namespace memlint {
namespace {

using Words = std::vector<std::string>;
using Order = std::vector<std::uint32_t>;

/// A parsed text and its records by name.
class Parsed {
public:
  Parsed(const std::string &Text, Words Flags, const std::string &Name = "a.cpp") {
    Flags.push_back("-w");
    Unit = clang::tooling::buildASTFromCodeWithArgs(Text, Flags, Name);
    EXPECT_FALSE(Unit->getDiagnostics().hasErrorOccurred());
    for (const clang::Decl *D : Unit->getASTContext().getTranslationUnitDecl()->decls())
      if (const auto *Record = llvm::dyn_cast<clang::RecordDecl>(D))
        if (Record->isThisDeclarationADefinition() && !Record->isImplicit())
          Records[Record->getNameAsString()] = Record;
  }

  const clang::RecordDecl &operator[](const std::string &Name) const { return *Records.at(Name); }
  clang::ASTContext &context() const { return Unit->getASTContext(); }
  std::uint64_t size(const std::string &Name) const {
    return context().getASTRecordLayout(Records.at(Name)).getSize().getQuantity();
  }
  std::uint64_t offset(const std::string &Name, unsigned Index) const {
    return context().getASTRecordLayout(Records.at(Name)).getFieldOffset(Index) / 8;
  }

private:
  std::unique_ptr<clang::ASTUnit> Unit;
  std::map<std::string, const clang::RecordDecl *> Records;
};

/// A record with `NAME` for its name and `FIELDS` for its fields.
struct Sample {
  std::string Text;
  Words Fields;
};

std::string replaced(std::string Text, const std::string &Old, const std::string &New) {
  for (auto At = Text.find(Old); At != std::string::npos; At = Text.find(Old, At + New.size()))
    Text.replace(At, Old.size(), New);
  return Text;
}

std::string written(const Sample &S, const std::string &Name, const Order &Fields) {
  std::string List;
  for (std::uint32_t I : Fields)
    List += S.Fields[I] + "; ";
  return replaced(replaced(S.Text, "NAME", Name), "FIELDS", List) + "\n";
}

std::string nameOf(std::size_t Sample, const Order &Fields) {
  std::string Name = "R" + std::to_string(Sample);
  for (std::uint32_t I : Fields)
    Name += "_" + std::to_string(I);
  return Name;
}

Order declared(std::size_t Count) {
  Order Fields(Count);
  std::iota(Fields.begin(), Fields.end(), 0u);
  return Fields;
}

constexpr char Bases[] = R"(
struct Pod { long a; char b; };
struct Built { Built(); long a; char b; };
struct Thirteen { Thirteen(); long a; int b; char c; };
struct Defaulted { long a = 0; char b = 0; };
class Hidden { long a; char b; };
struct Poly { virtual ~Poly(); int a; };
struct Abstract { virtual void run() = 0; };
struct Empty {};
struct Empty2 {};
struct Virtual : virtual Built { char c; };
template <class T> struct Crtp { T *self(); };
template <class T> struct Holder { T value; char tail; };
)";

/// What memlint proposes orders for: the copy has to be laid out like the record, in every order.
const Sample Plain[] = {
    {"struct NAME { FIELDS };", {"char a", "long b", "char c", "int d"}},
    {"class NAME { FIELDS };", {"char a", "long b", "char c[3]", "short d"}},
    {"struct NAME { FIELDS NAME(); };", {"char a", "void *b", "char c"}},
    {"struct NAME { FIELDS ~NAME(); private: char secret(); };", {"char a", "void *b", "char c"}},
    {"struct NAME : Pod { FIELDS };", {"char a", "int b", "char c"}},
    {"struct NAME : Built { FIELDS };", {"int a", "char b", "short c"}},
    {"struct NAME : Thirteen { FIELDS };", {"long a", "int b", "char c[7]"}},
    {"struct NAME : Defaulted { FIELDS };", {"int a", "char b", "short c"}},
    {"struct NAME : private Hidden { FIELDS };", {"int a", "char b", "long c"}},
    {"struct NAME : Poly { FIELDS };", {"long a", "int b", "char c"}},
    {"struct NAME final : Abstract { FIELDS void run() override; };",
     {"char a", "long b", "int c"}},
    {"struct NAME : Empty { FIELDS };", {"char a", "long b", "char c"}},
    {"struct NAME : Empty, Empty2 { FIELDS };", {"char a", "long b", "char c"}},
    {"struct NAME : Built, Thirteen { FIELDS };", {"char a", "short b", "int c"}},
    {"struct NAME : Pod, Poly { FIELDS };", {"char a", "long b", "int c"}},
    {"struct NAME : Poly, Abstract { FIELDS };", {"char a", "long b", "int c"}},
    {"struct NAME : Crtp<NAME> { FIELDS };", {"char a", "long b", "char c"}},
    {"struct NAME : Holder<long> { FIELDS };", {"char a", "long b", "char c"}},
    {"struct NAME { FIELDS virtual void run(); };", {"char a", "long b", "char c"}},
    {"struct NAME { FIELDS virtual ~NAME(); };", {"int a", "long b", "int c"}},
    {"struct NAME : Built { FIELDS virtual ~NAME(); };", {"char a", "long b", "int c"}},
    {"struct NAME { FIELDS };", {"alignas(16) char a", "char b", "alignas(4) char c[5]", "long d"}},
    {"struct NAME { FIELDS };", {"char a", "alignas(32) int b", "char c", "double d"}},
    {"struct NAME { FIELDS };", {"char a", "Built b", "char c", "Pod d"}},
    {"struct NAME { FIELDS };", {"char a", "Holder<long> b", "Empty c", "int d"}},
    {"struct NAME { FIELDS };", {"char a", "char &b", "int Pod::*c", "void (Pod::*d)()"}},
    {"struct NAME { FIELDS };", {"char a", "Virtual b", "char c", "Poly d"}},
    {"struct NAME { FIELDS static long s; };", {"char a", "mutable long b", "char c = 1"}},
    {"struct NAME { FIELDS };", {"char a", "union { long l; char c[9]; }", "char d"}},
};

/// What memlint keeps away from, or may meet by surprise: a copy that matches is right here too.
const Sample Wild[] = {
    {"struct alignas(32) NAME { FIELDS };", {"char a", "long b", "char c"}},
    {"struct __attribute__((packed)) NAME { FIELDS };", {"char a", "long b", "char c"}},
    {"struct __attribute__((packed, aligned(4))) NAME { FIELDS };", {"char a", "long b", "char c"}},
    {"struct NAME { FIELDS };", {"char a", "__attribute__((packed)) long b", "char c"}},
    {"#pragma pack(push, 2)\nstruct NAME { FIELDS };\n#pragma pack(pop)\n",
     {"char a", "long b", "char c", "int d"}},
    {"struct NAME { FIELDS };", {"int a : 3", "long b", "int c : 30", "char d"}},
    {"struct NAME { FIELDS };", {"int a : 3", "int : 0", "char c", "short d : 9"}},
    {"struct NAME : Built { FIELDS };", {"int a : 3", "char b", "long c : 40"}},
    {"struct NAME : virtual Built { FIELDS };", {"char a", "long b", "char c"}},
    {"struct NAME : Pod, virtual Poly { FIELDS };", {"char a", "long b", "char c"}},
    {"struct NAME : Virtual { FIELDS };", {"char a", "long b", "char c"}},
    {"struct NAME : Empty { FIELDS };", {"Empty a", "char b[7]", "long c"}},
    {"struct NAME { FIELDS };", {"Empty a", "Empty b", "long c"}},
    {"struct NAME { FIELDS };", {"[[no_unique_address]] Empty a", "long b", "char c"}},
    {"struct NAME { FIELDS };",
     {"[[no_unique_address]] Built a", "char b", "[[no_unique_address]] Empty c", "int d"}},
    {"struct NAME { FIELDS };", {"char a", "int b __attribute__((aligned(2)))", "char c"}},
    {"struct NAME { FIELDS };", {"char a", "int b __attribute__((packed, aligned(2)))", "char c"}},
    {"union NAME { FIELDS };", {"char a", "long b", "char c"}},
    {"struct NAME { FIELDS };", {"_BitInt(17) a", "char b", "_BitInt(65) c", "bool d"}},
    {"struct NAME { FIELDS };", {"char a", "_Atomic(Pod) b", "char c"}},
};

/// Whether each sample's copy is right in every order, where it matches; and that it matches, where
/// it has to.
void expectRight(std::span<const Sample> Samples, const Words &Flags, bool MustMatch) {
  std::string Text = Bases;
  for (std::size_t I = 0; I < Samples.size(); ++I) {
    Order Fields = declared(Samples[I].Fields.size());
    do
      Text += written(Samples[I], nameOf(I, Fields), Fields);
    while (std::next_permutation(Fields.begin(), Fields.end()));
  }
  Parsed P(Text, Flags);
  for (std::size_t I = 0; I < Samples.size(); ++I) {
    Order Fields = declared(Samples[I].Fields.size());
    const clang::RecordDecl &Record = P[nameOf(I, Fields)];
    std::string Shown = Flags.back() + ": " + written(Samples[I], "R", Fields);
    bool Matches = copyMatches(P.context(), Record);
    if (MustMatch)
      EXPECT_TRUE(Matches) << Shown;
    if (!Matches)
      continue;
    do
      EXPECT_EQ(sizeByClang(P.context(), Record, Fields), P.size(nameOf(I, Fields)))
          << Shown << nameOf(I, Fields);
    while (std::next_permutation(Fields.begin(), Fields.end()));
  }
}

Words forTarget(const char *Target) { return {"-std=c++20", std::string("--target=") + Target}; }

TEST(HypotheticalLayoutTest, IsClangsOwnForEveryOrder) {
  for (const char *Target : {"x86_64-linux-gnu", "i386-linux-gnu", "aarch64-linux-gnu",
                             "arm64-apple-macosx", "armv7-linux-gnueabihf", "x86_64-linux-gnux32"})
    expectRight(Plain, forTarget(Target), true);
}

TEST(HypotheticalLayoutTest, IsClangsOwnForMicrosoftsRulesWhereTheCopyMatches) {
  for (const char *Target : {"x86_64-pc-windows-msvc", "i686-pc-windows-msvc"})
    expectRight(Plain, forTarget(Target), false);
}

TEST(HypotheticalLayoutTest, IsRightWhereTheCopyMatchesAtAll) {
  for (const char *Target : {"x86_64-linux-gnu", "i386-linux-gnu", "arm64-apple-macosx"})
    expectRight(Wild, forTarget(Target), false);
}

TEST(HypotheticalLayoutTest, KnowsC) {
  Parsed P("struct A { char a; long b; _Alignas(16) char c; };\n"
           "struct A1 { long b; char a; _Alignas(16) char c; };\n"
           "typedef struct { char a; double b; char c; } Unnamed;\n"
           "struct B { char a; struct { int x; } b; Unnamed c; };\n",
           {"-std=c11"}, "a.c");
  ASSERT_TRUE(copyMatches(P.context(), P["A"]));
  EXPECT_EQ(sizeByClang(P.context(), P["A"], std::array{1U, 0U, 2U}), P.size("A1"));
  EXPECT_TRUE(copyMatches(P.context(), P["B"]));
  EXPECT_EQ(firstFieldOffset(P.context(), P["A"]), 0u);
}

TEST(HypotheticalLayoutTest, KnowsWhereTheFirstFieldMayBegin) {
  for (const char *Target : {"x86_64-linux-gnu", "i386-linux-gnu", "arm64-apple-macosx"}) {
    std::string Text = Bases;
    for (std::size_t I = 0; I < std::size(Plain); ++I) {
      Text += written(Plain[I], "R" + std::to_string(I), declared(Plain[I].Fields.size()));
      Text += written({Plain[I].Text, {"char probe"}}, "P" + std::to_string(I), {0});
    }
    Parsed P(Text, forTarget(Target));
    for (std::size_t I = 0; I < std::size(Plain); ++I)
      EXPECT_EQ(firstFieldOffset(P.context(), P["R" + std::to_string(I)]),
                P.offset("P" + std::to_string(I), 0))
          << Target << ": " << Plain[I].Text;
  }
}

TEST(HypotheticalLayoutTest, LaysOutBasesAndVptrForAnEmptyOrder) {
  Parsed P(std::string(Bases) + "struct A { virtual void run(); char a; long b; };\n"
                                "struct B : Built { char a; long b; };\n"
                                "struct B0 : Built { };\n"
                                "struct C { char a; };\n",
           {"-std=c++20"});
  EXPECT_EQ(sizeByClang(P.context(), P["A"], {}), 8u);
  EXPECT_EQ(sizeByClang(P.context(), P["B"], {}), P.size("B0"));
  EXPECT_LE(sizeByClang(P.context(), P["C"], {}), 1u);
}

/// What a later reader of the AST meets.
std::string seen(const clang::ASTContext &Context) {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  Context.getTranslationUnitDecl()->dump(Out);
  return Text;
}

TEST(HypotheticalLayoutTest, LeavesNothingForReadersOfTheAst) {
  Parsed P(std::string(Bases) + "struct A : Poly { char a; long b; char c; };\n"
                                "struct User { A member; };\n",
           {"-std=c++20"});
  std::string Before = seen(P.context());
  std::uint64_t Size = P.size("A");
  for (int I = 0; I < 3; ++I) {
    EXPECT_TRUE(copyMatches(P.context(), P["A"]));
    sizeByClang(P.context(), P["A"], std::array{1U, 0U, 2U});
    firstFieldOffset(P.context(), P["A"]);
  }
  EXPECT_EQ(seen(P.context()), Before);
  EXPECT_EQ(P.size("A"), Size);
  EXPECT_EQ(P.size("User"), Size);
}

} // namespace
} // namespace memlint
