#include "analysis/extract/SourceMap.h"

#include "clang/AST/ASTContext.h"
#include "clang/Basic/CharInfo.h"
#include "clang/Basic/FileManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace memlint {
namespace {

/// The length of the identifier that a text begins with, as most tokens that are asked for are; 0
/// where the lexer has to say.
unsigned identifierLength(llvm::StringRef Text) {
  if (Text.empty() || !clang::isAsciiIdentifierStart(Text.front()))
    return 0;
  const llvm::StringRef Word =
      Text.take_while([](char C) { return clang::isAsciiIdentifierContinue(C); });
  const char Next = Text.drop_front(Word.size()).empty() ? ' ' : Text[Word.size()];
  // Not where it may go on: in a prefixed literal, an escaped line or name, Unicode, a dollar.
  return clang::isASCII(Next) && !llvm::StringRef("\"'\\?$").contains(Next) ? Word.size() : 0;
}

} // namespace

std::string pathBelow(llvm::StringRef Root, llvm::StringRef Name) {
  llvm::StringRef Rest = Name;
  if (!Root.empty() && Rest.consume_front(Root) && (Root.ends_with("/") || Rest.consume_front("/")))
    return Rest.str();
  return Name.str();
}

SourceMap::SourceMap(const clang::ASTContext &Context, std::string Root,
                     std::vector<std::string> LibraryDirectories)
    : Context(Context), Sources(Context.getSourceManager()),
      Library(Sources, std::move(LibraryDirectories)), Root(std::move(Root)) {}

Span SourceMap::token(clang::SourceLocation Loc) {
  if (Loc.isInvalid())
    return {};
  Loc = Sources.getExpansionLoc(Loc);
  auto [File, Offset] = Sources.getDecomposedLoc(Loc);
  if (const unsigned Length = identifierLength(Sources.getBufferData(File).substr(Offset)))
    return onOneLine(File, Offset, Length);
  unsigned Length = clang::Lexer::MeasureTokenLength(Loc, Sources, Context.getLangOpts());
  return bytes(File, Offset, std::max(Length, 1u));
}

Span SourceMap::bytes(clang::FileID File, unsigned Offset, unsigned Length) {
  const unsigned End = Offset + Length;
  const llvm::StringRef Text = Sources.getBufferData(File);
  if (Text.slice(Offset, End).find_first_of("\r\n") == llvm::StringRef::npos)
    return onOneLine(File, Offset, Length);
  auto Id = fileOf(File);
  if (!Id)
    return {};
  return {*Id, Sources.getLineNumber(File, Offset), Sources.getColumnNumber(File, Offset),
          Sources.getLineNumber(File, End), Sources.getColumnNumber(File, End)};
}

Span SourceMap::onOneLine(clang::FileID File, unsigned Offset, unsigned Length) {
  auto Id = fileOf(File);
  if (!Id)
    return {};
  const llvm::StringRef Text = Sources.getBufferData(File);
  unsigned Begin = Offset;
  while (Begin != 0 && Text[Begin - 1] != '\n' && Text[Begin - 1] != '\r')
    --Begin;
  const unsigned Line = Sources.getLineNumber(File, Offset), Column = Offset - Begin + 1;
  return {*Id, Line, Column, Line, Column + Length};
}

bool SourceMap::isInSystemHeader(clang::SourceLocation Loc) const {
  return Sources.isInSystemHeader(Sources.getExpansionLoc(Loc));
}

bool SourceMap::isPlainUserCode(clang::SourceLocation Loc) const {
  if (Loc.isInvalid() || Loc.isMacroID())
    return false;
  return !isInSystemHeader(Loc) && !Sources.isWrittenInBuiltinFile(Loc) &&
         !Sources.isWrittenInCommandLineFile(Loc);
}

std::optional<FileId> SourceMap::fileOf(clang::FileID File) {
  if (Last && Last->first == File)
    return Last->second;
  auto Entry = Sources.getFileEntryRefForID(File);
  if (!Entry)
    return std::nullopt;
  auto [Known, New] = Ids.try_emplace(&Entry->getFileEntry(), FileId(Files.size()));
  if (New) {
    auto &Manager = Sources.getFileManager();
    llvm::SmallString<256> Absolute(Entry->getName()), Real;
    Manager.makeAbsolutePath(Absolute);
    llvm::sys::path::remove_dots(Absolute, /*remove_dot_dot=*/true);
    if (Manager.getVirtualFileSystem().getRealPath(Absolute, Real))
      Real = Absolute;
    Files.push_back(pathBelow(Root, Real));
  }
  Last.emplace(File, Known->second);
  return Known->second;
}

} // namespace memlint
