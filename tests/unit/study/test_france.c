/* France in the box: counts, sums, codes and positions agree with the official figures and with each other. */
#include "adapters/crs.h"
#include "adapters/geom/geometry.h"
#include "adapters/layer/read.h"
#include "base/shipped.h"
#include "study/france/france.h"
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void open_file(mlg_layer **layer, const char *name)
{
    char shipped[64], path[MLG_PATH_SIZE];
    mlg_error err;
    snprintf(shipped, sizeof shipped, "france/%s.csv", name);
    assert_int_equal(mlg_shipped_path(path, shipped, &err), MLG_OK);
    assert_int_equal(mlg_layer_open(layer, path, NULL, &err), MLG_OK);
}

static bool next(mlg_layer *layer)
{
    mlg_error err;
    bool got;
    assert_int_equal(mlg_layer_next(layer, &got, &err), MLG_OK);
    return got;
}

enum { MOST_COMMUNES = 36000 };

/* A commune, as its file tells it. */
typedef struct {
    const char *file;
    char code[8], department[8], epci[12];
    double people, doctors, x, y;
} fact;

typedef struct {
    fact *items;
    int count;
} country;

static void copy_in(char *to, size_t size, const mlg_layer *layer, int field)
{
    const char *text = mlg_layer_text(layer, field);
    snprintf(to, size, "%s", text ? text : "");
}

static double number_at(const mlg_layer *layer, int field)
{
    double value = (double)NAN;
    const char *text = mlg_layer_text(layer, field);
    if (text)
        assert_true(mlg_parse_number(text, &value));
    return value;
}

/* Rows are in the order of their codes. */
static void read_facts(country *all, const char *file)
{
    static const char *const names[] = { "insee_com", "insee_dep", "siren_epci", "population",
                                         "gp_2024",   "lon",       "lat" };
    int field[7];
    mlg_layer *layer;
    open_file(&layer, file);
    for (int k = 0; k < 7; k++)
        assert_true((field[k] = mlg_layer_find(layer, names[k])) >= 0);
    for (int first = all->count; next(layer); all->count++) {
        assert_true(all->count < MOST_COMMUNES);
        fact *f = &all->items[all->count];
        *f = (fact){ .file = file,
                     .people = number_at(layer, field[3]),
                     .doctors = number_at(layer, field[4]),
                     .x = number_at(layer, field[5]),
                     .y = number_at(layer, field[6]) };
        copy_in(f->code, sizeof f->code, layer, field[0]);
        copy_in(f->department, sizeof f->department, layer, field[1]);
        copy_in(f->epci, sizeof f->epci, layer, field[2]);
        if (all->count > first && strcmp(f[-1].code, f->code) >= 0)
            fail_msg("%s: %s does not come before %s", file, f[-1].code, f->code);
    }
    mlg_layer_close(layer);
}

static int open_country(void **state)
{
    static const char *const files[] = { "communes", "villes", "arrondissements", "outre-mer", "sans-position" };
    country *all = calloc(1, sizeof *all);
    assert_non_null(all);
    all->items = calloc(MOST_COMMUNES, sizeof *all->items);
    assert_non_null(all->items);
    for (int f = 0; f < 5; f++)
        read_facts(all, files[f]);
    *state = all;
    return 0;
}

static int close_country(void **state)
{
    country *all = *state;
    free(all->items);
    free(all);
    return 0;
}

/* Communes of a file, département or EPCI ("": all) and their people. */
static int count_in(const country *all, const char *file, const char *code, double *people)
{
    int rows = 0;
    *people = 0;
    for (int i = 0; i < all->count; i++) {
        const fact *f = &all->items[i];
        if (strcmp(f->file, file) != 0 ||
            (*code && strcmp(f->department, code) != 0 && strcmp(f->epci, code) != 0))
            continue;
        rows++;
        *people += isnan(f->people) ? 0 : f->people;
    }
    return rows;
}

static const fact *find_fact(const country *all, const char *code)
{
    for (int i = 0; i < all->count; i++)
        if (strcmp(all->items[i].code, code) == 0)
            return &all->items[i];
    fail_msg("no commune %s", code);
    return NULL;
}

/* The official list of 1 January 2026 has 34,969 communes, 34,746 of the mainland and Corsica with 66,165,815 inhabitants. */
static void test_every_commune_is_there(void **state)
{
    double mainland, towns, overseas, nowhere;
    assert_int_equal(count_in(*state, "communes", "", &mainland) + count_in(*state, "villes", "", &towns), 34746);
    assert_near(mainland + towns, 66165815, 0);
    assert_int_equal(count_in(*state, "outre-mer", "", &overseas), 133);
    assert_int_equal(count_in(*state, "sans-position", "", &nowhere), 90);
    assert_near(mainland + towns + overseas + nowhere, 68952941, 0);
}

/* From the published pages of INSEE. */
static void test_known_territories(void **state)
{
    static const struct {
        const char *file, *code;
        int communes;
        double people;
    } known[] = {
        { "communes", "62", 887, 1457905 }, { "communes", "200072460", 100, 275028 },
        { "communes", "246200364", 36, 0 }, { "communes", "2A", 124, 0 },
        { "communes", "2B", 236, 0 },       { "outre-mer", "971", 32, 0 },
        { "outre-mer", "972", 34, 0 },      { "outre-mer", "973", 22, 0 },
        { "outre-mer", "974", 24, 0 },      { "outre-mer", "975", 2, 0 },
        { "outre-mer", "976", 17, 0 },      { "outre-mer", "977", 1, 0 },
        { "outre-mer", "978", 1, 0 },       { "sans-position", "988", 33, 0 },
        { "sans-position", "987", 48, 0 },
    };
    double people;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        assert_int_equal(count_in(*state, known[i].file, known[i].code, &people), known[i].communes);
        if (known[i].people > 0)
            assert_near(people, known[i].people, 0);
    }
}

/* Paris, Lyon, Marseille: the people of their districts are those of the town, and so are the shared doctors, to the rounding. */
static void test_districts_add_up_to_their_town(void **state)
{
    static const struct {
        const char *town, *districts;
        int count;
    } towns[] = { { "75056", "751", 20 }, { "69123", "693", 9 }, { "13055", "132", 16 } };
    const country *all = *state;
    for (int t = 0; t < 3; t++) {
        const fact *town = find_fact(all, towns[t].town);
        double people = 0, doctors = 0;
        int count = 0;
        for (int i = 0; i < all->count; i++) {
            const fact *f = &all->items[i];
            bool of_town = strcmp(f->file, "arrondissements") == 0 && strncmp(f->code, towns[t].districts, 3) == 0;
            count += of_town;
            people += of_town ? f->people : 0;
            doctors += of_town ? f->doctors : 0;
        }
        assert_int_equal(count, towns[t].count);
        assert_near(people, town->people, 0);
        assert_near(doctors, town->doctors, 0.05 * count);
    }
}

static int by_place(const void *left, const void *right)
{
    const fact *const *l = left, *const *r = right;
    if ((*l)->x != (*r)->x)
        return (*l)->x < (*r)->x ? -1 : 1;
    return ((*l)->y > (*r)->y) - ((*l)->y < (*r)->y);
}

/* No two town halls stand together, and all stand where France is. */
static void test_positions_are_distinct(void **state)
{
    const country *all = *state;
    const fact **sorted = calloc((size_t)all->count, sizeof *sorted);
    int n = 0;
    assert_non_null(sorted);
    for (int i = 0; i < all->count; i++) {
        const fact *f = &all->items[i];
        assert_true(isnan(f->x) == (strcmp(f->file, "sans-position") == 0));
        if (isnan(f->x))
            continue;
        sorted[n++] = f;
        bool mainland = f->x > -5.2 && f->x < 9.6 && f->y > 41.3 && f->y < 51.1;
        if (mainland != (strcmp(f->file, "outre-mer") != 0))
            fail_msg("%s stands at %g, %g", f->code, f->x, f->y);
    }
    qsort(sorted, (size_t)n, sizeof *sorted, by_place);
    for (int i = 1; i < n; i++)
        if (sorted[i]->x == sorted[i - 1]->x && sorted[i]->y == sorted[i - 1]->y)
            fail_msg("%s and %s stand together", sorted[i - 1]->code, sorted[i]->code);
    free(sorted);
}

/* The town hall of Lens, as the town gives it; the equipment file goes to the five départements overseas, and no further. */
static void test_facts_of_a_commune(void **state)
{
    const country *all = *state;
    const fact *lens = find_fact(all, "62498");
    assert_near(lens->people, 32920, 0);
    assert_near(lens->x, 2.8317, 0.01);
    assert_near(lens->y, 50.4289, 0.01);
    for (int i = 0; i < all->count; i++) {
        const fact *f = &all->items[i];
        int department = (int)strtol(f->department, NULL, 10);
        bool covered = department < 970 || (department >= 971 && department <= 974) || department == 976;
        assert_true(covered == !isnan(f->doctors));
    }
}

/* Hospitals and quarters stand in known communes; the quarters of 2024 are 1,584. */
static void test_hospitals_and_quarters(void **state)
{
    mlg_layer *layer;
    int rows = 0, emergencies = 0;
    (void)state;
    open_file(&layer, "hopitaux");
    for (; next(layer); rows++) {
        assert_int_equal(strlen(mlg_layer_text(layer, 0)), 9);
        assert_int_equal(strlen(mlg_layer_text(layer, mlg_layer_find(layer, "insee_com"))), 5);
        double emergency = number_at(layer, mlg_layer_find(layer, "urgences")),
               birth = number_at(layer, mlg_layer_find(layer, "maternite"));
        assert_true(emergency + birth >= 1);
        emergencies += emergency == 1;
        if (isnan(number_at(layer, mlg_layer_find(layer, "lon"))))
            assert_string_equal(mlg_layer_text(layer, mlg_layer_find(layer, "precision")), "commune");
    }
    mlg_layer_close(layer);
    assert_int_equal(rows, 619);
    assert_int_equal(emergencies, 510);
    open_file(&layer, "qpv");
    for (rows = 0; next(layer); rows++) {
        const char *code = mlg_layer_text(layer, 0);
        assert_true(strlen(code) == 8 && strncmp(code, "QN", 2) == 0);
    }
    mlg_layer_close(layer);
    assert_int_equal(rows, 1584);
}

static void test_every_commune_is_found_by_its_code(void **state)
{
    const country *all = *state;
    const mlg_france *france;
    mlg_error err;
    assert_ok(mlg_france_open(&france, &err), &err);
    assert_int_equal(france->count, all->count);
    for (int i = 0; i < all->count; i++)
        assert_ptr_equal(mlg_france_commune_of(france, all->items[i].code), &france->communes[i]);
    assert_null(mlg_france_commune_of(france, "00000"));
    assert_null(mlg_france_commune_of(france, "62498 "));
    assert_null(mlg_france_commune_of(france, "99999"));
    const mlg_france *again;
    assert_ok(mlg_france_open(&again, &err), &err);
    assert_ptr_equal(again, france);
}

/* Counts of a comparison with outlines. */
typedef struct {
    int rows, outside;
    double farthest_m;
} against_outlines;

/* The commune of an outline of 2025 has its people and its area; metres from the outline to its town hall, 0 within. */
static void compare_outline(against_outlines *r, const mlg_france *france, mlg_layer *layer, mlg_transform *to)
{
    mlg_error err;
    mlg_geom *outline;
    size_t failed;
    double metres;
    const char *code = mlg_layer_text(layer, mlg_layer_find(layer, "insee"));
    const mlg_france_commune *c = mlg_france_commune_of(france, code);
    if (!c)
        fail_msg("%s is missing", code);
    assert_near(number_at(layer, mlg_layer_find(layer, "pop_mun")), c->figure[MLG_FRANCE_PEOPLE], 0);
    const double km2 = number_at(layer, mlg_layer_find(layer, "area_m2")) / 1e6;
    if (isnan(km2) != isnan(c->figure[MLG_FRANCE_KM2]) || fabs(km2 - c->figure[MLG_FRANCE_KM2]) > 0.00501)
        fail_msg("%s has %g km2, its outline %g", code, c->figure[MLG_FRANCE_KM2], km2);
    double x = c->lon, y = c->lat;
    mlg_transform_points(to, &x, &y, 1, &failed);
    assert_ok(mlg_layer_geometry(&outline, layer, &err), &err);
    assert_ok(mlg_geom_distance(&metres, outline, x, y, &err), &err);
    mlg_geom_free(outline);
    r->rows++;
    r->outside += metres > 0;
    r->farthest_m = fmax(r->farthest_m, metres);
}

/* Each commune of the mainland has one outline, in which its town hall stands, but for the 234 that bench_box lists: those are less
 * than 1 km outside it. */
static void test_town_halls_stand_in_the_real_outlines(void **state)
{
    const char *outlines = shared_data("communes/communes_metro_cog2025_l93.gpkg");
    const country *all = *state;
    const mlg_layer_options options = { .to_epsg = 2154 };
    against_outlines r = { 0 };
    mlg_layer *layer;
    mlg_transform *to;
    const mlg_france *france;
    mlg_error err;
    double people;
    if (!outlines) {
        print_message("skipped: no outlines at hand\n");
        skip();
    }
    assert_ok(mlg_france_open(&france, &err), &err);
    assert_ok(mlg_layer_open(&layer, outlines, &options, &err), &err);
    assert_ok(mlg_transform_new(&to, "EPSG:4326", "EPSG:2154", &err), &err);
    while (next(layer))
        compare_outline(&r, france, layer, to);
    mlg_transform_free(to);
    mlg_layer_close(layer);

    assert_int_equal(r.rows, count_in(all, "communes", "", &people) + count_in(all, "villes", "", &people));
    assert_int_equal(r.outside, 234);
    assert_near(r.farthest_m, 854, 0.5);
}

/* The whole of it stays under 6 MB. */
static void test_size(void **state)
{
    static const char *const files[] = { "communes",        "villes",       "outre-mer", "sans-position",
                                         "arrondissements", "departements", "hopitaux",  "qpv" };
    long long bytes = 0;
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char shipped[64], path[MLG_PATH_SIZE];
        struct stat info;
        mlg_error err;
        snprintf(shipped, sizeof shipped, "france/%s.csv", files[i]);
        assert_int_equal(mlg_shipped_path(path, shipped, &err), MLG_OK);
        assert_int_equal(stat(path, &info), 0);
        bytes += (long long)info.st_size;
    }
    assert_in_range(bytes, 4000000, 6000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_commune_is_there),
        cmocka_unit_test(test_known_territories),
        cmocka_unit_test(test_districts_add_up_to_their_town),
        cmocka_unit_test(test_positions_are_distinct),
        cmocka_unit_test(test_facts_of_a_commune),
        cmocka_unit_test(test_hospitals_and_quarters),
        cmocka_unit_test(test_every_commune_is_found_by_its_code),
        cmocka_unit_test(test_town_halls_stand_in_the_real_outlines),
        cmocka_unit_test(test_size),
    };
    return cmocka_run_group_tests(tests, open_country, close_country);
}
