#include "support.h"

#include <ctype.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The order of the folders of engine/ and the one place of each third-party header. Tests may include anything. */
static const char *const ORDER[] = { "base",   "adapters", "study", "network", "analysis",
                                     "output", "pipeline", "serve", "cli",     "sql" };
enum { LAYERS = sizeof ORDER / sizeof *ORDER };

/* The order of the folders inside a layer: a file directly in the layer's own folder is below them all. */
static const char *const INNER[LAYERS][14] = {
    [3] = { "roads", "search", "hierarchy", "isochrone", "grid", "transit", "models" },
    [4] = { "common", "travel", "catchment", "access", "scenario", "zoning", "desert", "siting", "tour", "compare",
            "series", "policy", "whatif" },
    [5] = { "tables", "terminal", "map", "page", "workbook", "qgis", "zoning", "export", "place", "times" },
};

static const struct {
    const char *header;     /* how it begins, folders included */
    const char *allowed[4]; /* how the path of the file, from engine/, begins */
} FOREIGN[] = {
    { "sqlite3", { "adapters/db", "sql/" } },
    { "gdal", { "adapters/layer", "adapters/tile" } },
    { "ogr_", { "adapters/layer" } },
    { "cpl_", { "adapters/layer", "adapters/archive", "adapters/memory_file" } },
    { "proj", { "adapters/crs.c", "adapters/proj_files." } },
    { "geos", { "adapters/geom" } },
    { "coin/", { "adapters/solver_cbc.c" } },
    { "Cbc", { "adapters/solver_cbc.c" } },
    { "interfaces/highs", { "adapters/solver_highs.c" } },
    { "cyaml/", { "study/config" } },
    { "yaml.h", { "adapters/yaml" } },
    { "xlsxwriter", { "adapters/workbook.c" } },
    { "cJSON", { "adapters/json", "adapters/layer/records.c" } },
    { "cjson/", { "adapters/json", "adapters/layer/records.c" } },
    { "zlib.h", { "adapters/" } },
    { "libdeflate.h", { "adapters/osm/" } },
    { "curl/", { "adapters/download.c" } },
    { "microhttpd", { "adapters/http_server.c" } },
    { "crypt.h", { "base/os/posix/password.c" } },
};

/* Headers of one system: its folder of base/os alone includes them. pthread.h is on both, behind base/os/thread.h. */
static const char *const SYSTEM[] = { "unistd.h",  "fcntl.h",    "dirent.h", "sys/",     "poll.h",     "dlfcn.h",
                                      "fnmatch.h", "ftw.h",      "glob.h",   "spawn.h",  "termios.",   "pwd.h",
                                      "netdb.h",   "langinfo.h", "arpa/",    "netinet/", "semaphore.", "locale.h",
                                      "windows.h", "io.h",       "winsock",  "direct.h", "process.h",  "regex.h",
                                      "wordexp.",  "execinfo.h", "psapi.h",  "pthread.h" };

/* Functions of POSIX or GNU that base/os, base/nocase.h and base/memory.h stand for, or that read names of files in the code page of
 * Windows. */
static const char *const CALLS[] = { "fopen",      "freopen", "open_memstream", "fmemopen", "fopencookie",
                                     "strcasestr", "strndup", "strsep",         "scandir",  "opendir",
                                     "realpath",   "mkdtemp", "mkdir",          "unlink",   "rename",
                                     "remove",     "rmdir",   "getenv",         "timegm",   "dprintf",
                                     "asprintf",   "isatty",  "access",         "system",   "popen",
                                     "tmpfile" };

static bool begins(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static int layer_of(const char *path)
{
    for (int i = 0; i < LAYERS; i++)
        if (begins(path, ORDER[i]) && path[strlen(ORDER[i])] == '/')
            return i;
    return -1;
}

/* Where a path stands inside its layer: 0 directly in it, else 1 and up; -1: a folder that INNER does not list. */
static int inner_layer_of(const char *path, int layer)
{
    const char *rest = path + strlen(ORDER[layer]) + 1;
    if (!INNER[layer][0] || !strchr(rest, '/'))
        return 0;
    for (int i = 0; INNER[layer][i]; i++)
        if (begins(rest, INNER[layer][i]) && rest[strlen(INNER[layer][i])] == '/')
            return i + 1;
    return -1;
}

static bool may_use_system(const char *file)
{
    return begins(file, "base/os/");
}

/* "" when the file (path from engine/) may include the header, else why not. */
static const char *objection(const char *file, const char *header, bool quoted)
{
    int mine = layer_of(file), its = layer_of(header);
    if (mine < 0)
        return "the file is in no known layer";
    if (its > mine)
        return "a header of a higher layer";
    if (inner_layer_of(file, mine) < 0)
        return "the file is in no known folder of its layer";
    if (its == mine && inner_layer_of(header, its) > inner_layer_of(file, mine))
        return "a header of a higher folder of the same layer";
    bool printing =
        begins(file, "cli/") && /* what commands print, as JSON or on a terminal, is theirs */
        (strcmp(header, "adapters/json.h") == 0 || strcmp(header, "base/tame.h") == 0 ||
         begins(header, "base/os/") ||
         strcmp(header, "serve/serve.h") == 0); /* the desk is part of the program, not of the library */
    if ((begins(file, "cli/") || begins(file, "sql/")) && quoted && its >= 0 && its != mine && !printing)
        return "a command, or the extension of SQLite, uses maillage.h and its own folder only";
    for (size_t i = 0; i < sizeof FOREIGN / sizeof *FOREIGN; i++) {
        if (!begins(header, FOREIGN[i].header))
            continue;
        bool allowed = false;
        for (int k = 0; k < 4 && FOREIGN[i].allowed[k]; k++)
            allowed = allowed || begins(file, FOREIGN[i].allowed[k]);
        return allowed ? "" : "a third-party header outside its adapter";
    }
    for (size_t i = 0; !quoted && i < sizeof SYSTEM / sizeof *SYSTEM; i++)
        if (begins(header, SYSTEM[i]) && !may_use_system(file))
            return "a header of one system outside base/os";
    return quoted && its < 0 && strcmp(header, "maillage.h") != 0 ? "a header named without its layer" : "";
}

static int objections, files_read;

/* The name stands alone, before '(': not inside "mlg_os_fopen(" nor in "j->remove(". */
static bool calls(const char *line, const char *name)
{
    for (const char *at = line; (at = strstr(at, name)); at++)
        if (at[strlen(name)] == '(' && (at == line || !(isalnum((unsigned char)at[-1]) || strchr("_.>*", at[-1]))))
            return true;
    return false;
}

/* Calls in a line of code; comments name functions too. */
static void check_calls(const char *file, int number, const char *line)
{
    const char *code = line + strspn(line, " ");
    for (size_t i = 0; i < sizeof CALLS / sizeof *CALLS; i++)
        if (*code != '*' && *code != '/' && !may_use_system(file) && calls(line, CALLS[i])) {
            print_error("engine/%s:%d: calls %s(), which base/os stands for\n", file, number, CALLS[i]);
            objections++;
        }
}

static void check_line(const char *file, int number, const char *line)
{
    char header[256], open;
    check_calls(file, number, line);
    if (*line == '#' && strstr(line, "_WIN32")) { /* which of two files is compiled says it */
        print_error("engine/%s:%d: asks for the system\n", file, number);
        objections++;
    }
    if (sscanf(line, " # include %c%255[^\">]", &open, header) != 2)
        return;
    const char *why = objection(file, header, open == '"');
    if (!*why)
        return;
    print_error("engine/%s:%d: includes %s: %s\n", file, number, header, why);
    objections++;
}

static int check_file(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    size_t n = strlen(path);
    (void)info, (void)walk;
    if (kind != FTW_F || n < 2 || (strcmp(path + n - 2, ".c") != 0 && strcmp(path + n - 2, ".h") != 0))
        return 0;
    FILE *file = fopen(path, "r");
    char line[4096];
    assert_non_null(file);
    for (int number = 1; fgets(line, sizeof line, file); number++)
        check_line(path + strlen(SOURCE_DIR "/engine/"), number, line);
    fclose(file);
    files_read++;
    return 0;
}

/* Lines of a command that counts the same files in another way. */
static int files_tracked(void)
{
    FILE *pipe = popen("find " SOURCE_DIR "/engine -type f -name '*.[ch]' | wc -l", "r");
    int count = -1;
    assert_non_null(pipe);
    assert_int_equal(fscanf(pipe, "%d", &count), 1);
    pclose(pipe);
    return count;
}

static void every_include_goes_down(void **state)
{
    (void)state;
    objections = files_read = 0;
    assert_int_equal(nftw(SOURCE_DIR "/engine", check_file, 16, FTW_PHYS), 0);
    assert_int_equal(files_read, files_tracked()); /* none is passed over */
    assert_int_equal(objections, 0);
}

static void the_rule_itself_holds(void **state)
{
    (void)state;
    assert_string_equal(objection("study/load.c", "adapters/db.h", true), "");
    assert_string_equal(objection("adapters/geom_voronoi.c", "geos_c.h", false), "");
    assert_string_equal(objection("cli/main.c", "cli/command.h", true), "");
    assert_string_equal(objection("cli/main.c", "maillage.h", true), "");
    assert_string_equal(objection("base/error.h", "maillage.h", true), "");
    assert_string_equal(objection("cli/main.c", "base/os/process.h", true), "");
    assert_string_equal(objection("base/os/posix/file.c", "sys/stat.h", false), "");
    assert_string_not_equal(objection("base/aside.c", "sys/stat.h", false), "");
    assert_string_not_equal(objection("pipeline/lock.c", "pthread.h", false), "");
    assert_true(calls("    FILE *f = fopen(path);", "fopen") && calls("fopen(", "fopen"));
    assert_false(calls("mlg_os_fopen(path)", "fopen") || calls("w->remove(x)", "remove") ||
                 calls("fopener(", "fopen"));
    assert_string_equal(objection("network/graph.c", "stdio.h", false), "");
    assert_true(*objection("adapters/db.c", "study/study.h", true));
    assert_true(*objection("study/load.c", "sqlite3.h", false));
    assert_true(*objection("adapters/layer.c", "geos_c.h", false));
    assert_true(*objection("cli/main.c", "base/error.h", true));
    assert_true(*objection("cli/main.c", "cjson/cJSON.h", false));
    assert_string_equal(objection("cli/main.c", "adapters/json.h", true), "");
    assert_string_equal(objection("cli/main.c", "base/tame.h", true), "");
    assert_string_equal(objection("cli/cmd_serve.c", "serve/serve.h", true), "");
    assert_true(*objection("cli/cmd_serve.c", "serve/jobs.h", true));
    assert_true(*objection("pipeline/run.c", "serve/serve.h", true));
    assert_true(*objection("sql/module.c", "adapters/json.h", true));
    assert_string_equal(objection("sql/module.c", "sqlite3ext.h", false), "");
    assert_true(*objection("sql/module.c", "adapters/db.h", true));
    assert_true(*objection("sql/module.c", "cli/command.h", true));
    assert_true(*objection("analysis/access/stage.c", "stage.h", true));
    assert_string_equal(objection("analysis/siting/stage.c", "analysis/access/measure.h", true), "");
    assert_string_equal(objection("analysis/siting/median/core.c", "analysis/siting/problem.h", true), "");
    assert_string_equal(objection("analysis/access/stage.c", "analysis/stages.h", true), "");
    assert_true(*objection("analysis/access/stage.c", "analysis/siting/problem.h", true));
    assert_true(*objection("analysis/elsewhere/stage.c", "base/error.h", true));
    assert_string_equal(objection("output/page/report.c", "output/map/map.h", true), "");
    assert_true(*objection("output/paper.c", "output/tables/sheets.h", true));
    assert_true(*objection("network/search/dijkstra.c", "network/models/model.h", true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_include_goes_down),
        cmocka_unit_test(the_rule_itself_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
