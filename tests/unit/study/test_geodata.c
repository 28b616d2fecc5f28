/* The first territory: its communes are those of France in the box; its facilities, quarters and zoning stand in them. */
#include "support.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_COLUMNS = 24 };

typedef struct {
    char *text; /* the file, cut into fields in place */
    char *header[MAX_COLUMNS];
    char *(*row)[MAX_COLUMNS];
    int columns;
    int rows;
} csv;

static char *read_all(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("cannot open %s", path);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *text = calloc(size + 1, 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, size, file), size);
    fclose(file);
    return text;
}

/* Cuts one line into fields, quotes removed; returns the next line. */
static char *cut_line(char *p, char **field, int *count)
{
    *count = 0;
    for (;;) {
        assert_true(*count < MAX_COLUMNS);
        char *out = p;
        field[(*count)++] = out;
        bool quoted = *p == '"';
        if (quoted)
            p++;
        while (*p != '\0' && (quoted || (*p != ',' && *p != '\n'))) {
            if (quoted && *p == '"') {
                if (p[1] != '"') {
                    quoted = false;
                    p++;
                    continue;
                }
                p++;
            }
            *out++ = *p++;
        }
        char end = *p;
        if (end != '\0')
            p++;
        *out = '\0';
        if (end != ',')
            return p;
    }
}

static csv read_csv(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/geodata/%s%s.csv", SOURCE_DIR, strchr(name, '/') ? "" : "pas-de-calais/",
             name);
    csv t = { .text = read_all(path) };
    assert_null(strchr(t.text, '\r'));
    int lines = 0;
    for (const char *c = t.text; *c != '\0'; c++)
        lines += *c == '\n';
    t.row = calloc((size_t)lines, sizeof *t.row);
    assert_non_null(t.row);
    char *p = cut_line(t.text, t.header, &t.columns);
    while (*p != '\0') {
        int count = 0;
        p = cut_line(p, t.row[t.rows++], &count);
        assert_int_equal(count, t.columns);
    }
    return t;
}

static void free_csv(csv *t)
{
    free(t->row);
    free(t->text);
}

static int column(const csv *t, const char *name)
{
    for (int c = 0; c < t->columns; c++) {
        if (strcmp(t->header[c], name) == 0)
            return c;
    }
    fail_msg("no column %s", name);
    return -1;
}

static double sum(const csv *t, const char *name)
{
    int c = column(t, name);
    double total = 0;
    for (int r = 0; r < t->rows; r++)
        total += strtod(t->row[r][c], NULL);
    return total;
}

static int count_equal(const csv *t, const char *name, const char *value)
{
    int c = column(t, name);
    int n = 0;
    for (int r = 0; r < t->rows; r++)
        n += strcmp(t->row[r][c], value) == 0;
    return n;
}

/* Rows stand in the strict order of their first column, so its codes are unique. */
static void assert_sorted(const csv *t)
{
    for (int r = 1; r < t->rows; r++) {
        if (strcmp(t->row[r - 1][0], t->row[r][0]) >= 0)
            fail_msg("%s does not come before %s", t->row[r - 1][0], t->row[r][0]);
    }
}

static void assert_inside(const csv *t, double west, double south, double east, double north)
{
    int lon = column(t, "lon");
    int lat = column(t, "lat");
    for (int r = 0; r < t->rows; r++) {
        double x = strtod(t->row[r][lon], NULL);
        double y = strtod(t->row[r][lat], NULL);
        if (x < west || x > east || y < south || y > north)
            fail_msg("%s stands at %s %s", t->row[r][0], t->row[r][lon], t->row[r][lat]);
    }
}

typedef struct {
    csv communes;
} territory;

static int open_territory(void **state)
{
    territory *t = calloc(1, sizeof *t);
    assert_non_null(t);
    t->communes = read_csv("france/communes");
    *state = t;
    return 0;
}

static int close_territory(void **state)
{
    territory *t = *state;
    free_csv(&t->communes);
    free(t);
    return 0;
}

static bool is_commune(const territory *t, const char *code)
{
    return count_equal(&t->communes, "insee_com", code) == 1;
}

/* INSEE: 887 communes and 1,457,905 inhabitants in Pas-de-Calais, 100 and 275,028 in the CABBALR, 36 communes in the CALL. */
static void the_department_has_its_communes_and_inhabitants(void **state)
{
    const csv *t = &((territory *)*state)->communes;
    int epci = column(t, "siren_epci"), people = column(t, "population"), department = column(t, "insee_dep");
    double sums[2] = { 0 };
    for (int r = 0; r < t->rows; r++) {
        sums[0] += strcmp(t->row[r][department], "62") == 0 ? strtod(t->row[r][people], NULL) : 0;
        sums[1] += strcmp(t->row[r][epci], "200072460") == 0 ? strtod(t->row[r][people], NULL) : 0;
    }
    assert_int_equal(count_equal(t, "insee_dep", "62"), 887);
    assert_int_equal(count_equal(t, "siren_epci", "200072460"), 100);
    assert_int_equal(count_equal(t, "siren_epci", "246200364"), 36);
    assert_near(sums[0], 1457905, 0);
    assert_near(sums[1], 275028, 0);
}

static void every_place_stands_in_a_known_commune(void **state)
{
    csv t = read_csv("etablissements");
    assert_sorted(&t);
    assert_inside(&t, 1.5, 49.9, 3.4, 51.1);
    assert_int_equal(count_equal(&t, "categorie", "csipa"), 4);
    assert_int_equal(count_equal(&t, "categorie", "centre_sante"), 9);
    assert_int_equal(count_equal(&t, "libelle", "Clinique Mahaut de Termonde"), 0);
    int code = column(&t, "insee_com");
    int precision = column(&t, "precision");
    for (int r = 0; r < t.rows; r++) {
        const char *p = t.row[r][precision];
        if (!is_commune(*state, t.row[r][code]))
            fail_msg("%s names the commune %s", t.row[r][0], t.row[r][code]);
        assert_true(strcmp(p, "adresse") == 0 || strcmp(p, "approchee") == 0 || strcmp(p, "commune") == 0);
    }
    free_csv(&t);
}

/* The contract counts 11 centres in nine communes; their doctors, commune by commune, are 17. */
static void the_filieris_centres_are_eleven(void **state)
{
    (void)state;
    csv t = read_csv("etablissements");
    double centres = 0;
    double doctors = 0;
    for (int r = 0; r < t.rows; r++) {
        if (strcmp(t.row[r][column(&t, "categorie")], "centre_sante") == 0) {
            centres += strtod(t.row[r][column(&t, "nombre")], NULL);
            doctors += strtod(t.row[r][column(&t, "gp")], NULL);
        }
    }
    free_csv(&t);
    assert_near(centres, 11, 0);
    assert_near(doctors, 17, 0);
}

static void every_qpv_names_known_communes(void **state)
{
    csv t = read_csv("qpv");
    assert_int_equal(t.rows, 64);
    assert_sorted(&t);
    assert_near(sum(&t, "population"), 36100, 0);
    assert_int_equal(t.rows - count_equal(&t, "population", ""), 16);
    assert_inside(&t, 1.5, 50.0, 3.2, 51.1);
    int codes = column(&t, "insee_com");
    for (int r = 0; r < t.rows; r++) {
        char *rest = NULL;
        for (char *code = strtok_r(t.row[r][codes], ";", &rest); code != NULL; code = strtok_r(NULL, ";", &rest)) {
            if (!is_commune(*state, code))
                fail_msg("%s names the commune %s", t.row[r][0], code);
        }
    }
    free_csv(&t);
}

static void the_zoning_names_known_places_and_values(void **state)
{
    csv t = read_csv("zonage");
    csv qpv = read_csv("qpv");
    assert_int_equal(count_equal(&t, "millesime", "2018"), 36);
    assert_int_equal(count_equal(&t, "millesime", "2024"), 8);
    assert_int_equal(count_equal(&t, "zonage", "ZAC"), 33);
    assert_int_equal(count_equal(&t, "zonage", "ZIP"), 3 + 8);
    for (int r = 0; r < t.rows; r++) {
        const char *mesh = t.row[r][column(&t, "maille")];
        const char *code = t.row[r][column(&t, "code")];
        bool known = strcmp(mesh, "commune") == 0
                         ? is_commune(*state, code)
                         : strcmp(mesh, "qpv") == 0 && count_equal(&qpv, "code_qp", code) == 1;
        if (!known)
            fail_msg("the zoning names the %s %s", mesh, code);
    }
    free_csv(&qpv);
    free_csv(&t);
}

static void the_css_markers_are_above_twenty_percent(void **state)
{
    csv t = read_csv("marqueurs");
    assert_int_equal(t.rows, 8);
    assert_sorted(&t);
    for (int r = 0; r < t.rows; r++) {
        assert_true(is_commune(*state, t.row[r][0]));
        assert_true(strtod(t.row[r][column(&t, "css_pct")], NULL) > 20);
    }
    free_csv(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_department_has_its_communes_and_inhabitants),
        cmocka_unit_test(every_place_stands_in_a_known_commune),
        cmocka_unit_test(the_filieris_centres_are_eleven),
        cmocka_unit_test(every_qpv_names_known_communes),
        cmocka_unit_test(the_zoning_names_known_places_and_values),
        cmocka_unit_test(the_css_markers_are_above_twenty_percent),
    };
    return cmocka_run_group_tests(tests, open_territory, close_territory);
}
