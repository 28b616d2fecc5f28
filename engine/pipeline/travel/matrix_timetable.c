/* A matrix by timetable: what is asked, and the columns that only timetables fill. */
#include "analysis/travel/model.h"
#include "base/memory.h"
#include "base/number.h"
#include "pipeline/travel/matrix_inner.h"

#include <string.h>

/* ---- request ---- */

bool mlg_matrix_by_timetable(const mlg_matrix_job *j)
{
    return j->study && !mlg_matrix_by_land(j) &&
           (j->options->mode || mlg_config_goes_by_transit(mlg_study_file_config(j->study), NULL));
}

/* "10,50,90". */
mlg_status mlg_matrix_read_percentiles(mlg_matrix_job *j, mlg_error *err)
{
    const char *at = j->options->percentiles;
    j->pairs.count = 1; /* the first is that of the study */
    j->pairs.detailed = j->options->detail;
    while (at && *at) {
        double *percent = &j->pairs.percent[j->pairs.count];
        if (j->pairs.count > MLG_MOST_PERCENTILES || !mlg_read_decimal(percent, at, &at) ||
            !(*percent > 0 && *percent <= 100) || (*at && *at != ','))
            return mlg_fail(err, MLG_USAGE,
                            "'%s' is not a list of percentiles, such as 10,50,90: at most %d, above 0 up to 100",
                            j->options->percentiles, MLG_MOST_PERCENTILES);
        j->pairs.count++;
        at += *at == ',';
    }
    return MLG_OK;
}

/* Options that only timetables allow. */
mlg_status mlg_matrix_check_kind(const mlg_matrix_job *j, mlg_error *err)
{
    const mlg_matrix_options *o = j->options;
    if (mlg_matrix_by_timetable(j) || !(o->percentiles || o->detail || (o->mode && !mlg_matrix_by_land(j))))
        return MLG_OK;
    mlg_fail(err, MLG_USAGE, "--%s is for travel by timetable",
             o->mode     ? "mode"
             : o->detail ? "detail"
                         : "percentiles");
    mlg_hint(err, "give the study file of a study whose travel model is transit");
    return MLG_USAGE;
}

/* Timetables and grids are read directly, so the study need not have been run. */
mlg_status mlg_matrix_load_study(mlg_matrix_job *j, const char *study, mlg_error *err)
{
    const mlg_transit_words words = { .mode = j->options->mode, .by_land = mlg_matrix_by_land(j) };
    j->loading = (mlg_run_options){ .data_folder = j->options->data_folder,
                                    .untrusted = j->options->untrusted,
                                    .threads = j->options->threads,
                                    .progress = j->options->progress };
    MLG_TRY(mlg_transit_study_open(&j->transit, study, &j->loading, &words, err));
    j->db = j->transit.trial.study.db;
    return MLG_OK;
}

/* ---- CSV of timetables ---- */

static void write_detail(mlg_matrix_job *j, const mlg_transit_detail *d)
{
    if (d->rides < 0) {
        fputs(",,,,,", j->file);
        return;
    }
    const int32_t minute = d->leaves_ds / MLG_DS_PER_MIN;
    fprintf(j->file, ",%02d:%02d", minute / 60, minute % 60);
    mlg_matrix_write_minutes(j, d->walk_ds);
    mlg_matrix_write_minutes(j, d->ride_ds);
    mlg_matrix_write_minutes(j, d->wait_ds);
    fprintf(j->file, ",%d", d->rides > 0 ? d->rides - 1 : 0);
}

/* From a point to itself a trip is one within a place, whatever the timetables say. */
static void write_transit_pair(mlg_matrix_job *j, int32_t first, int32_t i, int32_t k)
{
    const mlg_transit_pairs *p = &j->pairs;
    const mlg_transit_detail nothing = { .rides = -1 };
    const size_t cell = (size_t)i * (size_t)p->m + (size_t)k;
    const bool own = j->from.x[first + i] == j->to.x[k] && j->from.y[first + i] == j->to.y[k];
    const int32_t intra_ds = mlg_study_intra_ds(&j->transit.trial.study);
    const mlg_matrix_reason why = mlg_matrix_start_row(j, first + i, k, own ? intra_ds : p->time_ds[0][cell]);
    fprintf(j->file, ",%.4f", own ? (double)(intra_ds <= j->limit_ds) : (double)p->share[cell]);
    for (int32_t c = 1; c < p->count; c++)
        mlg_matrix_write_minutes(j, own ? intra_ds : p->time_ds[c][cell]);
    if (p->detailed)
        write_detail(j, own || why != MLG_MATRIX_REACHED ? &nothing : &p->detail[cell]);
    fputc('\n', j->file);
}

static void write_transit_head(const mlg_matrix_job *j)
{
    fputs("origin,destination,minutes,reason,share", j->file);
    for (int32_t c = 1; c < j->pairs.count; c++)
        fprintf(j->file, ",p%g", j->pairs.percent[c]);
    fputs(j->pairs.detailed ? ",leaves,walking,riding,waiting,transfers\n" : "\n", j->file);
}

static mlg_status write_transit_block(mlg_matrix_job *j, int32_t first, mlg_error *err)
{
    mlg_transit_pairs *p = &j->pairs;
    mlg_study *study = &j->transit.trial.study;
    const mlg_positions from = { p->n, j->from.x + first, j->from.y + first };
    const mlg_positions to = { p->m, j->to.x, j->to.y };
    mlg_study_trips trips;
    mlg_status st = mlg_study_trips_init(&trips, study, &j->transit.places, &from, &to, err);
    if (st == MLG_OK) {
        p->percent[0] = trips.options->percent;
        p->share_limit_ds = trips.options->limit_ds < j->limit_ds ? trips.options->limit_ds : j->limit_ds;
        st = mlg_transit_pairs_fill(p, &trips, study->threads, &j->options->progress, err);
    }
    if (st == MLG_OK) {
        memcpy(j->from_off + first, trips.from_off, (size_t)p->n * sizeof *j->from_off);
        memcpy(j->to_off, trips.to_off, (size_t)p->m * sizeof *j->to_off);
        for (int32_t i = 0; i < p->n; i++)
            for (int32_t k = 0; k < p->m; k++)
                write_transit_pair(j, first, i, k);
    }
    mlg_study_trips_release(&trips);
    return st;
}

mlg_status mlg_matrix_write_timetables(mlg_matrix_job *j, mlg_error *err)
{
    const int32_t rows = mlg_matrix_block_rows(j);
    j->pairs.n = rows;
    j->pairs.m = j->to.count;
    MLG_TRY(mlg_transit_pairs_init(&j->pairs, err));
    MLG_TRY(MLG_NEW(&j->from_off, (size_t)j->from.count, "points of a matrix", err));
    MLG_TRY(MLG_NEW(&j->to_off, (size_t)j->to.count, "points of a matrix", err));
    write_transit_head(j);
    for (int32_t first = 0; first < j->from.count; first += rows) {
        j->pairs.n = j->from.count - first < rows ? j->from.count - first : rows;
        MLG_TRY(write_transit_block(j, first, err));
    }
    return MLG_OK;
}
