#include "checks/Check.h"
#include "checks/ResourceWording.h"

namespace memlint {
namespace {

void run(CheckContext &Context) { reportLosses(Context, {LossKind::StillLocked}); }

} // namespace

extern constinit const Check ResourceLock = {
    .Name = "resource-lock",
    .Title = "a lock is still held on some way out of a function that unlocks it on others",
    .Doc = R"(## What it does
Reports a mutex or another lock that a function locks, unlocks on some ways to its end, and leaves
locked on another: an early return, most of the time. Functions that lock or unlock for their callers
count as what they do, in other units too.

## Why
The next one who wants the lock waits forever.

## Example
```cpp
struct Mutex;
extern "C" int pthread_mutex_lock(Mutex *);
extern "C" int pthread_mutex_unlock(Mutex *);

int take(Mutex *Lock, int &Count, int Wanted) {
  pthread_mutex_lock(Lock); // want "'pthread_mutex_lock\(\)' is not unlocked on some path"
  if (Wanted > Count)
    return 0;
  Count -= Wanted;
  pthread_mutex_unlock(Lock);
  return Wanted;
}
```

## Use instead
```cpp
struct Mutex;
extern "C" int pthread_mutex_lock(Mutex *);
extern "C" int pthread_mutex_unlock(Mutex *);

int take(Mutex *Lock, int &Count, int Wanted) {
  pthread_mutex_lock(Lock);
  const int Taken = Wanted > Count ? 0 : Wanted;
  Count -= Taken;
  pthread_mutex_unlock(Lock);
  return Taken;
}
```

## When it stays silent
When the function holds the lock on every way out, or exactly where it returns 0 or true: then it
locks for its callers. When code that memlint does not see, or a function that works on locks of its
own, may have unlocked it. Semaphores are no locks.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = true,
    .Cwe = 667,
    .Options = {},
    .Run = run,
    .ReadsBodies = true,
};

} // namespace memlint
