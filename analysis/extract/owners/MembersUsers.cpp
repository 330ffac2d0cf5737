#include "analysis/extract/owners/MembersUsers.h"

#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"

namespace memlint {
namespace {

using namespace clang;

/// Written by the compiler: it looks at the members, and nobody sees it.
bool comparesMembers(const FunctionDecl &Function) {
  return Function.isDefaulted() && Function.isOverloadedOperator() &&
         Function.getOverloadedOperator() != OO_Equal;
}

class UsersReader {
public:
  MembersUsers Users;

  bool read(const CXXRecordDecl &Class) {
    return llvm::all_of(Class.decls(), [this](const Decl *D) { return readMember(*D); });
  }

private:
  bool readMember(const Decl &D) {
    if (const auto *Friend = dyn_cast<FriendDecl>(&D))
      return readFriend(*Friend);
    if (isa<TemplateDecl, ClassTemplateSpecializationDecl, VarTemplateSpecializationDecl,
            FriendTemplateDecl>(D))
      return isa<TypeAliasTemplateDecl>(D);
    if (const auto *Function = dyn_cast<FunctionDecl>(&D))
      return readFunction(*Function);
    if (const auto *Field = dyn_cast<FieldDecl>(&D)) {
      if (const Expr *Init = Field->getInClassInitializer())
        Users.Initializers.push_back(Init);
      return true;
    }
    if (const auto *Variable = dyn_cast<VarDecl>(&D)) {
      if (const Expr *Init = Variable->getInit())
        Users.Initializers.push_back(Init);
      return true;
    }
    const auto *Inner = dyn_cast<CXXRecordDecl>(&D);
    if (!Inner || Inner->isInjectedClassName() || Inner->isLambda() || !Inner->isCanonicalDecl())
      return true;
    const CXXRecordDecl *Whole = Inner->getDefinition();
    return Whole && read(*Whole);
  }
  bool readFriend(const FriendDecl &Friend) {
    const auto *Function = dyn_cast_or_null<FunctionDecl>(Friend.getFriendDecl());
    return Function && readFunction(*Function);
  }
  bool readFunction(const FunctionDecl &Function) {
    if (Function.isTemplated() || comparesMembers(Function))
      return false;
    const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
    const bool Written = !Function.isImplicit() && !Function.isDeleted() &&
                         !Function.isPureVirtual() && (!Method || Method->isUserProvided());
    if (Written)
      Users.Functions.push_back(&Function);
    return true;
  }
};

} // namespace

std::optional<MembersUsers> usersOfMembers(const CXXRecordDecl &Class) {
  UsersReader Reader;
  if (!Reader.read(Class))
    return std::nullopt;
  return std::move(Reader.Users);
}

} // namespace memlint
