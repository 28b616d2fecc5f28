/* Regulated installation: an arrival only where the area is not saturated, or against a departure, beside free installation. */
#include "analysis/access/retirement.h"
#include "analysis/policy/installation.h"
#include "base/language.h"
#include "base/memory.h"
#include "pipeline/policy/areas.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_YEARS = 20, MOST_BANDS = 40 };

typedef struct {
    mlg_policy_job *j;
    double years, arrivals_pct, give_up_pct, saturated_apl, retirement;
    const char *mesh;
    mlg_policy_areas areas;
    double structure[MLG_AGES];
    mlg_retirement rule;
    double *heads, *attract, *left; /* [communes], [communes], [years][communes] */
    double *end[2];                 /* [years][communes]: free, regulated */
    mlg_installation_year sums[2][MOST_YEARS];
    bool *saturated;
    int32_t saturated_count, unknown_count,
        unknown_ages; /* unknown_count: areas of unknown APL, which refuse nobody */
} regulation;

static void release(regulation *r)
{
    mlg_policy_areas_release(&r->areas);
    free(r->heads);
    free(r->attract);
    free(r->left);
    free(r->end[0]);
    free(r->end[1]);
    free(r->saturated);
}

/* ---- values ------------------------------------------------------------------------------------------------------ */

/* Spread evenly within each band, "30-39:48 40-49:26". */
static mlg_status read_ages(regulation *r, mlg_error *err)
{
    mlg_age_band band[MOST_BANDS];
    double doctors[MOST_BANDS], sum = 0;
    int32_t count;
    MLG_TRY(mlg_policy_bands(band, doctors, &count, MOST_BANDS, r->j, "ages", err));
    for (int32_t b = 0; b < count; b++) {
        if (band[b].to == MLG_AGE_OPEN || band[b].to >= MLG_AGES)
            return mlg_fail(err, MLG_INPUT, "%s: the ages of doctors end at %d at most", r->j->policy->where,
                            MLG_AGES - 1);
        for (int a = band[b].from; a <= band[b].to; a++)
            r->structure[a] += doctors[b] / (band[b].to - band[b].from + 1);
        sum += doctors[b];
    }
    if (!(sum > 0))
        return mlg_fail(err, MLG_INPUT, "%s: '%s' counts no doctor", r->j->policy->where, "ages");
    for (int a = 0; a < MLG_AGES; a++)
        r->structure[a] /= sum;
    return MLG_OK;
}

static mlg_status read_values(regulation *r, mlg_error *err)
{
    MLG_TRY(mlg_policy_value(&r->years, r->j, "years", err));
    MLG_TRY(mlg_policy_value(&r->arrivals_pct, r->j, "arrivals_pct", err));
    MLG_TRY(mlg_policy_value(&r->give_up_pct, r->j, "give_up_pct", err));
    MLG_TRY(mlg_policy_value(&r->saturated_apl, r->j, "saturated_apl", err));
    MLG_TRY(mlg_policy_value(&r->retirement, r->j, "retirement_age", err));
    MLG_TRY(mlg_policy_word(&r->mesh, r->j, "mesh", err));
    if (!(r->years >= 1 && r->years <= MOST_YEARS) || r->years != floor(r->years))
        return mlg_fail(err, MLG_INPUT, "%s: %g years; a whole number from 1 to %d is needed", r->j->policy->where,
                        r->years, (int)MOST_YEARS);
    MLG_TRY(read_ages(r, err));
    r->rule =
        (mlg_retirement){ .age_limit = (int32_t)fmin(r->retirement, MLG_AGES) - 1, .structure = r->structure };
    return MLG_OK;
}

/* ---- doctors ----------------------------------------------------------------------------------------------------- */

static void take_doctors(regulation *r, int32_t commune, double heads, double age)
{
    int32_t n = r->j->n, known = isnan(age) ? MLG_AGE_UNKNOWN : (int32_t)age;
    r->heads[commune] += heads;
    r->unknown_ages += known == MLG_AGE_UNKNOWN;
    double stay = 1;
    for (int32_t y = 0; y < (int32_t)r->years; y++) {
        const double next = mlg_stay(&r->rule, known, y + 1);
        r->left[(size_t)y * (size_t)n + (size_t)commune] += heads * (stay - next);
        stay = next;
    }
}

/* Who is past the age today leaves in the first year. */
static mlg_status read_doctors(regulation *r, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    size_t n = (size_t)r->j->n, cells = n * (size_t)r->years;
    mlg_status st;
    MLG_GO(MLG_NEW(&r->heads, n, "doctors", err));
    MLG_GO(MLG_NEW(&r->left, cells, "doctors", err));
    MLG_GO(MLG_NEW(&r->end[0], cells, "doctors", err));
    MLG_GO(MLG_NEW(&r->end[1], cells, "doctors", err));
    MLG_GO(mlg_db_query(&stmt, r->j->study.db, "policy/select_doctors", err));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int32_t commune = mlg_policy_find_commune(r->j, mlg_column_text(stmt, 0));
        double heads = mlg_column_double(stmt, 1);
        if (commune >= 0 && heads > 0)
            take_doctors(r, commune, heads, mlg_column_double(stmt, 2));
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status judge_areas(regulation *r, mlg_error *err)
{
    MLG_TRY(mlg_policy_areas_read(&r->areas, r->j, r->mesh, err));
    MLG_TRY(MLG_NEW(&r->saturated, (size_t)r->areas.count, "areas", err));
    for (int32_t a = 0; a < r->areas.count; a++) {
        r->saturated[a] = r->areas.items[a].apl >= r->saturated_apl;
        r->saturated_count += r->saturated[a];
        r->unknown_count += isnan(r->areas.items[a].apl) ? 1 : 0; /* -1 on Windows */
    }
    return MLG_OK;
}

/* ---- the years --------------------------------------------------------------------------------------------------- */

static mlg_status live(regulation *r, mlg_error *err)
{
    mlg_installation in = { .communes = r->j->n,
                            .areas = r->areas.count,
                            .years = (int32_t)r->years,
                            .heads = r->heads,
                            .left = r->left,
                            .attract = r->heads,
                            .area = r->areas.of,
                            .arrivals_share = r->arrivals_pct / 100,
                            .give_up = r->give_up_pct / 100 };
    MLG_TRY(mlg_installation_run(r->end[0], r->sums[0], &in, err));
    in.saturated = r->saturated;
    return mlg_installation_run(r->end[1], r->sums[1], &in, err);
}

/* As it is printed; no more leaves than there is. */
static double six_decimals(double change, double heads)
{
    const double rounded = round(change * 1e6) / 1e6;
    return rounded < -heads ? trunc(change * 1e6) / 1e6 : rounded;
}

static void write_changes(regulation *r, const double *end)
{
    for (int32_t i = 0; i < r->j->n; i++) {
        double change = six_decimals(end[i] - r->heads[i], r->heads[i]);
        char reason[120];
        if (change == 0)
            continue;
        snprintf(reason, sizeof reason, "départs et arrivées attendus en %d ans", (int)r->years);
        mlg_policy_item(r->j, "supply", r->j->label[i]);
        mlg_policy_item_text(r->j, "commune", r->j->code[i]);
        mlg_policy_item_number(r->j, "doctors", change, 6);
        mlg_policy_item_end(r->j, reason);
    }
}

/* Doctors for 10,000 people, where people are known. */
static void density(double *value, const regulation *r, const mlg_places *places, const double *people,
                    const double *end)
{
    for (int32_t p = 0; p < places->count; p++)
        value[p] = (double)NAN;
    for (int32_t i = 0; i < r->j->n; i++) {
        int32_t place = mlg_places_find(places, r->j->code[i]);
        if (place >= 0 && people[place] > 0)
            value[place] = 10000 * end[i] / people[place];
    }
    for (int32_t p = 0; p < places->count; p++)
        value[p] = value[places->commune[p]];
}

static mlg_status say_groups(regulation *r, const double *free_end, const double *end, mlg_error *err)
{
    mlg_places places = { 0 };
    double *people = NULL, *before = NULL, *after = NULL;
    mlg_status st;
    MLG_GO(mlg_places_read(&places, &r->j->study, err));
    MLG_GO(MLG_NEW(&people, (size_t)places.count, "people", err));
    MLG_GO(MLG_NEW(&before, (size_t)places.count, "doctors", err));
    MLG_GO(MLG_NEW(&after, (size_t)places.count, "doctors", err));
    mlg_places_sum(people, &places, places.population);
    density(before, r, &places, people, free_end);
    density(after, r, &places, people, end);
    r->j->sides[0] = MLG_MARK("free");
    r->j->sides[1] = MLG_MARK("regulated");
    st = mlg_policy_group_values(r->j, &places, before, after, MLG_MARK("Doctors for 10,000 people at the end"),
                                 err);
done:
    mlg_places_release(&places);
    free(people);
    free(before);
    free(after);
    return st;
}

static void say(regulation *r)
{
    static const char *const names[2][5] = {
        { "free_5", "departures_5", "arrivals_5", NULL, NULL },
        { "regulated_5", NULL, NULL, "refused_5", "gave_up_5" },
    };
    int last = (int)r->years - 1;
    double now = 0;
    for (int32_t i = 0; i < r->j->n; i++)
        now += r->heads[i];
    const mlg_installation_year *without = &r->sums[0][last], *with = &r->sums[1][last];
    mlg_text_printf(
        &r->j->summary,
        mlg_tr("%.1f doctors today; in %d years %.1f leave and %.1f arrive: %.1f without regulation, %.1f with "
               "it; saturated areas: %d of %d, which refuse %.1f arrivals, of whom %.1f give up; rows of "
               "doctors of unknown age: %d"),
        now, last + 1, without->left, without->arrivals, without->heads, with->heads, (int)r->saturated_count,
        (int)r->areas.count, with->refused, with->gave_up, (int)r->unknown_ages);
    if (r->unknown_count > 0)
        mlg_text_printf(&r->j->summary, mlg_tr("; areas of unknown APL, which refuse nobody: %d"),
                        (int)r->unknown_count);
    mlg_policy_say(r->j, "doctors", now);
    for (int side = 0; side < 2 && last >= 4; side++) {
        const mlg_installation_year *five = &r->sums[side][4];
        const double value[5] = { five->heads, five->left, five->arrivals, five->refused, five->gave_up };
        for (int k = 0; k < 5; k++)
            if (names[side][k])
                mlg_policy_say(r->j, names[side][k], value[k]);
    }
    mlg_policy_say(r->j, "departures", without->left);
    mlg_policy_say(r->j, "arrivals", without->arrivals);
    mlg_policy_say(r->j, "free", without->heads);
    mlg_policy_say(r->j, "regulated", with->heads);
    mlg_policy_say(r->j, "refused", with->refused);
    mlg_policy_say(r->j, "gave_up", with->gave_up);
    mlg_policy_say(r->j, "saturated_areas", r->saturated_count);
    mlg_policy_say(r->j, "areas", r->areas.count);
    mlg_policy_say(r->j, "unknown_areas", r->unknown_count);
    mlg_policy_say(r->j, "unknown_ages", r->unknown_ages);
}

static mlg_status decide(mlg_policy_job *j, bool regulated, mlg_error *err)
{
    regulation r = { .j = j };
    mlg_status st;
    MLG_GO(read_values(&r, err));
    MLG_GO(judge_areas(&r, err));
    MLG_GO(read_doctors(&r, err));
    MLG_GO(live(&r, err));
    size_t last = (size_t)j->n * (size_t)(r.years - 1);
    say(&r);
    write_changes(&r, r.end[regulated] + last);
    st = say_groups(&r, r.end[0] + last, r.end[1] + last, err);
done:
    release(&r);
    return st;
}

mlg_status mlg_policy_regulation(mlg_policy_job *j, mlg_error *err)
{
    return decide(j, true, err);
}

mlg_status mlg_policy_free_installation(mlg_policy_job *j, mlg_error *err)
{
    j->title = "Installation libre, pour comparaison";
    return decide(j, false, err);
}
