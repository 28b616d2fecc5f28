/* The chart kernel, its geometry computed by hand, and the charts of the page on small tables. */
#include "support.h"

#include "base/language.h"
#include "output/page/chart.h"
#include "output/page/charts.h"
#include "output/tables/sheets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void assert_has(const mlg_text *text, const char *part)
{
    if (!text->data || !strstr(text->data, part))
        fail_msg("'%s' is missing from: %.6000s", part, text->data ? text->data : "");
}

static int new_text(void **state)
{
    *state = calloc(1, sizeof(mlg_text));
    return *state ? 0 : -1;
}

static int free_text(void **state)
{
    mlg_text_release(*state);
    free(*state);
    return 0;
}

/* ---- kernel ------------------------------------------------------------------------------------------ */

static void a_scale_is_a_straight_line(void **state)
{
    (void)state;
    mlg_scale x = { 10, 20, 100, 300 }, y = { 0, 4, 200, 0 }; /* 20 a unit; -50 a unit, as y grows downwards */
    assert_near(mlg_scale_at(&x, 10), 100, 1e-9);
    assert_near(mlg_scale_at(&x, 15), 200, 1e-9);
    assert_near(mlg_scale_at(&x, 21), 320, 1e-9);
    assert_near(mlg_scale_at(&y, 1), 150, 1e-9);
    assert_near(mlg_scale_at(&y, 4), 0, 1e-9);
}

/* 0..80,000 in at most 6 parts: 13,333 at least, so 20,000. 0..6 in 6: 1. 0..0.7 in 6: 0.117 at least, so 0.2. */
static void steps_are_round_and_few(void **state)
{
    (void)state;
    assert_near(mlg_chart_step(0, 80000, 6), 20000, 1e-6);
    assert_near(mlg_chart_step(0, 6, 6), 1, 1e-12);
    assert_near(mlg_chart_step(0, 0.7, 6), 0.2, 1e-12);
    assert_near(mlg_chart_step(8, 16, 14), 1, 1e-12);
    assert_near(mlg_chart_step(0, 51, 6), 10, 1e-9);
    assert_int_equal(mlg_chart_places(20000), 0);
    assert_int_equal(mlg_chart_places(1), 0);
    assert_int_equal(mlg_chart_places(0.2), 1);
    assert_int_equal(mlg_chart_places(0.25), 2);
}

/* x: 0..10 on 50..250, 20 a unit; y: 0..5 on 110..10, 20 a unit. The bar 2..3 by 0..4 is 90 to 110 across, 30 to 110 down. */
static void marks_stand_where_the_scales_say(void **state)
{
    mlg_text *text = *state;
    mlg_chart chart = { .x = { 0, 10, 50, 250 }, .y = { 0, 5, 110, 10 } };
    mlg_chart_open(&chart, text, "essai", "A < B", "\"dit\"", 300, 150);
    mlg_chart_bar(&chart, 2, 3, 0, 4, "#123456", "4 & plus");
    mlg_chart_bar(&chart, 3, 2, 4, 0, "#123456", NULL);
    mlg_chart_line(&chart, 0, 0, 10, 5, "ecart");
    mlg_chart_disc(&chart, 5, 2.5, 7, true, "3", "trois");
    mlg_chart_words(&chart, 10, 5, -4, 2, "end", "<fin>");
    mlg_chart_axis_x(&chart, 5, "minutes");
    mlg_chart_axis_y(&chart, 5, "%");
    mlg_chart_close(&chart);
    assert_has(text, "<svg viewBox=\"0 0 300 150\" role=\"img\" aria-labelledby=\"essai-nom essai-desc\">");
    assert_has(text, "<title id=\"essai-nom\">A &lt; B</title>");
    assert_has(text, "<rect x=\"90.0\" y=\"30.0\" width=\"20.0\" height=\"80.0\" fill=\"#123456\"><title>4 &amp; "
                     "plus</title></rect>");
    assert_int_equal(count_of(text->data, "<rect x=\"90.0\" y=\"30.0\" width=\"20.0\" height=\"80.0\""),
                     2); /* in any order */
    assert_has(text, "<path class=\"ecart\" d=\"M50.0 110.0L250.0 10.0\"/>");
    assert_has(text, "<g class=\"vide\"><circle cx=\"150.0\" cy=\"60.0\" r=\"7.0\"/><title>trois</title>");
    assert_has(text, "<text x=\"246.0\" y=\"12.0\" text-anchor=\"end\">&lt;fin&gt;</text>");
    assert_int_equal(count_of(text->data, "class=\"grille\""), 3 + 2); /* 0, 5, 10 across; 0, 5 up */
    assert_has(text, "<text x=\"150.0\" y=\"126.0\" text-anchor=\"middle\">5</text>");
    assert_has(text, "<text x=\"44.0\" y=\"14.0\" text-anchor=\"end\">5</text>");
}

/* Beyond 2^53 a tick and the next are the same number; an axis of a million ticks is none. Only its line and its unit are drawn. */
static void an_axis_ends_whatever_its_values(void **state)
{
    mlg_text *text = *state;
    const mlg_scale odd[] = {
        { 9e16, 9e16 + 64, 0, 100 }, { 0, 1e6, 0, 100 }, { (double)NAN, 1, 0, 100 }, { 0, HUGE_VAL, 0, 100 }
    };
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        mlg_chart chart = { .out = text, .x = odd[i], .y = odd[i] };
        mlg_chart_axis_x(&chart, 0.5, "minutes");
        mlg_chart_axis_y(&chart, 0.5, "%");
    }
    assert_int_equal(count_of(text->data, "class=\"grille\""), 0);
    assert_int_equal(count_of(text->data, "class=\"axe\""), 4);
}

static void hours_are_read_in_both_writings(void **state)
{
    (void)state;
    assert_near(mlg_hours("08:30"), 8.5, 1e-12);
    assert_near(mlg_hours("12h15"), 12.25, 1e-12);
    assert_true(isnan(mlg_hours("")));
    assert_true(isnan(mlg_hours("midi")));
}

/* ---- charts of the page ------------------------------------------------------------------------------ */

/* Rows of a table of the report made here: NULL in `texts` stands for the next number. */
static mlg_sheet_rows rows_of(const char *name, const char *const columns[], int32_t count, const mlg_cell *cells)
{
    mlg_sheet_rows rows = { .table = mlg_sheet_find(name), .count = count };
    int wanted = 0, all = rows.table->count;
    while (columns[wanted])
        wanted++;
    rows.cells = calloc((size_t)(count * all), sizeof *rows.cells);
    assert_non_null(rows.cells);
    for (int32_t i = 0; i < count * all; i++)
        rows.cells[i].number = (double)NAN;
    for (int32_t i = 0; i < count; i++)
        for (int k = 0; k < wanted; k++)
            for (int c = 0; c < all; c++)
                if (strcmp(rows.table->columns[c].name, columns[k]) == 0)
                    rows.cells[i * all + c] = cells[i * wanted + k];
    return rows;
}

static const mlg_sheet_column totals_columns[] = { { "seuil", "", "", MLG_KIND_NUMBER, 0, false } };
static const mlg_sheet totals_table = { "totals", "", totals_columns, 1 };

/* Threshold 2.5 and bins of 0.5 from 0: an APL of 2.49 is in the fifth (2.0 to 2.5), one of 2.5 in the sixth, one of 99 in the last. */
static void people_are_binned_with_the_threshold_as_a_border(void **state)
{
    mlg_text *text = *state;
    static const char *const columns[] = { "apl", "population", NULL };
    const double none = (double)NAN;
    const mlg_cell cells[] = { { NULL, 2.49 }, { NULL, 100 },  { NULL, 2.5 }, { NULL, 200 }, { NULL, 99 },
                               { NULL, 50 },   { NULL, none }, { NULL, 70 },  { NULL, 2.2 }, { NULL, none } };
    mlg_cell threshold = { NULL, 2.5 };
    mlg_findings found = { .communes = rows_of("communes", columns, 5, cells),
                           .totals = { .table = &totals_table, .cells = &threshold, .count = 1 },
                           .look = { .palette = mlg_palettes, .threshold = threshold.number } };
    mlg_apl_bins bins;
    mlg_look_borders(found.look.borders, found.look.threshold);
    mlg_apl_bins_fill(&bins, &found);
    mlg_chart_apl(text, &found);
    free(found.communes.cells);
    assert_near(bins.low, 0, 1e-12);
    assert_near(bins.all, 350, 1e-9);
    assert_near(bins.persons[4], 100, 1e-9);
    assert_near(bins.persons[5], 200, 1e-9);
    assert_near(bins.persons[MLG_APL_BINS - 1], 50, 1e-9);
    /* 7.5 consultations on 70..700, 84 each; the sixth begins 0.03 after 2.5: 70 + 2.53 x 84 = 282.5, 0.44 x 84 = 37.0 wide.
     * 0..200 in steps of 50 on 270..40: it rises to 40, 230 high. The threshold stands at 70 + 2.5 x 84 = 280. */
    assert_has(text, "<rect x=\"282.5\" y=\"40.0\" width=\"37.0\" height=\"230.0\" fill=\"#d1e5f0\">");
    assert_has(text, "<path class=\"seuil-trait\" d=\"M280.0 270.0L280.0 40.0\"/>");
    assert_has(text, "<th scope=\"row\">de 2,5 à 3,0</th><td class=n>200</td><td class=n>57,1\u00a0%</td>");
}

/* Two sets of 1 site and one of 2, of 1,000 persons: the two of 1 are joined. Longest 8 to 14: steps of 1, from 7 to 15 on 70..670,
 * 75 a minute: 14 stands at 595. Covered 50 to 90 %: steps of 10, 50..100 on 290..50, 4.8 a point: 70 % at 194. */
static void sets_of_a_front_stand_by_coverage_and_longest_time(void **state)
{
    mlg_text *text = *state;
    static const char *const columns[] = { "nom", "nb_sites", "couverts", "plus_long", "libelles", NULL };
    const mlg_cell cells[] = { { "f", 0 }, { NULL, 1 }, { NULL, 700 }, { NULL, 14 }, { "A", 0 },
                               { "f", 0 }, { NULL, 1 }, { NULL, 500 }, { NULL, 12 }, { "B", 0 },
                               { "f", 0 }, { NULL, 2 }, { NULL, 900 }, { NULL, 8 },  { "A, C", 0 } };
    mlg_sheet_rows fronts = rows_of("fronts", columns, 3, cells);
    mlg_chart_fronts(text, &fronts, 1000);
    free(fronts.cells);
    assert_int_equal(count_of(text->data, "<svg"), 1);
    assert_int_equal(count_of(text->data, "class=\"ecart\""), 1);
    assert_has(text, "<circle cx=\"595.0\" cy=\"194.0\" r=\"9.0\"/><title>Sites ajoutés\u00a0: 1\u00a0; habitants "
                     "à portée\u00a0: 70,0\u00a0%\u00a0; plus long trajet\u00a0: 14,0 minutes (A)</title>");
}

/* A day from 8:00 to 12:00 on 220..850: 157.5 an hour. A session from 9:00 to 11:00 is at 377.5, 315 wide. */
static void a_session_is_a_block_on_the_line_of_its_day(void **state)
{
    mlg_text *text = *state;
    static const char *const of_day[] = { "nom", "unite", "semaine", "jour", "depart", "retour", NULL };
    static const char *const of_stop[] = { "nom", "unite", "semaine", "jour", "libelle", "debut", "fin", NULL };
    const mlg_cell day[] = {
        { "t", 0 }, { NULL, 1 }, { NULL, 1 }, { "lundi", 0 }, { "08:00", 0 }, { "12:00", 0 }
    };
    const mlg_cell stop[] = { { "t", 0 },     { NULL, 1 },       { NULL, 1 },    { "lundi", 0 }, { "Bréauté", 0 },
                              { "09:00", 0 }, { "11:00", 0 },    { "t", 0 },     { NULL, 2 },    { NULL, 1 },
                              { "lundi", 0 }, { "Ailleurs", 0 }, { "09:00", 0 }, { "11:00", 0 } };
    mlg_sheet_rows days = rows_of("journees", of_day, 1, day), stops = rows_of("calendrier", of_stop, 2, stop);
    mlg_chart_rounds(text, &days, &stops);
    free(days.cells);
    free(stops.cells);
    assert_int_equal(count_of(text->data, "<rect"), 1); /* the other unit has no such day */
    assert_has(text, "<rect x=\"377.5\" y=\"23.6\" width=\"315.0\" height=\"22.8\" "
                     "fill=\"#cfe3f5\"><title>Bréauté, 09:00–11:00</title>");
    assert_has(text, "<path class=\"route\" d=\"M220.0 35.0L850.0 35.0\"/>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scale_is_a_straight_line),
        cmocka_unit_test(steps_are_round_and_few),
        cmocka_unit_test_setup_teardown(marks_stand_where_the_scales_say, new_text, free_text),
        cmocka_unit_test_setup_teardown(an_axis_ends_whatever_its_values, new_text, free_text),
        cmocka_unit_test(hours_are_read_in_both_writings),
        cmocka_unit_test_setup_teardown(people_are_binned_with_the_threshold_as_a_border, new_text, free_text),
        cmocka_unit_test_setup_teardown(sets_of_a_front_stand_by_coverage_and_longest_time, new_text, free_text),
        cmocka_unit_test_setup_teardown(a_session_is_a_block_on_the_line_of_its_day, new_text, free_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
