/* Islands without a bridge: which communes of France stand on one, and that nobody crosses the sea in a straight line. */
#include "support.h"

#include "adapters/crs.h"
#include "network/models/islands.h"
#include "network/models/model.h"
#include "study/france/france.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_listed(const char *code, const char *const *codes)
{
    for (; *codes; codes++)
        if (strcmp(code, *codes) == 0)
            return true;
    return false;
}

/* Communes of the départements whose maps have this projection are on an island when they are listed, and only then. */
static int check_communes(const mlg_france *france, int epsg, const char *const *codes)
{
    mlg_islands islands;
    mlg_transform *transform;
    mlg_error err;
    char crs[24];
    int on_islands = 0;
    snprintf(crs, sizeof crs, "EPSG:%d", epsg);
    assert_ok(mlg_islands_read(&islands, epsg, &err), &err);
    assert_ok(mlg_transform_new(&transform, "EPSG:4326", crs, &err), &err);
    for (int32_t i = 0; i < france->count; i++) {
        const mlg_france_commune *c = &france->communes[i];
        const mlg_france_department *d = mlg_france_department_of(france, c->department);
        double x = c->lon, y = c->lat;
        size_t failed;
        if (isnan(c->lon) || !d || d->epsg != epsg)
            continue;
        mlg_transform_points(transform, &x, &y, 1, &failed);
        bool on = mlg_island_at(&islands, x, y) != 0;
        if (on != is_listed(c->code, codes))
            fail_msg("%s %s: %s an island", c->code, c->name, on ? "on" : "not on");
        on_islands += on;
    }
    mlg_transform_free(transform);
    return on_islands;
}

static void communes_of_islands_are_those_without_a_bridge(void **state)
{
    (void)state;
    static const char *const mainland[] = { "17004", "22016", "29082", "29083", "29084", "29155",
                                            "56009", "56069", "56085", "56086", "56087", "56088",
                                            "56114", "56152", "56241", "85113", NULL };
    static const char *const antilles[] = { "97108", "97110", "97112", "97126", "97130", "97131", NULL };
    static const char *const mayotte[] = { "97608", "97615", NULL };
    const mlg_france *france;
    mlg_error err;
    setenv("MAILLAGE_GEODATA", SOURCE_DIR "/geodata", 1);
    assert_ok(mlg_france_open(&france, &err), &err);
    assert_int_equal(check_communes(france, 2154, mainland), 16);
    assert_int_equal(check_communes(france, 5490, antilles), 6);
    assert_int_equal(check_communes(france, 4471, mayotte), 2);
}

/* Le Palais and Sauzon on Belle-Île, Quiberon on the mainland, Hœdic: one island in reach of itself, nothing across the sea. */
static void nobody_crosses_the_sea_in_a_straight_line(void **state)
{
    (void)state;
    double x[] = { -3.1556, -3.2181, -3.1200, -2.8780 }, y[] = { 47.3470, 47.3720, 47.4840, 47.3400 };
    const int32_t own[] = { 0 };
    mlg_transform *transform;
    mlg_travel_scratch *scratch;
    mlg_travel *travel;
    mlg_row row;
    mlg_error err;
    size_t failed;
    mlg_crow_params params = mlg_crow_defaults();
    assert_ok(mlg_transform_new(&transform, "EPSG:4326", "EPSG:2154", &err), &err);
    mlg_transform_points(transform, x, y, 4, &failed);
    mlg_transform_free(transform);
    const mlg_points places = { 4, x, y, NULL }, site = { 1, x, y, NULL };
    for (int by_sea = 1; by_sea >= 0; by_sea--) {
        if (!by_sea)
            assert_ok(mlg_islands_read(&params.islands, 2154, &err), &err);
        assert_ok(mlg_travel_crow(&travel, &params, &places, &site, own, &err), &err);
        assert_ok(mlg_travel_scratch_new(&scratch, travel, &err), &err);
        assert_ok(mlg_travel_row(travel, 0, 60 * MLG_DS_PER_MIN, scratch, &row, &err), &err);
        assert_int_equal(row.count, by_sea ? 4 : 2);
        mlg_travel_scratch_free(scratch);
        mlg_travel_free(travel);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(communes_of_islands_are_those_without_a_bridge),
        cmocka_unit_test(nobody_crosses_the_sea_in_a_straight_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
