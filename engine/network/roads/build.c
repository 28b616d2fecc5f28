/* The steps that make a graph of an extract. */
#include "network/roads/build.h"

#include "base/progress.h"

mlg_status mlg_graph_build(mlg_graph **out, mlg_osm *osm, const mlg_graph_options *options, mlg_error *err)
{
    builder b = { .options = options };
    mlg_status st;
    *out = NULL;
    MLG_GO(build_read(&b, osm, err));
    MLG_GO(mlg_progress_step(options->progress, "building the network", 0, err));
    MLG_GO(build_new_roads(&b, err));
    MLG_GO(build_list_via_ways(&b, err));
    MLG_GO(build_split(&b, err));
    MLG_GO(build_fold(&b, err));
    MLG_GO(mlg_progress_step(options->progress, "building the network", 0.5, err));
    MLG_GO(build_edges(&b, err));
    MLG_GO(build_zones(&b, err));
    MLG_GO(build_restrictions(&b, err));
    MLG_GO(build_u_turns(&b, err));
    MLG_GO(build_turns(&b, err));
    MLG_GO(build_layout(out, &b, err));
done:
    build_release(&b);
    return st;
}
