/* Why the days of a plan hold no more sessions, for the whole request and for each day. */
#include "analysis/tour/stage.h"
#include "base/memory.h"

#include <string.h>

/* Whether a working day has room for one more session, not counting the drive. */
static bool has_room(const mlg_tour_job *job, int32_t index)
{
    const mlg_tour_problem *p = &job->problem;
    const mlg_tour_round *round = &job->answer.rounds[index];
    int32_t away_s = round->count > 0 ? round->return_s - round->depart_s : 0,
            whole_s = p->shift[index].to_s - p->shift[index].from_s,
            session_s = p->n_stops > 0 ? p->session_s[0] : 0;
    return whole_s >= 0 && whole_s - away_s >= p->setup_s + session_s + p->pack_s;
}

/* Stops where one more session would add to the benefit, if it fitted. */
static mlg_status find_useful(bool *useful, bool *any, const mlg_tour_job *job, mlg_error *err)
{
    mlg_tour_answer more = job->answer;
    int32_t n = more.n_visits;
    int64_t *gain = NULL;
    more.visits = NULL;
    *any = false;
    mlg_status st;
    MLG_GO(MLG_NEW(&gain, (size_t)n + 1, "gains", err));
    MLG_GO(MLG_NEW(&more.visits, (size_t)n + 1, "gains", err));
    if (n > 0)
        memcpy(more.visits, job->answer.visits, (size_t)n * sizeof *more.visits);
    more.n_visits = n + 1;
    for (int32_t j = 0; j < job->n_stops; j++) {
        more.visits[n] = (mlg_tour_visit){ .day = job->problem.n_days - 1, .stop = j, .start_s = 86400 };
        MLG_GO(mlg_tour_gains(gain, &job->problem, &more, err));
        useful[j] = gain[n] > 0;
        *any = *any || useful[j];
    }
done:
    free(gain);
    free(more.visits);
    return st;
}

/* Whether a stop where a session would add to the benefit is open that day for as long as a session. */
static bool is_open(const mlg_tour_job *job, const bool *useful, int32_t day)
{
    const mlg_tour_problem *p = &job->problem;
    for (int32_t j = 0; j < p->n_stops; j++) {
        const mlg_tour_span *span = &p->opening[j * p->n_days + day];
        if (useful[j] && span->to_s - span->from_s >= p->session_s[j])
            return true;
    }
    return false;
}

static void find_days(mlg_tour_room *room, const mlg_tour_job *job, const bool *useful)
{
    const mlg_tour_problem *p = &job->problem;
    bool by_time = room->reason && strcmp(room->reason, "temps") == 0;
    for (int32_t k = 0; k < p->n_units * p->n_days; k++)
        if (has_room(job, k))
            room->day[k] = by_time && !is_open(job, useful, k % p->n_days) ? "ferme" : room->reason;
}

mlg_status mlg_tour_find_room(mlg_tour_room *room, const mlg_tour_job *job, mlg_error *err)
{
    const mlg_tour_problem *p = &job->problem;
    bool any = false, *useful = NULL, acts = p->aim == MLG_TOUR_ACTS;
    *room = (mlg_tour_room){ .target = 0 };
    mlg_status st;
    MLG_GO(MLG_NEW(&room->day, (size_t)p->n_units * (size_t)p->n_days, "days", err));
    MLG_GO(MLG_NEW(&useful, (size_t)job->n_stops, "stops", err));
    for (int32_t i = 0; i < p->n_demand; i++)
        room->target += acts ? (double)job->weight[i] : job->persons_of[i];
    for (int32_t k = 0; k < p->n_units * p->n_days; k++)
        room->free_days += has_room(job, k);
    if (room->free_days > 0 && room->target > 0)
        MLG_GO(find_useful(useful, &any, job, err));
    if (room->target <= 0)
        room->reason = "cible";
    else if (room->free_days > 0)
        room->reason = any ? "temps" : job->answer.benefit == 0 ? "portee" : "rien";
    find_days(room, job, useful);
done:
    free(useful);
    return st;
}

void mlg_tour_room_release(mlg_tour_room *room)
{
    free(room->day);
    *room = (mlg_tour_room){ .target = 0 };
}
