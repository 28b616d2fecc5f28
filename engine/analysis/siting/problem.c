#include "analysis/siting/problem.h"

#include <stdlib.h>

void mlg_siting_options_init(mlg_siting_options *options)
{
    *options = (mlg_siting_options){ .max_nodes = 200000, .max_arcs = 2000000000, .seed = 1, .use_solver = true };
}

mlg_solver_options mlg_siting_solver_options(const mlg_siting_options *options)
{
    int64_t nodes = options->max_nodes;
    return (mlg_solver_options){ .max_seconds = options->max_seconds,
                                 .max_nodes = nodes > INT32_MAX ? INT32_MAX : (int32_t)nodes,
                                 .kind = options->solver };
}

void mlg_siting_answer_release(mlg_siting_answer *answer)
{
    free(answer->chosen);
    free(answer->assigned);
    free(answer->assigned_time_s);
    *answer = (mlg_siting_answer){ 0 };
}
