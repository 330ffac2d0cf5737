#include "analysis/extract/SourceMap.h"

#include "clang/AST/ASTContext.h"
#include "clang/Basic/FileManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace memlint {

std::string pathBelow(llvm::StringRef Root, llvm::StringRef Name) {
  llvm::StringRef Rest = Name;
  if (!Root.empty() && Rest.consume_front(Root) && (Root.ends_with("/") || Rest.consume_front("/")))
    return Rest.str();
  return Name.str();
}

SourceMap::SourceMap(const clang::ASTContext &Context, std::string Root)
    : Context(Context), Sources(Context.getSourceManager()), Root(std::move(Root)) {}

Span SourceMap::token(clang::SourceLocation Loc) {
  if (Loc.isInvalid())
    return {};
  Loc = Sources.getExpansionLoc(Loc);
  auto [File, Offset] = Sources.getDecomposedLoc(Loc);
  unsigned Length = clang::Lexer::MeasureTokenLength(Loc, Sources, Context.getLangOpts());
  return bytes(File, Offset, std::max(Length, 1u));
}

Span SourceMap::bytes(clang::FileID File, unsigned Offset, unsigned Length) {
  auto Id = fileOf(File);
  if (!Id)
    return {};
  unsigned End = Offset + Length;
  return {*Id, Sources.getLineNumber(File, Offset), Sources.getColumnNumber(File, Offset),
          Sources.getLineNumber(File, End), Sources.getColumnNumber(File, End)};
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
  return Known->second;
}

} // namespace memlint
