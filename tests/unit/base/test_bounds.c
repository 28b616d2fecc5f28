/* Paths of a stranger's study: what stays in a folder and what does not. */
#include "support.h"

#include "base/bounds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    char *top, here[4096];
    mlg_error err;
} bench;

/* in/ is the folder of the study; secret.csv stands beside it, and so does the folder in2/. */
static int set_up(void **state)
{
    bench *b = calloc(1, sizeof *b);
    b->top = make_folder();
    assert_non_null(getcwd(b->here, sizeof b->here));
    assert_int_equal(chdir(b->top), 0);
    write_text("secret.csv", "code\n1\n");
    assert_int_equal(mkdir("in", 0777) + mkdir("in/sub", 0777) + mkdir("in2", 0777), 0);
    write_text("in/a.csv", "code\n1\n");
    write_text("in/sub/b.csv", "code\n1\n");
    write_text("in2/c.csv", "code\n1\n");
    *state = b;
    return 0;
}

static int tear_down(void **state)
{
    bench *b = *state;
    assert_int_equal(chdir(b->here), 0);
    remove_folder(b->top);
    free(b);
    return 0;
}

static void what_stays_is_let_through(void **state)
{
    bench *b = *state;
    static const char *const names[] = {
        "a.csv",  "sub/b.csv",   "./a.csv", "sub//b.csv", "none.csv", "none/deeper.csv", "a.csv|layername=x",
        "a..csv", "a.zip/c.csv", "...",     "sub"
    };
    assert_int_equal(symlink("a.csv", "in/same.csv") + symlink("../a.csv", "in/sub/up.csv"), 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_ok(mlg_bounds_check("in", names[i], &b->err), &b->err);
    assert_ok(mlg_bounds_check("in", "same.csv", &b->err), &b->err);
    assert_ok(mlg_bounds_check("in", "sub/up.csv", &b->err), &b->err);
    assert_ok(mlg_bounds_check("in/", "a.csv", &b->err), &b->err);
    assert_ok(mlg_bounds_check("", "in/a.csv", &b->err), &b->err);
    assert_ok(mlg_bounds_check("nowhere", "a.csv", &b->err), &b->err);
    assert_int_equal(symlink("in", "link"), 0); /* the folder is the reader's own choice */
    assert_ok(mlg_bounds_check("link", "a.csv", &b->err), &b->err);
}

static void words_that_lead_out_are_refused(void **state)
{
    bench *b = *state;
    static const char *const names[] = {
        "/etc/passwd",  "../secret.csv",       "sub/../../secret.csv", "..", "sub/..", "a.zip/../../secret.csv",
        "../in2/c.csv", "/vsicurl/http://x/a", "none/../a.csv"
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_fails(mlg_bounds_check("in", names[i], &b->err), MLG_INPUT, &b->err, "leads out of its folder");
    assert_non_null(strstr(b->err.hint, "--untrusted"));
}

static void links_that_lead_out_are_refused(void **state)
{
    bench *b = *state;
    static const char *const links[][2] = {
        { "../secret.csv", "in/l.csv" },
        { "/etc/passwd", "in/l.csv" },
        { "..", "in/up" },
        { "../in2", "in/d" },
        { "../../in2/c.csv", "in/sub/c.csv" },
        { "nowhere", "in/l.csv" },
    };
    static const char *const names[] = { "l.csv",   "l.csv|layername=x", "up/secret.csv",
                                         "d/c.csv", "sub/c.csv",         "l.csv" };
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        assert_int_equal(symlink(links[i][0], links[i][1]), 0);
        assert_fails(mlg_bounds_check("in", names[i], &b->err), MLG_INPUT, &b->err, "leads out of its folder");
        assert_int_equal(unlink(links[i][1]), 0);
    }
}

/* A shapefile is read with its .dbf; a folder with all it holds. in2 is no part of in. */
static void links_beside_are_refused(void **state)
{
    bench *b = *state;
    assert_int_equal(symlink("../secret.csv", "in/a.dbf"), 0);
    assert_fails(mlg_bounds_check("in", "a.csv", &b->err), MLG_INPUT, &b->err, "the link a.dbf beside it");
    assert_int_equal(rename("in/a.dbf", "in/sub/a.dbf"), 0);
    assert_ok(mlg_bounds_check("in", "a.csv", &b->err), &b->err);
    assert_fails(mlg_bounds_check("in", "sub", &b->err), MLG_INPUT, &b->err, "the link a.dbf beside it");
    assert_fails(mlg_bounds_check("in", "sub/new.csv", &b->err), MLG_INPUT, &b->err, "the link a.dbf beside it");
}

/* What is beside a file cannot be told then. */
static void folders_that_cannot_be_listed_are_refused(void **state)
{
    bench *b = *state;
    int next = dup(0);
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    close(next);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &(struct rlimit){ (rlim_t)next, before.rlim_max }), 0);
    mlg_status st = mlg_bounds_check("in", "a.csv", &b->err);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_fails(st, MLG_INPUT, &b->err, "in: cannot be listed");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_stays_is_let_through),
        TEST(words_that_lead_out_are_refused),
        TEST(links_that_lead_out_are_refused),
        TEST(links_beside_are_refused),
        TEST(folders_that_cannot_be_listed_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
