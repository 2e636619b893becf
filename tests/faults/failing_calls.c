/* Make a chosen system call fail, or kill the process at it. Preloaded into a process (LD_PRELOAD).
 *
 * Only calls that change what is on a disk count, and only those on files below FAULT_UNDER:
 *   FAULT_UNDER  an absolute directory; without it nothing is counted
 *   FAULT_LOG    a file, outside of that directory, that gets a line for each call: its name, its path
 *   FAULT_AT     the number of the call to disturb, from 1
 *   FAULT_HOW    ENOSPC, EIO   the call fails, later ones do not
 *                full          half of it is written, then nothing that needs space succeeds
 *                dead          it fails with EIO, and so does every later one
 *                kill          the process is killed before the call
 *                torn          the process is killed when half of it is written
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
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#undef open64
#undef openat64
#undef pwrite64
#undef ftruncate64

static int counted;

/* Whether a call of this kind fails on a full disk. */
enum { NEEDS_SPACE = 1, NEEDS_NONE = 0 };

/* What becomes of a call: it is done, it fails, or only half of it is written. */
enum { DONE, FAILS, HALF, HALF_AND_KILLED };

static const char *path_of(int directory, const char *path, char *buffer)
{
    char link[64];
    ssize_t length = 0;

    if (path != NULL && path[0] == '/')
        return path;
    if (directory == AT_FDCWD)
        length = readlink("/proc/self/cwd", buffer, PATH_MAX - 1);
    else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", directory);
        length = readlink(link, buffer, PATH_MAX - 1);
    }
    if (length < 0)
        length = 0;
    buffer[length] = 0;
    if (path != NULL)
        snprintf(buffer + length, PATH_MAX, "/%s", path);
    return buffer;
}

static void note(const char *name, const char *path)
{
    const char *log = getenv("FAULT_LOG");
    char line[2 * PATH_MAX];
    long handle;

    if (log == NULL)
        return;
    handle = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (handle < 0)
        return;
    syscall(SYS_write, handle, line, snprintf(line, sizeof line, "%s %s\n", name, path));
    syscall(SYS_close, handle);
}

static int fate(const char *name, int directory, const char *given, int space, int writes)
{
    char buffer[2 * PATH_MAX];
    const char *under = getenv("FAULT_UNDER"), *at = getenv("FAULT_AT"), *how = getenv("FAULT_HOW");
    const char *path;
    int first, saved = errno;

    if (under == NULL)
        return DONE;
    path = path_of(directory, given, buffer);
    errno = saved;
    if (strncmp(path, under, strlen(under)) != 0)
        return DONE;
    counted++;
    note(name, path);
    errno = saved;
    if (at == NULL || how == NULL || counted < atoi(at))
        return DONE;
    first = counted == atoi(at);
    if (first && strcmp(how, "torn") == 0 && writes)
        return HALF_AND_KILLED;
    if (first && (strcmp(how, "kill") == 0 || strcmp(how, "torn") == 0))
        kill(getpid(), SIGKILL);
    if (strcmp(how, "full") == 0) {
        if (!space)
            return DONE;
        if (first && writes)
            return HALF;
        errno = ENOSPC;
        return FAILS;
    }
    if (strcmp(how, "dead") == 0 || (first && strcmp(how, "EIO") == 0)) {
        errno = EIO;
        return FAILS;
    }
    if (first && strcmp(how, "ENOSPC") == 0) {
        errno = ENOSPC;
        return FAILS;
    }
    return DONE;
}

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (real == NULL) \
        real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

#define WRITING(length, full, half) \
    switch (fate("write", handle, NULL, NEEDS_SPACE, (length) > 1)) { \
    case FAILS: return -1; \
    case HALF: return half; \
    case HALF_AND_KILLED: \
        if (half >= 0) \
            kill(getpid(), SIGKILL); \
    } \
    return full

ssize_t write(int handle, const void *bytes, size_t length)
{
    REAL(ssize_t, write, int, const void *, size_t);
    WRITING(length, real(handle, bytes, length), real(handle, bytes, length / 2));
}

ssize_t writev(int handle, const struct iovec *parts, int number)
{
    REAL(ssize_t, writev, int, const struct iovec *, int);
    WRITING(number, real(handle, parts, number), real(handle, parts, number / 2));
}

#define PWRITE(name, offset_type) \
    ssize_t name(int handle, const void *bytes, size_t length, offset_type at) \
    { \
        REAL(ssize_t, name, int, const void *, size_t, offset_type); \
        WRITING(length, real(handle, bytes, length, at), real(handle, bytes, length / 2, at)); \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define ON_HANDLE(name, said, space) \
    int name(int handle) \
    { \
        REAL(int, name, int); \
        return fate(said, handle, NULL, space, 0) ? -1 : real(handle); \
    }
ON_HANDLE(fsync, "sync", NEEDS_NONE)
ON_HANDLE(fdatasync, "sync", NEEDS_NONE)

#define TRUNCATE(name, offset_type) \
    int name(int handle, offset_type length) \
    { \
        REAL(int, name, int, offset_type); \
        return fate("truncate", handle, NULL, NEEDS_NONE, 0) ? -1 : real(handle, length); \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define ON_PATH(name, said, space) \
    int name(const char *path) \
    { \
        REAL(int, name, const char *); \
        return fate(said, AT_FDCWD, path, space, 0) ? -1 : real(path); \
    }
ON_PATH(unlink, "unlink", NEEDS_NONE)
ON_PATH(rmdir, "unlink", NEEDS_NONE)

int unlinkat(int directory, const char *path, int flags)
{
    REAL(int, unlinkat, int, const char *, int);
    return fate("unlink", directory, path, NEEDS_NONE, 0) ? -1 : real(directory, path, flags);
}

int mkdir(const char *path, mode_t mode)
{
    REAL(int, mkdir, const char *, mode_t);
    return fate("create", AT_FDCWD, path, NEEDS_SPACE, 0) ? -1 : real(path, mode);
}

#define TO_PATH(name, said) \
    int name(const char *from, const char *to) \
    { \
        REAL(int, name, const char *, const char *); \
        return fate(said, AT_FDCWD, to, NEEDS_SPACE, 0) ? -1 : real(from, to); \
    }
TO_PATH(rename, "rename")
TO_PATH(link, "link")

int renameat(int from, const char *old, int to, const char *new)
{
    REAL(int, renameat, int, const char *, int, const char *);
    return fate("rename", to, new, NEEDS_SPACE, 0) ? -1 : real(from, old, to, new);
}

int linkat(int from, const char *old, int to, const char *new, int flags)
{
    REAL(int, linkat, int, const char *, int, const char *, int);
    return fate("link", to, new, NEEDS_SPACE, 0) ? -1 : real(from, old, to, new, flags);
}

/* Opening a file counts where it may make one. */
#define MODE(flags) \
    mode_t mode = 0; \
    va_list rest; \
    va_start(rest, flags); \
    if ((flags) & O_CREAT) \
        mode = va_arg(rest, mode_t); \
    va_end(rest)

#define OPEN(name) \
    int name(const char *path, int flags, ...) \
    { \
        MODE(flags); \
        REAL(int, name, const char *, int, ...); \
        if ((flags & O_CREAT) && fate("create", AT_FDCWD, path, NEEDS_SPACE, 0)) \
            return -1; \
        return real(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
    int name(int directory, const char *path, int flags, ...) \
    { \
        MODE(flags); \
        REAL(int, name, int, const char *, int, ...); \
        if ((flags & O_CREAT) && fate("create", directory, path, NEEDS_SPACE, 0)) \
            return -1; \
        return real(directory, path, flags, mode); \
    }
OPENAT(openat)
OPENAT(openat64)
