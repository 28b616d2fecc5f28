#include "support.h"

#include "analysis/policy/installation.h"

#include <math.h>

/* Two communes of as many doctors, A in a saturated area and B in an open one; 2 leave A and 1 leaves B in the first year, nobody in the second,
 * 4 leave B in the third. Twice as many arrive as leave, half to each.
 *   free       year 1: 3 and 3 come; year 3: 4 and 4. A: 10 - 2 + 3 + 4 = 15, B: 10 - 1 + 3 - 4 + 4 = 12
 *   regulated  year 1: A takes 2 of 3, 1 is refused; half give up: B takes 3.5. Year 3: A takes none of 4 (all its vacancies are filled), B takes
 *              4 + 2. A: 10 - 2 + 2 = 10, B: 10 - 1 + 3.5 - 4 + 6 = 14.5; refused 5, gave up 2.5 */
static void a_saturated_area_takes_who_replaces(void **state)
{
    (void)state;
    static const double heads[] = { 10, 10 }, left[] = { 2, 1, 0, 0, 0, 4 }, attract[] = { 7, 7 };
    static const int32_t area[] = { 1, 0 };
    static const bool saturated[] = { false, true };
    mlg_installation in = { .communes = 2,
                            .areas = 2,
                            .years = 3,
                            .heads = heads,
                            .left = left,
                            .attract = attract,
                            .area = area,
                            .arrivals_share = 2,
                            .give_up = 0.5 };
    double got[6];
    mlg_installation_year years[3];
    mlg_error err;
    assert_ok(mlg_installation_run(got, years, &in, &err), &err);
    assert_near(got[4], 15, 1e-12);
    assert_near(got[5], 12, 1e-12);
    assert_near(years[2].refused, 0, 0);
    in.saturated = saturated;
    assert_ok(mlg_installation_run(got, years, &in, &err), &err);
    assert_near(got[4], 10, 1e-12);
    assert_near(got[5], 14.5, 1e-12);
    assert_near(years[2].refused, 5, 1e-12);
    assert_near(years[2].gave_up, 2.5, 1e-12);
    assert_near(years[0].heads, 8 + 2 + 9 + 3.5, 1e-12);
    in.give_up = 1.5;
    assert_fails(mlg_installation_run(got, years, &in, &err), MLG_INPUT, &err, "1 at most");
}

/* From no saturated area to all of them: heads are conserved each year, a saturated area never grows, and where all are, it fills its own vacancies at most, and who is refused gives up, as there is
 * no other place. */
static void heads_are_conserved(void **state)
{
    enum { MANY = 60, YEARS = 10, AREAS = 9 };
    (void)state;
    double heads[MANY], left[YEARS * MANY], attract[MANY], got[YEARS * MANY], first = 0;
    int32_t area[MANY];
    bool saturated[AREAS];
    mlg_installation_year years[YEARS];
    mlg_error err;
    for (int i = 0; i < MANY; i++) {
        heads[i] = i * 37 % 11;
        first += heads[i];
        attract[i] = i * 13 % 7;
        area[i] = i * 5 % AREAS;
        for (int y = 0; y < YEARS; y++)
            left[y * MANY + i] = heads[i] * (1 + (y * 3 + i) % 4) / 50;
    }
    for (int part = 0; part <= AREAS; part++) {
        const mlg_installation in = { .communes = MANY,
                                      .areas = AREAS,
                                      .years = YEARS,
                                      .heads = heads,
                                      .left = left,
                                      .attract = attract,
                                      .area = area,
                                      .saturated = saturated,
                                      .arrivals_share = 0.9,
                                      .give_up = 0.3 };
        double start[AREAS] = { 0 }, end[AREAS] = { 0 };
        for (int a = 0; a < AREAS; a++)
            saturated[a] = a < part;
        assert_ok(mlg_installation_run(got, years, &in, &err), &err);
        for (int y = 0; y < YEARS; y++) {
            double sum = 0;
            for (int i = 0; i < MANY; i++)
                sum += got[y * MANY + i];
            assert_near(sum, first - years[y].left + years[y].arrivals - years[y].gave_up, 1e-9);
            assert_near(sum, years[y].heads, 1e-9);
        }
        for (int i = 0; i < MANY; i++) {
            start[area[i]] += heads[i];
            end[area[i]] += got[(YEARS - 1) * MANY + i];
        }
        for (int a = 0; a < part; a++)
            assert_true(end[a] <= start[a] + 1e-9);
        assert_true(part > 0 ? years[YEARS - 1].refused > 0 : years[YEARS - 1].refused == 0);
        if (part == AREAS)
            assert_near(years[YEARS - 1].gave_up, years[YEARS - 1].refused, 1e-9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_saturated_area_takes_who_replaces),
        cmocka_unit_test(heads_are_conserved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
