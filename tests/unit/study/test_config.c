/* Study files that are read: the full example, defaults, the starting file, the page of reference, places and paths. */
#include "study_file.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "network/models/model.h"
#include "study/config/keys.h"

#define TEMPLATE SOURCE_DIR "/geodata/templates/study.yaml"

static mlg_study_file *full;

static int open_full(void **state)
{
    (void)state;
    mlg_error err;
    return mlg_study_file_open(&full, FULL, &err);
}

static int close_full(void **state)
{
    (void)state;
    mlg_study_file_close(full);
    return 0;
}

/* Keys that a section leaves out, or a section that is left out: what the table states. */
static void defaults_are_those_of_the_table(void **state)
{
    (void)state;
    const mlg_crow_params fitted = { 1.25, 120, { 80, 70, 80, 80, 80, 80, 80, 80 }, 0, { .count = 0 } },
                          crow = mlg_crow_defaults();
    assert_int_equal(mlg_config_travel_speeds_kmh(NULL).count, 7);
    assert_memory_equal(&crow, &fitted, sizeof crow);
    double given = 20, repeats[] = { 1, 0.9 };
    char qpv[] = "qpv", *stops[] = { qpv };
    mlg_config_tour tour = {
        .setup_minutes = &given, .repeats = repeats, .repeats_count = 2, .stops = stops, .stops_count = 1
    };
    assert_true(mlg_config_tour_setup_minutes(&tour) == 20 && mlg_config_tour_pack_minutes(&tour) == 10);
    assert_string_equal(mlg_config_tour_start(&tour), "08:30");
    assert_true(mlg_config_tour_repeats(&tour).count == 2 && mlg_config_tour_repeats(&tour).value[1] == 0.9);
    assert_int_equal(mlg_config_tour_stops(&tour).count, 1);
    assert_string_equal(mlg_config_tour_stops(NULL).value[1], "qpv");
    assert_int_equal(mlg_config_outlook_years(NULL).value[1], 5);
}

static void check_first_half(const mlg_config *c)
{
    assert_string_equal(c->title, "Béthune-Bruay, Artois-Lys Romane");
    assert_null(c->territory.epci);
    assert_false(c->territory.all);
    assert_int_equal(c->territory.communes_count, 4);
    assert_string_equal(c->territory.communes[0], "62119");
    assert_string_equal(c->territory.communes[2], "2A004");
    assert_string_equal(c->territory.communes[3], "01004");
    assert_int_equal(*c->cog, 2025);
    assert_int_equal(c->sources.communes.count, 1);
    assert_string_equal(c->sources.communes.items[0].dataset, "table");
    assert_string_equal(c->sources.communes.items[0].columns->insee_com, "insee");
    assert_null(c->sources.communes.items[0].columns->x);
    assert_string_equal(c->sources.population.items[0].dataset, "insee-legal");
    assert_null(c->sources.population.items[0].columns);
    assert_int_equal(*c->sources.ages.items[0].ages[0].to, 4);
    assert_int_equal(c->sources.ages.items[0].ages[1].from, 90);
    assert_null(c->sources.ages.items[0].ages[1].to);
    assert_int_equal(c->sources.sites.count, 2);
    assert_string_equal(c->sources.sites.items[0].filter->values[1], "ouvert");
    assert_string_equal(c->sources.income.items[0].columns->pauvrete, "tp");
    assert_near(*c->need->minutes, 20, 0);
    assert_int_equal(c->outlook->years[1], 4);
    assert_int_equal(*c->sensitivity->supplies[1].age_limit, 65);
    assert_null(c->sensitivity->supplies[0].acts);
    assert_string_equal(c->sensitivity->decays[1], "apl-2012");
    assert_near(c->outlook->ages[1].doctors, 8.5, 0);
    assert_near(c->outlook->moves[1].doctors, -1, 0);
    assert_string_equal(c->outlook->moves[1].insee_com, "01004");
    assert_string_equal(c->outlook->service, "gp");
    assert_string_equal(c->sources.supply.items[0].unit, "etp");
}

static void check_second_half(const mlg_config *c)
{
    assert_near(*c->travel->detour, 1.3, 0);
    assert_int_equal(c->travel->speeds_kmh_count, 7);
    assert_near(c->travel->speeds_kmh[6], 65, 0);
    assert_near(*c->services[0].acts_min, 3600, 0);
    assert_null(c->services[1].acts);
    assert_null(c->services[1].age_limit);
    assert_string_equal(c->services[1].categories[0], "620");
    assert_string_equal(c->accessibility[0].closure, "right");
    assert_null(c->accessibility[1].closure);
    assert_string_equal(c->accessibility[1].measure, "apl");
    assert_null(c->accessibility[1].decay);
    assert_near(c->accessibility[1].steps[1].minutes, 20.5, 0);
    assert_near(c->accessibility[1].steps[1].weight, 0.25, 0);
    assert_string_equal(c->catchments[0].name, "csipa");
    assert_string_equal(c->catchments[1].name, "urgences");
    assert_near(c->catchments[0].minutes[3], 20, 0);
    assert_near(*c->deserts->emergency_minutes, 30, 0);
    assert_near(*c->zoning->zac, 4, 0);
    assert_int_equal(*c->siting[0].sites, 3);
    assert_null(c->siting[1].minutes);
    assert_string_equal(c->siting[0].candidates, "communes");
    assert_string_equal(c->outputs.tables, "csv");
}

static void the_full_example_is_read(void **state)
{
    (void)state;
    check_first_half(mlg_study_file_config(full));
    check_second_half(mlg_study_file_config(full));
    assert_string_equal(mlg_study_file_path(full), FULL);
}

static void absent_parts_are_null(void **state)
{
    (void)state;
    mlg_study_file *file = NULL;
    mlg_error err;
    write_text(in_folder(folder, "small.yaml"), HEAD "travel: { detour: 1.2 }\n");
    assert_ok(mlg_study_file_open(&file, in_folder(folder, "small.yaml"), &err), &err);
    const mlg_config *c = mlg_study_file_config(file);
    assert_string_equal(c->territory.epci, "200072460");
    assert_string_equal(c->travel->model, "crow");
    assert_null(c->travel->speeds_kmh);
    assert_int_equal(c->travel->speeds_kmh_count, 0);
    assert_null(c->title);
    assert_null(c->buffer);
    assert_null(c->cog);
    assert_null(c->sources.supply.items);
    assert_int_equal(c->sources.supply.count, 0);
    assert_null(c->deserts);
    assert_null(c->siting);
    assert_null(c->outputs.report);
    assert_null(c->outputs.palette);
    mlg_study_file_close(file);
    write_text(in_folder(folder, "small.yaml"), OUTPUTS("palette: drees, classes: [1, 2.5, 4, 5]"));
    assert_ok(mlg_study_file_open(&file, in_folder(folder, "small.yaml"), &err), &err);
    c = mlg_study_file_config(file);
    assert_string_equal(c->outputs.palette, "drees");
    assert_int_equal(c->outputs.classes_count, 4);
    assert_near(c->outputs.classes[3], 5, 0);
    mlg_study_file_close(file);
    mlg_study_file_close(NULL);
}

static void the_starting_file_is_read_as_it_is(void **state)
{
    (void)state;
    mlg_study_file *file = NULL;
    mlg_error err;
    assert_ok(mlg_study_file_open(&file, TEMPLATE, &err), &err);
    const mlg_config *c = mlg_study_file_config(file);
    assert_string_equal(c->territory.epci, "200072460");
    assert_string_equal(c->accessibility[0].decay, "apl-cosine");
    mlg_study_file_close(file);
}

/* Lines of a text are at most 115 columns wide, and none is a mark that was left. */
static void check_lines(const char *text)
{
    for (const char *line = text; *line;) {
        size_t length = strcspn(line, "\n");
        char one[400];
        snprintf(one, sizeof one, "%.*s", (int)length, line);
        if (mlg_utf8_count(one) > 115 || strstr(one, "#: "))
            fail_msg("'%s'", one);
        line += length + (line[length] == '\n');
    }
}

static void the_starting_file_is_a_study_in_every_language(void **state)
{
    static const char *const languages[] = { "en", "fr" };
    static const char *const words[] = { "# Medical deserts.", "# Déserts médicaux." };
    (void)state;
    for (int i = 0; i < 2; i++) {
        mlg_study_file *file = NULL;
        mlg_error err;
        char *text;
        assert_ok(mlg_set_language(languages[i], &err), &err);
        assert_ok(mlg_study_template(&text, &err), &err);
        assert_ok(mlg_set_language("en", &err), &err);
        check_lines(text);
        assert_non_null(strstr(text, words[i]));
        assert_non_null(strstr(text, "#   pharmacy_minutes   "));
        write_text(in_folder(folder, "new.yaml"), text);
        assert_ok(mlg_study_file_open(&file, in_folder(folder, "new.yaml"), &err), &err);
        assert_string_equal(mlg_study_file_config(file)->siting[2].model, "persons-over");
        mlg_study_file_close(file);
        free(text);
    }
}

/* Each key of a study stands in the starting file, if only in a comment. */
static void the_starting_file_shows_every_key_of_a_study(void **state)
{
    (void)state;
    char *text, used[64], commented[64];
    mlg_error err;
    assert_ok(mlg_study_template(&text, &err), &err);
    for (const mlg_config_key *key = mlg_config_section("study") + 1; key->name; key++) {
        snprintf(used, sizeof used, "\n%s:", key->name);
        snprintf(commented, sizeof commented, "\n# %s:", key->name);
        if (!strstr(text, used) && !strstr(text, commented))
            fail_msg("the starting file lacks '%s'", key->name);
    }
    free(text);
}

static void the_reference_page_is_that_of_the_table(void **state)
{
    char *page, *committed = file_bytes(SOURCE_DIR "/docs/study-file.md", NULL);
    mlg_error err;
    (void)state;
    assert_ok(mlg_study_reference(&page, &err), &err);
    if (strcmp(page, committed) != 0)
        fail_msg("docs/study-file.md differs from the table of keys: run ninja docs");
    free(page);
    free(committed);
}

static void assert_where(const mlg_study_file *file, const char *key, const char *place)
{
    assert_string_equal(mlg_study_file_where(file, key) + strlen(SOURCE_DIR "/tests/studies/"), place);
}

static void keys_are_found_in_the_file(void **state)
{
    (void)state;
    assert_where(full, "title", "full.yaml:2:1");
    assert_where(full, "sources.supply[0].path", "full.yaml:29:9");
    assert_where(full, "sources.sites[1].path", "full.yaml:27:26");
    assert_where(full, "sources.sites[1]", "full.yaml:27:7");
    assert_where(full, "sources.sites[1].crs", "full.yaml:27:7");
    assert_where(full, "sources.sites[9].path", "full.yaml:25:3");
    assert_where(full, "accessibility[1].steps[1].weight", "full.yaml:50:26");
    assert_where(full, "territory.communes[2]", "full.yaml:3:41");
    assert_where(full, "nothing.at[2].all", "full.yaml:2:1");
    assert_where(full, "", "full.yaml:2:1");
}

static void assert_resolved(const mlg_study_file *file, const char *data, const char *path, const char *want)
{
    char *got = NULL;
    mlg_error err;
    assert_ok(mlg_study_file_resolve(&got, file, data, path, &err), &err);
    assert_string_equal(got, want);
    free(got);
}

static void paths_are_those_of_the_data_folder(void **state)
{
    (void)state;
    assert_resolved(full, NULL, "a/b.csv", SOURCE_DIR "/tests/studies/a/b.csv");
    assert_resolved(full, "data", "b.csv", "data/b.csv");
    assert_resolved(full, "data/", "b.csv", "data/b.csv");
    assert_resolved(full, "", "b.csv", "b.csv");
    assert_resolved(full, "data", "/b.csv", "/b.csv");
}

static void lengths_are_read_in_kilometres_or_metres(void **state)
{
    (void)state;
    static const char *const bad[] = { "", "km", "-3 km", "3 mi", "3km x", "1e3", "0x10", "1.2.3", "inf", "." };
    double m = 0;
    assert_true(mlg_parse_length("30 km", &m));
    assert_near(m, 30000, 0);
    assert_true(mlg_parse_length("500 m", &m));
    assert_near(m, 500, 0);
    assert_true(mlg_parse_length("12", &m));
    assert_near(m, 12000, 0);
    assert_true(mlg_parse_length("2.5km", &m));
    assert_near(m, 2500, 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (mlg_parse_length(bad[i], &m))
            fail_msg("'%s' is taken for a length", bad[i]);
}

static void a_date_is_a_day_of_the_calendar_in_ten_characters(void **state)
{
    (void)state;
    static const char *const bad[] = { "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10",
                                       "2026-04-31", "2026-04-00", "2026- 3- 1", " 026-03-01",
                                       "+026-03-01", "2026/03/01", "2026-3-001", "2026-03-01 " };
    int year, month, day;
    assert_true(mlg_parse_date("2024-02-29", &year, &month, &day));
    assert_int_equal(year * 10000 + month * 100 + day, 20240229);
    assert_true(mlg_parse_date("2000-02-29", &year, &month, &day));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(mlg_parse_date(bad[i], &year, &month, &day));
}

static void every_failing_allocation_is_reported(void **state)
{
    (void)state;
    mlg_study_file *file = NULL;
    mlg_error err;
    long n = 1;
    for (; n < 100000; n++) {
        mlg_memory_fail_at(n);
        mlg_status st = mlg_study_file_open(&file, FULL, &err);
        mlg_memory_fail_at(0);
        if (st == MLG_OK)
            break;
        assert_int_equal(st, MLG_MEMORY);
        assert_non_null(strstr(err.message, "out of memory"));
        assert_null(file);
    }
    assert_true(n > 100 && n < 100000);
    mlg_study_file_close(file);
}

static void the_nearest_word_is_suggested(void **state)
{
    (void)state;
    static const char *const words[] = { "run", "new", "info", "sources", "check", NULL };
    assert_string_equal(mlg_nearest_word("runn", words), "run");
    assert_string_equal(mlg_nearest_word("souces", words), "sources");
    assert_string_equal(mlg_nearest_word("chekc", words), "check");
    assert_null(mlg_nearest_word("zoning", words));
    assert_null(mlg_nearest_word("", words));
    assert_null(mlg_nearest_word("x", words));
    assert_null(mlg_nearest_word("a word that is longer than any key or command could be", words));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_those_of_the_table),
        cmocka_unit_test_setup_teardown(the_full_example_is_read, open_full, close_full),
        cmocka_unit_test(absent_parts_are_null),
        cmocka_unit_test(the_starting_file_is_read_as_it_is),
        cmocka_unit_test(the_starting_file_is_a_study_in_every_language),
        cmocka_unit_test(the_starting_file_shows_every_key_of_a_study),
        cmocka_unit_test(the_reference_page_is_that_of_the_table),
        cmocka_unit_test_setup_teardown(keys_are_found_in_the_file, open_full, close_full),
        cmocka_unit_test_setup_teardown(paths_are_those_of_the_data_folder, open_full, close_full),
        cmocka_unit_test(lengths_are_read_in_kilometres_or_metres),
        cmocka_unit_test(a_date_is_a_day_of_the_calendar_in_ten_characters),
        cmocka_unit_test(every_failing_allocation_is_reported),
        cmocka_unit_test(the_nearest_word_is_suggested),
    };
    return cmocka_run_group_tests(tests, make_one_folder, drop_folder);
}
