#include "analysis/catchment/capacity_optimal.h"

#include "base/language.h"
#include "base/memory.h"
#include "base/progress.h"

/* ---- network ------------------------------------------------------------------------------------------------ */

typedef struct {
    int64_t cost;
    int32_t node;
} entry;

/* Nodes: places, then sites, then one for the unserved. Reduced cost of an arc: time + potential of its tail -
 * potential of its head, never negative. */
typedef struct {
    mlg_sparse_view pairs;    /* sites by places */
    int64_t *flow, *room;     /* by pair; by site: spare capacity */
    int32_t *pair_site;       /* by pair */
    mlg_sparse_rows by_place; /* places by sites; values are numbers of pairs */
    int64_t unserved_cost;
    int64_t *potential, *cost;  /* by node */
    int32_t *by_pair;           /* by node: the pair through which it was reached */
    int32_t *reached, *settled; /* by node: number of the last search that did so */
    int32_t search;
    int32_t *done; /* nodes settled by the current search */
    int32_t n_done;
    entry *heap;
    size_t n_heap, heap_capacity;
    int32_t nodes;
} solver;

enum { NO_PAIR = -1 };

static mlg_status make_solver(solver *s, mlg_error *err)
{
    s->nodes = s->pairs.n_columns + s->pairs.n_rows + 1;
    size_t n = (size_t)s->nodes;
    MLG_TRY(mlg_sparse_transpose_numbers(&s->by_place, s->pairs, err));
    MLG_TRY(MLG_NEW(&s->room, (size_t)s->pairs.n_rows, "assignment", err));
    MLG_TRY(MLG_NEW(&s->pair_site, (size_t)mlg_sparse_entries(s->pairs), "assignment", err));
    MLG_TRY(MLG_NEW(&s->potential, n, "assignment", err));
    MLG_TRY(MLG_NEW(&s->cost, n, "assignment", err));
    MLG_TRY(MLG_NEW(&s->by_pair, n, "assignment", err));
    MLG_TRY(MLG_NEW(&s->reached, n, "assignment", err));
    MLG_TRY(MLG_NEW(&s->settled, n, "assignment", err));
    return MLG_NEW(&s->done, n, "assignment", err);
}

static void release_solver(solver *s)
{
    void *arrays[] = { s->room,    s->pair_site, s->potential, s->cost, s->by_pair,
                       s->reached, s->settled,   s->done,      s->heap };
    mlg_sparse_release(&s->by_place);
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
        free(arrays[k]);
}

/* The site of each pair, and a cost above that of any path: each node at most once, each step at most the longest
 * time. */
static void index_pairs(solver *s)
{
    const mlg_sparse_view *p = &s->pairs;
    int64_t longest = 0;
    for (int32_t j = 0; j < p->n_rows; j++)
        for (int64_t k = p->start[j]; k < p->start[j + 1]; k++) {
            s->pair_site[k] = j;
            longest = p->value[k] > longest ? p->value[k] : longest;
        }
    s->unserved_cost = longest * s->nodes + 1;
}

/* ---- search ------------------------------------------------------------------------------------------------- */

static bool before(const entry *a, const entry *b)
{
    return a->cost < b->cost || (a->cost == b->cost && a->node < b->node);
}

static mlg_status push(solver *s, entry new, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&s->heap, &s->heap_capacity, s->n_heap + 1, "assignment", err));
    size_t k = s->n_heap++;
    for (; k > 0 && before(&new, &s->heap[(k - 1) / 2]); k = (k - 1) / 2)
        s->heap[k] = s->heap[(k - 1) / 2];
    s->heap[k] = new;
    return MLG_OK;
}

static entry pop(solver *s)
{
    entry top = s->heap[0], last = s->heap[--s->n_heap];
    size_t k = 0;
    for (;;) {
        size_t child = 2 * k + 1;
        if (child + 1 < s->n_heap && before(&s->heap[child + 1], &s->heap[child]))
            child++;
        if (child >= s->n_heap || !before(&s->heap[child], &last))
            break;
        s->heap[k] = s->heap[child];
        k = child;
    }
    s->heap[k] = last;
    return top;
}

static mlg_status reach(solver *s, int32_t from, int32_t to, int64_t step, int32_t pair, mlg_error *err)
{
    int64_t cost = s->cost[from] + step + s->potential[from] - s->potential[to];
    if (s->settled[to] == s->search || (s->reached[to] == s->search && s->cost[to] <= cost))
        return MLG_OK;
    s->reached[to] = s->search;
    s->cost[to] = cost;
    s->by_pair[to] = pair;
    return push(s, (entry){ cost, to }, err);
}

static mlg_status spread_place(solver *s, int32_t place, mlg_error *err)
{
    const mlg_sparse_rows *sites = &s->by_place;
    for (int64_t k = sites->start[place]; k < sites->start[place + 1]; k++) {
        int32_t pair = sites->value[k];
        MLG_TRY(reach(s, place, s->pairs.n_columns + sites->column[k], s->pairs.value[pair], pair, err));
    }
    return reach(s, place, s->nodes - 1, s->unserved_cost, place, err);
}

/* From a full site the search goes on to the places it serves, whose people may move. */
static mlg_status spread_site(solver *s, int32_t site, mlg_error *err)
{
    const mlg_sparse_view *p = &s->pairs;
    for (int32_t pair = (int32_t)p->start[site]; pair < p->start[site + 1]; pair++)
        if (s->flow[pair] > 0)
            MLG_TRY(reach(s, p->n_columns + site, p->column[pair], -(int64_t)p->value[pair], pair, err));
    return MLG_OK;
}

static bool is_end(const solver *s, int32_t node)
{
    return node == s->nodes - 1 || (node >= s->pairs.n_columns && s->room[node - s->pairs.n_columns] > 0);
}

/* Finds the end of the cheapest path from a place: a site with spare capacity, or the node of the unserved.
 * Updates the potentials. */
static mlg_status find_path(int32_t *end, solver *s, int32_t place, mlg_error *err)
{
    s->search++;
    s->n_heap = 0;
    s->n_done = 0;
    s->cost[place] = 0;
    s->reached[place] = s->search;
    s->by_pair[place] = NO_PAIR;
    MLG_TRY(push(s, (entry){ 0, place }, err));
    for (;;) { /* the node of the unserved is always reached */
        entry next = pop(s);
        if (s->settled[next.node] == s->search)
            continue;
        s->settled[next.node] = s->search;
        if (is_end(s, next.node)) {
            *end = next.node;
            break;
        }
        s->done[s->n_done++] = next.node;
        if (next.node < s->pairs.n_columns)
            MLG_TRY(spread_place(s, next.node, err));
        else
            MLG_TRY(spread_site(s, next.node - s->pairs.n_columns, err));
    }
    for (int32_t k = 0; k < s->n_done; k++)
        s->potential[s->done[k]] += s->cost[s->done[k]] - s->cost[*end];
    return MLG_OK;
}

/* ---- flows -------------------------------------------------------------------------------------------------- */

/* Walks a path back from its end: returns the place before a node, and in *given the pair that its people leave,
 * NO_PAIR at the start. */
static int32_t step_back(const solver *s, int32_t node, int32_t *given)
{
    int32_t place = node == s->nodes - 1 ? s->by_pair[node] : s->pairs.column[s->by_pair[node]];
    *given = s->by_pair[place];
    return place;
}

static int64_t narrowest(const solver *s, int32_t end, int64_t left)
{
    int64_t most =
        end < s->nodes - 1 && s->room[end - s->pairs.n_columns] < left ? s->room[end - s->pairs.n_columns] : left;
    for (int32_t node = end, given = 0; given != NO_PAIR;) {
        step_back(s, node, &given);
        if (given == NO_PAIR)
            break;
        most = s->flow[given] < most ? s->flow[given] : most;
        node = s->pairs.n_columns + s->pair_site[given];
    }
    return most;
}

static void move_people(solver *s, int32_t end, int64_t persons)
{
    int32_t given = 0;
    if (end < s->nodes - 1)
        s->room[end - s->pairs.n_columns] -= persons;
    for (int32_t node = end; given != NO_PAIR;) {
        step_back(s, node, &given);
        if (node < s->nodes - 1)
            s->flow[s->by_pair[node]] += persons;
        if (given != NO_PAIR) {
            s->flow[given] -= persons;
            node = s->pairs.n_columns + s->pair_site[given];
        }
    }
}

static mlg_status enter_place(solver *s, int32_t place, int64_t persons, mlg_error *err)
{
    while (persons > 0) {
        int32_t end;
        MLG_TRY(find_path(&end, s, place, err));
        int64_t moved = narrowest(s, end, persons);
        move_people(s, end, moved);
        persons -= moved;
    }
    return MLG_OK;
}

/* ---- entry point -------------------------------------------------------------------------------------------- */

static mlg_status check_whole(const char *what, int32_t count, const int64_t *value, mlg_error *err)
{
    static const int64_t MOST = INT64_C(1) << 40;
    for (int32_t i = 0; i < count; i++)
        if (value[i] < 0 || value[i] > MOST)
            return mlg_fail(err, MLG_INPUT, "%s %d is %lld, which is not in 0..2^40", mlg_tr(what), i,
                            (long long)value[i]);
    return MLG_OK;
}

static mlg_status sum_up(mlg_assignment *total, const solver *s, const int64_t *persons, mlg_error *err)
{
    *total = (mlg_assignment){ 0 };
    for (int32_t i = 0; i < s->pairs.n_columns; i++)
        total->unserved += persons[i];
    for (int64_t k = 0; k < mlg_sparse_entries(s->pairs); k++) {
        int64_t time;
        total->served += s->flow[k];
        if (__builtin_mul_overflow(s->flow[k], (int64_t)s->pairs.value[k], &time) ||
            __builtin_add_overflow(total->person_ds, time, &total->person_ds))
            return mlg_fail(err, MLG_DATA, "the total time of the people served does not fit 63 bits");
    }
    total->unserved -= total->served;
    return MLG_OK;
}

mlg_status mlg_assign(int64_t *flow, mlg_assignment *total, mlg_sparse_view pairs, const int64_t *persons,
                      const int64_t *capacity, const mlg_progress *progress, mlg_error *err)
{
    solver s = { .flow = flow, .pairs = pairs };
    mlg_status st;
    *total = (mlg_assignment){ 0 };
    MLG_GO(check_whole("population of place", pairs.n_columns, persons, err));
    MLG_GO(check_whole("capacity of site", pairs.n_rows, capacity, err));
    MLG_GO(make_solver(&s, err));
    index_pairs(&s);
    for (int32_t j = 0; j < pairs.n_rows; j++)
        s.room[j] = capacity[j];
    for (int64_t k = 0; k < mlg_sparse_entries(pairs); k++)
        flow[k] = 0;
    for (int32_t i = 0; i < pairs.n_columns; i++) {
        MLG_GO(mlg_progress_step(progress, "assignment", (double)i / pairs.n_columns, err));
        MLG_GO(enter_place(&s, i, persons[i], err));
    }
    st = sum_up(total, &s, persons, err);
done:
    release_solver(&s);
    return st;
}
