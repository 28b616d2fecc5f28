/* Unscheduled care: slots within reach, hour by hour, and what other opening hours of the centres would change. */
#include "analysis/policy/slots.h"
#include "base/language.h"
#include "base/memory.h"
#include "pipeline/policy/reach.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    mlg_policy_job *j;
    const char *service, *usual, *wanted;
    double minutes, an_hour;
    mlg_places places;
    mlg_policy_sites sites;
    mlg_sparse_rows reach;
    double *people, *here, *week[2]; /* people: of the whole study; here: of the territory */
    mlg_hours *hours[2];
    mlg_slots_hour hour[2][MLG_WEEK_HOURS];
    int32_t unknown; /* sites of which no hours are given */
} care;

static void release(care *c)
{
    mlg_places_release(&c->places);
    mlg_sparse_release(&c->reach);
    free(c->sites.items);
    free(c->people);
    free(c->here);
    for (int side = 0; side < 2; side++) {
        free(c->week[side]);
        free(c->hours[side]);
    }
}

static mlg_status refuse_hours(const char *what, const char *hours, mlg_error *err)
{
    mlg_status st =
        mlg_fail(err, MLG_INPUT, "%s: opening hours '%.60s' cannot be read", what, MLG_BRIEF(hours, 60));
    mlg_hint(err, "as in Mo-Fr 08:00-20:00; Sa 09:00-12:00");
    return st;
}

static void open_in(mlg_hours *hours, const mlg_hours *wanted)
{
    for (int m = 0; m < MLG_WEEK_MINUTES; m++)
        if (wanted->minute[m] == MLG_OPEN)
            hours->minute[m] = MLG_OPEN;
}

/* Sites elsewhere keep their hours; those of the territory are open in the wanted ones too. */
static mlg_status read_hours(care *c, mlg_error *err)
{
    mlg_hours wanted, usual;
    if (!mlg_hours_parse(&wanted, c->wanted))
        return refuse_hours(c->j->policy->where, c->wanted, err);
    if (!mlg_hours_parse(&usual, c->usual))
        return refuse_hours(c->j->policy->where, c->usual, err);
    for (int side = 0; side < 2; side++)
        MLG_TRY(MLG_NEW(&c->hours[side], (size_t)c->sites.count, "hours", err));
    for (int32_t s = 0; s < c->sites.count; s++) {
        const mlg_policy_site *site = &c->sites.items[s];
        if (!site->hours)
            c->hours[0][s] = usual;
        else if (!mlg_hours_parse(&c->hours[0][s], site->hours))
            return refuse_hours(site->code, site->hours, err);
        c->unknown += !site->hours;
        c->hours[1][s] = c->hours[0][s];
        if (site->here)
            open_in(&c->hours[1][s], &wanted);
    }
    return MLG_OK;
}

static mlg_status read_all(care *c, mlg_error *err)
{
    MLG_TRY(mlg_policy_word(&c->service, c->j, "sites", err));
    MLG_TRY(mlg_policy_word(&c->usual, c->j, "usual_hours", err));
    MLG_TRY(mlg_policy_word(&c->wanted, c->j, "hours", err));
    MLG_TRY(mlg_policy_value(&c->minutes, c->j, "minutes", err));
    MLG_TRY(mlg_policy_value(&c->an_hour, c->j, "slots_an_hour", err));
    MLG_TRY(mlg_places_read(&c->places, &c->j->study, err));
    MLG_TRY(mlg_policy_add_sites(&c->sites, c->j, c->service, 0, err));
    if (c->sites.count == 0)
        return mlg_fail(err, MLG_DATA, "%s: the study has no facility of '%.60s'", c->j->geopackage,
                        MLG_BRIEF(c->service, 60));
    MLG_TRY(read_hours(c, err));
    MLG_TRY(mlg_policy_reach_of(&c->reach, c->j, &c->places, &c->sites, c->minutes, true, err));
    MLG_TRY(MLG_NEW(&c->people, (size_t)c->places.count, "people", err));
    MLG_TRY(MLG_NEW(&c->here, (size_t)c->places.count, "people", err));
    for (int32_t i = 0; i < c->places.count; i++) {
        c->people[i] = c->places.population[i] > 0 ? c->places.population[i] : 0;
        c->here[i] = c->places.in_territory[i] ? c->people[i] : 0;
    }
    return MLG_OK;
}

static mlg_status count_slots(care *c, mlg_error *err)
{
    for (int side = 0; side < 2; side++) {
        const mlg_slots in = { c->places.count, c->sites.count,  c->people,      c->here,
                               c->reach.start,  c->reach.column, c->hours[side], c->an_hour };
        MLG_TRY(MLG_NEW(&c->week[side], (size_t)c->places.count, "slots", err));
        MLG_TRY(mlg_slots_week(c->hour[side], c->week[side], &in, err));
        for (int32_t i = 0; i < c->places.count; i++)
            c->week[side][i] *= 1000;
    }
    return MLG_OK;
}

static void write_sites(care *c)
{
    for (int32_t s = 0; s < c->sites.count; s++) {
        const mlg_policy_site *site = &c->sites.items[s];
        mlg_text hours = { 0 };
        if (memcmp(&c->hours[0][s], &c->hours[1][s], sizeof c->hours[0][s]) == 0)
            continue;
        mlg_policy_item(c->j, "sites", site->label);
        mlg_policy_item_word(c->j, "change", c->service);
        mlg_policy_item_text(c->j, "site", site->code);
        mlg_hours_write(&hours, &c->hours[1][s]);
        mlg_policy_item_text(c->j, "hours", mlg_text_words(&hours));
        mlg_policy_item_end(c->j, NULL);
        mlg_text_release_part(&hours, &c->j->items);
    }
}

static void say(care *c)
{
    mlg_policy_job *j = c->j;
    double open[2] = { 0 }, slots[2] = { 0 }, reached[2] = { 0 }, people = 0;
    for (int32_t i = 0; i < c->places.count; i++)
        people += c->here[i];
    for (int side = 0; side < 2; side++)
        for (int h = 0; h < MLG_WEEK_HOURS; h++) {
            const mlg_slots_hour *of = &c->hour[side][h];
            open[side] += of->open > 0;
            slots[side] += of->slots;
            reached[side] += people > 0 ? 100 * of->people / people / MLG_WEEK_HOURS : 0;
            j->hours[side][h] = people > 0 ? 100 * of->people / people : (double)NAN;
            j->slots[side][h] = of->slots;
        }
    j->has_hours = true;
    mlg_text_printf(
        &j->summary,
        mlg_tr("sites: %d, of which %d without known hours; some site is open %.0f hours a week, %.0f before; "
               "%.0f slots a week, %.0f before; over the week %.1f %% of people have an open site within %g "
               "minutes, %.1f %% before"),
        (int)c->sites.count, (int)c->unknown, open[1], open[0], slots[1], slots[0], reached[1], c->minutes,
        reached[0]);
    mlg_policy_say(j, "hours_open_before", open[0]);
    mlg_policy_say(j, "hours_open", open[1]);
    mlg_policy_say(j, "slots_before", slots[0]);
    mlg_policy_say(j, "slots", slots[1]);
    mlg_policy_say(j, "reached_pct_before", reached[0]);
    mlg_policy_say(j, "reached_pct", reached[1]);
    mlg_policy_say(j, "unknown_hours", c->unknown);
}

mlg_status mlg_policy_unscheduled(mlg_policy_job *j, mlg_error *err)
{
    care c = { .j = j };
    mlg_status st;
    MLG_GO(read_all(&c, err));
    MLG_GO(count_slots(&c, err));
    write_sites(&c);
    say(&c);
    st = mlg_policy_group_values(j, &c.places, c.week[0], c.week[1],
                                 MLG_MARK("Slots of unscheduled care a week for 1,000 people"), err);
done:
    release(&c);
    return st;
}
