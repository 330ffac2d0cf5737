#include "analysis/extract/Suppressions.h"

#include "analysis/extract/SourceMap.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringExtras.h"

namespace memlint {
namespace {

using llvm::StringRef;

constexpr StringRef NoLint = "NOLINT", Own = "memlint: ignore", Leaks = "memlint: leaks";

/// `a, b*` of "(a, b*)" with brackets of the given kind; none where the text does not start so.
std::optional<StringRef> bracketed(StringRef Text, char Open, char Close) {
  if (!Text.starts_with(Open))
    return std::nullopt;
  auto End = Text.take_until([](char C) { return C == '\n'; }).find(Close);
  if (End == StringRef::npos)
    return std::nullopt;
  return Text.slice(1, End);
}

std::vector<std::string> splitGlobs(StringRef List) {
  std::vector<std::string> Globs;
  llvm::SmallVector<StringRef, 4> Parts;
  List.split(Parts, ',');
  Globs.reserve(Parts.size());
  for (StringRef Part : Parts)
    Globs.push_back(Part.trim().str());
  return Globs;
}

class DirectiveFinder {
public:
  explicit DirectiveFinder(StringRef Text) : Text(Text) {}

  std::vector<Directive> run() {
    unsigned Line = 1;
    for (std::size_t At = Text.find(NoLint), Counted = 0; At != StringRef::npos;) {
      Line += Text.slice(Counted, At).count('\n');
      Counted = At;
      noLint(At, Line);
      std::size_t Behind = At + NoLint.size(); // the whole word: NOLINTNOLINT is another
      At = Text.find(NoLint, Behind + Text.substr(Behind).take_while(llvm::isAlpha).size());
    }
    if (Text.contains(Own) || Text.contains(Leaks))
      ownForm();
    llvm::sort(Found, [](const Directive &A, const Directive &B) { return A.Offset < B.Offset; });
    return std::move(Found);
  }

private:
  /// A token of the text, comments included, preprocessor directives left out.
  struct Piece {
    StringRef Spelling;
    unsigned FirstLine, LastLine;
    bool IsComment;
  };

  /// The text as the language reads it: what looks like a comment inside a string is none.
  std::vector<Piece> pieces() const {
    clang::LangOptions Language;
    Language.CPlusPlus = Language.CPlusPlus11 = Language.CPlusPlus14 = Language.CPlusPlus17 =
        Language.CPlusPlus20 = Language.C99 = Language.LineComment = Language.Digraphs =
            Language.Char8 = Language.RawStringLiterals = true;
    // The lexer wants a zero behind the text, which a buffer of the source manager has.
    clang::Lexer Lex(clang::SourceLocation(), Language, Text.begin(), Text.begin(), Text.end());
    Lex.SetCommentRetentionState(true);
    std::vector<Piece> All;
    clang::Token Token;
    unsigned Line = 1, Directive = 0; // the line of the preprocessor directive at hand
    std::size_t Counted = 0;
    for (bool End = false; !End;) {
      End = Lex.LexFromRawLexer(Token);
      if (Token.is(clang::tok::eof))
        break;
      std::size_t Behind = Lex.getBufferLocation() - Text.begin();
      StringRef Spelling = Text.slice(Behind - Token.getLength(), Behind);
      Line += Text.slice(Counted, Behind - Token.getLength()).count('\n');
      unsigned Last = Line + Spelling.count('\n');
      Counted = Behind;
      if (Token.is(clang::tok::hash) && Token.isAtStartOfLine())
        Directive = Line;
      if (Token.is(clang::tok::comment) || Directive != Line)
        All.push_back({Spelling, Line, Last, Token.is(clang::tok::comment)});
      Line = Last;
    }
    return All;
  }

  Directive &add(std::size_t At, StringRef Rest, unsigned First, unsigned Last) {
    Directive &D = Found.emplace_back();
    D.Offset = At;
    D.Length = Rest.data() - Text.data() - At;
    D.FirstLine = First;
    D.LastLine = Last;
    return D;
  }

  void noLint(std::size_t At, unsigned Line) {
    StringRef Rest = Text.substr(At + NoLint.size());
    StringRef Suffix = Rest.take_while(llvm::isAlpha);
    if (Suffix != "" && Suffix != "NEXTLINE" && Suffix != "BEGIN" && Suffix != "END")
      return;
    Rest = Rest.drop_front(Suffix.size());
    std::vector<std::string> Checks;
    if (auto List = bracketed(Rest, '(', ')')) {
      Checks = splitGlobs(*List);
      Rest = Rest.drop_front(List->size() + 2);
    }
    if (Suffix == "END")
      return end(Line, Checks);
    unsigned Silenced = Suffix == "NEXTLINE" ? Line + 1 : Line;
    Directive &D = add(At, Rest, Silenced, Suffix == "BEGIN" ? 0 : Silenced);
    D.Own = llvm::any_of(Checks, [](StringRef C) { return C.starts_with("memlint-"); });
    D.Checks = std::move(Checks);
  }

  /// Closes the innermost open BEGIN, if that has the same list.
  void end(unsigned Line, const std::vector<std::string> &Checks) {
    auto Open = std::find_if(Found.rbegin(), Found.rend(),
                             [](const Directive &D) { return D.LastLine == 0; });
    if (Open != Found.rend() && Open->Checks == Checks)
      Open->LastLine = Line;
  }

  void ownForm() {
    std::vector<Piece> All = pieces();
    for (std::size_t I = 0; I < All.size(); ++I)
      if (All[I].IsComment)
        own(All[I].Spelling, silencedBy(All, I));
  }

  /// The line that a comment speaks of: its own where code stands on it, else the next with code.
  static unsigned silencedBy(const std::vector<Piece> &All, std::size_t Comment) {
    const Piece &Own = All[Comment];
    for (std::size_t I = Comment; I-- > 0 && All[I].LastLine == Own.FirstLine;)
      if (!All[I].IsComment)
        return Own.FirstLine;
    for (std::size_t I = Comment + 1; I < All.size(); ++I)
      if (!All[I].IsComment)
        return All[I].FirstLine;
    return Own.LastLine + 1;
  }

  void own(StringRef Comment, unsigned Silenced) {
    bool Block = Comment.starts_with("/*");
    StringRef Rest = Comment.ltrim("/*! \t\r\n");
    std::size_t At = Rest.data() - Text.data();
    if (Rest.starts_with(Leaks))
      return onPurpose(At, Rest, Silenced);
    if (!Rest.consume_front(Own))
      return;
    if (Block)
      Rest.consume_back("*/");
    std::vector<std::string> Checks{"memlint-*"};
    if (Rest.ltrim().starts_with("["))
      Rest = Rest.ltrim();
    if (auto List = bracketed(Rest, '[', ']')) {
      Checks = splitGlobs(*List);
      for (std::string &Check : Checks)
        if (!StringRef(Check).starts_with("memlint-") && !StringRef(Check).starts_with("*"))
          Check.insert(0, "memlint-");
      Rest = Rest.drop_front(List->size() + 2);
    } else if (!Rest.empty() && !llvm::isSpace(Rest.front())) {
      return; // "memlint: ignored" and the like
    }
    Directive &D = add(At, Rest, Silenced, Silenced);
    D.Own = true;
    D.Checks = std::move(Checks);
    D.LacksReason = Rest.trim().empty();
  }

  /// What is lost on purpose, as in tests of leak checkers: the word is the reason.
  void onPurpose(std::size_t At, StringRef Rest, unsigned Silenced) {
    if (StringRef Behind = Rest.drop_front(Leaks.size());
        !Behind.empty() && (llvm::isAlnum(Behind.front()) || Behind.front() == '_'))
      return;
    Directive &D = add(At, Rest, Silenced, Silenced);
    D.Own = true;
    D.Checks = {"memlint-resource-leak"};
  }

  StringRef Text;
  std::vector<Directive> Found;
};

} // namespace

std::vector<Directive> findDirectives(StringRef Text) {
  if (!Text.contains(NoLint) && !Text.contains(Own) && !Text.contains(Leaks))
    return {};
  auto Found = DirectiveFinder(Text).run();
  llvm::erase_if(Found, [](const Directive &D) { return D.LastLine == 0; });
  return Found;
}

std::vector<SuppressionFact> suppressionFacts(const clang::SourceManager &Sources, SourceMap &Map) {
  std::vector<SuppressionFact> Facts;
  llvm::DenseSet<const clang::FileEntry *> Seen;
  for (unsigned I = 1, End = Sources.local_sloc_entry_size(); I < End; ++I) {
    const auto &Entry = Sources.getLocalSLocEntry(I);
    if (!Entry.isFile() || Entry.getFile().getFileCharacteristic() != clang::SrcMgr::C_User)
      continue;
    auto File = Sources.getFileID(clang::SourceLocation::getFromRawEncoding(Entry.getOffset()));
    auto Text = Sources.getBufferDataOrNone(File);
    if (!Text || !Seen.insert(Sources.getFileEntryForID(File)).second)
      continue;
    for (Directive &D : findDirectives(*Text)) {
      Span Where = Map.bytes(File, D.Offset, D.Length);
      if (Where)
        Facts.push_back(
            {Where, D.FirstLine, D.LastLine, D.Own, D.LacksReason, std::move(D.Checks)});
    }
  }
  return Facts;
}

} // namespace memlint
