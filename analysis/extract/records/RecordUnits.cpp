#include "analysis/extract/records/RecordUnits.h"

#include "analysis/extract/records/EmptyMembers.h"
#include "analysis/extract/records/HypotheticalLayout.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Basic/TargetInfo.h"

#include <algorithm>
#include <numeric>

namespace memlint {
namespace {

using namespace clang;

/// Whether the field, at the end of its record, stands for an array of any length: `[]`, GNU's
/// `[0]` or C90's `[1]`, by itself or through the record that it ends in.
bool isOpenAtTheEnd(const FieldDecl &Field) {
  const RecordDecl *Inner = Field.getType()->getAsRecordDecl();
  return Decl::isFlexibleArrayMemberLike(
             Field.getASTContext(), &Field, Field.getType(),
             LangOptions::StrictFlexArraysLevelKind::OneZeroOrIncomplete,
             /*IgnoreTemplateOrMacroSubstitution=*/true) ||
         (Inner && Inner->isCompleteDefinition() && endsInOpenArray(*Inner));
}

class UnitReader {
public:
  UnitReader(ASTContext &Context, const RecordDecl &Record)
      : Context(Context), Sources(Context.getSourceManager()), Record(Record) {
    if (const auto *Max = Record.getAttr<MaxFieldAlignmentAttr>())
      MaxAlignment = Max->getAlignment();
    else if (unsigned Pack = Context.getLangOpts().PackStruct)
      MaxAlignment = Pack * Context.getCharWidth();
  }

  RecordUnits read() {
    Result.Exact = !emptyMembersMayMeet(Record) && !hasMicrosoftsRules() &&
                   (isMicrosoft() || !Record.isMsStruct(Context)); // by rules of neither
    Result.Start = firstFieldOffset(Context, Record) * Context.getCharWidth();
    Result.Alignment = Context.toBits(Context.getASTRecordLayout(&Record).getAlignment());
    const bool Open = endsInOpenArray(Record);
    const FieldDecl *Before = nullptr, *Last = nullptr;
    for (const FieldDecl *Field : Record.fields())
      Last = Field;
    for (const FieldDecl *Field : Record.fields()) {
      if (Before && opensSection(*Before, *Field))
        ++Section;
      if (Open && Field == Last)
        addTail(*Field);
      else
        add(*Field, Before);
      Before = Field;
    }
    addBases();
    return std::move(Result);
  }

private:
  bool isMicrosoft() const { return Context.getTargetInfo().getCXXABI().isMicrosoft(); }
  /// Microsoft's compiler lays out bit-fields, and empty, virtual and over-aligned parts, by rules
  /// of its own.
  bool hasMicrosoftsRules() const {
    if (!isMicrosoft())
      return false;
    const auto *Class = dyn_cast<CXXRecordDecl>(&Record);
    const ASTRecordLayout &Layout = Context.getASTRecordLayout(&Record);
    const bool OwnPointer = Class && Layout.hasOwnVFPtr();
    const std::uint64_t Plain =
        Context.getTypeAlign(OwnPointer ? Context.VoidPtrTy : Context.DoubleTy);
    return (Class && Class->getNumVBases() != 0) ||
           Layout.getRequiredAlignment().getQuantity() > 1 ||
           inBits(Layout.getAlignment()) > Plain ||
           llvm::any_of(Record.fields(), [this](const FieldDecl *F) {
             return F->isBitField() || F->isPotentiallyOverlapping() ||
                    F->getType()->isIncompleteArrayType() || Context.getTypeSize(F->getType()) == 0;
           });
  }

  std::uint64_t inBits(CharUnits Size) const { return Context.toBits(Size); }

  /// Clang's `packed` spares members of class type that are not POD, as GCC's does (but not its
  /// older releases, nor those platforms whose compilers came before).
  bool isPacked(const FieldDecl &Field) const {
    if (Field.hasAttr<PackedAttr>() || !Record.hasAttr<PackedAttr>())
      return Field.hasAttr<PackedAttr>();
    const CXXRecordDecl *Class = Field.getType()->getAsCXXRecordDecl();
    const llvm::Triple &Target = Context.getTargetInfo().getTriple();
    return !Class || Class->isPOD() || Class->hasAttr<PackedAttr>() || isMicrosoft() ||
           Target.isPS() || Target.isOSDarwin() || Target.isOSAIX() ||
           Context.getLangOpts().getClangABICompat() <= LangOptions::ClangABI::Ver15;
  }
  std::uint64_t capped(std::uint64_t Alignment) const {
    return MaxAlignment != 0 ? std::min(Alignment, MaxAlignment) : Alignment;
  }

  /// Itanium C++ ABI 2.4 II.1, as RecordLayoutBuilder.cpp has it.
  FieldShape bitField(const FieldDecl &Field) const {
    const TypeInfo Type = Context.getTypeInfo(Field.getType());
    const std::uint64_t Width = Field.getBitWidthValue(), Explicit = Field.getMaxAlignment();
    if (Width > Type.Width)
      return {Width, alignmentOfWide(Width)};
    const bool Packed = isPacked(Field) && Width != 0; // one of width 0 aligns what follows
    const std::uint64_t Alignment = std::max<std::uint64_t>(Packed ? 1 : Type.Align, Explicit);
    if (Width == 0)
      return {0, Alignment};
    if (MaxAlignment != 0) // of any value: none has to stay in its storage unit
      return {Width, Explicit <= MaxAlignment ? std::max<std::uint64_t>(Explicit, 1) : 1};
    return {Width, Alignment, Type.Width, std::max<std::uint64_t>(Explicit, 1)};
  }
  /// One wider than its type stands as the largest integer that it could hold.
  std::uint64_t alignmentOfWide(std::uint64_t Width) const {
    Width = std::min<std::uint64_t>(Width,
                                    Context.getTargetInfo().getLargestOverSizedBitfieldContainer());
    std::uint64_t Alignment = Context.getCharWidth();
    for (QualType Type :
         {Context.UnsignedCharTy, Context.UnsignedShortTy, Context.UnsignedIntTy,
          Context.UnsignedLongTy, Context.UnsignedLongLongTy, Context.UnsignedInt128Ty})
      if (Context.getTypeSize(Type) <= Width)
        Alignment = Context.getTypeAlign(Type);
    return Alignment;
  }

  FieldShape plainField(const FieldDecl &Field) {
    const QualType Type = Field.getType();
    const std::uint64_t Own = isPacked(Field) ? Context.getCharWidth() : Context.getTypeAlign(Type);
    FieldShape Shape;
    Shape.Alignment = capped(std::max<std::uint64_t>(Own, Field.getMaxAlignment()));
    Shape.Size = Type->isIncompleteArrayType() ? 0 : inBits(Context.getTypeSizeInChars(Type));
    if (Field.isPotentiallyOverlapping())
      overlap(*Type->getAsCXXRecordDecl(), Shape);
    return Shape;
  }
  /// Others may stand in the tail padding; an empty member stands beside the others, from the
  /// record's beginning on.
  void overlap(const CXXRecordDecl &Class, FieldShape &Shape) {
    const ASTRecordLayout &Layout = Context.getASTRecordLayout(&Class);
    if (Class.isEmpty()) {
      Result.LeastEnd = std::max(Result.LeastEnd, Shape.Size);
      Shape = {0, Context.getCharWidth()};
      return;
    }
    const std::uint64_t Whole = Shape.Size, Aligned = Context.toBits(Layout.getAlignment());
    Shape.Size = inBits(std::max(Layout.getNonVirtualSize(), Layout.getDataSize()));
    // The record has to hold all of it: seldom more than its own alignment makes sure of.
    if (Whole != llvm::alignTo(Shape.Size, Aligned) || Shape.Alignment < Aligned)
      Result.Exact = false;
  }

  void add(const FieldDecl &Field, const FieldDecl *Before) {
    bool Continues = Field.isBitField() && Before && Before->isBitField();
    if (!Continues) {
      Result.Units.push_back({{}, Section});
      Result.Fields.emplace_back();
    }
    Result.Units.back().Fields.push_back(Field.isBitField() ? bitField(Field) : plainField(Field));
    Result.Fields.back().push_back(Field.getFieldIndex());
  }
  void addTail(const FieldDecl &Field) {
    Result.Tail.push_back(plainField(Field));
    Result.TailFields.push_back(Field.getFieldIndex());
  }

  void addBases() {
    const auto *Class = dyn_cast<CXXRecordDecl>(&Record);
    if (Class && Class->isEmpty()) // has an address of its own
      Result.LeastEnd = std::max<std::uint64_t>(Result.LeastEnd, Context.getCharWidth());
    if (!Class || (Class->getNumBases() == 0 && !Class->isDynamicClass()))
      return;
    Result.LeastEnd =
        std::max(Result.LeastEnd, sizeByClang(Context, Record, {}) * Context.getCharWidth());
    addVirtualBases(*Class);
  }
  /// Those that stand behind the fields: all but empty and primary ones.
  void addVirtualBases(const CXXRecordDecl &Class) {
    const ASTRecordLayout &Layout = Context.getASTRecordLayout(&Class);
    std::vector<std::pair<CharUnits, const ASTRecordLayout *>> Bases;
    for (const CXXBaseSpecifier &Base : Class.vbases()) {
      const CXXRecordDecl *Definition = Base.getType()->getAsCXXRecordDecl();
      const CharUnits Offset = Layout.getVBaseClassOffset(Definition);
      if (!Definition->isEmpty())
        Bases.emplace_back(Offset, &Context.getASTRecordLayout(Definition));
      else if (!Offset.isZero()) // it met another of its type
        Result.Exact = false;
    }
    llvm::sort(Bases, llvm::less_first());
    CharUnits End = Layout.getNonVirtualSize();
    for (const auto &[Offset, Base] : Bases) {
      if (Offset < End) // inside the one that it is the primary base of
        continue;
      Result.Tail.push_back(
          {inBits(Base->getNonVirtualSize()), capped(inBits(Base->getNonVirtualAlignment()))});
      End = Offset + Base->getNonVirtualSize();
    }
  }

  /// Whether another access, a blank line or a comment on lines of its own parts two fields.
  bool opensSection(const FieldDecl &Before, const FieldDecl &Field) const {
    if (Before.getAccess() != Field.getAccess())
      return true;
    auto [File, Begin] = Sources.getDecomposedExpansionLoc(Before.getEndLoc());
    auto [OtherFile, End] = Sources.getDecomposedExpansionLoc(Field.getBeginLoc());
    if (File != OtherFile || Begin >= End)
      return false;
    StringRef Between = Sources.getBufferData(File).slice(Begin, End);
    Between = Between.substr(std::min(Between.find('\n'), Between.size()));
    Between.consume_front("\n");
    for (StringRef Line; !Between.empty();) {
      std::tie(Line, Between) = Between.split('\n');
      Line = Line.ltrim();
      if ((Line.trim().empty() && !Between.empty()) || Line.starts_with("//") ||
          Line.starts_with("/*"))
        return true;
    }
    return false;
  }

  ASTContext &Context;
  const SourceManager &Sources;
  const RecordDecl &Record;
  std::uint64_t MaxAlignment = 0; // bits; 0: none is set
  std::uint32_t Section = 0;
  RecordUnits Result;
};

} // namespace

bool endsInOpenArray(const RecordDecl &Record) {
  if (Record.isUnion())
    return llvm::any_of(Record.fields(), [](const FieldDecl *F) { return isOpenAtTheEnd(*F); });
  const FieldDecl *Last = nullptr;
  for (const FieldDecl *Field : Record.fields())
    Last = Field;
  return Last && isOpenAtTheEnd(*Last);
}

std::vector<std::uint32_t> RecordUnits::declared() const {
  std::vector<std::uint32_t> Order(Units.size());
  std::iota(Order.begin(), Order.end(), 0U);
  return Order;
}

std::vector<std::uint32_t> RecordUnits::fieldsInOrder(std::span<const std::uint32_t> Order) const {
  std::vector<std::uint32_t> All;
  for (std::uint32_t Unit : Order)
    All.insert(All.end(), Fields[Unit].begin(), Fields[Unit].end());
  All.insert(All.end(), TailFields.begin(), TailFields.end());
  return All;
}

RecordUnits unitsOf(ASTContext &Context, const RecordDecl &Record) {
  return UnitReader(Context, Record).read();
}

} // namespace memlint
