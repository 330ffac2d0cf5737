#include "analysis/extract/RecordUnits.h"

#include "analysis/extract/HypotheticalLayout.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Basic/SourceManager.h"

#include <algorithm>
#include <limits>

namespace memlint {
namespace {

using namespace clang;

constexpr std::uint64_t NoWindow = std::numeric_limits<std::uint64_t>::max();

/// Ends in an array that stands for one of any length, `[]`, GNU's `[0]` or C90's `[1]`, by itself
/// or through the record that it ends in.
bool endsInOpenArray(const RecordDecl &Record) {
  const FieldDecl *Last = nullptr;
  for (const FieldDecl *Field : Record.fields()) {
    Last = Field;
    const RecordDecl *Inner = Field->getType()->getAsRecordDecl();
    if (Record.isUnion() && Inner && Inner->isCompleteDefinition() && endsInOpenArray(*Inner))
      return true;
    if (Decl::isFlexibleArrayMemberLike(Field->getASTContext(), Field, Field->getType(),
                                        LangOptions::StrictFlexArraysLevelKind::OneZeroOrIncomplete,
                                        /*IgnoreTemplateOrMacroSubstitution=*/true))
      return true;
  }
  const RecordDecl *Inner = Last ? Last->getType()->getAsRecordDecl() : nullptr;
  return Inner && Inner->isCompleteDefinition() && endsInOpenArray(*Inner);
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
    Result.Start = firstFieldOffset(Context, Record) * Context.getCharWidth();
    Result.Alignment = Context.toBits(Context.getASTRecordLayout(&Record).getAlignment());
    const bool Open = Record.hasFlexibleArrayMember() || endsInOpenArray(Record);
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
    addVirtualBases();
    return std::move(Result);
  }

private:
  std::uint64_t inBits(CharUnits Size) const { return Context.toBits(Size); }

  /// A packed record packs no field of a class that is not POD (GCC's rule, Clang's since 16).
  bool isPacked(const FieldDecl &Field) const {
    const CXXRecordDecl *Class = Field.getType()->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
    return Field.hasAttr<PackedAttr>() ||
           (Record.hasAttr<PackedAttr>() &&
            (!Class || Class->isPOD() || Class->hasAttr<PackedAttr>()));
  }
  std::uint64_t capped(std::uint64_t Alignment) const {
    return MaxAlignment != 0 ? std::min(Alignment, MaxAlignment) : Alignment;
  }

  /// Itanium C++ ABI 2.4 II.1, as RecordLayoutBuilder.cpp has it.
  FieldShape bitField(const FieldDecl &Field) const {
    TypeInfo Type = Context.getTypeInfo(Field.getType());
    FieldShape Shape;
    Shape.Size = Field.getBitWidthValue();
    if (Shape.Size == 0) { // ends the storage unit, packed or not
      Shape.Alignment = Type.Align;
      return Shape;
    }
    Shape.Least = std::max<std::uint64_t>(1, capped(Field.getMaxAlignment()));
    Shape.Alignment = isPacked(Field) ? 1 : capped(Type.Align);
    Shape.Alignment = std::max(Shape.Alignment, Shape.Least);
    Shape.Window = MaxAlignment != 0 ? NoWindow : Type.Width;
    return Shape;
  }
  FieldShape plainField(const FieldDecl &Field) {
    std::uint64_t Own = Context.getTypeAlign(Field.getType());
    if (isPacked(Field))
      Own = Context.getCharWidth();
    FieldShape Shape;
    Shape.Alignment = capped(std::max<std::uint64_t>(Own, Field.getMaxAlignment()));
    Shape.Size = Field.getType()->isIncompleteArrayType()
                     ? 0
                     : inBits(Context.getTypeSizeInChars(Field.getType()));
    if (!Field.isPotentiallyOverlapping())
      return Shape;
    const CXXRecordDecl *Class = Field.getType()->getAsCXXRecordDecl();
    const ASTRecordLayout &Layout = Context.getASTRecordLayout(Class);
    if (Class->isEmpty()) { // stands beside the others, from the record's beginning on
      Result.LeastEnd = std::max(Result.LeastEnd, Shape.Size);
      return {0, Context.getCharWidth()};
    }
    Shape.Size = inBits(std::max(Layout.getNonVirtualSize(), Layout.getDataSize()));
    return Shape;
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

  /// Those that stand behind the fields: all but a primary base.
  void addVirtualBases() {
    const auto *Class = dyn_cast<CXXRecordDecl>(&Record);
    if (!Class || Class->getNumVBases() == 0)
      return;
    const ASTRecordLayout &Layout = Context.getASTRecordLayout(Class);
    std::vector<std::pair<CharUnits, const CXXRecordDecl *>> Behind;
    for (const CXXBaseSpecifier &Base : Class->vbases()) {
      const auto *Definition = Base.getType()->getAsCXXRecordDecl();
      CharUnits Offset = Layout.getVBaseClassOffset(Definition);
      if (Offset >= Layout.getNonVirtualSize() && !Definition->isEmpty())
        Behind.push_back({Offset, Definition});
    }
    std::sort(Behind.begin(), Behind.end());
    for (auto [Offset, Base] : Behind) {
      const ASTRecordLayout &Own = Context.getASTRecordLayout(Base);
      Result.Tail.push_back(
          {inBits(Own.getNonVirtualSize()), capped(inBits(Own.getNonVirtualAlignment()))});
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
