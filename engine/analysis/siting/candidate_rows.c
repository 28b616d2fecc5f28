#include "analysis/siting/candidate_rows.h"

static bool is_listed(const mlg_siting_problem *p, const mlg_row_filter *f, int64_t arc)
{
    int32_t i = p->row_demand[arc], time_s = p->row_cost[arc];
    return time_s <= f->limit_s && (!f->under_s || time_s < f->under_s[i]) &&
           (f->with_weightless || p->weight[i] > 0);
}

mlg_status mlg_candidate_rows(mlg_sparse_rows *out, const mlg_siting_problem *p, const mlg_row_filter *f,
                              mlg_error *err)
{
    int64_t n = 0;
    MLG_TRY(mlg_sparse_init(out, p->n_candidates, p->n_demand,
                            p->n_candidates > 0 ? p->row_start[p->n_candidates] : 0, err));
    for (int32_t j = 0; j < p->n_candidates; j++) {
        bool listed = (f->states >> mlg_candidate_state_of(p, j) & 1) && (!f->only || f->only[j]);
        for (int64_t k = p->row_start[j]; listed && k < p->row_start[j + 1]; k++)
            if (is_listed(p, f, k)) {
                out->column[n] = p->row_demand[k];
                out->value[n++] = f->without_times ? 0 : p->row_cost[k];
            }
        out->start[j + 1] = n;
    }
    return MLG_OK;
}

mlg_status mlg_demand_rows(mlg_sparse_rows *out, const mlg_siting_problem *p, const mlg_row_filter *f,
                           bool by_time, mlg_error *err)
{
    mlg_sparse_rows sites = { 0 };
    MLG_TRY(mlg_candidate_rows(&sites, p, f, err));
    mlg_status st = mlg_sparse_transpose(out, mlg_sparse_view_of(&sites), err);
    mlg_sparse_release(&sites);
    if (st == MLG_OK && by_time)
        st = mlg_sparse_sort_by_value(out, err);
    if (st != MLG_OK)
        mlg_sparse_release(out);
    return st;
}
