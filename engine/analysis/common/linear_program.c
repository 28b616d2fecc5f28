#include "analysis/common/linear_program.h"

#include "base/memory.h"

void mlg_program_release(mlg_program *p)
{
    free(p->objective);
    free(p->lower);
    free(p->upper);
    free(p->value);
    free(p->row_lower);
    free(p->row_upper);
    free(p->is_integer);
    free(p->row_start);
    free(p->row_column);
    *p = (mlg_program){ 0 };
}

int32_t mlg_program_column(mlg_program *p, double objective, double lower, double upper, bool is_integer)
{
    size_t need = (size_t)p->n_columns + 1;
    p->failed = p->failed || MLG_GROW(&p->objective, &p->room[0], need, "program columns", NULL) != MLG_OK ||
                MLG_GROW(&p->lower, &p->room[1], need, "program columns", NULL) != MLG_OK ||
                MLG_GROW(&p->upper, &p->room[2], need, "program columns", NULL) != MLG_OK ||
                MLG_GROW(&p->is_integer, &p->room[3], need, "program columns", NULL) != MLG_OK;
    if (p->failed)
        return 0;
    p->objective[p->n_columns] = objective;
    p->lower[p->n_columns] = lower;
    p->upper[p->n_columns] = upper;
    p->is_integer[p->n_columns] = is_integer;
    return p->n_columns++;
}

void mlg_program_put(mlg_program *p, int32_t column, double value)
{
    size_t need = (size_t)p->n_values + 1;
    p->failed = p->failed || MLG_GROW(&p->row_column, &p->room[4], need, "program rows", NULL) != MLG_OK ||
                MLG_GROW(&p->value, &p->room[5], need, "program rows", NULL) != MLG_OK;
    if (p->failed)
        return;
    p->row_column[p->n_values] = column;
    p->value[p->n_values++] = value;
}

void mlg_program_row(mlg_program *p, double lower, double upper)
{
    size_t need = (size_t)p->n_rows + 2;
    p->failed = p->failed || MLG_GROW(&p->row_start, &p->room[6], need, "program rows", NULL) != MLG_OK ||
                MLG_GROW(&p->row_lower, &p->room[7], need, "program rows", NULL) != MLG_OK ||
                MLG_GROW(&p->row_upper, &p->room[8], need, "program rows", NULL) != MLG_OK;
    if (p->failed)
        return;
    if (p->n_rows == 0)
        p->row_start[0] = 0;
    p->row_lower[p->n_rows] = lower;
    p->row_upper[p->n_rows++] = upper;
    p->row_start[p->n_rows] = p->n_values;
}

mlg_status mlg_program_solve(mlg_solver_answer *out, const mlg_program *p, bool maximize,
                             const mlg_solver_options *options, mlg_error *err)
{
    static const int32_t no_rows = 0;
    *out = (mlg_solver_answer){ 0 };
    if (p->failed)
        return mlg_fail_memory(err, "a linear program", 0);
    mlg_solver_problem problem = { p->n_columns,
                                   p->objective,
                                   p->lower,
                                   p->upper,
                                   p->is_integer,
                                   p->n_rows,
                                   p->n_rows > 0 ? p->row_start : &no_rows,
                                   p->row_column,
                                   p->value,
                                   p->row_lower,
                                   p->row_upper,
                                   maximize };
    return mlg_solver_solve(out, &problem, options, err);
}
