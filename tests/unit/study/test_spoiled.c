/* Every layout of every data set, spoiled in every way a file gets spoiled between its producer and a study: it loads the same, or
 * one line says what is wrong and what to do, or the rows set aside are counted by reason. Nothing is lost in silence. */
#include "sample_study.h"

#include "adapters/db/database.h"
#include "pipeline/check.h"
#include "spoil_outcomes.h"
#include "study/load/load.h"
#include "study/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- loading ---------------------------------------------------------------------------------------------------- */

typedef struct {
    char *folder;
    mlg_db *db;
} setting;

static int set_up(void **state)
{
    setting *s = calloc(1, sizeof *s);
    mlg_error err;
    if (access("/dev/shm", W_OK) == 0)
        setenv("TMPDIR", "/dev/shm", 0);
    s->folder = make_folder();
    assert_ok(mlg_db_create(&s->db, in_folder(s->folder, "trial.gpkg"), 2154, &err), &err);
    *state = s;
    return 0;
}

static int tear_down(void **state)
{
    setting *s = *state;
    mlg_db_close(s->db);
    remove_folder(s->folder);
    free(s);
    return 0;
}

/* What a study holds of the copy, and what it set aside; both freed with free(). */
static mlg_status load(char **got, char **listed, const setting *set, const sample *s, mlg_error *err)
{
    static const char rejects[] =
        "SELECT group_concat(n || ' ' || motif || ' (' || v || ')', ', ') FROM "
        "(SELECT count(*) AS n, motif, min(coalesce(valeur, '')) AS v FROM reject GROUP BY motif)";
    mlg_study study;
    mlg_study_file *file;
    mlg_text summary = { 0 };
    mlg_run_options options = { .threads = 1 };
    *got = *listed = NULL;
    assert_ok(mlg_open_request(&study, &file, in_folder(set->folder, "study.yaml"), &options, err), err);
    study.db = set->db;
    mlg_error ours;
    assert_ok(mlg_db_begin(set->db, &ours), &ours);
    mlg_status st = mlg_study_load(&study, &summary, err);
    if (st == MLG_OK)
        st = mlg_db_text(got, set->db, s->query, err);
    if (st == MLG_OK)
        st = mlg_db_text(listed, set->db, rejects, err);
    mlg_db_rollback(set->db);
    mlg_study_file_close(file);
    mlg_text_release(&summary);
    return st;
}

/* ---- one cell of the table ------------------------------------------------------------------------------------------ */

/* Whether `part`, in which * stands for any text, is in the message. */
static bool message_holds(const char *message, const char *part)
{
    char piece[256];
    for (const char *at = message; at; part += *part == '*') {
        size_t n = strcspn(part, "*");
        snprintf(piece, sizeof piece, "%.*s", (int)n, part);
        at = strstr(at, piece);
        part += n;
        if (!*part)
            return at != NULL;
    }
    return false;
}

static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool is_failure_expected(const outcome *want, mlg_status got, const mlg_error *err)
{
    return want->verdict == FAILS && (got == MLG_INPUT || got == MLG_DATA) &&
           message_holds(err->message, want->text) && !strchr(err->message, '\n') && err->hint[0];
}

static bool try_copy(const setting *set, const sample *s, spoil how)
{
    char file[256], options[256], *got = NULL, *listed = NULL;
    outcome want = outcome_of(s, how);
    mlg_error err = { .status = MLG_OK };
    fill_sample_folder(set->folder);
    bool possible = write_spoiled(file, options, s, how, set->folder);
    bool good = want.verdict == IMPOSSIBLE && !possible;
    mlg_status st = MLG_OK;
    if (possible) {
        write_sample_study(set->folder, s, file, options);
        st = load(&got, &listed, set, s, &err);
        const char *held = want.verdict == SAME ? s->want : want.text;
        good = st != MLG_OK ? is_failure_expected(&want, st, &err)
                            : (want.verdict == SAME || want.verdict == GIVES) && same_text(got, held) &&
                                  same_text(listed, want.listed);
    }
    if (!good)
        print_error("%s (%s), %s: %s\n  wanted %d %s, listed: %s\n", s->dataset, s->layout, spoil_names[how],
                    !possible      ? "cannot be"
                    : st != MLG_OK ? err.message
                    : got          ? got
                                   : "nothing",
                    (int)want.verdict, want.text ? want.text : "", listed ? listed : "nothing");
    if (!good && st != MLG_OK && !err.hint[0])
        print_error("  it does not say what to do\n");
    free(got);
    free(listed);
    if (possible)
        unlink(in_folder(set->folder, file));
    return good;
}

/* ---- tests ------------------------------------------------------------------------------------------------------------- */

static void every_data_set_that_is_loaded_has_a_sample(void **state)
{
    (void)state;
    for (int32_t i = 0; mlg_dataset_at(i); i++) {
        const mlg_dataset *set = mlg_dataset_at(i);
        bool found = !set->provides;
        for (int k = 0; sample_at(k) && !found; k++)
            found = strcmp(sample_at(k)->dataset, set->name) == 0;
        if (!found)
            fail_msg("no sample of the data set '%s': add one to tests/samples.c", set->name);
    }
}

static void the_table_of_outcomes_has_no_hole(void **state)
{
    int holes = 0;
    (void)state;
    for (int i = 0; sample_at(i); i++)
        for (spoil how = 0; how < SPOILS; how++) {
            if (outcome_of(sample_at(i), how).verdict != UNSTATED)
                continue;
            print_error("%s (%s), %s: no outcome is stated\n", sample_at(i)->dataset, sample_at(i)->layout,
                        spoil_names[how]);
            holes++;
        }
    assert_int_equal(holes, 0);
}

static void every_copy_has_the_outcome_that_is_stated(void **state)
{
    int wrong = 0, copies = 0;
    const char *only = getenv("SAMPLE"); /* of one data set, by hand */
    for (int i = 0; sample_at(i); i++)
        for (spoil how = 0; how < SPOILS; how++, copies++)
            if (only ? strcmp(only, sample_at(i)->dataset) == 0 : copies % stride(11) == 0)
                wrong += !try_copy(*state, sample_at(i), how);
    print_message("one in %d of %d copies\n", stride(11), copies);
    assert_int_equal(wrong, 0);
}

/* A data set that is only listed is refused where a source is named, with what to do instead. */
static void a_data_set_that_is_only_listed_is_refused(void **state)
{
    const setting *set = *state;
    for (int32_t i = 0; mlg_dataset_at(i); i++) {
        sample listed = { .dataset = mlg_dataset_at(i)->name, .role = "supply", .options = "" };
        char *got, *rejects;
        mlg_error err;
        if (mlg_dataset_at(i)->provides)
            continue;
        fill_sample_folder(set->folder);
        write_sample_study(set->folder, &listed, "towns.csv", ", service: gp");
        assert_fails(load(&got, &rejects, set, &listed, &err), MLG_INPUT, &err, "does not provide supply");
        assert_string_equal(err.hint, mlg_dataset_at(i)->needs);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_data_set_that_is_loaded_has_a_sample),
        cmocka_unit_test(the_table_of_outcomes_has_no_hole),
        cmocka_unit_test_setup_teardown(every_copy_has_the_outcome_that_is_stated, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_data_set_that_is_only_listed_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
