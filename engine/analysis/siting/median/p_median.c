#include "analysis/siting/frame.h"

mlg_status mlg_siting_pmedian(mlg_siting_answer *out, const mlg_siting_problem *problem,
                              const mlg_siting_options *options, mlg_error *err)
{
    mlg_siting_frame frame;
    *out = (mlg_siting_answer){ 0 };
    MLG_TRY(mlg_siting_frame_solve(&frame, problem, (mlg_siting_reach){ false, 0, INT32_MAX }, options, err));
    const char *method = frame.run.nodes > 0 ? "p-median: Lagrangian bound, swap search, branch and bound"
                                             : "p-median: Lagrangian bound, swap search";
    mlg_status st = mlg_siting_frame_report(out, &frame, method, err);
    mlg_siting_frame_release(&frame);
    return st;
}
