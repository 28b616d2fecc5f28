/* Patients to re-home, for each service whose APL the study computes. */
#include "analysis/access/stage_demand.h"
#include "analysis/access/stage_measure.h"
#include "analysis/access/stage_unchanged.h"
#include "analysis/compare/rehoming.h"
#include "analysis/compare/stage_inner.h"
#include "analysis/travel/model.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Supply of general practice is in acts; of other services in full-time equivalents, allocated by hundredths. */
#define HUNDREDTHS 100.0

/* Share of the supply of a practice that is free for others: a convention of Maillage, not a published figure. */
#define SLACK 0.10

typedef struct {
    mlg_study *study;
    mlg_places places;
    const char *service;
    double units;                     /* whole units in one unit of supply */
    double *before, *after, *demand;  /* [places] */
    double *site_before, *site_after; /* [sites] whole units */
    mlg_sites sites;
    mlg_sparse_rows pairs;
    mlg_decay decay;
} search;

static void release_search(search *s)
{
    mlg_places_release(&s->places);
    mlg_sites_release(&s->sites);
    mlg_sparse_release(&s->pairs);
    free(s->before);
    free(s->after);
    free(s->demand);
    free(s->site_before);
    free(s->site_after);
}

/* The supply before, at the places of now: they are the same when the scenario changes neither people nor trips. */
static mlg_status read_before(search *s, mlg_error *err)
{
    mlg_study then = *s->study;
    mlg_places places = { 0 };
    double *supply = NULL;
    const mlg_config_service *spec = mlg_find_service(&then, s->service);
    mlg_status st = MLG_OK;
    then.db = s->study->before;
    if (mlg_access_may_stay(s->study))
        return mlg_study_supply_as(&s->before, &then, &s->places, s->service, spec, err);
    MLG_GO(MLG_NEW(&s->before, (size_t)s->places.count, "supply", err));
    MLG_GO(mlg_places_read(&places, &then, err));
    MLG_GO(mlg_study_supply_as(&supply, &then, &places, s->service, spec, err));
    for (int32_t k = 0; k < places.count; k++) {
        int32_t i = mlg_places_find(&s->places, places.code[k]);
        if (i >= 0)
            s->before[i] = supply[k];
    }
done:
    free(supply);
    mlg_places_release(&places);
    return st;
}

static bool goes_down(const search *s)
{
    for (int32_t i = 0; i < s->places.count; i++)
        if (s->before[i] - s->after[i] > 1e-9 * s->before[i])
            return true;
    return false;
}

/* Practices of either state. */
static mlg_status list_sites(search *s, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&s->site_before, (size_t)s->places.count, "supply", err));
    MLG_TRY(MLG_NEW(&s->site_after, (size_t)s->places.count, "supply", err));
    for (int32_t i = 0; i < s->places.count; i++) {
        if (!(s->before[i] > 0) && !(s->after[i] > 0))
            continue;
        s->site_before[s->sites.count] = s->before[i] * s->units;
        s->site_after[s->sites.count] = s->after[i] * s->units;
        MLG_TRY(mlg_sites_add_place(&s->sites, &s->places, i, err));
    }
    return MLG_OK;
}

static mlg_status find_pairs(search *s, mlg_error *err)
{
    mlg_travel *travel = NULL;
    MLG_TRY(list_sites(s, err));
    MLG_TRY(mlg_study_travel(&travel, s->study, &s->places, &s->sites, err));
    mlg_status st = mlg_travel_rows(&s->pairs, travel, mlg_decay_limit(&s->decay), s->study->threads, err);
    mlg_travel_free(travel);
    return st;
}

/* ---- by commune of residence ---------------------------------------------------------------------------------- */

typedef struct {
    double lost, taken, minutes; /* whole units; minutes of all that is taken */
    int32_t site[3];             /* the sites that take most, in decreasing order; -1: none */
    int64_t most[3];
} home;

static void rank(home *h, int32_t site, int64_t units)
{
    for (int k = 0; k < 3; k++) {
        if (h->site[k] >= 0 && h->most[k] >= units)
            continue;
        for (int m = 2; m > k; m--) {
            h->site[m] = h->site[m - 1];
            h->most[m] = h->most[m - 1];
        }
        h->site[k] = site;
        h->most[k] = units;
        return;
    }
}

static void gather(home *homes, const search *s, const mlg_rehoming *r)
{
    for (int32_t i = 0; i < s->places.count; i++) {
        home *h = &homes[i];
        h->site[0] = h->site[1] = h->site[2] = -1;
    }
    for (int32_t i = 0; i < s->places.count; i++)
        homes[s->places.commune[i]].lost += (double)r->rounded[i];
    for (int32_t site = 0; site < s->sites.count; site++)
        for (int64_t k = s->pairs.start[site]; k < s->pairs.start[site + 1]; k++) {
            home *h = &homes[s->places.commune[s->pairs.column[k]]];
            if (r->flow[k] == 0)
                continue;
            h->taken += (double)r->flow[k];
            h->minutes += (double)r->flow[k] * s->pairs.value[k] / MLG_DS_PER_MIN;
            rank(h, site, r->flow[k]);
        }
}

static mlg_status write_home(mlg_stmt *insert, const search *s, int32_t commune, const home *h, mlg_error *err)
{
    mlg_text to = { 0 };
    for (int k = 0; k < 3 && h->site[k] >= 0; k++)
        mlg_text_printf(&to, "%s%s", k ? ", " : "",
                        s->sites.label[h->site[k]] ? s->sites.label[h->site[k]] : s->sites.code[h->site[k]]);
    mlg_bind_text(insert, ":service", s->service);
    mlg_bind_text(insert, ":insee_com", s->places.code[commune]);
    mlg_bind_text(insert, ":libelle", s->places.label[commune]);
    mlg_bind_double(insert, ":perdus", h->lost / s->units);
    mlg_bind_double(insert, ":accueillis", h->taken / s->units);
    mlg_bind_double(insert, ":sans_place", (h->lost - h->taken) / s->units);
    mlg_bind_double(insert, ":minutes", h->taken > 0 ? h->minutes / h->taken : (double)NAN);
    mlg_bind_text(insert, ":vers", to.length ? to.data : NULL);
    mlg_status st = mlg_text_status(&to, err);
    mlg_text_release(&to);
    return st == MLG_OK ? mlg_stmt_run(insert, err) : st;
}

static mlg_status write_homes(const search *s, const mlg_rehoming *r, mlg_error *err)
{
    home *homes = NULL;
    mlg_stmt *insert = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&homes, (size_t)s->places.count, "patients", err));
    gather(homes, s, r);
    MLG_GO(mlg_db_query(&insert, s->study->db, "compare/insert_rehoming", err));
    for (int32_t i = 0; i < s->places.count; i++)
        if (homes[i].lost > 0)
            MLG_GO(write_home(insert, s, i, &homes[i], err));
done:
    mlg_stmt_free(insert);
    free(homes);
    return st;
}

static mlg_status note(const search *s, const mlg_rehoming *r, mlg_error *err)
{
    const mlg_unit named = mlg_study_supply_unit(s->study, s->service);
    const char *unit = named.words;
    MLG_TRY(mlg_study_note_number(s->study, "compare", "place_libre", 100 * SLACK, "% de l’offre qui reste",
                                  "convention de Maillage, aucune source", err));
    MLG_TRY(mlg_study_note_number_of(s->study, "compare", s->service, "offre_perdue", r->lost_total, unit,
                                     "calcul", err));
    MLG_TRY(mlg_study_note_number_of(s->study, "compare", s->service, "offre_accueillie",
                                     (double)r->taken / s->units, unit, "calcul", err));
    return mlg_study_note_number_of(s->study, "compare", s->service, "offre_sans_place",
                                    (double)(r->asked - r->taken) / s->units, unit, "calcul", err);
}

/* ---- a service -------------------------------------------------------------------------------------------------- */

static mlg_status rehome(search *s, unsigned entry, mlg_error *err)
{
    mlg_rehoming found = { 0 };
    MLG_TRY(mlg_places_read(&s->places, s->study, err));
    MLG_TRY(mlg_study_supply_as(&s->after, s->study, &s->places, s->service,
                                mlg_find_service(s->study, s->service), err));
    MLG_TRY(read_before(s, err));
    if (!goes_down(s))
        return MLG_OK;
    MLG_TRY(mlg_study_decay(&s->decay, s->study, entry, err));
    MLG_TRY(mlg_study_demand(&s->demand, s->study, &s->places, s->service, err));
    MLG_TRY(find_pairs(s, err));
    const mlg_rehoming_input input = { .places = s->places.count,
                                       .sites = s->sites.count,
                                       .pairs = mlg_sparse_view_of(&s->pairs),
                                       .decay = &s->decay,
                                       .demand = s->demand,
                                       .before = s->site_before,
                                       .after = s->site_after,
                                       .slack = SLACK,
                                       .progress = s->study->progress };
    mlg_status st = mlg_rehome(&found, &input, err);
    if (st == MLG_OK)
        st = write_homes(s, &found, err);
    found.lost_total /= s->units;
    if (st == MLG_OK)
        st = note(s, &found, err);
    mlg_rehoming_release(&found);
    return st;
}

/* The first entry of each service whose measure is the APL. */
mlg_status mlg_compare_rehoming(mlg_compare_job *j, mlg_error *err)
{
    const mlg_config *config = j->study->config;
    for (unsigned e = 0; config && e < config->accessibility_count; e++) {
        const char *service = config->accessibility[e].service;
        search s = { .study = j->study, .service = service };
        if (strcmp(config->accessibility[e].measure, "apl") != 0 ||
            mlg_study_entry(j->study, service, "apl") != (int)e)
            continue;
        s.units = strcmp(service, "gp") == 0 ? 1 : HUNDREDTHS;
        mlg_status st = rehome(&s, e, err);
        release_search(&s);
        MLG_TRY(st);
    }
    return MLG_OK;
}
