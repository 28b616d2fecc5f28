#include "support.h"

#include "adapters/db/database.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "pbf_writer.h"
#include "pipeline/stages.h"

#include <dirent.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char small[] = SOURCE_DIR "/tests/studies/small/study.yaml";

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

static char *shared; /* folder of the small study, run once for the tests that only read it */

static int remove_shared(void **state)
{
    (void)state;
    remove_folder(shared);
    return 0;
}

static mlg_status run_small(mlg_run_result *result, const char *folder, bool overwrite, int threads,
                            mlg_error *err)
{
    mlg_run_options options = { .output_folder = folder, .overwrite = overwrite, .threads = threads };
    return mlg_run(result, small, &options, err);
}

static const char *small_study(void)
{
    mlg_run_result result;
    mlg_error err;
    if (!shared) {
        shared = make_folder();
        assert_ok(run_small(&result, shared, false, 0, &err), &err);
        mlg_run_result_release(&result);
    }
    return in_folder(shared, "small.gpkg");
}

static double number(const char *path, const char *sql)
{
    char command[8192], line[64] = "";
    snprintf(command, sizeof command, "sqlite3 '%s' \"%s\"", path, sql);
    FILE *pipe = popen(command, "r");
    if (!fgets(line, sizeof line, pipe))
        line[0] = '\0';
    assert_int_equal(pclose(pipe), 0);
    return line[0] ? strtod(line, NULL) : (double)NAN;
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

static void a_run_writes_every_output_and_nothing_else(void **state)
{
    mlg_run_result result;
    mlg_error err;
    struct stat info;
    assert_ok(run_small(&result, *state, false, 0, &err), &err);
    assert_int_equal(result.file_count, 4);
    assert_int_equal(entries(*state), 4);
    for (int32_t i = 0; i < result.file_count; i++)
        assert_int_equal(stat(result.files[i], &info), 0);
    for (int32_t i = 0; i < result.stage_count; i++)
        assert_true(result.stages[i].redone);
    mlg_run_result_release(&result);
}

/* People of the nine communes, neighbours included, times what each can reach is what the seven doctors of the
 * territory and its neighbours give: 7 x 5400. */
static void access_is_conserved_from_files_to_study(void **state)
{
    (void)state;
    const char *path = small_study();
    double reached = number(path, "SELECT sum(a.valeur * l.pop_std) FROM acces a JOIN lieu l ON l.code = a.code "
                                  "WHERE a.service = 'gp' AND a.mesure = 'apl'");
    assert_near(reached, 7 * 5400, 7 * 5400 * 1e-12);
    assert_near(number(path, "SELECT count(*) FROM commune WHERE perimetre = 1"), 6, 0);
    assert_near(number(path, "SELECT count(*) FROM acces_commune"), 6, 0);
    assert_near(number(path, "SELECT count(*) FROM lieu WHERE base_std = 'ages'"), 2, 0);
    assert_near(number(path, "SELECT sum(pop_std) FROM lieu WHERE base_std = 'ages'"), 2000 + 4140, 1e-9);
    assert_near(number(path, "SELECT sum(part) FROM qpv_commune"), 1, 1e-12); /* the other QPV is elsewhere */
    assert_near(number(path, "SELECT count(*) FROM commune WHERE insee_com = '2A004'"), 1, 0);
}

/* The share of people under 2.5 and the mean by persons are those of the communes themselves. */
static void inequality_is_that_of_the_communes(void **state)
{
    (void)state;
    const char *path = small_study();
    double under = number(path, "SELECT sum(population * (apl < 2.5)) / sum(population) FROM acces_commune");
    double mean = number(path, "SELECT sum(population * apl) / sum(population) FROM acces_commune");
    assert_near(number(path, "SELECT fgt0 FROM equite WHERE groupe = 'tous'"), under, 1e-12);
    assert_near(number(path, "SELECT moyenne FROM equite WHERE groupe = 'tous'"), mean, 1e-12);
    assert_true(number(path, "SELECT gini > 0 AND theil > 0 FROM equite WHERE groupe = 'tous'") > 0);
    assert_near(number(path, "SELECT count(*) FROM parametre WHERE nom = 'mesure.gp.apl'"), 1, 0);
    assert_near(number(path, "SELECT theil - theil_entre - theil_dans FROM equite WHERE groupe = 'tous'"), 0,
                1e-12);
    /* Frévent, 2,500 people, has no income. Of the 9,612 others 40 %, 3,845 people, have 19,000 or less: 3,800 in 01001 and
     * 01005, then 01004. 90 %, 8,651 people, have 22,000 or less: 01002 besides, so that the richest are in 01003. */
    assert_near(number(path, "SELECT sans_revenu FROM equite WHERE groupe = 'tous'"), 2500, 0);
    assert_near(number(path, "SELECT palma FROM equite WHERE groupe = 'tous'"),
                number(path, "SELECT (SELECT apl FROM acces_commune WHERE insee_com = '01003') / "
                             "(SELECT sum(population * apl) / sum(population) FROM acces_commune "
                             "WHERE insee_com IN ('01001', '01005', '01004'))"),
                1e-12);
    assert_true(number(path, "SELECT concentration * erreygers > 0 FROM equite WHERE groupe = 'tous'") > 0);
}

/* What is missing is that of the communes under 3, and what is added at one place, which reaches its area by linearity, is
 * never less than what is missing there. Three communes have no GP within 4 minutes: 716 + 1,800 + 2,500 people. */
static void needs_are_those_of_the_communes(void **state)
{
    (void)state;
    const char *path = small_study();
    double missing = number(path, "SELECT sum(max(0, 3 - apl) * pop_std) FROM acces_commune");
    assert_near(number(path, "SELECT manque FROM besoin_zone WHERE zone = 0"), missing, 1e-9 * missing);
    assert_near(number(path, "SELECT sum(manque) FROM besoin_zone WHERE zone > 0"), missing, 1e-9 * missing);
    assert_near(number(path, "SELECT sum(manque) FROM besoin"), missing, 1e-9 * missing);
    assert_near(number(path, "SELECT sum(etp) * 5400 FROM besoin"), missing, 1e-9 * missing);
    assert_near(number(path, "SELECT loin FROM besoin_zone WHERE zone = 0"), 716 + 1800 + 2500, 0);
    assert_near(
        number(path, "SELECT count(*) FROM besoin_zone WHERE ajout < manque OR ajout IS NULL AND zone > 0"), 0, 0);
    assert_near(number(path, "SELECT count(*) FROM besoin WHERE sur_place IS NULL OR sur_place < manque"), 0, 0);
}

/* What is cut up, by nearest site, by ring, by class of zoning or by kind of commune, is everybody: 12,112 people. */
static void parts_sum_to_the_population(void **state)
{
    static const char *const sums[] = {
        "SELECT sum(population) FROM acces_commune",
        "SELECT sum(population) FROM bassin WHERE nature = 'affectation'",
        "SELECT sum(population) FROM bassin WHERE nature = 'anneau'",
        "SELECT sum(population) FROM jauge",
        "SELECT population FROM desert_bilan WHERE groupe = 'tous'",
        "SELECT sum(population) FROM desert_bilan WHERE groupe IN ('moins_2000', '2000_et_plus')",
        "SELECT 121.12 * sum(part) FROM jauge",
        "SELECT population FROM equite WHERE groupe = 'tous'",
        "SELECT sum(population) FROM equite WHERE groupe IN ('qpv', 'hors_qpv')",
    };
    (void)state;
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        assert_near(number(small_study(), sums[i]), 12112, 1e-6);
    assert_near(number(small_study(), "SELECT count(*) FROM provenance WHERE note IN ('gp', 'pharmacy')"), 2, 0);
}

static void a_second_run_keeps_what_has_not_changed(void **state)
{
    mlg_run_result result;
    mlg_error err;
    assert_ok(run_small(&result, *state, false, 0, &err), &err);
    mlg_run_result_release(&result);
    assert_ok(run_small(&result, *state, true, 0, &err), &err);
    for (int32_t i = 0; i < result.stage_count; i++)
        assert_false(result.stages[i].redone);
    mlg_run_result_release(&result);
}

/* Copies the study to `folder` with one text replaced. */
static const char *changed_study(const char *folder, const char *from, const char *to)
{
    char command[16384];
    snprintf(command, sizeof command,
             "cp '%s/tests/studies/small/'*.csv '%s/' && sed 's|%s|%s|' '%s' >'%s/study.yaml'", SOURCE_DIR, folder,
             from, to, small, folder);
    assert_int_equal(system(command), 0);
    return in_folder(folder, "study.yaml");
}

static void only_what_depends_on_a_change_is_redone(void **state)
{
    static const struct {
        const char *from, *to, *redone;
    } cases[] = {
        { "apl: 4", "apl: 3", "desert need outlook sensitivity uncertainty published siting tours whatif" },
        { "minutes: 5 }", "minutes: 6 }", "siting" },
        { "decay: apl-2015", "decay: apl-2012",
          "access times desert need outlook sensitivity uncertainty published zoning siting tours whatif" },
        { "minutes: \\[5, 10\\]", "minutes: [5]", "catchment" },
        { "detour: 1.35", "detour: 1.2",
          "access times desert need outlook sensitivity uncertainty published zoning siting tours catchment "
          "whatif" },
        { "# nothing", "# a comment", "" },
    };
    mlg_run_options options = { .overwrite = true };
    char before[4096], again[16384];
    mlg_run_result result;
    mlg_error err;
    snprintf(before, sizeof before, "%s", in_folder(*state, "small.gpkg"));
    snprintf(again, sizeof again, "cp -p '%s.before' '%s'", before, before);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        char redone[256] = "";
        if (c == 0) {
            assert_ok(mlg_run(&result, changed_study(*state, "x^", ""), &options, &err), &err);
            mlg_run_result_release(&result);
            assert_int_equal(rename(before, in_folder(*state, "small.gpkg.before")), 0);
        }
        assert_int_equal(system(again), 0);
        assert_ok(mlg_run(&result, changed_study(*state, cases[c].from, cases[c].to), &options, &err), &err);
        for (int32_t i = 0; i < result.stage_count; i++)
            if (result.stages[i].redone)
                snprintf(redone + strlen(redone), sizeof redone - strlen(redone), "%s%s", *redone ? " " : "",
                         result.stages[i].name);
        assert_string_equal(redone, cases[c].redone);
        mlg_run_result_release(&result);
    }
}

static void threads_change_no_bit(void **state)
{
    static const int threads[] = { 1, 2, 3, 8 };
    char first[4096], command[16384];
    snprintf(first, sizeof first, "%s/t1", (char *)*state);
    for (size_t i = 0; i < 4; i++) {
        mlg_run_result result;
        mlg_error err;
        char folder[4096];
        snprintf(folder, sizeof folder, "%s/t%d", (char *)*state, threads[i]);
        assert_ok(run_small(&result, folder, false, threads[i], &err), &err);
        mlg_run_result_release(&result);
        snprintf(
            command, sizeof command,
            "for d in '%s' '%s'; do sqlite3 $d/small.gpkg 'SELECT code, service, mesure, hex(valeur) FROM acces; "
            "SELECT hex(geom), population FROM bassin; SELECT nom, hex(avant), hex(apres), hex(borne), prouve, "
            "methode, hex(trajet_apres), hex(desert_apres) FROM site_bilan; SELECT * FROM site_variante; SELECT "
            "hex(gain), hex(perte), code FROM site' | sha256sum; done | uniq | wc -l | "
            "grep -qx 1",
            first, folder);
        assert_int_equal(system(command), 0);
    }
}

static void an_output_that_exists_is_not_replaced(void **state)
{
    mlg_run_result result;
    mlg_error err;
    write_text(in_folder(*state, "small.html"), "mine");
    assert_fails(run_small(&result, *state, false, 0, &err), MLG_INPUT, &err, "already exists");
    assert_non_null(strstr(err.hint, "--overwrite"));
    assert_int_equal(entries(*state), 1);
}

static bool cancel_late(void *context, const char *stage, double fraction)
{
    (void)fraction;
    int *countdown = context;
    (void)stage;
    return --*countdown > 0;
}

static void a_cancelled_run_leaves_nothing(void **state)
{
    for (int after = 1; after < 60; after += 3 * stride(3)) {
        mlg_run_result result;
        mlg_error err;
        int countdown = after;
        mlg_run_options options = { .output_folder = *state, .progress = { cancel_late, &countdown } };
        mlg_status st = mlg_run(&result, small, &options, &err);
        if (st == MLG_OK) {
            mlg_run_result_release(&result);
            return; /* it finished before the cancel */
        }
        assert_int_equal(st, MLG_CANCELLED);
        assert_int_equal(entries(*state), 0);
    }
}

/* The report, the tables, a comparison and a series of a study, by number; `after`: the questions that are answered by going on. */
static mlg_status derive(int which, const char *folder, int after, mlg_error *err)
{
    static const char *const names[] = { "page.html", "tables.xlsx", "tables", "compared", "years" };
    char *out = NULL, study[512], to[512];
    const mlg_progress progress = { cancel_late, &after };
    const mlg_write_options page = { .progress = progress };
    const mlg_table_options tables = { .progress = progress };
    const mlg_compare_options compared = { .output_folder = to, .progress = progress };
    const mlg_series_options series = { .output_folder = to, .progress = progress };
    snprintf(study, sizeof study, "%s", in_folder(folder, "small.gpkg"));
    snprintf(to, sizeof to, "%s", in_folder(folder, names[which]));
    mlg_status st = which == 0   ? mlg_report(study, to, &page, err)
                    : which <= 2 ? mlg_export_tables(study, to, &tables, err)
                    : which == 3 ? mlg_compare_studies(&out, study, study, &compared, MLG_TEXT, err)
                                 : mlg_make_series(&out, in_folder(folder, "years.yaml"), &series, MLG_TEXT, err);
    mlg_free(out);
    return st;
}

static void what_is_cancelled_after_a_run_leaves_nothing(void **state)
{
    mlg_run_result result;
    mlg_error err;
    assert_ok(run_small(&result, *state, false, 0, &err), &err);
    mlg_run_result_release(&result);
    write_text(in_folder(*state, "years.yaml"), "kind: series\nyears:\n  - { year: 2020, study: small.gpkg }\n"
                                                "  - { year: 2021, study: small.gpkg }\n");
    for (int which = 0, before = entries(*state); which < 5; which++) {
        int after = 1;
        mlg_status st;
        while ((st = derive(which, *state, after, &err)) == MLG_CANCELLED) {
            assert_int_equal(entries(*state), before);
            after += after / 2 + 1;
        }
        assert_ok(st, &err);
        assert_int_equal(entries(*state), ++before);
        assert_true(after > 2); /* while it reads, not at its end alone */
    }
}

typedef struct {
    const char *folder;
    int tried;
} rival;

/* A second run on the same output, started in the middle of the first. */
static bool start_another(void *context, const char *stage, double fraction)
{
    (void)stage, (void)fraction;
    rival *r = context;
    mlg_run_result result;
    mlg_error err;
    char holder[64];
    if (r->tried++ > 0)
        return true;
    snprintf(holder, sizeof holder, "another run (process %d) is writing it", (int)getpid());
    for (int overwrite = 0; overwrite < 2; overwrite++)
        assert_fails(run_small(&result, r->folder, overwrite, 1, &err), MLG_INPUT, &err, holder);
    assert_non_null(strstr(err.hint, "wait"));
    return true;
}

static void two_runs_do_not_write_the_same_output(void **state)
{
    mlg_run_result result;
    mlg_error err;
    rival other = { .folder = *state };
    mlg_run_options options = { .output_folder = *state, .progress = { start_another, &other } };
    assert_ok(mlg_run(&result, small, &options, &err), &err);
    assert_true(other.tried > 1);
    assert_int_equal(entries(*state), result.file_count);
    mlg_run_result_release(&result);
}

/* A run that was killed holds nothing any more; its lock is taken over and goes with the run. */
static void a_lock_left_by_a_dead_run_is_taken_over(void **state)
{
    mlg_run_result result;
    mlg_error err;
    write_text(in_folder(*state, "small.gpkg.lock"), "1\n");
    assert_ok(run_small(&result, *state, false, 1, &err), &err);
    assert_int_equal(entries(*state), result.file_count);
    mlg_run_result_release(&result);
}

/* Whatever the moment of the kill, the GeoPackage is whole: the old one or the new one. */
static void a_killed_run_leaves_the_previous_result(void **state)
{
    mlg_run_result result;
    mlg_error err;
    uint64_t seed = 7;
    const char *path = in_folder(*state, "small.gpkg");
    assert_ok(run_small(&result, *state, false, 0, &err), &err);
    mlg_run_result_release(&result);
    double apl = number(path, "SELECT sum(apl) FROM acces_commune");
    for (int turn = 0; turn < 12; turn++) {
        pid_t child = fork();
        if (child == 0) {
            char yaml[4096];
            snprintf(yaml, sizeof yaml, "%s",
                     changed_study(*state, "title: .*", turn % 2 ? "title: b" : "title: a"));
            mlg_run_options options = { .output_folder = *state, .overwrite = true };
            _exit(mlg_run(&result, yaml, &options, &err) == MLG_OK ? 0 : 1);
        }
        struct timespec pause = { 0, (long)(random_unit(&seed) * 400e6) };
        nanosleep(&pause, NULL);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        path = in_folder(*state, "small.gpkg");

        assert_near(number(path, "SELECT sum(apl) FROM acces_commune"), apl, 0);
        assert_near(number(path, "SELECT count(*) FROM etape"), mlg_stage_count(), 0);
    }
    assert_ok(run_small(&result, *state, true, 0, &err), &err); /* and what the dead left aside is cleared */
    mlg_run_result_release(&result);
    char command[4200];
    snprintf(command, sizeof command, "! ls '%s' | grep -q part", (char *)*state);
    assert_int_equal(system(command), 0);
}

static void a_dry_run_writes_nothing_and_says_what_it_would_do(void **state)
{
    mlg_run_result result;
    mlg_error err;
    mlg_plan plan = { 0 };
    mlg_run_options options = { .output_folder = in_folder(*state, "out"), .plan = &plan };
    assert_ok(mlg_run(&result, small, &options, &err), &err);
    assert_int_equal(result.stage_count, mlg_stage_count());
    assert_true(result.stages[0].redone);
    assert_null(result.geopackage);
    assert_int_equal(result.file_count, 4);
    assert_true(plan.files[0].exists && !plan.files[0].written && plan.files[0].bytes > 0);
    const mlg_planned *last = &plan.files[plan.count - 1];
    assert_true(!last->exists && last->written && last->bytes == 0);
    mlg_plan_release(&plan);
    mlg_run_result_release(&result);
    assert_int_equal(entries(*state), 0);
}

static void a_check_says_what_each_source_gave(void **state)
{
    (void)state;
    char *text;
    mlg_error err;
    assert_ok(mlg_check(&text, small, &(mlg_run_options){ 0 }, MLG_TEXT, &err), &err);
    assert_non_null(strstr(text, "medecins.csv: 5 rows read, 4 kept, 0 rejected, 1 elsewhere"));
    assert_non_null(strstr(text, "6 communes with 12112 inhabitants, 3 neighbours, 1 QPV"));
    mlg_free(text);
    assert_ok(mlg_check(&text, small, &(mlg_run_options){ 0 }, MLG_JSON, &err), &err);
    assert_non_null(strstr(text, "\"rejected\""));
    mlg_free(text);
}

/* In any layout, an extract says what it is, what it holds and how to name it; cut short it is refused. */
static void a_check_names_an_extract_in_pbf(void **state)
{
    for (int layout = 0; layout < 4; layout++) {
        bytes file = { 0 };
        char path[512], *text;
        mlg_error err;
        snprintf(path, sizeof path, "%s", in_folder(*state, "roads.osm.pbf"));
        put_file_header(&file);
        put_small_network(&file, layout & 1, true, layout & 2 ? 3 : 1);
        put_bytes(path, file.data, file.size);
        assert_ok(mlg_check(&text, path, &(mlg_run_options){ 0 }, MLG_TEXT, &err), &err);
        assert_non_null(strstr(text, "roads.osm.pbf is an OpenStreetMap extract"));
        assert_non_null(strstr(text, "3 nodes, 1 ways (1 roads, 0 ferries), 1 relations (1 turn restrictions)"));
        assert_non_null(strstr(text, "travel: { model: road, osm: \""));
        mlg_free(text);
        put_bytes(path, file.data, file.size - 5);
        assert_int_equal(mlg_check(&text, path, &(mlg_run_options){ 0 }, MLG_TEXT, &err), MLG_INPUT);
        free(file.data);
    }
}

/* What some stage refuses by itself, as a change of the small study. A stage that has nothing of its own to refuse is tried all the
 * same: see the next test. */
static const struct {
    const char *stage, *from, *to, *said;
} refused[] = {
    { "load", "medecins.csv", "none.csv", "none.csv: No such file" },
    { "load", "nb_medg", "doctors", "has no column 'doctors'" },
    { "access", "service: gp, columns", "service: dentist, columns", "no supply of 'gp'" },
    { "times", "need:", "times: [ { name: x, sites: [xx] } ]\\nneed:", "no facility has the category 'xx'" },
    { "desert", "drees-2017, apl: 4", "drees-2017, vulnerability: none.yaml", "none.yaml" },
    { "outlook", "need:", "outlook: { moves: [ { insee_com: \"99999\", year: 1, doctors: 1 } ] }\\nneed:",
      "no commune '99999'" },
    { "sensitivity", "need:", "sensitivity: { supplies: [ { name: x, acts_max: 10 } ] }\\nneed:", "bounds are" },
    { "zoning", "rules: arrete-2017 }", "rules: arrete-2017, apl: published }", "no published APL" },
    { "zoning", "rules: arrete-2017 }", "rules: arrete-2017, scenario: none.yaml }", "none.yaml" },
    { "siting", "existing: csipa", "existing: xx", "no facility has the category 'xx'" },
    { "tours",
      "outputs:", "tours: [ { name: bus, depot: \"01001\", fixed: [ { stop: \"99999\", day: 1 } ] } ]\\noutputs:",
      "'99999' is not a stop" },
    { "catchment", "name: csipa, sites: csipa", "name: csipa, sites: xx", "no facility has the category 'xx'" },
};

static void a_check_refuses_what_a_run_refuses_in_the_same_words(void **state)
{
    mlg_run_options options = { .overwrite = true };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        const char *study = changed_study(*state, refused[i].from, refused[i].to);
        mlg_run_result result;
        mlg_error checked = { 0 }, ran = { 0 };
        char *text;
        mlg_status st = mlg_check(&text, study, &options, MLG_TEXT, &checked);
        assert_int_not_equal(st, MLG_OK);
        assert_int_equal(mlg_run(&result, study, &options, &ran), st);
        if (!strstr(ran.message, refused[i].said) || strcmp(checked.message, ran.message) != 0 ||
            strcmp(checked.hint, ran.hint) != 0)
            fail_msg("%s: check says '%s' (%s), run '%s' (%s)", refused[i].stage, checked.message, checked.hint,
                     ran.message, ran.hint);
    }
}

typedef struct {
    int tried[MLG_MAX_STAGES];
} seen;

static bool see_stage(void *context, const char *what, double done)
{
    seen *s = context;
    (void)done;
    for (int i = 0; i < mlg_stage_count(); i++)
        s->tried[i] += strcmp(what, mlg_stage_at(i)->name) == 0;
    return true;
}

/* Every stage of the list but the loading, which comes before; and each has a refusal above, unless it has none of its own: it reads
 * only what the stage of access has read, or a scenario, which a check has none of. */
static void a_check_tries_every_stage(void **state)
{
    (void)state;
    seen s = { { 0 } };
    char *text;
    mlg_error err;
    mlg_run_options options = { .progress = { .report = see_stage, .context = &s } };
    assert_ok(mlg_check(&text, small, &options, MLG_TEXT, &err), &err);
    mlg_free(text);
    for (int i = 0; i < mlg_stage_count(); i++) {
        const char *name = mlg_stage_at(i)->name;
        bool refuses = mlg_list_has("need whatif uncertainty published scenario compare", " ", name);
        for (size_t k = 0; k < sizeof refused / sizeof *refused; k++)
            refuses = refuses || strcmp(refused[k].stage, name) == 0;
        if ((i > 0 && s.tried[i] == 0) || !refuses)
            fail_msg("stage %s: tried %d times, %s", name, s.tried[i],
                     refuses ? "refused" : "no refusal is tried");
    }
}

/* Of our own allocations, each in turn: never a crash, never an output. A sample, for each run costs a second. */
static void out_of_memory_is_an_error_like_another(void **state)
{
    for (long n = 1; n < 4000; n += 1 + (full_run() ? n / 3 : 2 * n)) {
        mlg_run_result result;
        mlg_error err;
        mlg_memory_fail_at(n);
        mlg_status st = run_small(&result, *state, true, 1, &err);
        mlg_memory_fail_at(0);
        if (st == MLG_OK) {
            mlg_run_result_release(&result);
            continue; /* the failing one was not needed, or never came */
        }
        assert_int_equal(entries(*state), 0);
    }
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(a_run_writes_every_output_and_nothing_else),
        cmocka_unit_test(access_is_conserved_from_files_to_study),
        cmocka_unit_test(inequality_is_that_of_the_communes),
        cmocka_unit_test(needs_are_those_of_the_communes),
        cmocka_unit_test(parts_sum_to_the_population),
        WITH_FOLDER(a_second_run_keeps_what_has_not_changed),
        WITH_FOLDER(only_what_depends_on_a_change_is_redone),
        WITH_FOLDER(threads_change_no_bit),
        WITH_FOLDER(an_output_that_exists_is_not_replaced),
        WITH_FOLDER(a_cancelled_run_leaves_nothing),
        WITH_FOLDER(what_is_cancelled_after_a_run_leaves_nothing),
        WITH_FOLDER(two_runs_do_not_write_the_same_output),
        WITH_FOLDER(a_lock_left_by_a_dead_run_is_taken_over),
        WITH_FOLDER(a_killed_run_leaves_the_previous_result),
        WITH_FOLDER(a_dry_run_writes_nothing_and_says_what_it_would_do),
        cmocka_unit_test(a_check_says_what_each_source_gave),
        WITH_FOLDER(a_check_names_an_extract_in_pbf),
        WITH_FOLDER(a_check_refuses_what_a_run_refuses_in_the_same_words),
        cmocka_unit_test(a_check_tries_every_stage),
        WITH_FOLDER(out_of_memory_is_an_error_like_another),
    };
    return cmocka_run_group_tests(tests, NULL, remove_shared);
}
