#include "analysis/tour/watch.h"
#include "base/clock.h"
#include "base/progress.h"

bool mlg_tour_watch_late(mlg_tour_watch *watch)
{
    watch->late = watch->deadline > 0 && mlg_clock_s() > watch->deadline;
    return watch->late;
}

mlg_status mlg_tour_watch_check(mlg_tour_watch *watch, double fraction, mlg_error *err)
{
    mlg_status st = mlg_progress_step(watch->progress, "tours of mobile units", fraction, err);
    if (st == MLG_OK && watch->cancelled && atomic_load(watch->cancelled))
        st = mlg_fail(err, MLG_CANCELLED, "cancelled during tours of mobile units; nothing was changed");
    if (st == MLG_CANCELLED && watch->cancelled)
        atomic_store(watch->cancelled, true);
    (void)mlg_tour_watch_late(watch);
    return st;
}
