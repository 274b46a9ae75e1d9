/* A file system that fails when it is told to. Loaded with LD_PRELOAD; does nothing until fault_arm is called.
 *
 * Every call that changes something below the folder `root` counts. At call number `at` happens what `action` says:
 * an end by SIGKILL before it, behind it or with half the bytes written, another signal, an error, a short write.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { NOTHING, KILL_BEFORE, KILL_AFTER, KILL_HALF, FAIL_ONCE, FAIL_FROM, SHORT, SIGNAL };

static char root[PATH_MAX];
static long at, count;
static int action, value;

void fault_arm(const char *folder, long number, int what, int with) {
  strncpy(root, folder, sizeof root - 1);
  at = number, action = what, value = with, count = 0;
}

long fault_count(void) { return count; }

static int below(const char *path) { return root[0] && strncmp(path, root, strlen(root)) == 0; }

static int path_below(const char *path) {
  char whole[PATH_MAX * 2];
  if (!root[0] || !path) return 0;
  if (path[0] == '/') return below(path);
  if (!getcwd(whole, PATH_MAX)) return 0;
  strncat(whole, "/", sizeof whole - strlen(whole) - 1);
  strncat(whole, path, sizeof whole - strlen(whole) - 1);
  return below(whole);
}

static int file_below(int file) {
  char link[64], path[PATH_MAX];
  if (!root[0]) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return below(path);
}

/* 0: go on; 1: fail with errno; 2: a short write; 3: end with half of it written. */
static int before(int counts) {
  if (!counts) return 0;
  long number = ++count;
  if (action == FAIL_FROM && number >= at) { errno = value; return 1; }
  if (number != at) return 0;
  switch (action) {
  case KILL_BEFORE: kill(getpid(), SIGKILL); pause();
  case FAIL_ONCE: errno = value; return 1;
  case SHORT: return 2;
  case KILL_HALF: return 3;
  case SIGNAL: kill(getpid(), value); return 0;
  }
  return 0;
}

static void after(int counts) {
  if (counts && count == at && (action == KILL_AFTER || action == KILL_HALF)) { kill(getpid(), SIGKILL); pause(); }
}

#define REAL(name, ...) ((__VA_ARGS__)dlsym(RTLD_NEXT, #name))
#define GUARD(type, name, test, failed, parameters, arguments)                                                        \
  type name parameters {                                                                                              \
    int counts = (test);                                                                                              \
    if (before(counts) == 1) return failed;                                                                           \
    type found = REAL(name, type(*) parameters) arguments;                                                            \
    int kept = errno;                                                                                                 \
    after(counts);                                                                                                    \
    errno = kept;                                                                                                     \
    return found;                                                                                                     \
  }

GUARD(int, fsync, file_below(file), -1, (int file), (file))
GUARD(int, fdatasync, file_below(file), -1, (int file), (file))
GUARD(int, ftruncate, file_below(file), -1, (int file, off_t length), (file, length))
GUARD(int, ftruncate64, file_below(file), -1, (int file, off64_t length), (file, length))
GUARD(int, rename, path_below(to), -1, (const char *from, const char *to), (from, to))
GUARD(int, renameat, path_below(to), -1, (int a, const char *from, int b, const char *to), (a, from, b, to))
GUARD(int, unlink, path_below(path), -1, (const char *path), (path))
GUARD(int, mkdir, path_below(path), -1, (const char *path, mode_t mode), (path, mode))
GUARD(int, rmdir, path_below(path), -1, (const char *path), (path))

#define WRITES(flags) ((flags) & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC))
#define OPENS(name)                                                                                                   \
  int name(const char *path, int flags, ...) {                                                                        \
    va_list rest;                                                                                                     \
    va_start(rest, flags);                                                                                            \
    mode_t mode = va_arg(rest, mode_t);                                                                               \
    va_end(rest);                                                                                                     \
    int counts = WRITES(flags) && path_below(path);                                                                   \
    if (before(counts) == 1) return -1;                                                                               \
    int found = REAL(name, int (*)(const char *, int, ...))(path, flags, mode);                                       \
    after(counts);                                                                                                    \
    return found;                                                                                                     \
  }
OPENS(open)
OPENS(open64)

#define FOPENS(name)                                                                                                  \
  FILE *name(const char *path, const char *mode) {                                                                    \
    int counts = strpbrk(mode, "wa+") && path_below(path);                                                            \
    if (before(counts) == 1) return NULL;                                                                             \
    FILE *found = REAL(name, FILE * (*)(const char *, const char *))(path, mode);                                     \
    after(counts);                                                                                                    \
    return found;                                                                                                     \
  }
FOPENS(fopen)
FOPENS(fopen64)

ssize_t write(int file, const void *bytes, size_t size) {
  ssize_t (*real)(int, const void *, size_t) = REAL(write, ssize_t(*)(int, const void *, size_t));
  int counts = file_below(file), what = before(counts);
  if (what == 1) return -1;
  ssize_t found = real(file, bytes, what && size > 1 ? size / 2 : size);
  after(counts);
  return found;
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t place) {
  ssize_t (*real)(int, const void *, size_t, off64_t) = REAL(pwrite64, ssize_t(*)(int, const void *, size_t, off64_t));
  int counts = file_below(file), what = before(counts);
  if (what == 1) return -1;
  ssize_t found = real(file, bytes, what && size > 1 ? size / 2 : size, place);
  after(counts);
  return found;
}

ssize_t writev(int file, const struct iovec *parts, int number) {
  int counts = file_below(file), what = before(counts);
  if (what == 1) return -1;
  ssize_t found = what && number > 0
      ? write(file, parts[0].iov_base, parts[0].iov_len > 1 ? parts[0].iov_len / 2 : parts[0].iov_len)
      : REAL(writev, ssize_t(*)(int, const struct iovec *, int))(file, parts, number);
  after(counts);
  return found;
}
