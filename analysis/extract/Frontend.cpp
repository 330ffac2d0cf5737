#include "analysis/extract/Frontend.h"

#include "analysis/extract/ErrorCounter.h"
#include "analysis/extract/LibraryHeaders.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Tooling/Tooling.h"

#include <optional>

namespace memlint {
namespace {

using namespace clang;

/// The groups that a rewrite may wake: -Wreorder and everything beside it.
void enableWarnings(DiagnosticsEngine &Engine) {
  Engine.setIgnoreAllWarnings(false);
  Engine.setWarningsAsErrors(false);
  for (llvm::StringRef Group : {"all", "extra", "reorder"})
    Engine.setSeverityForGroup(diag::Flavor::WarningOrError, Group, diag::Severity::Warning);
  // Speaks of the very sizes that a fix is meant to change.
  Engine.setSeverityForGroup(diag::Flavor::WarningOrError, "padded", diag::Severity::Ignored);
}

class ExtractConsumer : public ASTConsumer {
public:
  ExtractConsumer(ExtractOptions Options, KnownDefinitions &Known, std::optional<TuFacts> &Facts)
      : Options(std::move(Options)), Known(Known), Facts(Facts) {}

  void Initialize(ASTContext &Context) override {
    Library.emplace(Context.getSourceManager(),
                    Options.Lower ? Options.LibraryDirectories : std::vector<std::string>());
  }
  bool shouldSkipFunctionBody(Decl *D) override { return Library->contain(D->getLocation()); }
  void HandleTranslationUnit(ASTContext &Context) override {
    Facts = extractFacts(Context, Options, Known);
  }

private:
  const ExtractOptions Options;
  KnownDefinitions &Known;
  std::optional<TuFacts> &Facts;
  std::optional<LibraryHeaders> Library;
};

class ExtractAction : public ASTFrontendAction {
public:
  ExtractAction(const ExtractOptions &Options, KnownDefinitions &Known,
                std::optional<TuFacts> &Facts, bool Warns)
      : Options(Options), Known(Known), Facts(Facts), Warns(Warns) {}

  bool BeginSourceFileAction(CompilerInstance &Compiler) override {
    Compiler.getFrontendOpts().SkipFunctionBodies = true; // those the consumer agrees to
    Compiler.getDiagnostics().setErrorLimit(0);           // read as far as it goes
    if (Warns)
      enableWarnings(Compiler.getDiagnostics());
    return true;
  }
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler,
                                                 llvm::StringRef) override {
    ExtractOptions Whole = Options;
    Whole.LibraryDirectories = libraryDirectories(Compiler.getPreprocessor().getHeaderSearchInfo());
    return std::make_unique<ExtractConsumer>(std::move(Whole), Known, Facts);
  }

private:
  const ExtractOptions &Options;
  KnownDefinitions &Known;
  std::optional<TuFacts> &Facts;
  bool Warns;
};

} // namespace

llvm::Expected<TuFacts> parseAndExtract(const std::vector<std::string> &Arguments,
                                        llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files,
                                        const ExtractOptions &Options, KnownDefinitions &Known,
                                        std::vector<std::string> *Diagnostics) {
  std::optional<TuFacts> Facts;
  ErrorCounter Errors(Options.Root, Diagnostics);
  auto Manager = llvm::makeIntrusiveRefCnt<FileManager>(FileSystemOptions(), std::move(Files));
  auto Action =
      std::make_unique<ExtractAction>(Options, Known, Facts, /*Warns=*/Diagnostics != nullptr);
  tooling::ToolInvocation Invocation(Arguments, std::move(Action), Manager.get());
  Invocation.setDiagnosticConsumer(&Errors);
  Invocation.run();
  if (!Facts)
    return llvm::createStringError(Errors.FirstError.empty() ? "Clang could not start on it"
                                                             : Errors.FirstError);
  Facts->Units.front().Errors = Errors.getNumErrors();
  Facts->Units.front().FirstError = std::move(Errors.FirstError);
  return std::move(*Facts);
}

} // namespace memlint
