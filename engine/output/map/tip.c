#include "output/map/tip.h"

#include "base/language.h"
#include "output/figure.h"
#include "output/html.h"

#include <math.h>

static void add_apl(mlg_text *out, const mlg_map_facts *facts)
{
    if (isnan(facts->apl))
        return;
    mlg_html(out, mlg_report_tr("\u00a0: APL %s"), mlg_shown(facts->apl, 2).text);
    if (fabs(facts->change) > MLG_NO_CHANGE)
        mlg_html(out, mlg_report_tr(", %s avant"), mlg_shown(facts->before, 2).text);
}

/* Only where the trip changes: the map has layers for the times. */
static void add_emergency(mlg_text *out, const mlg_map_facts *facts)
{
    if (fabs(facts->longer) > MLG_NO_CHANGE)
        mlg_html(out, mlg_report_tr("\u00a0; urgences à %s\u00a0min, %s avant"),
                 mlg_shown(facts->minutes[MLG_TIMED_EMERGENCY], 0).text,
                 mlg_shown(facts->emergency_before, 0).text);
}

void mlg_map_tip_group(mlg_text *out, const char *group, double share, double apl)
{
    mlg_html(out, mlg_report_tr("\u00a0; %s\u00a0: %s %% des habitants"), group, mlg_shown(share, 1).text);
    if (!isnan(apl))
        mlg_html(out, mlg_report_tr(", APL %s"), mlg_shown(apl, 2).text);
}

void mlg_map_tip(mlg_text *out, const char *name, const mlg_map_facts *facts, const char *groups)
{
    mlg_html(out, "><title>%s", name);
    add_apl(out, facts);
    add_emergency(out, facts);
    if (!isnan(facts->persons))
        mlg_html(out, mlg_report_tr(" (%s habitants)"), mlg_shown(facts->persons, 0).text);
    mlg_text_add(out, groups);
    mlg_text_add(out, "</title></path>\n");
}
