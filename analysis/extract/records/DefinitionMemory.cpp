#include "analysis/extract/records/DefinitionMemory.h"

#include "analysis/extract/records/EmptyMembers.h"
#include "analysis/extract/records/RecordUnits.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/TargetInfo.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/xxhash.h"

#include <type_traits>

namespace memlint {
namespace {

using namespace clang;

/// Collects what a key is made of. Texts carry their length: no two lists of parts look the same.
class KeyText {
public:
  template <typename Number> void number(Number N) {
    static_assert(std::is_integral_v<Number> || std::is_enum_v<Number>);
    const auto Wide = static_cast<std::uint64_t>(N);
    Bytes += StringRef(reinterpret_cast<const char *>(&Wide), sizeof Wide);
  }
  void text(StringRef S) {
    number(S.size());
    Bytes += S;
  }
  void place(const Span &S) {
    number(std::uint64_t(S.Line) << 32 | S.Column);
    number(std::uint64_t(S.EndLine) << 32 | S.EndColumn);
  }
  StringRef all() const { return Bytes; }
  DefinitionKey digest() const {
    const llvm::XXH128_hash_t Hash = llvm::xxh3_128bits(llvm::arrayRefFromStringRef(Bytes));
    return {Hash.high64, Hash.low64};
  }

private:
  SmallString<4096> Bytes;
};

/// What decides, beside a definition itself, how it is read and laid out.
std::string languageAndTarget(const ASTContext &Context) {
  KeyText Key;
  const LangOptions &Language = Context.getLangOpts();
#define LANGOPT(Name, Bits, Default, Compatibility, Description) Key.number(Language.Name);
#define ENUM_LANGOPT(Name, Type, Bits, Default, Compatibility, Description)                        \
  Key.number(Language.get##Name());
#include "clang/Basic/LangOptions.def"
  const TargetInfo &Target = Context.getTargetInfo();
  Key.text(Target.getTriple().str());
  Key.text(Target.getABI());
  Key.text(Target.getDataLayoutString());
  return Key.all().str();
}

/// Whether the offsets of the fields follow from what a FieldFact says of each, in every order: no
/// base, no vtable pointer and no empty member has a hand in them.
bool isLaidOutByFields(const RecordDecl &Record) {
  if (Record.getASTContext().getTargetInfo().getCXXABI().isMicrosoft() ||
      Record.isMsStruct(Record.getASTContext()) || emptyMembersMayMeet(Record))
    return false;
  const auto *Class = dyn_cast<CXXRecordDecl>(&Record);
  return !Class || (Class->getNumBases() == 0 && !Class->isDynamicClass() &&
                    llvm::none_of(Class->fields(), [](const FieldDecl *F) {
                      return F->isPotentiallyOverlapping();
                    }));
}

/// Writes what the preprocessor left of a definition, and where: two units whose macros differ read
/// the same text otherwise.
class MemberLister {
public:
  MemberLister(const SourceText &Text, FileID File, KeyText &Key)
      : Text(Text), File(File), Key(Key) {}

  /// False where a part of the definition stands in another file.
  bool list(const TagDecl &Tag) {
    attributes(Tag);
    for (const Decl *D : Tag.decls())
      if (!D->isImplicit() && !member(*D))
        return false;
    Key.number(0); // the end
    return true;
  }

private:
  bool member(const Decl &D) {
    Key.number(D.getKind() + 1);
    Key.number(D.getAccess());
    const SourceRange Range = D.getSourceRange();
    const bool Here = place(Range.getBegin()) && place(D.getLocation()) && place(Range.getEnd());
    const auto *Named = dyn_cast<NamedDecl>(&D);
    Key.text(Named && Named->getIdentifier() ? Named->getName() : "");
    attributes(D);
    if (const FunctionDecl *Function = D.getAsFunction())
      return Here && body(*Function);
    const auto *Tag = dyn_cast<TagDecl>(&D);
    return Here && (!Tag || list(*Tag));
  }
  bool body(const FunctionDecl &Function) {
    const Stmt *Body = Function.doesThisDeclarationHaveABody() ? Function.getBody() : nullptr;
    Key.number(Body != nullptr);
    return !Body || place(Body->getBeginLoc());
  }
  void attributes(const Decl &D) {
    if (!D.hasAttrs())
      return;
    for (const Attr *A : D.attrs()) {
      Key.number(A->getKind() + 1);
      place(A->getLocation()); // those of a pragma stand elsewhere
    }
  }
  bool place(SourceLocation Where) {
    const auto [In, At] = Text.placeOf(Where);
    Key.number(std::uint64_t(At) << 1 | Where.isMacroID());
    return In == File;
  }

  const SourceText &Text;
  const FileID File;
  KeyText &Key;
};

void addLayout(const RecordFact &Fact, KeyText &Key) {
  Key.number(Fact.Kind);
  for (std::uint64_t N : {Fact.Size, Fact.Alignment, Fact.DataSize})
    Key.number(N);
  for (const FieldFact &F : Fact.Fields) {
    Key.text(F.Type);
    for (std::uint64_t N : {F.Offset * 16 + F.BitOffset * 2 + F.Contended, F.Size, F.Alignment,
                            F.BitWidth ? *F.BitWidth + 1 : std::uint64_t(0)})
      Key.number(N);
  }
}

} // namespace

DefinitionMemory::DefinitionMemory(const ASTContext &Context, KnownDefinitions &Known)
    : Context(Context), Text(Context), Known(Known), Unit(languageAndTarget(Context)) {}

std::optional<DefinitionKey> DefinitionMemory::keyOf(const RecordDecl &Record,
                                                     const RecordFact &Fact) {
  const auto [Known, New] = Made.try_emplace(&Record);
  if (New)
    Known->second = makeKey(Record, Fact);
  return Known->second;
}

std::optional<DefinitionKey> DefinitionMemory::makeKey(const RecordDecl &Record,
                                                       const RecordFact &Fact) const {
  const SourceRange Braces = Record.getBraceRange();
  if (!Braces.getBegin().isFileID() || !Braces.getEnd().isFileID() || !isLaidOutByFields(Record))
    return std::nullopt;
  const auto [File, Begin] = Text.placeOf(Record.getBeginLoc());
  const auto [EndFile, End] = Text.placeOf(Braces.getEnd());
  if (File != EndFile || File != Text.placeOf(Record.getLocation()).first ||
      File == Context.getSourceManager().getMainFileID())
    return std::nullopt;
  KeyText Key;
  Key.text(Unit);
  Key.text(Fact.Usr);
  Key.place(Fact.Where);
  Key.number(Begin);
  Key.text(Text.text({File, Text.lineBegin(File, Begin), Text.nextLine(File, End)}));
  Key.number(endsInOpenArray(Record));
  addLayout(Fact, Key);
  if (!MemberLister(Text, File, Key).list(Record))
    return std::nullopt;
  return Key.digest();
}

} // namespace memlint
