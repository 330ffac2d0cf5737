// Runs one call of a fixture, whose number is its argument, and says by its status what the call
// lost: heap blocks that nothing points to any more, descriptors that were not open before. A
// function that ends the program does so with a status of its own. See tests/e2e/leak_truth.py,
// which writes the calls.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sanitizer/lsan_interface.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { Nothing = 100, Heap = 1, Descriptors = 2, Numbers = 1024 };

extern void (*const calls[])(void);

static int wasOpen[Numbers];
static const char *failingName;
static int failingCall;

static int isOpen(int fd) { return fcntl(fd, F_GETFD) >= 0; }

/// From now on the nth call of the function that the fixture makes fails.
void willFail(const char *name, int nth) {
  failingName = name;
  failingCall = nth;
}

/// Where a call ends. What it left below on the stack would still point to what it lost.
__attribute__((no_sanitize("address"))) void callEnded(void) {
  char below[1 << 18];
  memset(below, 0, sizeof below);
  __asm__ volatile("" : : "r"(below) : "memory");
  int status = Nothing;
  for (int fd = 0; fd < Numbers; ++fd)
    if (isOpen(fd) && !wasOpen[fd])
      status = Nothing + Descriptors;
  if (__lsan_do_recoverable_leak_check())
    status += Heap;
  _exit(status);
}

int main(int argc, char **argv) {
  for (int fd = 0; fd < Numbers; ++fd)
    wasOpen[fd] = isOpen(fd);
  calls[argc > 1 ? atoi(argv[1]) : 0]();
}

// What can be made to fail: its result, name, parameters and arguments, and what it returns then.
// What releases does so even when it fails. The linker sends the fixture's calls here (--wrap).
#define FAILS(Result, Name, Parameters, Arguments, Failure)                                        \
  Result __real_##Name Parameters;                                                                 \
  Result __wrap_##Name Parameters {                                                                \
    if (failingName && !strcmp(failingName, #Name) && !--failingCall) {                            \
      errno = EINTR;                                                                               \
      return Failure;                                                                              \
    }                                                                                              \
    return __real_##Name Arguments;                                                                \
  }

// clang-format off: it takes the stars of parameters for products
FAILS(void *, malloc, (size_t n), (n), NULL)
FAILS(void *, calloc, (size_t n, size_t size), (n, size), NULL)
FAILS(void *, realloc, (void *p, size_t n), (p, n), NULL)
FAILS(void *, reallocarray, (void *p, size_t n, size_t size), (p, n, size), NULL)
FAILS(char *, strdup, (const char *s), (s), NULL)
FAILS(int, open, (const char *path, int flags, int mode), (path, flags, mode), -1)
FAILS(int, close, (int fd), (fd), (__real_close(fd), -1))
FAILS(FILE *, fopen, (const char *path, const char *mode), (path, mode), NULL)
FAILS(FILE *, fdopen, (int fd, const char *mode), (fd, mode), NULL)
FAILS(int, fclose, (FILE *f), (f), (__real_fclose(f), EOF))
FAILS(int, ferror, (FILE *f), (f), 1)
FAILS(int, fputc, (int c, FILE *f), (c, f), EOF)
FAILS(int, fputs, (const char *s, FILE *f), (s, f), EOF)
FAILS(DIR *, fdopendir, (int fd), (fd), NULL)
FAILS(int, listen, (int s, int n), (s, n), -1)
FAILS(pid_t, fork, (void), (), -1)
FAILS(int, pthread_create,
      (pthread_t *thread, const pthread_attr_t *how, void *(*call)(void *), void *data),
      (thread, how, call, data), EAGAIN)
FAILS(int, rand, (void), (), 0)
// clang-format on
