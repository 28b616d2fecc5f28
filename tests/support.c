#include "support.h"

#include "base/random.h"
#include "base/os/file.h"

#include <ftw.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void assert_near_at(double got, double want, double tolerance, const char *file, int line)
{
    if (fabs(got - want) <= tolerance)
        return;
    print_error("%.17g is not within %g of %.17g\n", got, tolerance, want);
    _fail(file, line);
}

void assert_ok_at(mlg_status status, const mlg_error *err, const char *file, int line)
{
    if (status == MLG_OK)
        return;
    print_error("status %d: %s (%s)\n", (int)status, err ? err->message : "", err ? err->hint : "");
    _fail(file, line);
}

void assert_fails_at(mlg_status got, mlg_status want, const mlg_error *err, const char *part, const char *file,
                     int line)
{
    if (got == want && strstr(err->message, part))
        return;
    print_error("wanted status %d with '%s', got %d: %s\n", (int)want, part, (int)got,
                got == MLG_OK ? "" : err->message);
    _fail(file, line);
}

char *make_folder(void)
{
    char pattern[4096], above[4096 - 30];
    assert_true(mlg_os_temporary_folder(above, sizeof above));
    snprintf(pattern, sizeof pattern, "%s/maillage-test-XXXXXX", above);
    if (!mkdtemp(pattern))
        fail_msg("no temporary folder %s", pattern);
    return strdup(pattern);
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    (void)info, (void)kind, (void)walk;
    return remove(path);
}

void remove_folder(char *path)
{
    if (path)
        nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(path);
}

const char *in_folder(const char *folder, const char *name)
{
    static char ring[8][4096];
    static int turn;
    char *path = ring[turn++ % 8];
    snprintf(path, sizeof ring[0], "%s/%s", folder, name);
    return path;
}

void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0)
        fail_msg("cannot write %s", path);
}

void put_bytes(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        fail_msg("cannot write %s", path);
}

char *file_bytes(const char *path, size_t *size)
{
    struct stat info;
    FILE *file = fopen(path, "rb");
    if (!file || fstat(fileno(file), &info) != 0)
        fail_msg("cannot read %s", path);
    char *bytes = calloc(1, (size_t)info.st_size + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, (size_t)info.st_size, file), info.st_size);
    fclose(file);
    if (size)
        *size = (size_t)info.st_size;
    return bytes;
}

const char *shared_data(const char *name)
{
    const char *folder = getenv("MAILLAGE_SHARED_DATA");
    const char *path = in_folder(folder ? folder : SOURCE_DIR "/../shared/data", name);
    return access(path, R_OK) == 0 ? path : NULL;
}

int count_of(const char *text, const char *part)
{
    int n = 0;
    for (; (text = strstr(text, part)) != NULL; text += strlen(part))
        n++;
    return n;
}

bool full_run(void)
{
    const char *full = getenv("MAILLAGE_FULL");
    return full && *full;
}

void skip_without(const char *tool)
{
    if (full_run())
        fail_msg("%s cannot be run, although a full run installs it", tool);
    print_message("skipped: %s cannot be run\n", tool);
    skip();
}

int32_t campaign(int32_t full)
{
    return full_run() || full < 20 ? full : full / 10;
}

int32_t stride(int32_t quick)
{
    return full_run() ? 1 : quick;
}

uint64_t random_next(uint64_t *state)
{
    return mlg_random_next(state);
}

double random_unit(uint64_t *state)
{
    return (double)(random_next(state) >> 11) * 0x1.0p-53;
}

int32_t random_below(uint64_t *state, int32_t n)
{
    return (int32_t)(random_next(state) % (uint64_t)n);
}

/* Read by the leak sanitizer: GEOS 3.11 loses rings when an exception crosses its overlay, as in MakeValid. The stack of a thread cannot be read
 * while it starts a program: what it holds then looks lost. CoinUtils loses what its presolve knows of a program without an optimum, and Osi
 * cuts, of one without a solution that is good enough; minizip a file that it cannot begin. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:PolygonBuilder\nleak:MaximalEdgeRing\nleak:MinimalEdgeRing\n"
           "leak:posix_spawn_file_actions\n"
           "leak:libCoinUtils\nleak:libOsi.so\nleak:libminizip\n";
}
