// What is lowered of each construct: every file in tests/lowering against the text beside it, which
// MEMLINT_UPDATE=1 rewrites.
#include "analysis/extract/SourceMap.h"
#include "analysis/extract/lower/LoweredBodies.h"
#include "analysis/ir/Text.h"
#include "analysis/project/ResourceDir.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Frontend/PCHContainerOperations.h"
#include "clang/Tooling/Tooling.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace memlint {
namespace {

using namespace clang;

class BodyVisitor : public RecursiveASTVisitor<BodyVisitor> {
public:
  explicit BodyVisitor(LoweredBodies &Bodies) : Bodies(Bodies) {}
  bool shouldVisitTemplateInstantiations() const { return true; }
  bool VisitFunctionDecl(FunctionDecl *F) {
    Bodies.read(*F);
    return true;
  }
  bool VisitVarDecl(VarDecl *V) {
    Bodies.read(*V);
    return true;
  }
  bool VisitLambdaExpr(LambdaExpr *E) {
    Bodies.readImplicit(*E->getLambdaClass());
    Bodies.read(*E->getCallOperator());
    return true;
  }
  bool VisitCXXRecordDecl(CXXRecordDecl *R) {
    if (R->isThisDeclarationADefinition())
      Bodies.readImplicit(*R);
    return true;
  }

private:
  LoweredBodies &Bodies;
};

class Errors : public DiagnosticConsumer {
public:
  explicit Errors(bool Expected) : Expected(Expected) {}
  void HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info) override {
    llvm::SmallString<100> Text;
    Info.FormatDiagnostic(Text);
    if (Level >= DiagnosticsEngine::Error && !Expected)
      ADD_FAILURE() << Text.c_str();
  }

private:
  bool Expected;
};

std::string textOf(const std::filesystem::path &Path) {
  std::ifstream In(Path, std::ios::binary);
  return {std::istreambuf_iterator<char>(In), {}};
}

std::vector<ir::Function> lowered(const std::filesystem::path &Source) {
  const std::string Text = textOf(Source), Name = "/unit/" + Source.filename().string();
  std::vector<std::string> Flags{"-w", "-resource-dir", compiledInResourceDir()};
  std::smatch Asked;
  if (std::regex_search(Text, Asked, std::regex("^// flags: (.*)"))) {
    std::istringstream Words(Asked[1]);
    std::copy(std::istream_iterator<std::string>(Words), {}, std::back_inserter(Flags));
  } else {
    Flags.push_back(Source.extension() == ".c" ? "-std=gnu17" : "-std=c++20");
  }
  Errors Failures(/*Expected=*/Text.starts_with("// with errors"));
  const auto Unit = tooling::buildASTFromCodeWithArgs(
      Text, Flags, Name, "clang-tool", std::make_shared<PCHContainerOperations>(),
      tooling::getClangStripDependencyFileAdjuster(), {}, &Failures);
  if (!Unit)
    return {};
  SourceMap Map(Unit->getASTContext(), "/unit");
  LoweredBodies Bodies(Unit->getASTContext(), Map);
  BodyVisitor Visitor(Bodies);
  for (Decl *D : Unit->getASTContext().getTranslationUnitDecl()->decls())
    if (D->getLocation().isValid() && !Map.isInSystemHeader(D->getLocation()))
      Visitor.TraverseDecl(D);
  return Bodies.take();
}

std::vector<std::filesystem::path> sources() {
  std::vector<std::filesystem::path> Found;
  for (const auto &File : std::filesystem::directory_iterator(MEMLINT_LOWERING))
    if (File.path().extension() == ".c" || File.path().extension() == ".cpp")
      Found.push_back(File.path());
  std::sort(Found.begin(), Found.end());
  return Found;
}

class LowerTest : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(LowerTest, SaysWhatTheTextBesideItSays) {
  std::string Told;
  for (const ir::Function &F : lowered(GetParam())) {
    EXPECT_TRUE(ir::wellFormed(F));
    Told += (Told.empty() ? "" : "\n") + ir::print(F);
  }
  std::filesystem::path Golden = GetParam();
  Golden += ".ir";
  if (std::getenv("MEMLINT_UPDATE"))
    std::ofstream(Golden, std::ios::binary) << Told;
  EXPECT_EQ(Told, textOf(Golden));
}

TEST_P(LowerTest, SurvivesPrintingAndParsing) {
  for (const ir::Function &F : lowered(GetParam())) {
    const std::string Text = ir::print(F);
    const auto Parsed = ir::parse(Text);
    if (const auto *Wrong = std::get_if<ir::ParseError>(&Parsed)) {
      ADD_FAILURE() << Wrong->Line << ": " << Wrong->Reason << "\n" << Text;
      continue;
    }
    const auto &Back = std::get<std::vector<ir::Function>>(Parsed);
    ASSERT_EQ(Back.size(), 1u);
    EXPECT_EQ(ir::canonical(Back[0]), ir::canonical(F)) << Text;
    EXPECT_EQ(ir::print(Back[0]), Text);
  }
}

INSTANTIATE_TEST_SUITE_P(Files, LowerTest, testing::ValuesIn(sources()), [](const auto &Info) {
  std::string Name = Info.param.stem().string();
  std::replace(Name.begin(), Name.end(), '-', '_');
  return Name + (Info.param.extension() == ".c" ? "_c" : "");
});

} // namespace
} // namespace memlint
