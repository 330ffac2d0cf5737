#include "analysis/extract/records/PortableRecords.h"

#include "analysis/extract/records/TargetDependence.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

#include <algorithm>
#include <numeric>

namespace memlint {
namespace {

using namespace clang;
using llvm::StringRef;

/// What Clang calls a type of <stddef.h> or <stdint.h> before any header is read; empty for others,
/// also for the fast ones, which Clang and the C libraries do not agree on.
StringRef builtinMacro(StringRef Typedef) {
  return llvm::StringSwitch<StringRef>(Typedef)
      .Case("size_t", "__SIZE_TYPE__")
      .Cases({"ptrdiff_t", "ssize_t"}, "__PTRDIFF_TYPE__")
      .Case("intptr_t", "__INTPTR_TYPE__")
      .Case("uintptr_t", "__UINTPTR_TYPE__")
      .Case("intmax_t", "__INTMAX_TYPE__")
      .Case("uintmax_t", "__UINTMAX_TYPE__")
      .Cases({"int8_t", "int_least8_t"}, "__INT8_TYPE__")
      .Cases({"int16_t", "int_least16_t"}, "__INT16_TYPE__")
      .Cases({"int32_t", "int_least32_t"}, "__INT32_TYPE__")
      .Cases({"int64_t", "int_least64_t"}, "__INT64_TYPE__")
      .Cases({"uint8_t", "uint_least8_t"}, "__UINT8_TYPE__")
      .Cases({"uint16_t", "uint_least16_t"}, "__UINT16_TYPE__")
      .Cases({"uint32_t", "uint_least32_t"}, "__UINT32_TYPE__")
      .Cases({"uint64_t", "uint_least64_t"}, "__UINT64_TYPE__")
      .Case("wchar_t", "__WCHAR_TYPE__")
      .Case("wint_t", "__WINT_TYPE__")
      .Case("char16_t", "__CHAR16_TYPE__")
      .Case("char32_t", "__CHAR32_TYPE__")
      .Cases({"va_list", "__builtin_va_list", "__gnuc_va_list"}, "__builtin_va_list")
      .Default("");
}

StringRef builtinMacro(PredefinedSugarType::Kind Kind) {
  switch (Kind) {
  case PredefinedSugarType::Kind::SizeT:
    return "__SIZE_TYPE__";
  case PredefinedSugarType::Kind::SignedSizeT:
  case PredefinedSugarType::Kind::PtrdiffT:
    return "__PTRDIFF_TYPE__";
  }
  return "";
}

/// Attributes by which a record is laid out in a way of its own that is not written out here.
bool hasForeignLayout(const RecordDecl &Record) {
  return Record.hasAttr<MSStructAttr>() || Record.hasAttr<GCCStructAttr>() ||
         Record.hasAttr<AlignMac68kAttr>() || Record.hasAttr<AlignNaturalAttr>() ||
         Record.hasAttr<LayoutVersionAttr>() || Record.hasAttr<MSVtorDispAttr>() ||
         Record.hasAttr<EmptyBasesAttr>() || Record.hasAttr<RandomizeLayoutAttr>();
}

/// Made from a template by way of a number, which may be one target's `sizeof`.
bool isInstanceByNumber(const RecordDecl &Record) {
  auto IsType = [](const TemplateArgument &A, const auto &Self) -> bool {
    if (A.getKind() == TemplateArgument::Pack)
      return llvm::all_of(A.pack_elements(), [&](const auto &P) { return Self(P, Self); });
    return A.getKind() == TemplateArgument::Type;
  };
  for (const DeclContext *C = &Record; C; C = C->getParent()) {
    const auto *Made = dyn_cast<ClassTemplateSpecializationDecl>(C);
    if (Made && isTemplateInstantiation(Made->getSpecializationKind()) &&
        !llvm::all_of(Made->getTemplateArgs().asArray(),
                      [&](const TemplateArgument &A) { return IsType(A, IsType); }))
      return true;
  }
  return false;
}

bool isInSystemHeader(const ASTContext &Context, const Decl &D) {
  const SourceManager &Sources = Context.getSourceManager();
  return D.getLocation().isInvalid() ||
         Sources.isInSystemHeader(Sources.getExpansionLoc(D.getLocation()));
}

std::string number(const llvm::APSInt &Value) {
  bool Large = !Value.isRepresentableByInt64();
  return llvm::toString(Value, 10) + (Large ? "ull" : "");
}

/// An integer that came in as an argument of a template or as the type of an expression: what it
/// was called is lost, `size_t`, say.
bool hasLostItsName(QualType Type) {
  if (!isa<SubstTemplateTypeParmType, DecltypeType, TypeOfExprType, UnaryTransformType>(
          Type.getTypePtr()))
    return false;
  QualType Real = Type.getCanonicalType();
  return Real->isIntegerType() && !Real->isEnumeralType() && !Real->isBooleanType() &&
         !Real->isCharType();
}

/// The functions that a virtual function overrides in the end; itself where it overrides none.
void addRoots(const CXXMethodDecl &Method, std::vector<const CXXMethodDecl *> &Roots) {
  if (Method.size_overridden_methods() == 0 &&
      !llvm::is_contained(Roots, Method.getCanonicalDecl()))
    Roots.push_back(Method.getCanonicalDecl());
  for (const CXXMethodDecl *Overridden : Method.overridden_methods())
    addRoots(*Overridden, Roots);
}

} // namespace

/// One record on its way to the text.
class PortableRecords::Body {
public:
  Body(PortableRecords &All, PortableRecord &Entry, const RecordDecl &Record)
      : All(All), Context(All.Context), Entry(Entry), Record(Record),
        Class(dyn_cast<CXXRecordDecl>(&Record)) {}

  /// False where something is refused.
  bool write(std::span<const std::uint32_t> Order) {
    if (!isPlain() || !writeHead() || (Class && !writeFunctions()))
      return false;
    std::vector<const FieldDecl *> Fields(Record.field_begin(), Record.field_end());
    for (std::uint32_t I : Order)
      if (!writeField(*Fields[I], I))
        return false;
    Text += "};\n";
    if (Record.hasAttr<MaxFieldAlignmentAttr>())
      Text += "#pragma pack(pop)\n";
    return true;
  }
  const std::string &text() const { return Text; }

private:
  struct Spelling {
    std::string Type, Arrays; // `Type name Arrays`
  };

  bool isPlain() const {
    return Record.isCompleteDefinition() && !Record.isInvalidDecl() && !Record.isDependentType() &&
           !isInSystemHeader(Context, Record) && !hasForeignLayout(Record) &&
           !isInstanceByNumber(Record) && !(Class && Class->getNumVBases() != 0);
  }

  bool writeHead() {
    if (const auto *Pack = Record.getAttr<MaxFieldAlignmentAttr>())
      Text += "#pragma pack(push, " +
              std::to_string(Pack->getAlignment() / Context.getCharWidth()) + ")\n";
    auto Attributes = attributes(Record);
    if (!Attributes)
      return false;
    Text += (Record.isUnion() ? "union " : "struct ") + *Attributes + Entry.Name;
    if (Class)
      for (const CXXBaseSpecifier &Base : Class->bases()) {
        auto Index = use(*Base.getType()->getAsCXXRecordDecl());
        if (!Index)
          return false;
        Text += (&Base == Class->bases_begin() ? " : " : ", ") + All.Records[*Index].Name;
      }
    Text += " {\n";
    return true;
  }

  /// What decides about tail padding and pointers to virtual tables.
  bool writeFunctions() {
    if (!Class->isTrivial())
      Text += Entry.Name + "(); " + Entry.Name + "(const " + Entry.Name + " &);\n";
    else if (!Class->isPOD())
      Text += Entry.Name + "() = default;\n";
    for (const CXXMethodDecl *Method : Class->methods()) {
      if (!Method->isVirtual())
        continue;
      if (isa<CXXDestructorDecl>(Method)) {
        Text += "virtual ~" + Entry.Name + "();\n";
        continue;
      }
      std::vector<const CXXMethodDecl *> Roots;
      addRoots(*Method, Roots);
      for (const CXXMethodDecl *Root : Roots) {
        unsigned Number = All.Methods.try_emplace(Root, All.Methods.size()).first->second;
        Text += "virtual void v" + std::to_string(Number) + "();\n";
      }
    }
    return true;
  }

  bool writeField(const FieldDecl &Field, std::uint32_t Index) {
    if (Field.isInvalidDecl() || mayDependOnTarget(Field))
      return false;
    auto Type = spell(Field.getType());
    auto Attributes = attributes(Field);
    if (!Type || !Attributes)
      return false;
    if (Class && Field.getAccess() != AS_none)
      Text += getAccessSpelling(Field.getAccess()).str() + ": ";
    if (Field.hasAttr<NoUniqueAddressAttr>())
      Text += "[[no_unique_address]] ";
    Text += Type->Type + " " + *Attributes;
    if (!Field.isUnnamedBitField())
      Text += "f" + std::to_string(Index);
    Text += Type->Arrays;
    if (Field.isBitField())
      Text += " : " + std::to_string(Field.getBitWidthValue());
    Text += ";\n";
    return true;
  }

  std::optional<std::string> attributes(const Decl &D) {
    std::string Result;
    if (D.hasAttr<PackedAttr>())
      Result += "__attribute__((packed)) ";
    for (const auto *Aligned : D.specific_attrs<AlignedAttr>()) {
      auto Number = alignment(*Aligned);
      if (!Number)
        return std::nullopt;
      Result += "__attribute__((aligned" + *Number + ")) ";
    }
    return Result;
  }

  /// What stands in parentheses behind `aligned`, with them; empty for the target's greatest.
  std::optional<std::string> alignment(const AlignedAttr &Aligned) {
    if (Aligned.isAlignmentDependent())
      return std::nullopt;
    if (!Aligned.isAlignmentExpr()) {
      auto Type = spell(Aligned.getAlignmentType()->getType());
      return Type ? std::optional("(_Alignof(" + Type->Type + "))") : std::nullopt;
    }
    const Expr *Number = Aligned.getAlignmentExpr();
    if (!Number)
      return "";
    if (mayDependOnTarget(*Number))
      return std::nullopt;
    return "(" + std::to_string(Aligned.getAlignment(Context) / Context.getCharWidth()) + ")";
  }

  std::optional<Spelling> spell(QualType Type) {
    Spelling Result;
    while (true) {
      if (Type.hasAddressSpace())
        return std::nullopt;
      if (const auto *Array = dyn_cast<ConstantArrayType>(Type.getTypePtr())) {
        Result.Arrays += "[" + llvm::toString(Array->getSize(), 10, /*Signed=*/false) + "]";
        Type = Array->getElementType();
      } else if (const auto *Open = dyn_cast<IncompleteArrayType>(Type.getTypePtr())) {
        Result.Arrays += "[]";
        Type = Open->getElementType();
      } else if (auto Name = leaf(Type)) {
        Result.Type = *Name;
        return Result;
      } else {
        QualType Below = Type.getSingleStepDesugaredType(Context);
        if (Below == Type || !mayDesugar(Type))
          return std::nullopt;
        Type = Below;
      }
    }
  }

  /// Whether what stands below a name is the same type on every target.
  bool mayDesugar(QualType Type) const {
    if (hasLostItsName(Type))
      return false;
    const auto *Named = dyn_cast<TypedefType>(Type.getTypePtr());
    if (!Named)
      return true;
    const TypedefNameDecl &Name = *Named->getDecl();
    return !Name.hasAttr<AlignedAttr>() && !Name.hasAttr<ModeAttr>() &&
           (Name.isImplicit() || !isInSystemHeader(Context, Name));
  }

  /// The name of a type that is not desugared further.
  std::optional<std::string> leaf(QualType Type) {
    const clang::Type *T = Type.getTypePtr();
    if (const auto *Sugar = dyn_cast<PredefinedSugarType>(T))
      return builtinMacro(Sugar->getKind()).str();
    if (const auto *Named = dyn_cast<TypedefType>(T)) {
      StringRef Macro = builtinMacro(Named->getDecl()->getName());
      bool Ours = !Macro.empty() && isInSystemHeader(Context, *Named->getDecl());
      return Ours ? std::optional(Macro.str()) : std::nullopt;
    }
    if (const auto *Builtin = dyn_cast<BuiltinType>(T))
      return builtinName(*Builtin);
    if (const auto *Reference = dyn_cast<ReferenceType>(T))
      return Reference->getPointeeType().hasAddressSpace() ? std::nullopt
                                                           : std::optional<std::string>("int &");
    if (isa<PointerType, BlockPointerType>(T))
      return T->getPointeeType().hasAddressSpace() ? std::nullopt
                                                   : std::optional<std::string>("void *");
    if (const auto *Tag = dyn_cast<EnumType>(T))
      return All.writeEnum(*Tag->getDecl()->getDefinitionOrSelf());
    if (const auto *Tag = dyn_cast<RecordType>(T))
      return recordName(*Tag->getDecl()->getDefinitionOrSelf());
    return combined(*T);
  }

  std::optional<std::string> combined(const clang::Type &T) {
    if (const auto *Complex = dyn_cast<ComplexType>(&T)) {
      auto Part = spell(Complex->getElementType());
      return Part ? std::optional("_Complex " + Part->Type) : std::nullopt;
    }
    if (const auto *Atomic = dyn_cast<AtomicType>(&T)) {
      auto Value = spell(Atomic->getValueType());
      return Value ? std::optional("_Atomic(" + Value->Type + ")") : std::nullopt;
    }
    if (const auto *Bits = dyn_cast<BitIntType>(&T))
      return (Bits->isUnsigned() ? "unsigned _BitInt(" : "_BitInt(") +
             std::to_string(Bits->getNumBits()) + ")";
    return std::nullopt;
  }

  std::optional<std::string> builtinName(const BuiltinType &Builtin) const {
    if (Builtin.getKind() == BuiltinType::NullPtr)
      return "void *";
    bool IsNumber = Builtin.isInteger() || Builtin.isFloatingPoint();
    return IsNumber ? std::optional(Builtin.getName(Context.getPrintingPolicy()).str())
                    : std::nullopt;
  }

  std::optional<std::size_t> use(const RecordDecl &Used) {
    auto Index = All.write(Used);
    if (Index)
      Entry.Uses.push_back(*Index);
    return Index;
  }

  std::optional<std::string> recordName(const RecordDecl &Used) {
    auto Index = use(Used);
    if (!Index)
      return std::nullopt;
    return (Used.isUnion() ? "union " : "struct ") + All.Records[*Index].Name;
  }

  PortableRecords &All;
  ASTContext &Context;
  PortableRecord &Entry;
  const RecordDecl &Record;
  const CXXRecordDecl *Class; // in C++
  std::string Text;
};

std::optional<std::size_t> PortableRecords::write(const RecordDecl &Record) {
  auto Before = Known.find(&Record);
  if (Before != Known.end())
    return Before->second;
  std::vector<std::uint32_t> Declared(std::distance(Record.field_begin(), Record.field_end()));
  std::iota(Declared.begin(), Declared.end(), 0);
  auto Index = writeAs({"", &Record, {}}, Record, Declared);
  Known[&Record] = Index;
  return Index;
}

std::optional<std::size_t> PortableRecords::writeInOrder(const RecordDecl &Record,
                                                         std::span<const std::uint32_t> Order) {
  return writeAs({"", nullptr, {}}, Record, Order);
}

std::optional<std::size_t> PortableRecords::writeAs(PortableRecord Entry, const RecordDecl &Record,
                                                    std::span<const std::uint32_t> Order) {
  // Numbered by what stands before: what a record uses is written while its own body is made.
  Entry.Name = "R" + std::to_string(NextName++);
  Body Written(*this, Entry, Record);
  if (!Written.write(Order))
    return std::nullopt;
  Text += Written.text();
  Records.push_back(std::move(Entry));
  return Records.size() - 1;
}

/// With its least and its greatest value, from which the target takes the size of one that names no
/// type of its own.
std::optional<std::string> PortableRecords::writeEnum(const EnumDecl &Enum) {
  auto [Place, New] = Enums.try_emplace(&Enum, std::nullopt);
  if (!New)
    return Place->second;
  if (!Enum.isComplete() || Enum.hasAttr<AlignedAttr>() || isInSystemHeader(Context, Enum))
    return std::nullopt;
  std::optional<llvm::APSInt> Least, Greatest;
  for (const EnumConstantDecl *Constant : Enum.enumerators()) {
    const llvm::APSInt &Value = Constant->getInitVal();
    if (Constant->getInitExpr() && mayDependOnTarget(*Constant->getInitExpr()))
      return std::nullopt;
    if (!Least || llvm::APSInt::compareValues(Value, *Least) < 0)
      Least = Value;
    if (!Greatest || llvm::APSInt::compareValues(Value, *Greatest) > 0)
      Greatest = Value;
  }
  std::string Name = "E" + std::to_string(NextName++), Type;
  if (Enum.isFixed() || Enum.hasAttr<PackedAttr>() || Context.getLangOpts().ShortEnums) {
    const auto *Builtin = Enum.getIntegerType()->getAs<BuiltinType>();
    // The same bytes on every target only up to int; `long` may be a name that is lost.
    if (!Builtin || Context.getTypeSize(Builtin) > Context.getTypeSize(Context.IntTy))
      return std::nullopt;
    Type = " : " + Builtin->getName(Context.getPrintingPolicy()).str();
  }
  Text += "enum " + Name + Type + " { " + Name + "_";
  Text += Least ? "least = " + number(*Least) + ", " + Name + "_greatest = " + number(*Greatest)
                : "none";
  Text += " };\n";
  return Enums[&Enum] = "enum " + Name;
}

} // namespace memlint
