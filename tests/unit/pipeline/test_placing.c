/* Files put in place together: all of them, or none; and what a kill left in between. */
#include "support.h"

#include "base/aside.h"
#include "base/memory.h"
#include "pipeline/placing.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int set_up(void **state)
{
    *state = make_folder();
    return 0;
}

static int tear_down(void **state)
{
    remove_folder(*state);
    return 0;
}

static void assert_text(const char *path, const char *want)
{
    char text[64] = "";
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_true(fgets(text, sizeof text, file) || *want == '\0');
    fclose(file);
    assert_string_equal(text, want);
}

static int32_t entries(const char *folder)
{
    int32_t n = 0;
    DIR *open = opendir(folder);
    for (struct dirent *e; (e = readdir(open));)
        n += e->d_name[0] != '.';
    closedir(open);
    return n;
}

static void add(mlg_placing *placing, const char *folder, const char *name, const char *text)
{
    char aside[512];
    mlg_error err;
    snprintf(aside, sizeof aside, "%s/%s.1.part", folder, name);
    write_text(aside, text);
    assert_ok(mlg_placing_add(placing, aside, in_folder(folder, name), &err), &err);
}

static void all_are_put_in_place_with_the_modes_of_the_old(void **state)
{
    mlg_placing placing = { 0 };
    mlg_error err;
    struct stat info;
    write_text(in_folder(*state, "a"), "old a");
    chmod(in_folder(*state, "a"), 0640);
    add(&placing, *state, "a", "new a");
    add(&placing, *state, "b", "new b");
    assert_ok(mlg_placing_all(&placing, in_folder(*state, "a"), &err), &err);
    mlg_placing_release(&placing);
    assert_text(in_folder(*state, "a"), "new a");
    assert_text(in_folder(*state, "b"), "new b");
    assert_int_equal(stat(in_folder(*state, "a"), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0640);
    assert_int_equal(entries(*state), 2);
}

/* The third cannot be: the first, replaced, and the second, new, are as before. */
static void one_that_cannot_be_put_in_place_undoes_the_others(void **state)
{
    mlg_placing placing = { 0 };
    mlg_error err;
    write_text(in_folder(*state, "a"), "old a");
    mkdir(in_folder(*state, "c"), 0777);
    add(&placing, *state, "a", "new a");
    add(&placing, *state, "b", "new b");
    add(&placing, *state, "c", "new c");
    assert_fails(mlg_placing_all(&placing, in_folder(*state, "a"), &err), MLG_INPUT, &err,
                 "cannot be moved into place");
    mlg_placing_release(&placing);
    assert_text(in_folder(*state, "a"), "old a");
    assert_int_equal(access(in_folder(*state, "b"), F_OK), -1);
    assert_int_equal(access(in_folder(*state, "a.placing"), F_OK), -1);
    assert_int_equal(access(in_folder(*state, "a.1.part-old"), F_OK), -1);
}

static long number_of_a_dead_process(void)
{
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    waitpid(child, NULL, 0);
    return (long)child;
}

static void a_record_of_a_dead_process_is_told_and_that_of_a_living_one_is_not(void **state)
{
    char number[32];
    const char *first = in_folder(*state, "a"), *record = in_folder(*state, "a.placing");
    assert_int_equal(mlg_aside_interrupted(first), 0);
    snprintf(number, sizeof number, "%ld\n", number_of_a_dead_process());
    write_text(record, number);
    assert_int_equal(mlg_aside_interrupted(first), atol(number));
    snprintf(number, sizeof number, "%ld\n", (long)getpid());
    write_text(record, number);
    assert_int_equal(mlg_aside_interrupted(first), 0);
    write_text(record, "not a number");
    assert_int_equal(mlg_aside_interrupted(first), 0);
}

/* On a file system without hard links the old file is moved away first; a kill just then loses nothing. */
static void an_old_file_moved_away_by_a_dead_process_comes_back(void **state)
{
    char name[512], temporary[512];
    const long dead = number_of_a_dead_process();
    snprintf(name, sizeof name, "%s/a.%ld.part-old", (char *)*state, dead);
    snprintf(temporary, sizeof temporary, "%s/a.%ld.part", (char *)*state, dead);
    write_text(name, "old a");
    write_text(temporary, "half");
    mlg_aside_clean(in_folder(*state, "a"), false);
    assert_text(in_folder(*state, "a"), "old a");
    assert_int_equal(entries(*state), 1);
    write_text(name, "older a");
    mlg_aside_clean(in_folder(*state, "a"), false);
    assert_text(in_folder(*state, "a"), "old a");
    assert_int_equal(entries(*state), 1);
}

static void what_a_living_process_writes_stays(void **state)
{
    char name[512];
    snprintf(name, sizeof name, "%s/a.%ld.part", (char *)*state, (long)getpid());
    write_text(name, "mine");
    write_text(in_folder(*state, "b.999999.part"), "of another file");
    mlg_aside_clean(in_folder(*state, "a"), false);
    assert_int_equal(entries(*state), 2);
    mlg_aside_clean(in_folder(*state, "a"), true);
    assert_int_equal(entries(*state), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_are_put_in_place_with_the_modes_of_the_old, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_that_cannot_be_put_in_place_undoes_the_others, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_record_of_a_dead_process_is_told_and_that_of_a_living_one_is_not, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_old_file_moved_away_by_a_dead_process_comes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_a_living_process_writes_stays, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
