#include "analysis/siting/coverage/mclp_core.h"
#include "analysis/siting/frame.h"

mlg_status mlg_siting_mclp(mlg_siting_answer *out, const mlg_siting_problem *problem, int32_t limit_s,
                           const mlg_siting_options *options, mlg_error *err)
{
    mlg_siting_frame frame;
    *out = (mlg_siting_answer){ 0 };
    MLG_TRY(mlg_siting_frame_build(&frame, problem, (mlg_siting_reach){ true, limit_s, limit_s }, options, err));
    mlg_status st = mlg_mclp_solve(&frame.run, &frame.core, err);
    const char *method = frame.run.nodes > 0 ? "max covering: primal-dual bound, exchanges, branch and bound"
                                             : "max covering: primal-dual bound, exchanges";
    if (st == MLG_OK)
        st = mlg_siting_frame_report(out, &frame, method, err);
    mlg_siting_frame_release(&frame);
    return st;
}

mlg_status mlg_siting_gradual(mlg_siting_answer *out, const mlg_siting_problem *problem, int32_t full_s,
                              int32_t limit_s, const mlg_siting_options *options, mlg_error *err)
{
    mlg_siting_frame frame;
    *out = (mlg_siting_answer){ 0 };
    if (full_s < 0 || full_s >= limit_s)
        return mlg_fail(err, MLG_USAGE,
                        "gradual coverage is full up to %d s and ends at %d s: the first must be less",
                        (int)full_s, (int)limit_s);
    MLG_TRY(mlg_siting_frame_solve(&frame, problem, (mlg_siting_reach){ true, full_s, limit_s }, options, err));
    mlg_status st = mlg_siting_frame_report(
        out, &frame, "gradual coverage as a p-median: Lagrangian bound, swap search, branch and bound", err);
    mlg_siting_frame_release(&frame);
    return st;
}
