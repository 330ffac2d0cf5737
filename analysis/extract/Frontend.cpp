#include "analysis/extract/Frontend.h"

#include "analysis/extract/SourceMap.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/SmallString.h"

#include <optional>

namespace memlint {
namespace {

using namespace clang;

/// Counts errors and keeps the first; shows nothing.
class ErrorCounter : public DiagnosticConsumer {
public:
  explicit ErrorCounter(llvm::StringRef Root) : Root(Root) {}

  void HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info) override {
    DiagnosticConsumer::HandleDiagnostic(Level, Info);
    if (Level < DiagnosticsEngine::Error || !FirstError.empty())
      return;
    llvm::SmallString<128> Text;
    Info.FormatDiagnostic(Text);
    if (Info.hasSourceManager() && Info.getLocation().isValid()) {
      auto Place = Info.getSourceManager().getPresumedLoc(Info.getLocation());
      if (Place.isValid())
        FirstError = pathBelow(Root, Place.getFilename()) + ":" + std::to_string(Place.getLine()) +
                     ":" + std::to_string(Place.getColumn()) + ": ";
    }
    FirstError += Text.str();
  }

  std::string FirstError;

private:
  std::string Root;
};

class ExtractConsumer : public ASTConsumer {
public:
  ExtractConsumer(const ExtractOptions &Options, std::optional<TuFacts> &Facts)
      : Options(Options), Facts(Facts) {}

  void Initialize(ASTContext &Context) override { Sources = &Context.getSourceManager(); }
  bool shouldSkipFunctionBody(Decl *D) override {
    return Sources->isInSystemHeader(Sources->getExpansionLoc(D->getLocation()));
  }
  void HandleTranslationUnit(ASTContext &Context) override {
    Facts = extractFacts(Context, Options);
  }

private:
  const ExtractOptions &Options;
  std::optional<TuFacts> &Facts;
  const SourceManager *Sources = nullptr;
};

class ExtractAction : public ASTFrontendAction {
public:
  ExtractAction(const ExtractOptions &Options, std::optional<TuFacts> &Facts)
      : Options(Options), Facts(Facts) {}

  bool BeginSourceFileAction(CompilerInstance &Compiler) override {
    Compiler.getFrontendOpts().SkipFunctionBodies = true; // those the consumer agrees to
    Compiler.getDiagnostics().setErrorLimit(0);           // read as far as it goes
    return true;
  }
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &, llvm::StringRef) override {
    return std::make_unique<ExtractConsumer>(Options, Facts);
  }

private:
  const ExtractOptions &Options;
  std::optional<TuFacts> &Facts;
};

} // namespace

llvm::Expected<TuFacts> parseAndExtract(const std::vector<std::string> &Arguments,
                                        llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files,
                                        const ExtractOptions &Options) {
  std::optional<TuFacts> Facts;
  ErrorCounter Errors(Options.Root);
  auto Manager = llvm::makeIntrusiveRefCnt<FileManager>(FileSystemOptions(), std::move(Files));
  tooling::ToolInvocation Invocation(Arguments, std::make_unique<ExtractAction>(Options, Facts),
                                     Manager.get());
  Invocation.setDiagnosticConsumer(&Errors);
  Invocation.run();
  if (!Facts)
    return llvm::createStringError(Errors.FirstError.empty() ? "Clang could not start on it"
                                                             : Errors.FirstError);
  Facts->Errors = Errors.getNumErrors();
  Facts->FirstError = std::move(Errors.FirstError);
  return std::move(*Facts);
}

} // namespace memlint
