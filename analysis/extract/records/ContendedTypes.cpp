#include "analysis/extract/records/ContendedTypes.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/StringSwitch.h"

namespace memlint {
namespace {

using namespace clang;

bool isStandardLock(llvm::StringRef Name) {
  return llvm::StringSwitch<bool>(Name)
      .Cases({"mutex", "timed_mutex", "recursive_mutex", "recursive_timed_mutex"}, true)
      .Cases({"shared_mutex", "shared_timed_mutex", "counting_semaphore", "latch"}, true)
      .Default(false);
}

/// POSIX leaves open what these types are; only their names are certain.
bool isPosixLock(llvm::StringRef Name) {
  return llvm::StringSwitch<bool>(Name)
      .Cases({"pthread_mutex_t", "pthread_rwlock_t", "pthread_spinlock_t", "sem_t"}, true)
      .Default(false);
}

/// The name of a class of the standard library; empty for any other type.
llvm::StringRef standardName(QualType Type) {
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  return Class && Class->isInStdNamespace() && Class->getIdentifier() ? Class->getName() : "";
}

bool isAtomic(QualType Type) {
  llvm::StringRef Name = standardName(Type);
  return Type->isAtomicType() || Name == "atomic" || Name == "atomic_flag";
}

bool isLock(QualType Type) {
  for (QualType T = Type; const auto *Typedef = T->getAs<TypedefType>();
       T = Typedef->getDecl()->getUnderlyingType())
    if (isPosixLock(Typedef->getDecl()->getName()))
      return true;
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  return (Class && Class->hasAttr<CapabilityAttr>()) || isStandardLock(standardName(Type));
}

} // namespace

std::string contentionKind(QualType Type) {
  return isAtomic(Type) ? "atomic" : isLock(Type) ? "lock" : Type.getCanonicalType().getAsString();
}

bool isContended(QualType Type) {
  if (isAtomic(Type) || isLock(Type))
    return true;
  const RecordDecl *Record = Type->getAsRecordDecl();
  Record = Record ? Record->getDefinition() : nullptr;
  if (!Record || Record->isUnion())
    return false;
  const auto *Class = dyn_cast<CXXRecordDecl>(Record);
  if (Class && (Class->getNumBases() != 0 || Class->isInStdNamespace()))
    return false;
  return std::distance(Record->field_begin(), Record->field_end()) == 1 &&
         isContended(Record->field_begin()->getType());
}

} // namespace memlint
