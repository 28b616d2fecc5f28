/* Constraints between values of `tours`. */
#include "study/config/schema.h"

static mlg_status check_tour(const mlg_node *tour, mlg_error *err)
{
    const mlg_node *depots = mlg_node_child(tour, "depots"), *units = mlg_node_child(tour, "units");
    const mlg_node *repeats = mlg_node_child(tour, "repeats");
    int32_t n = 0;
    for (const mlg_node *one = depots ? depots->first : NULL; one; one = one->next)
        n++;
    if (!mlg_node_child(tour, "depot") == !depots)
        return mlg_fail(err, MLG_INPUT, "%s: a tour needs 'depot', or 'depots' with one per unit", tour->where);
    if (depots && units && mlg_config_value(units->text) != n)
        return mlg_fail(err, MLG_INPUT, "%s: 'units' is %s, but 'depots' names %d", units->where, units->text,
                        (int)n);
    for (const mlg_node *one = repeats ? repeats->first : NULL; one && one->next; one = one->next)
        if (mlg_config_value(one->next->text) > mlg_config_value(one->text))
            return mlg_fail(err, MLG_INPUT, "%s: 'repeats' rises to %s; a later visit cannot count for more",
                            one->next->where, one->next->text);
    return mlg_config_check_ordered(tour, "full_minutes", "reach_minutes", err);
}

mlg_status mlg_config_check_tours(const mlg_node *tours, mlg_error *err)
{
    for (const mlg_node *one = tours ? tours->first : NULL; one; one = one->next)
        MLG_TRY(check_tour(one, err));
    return MLG_OK;
}
