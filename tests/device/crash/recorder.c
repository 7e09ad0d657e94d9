/* Stands between a process and its files: records every change under one folder, in order, and
 * fails or kills at the n-th of them.
 *
 * Loaded by LD_PRELOAD. Switched on by the environment (any program) or by the functions
 * `crash_watch`, `crash_fail`, `crash_kill` (a process that forks workers):
 *
 *   CRASH_FOLDER   what is watched, as a real path; nothing else is touched
 *   CRASH_JOURNAL  where the records go (tests/device/crash/recorder.py reads them)
 *   CRASH_MARKS    a file whose writes are recorded as marks: what the program promised, in order
 *   CRASH_FAIL_AT, CRASH_ERRNO, CRASH_FAIL_FOREVER   the n-th change fails, once or from there on
 *
 * A change: a write, a truncation, a sync, a new or removed or renamed name, a new folder.
 * A failing write of more than one byte first writes half, as a full disk does.
 * What the recorder cannot follow (shared writable mappings, in-kernel copies) is recorded as
 * unknown, and the reader refuses it: a journal is complete or refused.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPEN = 1, WRITE, TRUNCATE, SYNC, CLOSE, UNLINK, RENAME, MARK, MKDIR, RMDIR, UNKNOWN };
enum { FAILED = 1, CREATED = 2, FOLDER = 4 };

struct record {
    uint32_t magic;
    uint8_t op, flags;
    uint16_t err;
    int32_t fd;
    uint32_t path_size;
    int64_t offset, size;
};

#define MAGIC 0x49474A42u
#define MOST_FDS 65536
enum { NOT_OURS = 0, OURS, MARKS };

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static char folder[PATH_MAX], marks[PATH_MAX];
static size_t folder_size;
static int journal = -1;
static unsigned char followed[MOST_FDS];
static long changes, fail_at, kill_at;
static int fail_errno = EIO, fail_forever, kill_after;

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static void note(int op, int flags, int err, int fd, int64_t offset, int64_t size, const char *path,
                 size_t path_size, const void *data) {
    if (journal < 0) return;
    int kept = errno;
    struct record head = {MAGIC, (uint8_t)op, (uint8_t)flags, (uint16_t)err, fd,
                          (uint32_t)path_size, offset, size};
    struct iovec parts[3] = {{&head, sizeof head}, {(void *)path, path_size},
                             {(void *)data, data ? (size_t)size : 0}};
    ssize_t whole = (ssize_t)(sizeof head + path_size + parts[2].iov_len);
    if (syscall(SYS_writev, journal, parts, 3) != whole) abort(); /* a journal with a hole lies */
    errno = kept;
}

/* Gives the real path of a name, its last part as it stands; 0 where it is not ours. */
static int is_ours(int at, const char *path, char *out) {
    char name[PATH_MAX], base[NAME_MAX + 1];
    int kept = errno;
    if (!folder_size || !path) return 0;
    if (path[0] == '/' || at == AT_FDCWD) {
        snprintf(name, sizeof name, "%s", path);
    } else {
        char link[64], dir[PATH_MAX];
        snprintf(link, sizeof link, "/proc/self/fd/%d", at);
        ssize_t got = readlink(link, dir, sizeof dir - 1);
        if (got < 0) return errno = kept, 0;
        dir[got] = 0;
        if (snprintf(name, sizeof name, "%s/%s", dir, path) >= (int)sizeof name)
            return errno = kept, 0;
    }
    size_t size = strlen(name);
    while (size > 1 && name[size - 1] == '/') name[--size] = 0;
    char *slash = strrchr(name, '/');
    snprintf(base, sizeof base, "%s", slash ? slash + 1 : name);
    if (slash == name) snprintf(name, sizeof name, "/");
    else if (slash) *slash = 0;
    else snprintf(name, sizeof name, ".");
    char real_dir[PATH_MAX];
    char *found = realpath(name, real_dir);
    errno = kept;
    if (!found || snprintf(out, PATH_MAX, "%s/%s", strcmp(real_dir, "/") ? real_dir : "", base) >= PATH_MAX)
        return 0;
    if (!strcmp(out, marks)) return MARKS;
    return !strncmp(out, folder, folder_size) && (out[folder_size] == '/' || !out[folder_size]) ? OURS : 0;
}

static int follows(int fd) { return fd >= 0 && fd < MOST_FDS ? followed[fd] : 0; }

/* Counts a change; tells whether it is to fail. Kills here where that was asked for. */
static int counts(void) {
    changes++;
    if (kill_at && changes == kill_at && !kill_after) raise(SIGKILL);
    return fail_at && (changes == fail_at || (fail_forever && changes > fail_at));
}

static void changed(void) {
    if (kill_at && changes == kill_at) raise(SIGKILL);
}

/* -- switches */

void crash_watch(const char *where, const char *into, const char *promises) {
    pthread_mutex_lock(&lock);
    if (journal >= 0) syscall(SYS_close, journal);
    journal = -1;
    folder_size = 0;
    marks[0] = 0;
    memset(followed, 0, sizeof followed);
    changes = fail_at = kill_at = 0;
    if (where && *where) {
        if (!realpath(where, folder)) abort();
        folder_size = strlen(folder);
        if (promises && *promises) snprintf(marks, sizeof marks, "%s", promises);
        if (into && *into) {
            int fd = (int)syscall(SYS_openat, AT_FDCWD, into, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
            journal = fcntl(fd, F_DUPFD_CLOEXEC, 900);
            syscall(SYS_close, fd);
            if (journal < 0) abort();
        }
    }
    pthread_mutex_unlock(&lock);
}

void crash_fail(long at, int code, int forever) {
    fail_at = at ? changes + at : 0;
    fail_errno = code;
    fail_forever = forever;
}

void crash_kill(long at, int after) {
    kill_at = at ? changes + at : 0;
    kill_after = after;
}

long crash_changes(void) { return changes; }

__attribute__((constructor)) static void begin(void) {
    const char *where = getenv("CRASH_FOLDER"), *at = getenv("CRASH_FAIL_AT");
    if (!where) return;
    crash_watch(where, getenv("CRASH_JOURNAL"), getenv("CRASH_MARKS"));
    if (at) {
        const char *code = getenv("CRASH_ERRNO");
        crash_fail(atol(at), code ? atoi(code) : EIO, getenv("CRASH_FAIL_FOREVER") != NULL);
    }
}

/* -- files */

static int opened(int at, const char *path, int flags, mode_t mode) {
    char name[PATH_MAX];
    pthread_mutex_lock(&lock);
    int ours = is_ours(at, path, name);
    struct stat before;
    int kept = errno;
    int is_new = ours == OURS && (flags & O_CREAT) && lstat(name, &before) < 0;
    errno = kept;
    int fd;
    if (is_new && counts()) {
        note(OPEN, FAILED | CREATED, fail_errno, -1, 0, 0, name, strlen(name), NULL);
        errno = fail_errno;
        fd = -1;
    } else {
        fd = (int)syscall(SYS_openat, at, path, flags, mode);
        if (fd >= 0 && fd < MOST_FDS) {
            followed[fd] = (unsigned char)ours;
            struct stat now;
            if (ours == OURS && fstat(fd, &now) == 0) {
                int kind = (is_new ? CREATED : 0) | (S_ISDIR(now.st_mode) ? FOLDER : 0);
                if (flags & O_PATH) followed[fd] = NOT_OURS;
                note(OPEN, kind, 0, fd, 0, 0, name, strlen(name), NULL);
                if ((flags & O_TRUNC) && !is_new) note(TRUNCATE, 0, 0, fd, 0, 0, NULL, 0, NULL);
                if (is_new) changed();
            }
        }
    }
    pthread_mutex_unlock(&lock);
    return fd;
}

#define OPENER(name)                                       \
    int name(const char *path, int flags, ...) {           \
        va_list more;                                      \
        va_start(more, flags);                             \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(more, mode_t) : 0; \
        va_end(more);                                      \
        return opened(AT_FDCWD, path, flags, mode);        \
    }
OPENER(open)
OPENER(open64)

#define OPENER_AT(name)                                    \
    int name(int at, const char *path, int flags, ...) {   \
        va_list more;                                      \
        va_start(more, flags);                             \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(more, mode_t) : 0; \
        va_end(more);                                      \
        return opened(at, path, flags, mode);              \
    }
OPENER_AT(openat)
OPENER_AT(openat64)

int creat(const char *path, mode_t mode) {
    return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}
int creat64(const char *path, mode_t mode) {
    return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}
int __open_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags, 0); }
int __openat_2(int at, const char *path, int flags) { return opened(at, path, flags, 0); }
int __openat64_2(int at, const char *path, int flags) { return opened(at, path, flags, 0); }

int close(int fd) {
    REAL(close);
    if (!follows(fd)) return real(fd);
    pthread_mutex_lock(&lock);
    if (followed[fd] == OURS) note(CLOSE, 0, 0, fd, 0, 0, NULL, 0, NULL);
    followed[fd] = NOT_OURS;
    int done = real(fd);
    pthread_mutex_unlock(&lock);
    return done;
}

/* `offset` < 0: where the file stands, or its end (O_APPEND). */
static ssize_t written(int fd, const void *data, size_t size, off_t offset) {
    pthread_mutex_lock(&lock);
    ssize_t done;
    if (followed[fd] == MARKS) {
        done = syscall(SYS_write, fd, data, size);
        if (done > 0) note(MARK, 0, 0, fd, 0, done, NULL, 0, data);
        pthread_mutex_unlock(&lock);
        return done;
    }
    off_t at = offset;
    if (offset < 0) {
        struct stat now;
        int is_append = fcntl(fd, F_GETFL) & O_APPEND;
        at = is_append && fstat(fd, &now) == 0 ? now.st_size : lseek(fd, 0, SEEK_CUR);
    }
    int fails = counts();
    size_t want = size;
    if (fails) want = size > 1 && fail_errno == ENOSPC ? size / 2 : 0;
    done = want || !fails ? (offset < 0 ? syscall(SYS_write, fd, data, want)
                                        : syscall(SYS_pwrite64, fd, data, want, offset))
                          : 0;
    if (done > 0) note(WRITE, 0, 0, fd, at, done, NULL, 0, data);
    if (fails) {
        note(WRITE, FAILED, fail_errno, fd, at, 0, NULL, 0, NULL);
        errno = fail_errno;
        done = -1;
    }
    changed();
    pthread_mutex_unlock(&lock);
    return done;
}

ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    return follows(fd) ? written(fd, data, size, -1) : real(fd, data, size);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
    REAL(pwrite);
    return follows(fd) ? written(fd, data, size, offset) : real(fd, data, size, offset);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off_t offset) {
    REAL(pwrite64);
    return follows(fd) ? written(fd, data, size, offset) : real(fd, data, size, offset);
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(writev);
    if (!follows(fd)) return real(fd, parts, count);
    ssize_t all = 0;
    for (int at = 0; at < count; at++) {
        ssize_t done = written(fd, parts[at].iov_base, parts[at].iov_len, -1);
        if (done < 0) return all ? all : -1;
        all += done;
    }
    return all;
}

static int truncated(int fd, off_t size) {
    pthread_mutex_lock(&lock);
    int done = -1;
    if (counts()) {
        note(TRUNCATE, FAILED, fail_errno, fd, 0, size, NULL, 0, NULL);
        errno = fail_errno;
    } else {
        done = (int)syscall(SYS_ftruncate, fd, size);
        if (done == 0) note(TRUNCATE, 0, 0, fd, 0, size, NULL, 0, NULL);
    }
    changed();
    pthread_mutex_unlock(&lock);
    return done;
}
int ftruncate(int fd, off_t size) {
    REAL(ftruncate);
    return follows(fd) == OURS ? truncated(fd, size) : real(fd, size);
}
int ftruncate64(int fd, off_t size) {
    REAL(ftruncate64);
    return follows(fd) == OURS ? truncated(fd, size) : real(fd, size);
}

static int synced(int fd, long call) {
    pthread_mutex_lock(&lock);
    int done = -1;
    if (counts()) {
        note(SYNC, FAILED, fail_errno, fd, 0, 0, NULL, 0, NULL);
        errno = fail_errno;
    } else {
        done = (int)syscall(call, fd);
        if (done == 0) note(SYNC, 0, 0, fd, 0, 0, NULL, 0, NULL);
    }
    changed();
    pthread_mutex_unlock(&lock);
    return done;
}
int fsync(int fd) {
    REAL(fsync);
    return follows(fd) == OURS ? synced(fd, SYS_fsync) : real(fd);
}
int fdatasync(int fd) {
    REAL(fdatasync);
    return follows(fd) == OURS ? synced(fd, SYS_fdatasync) : real(fd);
}

/* -- names */

static int removed(int at, const char *path, int flags) {
    char name[PATH_MAX];
    pthread_mutex_lock(&lock);
    int ours = is_ours(at, path, name) == OURS, op = flags & AT_REMOVEDIR ? RMDIR : UNLINK, done = -1;
    struct stat before;
    int kept = errno;
    ours = ours && lstat(name, &before) == 0;
    errno = kept;
    if (ours && counts()) {
        note(op, FAILED, fail_errno, -1, 0, 0, name, strlen(name), NULL);
        errno = fail_errno;
    } else {
        done = (int)syscall(SYS_unlinkat, at, path, flags);
        if (ours && done == 0) note(op, 0, 0, -1, 0, 0, name, strlen(name), NULL);
    }
    if (ours) changed();
    pthread_mutex_unlock(&lock);
    return done;
}
int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }
int unlinkat(int at, const char *path, int flags) { return removed(at, path, flags); }
int rmdir(const char *path) { return removed(AT_FDCWD, path, AT_REMOVEDIR); }

static int renamed(int at, const char *old, int to, const char *new, unsigned flags) {
    char names[2 * PATH_MAX], target[PATH_MAX];
    pthread_mutex_lock(&lock);
    int from_ours = is_ours(at, old, names) == OURS, to_ours = is_ours(to, new, target) == OURS, done = -1;
    size_t first = from_ours ? strlen(names) + 1 : 0;
    if (from_ours && to_ours) memcpy(names + first, target, strlen(target) + 1);
    if (from_ours != to_ours) note(UNKNOWN, 0, 0, -1, 0, 0, "rename", 6, NULL);
    if (from_ours && to_ours && counts()) {
        note(RENAME, FAILED, fail_errno, -1, 0, 0, names, first + strlen(target), NULL);
        errno = fail_errno;
    } else {
        done = (int)syscall(SYS_renameat2, at, old, to, new, flags);
        if (from_ours && to_ours && done == 0)
            note(RENAME, 0, 0, -1, 0, 0, names, first + strlen(target), NULL);
    }
    if (from_ours && to_ours) changed();
    pthread_mutex_unlock(&lock);
    return done;
}
int rename(const char *old, const char *new) { return renamed(AT_FDCWD, old, AT_FDCWD, new, 0); }
int renameat(int at, const char *old, int to, const char *new) { return renamed(at, old, to, new, 0); }
int renameat2(int at, const char *old, int to, const char *new, unsigned flags) {
    return renamed(at, old, to, new, flags);
}

static int made(int at, const char *path, mode_t mode) {
    char name[PATH_MAX];
    pthread_mutex_lock(&lock);
    int ours = is_ours(at, path, name) == OURS, done = -1;
    struct stat before;
    int kept = errno;
    ours = ours && lstat(name, &before) < 0;
    errno = kept;
    if (ours && counts()) {
        note(MKDIR, FAILED, fail_errno, -1, 0, 0, name, strlen(name), NULL);
        errno = fail_errno;
    } else {
        done = (int)syscall(SYS_mkdirat, at, path, mode);
        if (ours && done == 0) note(MKDIR, 0, 0, -1, 0, 0, name, strlen(name), NULL);
    }
    if (ours) changed();
    pthread_mutex_unlock(&lock);
    return done;
}
int mkdir(const char *path, mode_t mode) { return made(AT_FDCWD, path, mode); }
int mkdirat(int at, const char *path, mode_t mode) { return made(at, path, mode); }

/* -- what cannot be followed */

static void give_up(int fd, const char *call) {
    if (follows(fd) == OURS) note(UNKNOWN, 0, 0, fd, 0, 0, call, strlen(call), NULL);
}
void *mmap(void *at, size_t size, int access, int flags, int fd, off_t offset) {
    if ((flags & MAP_SHARED) && (access & PROT_WRITE)) give_up(fd, "mmap");
    return (void *)syscall(SYS_mmap, at, size, access, flags, fd, offset);
}
void *mmap64(void *at, size_t size, int access, int flags, int fd, off_t offset) {
    if ((flags & MAP_SHARED) && (access & PROT_WRITE)) give_up(fd, "mmap");
    return (void *)syscall(SYS_mmap, at, size, access, flags, fd, offset);
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
    REAL(pwritev);
    return give_up(fd, "pwritev"), real(fd, parts, count, offset);
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t offset) {
    REAL(pwritev64);
    return give_up(fd, "pwritev"), real(fd, parts, count, offset);
}
ssize_t sendfile(int to, int from, off_t *offset, size_t size) {
    return give_up(to, "sendfile"), syscall(SYS_sendfile, to, from, offset, size);
}
ssize_t sendfile64(int to, int from, off_t *offset, size_t size) {
    return give_up(to, "sendfile"), syscall(SYS_sendfile, to, from, offset, size);
}
ssize_t copy_file_range(int from, off_t *at, int to, off_t *into, size_t size, unsigned flags) {
    give_up(to, "copy_file_range");
    return syscall(SYS_copy_file_range, from, at, to, into, size, flags);
}
int fallocate(int fd, int mode, off_t offset, off_t size) {
    return give_up(fd, "fallocate"), (int)syscall(SYS_fallocate, fd, mode, offset, size);
}
int posix_fallocate(int fd, off_t offset, off_t size) {
    REAL(posix_fallocate);
    return give_up(fd, "posix_fallocate"), real(fd, offset, size);
}
int truncate(const char *path, off_t size) {
    char name[PATH_MAX];
    if (is_ours(AT_FDCWD, path, name) == OURS) note(UNKNOWN, 0, 0, -1, 0, 0, "truncate", 8, NULL);
    return (int)syscall(SYS_truncate, path, size);
}
int link(const char *old, const char *new) {
    char name[PATH_MAX];
    if (is_ours(AT_FDCWD, new, name) == OURS) note(UNKNOWN, 0, 0, -1, 0, 0, "link", 4, NULL);
    return (int)syscall(SYS_linkat, AT_FDCWD, old, AT_FDCWD, new, 0);
}
