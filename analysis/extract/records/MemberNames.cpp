#include "analysis/extract/records/MemberNames.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/TypeLoc.h"
#include "llvm/ADT/StringSwitch.h"

namespace memlint {
namespace {

using namespace clang;

bool measures(StringRef Word) {
  return llvm::StringSwitch<bool>(Word)
      .Cases({"sizeof", "decltype", "alignof", "_Alignof", "typeof"}, true)
      .Cases({"__typeof__", "__typeof", "__alignof__", "offsetof"}, true)
      .Default(false);
}

void addWords(const RecordBody &Body, const SourceText &Text, unsigned Begin, unsigned End,
              MemberNames &Names) {
  auto From = llvm::partition_point(Body.Pieces, [&](const auto &P) { return P.Begin < Begin; });
  for (const TextPiece &P : llvm::make_range(From, Body.Pieces.end())) {
    if (P.Begin >= End)
      break;
    if (P.Kind != tok::raw_identifier)
      continue;
    StringRef Word = Text.text({Body.File, P.Begin, P.End});
    Names.Words.insert(Word);
    Names.Measures |= measures(Word);
  }
}

/// The names that a tag brings into the scope around it. C has no scopes in records.
void addTag(const TagDecl &Tag, MemberNames &Names) {
  Names.Types.insert(Tag.getName());
  if (const auto *Enum = dyn_cast<EnumDecl>(&Tag); Enum && !Enum->isScoped())
    for (const EnumConstantDecl *Constant : Enum->enumerators())
      Names.Types.insert(Constant->getName());
  if (Tag.getASTContext().getLangOpts().CPlusPlus)
    return;
  for (const Decl *D : cast<DeclContext>(&Tag)->decls())
    if (const auto *Inner = dyn_cast<TagDecl>(D))
      addTag(*Inner, Names);
}

/// Where the declaration of a field ends, its initializer and the attributes behind it left out.
unsigned declarationEnd(const FieldDecl &Field, const SourceText &Text) {
  SourceLocation End = Field.getLocation();
  if (const TypeSourceInfo *Type = Field.getTypeSourceInfo())
    End = Type->getTypeLoc().getEndLoc();
  unsigned Behind = Text.placeOf(Field.getLocation()).second;
  if (End.isValid())
    Behind = std::max(Behind, Text.placeOf(End).second);
  if (const Expr *Width = Field.getBitWidth())
    Behind = std::max(Behind, Text.placeOf(Width->getEndLoc()).second);
  return Behind + 1;
}

void addDeclared(const Decl &D, MemberNames &Names) {
  if (const auto *Tag = dyn_cast<TagDecl>(&D))
    return addTag(*Tag, Names);
  const auto *Named = dyn_cast<NamedDecl>(&D);
  if (!Named || !Named->getIdentifier())
    return;
  bool IsFunction = isa<FunctionDecl, FunctionTemplateDecl>(D);
  (IsFunction ? Names.Objects : Names.Types).insert(Named->getName());
}

unsigned endOfOther(const Decl &D, const SourceText &Text) {
  const auto *Function = D.getAsFunction();
  if (Function && Function->doesThisDeclarationHaveABody() && Function->getBody())
    return Text.placeOf(Function->getBody()->getBeginLoc()).second;
  return Text.placeOf(D.getEndLoc()).second + 1;
}

} // namespace

bool MemberNames::needs(const MemberNames &Earlier) const {
  auto Names = [&](const llvm::StringSet<> &Declared) {
    return llvm::any_of(Declared, [&](const auto &E) { return Words.contains(E.getKey()); });
  };
  return Names(Earlier.Types) || (Measures && Names(Earlier.Objects));
}

MemberNames namesOf(const RecordBody &Body, const MemberChunk &Chunk,
                    ArrayRef<const FieldDecl *> Fields, ArrayRef<const TagDecl *> Tags,
                    const SourceText &Text) {
  MemberNames Names;
  Names.Begin = Chunk.Begin;
  Names.End = Chunk.End;
  unsigned End = Chunk.Begin;
  for (const FieldDecl *Field : Fields) {
    Names.Objects.insert(Field->getName());
    End = std::max(End, declarationEnd(*Field, Text));
  }
  addWords(Body, Text, Chunk.Begin, End, Names);
  for (const TagDecl *Tag : Tags)
    if (auto [File, At] = Text.placeOf(Tag->getBeginLoc());
        File == Body.File && At >= Chunk.Begin && At < Chunk.End) {
      addTag(*Tag, Names);
      addWords(Body, Text, Chunk.Begin, Text.placeOf(Tag->getEndLoc()).second, Names);
    }
  Names.Types.erase("");
  return Names;
}

std::vector<MemberNames> otherMembers(const RecordBody &Body, const RecordDecl &Record,
                                      const SourceText &Text) {
  std::vector<MemberNames> Members;
  for (const Decl *D : Record.decls()) {
    auto [File, At] = Text.placeOf(D->getBeginLoc());
    bool InField = llvm::any_of(
        Body.Chunks, [&, At = At](const MemberChunk &C) { return At >= C.Begin && At < C.End; });
    if (D->isImplicit() || InField || File != Body.File || At < Body.Begin || At >= Body.End ||
        isa<FieldDecl, IndirectFieldDecl, AccessSpecDecl>(D))
      continue;
    MemberNames &Names = Members.emplace_back();
    Names.Begin = At;
    Names.End = endOfOther(*D, Text);
    addDeclared(*D, Names);
    addWords(Body, Text, Names.Begin, Names.End, Names);
    Names.Types.erase("");
  }
  return Members;
}

} // namespace memlint
