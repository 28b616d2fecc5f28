/* A program with an SQLite of its own, linked into it, that loads the extension, which brings another one: proof that the two are kept
 * apart. Every allocation of the program's SQLite carries a mark; memory of the other that came to it, or the reverse, would be
 * found by the mark or by the count at the end. Usage: own_sqlite EXTENSION STUDY */
#include <dlfcn.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    size_t mark;
    size_t size;
} head;

static const size_t ours = 0x4d41494c4c414745u;
static long alive, made;

static void *take(int size)
{
    head *h = malloc(sizeof *h + (size_t)size);
    if (!h)
        return NULL;
    *h = (head){ ours, (size_t)size };
    alive++, made++;
    return h + 1;
}

static head *head_of(void *memory)
{
    head *h = (head *)memory - 1;
    if (h->mark != ours) {
        fputs("memory of another SQLite\n", stderr);
        abort();
    }
    return h;
}

static void give_back(void *memory)
{
    head *h = memory ? head_of(memory) : NULL;
    if (!h)
        return;
    h->mark = 0;
    alive--;
    free(h);
}

static int size_of(void *memory)
{
    return memory ? (int)head_of(memory)->size : 0;
}

static void *resize(void *memory, int size)
{
    void *other = take(size);
    if (other && memory) {
        size_t old = head_of(memory)->size;
        memcpy(other, memory, old < (size_t)size ? old : (size_t)size);
        give_back(memory);
    }
    return other;
}

static int round_up(int size)
{
    return (size + 7) & ~7;
}

static int start(void *unused)
{
    (void)unused;
    return SQLITE_OK;
}

static void stop(void *unused)
{
    (void)unused;
}

static int print_row(void *rows, int count, char **value, char **name)
{
    (void)name;
    for (int i = 0; i < count; i++)
        printf("%s%s", i ? "|" : "", value[i] ? value[i] : "");
    putchar('\n');
    ++*(int *)rows;
    return 0;
}

static int ask(sqlite3 *db, const char *sql)
{
    char *why = NULL;
    int rows = 0, code = sqlite3_exec(db, sql, print_row, &rows, &why);
    if (code != SQLITE_OK)
        printf("error: %s\n", why);
    sqlite3_free(why);
    return code;
}

static int load_and_ask(const char *extension, const char *study)
{
    sqlite3 *db;
    char *why = NULL, sql[2000];
    if (sqlite3_open(":memory:", &db) != SQLITE_OK)
        return 1;
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
    int code = sqlite3_load_extension(db, extension, NULL, &why);
    if (code != SQLITE_OK)
        printf("error: %s\n", why);
    sqlite3_free(why);
    snprintf(sql, sizeof sql, "ATTACH '%s' AS s; SELECT maillage_open('%s')", study, study);
    if (code == SQLITE_OK)
        code = ask(db, sql);
    if (code == SQLITE_OK)
        code = ask(
            db,
            "SELECT count(*), sum(a.valeur IS n.minutes) FROM s.acces a JOIN s.commune c ON c.insee_com = a.code "
            "LEFT JOIN nearest_site(c.x, c.y, 'gp', 1, 120) n WHERE a.service = 'gp' AND a.mesure = 'temps'");
    if (code == SQLITE_OK)
        code = ask(db, "SELECT count(*), sum(length(i.geom)) > 1000 FROM (SELECT * FROM s.commune LIMIT 3) c, "
                       "isochrone(c.x, c.y, 10, 5) i");
    if (code == SQLITE_OK)
        code = ask(
            db,
            "SELECT count(*), sum(a.valeur IS v.access) FROM apl('SELECT code, x, y, l.pop_std FROM lieu l JOIN "
            "commune c ON "
            "c.insee_com = l.code ORDER BY code', 'SELECT x, y, 5400.0 * quantite FROM offre o JOIN commune c "
            "USING (insee_com) "
            "WHERE service = ''gp'' ORDER BY insee_com', 'apl-2015') v JOIN s.acces a ON a.code = v.id AND "
            "a.mesure = 'apl'");
    if (code == SQLITE_OK)
        code = ask(db, "SELECT count(*) FROM travel_times(0, 0, 'SELECT insee_com, x, y FROM commune')");
    return sqlite3_close(db) != SQLITE_OK || code != SQLITE_OK;
}

int main(int argc, char **argv)
{
    const sqlite3_mem_methods methods = { take, give_back, resize, size_of, round_up, start, stop, NULL };
    if (argc != 3 || sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK)
        return 2;
    int failed = load_and_ask(argv[1], argv[2]);
    /* of the two, the one that dlsym() finds came with the extension */
    void *other = dlsym(RTLD_DEFAULT, "sqlite3_open");
    int (*mine)(const char *, sqlite3 **) = sqlite3_open;
    printf("two: %d\n", other && memcmp(&other, &mine, sizeof other) != 0);
    sqlite3_shutdown();
    printf("left: %ld, made: %d\n", alive, made > 1000);
    return failed;
}
