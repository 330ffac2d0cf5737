#include "analysis/extract/records/HypotheticalLayout.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Basic/TargetInfo.h"
#include "llvm/ADT/STLExtras.h"

#include <numeric>
#include <vector>

namespace memlint {
namespace {

using namespace clang;

/// Whether the target's ABI lets a derived class use the record's tail padding; a copy must fall
/// under the same side of that rule.
bool isPodForLayout(const ASTContext &Context, const CXXRecordDecl &Record) {
  if (Context.getTargetInfo().getCXXABI().getTailPaddingUseRules() ==
      TargetCXXABI::UseTailPaddingUnlessPOD11)
    return Record.isTrivial() && Record.isCXX11StandardLayout();
  return Record.isPOD();
}

void copyBases(ASTContext &Context, const CXXRecordDecl &From, CXXRecordDecl &To) {
  llvm::SmallVector<const CXXBaseSpecifier *, 4> Bases;
  for (const CXXBaseSpecifier &Base : From.bases())
    Bases.push_back(new (Context) CXXBaseSpecifier(Base));
  if (!Bases.empty())
    To.setBases(Bases.data(), Bases.size());
}

/// One virtual function makes the copy dynamic, as the original is; which one does not matter.
void copyDynamicness(ASTContext &Context, const CXXRecordDecl &From, CXXRecordDecl &To) {
  auto Virtual = llvm::find_if(From.methods(), [](const CXXMethodDecl *M) {
    return M->isVirtualAsWritten() || M->size_overridden_methods() != 0;
  });
  if (Virtual == From.method_end())
    return;
  auto Void = Context.getFunctionType(Context.VoidTy, {}, FunctionProtoType::ExtProtoInfo());
  auto *Copy = CXXMethodDecl::Create(
      Context, &To, To.getLocation(),
      DeclarationNameInfo(&Context.Idents.get("memlint_virtual"), SourceLocation()), Void, nullptr,
      SC_None, /*UsesFPIntrin=*/false, /*isInline=*/false, ConstexprSpecKind::Unspecified,
      SourceLocation());
  Copy->setVirtualAsWritten(true);
  Copy->setAccess(AS_public);
  To.addDecl(Copy);
}

/// A user-provided constructor: what a class that is not POD has and one that is POD has not.
void makeNonPod(ASTContext &Context, CXXRecordDecl &Record) {
  auto Void = Context.getFunctionType(Context.VoidTy, {}, FunctionProtoType::ExtProtoInfo());
  auto Name = Context.DeclarationNames.getCXXConstructorName(
      Context.getCanonicalType(Context.getCanonicalTagType(&Record)));
  auto *Constructor = CXXConstructorDecl::Create(
      Context, &Record, Record.getLocation(), DeclarationNameInfo(Name, SourceLocation()), Void,
      nullptr, ExplicitSpecifier(), /*UsesFPIntrin=*/false, /*isInline=*/false,
      /*isImplicitlyDeclared=*/false, ConstexprSpecKind::Unspecified);
  Constructor->setAccess(AS_public);
  Record.addDecl(Constructor);
}

void copyField(ASTContext &Context, const FieldDecl &From, RecordDecl &To) {
  auto *Copy = FieldDecl::Create(Context, &To, From.getLocation(), From.getLocation(),
                                 From.getIdentifier(), From.getType(), From.getTypeSourceInfo(),
                                 From.getBitWidth(), From.isMutable(), From.getInClassInitStyle());
  Copy->setAccess(From.getAccess());
  for (const Attr *A : From.attrs())
    Copy->addAttr(A->clone(Context));
  To.addDecl(Copy);
}

RecordDecl *emptyCopy(ASTContext &Context, const RecordDecl &Record) {
  auto *Unit = Context.getTranslationUnitDecl();
  auto Loc = Record.getLocation();
  if (!isa<CXXRecordDecl>(Record))
    return RecordDecl::Create(Context, Record.getTagKind(), Unit, Loc, Loc, Record.getIdentifier());
  return CXXRecordDecl::Create(Context, Record.getTagKind(), Unit, Loc, Loc,
                               Record.getIdentifier());
}

const RecordDecl *copyInOrder(ASTContext &Context, const RecordDecl &Record,
                              std::span<const std::uint32_t> Order) {
  std::vector<const FieldDecl *> Fields(Record.field_begin(), Record.field_end());
  return copyWithFields(Context, Record, [&](RecordDecl &Copy) {
    for (std::uint32_t I : Order)
      copyField(Context, *Fields[I], Copy);
  });
}

} // namespace

const RecordDecl *copyWithFields(ASTContext &Context, const RecordDecl &Record,
                                 llvm::function_ref<void(RecordDecl &)> AddFields) {
  RecordDecl *Copy = emptyCopy(Context, Record);
  Copy->setImplicit();
  Copy->startDefinition();
  for (const Attr *A : Record.attrs())
    Copy->addAttr(A->clone(Context));
  const auto *Class = dyn_cast<CXXRecordDecl>(&Record);
  if (Class) {
    copyBases(Context, *Class, *cast<CXXRecordDecl>(Copy));
    copyDynamicness(Context, *Class, *cast<CXXRecordDecl>(Copy));
  }
  AddFields(*Copy);
  if (Class && !isPodForLayout(Context, *Class))
    makeNonPod(Context, *cast<CXXRecordDecl>(Copy));
  Copy->completeDefinition();
  return Copy;
}

bool copyMatches(ASTContext &Context, const RecordDecl &Record) {
  std::vector<std::uint32_t> Declared(std::distance(Record.field_begin(), Record.field_end()));
  std::iota(Declared.begin(), Declared.end(), 0);
  const auto &Own = Context.getASTRecordLayout(&Record);
  const auto &Copy = Context.getASTRecordLayout(copyInOrder(Context, Record, Declared));
  if (Own.getSize() != Copy.getSize() || Own.getAlignment() != Copy.getAlignment() ||
      Own.getDataSize() != Copy.getDataSize() || Own.getFieldCount() != Copy.getFieldCount())
    return false;
  if (isa<CXXRecordDecl>(Record) && Own.getNonVirtualSize() != Copy.getNonVirtualSize())
    return false;
  return llvm::all_of(
      Declared, [&](std::uint32_t I) { return Own.getFieldOffset(I) == Copy.getFieldOffset(I); });
}

std::uint64_t sizeByClang(ASTContext &Context, const RecordDecl &Record,
                          std::span<const std::uint32_t> Order) {
  return Context.getASTRecordLayout(copyInOrder(Context, Record, Order)).getSize().getQuantity();
}

std::vector<std::uint64_t> offsetsByClang(ASTContext &Context, const RecordDecl &Record,
                                          std::span<const std::uint32_t> Order) {
  const auto &Layout = Context.getASTRecordLayout(copyInOrder(Context, Record, Order));
  std::vector<std::uint64_t> Offsets;
  Offsets.reserve(Order.size());
  for (std::size_t I = 0; I < Order.size(); ++I)
    Offsets.push_back(Layout.getFieldOffset(I));
  return Offsets;
}

std::uint64_t firstFieldOffset(ASTContext &Context, const RecordDecl &Record) {
  const auto *Class = dyn_cast<CXXRecordDecl>(&Record);
  if (!Class || (Class->getNumBases() == 0 && !Class->isDynamicClass()))
    return 0;
  const RecordDecl *Probe = copyWithFields(Context, Record, [&](RecordDecl &Copy) {
    auto *Byte = FieldDecl::Create(Context, &Copy, Record.getLocation(), Record.getLocation(),
                                   &Context.Idents.get("memlint_byte"), Context.CharTy, nullptr,
                                   nullptr, /*Mutable=*/false, ICIS_NoInit);
    Byte->setAccess(AS_public);
    Copy.addDecl(Byte);
  });
  return Context.getASTRecordLayout(Probe).getFieldOffset(0) / Context.getCharWidth();
}

} // namespace memlint
