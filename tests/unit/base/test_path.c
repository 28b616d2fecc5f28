#include "support.h"

#include "base/scratch.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void a_name_is_joined_to_its_folder(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        { "a/b", "c.csv", "a/b/c.csv" }, { "a/", "c", "a/c" }, { "/", "c", "/c" }, { "", "c", "c" },
        { "a", "/b/c", "/b/c" },         { ".", "c", "./c" },
    };
    char path[MLG_PATH_SIZE];
    mlg_error err;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_ok(mlg_path_join(path, cases[i][0], cases[i][1], &err), &err);
        assert_string_equal(path, cases[i][2]);
    }
}

/* MLG_PATH_SIZE - 1 bytes fit, one more does not, and nothing is left that could be opened. */
static void a_path_that_does_not_fit_fails(void **state)
{
    (void)state;
    char folder[MLG_PATH_SIZE], path[MLG_PATH_SIZE];
    mlg_error err;
    memset(folder, 'a', sizeof folder);
    folder[MLG_PATH_SIZE - 3] = '\0';
    assert_ok(mlg_path_join(path, folder, "b", &err), &err);
    assert_int_equal(strlen(path), MLG_PATH_SIZE - 1);
    assert_fails(mlg_path_join(path, folder, "bc", &err), MLG_INPUT, &err, "too long (4096 bytes, at most 4095)");
    assert_string_equal(path, "");
    assert_fails(mlg_path_format(path, &err, "%s.%d.part", folder, 12345), MLG_INPUT, &err, "too long");
    assert_fails(mlg_path_with_extension(path, folder, ".network", &err), MLG_INPUT, &err, "too long");
}

static void the_folder_of_a_path(void **state)
{
    (void)state;
    static const char *const cases[][2] = { { "a/b/c", "a/b" }, { "/c", "/" }, { "c", "." }, { "a/b/", "a/b" } };
    char folder[MLG_PATH_SIZE];
    mlg_error err;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_ok(mlg_path_folder(folder, cases[i][0], &err), &err);
        assert_string_equal(folder, cases[i][1]);
    }
}

static void a_dot_of_a_folder_is_no_extension(void **state)
{
    (void)state;
    char path[MLG_PATH_SIZE];
    mlg_error err;
    assert_string_equal(mlg_path_extension("a.b/study.gpkg"), ".gpkg");
    assert_string_equal(mlg_path_extension("a.b/study"), "");
    assert_string_equal(mlg_path_name("a.b/study.gpkg"), "study.gpkg");
    assert_string_equal(mlg_path_name("study"), "study");
    assert_ok(mlg_path_with_extension(path, "a.b/study.gpkg", ".network", &err), &err);
    assert_string_equal(path, "a.b/study.network");
    assert_ok(mlg_path_with_extension(path, "a.b/study", ".network", &err), &err);
    assert_string_equal(path, "a.b/study.network");
}

static void endings_match_in_any_case(void **state)
{
    (void)state;
    assert_true(mlg_path_ends_with("a/b.CSV", ".csv"));
    assert_false(mlg_path_ends_with("a/b.csv.gz", ".csv"));
    assert_false(mlg_path_ends_with("v", ".csv"));
    assert_true(mlg_path_is_absolute("/a"));
    assert_false(mlg_path_is_absolute("a/b"));
    assert_false(mlg_path_is_absolute(""));
}

/* ---- temporary files ---- */

static void a_temporary_folder_is_removed_with_its_files(void **state)
{
    (void)state;
    char *top = make_folder(), journal[MLG_PATH_SIZE];
    mlg_scratch scratch;
    mlg_error err;
    struct stat info;
    assert_int_equal(setenv("TMPDIR", top, 1), 0);
    assert_ok(mlg_scratch_open(&scratch, "check.gpkg", &err), &err);
    assert_memory_equal(scratch.folder, top, strlen(top));
    assert_string_equal(mlg_path_name(scratch.path), "check.gpkg");
    assert_int_equal(stat(scratch.folder, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    write_text(scratch.path, "a");
    assert_ok(mlg_path_format(journal, &err, "%s-journal", scratch.path), &err);
    write_text(journal, "b");
    mlg_scratch_close(&scratch);
    assert_int_equal(rmdir(top), 0); /* empty again */
    assert_int_equal(unsetenv("TMPDIR"), 0);
    mlg_scratch_close(&scratch);
    free(top);
}

static void where_no_folder_can_be_made_nothing_is_left(void **state)
{
    (void)state;
    char *top = make_folder(), name[MLG_PATH_SIZE];
    mlg_scratch scratch;
    mlg_error err;
    assert_int_equal(setenv("TMPDIR", "/nowhere", 1), 0);
    assert_fails(mlg_scratch_open(&scratch, "a", &err), MLG_INPUT, &err,
                 "/nowhere: cannot create a temporary folder");
    mlg_scratch_close(&scratch);
    assert_int_equal(setenv("TMPDIR", top, 1), 0);
    memset(name, 'a', sizeof name);
    name[sizeof name - 1] = '\0';
    assert_fails(mlg_scratch_open(&scratch, name, &err), MLG_INPUT, &err, "too long");
    assert_int_equal(rmdir(top), 0);
    assert_int_equal(unsetenv("TMPDIR"), 0);
    free(top);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_joined_to_its_folder),
        cmocka_unit_test(a_path_that_does_not_fit_fails),
        cmocka_unit_test(the_folder_of_a_path),
        cmocka_unit_test(a_dot_of_a_folder_is_no_extension),
        cmocka_unit_test(endings_match_in_any_case),
        cmocka_unit_test(a_temporary_folder_is_removed_with_its_files),
        cmocka_unit_test(where_no_folder_can_be_made_nothing_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
