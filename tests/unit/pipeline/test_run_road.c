/* A study by road from files to files: the engines give the same tables, and nothing is travelled twice. */
#include "support.h"

#include "adapters/db/database.h"
#include "adapters/layer/read.h"
#include "base/memory.h"
#include "road_study.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    char *folder;
} made;

static const char *in(const made *m, const char *name)
{
    return in_folder(m->folder, name);
}

static void write_study(const made *m, const char *engine)
{
    char yaml[2048];
    snprintf(
        yaml, sizeof yaml,
        "%s"
        "travel: { model: road, osm: town.osm, snap_metres: 3000, intra_minutes: 2, engine: %s }\n"
        "services:\n  - { name: gp, acts: 5400 }\n  - { name: pharmacy, categories: [pharma] }\n"
        "accessibility:\n  - { service: gp, measure: apl, decay: apl-2015 }\n  - { service: gp, measure: 3sfca }\n"
        "catchments:\n  - { name: pharma, sites: pharma, minutes: [4, 8, 12], capacity: 9000, method: optimal }\n"
        "siting:\n  - { name: new, model: p-median, existing: pharma, sites: 2, minutes: 6, max_minutes: 40 }\n"
        "outputs: { geopackage: town.gpkg }\n",
        road_sources, engine);
    write_text(in(m, "study.yaml"), yaml);
}

static int set_up(void **state)
{
    made *m = malloc(sizeof *m);
    m->folder = make_folder();
    write_road_map(m->folder);
    write_road_people(m->folder, 1, 500);
    *state = m;
    return 0;
}

static int tear_down(void **state)
{
    made *m = *state;
    remove_folder(m->folder);
    free(m);
    return 0;
}

/* The result is the caller's. */
static mlg_run_result run(const made *m, const char *engine)
{
    char study[512], folder[512];
    snprintf(study, sizeof study, "%s/study.yaml", m->folder);
    snprintf(folder, sizeof folder, "%s", m->folder);
    write_study(m, engine);
    mlg_run_options options = { .output_folder = folder, .overwrite = true, .threads = 2 };
    mlg_run_result result;
    mlg_error err;
    assert_ok(mlg_run(&result, study, &options, &err), &err);
    return result;
}

static mlg_run_travel run_once(const made *m, const char *engine)
{
    mlg_run_result result = run(m, engine);
    mlg_run_travel travel = result.travel;
    mlg_run_result_release(&result);
    return travel;
}

/* Everything a study finds, as text, without the numbers of rows, which go on from run to run, and the
 * seconds of the search; freed with free(). */
static char *tables(const made *m)
{
    char command[1024], *text = NULL;
    size_t size = 0, room = 0, n;
    mlg_error err;
    snprintf(command, sizeof command,
             "sqlite3 '%s/town.gpkg' '.dump lieu acces acces_commune equite bassin bassin_site bassin_nombre site "
             "site_bilan "
             "affectation reject' | sed -E \"s/VALUES\\([0-9]+,/VALUES(/; s/(swap search'),[0-9.e-]+/\\1/\"",
             m->folder);
    FILE *pipe = popen(command, "r");
    do {
        assert_ok(MLG_GROW(&text, &room, size + 65536, "dump", &err), &err);
        n = fread(text + size, 1, 65535, pipe);
        size += n;
    } while (n > 0);
    text[size] = '\0';
    assert_int_equal(pclose(pipe), 0);
    assert_non_null(strstr(text, "INSERT INTO acces"));
    assert_non_null(strstr(text, "INSERT INTO site"));
    assert_non_null(strstr(text, "INSERT INTO bassin_nombre"));
    return text;
}

/* Fails with the first line that differs, not with the whole study. */
static void same_text(const char *got, const char *want)
{
    size_t line = 0, at = 0;
    while (got[at] && got[at] == want[at])
        if (got[at++] == '\n')
            line = at;
    if (got[at] != want[at])
        fail_msg("%.*s\nis not\n%.*s", (int)strcspn(got + line, "\n"), got + line, (int)strcspn(want + line, "\n"),
                 want + line);
}

static void forget_outputs(const made *m)
{
    static const char *const names[] = { "town.gpkg", "town.network", "town.hierarchy", "town.times" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(in(m, names[i]));
}

static void every_engine_gives_the_same_tables(void **state)
{
    const made *m = *state;
    mlg_run_travel search = run_once(m, "search");
    char *by_search = tables(m);
    forget_outputs(m);
    mlg_run_travel sweep = run_once(m, "sweep");
    char *by_sweep = tables(m);
    assert_true(search.searched > 0 && search.swept == 0 && search.nearest == 0);
    assert_true(sweep.swept > 0 && sweep.searched == 0 && sweep.nearest > 0);
    same_text(by_search, by_sweep);
    forget_outputs(m);
    (void)run_once(m, "auto");
    char *by_choice = tables(m);
    same_text(by_search, by_choice);
    free(by_search);
    free(by_sweep);
    free(by_choice);
}

static double number_in_study(const made *m, const char *sql)
{
    mlg_db *db;
    mlg_error err;
    double value;
    assert_ok(mlg_db_open_any(&db, in(m, "town.gpkg"), false, &err), &err);
    assert_ok(mlg_db_number(&value, db, sql, &err), &err);
    mlg_db_close(db);
    return value;
}

static void the_reading_of_the_network_is_a_table(void **state)
{
    const made *m = *state;
    (void)run_once(m, "auto");
    double ways = number_in_study(m, "SELECT nombre FROM reseau WHERE element = 'voies retenues'");
    assert_true(ways > 0);
    assert_near(number_in_study(m, "SELECT gardees FROM provenance WHERE source = 'travel.osm'"), ways, 0);
    assert_near(number_in_study(m, "SELECT lues - gardees - rejetees FROM provenance WHERE source = 'travel.osm'"),
                0, 0);
    assert_near(number_in_study(m, "SELECT count(*) FROM reseau WHERE element NOT LIKE 'points %route%'"
                                   " AND element NOT LIKE 'points %lot%' AND element NOT LIKE 'points dont%'"),
                19, 0);
    assert_near(number_in_study(m, "SELECT coalesce(sum(nombre), 0) - (SELECT count(*) FROM reject WHERE source = "
                                   "'travel') FROM reseau WHERE element LIKE 'points %route%' OR element LIKE "
                                   "'points %lot%' OR element LIKE 'points dont%'"),
                0, 0);
}

/* What is read from the files of an earlier run is what would be computed. */
static void a_change_of_supply_travels_nowhere(void **state)
{
    const made *m = *state;
    mlg_run_travel first = run_once(m, "auto");
    assert_true(first.searched + first.swept > 0 && first.nearest > 0);
    char *before = tables(m);
    write_road_people(m->folder, 3, 500);
    mlg_run_travel second = run_once(m, "auto");
    assert_int_equal(second.searched + second.swept + second.nearest, 0);
    assert_int_equal(second.isochrones, 1); /* drawn again: the stage of catchments reads the supply too */
    assert_true(second.kept > 0);
    char *after = tables(m);
    assert_string_not_equal(before, after);
    forget_outputs(m);
    (void)run_once(m, "search");
    char *anew = tables(m);
    same_text(after, anew);
    free(before);
    free(after);
    free(anew);
}

/* ---- in parts ---- */

typedef enum { PLAN, RUN, MERGE } step;

/* The summary in JSON, freed with free(); NULL on failure, told in `err`. */
static char *share(const made *m, step what, int32_t part, int32_t parts, mlg_error *err)
{
    char study[512], folder[512], *text = NULL;
    snprintf(study, sizeof study, "%s/study.yaml", m->folder);
    snprintf(folder, sizeof folder, "%s", m->folder);
    const mlg_run_options options = { .output_folder = folder, .threads = 2 };
    mlg_status st = what == PLAN  ? mlg_shard_plan(&text, study, parts, &options, MLG_JSON, err)
                    : what == RUN ? mlg_shard_run(&text, study, part, parts, &options, MLG_JSON, err)
                                  : mlg_shard_merge(&text, study, parts, &options, MLG_JSON, err);
    assert_true((st == MLG_OK) == (text != NULL));
    return text;
}

static void shared(const made *m, step what, int32_t part, int32_t parts, const char *expected)
{
    mlg_error err;
    char *text = share(m, what, part, parts, &err);
    if (!text)
        fail_msg("%s", err.message);
    if (expected && !strstr(text, expected))
        fail_msg("%s is not in %s", expected, text);
    free(text);
}

static void not_shared(const made *m, step what, int32_t part, int32_t parts, const char *expected)
{
    mlg_error err;
    assert_null(share(m, what, part, parts, &err));
    if (!strstr(err.message, expected))
        fail_msg("%s is not in %s", expected, err.message);
}

static void forget_parts(const made *m, int32_t parts)
{
    char name[64];
    for (int32_t part = 1; part <= parts; part++) {
        snprintf(name, sizeof name, "town.%d-of-%d.times", part, parts);
        unlink(in(m, name));
    }
}

/* Parts of any number, computed in any order and by any engine, hold every row that the run asks for, in one file of the same bytes. */
static void parts_are_the_rows_of_one_run(void **state)
{
    const made *m = *state;
    (void)run_once(m, "search");
    char *whole = tables(m), first[65], merged[65];
    int64_t bytes;
    mlg_error err;
    for (int32_t parts = 1; parts <= 7; parts += 3) {
        forget_outputs(m);
        write_study(m, parts == 4 ? "search" : "sweep");
        shared(m, PLAN, 0, parts, "town.network");
        for (int32_t part = parts; part > 0; part--)
            shared(m, RUN, part, parts, "\"computed\":\ttrue");
        shared(m, MERGE, 0, parts, "town.times");
        assert_ok(mlg_file_sha256(merged, &bytes, in(m, "town.times"), &err), &err);
        mlg_run_travel travel = run_once(m, "auto");
        assert_int_equal(travel.searched + travel.swept, 0);
        char *tabled = tables(m);
        same_text(tabled, whole);
        free(tabled);
        forget_parts(m, parts);
        if (parts > 1)
            assert_string_equal(first, merged);
        memcpy(first, merged, sizeof first);
    }
    free(whole);
}

static void a_part_that_died_alone_is_computed_again(void **state)
{
    const made *m = *state;
    write_study(m, "auto");
    shared(m, PLAN, 0, 3, NULL);
    shared(m, RUN, 1, 3, "\"computed\":\ttrue");
    shared(m, RUN, 1, 3, "\"computed\":\tfalse");
    not_shared(m, MERGE, 0, 3, "2 of 3 parts are missing: 2, 3");
    shared(m, RUN, 2, 3, NULL);
    shared(m, RUN, 3, 3, NULL);
    write_text(in(m, "town.2-of-3.times"), "MLG: half a part");
    not_shared(m, MERGE, 0, 3, "town.2-of-3.times: not a file of times");
    shared(m, RUN, 2, 3, "\"computed\":\ttrue");
    shared(m, MERGE, 0, 3, NULL);
    not_shared(m, RUN, 4, 3, "there is no part 4 of 3");
    not_shared(m, RUN, 0, 3, "there is no part 0 of 3");
    not_shared(m, PLAN, 0, 1000, "give 1 to 101");
    forget_parts(m, 3);
}

static void flip_last_byte(const char *path)
{
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, -1, SEEK_END), 0);
    const int last = fgetc(file);
    assert_int_equal(fseek(file, -1, SEEK_END), 0);
    assert_int_equal(fputc(last ^ 1, file), last ^ 1);
    fclose(file);
}

/* With the points of the plan a part loads nothing; without them, or where they are damaged or the study has changed, it does. The file is the
 * same. */
static void a_part_loads_the_study_only_without_a_plan_of_it(void **state)
{
    const made *m = *state;
    char planned[65], loaded[65];
    int64_t bytes;
    mlg_error err;
    write_study(m, "auto");
    shared(m, PLAN, 0, 3, NULL);
    shared(m, RUN, 2, 3, "\"loaded\":\tfalse");
    assert_ok(mlg_file_sha256(planned, &bytes, in(m, "town.2-of-3.times"), &err), &err);
    const char *const harm[] = { "damaged", "missing" };
    for (size_t k = 0; k < sizeof harm / sizeof *harm; k++) {
        if (k == 0)
            flip_last_byte(in(m, "town.points"));
        else
            unlink(in(m, "town.points"));
        unlink(in(m, "town.2-of-3.times"));
        shared(m, RUN, 2, 3, "\"loaded\":\ttrue");
        assert_ok(mlg_file_sha256(loaded, &bytes, in(m, "town.2-of-3.times"), &err), &err);
        assert_string_equal(planned, loaded);
    }
    shared(m, PLAN, 0, 3, NULL);
    write_road_people(m->folder, 1, 640);
    shared(m, RUN, 1, 3, "\"loaded\":\ttrue");
    write_road_people(m->folder, 1, 500);
    shared(m, RUN, 3, 3, "\"loaded\":\tfalse");
    unlink(in(m, "town.network"));
    shared(m, RUN, 3, 3, "\"loaded\":\ttrue");
    forget_parts(m, 3);
}

/* A site more than when the parts were computed: the slices hold it nowhere. */
static void parts_of_another_study_are_refused(void **state)
{
    const made *m = *state;
    write_study(m, "auto");
    for (int32_t part = 1; part <= 2; part++)
        shared(m, RUN, part, 2, NULL);
    write_road_people(m->folder, 1, 640);
    not_shared(m, MERGE, 0, 2, "hold no times from 1 of 101 sites");
    forget_parts(m, 2);
    write_road_people(m->folder, 1, 500);
}

/* One row, and the nearest pharmacy twice: within the two hours of the times, and without a limit for the catchments. */
static void a_moved_site_costs_its_row(void **state)
{
    const made *m = *state;
    (void)run_once(m, "sweep");
    write_road_people(m->folder, 1, 620);
    mlg_run_travel second = run_once(m, "sweep");
    assert_int_equal(second.swept, 1);
    assert_int_equal(second.searched, 0);
    assert_int_equal(second.nearest, 2);
    char *after = tables(m);
    forget_outputs(m);
    (void)run_once(m, "search");
    char *anew = tables(m);
    same_text(after, anew);
    free(after);
    free(anew);
}

/* Quarters have a code and no name. */
static void a_place_without_a_name_is_told_by_its_code_once(void **state)
{
    const made *m = *state;
    char *text;
    mlg_error err;
    (void)run_once(m, "auto");
    assert_ok(mlg_info(&text, in(m, "town.gpkg"), MLG_TEXT, &err), &err);
    const char *worst = strstr(text, "worst served:\n  q"), *site = strstr(text, "  1. q");
    assert_non_null(worst);
    assert_non_null(site);
    assert_memory_equal(worst + strlen("worst served:\n  q00"), ": APL", 5);
    assert_memory_equal(site + strlen("  1. q00"), ": ", 2);
    mlg_free(text);
}

static bool notes_say(const mlg_run_result *result, const char *part)
{
    for (int32_t i = 0; i < result->note_count; i++)
        if (strstr(result->notes[i], part))
            return true;
    return false;
}

static void files_that_are_damaged_are_made_again_and_it_is_told(void **state)
{
    const made *m = *state;
    mlg_run_result result = run(m, "sweep");
    assert_true(notes_say(&result, "engine: sweeps: as requested; network prepared"));
    assert_false(notes_say(&result, "rebuilt"));
    mlg_run_result_release(&result);
    char *first = tables(m);
    write_text(in(m, "town.network"), "MLG: not a network");
    write_text(in(m, "town.hierarchy"), "MLG: nor a hierarchy");
    write_text(in(m, "town.times"), "MLG: and no times");
    unlink(in(m, "town.gpkg"));
    result = run(m, "sweep");
    assert_true(notes_say(&result, "network rebuilt"));
    assert_true(notes_say(&result, "town.hierarchy: not a prepared network"));
    assert_true(notes_say(&result, "town.times: not a file of times"));
    assert_true(result.travel.swept > 0);
    mlg_run_result_release(&result);
    char *second = tables(m);
    same_text(first, second);
    free(first);
    free(second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_reading_of_the_network_is_a_table, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_engine_gives_the_same_tables, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_change_of_supply_travels_nowhere, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_moved_site_costs_its_row, set_up, tear_down),
        cmocka_unit_test_setup_teardown(parts_are_the_rows_of_one_run, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_part_that_died_alone_is_computed_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_part_loads_the_study_only_without_a_plan_of_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(parts_of_another_study_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_place_without_a_name_is_told_by_its_code_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(files_that_are_damaged_are_made_again_and_it_is_told, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
