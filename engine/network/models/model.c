#include "network/models/model.h"

#include "base/memory.h"
#include "base/naming.h"
#include "base/parallel.h"

#include <assert.h>
#include <math.h>

struct mlg_travel {
    const mlg_travel_model *model;
    void *data;
    int32_t sites, places;
};

/* The search marks places in a bit set, which is then read in order, without sorting. */
struct mlg_travel_scratch {
    const mlg_travel_model *model;
    void *work; /* of the model */
    int32_t places, count;
    int32_t first_word, last_word; /* words of `mark` in use; first > last when none */
    uint64_t *mark;
    int32_t *time_of; /* [places] where marked */
    int32_t *place;   /* [places] the row */
    int32_t *time_ds; /* [places] */
};

enum { WORD_BITS = 64 };

static int32_t words_of(int32_t places)
{
    return places / WORD_BITS + 1;
}

mlg_status mlg_travel_new(mlg_travel **travel, const mlg_travel_model *model, void *data, int32_t sites,
                          int32_t places, mlg_error *err)
{
    assert(sites >= 0 && places >= 0);
    mlg_status st = MLG_NEW(travel, 1, "travel model", err);
    if (st != MLG_OK)
        model->release(data);
    else
        **travel = (mlg_travel){ model, data, sites, places };
    return st;
}

void mlg_travel_free(mlg_travel *travel)
{
    if (!travel)
        return;
    travel->model->release(travel->data);
    free(travel);
}

int32_t mlg_travel_sites(const mlg_travel *travel)
{
    return travel->sites;
}

int32_t mlg_travel_places(const mlg_travel *travel)
{
    return travel->places;
}

static void clear_marks(mlg_travel_scratch *scratch)
{
    scratch->first_word = words_of(scratch->places);
    scratch->last_word = -1;
}

mlg_status mlg_travel_scratch_new(mlg_travel_scratch **scratch, const mlg_travel *travel, mlg_error *err)
{
    mlg_travel_scratch *s;
    size_t n = (size_t)travel->places;
    *scratch = NULL;
    MLG_TRY(MLG_NEW(&s, 1, "travel scratch", err));
    s->places = travel->places;
    s->model = travel->model;
    clear_marks(s);
    mlg_status st;
    MLG_GO(MLG_NEW(&s->mark, (size_t)words_of(s->places), "travel scratch marks", err));
    MLG_GO(MLG_NEW(&s->time_of, n, "travel scratch times", err));
    MLG_GO(MLG_NEW(&s->place, n, "travel row places", err));
    MLG_GO(MLG_NEW(&s->time_ds, n, "travel row times", err));
    if (travel->model->work_new)
        MLG_GO(travel->model->work_new(&s->work, travel->data, err));
    *scratch = s;
done:
    if (st != MLG_OK)
        mlg_travel_scratch_free(s);
    return st;
}

void mlg_travel_scratch_free(mlg_travel_scratch *scratch)
{
    if (!scratch)
        return;
    if (scratch->work)
        scratch->model->work_free(scratch->work);
    free(scratch->mark);
    free(scratch->time_of);
    free(scratch->place);
    free(scratch->time_ds);
    free(scratch);
}

void *mlg_travel_work(const mlg_travel_scratch *scratch)
{
    return scratch->work;
}

void mlg_travel_reach(mlg_travel_scratch *scratch, int32_t place, int32_t time_ds)
{
    assert(place >= 0 && place < scratch->places && time_ds >= 0 && time_ds != MLG_UNREACHABLE);
    int32_t word = place / WORD_BITS;
    uint64_t bit = UINT64_C(1) << (place % WORD_BITS);
    if (!(scratch->mark[word] & bit) || time_ds < scratch->time_of[place])
        scratch->time_of[place] = time_ds;
    scratch->mark[word] |= bit;
    if (word < scratch->first_word)
        scratch->first_word = word;
    if (word > scratch->last_word)
        scratch->last_word = word;
}

/* Lists the marked places in order and clears the marks for the next row. */
static void gather(mlg_travel_scratch *scratch)
{
    int32_t count = 0;
    for (int32_t word = scratch->first_word; word <= scratch->last_word; word++) {
        uint64_t left = scratch->mark[word];
        scratch->mark[word] = 0;
        for (; left; left &= left - 1) {
            int32_t place = word * WORD_BITS + __builtin_ctzll(left);
            scratch->place[count] = place;
            scratch->time_ds[count++] = scratch->time_of[place];
        }
    }
    scratch->count = count;
    clear_marks(scratch);
}

mlg_status mlg_travel_row(const mlg_travel *travel, int32_t site, int32_t limit_ds, mlg_travel_scratch *scratch,
                          mlg_row *row, mlg_error *err)
{
    assert(site >= 0 && site < travel->sites && scratch->places == travel->places);
    mlg_status st = MLG_OK;
    if (limit_ds >= 0)
        st = travel->model->search(travel->data, site, limit_ds, scratch, err);
    gather(scratch);
    *row = (mlg_row){ scratch->count, scratch->place, scratch->time_ds };
    if (st == MLG_OK)
        return MLG_OK;
    return mlg_while(err, st, "travel by %s from site %s", travel->model->name, MLG_NAMED(MLG_ITEM_SITE, site));
}

mlg_status mlg_travel_ahead(const mlg_travel *travel, const int32_t *site, int32_t n, int32_t limit_ds,
                            const mlg_progress *progress, mlg_error *err)
{
    if (!travel->model->ahead || limit_ds < 0)
        return MLG_OK;
    mlg_status st = travel->model->ahead(travel->data, site, site ? n : travel->sites, limit_ds, progress, err);
    return mlg_while(err, st, "travel by %s", travel->model->name);
}

mlg_status mlg_travel_nearest(bool *known, const mlg_travel *travel, int32_t limit_ds, int32_t *site_out,
                              int32_t *time_out, const mlg_progress *progress, mlg_error *err)
{
    *known = false;
    if (!travel->model->nearest || limit_ds < 0)
        return MLG_OK;
    mlg_status st = travel->model->nearest(known, travel->data, limit_ds, site_out, time_out, progress, err);
    return mlg_while(err, st, "travel by %s", travel->model->name);
}

mlg_status mlg_travel_crew_init(mlg_travel_crew *crew, const mlg_travel *travel, int threads, mlg_error *err)
{
    *crew = (mlg_travel_crew){ .threads = mlg_thread_count(threads) };
    mlg_status st = MLG_NEW(&crew->scratch, (size_t)crew->threads, "travel scratches", err);
    for (int i = 0; st == MLG_OK && i < crew->threads; i++)
        st = mlg_travel_scratch_new(&crew->scratch[i], travel, err);
    if (st != MLG_OK)
        mlg_travel_crew_release(crew);
    return st;
}

void mlg_travel_crew_release(mlg_travel_crew *crew)
{
    for (int i = 0; crew->scratch && i < crew->threads; i++)
        mlg_travel_scratch_free(crew->scratch[i]);
    free(crew->scratch);
    *crew = (mlg_travel_crew){ 0 };
}
