#include "analysis/catchment/capacity_by_rank.h"

#include "analysis/common/input_check.h"
#include "base/memory.h"
#include "base/progress.h"

mlg_capacity_cut mlg_cut_capacity(int32_t bands, const double *cumulative, double capacity)
{
    mlg_capacity_cut cut = { .inner = MLG_NOWHERE, .outer = MLG_NOWHERE };
    while (cut.inner + 1 < bands && cumulative[cut.inner + 1] <= capacity)
        cut.inner++;
    double whole = cut.inner >= 0 ? cumulative[cut.inner] : 0;
    cut.served = whole;
    cut.left = capacity - whole;
    if (cut.inner + 1 < bands && cut.left > 0) {
        cut.outer = cut.inner + 1;
        cut.share = cut.left / (cumulative[cut.outer] - whole);
        cut.served = capacity;
        cut.left = 0;
    }
    return cut;
}

/* A place of the row of a site that still has people to serve. */
typedef struct {
    int32_t band, place, time_ds;
} candidate;

typedef struct {
    const mlg_capacity_input *input;
    mlg_capacity_output *out;
    mlg_travel_scratch *scratch;
    candidate *row;     /* [places] */
    double *cumulative; /* [places] by band that is not empty, in order */
} service;

static int by_band(const void *left, const void *right)
{
    const candidate *l = left, *r = right;
    if (l->band != r->band)
        return l->band < r->band ? -1 : 1;
    return (l->place > r->place) - (l->place < r->place);
}

static mlg_status find_candidates(int32_t *count, service *s, int32_t site, mlg_error *err)
{
    mlg_row row;
    int32_t width = s->input->band_ds;
    *count = 0;
    MLG_TRY(mlg_travel_row(s->input->travel, site, s->input->limit_ds, s->scratch, &row, err));
    for (int32_t k = 0; k < row.count; k++) {
        int32_t time = row.time_ds[k];
        if (s->out->rest[row.place[k]] > 0)
            s->row[(*count)++] = (candidate){ time / width + (time % width != 0), row.place[k], time };
    }
    if (*count > 0)
        qsort(s->row, (size_t)*count, sizeof *s->row, by_band);
    return MLG_OK;
}

/* Numbers the band of each candidate among the bands that are not empty. */
static int32_t sum_bands(service *s, int32_t count)
{
    int32_t bands = 0, before = -1;
    double sum = 0;
    for (int32_t k = 0; k < count; k++) {
        bands += k == 0 || s->row[k].band != before;
        before = s->row[k].band;
        s->row[k].band = bands - 1;
        sum += s->out->rest[s->row[k].place];
        s->cumulative[bands - 1] = sum;
    }
    return bands;
}

static mlg_status serve_place(service *s, int32_t site, const candidate *c, double share, mlg_error *err)
{
    mlg_capacity_output *out = s->out;
    double persons = share < 1 ? share * out->rest[c->place] : out->rest[c->place];
    MLG_TRY(MLG_GROW(&out->flows, &out->flows_capacity, out->n_flows + 1, "people served", err));
    out->flows[out->n_flows++] = (mlg_flow){ site, c->place, c->time_ds, persons };
    out->rest[c->place] -= persons;
    out->served[site] += persons;
    return MLG_OK;
}

static mlg_status serve_site(service *s, int32_t site, mlg_error *err)
{
    int32_t count;
    MLG_TRY(find_candidates(&count, s, site, err));
    int32_t bands = sum_bands(s, count);
    mlg_capacity_cut cut = mlg_cut_capacity(bands, s->cumulative, s->input->capacity[site]);
    s->out->asked[site] = bands > 0 ? s->cumulative[bands - 1] : 0;
    for (int32_t k = 0; k < count; k++)
        if (s->row[k].band <= cut.inner || s->row[k].band == cut.outer)
            MLG_TRY(serve_place(s, site, &s->row[k], s->row[k].band == cut.outer ? cut.share : 1, err));
    return MLG_OK;
}

static mlg_status check_rank(const mlg_capacity_input *input, int32_t sites, mlg_error *err)
{
    uint8_t *seen;
    mlg_status st = MLG_OK;
    MLG_TRY(MLG_NEW(&seen, (size_t)sites, "ranks", err));
    for (int32_t k = 0; input->rank && k < input->ranked && st == MLG_OK; k++) {
        int32_t site = input->rank[k];
        if (site < 0 || site >= sites || seen[site])
            st = mlg_fail(err, MLG_INPUT,
                          "rank %d is site %d; each of the %d sites, numbered from 0, must appear once", k, site,
                          sites);
        else
            seen[site] = 1;
    }
    free(seen);
    return st;
}

static mlg_status check_input(const mlg_capacity_input *input, mlg_error *err)
{
    int32_t sites = mlg_travel_sites(input->travel);
    if (input->band_ds < 1)
        return mlg_fail(err, MLG_USAGE, "bands of %d deciseconds; the width must be at least 1", input->band_ds);
    MLG_TRY(
        mlg_check_amounts("population of place", mlg_travel_places(input->travel), input->persons, false, err));
    MLG_TRY(mlg_check_amounts("capacity of site", sites, input->capacity, false, err));
    return check_rank(input, sites, err);
}

mlg_status mlg_serve_by_rank(mlg_capacity_output *out, const mlg_capacity_input *input, mlg_error *err)
{
    int32_t sites = mlg_travel_sites(input->travel);
    size_t places = (size_t)mlg_travel_places(input->travel);
    service s = { .input = input, .out = out };
    mlg_status st;
    *out = (mlg_capacity_output){ 0 };
    MLG_GO(check_input(input, err));
    MLG_GO(MLG_NEW(&out->rest, places, "people served", err));
    MLG_GO(MLG_NEW(&out->served, (size_t)sites, "people served", err));
    MLG_GO(MLG_NEW(&out->asked, (size_t)sites, "people served", err));
    MLG_GO(MLG_NEW(&s.row, places, "people served", err));
    MLG_GO(MLG_NEW(&s.cumulative, places, "people served", err));
    MLG_GO(mlg_travel_scratch_new(&s.scratch, input->travel, err));
    MLG_GO(mlg_travel_ahead(input->travel, NULL, sites, input->limit_ds, input->progress, err));
    for (size_t i = 0; i < places; i++)
        out->rest[i] = input->persons[i];
    int32_t ranked = input->rank ? input->ranked : sites;
    for (int32_t k = 0; k < ranked; k++) {
        MLG_GO(mlg_progress_step(input->progress, "capacity", (double)k / ranked, err));
        MLG_GO(serve_site(&s, input->rank ? input->rank[k] : k, err));
    }
done:
    mlg_travel_scratch_free(s.scratch);
    free(s.cumulative);
    free(s.row);
    return st;
}

void mlg_capacity_output_release(mlg_capacity_output *out)
{
    free(out->flows);
    free(out->rest);
    free(out->served);
    free(out->asked);
    *out = (mlg_capacity_output){ 0 };
}
