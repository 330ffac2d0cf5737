#include "analysis/extract/records/ChangedLayout.h"

#include "analysis/extract/records/HypotheticalLayout.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecordLayout.h"

namespace memlint {
namespace {

using namespace clang;

Expr *constant(const ASTContext &Context, unsigned Number, SourceLocation Loc) {
  llvm::APSInt Value(llvm::APInt(Context.getIntWidth(Context.IntTy), Number), false);
  Expr *Literal = IntegerLiteral::Create(Context, Value, Context.IntTy, Loc);
  return ConstantExpr::Create(Context, Literal, APValue(Value));
}

void addField(ASTContext &Context, const ChangedField &Field, RecordDecl &To) {
  const FieldDecl *From = Field.From;
  SourceLocation Loc = From ? From->getLocation() : To.getLocation();
  Expr *Width = Field.BitWidth ? constant(Context, *Field.BitWidth, Loc)
                : From         ? From->getBitWidth()
                               : nullptr;
  QualType Type = Field.Type.isNull() ? From->getType() : Field.Type;
  auto *Copy = FieldDecl::Create(Context, &To, Loc, Loc, From ? From->getIdentifier() : nullptr,
                                 Type, Context.getTrivialTypeSourceInfo(Type, Loc), Width,
                                 From && From->isMutable(),
                                 From ? From->getInClassInitStyle() : ICIS_NoInit);
  Copy->setAccess(Field.Private ? AS_private : From ? From->getAccess() : AS_public);
  if (From)
    for (const Attr *A : From->attrs())
      Copy->addAttr(A->clone(Context));
  if (Field.NoUniqueAddress)
    Copy->addAttr(NoUniqueAddressAttr::CreateImplicit(Context));
  To.addDecl(Copy);
}

void addAll(ASTContext &Context, std::span<const ChangedField> Fields, RecordDecl &To) {
  for (const ChangedField &Field : Fields)
    addField(Context, Field, To);
}

std::uint64_t sizeOf(ASTContext &Context, const RecordDecl &Record) {
  return Context.getASTRecordLayout(&Record).getSize().getQuantity();
}

} // namespace

std::vector<ChangedField> unchangedFields(const RecordDecl &Record) {
  std::vector<ChangedField> Fields;
  for (const FieldDecl *Field : Record.fields())
    Fields.push_back({Field});
  return Fields;
}

std::uint64_t sizeWithFields(ASTContext &Context, const RecordDecl &Record,
                             std::span<const ChangedField> Fields) {
  return sizeOf(Context, *copyWithFields(Context, Record,
                                         [&](RecordDecl &Copy) { addAll(Context, Fields, Copy); }));
}

std::uint64_t sizeOfStruct(ASTContext &Context, std::span<const QualType> Types) {
  RecordDecl *Struct = Context.buildImplicitRecord("memlint_struct");
  Struct->startDefinition();
  for (QualType Type : Types)
    addField(Context, {nullptr, Type}, *Struct);
  Struct->completeDefinition();
  return sizeOf(Context, *Struct);
}

std::uint64_t sizeWithOpenBase(ASTContext &Context, const CXXRecordDecl &Record) {
  const CXXBaseSpecifier &Written = *Record.bases_begin();
  const CXXRecordDecl *Base = Written.getType()->getAsCXXRecordDecl()->getDefinition();
  const RecordDecl *Open = copyWithFields(Context, *Base, [&](RecordDecl &Copy) {
    std::vector<ChangedField> Fields = unchangedFields(*Base);
    for (ChangedField &Field : Fields)
      Field.Private = true;
    addAll(Context, Fields, Copy);
  });
  return sizeOf(Context, *copyWithFields(Context, Record, [&](RecordDecl &Copy) {
                  CXXBaseSpecifier Changed(
                      Written.getSourceRange(), Written.isVirtual(), Written.isBaseOfClass(),
                      Written.getAccessSpecifier(),
                      Context.getTrivialTypeSourceInfo(Context.getCanonicalTagType(Open)),
                      SourceLocation());
                  const CXXBaseSpecifier *Bases[] = {&Changed};
                  cast<CXXRecordDecl>(Copy).setBases(Bases, 1);
                  addAll(Context, unchangedFields(Record), Copy);
                }));
}

} // namespace memlint
