#include "analysis/extract/Suppressions.h"

#include "analysis/extract/SourceMap.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringExtras.h"

namespace memlint {
namespace {

using llvm::StringRef;

constexpr StringRef NoLint = "NOLINT", Own = "memlint: ignore";

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

/// The lines of a text and which of them hold more than a comment.
class Lines {
public:
  explicit Lines(StringRef Text) { Text.split(All, '\n'); }

  /// The number, from 1, of the first line after `Line` that is neither blank nor a comment alone.
  unsigned nextWithCode(unsigned Line) const {
    for (unsigned I = Line; I < All.size(); ++I) // All[Line] is the line after `Line`
      if (StringRef Rest = All[I].trim(); !Rest.empty() && !Rest.starts_with("//"))
        return I + 1;
    return Line + 1;
  }
  StringRef operator[](unsigned Line) const { return All[Line - 1]; }

private:
  llvm::SmallVector<StringRef, 0> All;
};

class DirectiveFinder {
public:
  explicit DirectiveFinder(StringRef Text) : Text(Text), TextLines(Text) {}

  std::vector<Directive> run() {
    unsigned Line = 1;
    for (std::size_t At = Text.find(NoLint), Counted = 0; At != StringRef::npos;
         At = Text.find(NoLint, At + 1)) {
      Line += Text.slice(Counted, At).count('\n');
      Counted = At;
      noLint(At, Line);
    }
    if (Text.contains(Own))
      forEachComment([&](StringRef Comment) { own(Comment); });
    return std::move(Found);
  }

private:
  /// Comments as the language has them: what looks like one inside a string is none.
  void forEachComment(llvm::function_ref<void(StringRef)> Visit) const {
    clang::LangOptions Language;
    Language.CPlusPlus = Language.CPlusPlus20 = Language.LineComment = Language.RawStringLiterals =
        true;
    // The lexer wants a zero behind the text, which a buffer of the source manager has.
    clang::Lexer Lex(clang::SourceLocation(), Language, Text.begin(), Text.begin(), Text.end());
    Lex.SetCommentRetentionState(true);
    clang::Token Token;
    for (bool End = false; !End;) {
      End = Lex.LexFromRawLexer(Token);
      if (Token.is(clang::tok::comment)) {
        std::size_t Behind = Lex.getBufferLocation() - Text.begin();
        Visit(Text.slice(Behind - Token.getLength(), Behind));
      }
    }
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

  /// Closes the innermost open BEGIN with the same list.
  void end(unsigned Line, const std::vector<std::string> &Checks) {
    for (Directive &D : llvm::reverse(Found))
      if (D.LastLine == 0 && D.Checks == Checks) {
        D.LastLine = Line;
        return;
      }
  }

  void own(StringRef Comment) {
    bool Block = Comment.starts_with("/*");
    StringRef Rest = Comment.ltrim("/*! ");
    std::size_t At = Rest.data() - Text.data();
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
    unsigned First = lineOf(Comment.begin()), Last = lineOf(Comment.end());
    bool Alone = isBlank(lineStart(Comment.begin()), Comment.begin()) &&
                 StringRef(Comment.end(), Text.end() - Comment.end())
                     .take_until([](char C) { return C == '\n'; })
                     .trim()
                     .empty();
    unsigned Silenced = Alone ? TextLines.nextWithCode(Last) : First;
    Directive &D = add(At, Rest, Silenced, Silenced);
    D.Own = true;
    D.Checks = std::move(Checks);
    D.LacksReason = Rest.trim().empty();
  }

  unsigned lineOf(const char *At) const {
    return 1 + StringRef(Text.begin(), At - Text.begin()).count('\n');
  }
  const char *lineStart(const char *At) const {
    return Text.begin() + (StringRef(Text.begin(), At - Text.begin()).rfind('\n') + 1);
  }
  static bool isBlank(const char *From, const char *To) {
    return StringRef(From, To - From).trim().empty();
  }

  StringRef Text;
  Lines TextLines;
  std::vector<Directive> Found;
};

} // namespace

std::vector<Directive> findDirectives(StringRef Text) {
  if (!Text.contains(NoLint) && !Text.contains(Own))
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
