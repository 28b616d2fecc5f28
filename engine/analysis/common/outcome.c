#include "analysis/common/outcome.h"

#include "base/clock.h"

void mlg_outcome_set_bound(mlg_outcome *outcome, double bound, double apart, double relative_to)
{
    outcome->bound = bound;
    outcome->proved = apart <= 0;
    outcome->gap = outcome->proved ? 0 : apart / relative_to;
}

void mlg_outcome_set_time(mlg_outcome *outcome, double start_s)
{
    outcome->seconds = mlg_clock_s() - start_s;
}

mlg_outcome mlg_outcome_scaled(const mlg_outcome *outcome, double scale)
{
    mlg_outcome scaled = *outcome;
    scaled.bound /= scale;
    return scaled;
}

void mlg_outcome_bind(mlg_stmt *stmt, const mlg_outcome *outcome)
{
    mlg_bind_double(stmt, ":borne", outcome->bound);
    mlg_bind_double(stmt, ":ecart", outcome->gap);
    mlg_bind_int(stmt, ":prouve", outcome->proved);
    mlg_bind_text(stmt, ":methode", outcome->method);
}
