/* Indices of inequality beside their definitions, in plain loops over few places: seeded, of all sizes. */
#include "support.h"

#include "analysis/access/equity.h"

#include <math.h>

enum { FEW = 14, GROUPS = 3 };

typedef struct {
    double access[FEW], persons[FEW], income[FEW];
    int32_t group[FEW];
} few;

/* Persons who may be fewer than one in all, access and income that tie or are unknown, places without persons. */
static few few_places(uint64_t seed)
{
    few f;
    double people = 2 * random_unit(&seed), access = 2 * random_unit(&seed);
    for (int i = 0; i < FEW; i++) {
        int32_t kind = random_below(&seed, 8);
        f.access[i] = kind == 0 ? (double)NAN : kind == 1 ? 0 : kind == 2 ? 9 : access * random_unit(&seed);
        f.persons[i] = random_below(&seed, 5) == 0 ? 0 : people * random_unit(&seed);
        f.income[i] = random_below(&seed, 6) == 0 ? (double)NAN : random_below(&seed, 4);
        f.group[i] = random_below(&seed, GROUPS + 1) - 1;
    }
    return f;
}

/* Gini: SUM_i SUM_k n_i n_k |A_i - A_k| / (2 N^2 mean). Theil: SUM n_i / N A_i / mean ln(A_i / mean). FGT: SUM n_i / N ((z - A_i) / z)^a. */
static void check_by_access(const few *f, const mlg_equity *e, double z)
{
    double persons = 0, unknown = 0, no_income = 0, sum = 0, apart = 0, theil = 0, fgt[3] = { 0 };
    int32_t places = 0;
    for (int i = 0; i < FEW; i++) {
        bool known = !isnan(f->access[i]);
        (known ? &persons : &unknown)[0] += f->persons[i];
        no_income += known && isnan(f->income[i]) ? f->persons[i] : 0;
        places += known && f->persons[i] > 0;
        sum += known ? f->persons[i] * f->access[i] : 0;
        for (int k = 0; k < FEW; k++)
            apart += known && !isnan(f->access[k])
                         ? f->persons[i] * f->persons[k] * fabs(f->access[i] - f->access[k])
                         : 0;
    }
    double mean = sum / persons;
    for (int i = 0; i < FEW; i++) {
        theil += f->access[i] > 0 ? f->persons[i] / persons * f->access[i] / mean * log(f->access[i] / mean) : 0;
        for (int a = 0; a < 3 && f->access[i] < z; a++)
            fgt[a] += f->persons[i] / persons * pow((z - f->access[i]) / z, a);
    }
    assert_near(e->persons, persons, 1e-14 * persons);
    assert_near(e->persons_unknown, unknown, 1e-14 * unknown);
    assert_near(e->persons_no_income, no_income, 1e-14 * no_income);
    assert_int_equal(e->places, places);
    assert_near(e->mean, mean, 1e-13 * mean);
    assert_near(e->gini, apart / (2 * persons * persons * mean), 1e-12);
    assert_near(e->theil, theil, 1e-12);
    for (int a = 0; a < 3; a++)
        assert_near(e->fgt[a], fgt[a], 1e-12);
}

static bool has_income(const few *f, int i)
{
    return !isnan(f->access[i]) && !isnan(f->income[i]) && f->persons[i] > 0;
}

/* Persons with at most that income, and what they have: n, SUM n A. */
static void poorer(const few *f, double income, double *persons, double *received)
{
    *persons = *received = 0;
    for (int i = 0; i < FEW; i++)
        if (has_income(f, i) && f->income[i] <= income) {
            *persons += f->persons[i];
            *received += f->persons[i] * f->access[i];
        }
}

/* Concentration: 2 / (N mean) SUM n_i A_i R_i - 1, R_i the share of those with less and half of those with as much. Palma: mean of
 * those above the 90 % quantile by that of those up to the 40 % one; incomes are 0 to 3. */
static void check_by_income(const few *f, const mlg_equity *e)
{
    double all, received, low = 9, high = 9, sum = 0, least = 9, most = 0, poor, poor_received, rest,
                          rest_received;
    poorer(f, 3, &all, &received);
    double mean = received / all;
    for (int income = 3; income >= 0; income--) {
        poorer(f, income, &poor, &poor_received);
        low = poor >= 0.4 * all ? income : low;
        high = poor >= 0.9 * all ? income : high;
    }
    for (int i = 0; i < FEW; i++)
        if (has_income(f, i)) {
            poorer(f, f->income[i] - 1, &poor, &poor_received);
            poorer(f, f->income[i], &rest, &rest_received);
            sum += f->persons[i] * f->access[i] * (poor + rest) / 2 / all;
            least = fmin(least, f->access[i]);
            most = fmax(most, f->access[i]);
        }
    if (!(received > 0)) {
        assert_true(isnan(e->concentration) && isnan(e->erreygers) && isnan(e->palma));
        return;
    }
    assert_near(e->concentration, 2 / (all * mean) * sum - 1, 1e-12);
    assert_near(e->erreygers, (2 / (all * mean) * sum - 1) * 4 * mean / (most - least), 1e-12);
    poorer(f, low, &poor, &poor_received);
    poorer(f, high, &rest, &rest_received);
    if (all > rest && poor_received > 0) {
        double palma = (received - rest_received) / (all - rest) / (poor_received / poor);
        assert_near(e->palma, palma, 1e-9 * palma);
    } else
        assert_true(isnan(e->palma));
}

static few of_group(const few *f, int32_t group)
{
    few part = *f;
    for (int i = 0; i < FEW; i++)
        if (part.group[i] != group)
            part.persons[i] = 0;
    return part;
}

static void indices_are_those_of_the_definitions(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        few f = few_places(seed);
        mlg_equity whole, by[GROUPS];
        mlg_error err;
        mlg_equity_input in = { FEW, f.access, f.persons, f.income, 0.7 };
        assert_ok(mlg_equity_by_group(&whole, by, &in, f.group, GROUPS, &err), &err);
        check_by_access(&f, &whole, 0.7);
        check_by_income(&f, &whole);
        assert_near(whole.theil_between + whole.theil_within, whole.theil, 1e-12);
        for (int32_t g = 0; g < GROUPS; g++) {
            few part = of_group(&f, g);
            if (by[g].persons > 0 && by[g].mean > 0)
                check_by_access(&part, &by[g], 0.7);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(indices_are_those_of_the_definitions) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
