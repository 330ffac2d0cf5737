#include "analysis/extract/records/DestructionOrder.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace memlint {
namespace {

using namespace clang;

const CXXRecordDecl *classOf(QualType Type) {
  const CXXRecordDecl *Class = Type->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
  return Class ? Class->getDefinition() : nullptr;
}

StringRef standardName(QualType Type) {
  const CXXRecordDecl *Class = classOf(Type);
  return Class && Class->isInStdNamespace() && Class->getIdentifier() ? Class->getName() : "";
}

bool endsWithCode(QualType Type) {
  const CXXRecordDecl *Class = classOf(Type);
  return Class && !Class->isDependentType() && !Class->hasTrivialDestructor();
}

bool endsByItself(QualType Type);

/// An argument that the end of an object may depend on ends by itself. A function type stands for
/// any callable object (std::function).
bool endsByItself(const TemplateArgument &Argument) {
  switch (Argument.getKind()) {
  case TemplateArgument::Type:
    return !Argument.getAsType()->isFunctionType() && endsByItself(Argument.getAsType());
  case TemplateArgument::Pack:
    return llvm::all_of(Argument.pack_elements(),
                        [](const TemplateArgument &A) { return endsByItself(A); });
  default:
    return true;
  }
}

/// Whether an object ends without code that could know of another: the library's values of such
/// values, and records of them without a destructor of their own.
bool endsByItself(QualType Type) {
  const CXXRecordDecl *Class = Type->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
  if (!Class)
    return true;
  if (ordersThreads(Type))
    return false;
  if (const auto *Instance = dyn_cast<ClassTemplateSpecializationDecl>(Class);
      Instance && Class->isInStdNamespace())
    return llvm::all_of(Instance->getTemplateArgs().asArray(),
                        [](const TemplateArgument &A) { return endsByItself(A); });
  Class = Class->getDefinition();
  if (!Class || Class->isInvalidDecl() || Class->isInStdNamespace())
    return Class && !Class->isInvalidDecl();
  const CXXDestructorDecl *Destructor = Class->getDestructor();
  if (Destructor && (Destructor->isUserProvided() || Destructor->isVirtual()))
    return false;
  return llvm::all_of(Class->bases(), [](const auto &B) { return endsByItself(B.getType()); }) &&
         llvm::all_of(Class->fields(), [](const auto *F) { return endsByItself(F->getType()); });
}

bool endInOrder(QualType A, QualType B) {
  bool CodeA = endsWithCode(A) || ordersThreads(A), CodeB = endsWithCode(B) || ordersThreads(B);
  if (!CodeA || !CodeB)
    return false;
  return ordersThreads(A) || ordersThreads(B) || !endsByItself(A) || !endsByItself(B);
}

} // namespace

bool ordersThreads(QualType Type) {
  StringRef Name = standardName(Type);
  return startsThread(Type) || Name.contains("mutex") || Name.ends_with("_lock") ||
         llvm::StringSwitch<bool>(Name)
             .Cases({"lock_guard", "condition_variable", "condition_variable_any"}, true)
             .Cases({"promise", "packaged_task", "stop_callback", "stop_source"}, true)
             .Cases({"latch", "barrier", "counting_semaphore"}, true)
             .Default(false);
}

bool startsThread(QualType Type) {
  return llvm::StringSwitch<bool>(standardName(Type))
      .Cases({"thread", "jthread", "future", "shared_future"}, true)
      .Default(false);
}

void seeDestructionOrder(OrderEvidence &Evidence, const MovingRecord &Record) {
  if (!isa<CXXRecordDecl>(Record.record()))
    return;
  std::vector<const FieldDecl *> Fields;
  for (const FieldDecl *Field : Record.record().fields())
    if (endsWithCode(Field->getType()) || ordersThreads(Field->getType()))
      Fields.push_back(Field);
  for (std::size_t B = 1; B < Fields.size(); ++B)
    for (std::size_t A = 0; A < B; ++A) {
      unsigned First = Fields[A]->getFieldIndex(), Second = Fields[B]->getFieldIndex();
      if (Record.flips(First, Second) && endInOrder(Fields[A]->getType(), Fields[B]->getType()))
        Evidence.block(Record, "destruction",
                       Record.nameOf(Second) + " is destroyed before " + Record.nameOf(First),
                       Fields[B]->getLocation());
    }
}

} // namespace memlint
