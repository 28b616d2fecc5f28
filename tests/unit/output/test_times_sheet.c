/* The sheet that sets computed times beside reference times: pairs by minute, and what it says of them. */
#include "support.h"

#include "output/times/sheet.h"

#include <stdio.h>
#include <string.h>

enum { PAIRS = 6 };
static const int32_t given[PAIRS] = { 0, 5999, 6000, 6599, 36000, 12000 };
static const int32_t computed[PAIRS] = { 599, 6000, 6600, 6601, 600, MLG_UNREACHABLE };

/* Minutes 0, 9, 10, 10, 60 and 20 against 0, 10, 11, 11, 1 and none: the last two are beyond. */
static void pairs_are_counted_by_minute(void **state)
{
    (void)state;
    mlg_times_bins bins;
    mlg_times_bins_fill(&bins, given, computed, NULL, PAIRS);
    assert_int_equal(bins.pairs, PAIRS);
    assert_int_equal(bins.beyond, 2);
    assert_int_equal(bins.most, 2);
    assert_int_equal(bins.count[0][0], 1);
    assert_int_equal(bins.count[10][9], 1);
    assert_int_equal(bins.count[11][10], 2);
    int64_t all = 0;
    for (int row = 0; row < MLG_TIMES_BINS; row++)
        for (int column = 0; column < MLG_TIMES_BINS; column++)
            all += bins.count[row][column];
    assert_int_equal(all, 4);
}

static void only_the_pairs_asked_for_count(void **state)
{
    (void)state;
    static const uint8_t which[PAIRS] = { 1, 0, 0, 1, 1, 0 };
    mlg_times_bins bins;
    mlg_times_bins_fill(&bins, given, computed, which, PAIRS);
    assert_int_equal(bins.pairs, 3);
    assert_int_equal(bins.beyond, 1);
    assert_int_equal(bins.most, 1);
    assert_int_equal(bins.count[10][9], 0);
    assert_int_equal(bins.count[11][10], 1);
}

/* Without a fit there is one panel and nothing to paste; with one, a second panel of the pairs that it did not see. */
static void a_fit_is_drawn_beside_the_times_of_the_study(void **state)
{
    (void)state;
    static const uint8_t held_out[PAIRS] = { 1, 1, 0, 0, 0, 0 };
    const mlg_calibrate_input pairs = { .count = PAIRS, .given_ds = given, .computed_ds = computed };
    const mlg_calibration all = { .pairs = 5, .unreached = 1 };
    const mlg_calibration by_class[MLG_CALIBRATE_CLASSES] = { [6] = { .pairs = 5, .unreached = 1 } };
    mlg_times_sheet sheet = {
        .study = "Artois", .pairs = &pairs, .all = &all, .by_class = by_class, .lines = "travel:\n  model: crow\n"
    };
    mlg_paper paper = { 0 };
    mlg_times_draw(&paper, &sheet);
    const char *svg = mlg_text_words(&paper.svg);
    assert_int_equal(count_of(svg, "Temps de l’étude"), 1);
    assert_int_equal(count_of(svg, "Après l’ajustement"), 0);
    assert_int_equal(count_of(svg, "model: crow"), 0);
    assert_non_null(strstr(svg, "6 paires, dont 2 hors du dessin"));
    mlg_paper_release(&paper);
    sheet.fitted_ds = given;
    sheet.held_out = held_out;
    sheet.before_min = 4.25;
    sheet.after_min = 1.5;
    mlg_times_draw(&paper, &sheet);
    svg = mlg_text_words(&paper.svg);
    assert_int_equal(count_of(svg, "Après l’ajustement"), 1);
    assert_int_equal(count_of(svg, "model: crow"), 1);
    assert_non_null(strstr(svg, "2 paires, dont 0 hors du dessin"));
    assert_non_null(strstr(svg, "1,5 après"));
    mlg_paper_release(&paper);
}

/* With every class, a fit and the six lines to paste, all texts stand above the lower margin of A4. */
static void the_fullest_sheet_ends_on_its_page(void **state)
{
    (void)state;
    const mlg_calibrate_input pairs = { .count = PAIRS, .given_ds = given, .computed_ds = computed };
    const mlg_calibration all = { .pairs = 5, .unreached = 1 };
    mlg_calibration by_class[MLG_CALIBRATE_CLASSES];
    char study[265] = "";
    for (int c = 0; c < MLG_CALIBRATE_CLASSES; c++)
        by_class[c] = all;
    for (int i = 0; i < 24; i++)
        strcat(study, "Hauts-de-F ");
    mlg_times_sheet sheet = { .study = study,
                              .pairs = &pairs,
                              .all = &all,
                              .by_class = by_class,
                              .fitted_ds = given,
                              .lines = "travel:\n  model: crow\n  detour: 1.3\n  terminal_minutes: 1\n"
                                       "  speeds_kmh: [1, 2, 3, 4, 5, 6, 7]\nuncertainty: { times: 0.1 }\n" };
    mlg_paper paper = { 0 };
    mlg_times_draw(&paper, &sheet);
    double lowest = 0;
    for (const char *at = mlg_text_words(&paper.svg); (at = strstr(at, "<text x=\"")) != NULL; at++) {
        double x, y;
        assert_int_equal(sscanf(at, "<text x=\"%lf\" y=\"%lf\"", &x, &y), 2);
        lowest = y > lowest ? y : lowest;
    }
    assert_non_null(strstr(mlg_text_words(&paper.svg), "uncertainty: { times: 0.1 }"));
    assert_in_range(lowest, 200, 285);
    mlg_paper_release(&paper);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_are_counted_by_minute),
        cmocka_unit_test(only_the_pairs_asked_for_count),
        cmocka_unit_test(a_fit_is_drawn_beside_the_times_of_the_study),
        cmocka_unit_test(the_fullest_sheet_ends_on_its_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
