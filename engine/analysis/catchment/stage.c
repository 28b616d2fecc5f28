/* Catchment requests of a study: the nearest site of each commune, and isochrones. */
#include "adapters/geom/geometry.h"
#include "analysis/catchment/nearest.h"
#include "analysis/catchment/stage_capacity.h"
#include "analysis/catchment/straight_line_land.h"
#include "analysis/common/places.h"
#include "analysis/stages.h"
#include "analysis/travel/model.h"
#include "analysis/travel/modes.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    mlg_study *study;
    const mlg_config_catchment *ask;
    const mlg_places *places;
    mlg_geom *const *outlines; /* by place; NULL outside the territory and for squares */
    mlg_sites sites;
    int32_t *site, *time_ds; /* by place: nearest site and its time */
    const mlg_geom **parts;  /* by place, scratch */
    mlg_stmt *insert;
} job;

/* ---- writing an area ---------------------------------------------------------------------------------------- */

typedef struct {
    const char *nature, *site, *label;
    double minutes; /* NaN: none */
    double persons, person_minutes;
    int32_t communes;
} area;

/* Adds a place of the territory: its population, and the commune of which it is the centre. */
static void count_place(area *a, const job *j, int32_t place)
{
    double persons = j->places->population[place];
    a->persons += persons;
    a->person_minutes += persons * j->time_ds[place] / MLG_DS_PER_MIN;
    a->communes += mlg_place_is_commune(j->places, place);
}

static mlg_status write_area(const job *j, const area *a, const mlg_geom *shape, mlg_error *err)
{
    MLG_TRY(mlg_bind_geom(j->insert, ":geom", shape, j->study->epsg, err));
    mlg_bind_text(j->insert, ":nom", j->ask->name);
    mlg_bind_text(j->insert, ":nature", a->nature);
    mlg_bind_text(j->insert, ":site", a->site);
    mlg_bind_text(j->insert, ":libelle", a->label);
    mlg_bind_double(j->insert, ":minutes", a->minutes);
    mlg_bind_double(j->insert, ":population", a->persons);
    mlg_bind_int(j->insert, ":nb_communes", a->communes);
    mlg_bind_double(j->insert, ":t_moyen", a->persons > 0 ? a->person_minutes / a->persons : (double)NAN);
    return mlg_stmt_run(j->insert, err);
}

/* ---- nearest-site areas ------------------------------------------------------------------------------------- */

static mlg_status write_allocation(job *j, int32_t site, mlg_error *err)
{
    area a = {
        .nature = "affectation", .site = j->sites.code[site], .label = j->sites.label[site], .minutes = (double)NAN
    };
    const mlg_geom **parts = NULL;
    mlg_geom *whole = NULL;
    int32_t n = 0;
    mlg_status st = MLG_OK;
    MLG_TRY(MLG_NEW(&parts, (size_t)j->places->count, "an area", err));
    for (int32_t i = 0; i < j->places->count; i++) {
        if (!j->places->in_territory[i] || j->site[i] != site)
            continue;
        if (j->outlines[i])
            parts[n++] = j->outlines[i];
        count_place(&a, j, i);
    }
    if (n > 0)
        MLG_GO(mlg_geom_union(&whole, parts, n, err));
    if (n > 0 || a.persons > 0) /* only squares may be nearest to a site: it then has people and no commune */
        st = write_area(j, &a, whole, err);
done:
    mlg_geom_free(whole);
    free(parts);
    return st;
}

/* ---- rings -------------------------------------------------------------------------------------------------- */

/* "5 à 7,5 min", "au-delà de 20 min". */
static void name_ring(char label[64], double from, double to)
{
    if (isnan(to))
        snprintf(label, 64, "au-delà de %g min", from);
    else
        snprintf(label, 64, "%g à %g min", from, to);
    mlg_decimal_comma(label);
}

/* Ring k is the area reached within limit k and not within limit k-1. */
static mlg_status write_ring(job *j, double minutes, double before, const mlg_geom *reached, const mlg_geom *inner,
                             mlg_error *err)
{
    area a = { .nature = "anneau", .minutes = minutes };
    char label[64];
    mlg_geom *ring = NULL;
    mlg_status st = MLG_OK;
    int32_t from = mlg_minutes_to_ds(before), to = mlg_minutes_to_ds(minutes);
    name_ring(label, before, minutes);
    a.label = label;
    for (int32_t i = 0; i < j->places->count; i++)
        if (j->places->in_territory[i] && j->time_ds[i] <= to && (j->time_ds[i] > from || before == 0))
            count_place(&a, j, i);
    if (inner)
        MLG_TRY(mlg_geom_difference(&ring, reached, inner, err));
    st = write_area(j, &a, ring ? ring : reached, err);
    mlg_geom_free(ring);
    return st;
}

/* Population beyond the last limit, so that the rings account for everyone. */
static mlg_status write_beyond(job *j, double last, const mlg_geom *reached, mlg_error *err)
{
    area a = { .nature = "anneau", .minutes = (double)NAN };
    char label[64];
    mlg_geom *territory = NULL, *rest = NULL;
    int32_t n = 0, limit = mlg_minutes_to_ds(last);
    mlg_status st = MLG_OK;
    name_ring(label, last, (double)NAN);
    a.label = label;
    for (int32_t i = 0; i < j->places->count; i++) {
        if (j->outlines[i])
            j->parts[n++] = j->outlines[i];
        if (j->places->in_territory[i] && j->time_ds[i] > limit)
            count_place(&a, j, i);
    }
    if (a.communes == 0 && !(a.persons > 0))
        return MLG_OK;
    MLG_GO(mlg_geom_union(&territory, j->parts, n, err));
    MLG_GO(mlg_geom_difference(&rest, territory, reached, err));
    st = write_area(j, &a, rest, err);
done:
    mlg_geom_free(territory);
    mlg_geom_free(rest);
    return st;
}

/* Area reached within each limit, in straight lines or by road; none for given times, which say nothing about the
 * land between places. */
static mlg_status find_reached(mlg_geom **reached, job *j, mlg_error *err)
{
    if (!mlg_study_is_crow(j->study))
        return mlg_study_isochrones(reached, j->study, j->places, &j->sites, j->ask, err);
    mlg_crow_params params;
    MLG_TRY(mlg_study_crow_by_land(&params, j->study, err));
    const mlg_crow_land land = {
        .params = &params,
        .n_outlines = j->places->count,
        .outline = j->outlines,
        .density = j->places->density,
        .sites = { j->sites.count, j->sites.x_m, j->sites.y_m, j->sites.density },
    };
    for (unsigned k = 0; k < j->ask->minutes_count; k++)
        MLG_TRY(mlg_crow_reached(&reached[k], &land, mlg_minutes_to_ds(j->ask->minutes[k]), err));
    return MLG_OK;
}

static mlg_status write_rings(job *j, mlg_error *err)
{
    unsigned n = j->ask->minutes_count;
    mlg_geom **reached = NULL;
    mlg_status st = MLG_OK;
    MLG_TRY(MLG_NEW(&reached, n, "rings", err));
    MLG_GO(find_reached(reached, j, err));
    for (unsigned k = 0; k < n && reached[k]; k++)
        MLG_GO(write_ring(j, j->ask->minutes[k], k ? j->ask->minutes[k - 1] : 0, reached[k],
                          k ? reached[k - 1] : NULL, err));
    if (n > 0 && reached[n - 1])
        st = write_beyond(j, j->ask->minutes[n - 1], reached[n - 1], err);
done:
    for (unsigned k = 0; k < n; k++)
        mlg_geom_free(reached[k]);
    free(reached);
    return st;
}

/* ---- the stage ---------------------------------------------------------------------------------------------- */

static mlg_status find_nearest(job *j, mlg_error *err)
{
    mlg_travel *travel = NULL;
    size_t n = (size_t)j->places->count;
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&j->site, n, "nearest sites", err));
    MLG_GO(MLG_NEW(&j->time_ds, n, "nearest sites", err));
    MLG_GO(MLG_NEW(&j->parts, n, "areas", err));
    MLG_GO(mlg_study_travel(&travel, j->study, j->places, &j->sites, err));
    mlg_nearest_input input = {
        .travel = travel,
        .limit_ds = MLG_UNREACHABLE,
        .threads = j->study->threads,
        .progress = j->study->progress,
    };
    MLG_GO(mlg_nearest(&input, j->site, j->time_ds, err));
done:
    mlg_travel_free(travel);
    return st;
}

/* The same places with the people of a group alone; population[places] belongs to the caller. */
static mlg_places people_of(const mlg_places *places, const mlg_mode *mode, double *population)
{
    mlg_places own = *places;
    for (int32_t i = 0; i < places->count; i++)
        population[i] = mode->share[i] * places->population[i];
    own.population = population;
    return own;
}

static mlg_status answer_request(job *j, unsigned index, mlg_error *err)
{
    char key[48];
    mlg_status st = MLG_OK;
    MLG_GO(mlg_sites_of_category(&j->sites, j->study, j->places, j->ask->sites, err));
    snprintf(key, sizeof key, "catchments[%u].sites", index);
    MLG_GO(mlg_sites_need(j->sites.count, j->study, key, j->ask->sites, err));
    MLG_GO(mlg_db_query(&j->insert, j->study->db, "catchment/insert_area", err));
    MLG_GO(find_nearest(j, err));
    for (int32_t s = 0; s < j->sites.count; s++)
        MLG_GO(write_allocation(j, s, err));
    MLG_GO(write_rings(j, err));
    MLG_GO(mlg_study_capacity(j->study, j->ask, j->places, &j->sites, err));
done:
    mlg_stmt_free(j->insert);
    mlg_sites_release(&j->sites);
    free(j->site);
    free(j->time_ds);
    free(j->parts);
    return st;
}

static mlg_status read_outlines(mlg_geom **outlines, mlg_study *study, const mlg_places *places, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, study->db, "catchment/select_outlines", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        size_t size;
        int32_t place = mlg_places_find(places, mlg_column_text(stmt, 0));
        const void *bytes = mlg_column_blob(stmt, 1, &size);
        if (place >= 0)
            MLG_GO(mlg_geom_from_gpb(&outlines[place], bytes, size, err));
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status note_conventions(mlg_study *study, const mlg_places *places, mlg_error *err)
{
    MLG_TRY(mlg_study_note(study, "catchment", "ex_aequo", "le site de plus petit rang", NULL, "convention", err));
    MLG_TRY(mlg_study_note(study, "catchment", "limite", "comprise (t <= minutes)", NULL, "convention", err));
    return mlg_study_note(study, "catchment", "population",
                          places->squares
                              ? "aux carreaux de 200 m ; les contours sont ceux des communes, par leur centre"
                              : "au centre de la commune",
                          NULL, "convention", err);
}

/* The category of sites of a request: maps draw it, and its rings are borders of the times to it. */
static mlg_status note_category(mlg_study *study, const mlg_config_catchment *ask, mlg_error *err)
{
    mlg_text limits = { 0 };
    mlg_status st;
    MLG_GO(mlg_study_note_of(study, "catchment", ask->name, "categorie", ask->sites, NULL, "etude", err));
    MLG_GO(mlg_text_set(&limits, err, "%s", ""));
    for (unsigned k = 0; k < ask->minutes_count; k++)
        MLG_GO(mlg_text_append(&limits, err, "%s%g", k ? " ; " : "", ask->minutes[k]));
    mlg_decimal_comma(limits.data);
    st = mlg_study_note_of(study, "catchment", ask->name, "limites", mlg_text_words(&limits), "min, comprises",
                           "etude", err);
done:
    mlg_text_release(&limits);
    return st;
}

/* A request about everybody, or about a group at its times. */
static mlg_status answer(const job *asked, unsigned index, mlg_error *err)
{
    job j = *asked; /* a group has places and a study of its own */
    mlg_study *study = j.study;
    mlg_places own;
    mlg_mode mode;
    double *population = NULL;
    mlg_status st;
    MLG_GO(mlg_mode_open(&mode, study, j.places, j.ask->mode, err));
    if (mode.share) {
        MLG_GO(MLG_NEW(&population, (size_t)j.places->count, "groups of people", err));
        own = people_of(j.places, &mode, population);
        j.places = &own;
        j.study = mode.study;
        MLG_GO(mlg_study_note_of(study, "catchment", j.ask->name, "groupe", mode.name, NULL, "etude", err));
    }
    st = answer_request(&j, index, err);
done:
    mlg_mode_close(&mode, study);
    free(population);
    return st;
}

mlg_status mlg_study_catchment(mlg_study *study, mlg_text *summary, mlg_error *err)
{
    mlg_places places = { 0 };
    mlg_geom **outlines = NULL;
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_db_exec(study->db, "DELETE FROM bassin; DELETE FROM bassin_site; DELETE FROM bassin_nombre", err));
    MLG_TRY(mlg_text_set(summary, err, mlg_tr_count("%u request", "%u requests", study->config->catchments_count),
                         study->config->catchments_count));
    if (study->config->catchments_count == 0)
        return MLG_OK;
    MLG_GO(mlg_places_read(&places, study, err));
    MLG_GO(MLG_NEW(&outlines, (size_t)places.count, "outlines", err));
    MLG_GO(read_outlines(outlines, study, &places, err));
    for (unsigned i = 0; i < study->config->catchments_count; i++) {
        job j = { .study = study, .ask = &study->config->catchments[i], .places = &places, .outlines = outlines };
        MLG_GO(answer(&j, i, err));
        MLG_GO(note_category(study, j.ask, err));
    }
    MLG_GO(note_conventions(study, &places, err));
    MLG_GO(mlg_db_touch(study->db, "bassin", err));
done:
    for (int32_t i = 0; outlines && i < places.count; i++)
        mlg_geom_free(outlines[i]);
    free(outlines);
    mlg_places_release(&places);
    return st;
}
