#include "analysis/tour/plan.h"
#include "analysis/tour/schedule.h"
#include "base/memory.h"
#include "base/naming.h"

#include <string.h>

static const int32_t permuted_whole = 7; /* largest round whose orders are all tried */

/* ---- counts ---------------------------------------------------------------------------------------------- */

static bool counts(const mlg_tour_group *group, int32_t day)
{
    return day >= group->first_day && day <= group->last_day;
}

void mlg_tour_plan_count(mlg_tour_plan *plan, int32_t stop, int32_t day, int32_t more)
{
    const mlg_tour_frame *f = plan->frame;
    for (int32_t k = f->group_of_start[stop]; k < f->group_of_start[stop + 1]; k++) {
        const mlg_tour_group *group = &f->problem->group[f->group_of[k]];
        int32_t *visits = &plan->group_visits[f->group_of[k]];
        if (!counts(group, day))
            continue;
        plan->missed -= *visits < group->least ? group->least - *visits : 0;
        *visits += more;
        plan->missed += *visits < group->least ? group->least - *visits : 0;
    }
}

bool mlg_tour_plan_allows(const mlg_tour_plan *plan, int32_t stop, int32_t day)
{
    const mlg_tour_frame *f = plan->frame;
    if (plan->on_day[(int64_t)stop * f->problem->n_days + day])
        return false;
    for (int32_t k = f->group_of_start[stop]; k < f->group_of_start[stop + 1]; k++) {
        const mlg_tour_group *group = &f->problem->group[f->group_of[k]];
        if (counts(group, day) && plan->group_visits[f->group_of[k]] >= group->most)
            return false;
    }
    return true;
}

int32_t mlg_tour_plan_required(const mlg_tour_plan *plan, int32_t stop, int32_t day)
{
    const mlg_tour_frame *f = plan->frame;
    int32_t owed = 0;
    for (int32_t k = f->group_of_start[stop]; k < f->group_of_start[stop + 1]; k++) {
        const mlg_tour_group *group = &f->problem->group[f->group_of[k]];
        owed += counts(group, day) && plan->group_visits[f->group_of[k]] < group->least;
    }
    return owed;
}

int mlg_tour_plan_compare(const mlg_tour_plan *a, const mlg_tour_plan *b)
{
    if (a->missed != b->missed)
        return a->missed < b->missed ? 1 : -1;
    if (a->value.total != b->value.total)
        return a->value.total > b->value.total ? 1 : -1;
    return a->drive_s != b->drive_s ? (a->drive_s < b->drive_s ? 1 : -1) : 0;
}

/* ---- rounds ---------------------------------------------------------------------------------------------- */

bool mlg_tour_plan_slot(const mlg_tour_plan *plan, int32_t round, int32_t stop, mlg_tour_slot *slot)
{
    const mlg_tour_frame *f = plan->frame;
    const mlg_tour_leg *leg = &plan->leg[round];
    mlg_tour_label before = mlg_tour_first_label(f, round), label;
    int32_t node = f->problem->n_stops + round / f->problem->n_days;
    bool found = false;
    for (int32_t place = 0; place <= leg->count && leg->count < MLG_TOUR_MOST_STOPS; place++) {
        bool fits = mlg_tour_extend(f, round, node, before, stop, &label);
        int32_t last = stop;
        for (int32_t k = place; fits && k < leg->count; k++) {
            fits = mlg_tour_extend(f, round, last, label, leg->stop[k], &label);
            last = leg->stop[k];
        }
        int32_t drive_s = 0, end_s = fits ? mlg_tour_return(f, round, last, label, &drive_s) : MLG_TOUR_NEVER;
        if (end_s != MLG_TOUR_NEVER &&
            (!found || end_s < slot->end_s || (end_s == slot->end_s && drive_s < slot->drive_s))) {
            *slot = (mlg_tour_slot){ place, end_s, drive_s };
            found = true;
        }
        if (place < leg->count && !mlg_tour_extend(f, round, node, before, leg->stop[place], &before))
            break;
        node = place < leg->count ? leg->stop[place] : node;
    }
    return found;
}

void mlg_tour_plan_insert(mlg_tour_plan *plan, int32_t round, int32_t stop, const mlg_tour_slot *slot)
{
    const mlg_tour_problem *p = plan->frame->problem;
    mlg_tour_leg *leg = &plan->leg[round];
    int32_t day = round % p->n_days;
    memmove(&leg->stop[slot->place + 1], &leg->stop[slot->place],
            (size_t)(leg->count - slot->place) * sizeof leg->stop[0]);
    leg->stop[slot->place] = stop;
    leg->count++;
    plan->drive_s += slot->drive_s - leg->drive_s;
    leg->end_s = slot->end_s;
    leg->drive_s = slot->drive_s;
    plan->on_day[(int64_t)stop * p->n_days + day] = 1;
    plan->n_visits++;
    mlg_tour_plan_count(plan, stop, day, 1);
    mlg_tour_value_add(&plan->value, stop);
}

static void rerun(mlg_tour_plan *plan, int32_t round)
{
    mlg_tour_leg *leg = &plan->leg[round];
    plan->drive_s -= leg->drive_s;
    mlg_tour_time_round(plan->frame, round, leg->stop, leg->count, &leg->end_s, &leg->drive_s);
    plan->drive_s += leg->drive_s;
}

void mlg_tour_plan_remove(mlg_tour_plan *plan, int32_t round, int32_t place)
{
    const mlg_tour_problem *p = plan->frame->problem;
    mlg_tour_leg *leg = &plan->leg[round];
    int32_t day = round % p->n_days, stop = leg->stop[place];
    leg->count--;
    memmove(&leg->stop[place], &leg->stop[place + 1], (size_t)(leg->count - place) * sizeof leg->stop[0]);
    rerun(plan, round);
    plan->on_day[(int64_t)stop * p->n_days + day] = 0;
    plan->n_visits--;
    mlg_tour_plan_count(plan, stop, day, -1);
    mlg_tour_value_drop(&plan->value, stop);
}

/* ---- the order of a round -------------------------------------------------------------------------------- */

typedef struct {
    const mlg_tour_frame *frame;
    int32_t round, count;
    bool by_drive;
    int32_t stop[MLG_TOUR_MOST_STOPS], order[MLG_TOUR_MOST_STOPS];
    int32_t best[MLG_TOUR_MOST_STOPS], best_end_s, best_drive_s;
} orders;

static bool is_better(const orders *o, int32_t end_s, int32_t drive_s)
{
    if (o->by_drive && drive_s != o->best_drive_s)
        return drive_s < o->best_drive_s;
    return end_s != o->best_end_s ? end_s < o->best_end_s : drive_s < o->best_drive_s;
}

static void try_orders(orders *o, int32_t depth, int32_t node, mlg_tour_label label)
{
    if (o->by_drive && label.drive_s > o->best_drive_s)
        return;
    if (depth == o->count) {
        int32_t drive_s, end_s = mlg_tour_return(o->frame, o->round, node, label, &drive_s);
        if (end_s != MLG_TOUR_NEVER && is_better(o, end_s, drive_s)) {
            o->best_end_s = end_s;
            o->best_drive_s = drive_s;
            memcpy(o->best, o->order, sizeof o->best);
        }
        return;
    }
    for (int32_t k = 0; k < o->count; k++) {
        mlg_tour_label next;
        int32_t stop = o->stop[k];
        if (stop < 0 || !mlg_tour_extend(o->frame, o->round, node, label, stop, &next))
            continue;
        o->stop[k] = -1;
        o->order[depth] = stop;
        try_orders(o, depth + 1, stop, next);
        o->stop[k] = stop;
    }
}

/* Moves single stops while that improves the order. */
static void move_stops(orders *o)
{
    for (bool better = true; better;) {
        better = false;
        for (int32_t from = 0; from < o->count && !better; from++)
            for (int32_t to = 0; to < o->count && !better; to++) {
                int32_t end_s, drive_s, stop = o->best[from];
                memcpy(o->order, o->best, sizeof o->order);
                memmove(&o->order[from], &o->order[from + 1], (size_t)(o->count - 1 - from) * sizeof o->order[0]);
                memmove(&o->order[to + 1], &o->order[to], (size_t)(o->count - 1 - to) * sizeof o->order[0]);
                o->order[to] = stop;
                if (!mlg_tour_time_round(o->frame, o->round, o->order, o->count, &end_s, &drive_s) ||
                    !is_better(o, end_s, drive_s))
                    continue;
                memcpy(o->best, o->order, sizeof o->best);
                o->best_end_s = end_s;
                o->best_drive_s = drive_s;
                better = true;
            }
    }
}

void mlg_tour_plan_reorder(mlg_tour_plan *plan, int32_t round, bool by_drive)
{
    mlg_tour_leg *leg = &plan->leg[round];
    orders o = { .frame = plan->frame, .round = round, .count = leg->count, .by_drive = by_drive };
    if (leg->count < 2)
        return;
    memcpy(o.stop, leg->stop, sizeof o.stop);
    memcpy(o.best, leg->stop, sizeof o.best);
    o.best_end_s = leg->end_s;
    o.best_drive_s = leg->drive_s;
    if (leg->count <= permuted_whole)
        try_orders(&o, 0, plan->frame->problem->n_stops + round / plan->frame->problem->n_days,
                   mlg_tour_first_label(plan->frame, round));
    else
        move_stops(&o);
    memcpy(leg->stop, o.best, sizeof leg->stop);
    rerun(plan, round);
}

/* ---- life -------------------------------------------------------------------------------------------------- */

static mlg_status refuse_often(const mlg_tour_plan *plan, int32_t k, mlg_error *err)
{
    const mlg_tour_problem *p = plan->frame->problem;
    const mlg_tour_fixed *x = &p->fixed[k];
    if (plan->on_day[(int64_t)x->stop * p->n_days + x->day])
        return mlg_fail(err, MLG_DATA, "fixed visit %d: stop %s is visited on day %d already", (int)k + 1,
                        MLG_NAMED(MLG_ITEM_STOP, x->stop), (int)x->day + 1);
    return mlg_fail(
        err, MLG_DATA,
        "fixed visit %d: stop %s on day %d is one more than the visits allowed that week to its commune",
        (int)k + 1, MLG_NAMED(MLG_ITEM_STOP, x->stop), (int)x->day + 1);
}

/* Fails with the reason: the stop itself on that day, or the visits fixed before. */
static mlg_status refuse_slot(const mlg_tour_plan *plan, int32_t k, int32_t round, mlg_error *err)
{
    const mlg_tour_fixed *x = &plan->frame->problem->fixed[k];
    const mlg_tour_leg *leg = &plan->leg[round];
    const char *stop = MLG_NAMED(MLG_ITEM_STOP, x->stop);
    int number = (int)k + 1, day = (int)x->day + 1, unit = (int)x->unit + 1;
    switch (mlg_tour_obstacle_on(plan->frame, round, x->stop)) {
    case MLG_TOUR_NEVER_OPEN:
        return mlg_fail(err, MLG_DATA, "fixed visit %d: on day %d, stop %s is not open for a whole session",
                        number, day, stop);
    case MLG_TOUR_NO_ROAD:
        return mlg_fail(err, MLG_DATA, "fixed visit %d: no road from the depot of unit %d to stop %s and back",
                        number, unit, stop);
    case MLG_TOUR_DRIVE_TOO_LONG:
        return mlg_fail(err, MLG_DATA,
                        "fixed visit %d: to stop %s and back, unit %d drives longer than it may in a day", number,
                        stop, unit);
    case MLG_TOUR_DAY_TOO_SHORT:
        return mlg_fail(err, MLG_DATA, "fixed visit %d: day %d of unit %d is too short for stop %s, even alone",
                        number, day, unit, stop);
    default:
        return mlg_fail(
            err, MLG_DATA,
            "fixed visit %d: stop %s does not fit in day %d of unit %d beside what is fixed there before "
            "it, stop %s first",
            number, stop, day, unit, MLG_NAMED(MLG_ITEM_STOP, leg->stop[0]));
    }
}

static mlg_status place_fixed(mlg_tour_plan *plan, mlg_error *err)
{
    const mlg_tour_problem *p = plan->frame->problem;
    for (int32_t k = 0; k < p->n_fixed; k++) {
        const mlg_tour_fixed *x = &p->fixed[k];
        int32_t round = x->unit * p->n_days + x->day;
        mlg_tour_slot slot;
        if (!mlg_tour_plan_allows(plan, x->stop, x->day))
            return refuse_often(plan, k, err);
        if (!mlg_tour_plan_slot(plan, round, x->stop, &slot))
            return refuse_slot(plan, k, round, err);
        mlg_tour_plan_insert(plan, round, x->stop, &slot);
        mlg_tour_plan_reorder(plan, round, false);
        plan->on_day[(int64_t)x->stop * p->n_days + x->day] = 2;
    }
    return MLG_OK;
}

mlg_status mlg_tour_plan_init(mlg_tour_plan *plan, const mlg_tour_frame *frame, mlg_error *err)
{
    const mlg_tour_problem *p = frame->problem;
    *plan = (mlg_tour_plan){ .frame = frame };
    MLG_TRY(MLG_NEW(&plan->leg, (size_t)frame->n_rounds, "plan", err));
    MLG_TRY(MLG_NEW(&plan->on_day, (size_t)p->n_stops * (size_t)p->n_days, "plan", err));
    MLG_TRY(MLG_NEW(&plan->group_visits, (size_t)p->n_groups, "plan", err));
    MLG_TRY(mlg_tour_value_init(&plan->value, frame, err));
    for (int32_t r = 0; r < frame->n_rounds; r++)
        plan->leg[r].end_s = p->shift[r].from_s;
    for (int32_t g = 0; g < p->n_groups; g++)
        plan->missed += p->group[g].least;
    return place_fixed(plan, err);
}

void mlg_tour_plan_release(mlg_tour_plan *plan)
{
    free(plan->leg);
    free(plan->on_day);
    free(plan->group_visits);
    mlg_tour_value_release(&plan->value);
    *plan = (mlg_tour_plan){ 0 };
}

void mlg_tour_plan_copy(mlg_tour_plan *to, const mlg_tour_plan *from)
{
    const mlg_tour_problem *p = from->frame->problem;
    memcpy(to->leg, from->leg, (size_t)from->frame->n_rounds * sizeof *to->leg);
    memcpy(to->on_day, from->on_day, (size_t)p->n_stops * (size_t)p->n_days);
    memcpy(to->group_visits, from->group_visits, (size_t)p->n_groups * sizeof *to->group_visits);
    to->n_visits = from->n_visits;
    to->missed = from->missed;
    to->drive_s = from->drive_s;
    mlg_tour_value_copy(&to->value, &from->value);
}
