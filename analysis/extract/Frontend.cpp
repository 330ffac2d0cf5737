#include "analysis/extract/Frontend.h"

#include "analysis/extract/SourceMap.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Regex.h"

#include <algorithm>
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

/// `:12:3` of a type without a name, as in "(unnamed struct at a.h:12:3)", taken away.
std::string withoutLines(llvm::StringRef Text) {
  std::string Result = Text.str();
  llvm::Regex Numbers(":[0-9]+:[0-9]+");
  while (Numbers.match(Result))
    Result = Numbers.sub("", Result);
  std::replace(Result.begin(), Result.end(), '\n', ' ');
  return Result;
}

/// Counts errors and keeps the first; shows nothing. Collects what it is given a list for.
class ErrorCounter : public DiagnosticConsumer {
public:
  ErrorCounter(llvm::StringRef Root, std::vector<std::string> *Diagnostics)
      : Root(Root), Diagnostics(Diagnostics) {}

  void HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info) override {
    DiagnosticConsumer::HandleDiagnostic(Level, Info);
    if (Diagnostics && Level >= DiagnosticsEngine::Warning)
      Diagnostics->push_back(line(Level, Info));
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
  std::string line(DiagnosticsEngine::Level Level, const Diagnostic &Info) const {
    llvm::SmallString<128> Text;
    Info.FormatDiagnostic(Text);
    std::string Line;
    if (Info.hasSourceManager() && Info.getLocation().isValid())
      if (auto Place = Info.getSourceManager().getPresumedLoc(Info.getLocation()); Place.isValid())
        Line = pathBelow(Root, Place.getFilename()) + ": ";
    Line += Level == DiagnosticsEngine::Warning ? "warning: " : "error: ";
    Line += withoutLines(Text);
    llvm::StringRef Flag =
        Info.getDiags()->getDiagnosticIDs()->getWarningOptionForDiag(Info.getID());
    return Flag.empty() ? Line : Line + " [-W" + Flag.str() + "]";
  }

  std::string Root;
  std::vector<std::string> *Diagnostics;
};

class ExtractConsumer : public ASTConsumer {
public:
  ExtractConsumer(const ExtractOptions &Options, KnownDefinitions &Known,
                  std::optional<TuFacts> &Facts)
      : Options(Options), Known(Known), Facts(Facts) {}

  void Initialize(ASTContext &Context) override { Sources = &Context.getSourceManager(); }
  bool shouldSkipFunctionBody(Decl *D) override {
    return Sources->isInSystemHeader(Sources->getExpansionLoc(D->getLocation()));
  }
  void HandleTranslationUnit(ASTContext &Context) override {
    Facts = extractFacts(Context, Options, Known);
  }

private:
  const ExtractOptions &Options;
  KnownDefinitions &Known;
  std::optional<TuFacts> &Facts;
  const SourceManager *Sources = nullptr;
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
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &, llvm::StringRef) override {
    return std::make_unique<ExtractConsumer>(Options, Known, Facts);
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
  Facts->Errors = Errors.getNumErrors();
  Facts->FirstError = std::move(Errors.FirstError);
  return std::move(*Facts);
}

} // namespace memlint
