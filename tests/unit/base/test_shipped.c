/* Files that ship beside the library: found from the program, or in the folder that the environment names. */
#include "base/shipped.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void test_name(void **state)
{
    (void)state;
    assert_string_equal(mlg_shipped_name("maillage:france/communes.csv"), "france/communes.csv");
    assert_null(mlg_shipped_name("france/communes.csv"));
    assert_null(mlg_shipped_name("maillage/communes.csv"));
}

static void test_found_from_the_program(void **state)
{
    char path[MLG_PATH_SIZE];
    mlg_error err;
    (void)state;
    unsetenv("MAILLAGE_GEODATA");
    assert_int_equal(mlg_shipped_path(path, "france/communes.csv", &err), MLG_OK);
    assert_int_equal(access(path, R_OK), 0);
}

static void test_found_where_the_environment_says(void **state)
{
    char folder[] = "/tmp/maillage-shipped-XXXXXX", file[64], path[MLG_PATH_SIZE];
    mlg_error err;
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(file, sizeof file, "%s/a.csv", folder);
    fclose(fopen(file, "w"));
    setenv("MAILLAGE_GEODATA", folder, 1);
    assert_int_equal(mlg_shipped_path(path, "a.csv", &err), MLG_OK);
    assert_string_equal(path, file);
    assert_int_equal(mlg_shipped_path(path, "france/communes.csv", &err), MLG_INPUT);
    assert_non_null(strstr(err.message, folder));
    unsetenv("MAILLAGE_GEODATA");
    unlink(file);
    rmdir(folder);
}

static void test_refused(void **state)
{
    static const char *const names[] = { "",       "/etc/passwd",  "../README.md", "france/../../README.md",
                                         "france", "france/no.csv" };
    char path[MLG_PATH_SIZE];
    mlg_error err;
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(mlg_shipped_path(path, names[i], &err), MLG_INPUT);
        assert_non_null(strstr(err.message, "maillage:"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_name),
        cmocka_unit_test(test_found_from_the_program),
        cmocka_unit_test(test_found_where_the_environment_says),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
