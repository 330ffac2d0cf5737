// memlint's checks inside clang-tidy: a program of one unit. One adapter serves all checks; what a
// check is called and which options it has is read from the check itself.
#include "analysis/extract/Extract.h"
#include "analysis/extract/LibraryHeaders.h"
#include "analysis/link/Program.h"
#include "analysis/project/ReadModels.h"
#include "checks/AllChecks.h"
#include "checks/RunChecks.h"

#include "clang-tidy/ClangTidyCheck.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace memlint {
namespace {

/// The program of the unit at hand, made once however many checks ask. The checks of one unit share
/// it; each of them drops it when a unit starts, so that nothing outlives its unit.
struct UnitProgram {
  bool Lower = false; // some check that is on reads bodies
  std::vector<std::string> LibraryDirectories;
  std::optional<Program> Current;
  std::optional<Solution> Solved;

  /// memlint's own models, once a body is to be read.
  const Models &library() {
    if (Lower && !std::exchange(Loaded, true))
      llvm::cantFail(loadModels(Library, {}));
    return Library;
  }
  void drop() {
    Solved.reset();
    Current.reset();
  }

private:
  Models Library;
  bool Loaded = false;
};

class TidyAdapter : public clang::tidy::ClangTidyCheck {
public:
  TidyAdapter(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context, std::size_t Index,
              std::shared_ptr<UnitProgram> Unit)
      : ClangTidyCheck(Name, Context), Index(Index), Unit(std::move(Unit)) {
    for (const OptionSpec &Option : allChecks()[Index]->Options)
      Values.push_back(Options.get(Option.Name, Option.Default).str());
    this->Unit->Lower |= allChecks()[Index]->ReadsBodies;
  }

  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Map) override {
    for (std::size_t I = 0; I < Values.size(); ++I)
      Options.store(Map, allChecks()[Index]->Options[I].Name, Values[I]);
  }
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) override {
    Finder->addMatcher(clang::ast_matchers::translationUnitDecl(), this);
  }
  void registerPPCallbacks(const clang::SourceManager &, clang::Preprocessor *Reader,
                           clang::Preprocessor *) override {
    Unit->LibraryDirectories = libraryDirectories(Reader->getHeaderSearchInfo());
  }
  void onStartOfTranslationUnit() override { Unit->drop(); }
  void onEndOfTranslationUnit() override { Unit->drop(); }
  void check(const clang::ast_matchers::MatchFinder::MatchResult &Match) override {
    if (!Unit->Current) {
      KnownDefinitions OfThisUnit;
      TuFacts Facts = extractFacts(
          *Match.Context, {/*Root=*/"", {}, Unit->Lower, Unit->LibraryDirectories}, OfThisUnit);
      const TuFacts *Only = &Facts;
      Unit->Current = link({&Only, 1});
      Unit->Solved.emplace(*Unit->Current, Unit->library());
    }
    Config Settings;
    if (!applyOptions(Settings.Groups.front()))
      return;
    for (const Finding &F : runChecks(*Unit->Solved, Settings).Findings)
      show(F, *Match.Context);
  }

private:
  /// Switches this check on alone, with its options; says what is wrong with them otherwise.
  bool applyOptions(Settings &S) {
    const Check &Own = *allChecks()[Index];
    for (std::size_t I = 0; I < S.Checks.size(); ++I)
      S.Checks[I].Enabled = I == Index;
    for (std::size_t I = 0; I < Values.size(); ++I) {
      std::string Key = std::string(Own.Name) + "." + std::string(Own.Options[I].Name);
      std::string Problem = applyOption(S, Key, Values[I]);
      if (!Problem.empty()) {
        configurationDiag("%0") << Problem;
        return false;
      }
    }
    return true;
  }

  void show(const Finding &F, const clang::ASTContext &Context) {
    const clang::SourceManager &Sources = Context.getSourceManager();
    auto Where = location(F.Where, Sources);
    if (Where.isInvalid())
      return;
    std::vector<clang::FixItHint> Hints = fixItHints(F, Context);
    diag(Where, "%0") << F.Message << llvm::ArrayRef(Hints);
    for (const Step &S : F.Steps) {
      auto Place = S.Where ? location(S.Where, Sources) : Where;
      std::string Text = S.Message;
      for (const std::string &Line : S.Table)
        Text += "\n  " + Line;
      diag(Place.isValid() ? Place : Where, "%0", clang::DiagnosticIDs::Note) << Text;
    }
  }

  /// The first fix, where this unit is all that it can concern: it stays in the main file, and that
  /// is no header. Empty otherwise.
  std::vector<clang::FixItHint> fixItHints(const Finding &F,
                                           const clang::ASTContext &Context) const {
    if (F.Fixes.empty() || Context.getLangOpts().IsHeaderFile)
      return {};
    const clang::SourceManager &Sources = Context.getSourceManager();
    std::vector<clang::FixItHint> Hints;
    for (const TextEdit &E : F.Fixes.front().Edits) {
      auto Begin = location(E.Where, Sources);
      auto End = location({E.Where.File, E.Where.EndLine, E.Where.EndColumn, 0, 0}, Sources);
      if (Begin.isInvalid() || End.isInvalid() || !Sources.isInMainFile(Begin) ||
          textBetween(Begin, End, Sources) != E.Old)
        return {};
      Hints.push_back(replacement(Begin, End, E.New, Sources));
    }
    return Hints;
  }

  /// Where a hint only removes, Clang takes a blank beside it too (EditedSource), which would cost
  /// the next line a part of its indentation; so the character behind is written again.
  static clang::FixItHint replacement(clang::SourceLocation Begin, clang::SourceLocation End,
                                      std::string New, const clang::SourceManager &Sources) {
    const char *Behind = Sources.getCharacterData(End);
    if (New.empty() && (*Behind == ' ' || *Behind == '\t')) {
      New = *Behind;
      End = End.getLocWithOffset(1);
    }
    return clang::FixItHint::CreateReplacement(clang::CharSourceRange::getCharRange(Begin, End),
                                               New);
  }

  static llvm::StringRef textBetween(clang::SourceLocation Begin, clang::SourceLocation End,
                                     const clang::SourceManager &Sources) {
    return clang::Lexer::getSourceText(clang::CharSourceRange::getCharRange(Begin, End), Sources,
                                       {});
  }

  clang::SourceLocation location(const Span &S, const clang::SourceManager &Sources) const {
    auto File = Sources.getFileManager().getOptionalFileRef(Unit->Current->path(S.File));
    if (!File)
      return {};
    return Sources.translateFileLineCol(&File->getFileEntry(), S.Line, S.Column);
  }

  std::size_t Index;
  std::shared_ptr<UnitProgram> Unit;
  std::vector<std::string> Values; // in the order of Check::Options
};

class MemlintTidyModule : public clang::tidy::ClangTidyModule {
public:
  void addCheckFactories(clang::tidy::ClangTidyCheckFactories &Factories) override {
    auto Unit = std::make_shared<UnitProgram>();
    for (std::size_t I = 0; I < allChecks().size(); ++I)
      Factories.registerCheckFactory(
          fullId(*allChecks()[I]),
          [I, Unit](llvm::StringRef Name, clang::tidy::ClangTidyContext *Context) {
            return std::make_unique<TidyAdapter>(Name, Context, I, Unit);
          });
  }
};

const clang::tidy::ClangTidyModuleRegistry::Add<MemlintTidyModule>
    Registration("memlint", "memlint's checks, one unit at a time");

} // namespace
} // namespace memlint
