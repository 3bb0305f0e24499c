/*
 * Writes down, in order, what a process does to the files of one folder, for bench/chaos/power.py.
 *
 *     cc -shared -fPIC -o witness.so witness.c -ldl
 *     LD_PRELOAD=witness.so WITNESS_FOLDER=/the/folder WITNESS_LOG=/its/log program
 *
 * The calls themselves go through unchanged. A change is noted before it is made and a flush after it was, so a cut of
 * the log between two records never holds a flush whose changes it does not hold. Each record is one write to a file
 * opened with O_APPEND, so the records of several threads do not mix:
 *
 *     operation (1 byte), length of the path (4 bytes), number (8 bytes), length of the data (8 bytes), path, data
 *
 *     c created    w written, number: offset    t cut or grown, number: size    s flushed (a file or a folder)
 *     r renamed, data: the new path    u removed
 *
 * Changes through mapped memory are not seen; SQLite makes none to files that it needs after a cut.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define NEXT(result, name, ...)                                      \
    static result (*next)(__VA_ARGS__);                              \
    if (!next) next = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static int is_watched(const char *path) {
    const char *folder = getenv("WITNESS_FOLDER");
    return folder && !strncmp(path, folder, strlen(folder));
}

static int watched_file(int fd, char *path) {
    char link[32];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_watched(path);
}

static void note(char operation, const char *path, uint64_t number, const void *data, uint64_t size) {
    static int log = -1;
    if (log < 0) log = syscall(SYS_openat, AT_FDCWD, getenv("WITNESS_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    char head[21] = {operation};
    uint32_t length = strlen(path);
    memcpy(head + 1, &length, 4);
    memcpy(head + 5, &number, 8);
    memcpy(head + 13, &size, 8);
    struct iovec record[] = {{head, sizeof head}, {(void *)path, length}, {(void *)data, size}};
    if (syscall(SYS_writev, log, record, 3) != (long)(sizeof head + length + size)) abort();
}

static void note_opening(const char *path, int flags) {
    char real[PATH_MAX];
    struct stat seen;
    if (!(flags & (O_CREAT | O_TRUNC)) || !is_watched(path)) return;
    snprintf(real, sizeof real, "%s", path);
    if (stat(real, &seen)) {
        if (flags & O_CREAT) note('c', real, 0, 0, 0);
    } else if (flags & O_TRUNC) {
        note('t', real, 0, 0, 0);
    }
}

#define OPEN(name)                                         \
    int name(const char *path, int flags, ...) {           \
        NEXT(int, #name, const char *, int, ...);          \
        va_list more;                                      \
        va_start(more, flags);                             \
        mode_t mode = va_arg(more, mode_t);                \
        va_end(more);                                      \
        note_opening(path, flags);                         \
        return next(path, flags, mode);                    \
    }
OPEN(open)
OPEN(open64)

#define PWRITE(name)                                                          \
    ssize_t name(int fd, const void *data, size_t size, off_t offset) {       \
        NEXT(ssize_t, #name, int, const void *, size_t, off_t);               \
        char path[PATH_MAX];                                                  \
        if (watched_file(fd, path)) note('w', path, offset, data, size);      \
        return next(fd, data, size, offset);                                  \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

ssize_t write(int fd, const void *data, size_t size) {
    NEXT(ssize_t, "write", int, const void *, size_t);
    char path[PATH_MAX];
    if (watched_file(fd, path)) {
        int whence = fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR;
        note('w', path, lseek(fd, 0, whence), data, size);
    }
    return next(fd, data, size);
}

#define FTRUNCATE(name)                                                \
    int name(int fd, off_t size) {                                     \
        NEXT(int, #name, int, off_t);                                  \
        char path[PATH_MAX];                                           \
        if (watched_file(fd, path)) note('t', path, size, 0, 0);       \
        return next(fd, size);                                         \
    }
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)

#define FLUSH(name)                                                            \
    int name(int fd) {                                                         \
        NEXT(int, #name, int);                                                 \
        char path[PATH_MAX];                                                   \
        int result = next(fd);                                                 \
        if (!result && watched_file(fd, path)) note('s', path, 0, 0, 0);       \
        return result;                                                         \
    }
FLUSH(fsync)
FLUSH(fdatasync)

int rename(const char *from, const char *to) {
    NEXT(int, "rename", const char *, const char *);
    if (is_watched(to)) note('r', from, 0, to, strlen(to));
    return next(from, to);
}

int unlink(const char *path) {
    NEXT(int, "unlink", const char *);
    if (is_watched(path)) note('u', path, 0, 0, 0);
    return next(path);
}
