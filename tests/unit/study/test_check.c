/* maillage check FILE on a sample of every layout: it is recognised, as published and in a zip, and its columns are found. */
#include "support.h"

#include "spoil.h"
#include "study/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/* Those without signature are read when a study names them. A sheet beside the usual one is named by its path. */
static void assert_recognised(const sample *s, spoil how, const char *folder)
{
    char file[256], options[256], path[512], *text, is[64];
    mlg_error err;
    if (!write_spoiled(file, options, s, how, folder))
        return;
    const char *layer = strstr(s->options ? s->options : "", "layer: ");
    snprintf(path, sizeof path, "%s%s%s", in_folder(folder, file), layer ? "|layername=" : "",
             layer ? layer + strlen("layer: ") : "");
    mlg_status st = mlg_check(&text, path, &(mlg_run_options){ 0 }, MLG_TEXT, &err);
    unlink(in_folder(folder, file));
    if (!mlg_dataset_find(s->dataset)->signature) {
        mlg_free(text);
        return;
    }
    assert_ok(st, &err);
    snprintf(is, sizeof is, " is %s: ", s->dataset);
    if (!strstr(text, is) || strstr(text, "fault: "))
        fail_msg("%s (%s) is taken for:\n%s", s->dataset, s->layout, text);
    mlg_free(text);
}

static void every_layout_is_recognised(void **state)
{
    for (int i = 0; sample_at(i); i++)
        assert_recognised(sample_at(i), AS_PUBLISHED, *state);
}

static void every_layout_is_recognised_in_a_zip(void **state)
{
    for (int i = 0; sample_at(i); i++)
        if (!sample_at(i)->options || !strstr(sample_at(i)->options, "layer: "))
            assert_recognised(sample_at(i), ZIPPED, *state);
}

static void codes_without_their_zero_are_told(void **state)
{
    for (int i = 0; sample_at(i); i++) {
        const sample *s = sample_at(i);
        char file[256], options[256], *text;
        mlg_error err;
        if (s->form != SAMPLE_TEXT || strcmp(s->role, "population") != 0)
            continue;
        assert_true(write_spoiled(file, options, s, CODES_AS_NUMBERS, *state));
        mlg_status st = mlg_check(&text, in_folder(*state, file), &(mlg_run_options){ 0 }, MLG_TEXT, &err);
        assert_int_equal(st, MLG_INPUT);
        assert_non_null(strstr(err.message, ": 3 codes of"));
        assert_non_null(text); /* what was found, all the same */
        mlg_free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_layout_is_recognised, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_layout_is_recognised_in_a_zip, set_up, tear_down),
        cmocka_unit_test_setup_teardown(codes_without_their_zero_are_told, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
