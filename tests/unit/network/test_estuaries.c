/* Estuaries: which bank the town halls of France are on, and how far one goes round. */
#include "support.h"

#include "adapters/crs.h"
#include "network/models/estuaries.h"
#include "network/models/model.h"
#include "study/france/france.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const mlg_france *france;
    mlg_estuaries estuaries;
    mlg_crow_params params;
    mlg_transform *transform;
} land;

static land *shared(void)
{
    static land l;
    mlg_error err;
    if (l.transform)
        return &l;
    setenv("MAILLAGE_GEODATA", SOURCE_DIR "/geodata", 1);
    assert_ok(mlg_france_open(&l.france, &err), &err);
    assert_ok(mlg_estuaries_read(&l.estuaries, 2154, &err), &err);
    l.params = mlg_crow_defaults();
    l.params.islands.estuaries = l.estuaries;
    assert_ok(mlg_transform_new(&l.transform, "EPSG:4326", "EPSG:2154", &err), &err);
    return &l;
}

static void locate(double *x, double *y, land *l, const char *code)
{
    size_t failed;
    const mlg_france_commune *c = mlg_france_commune_of(l->france, code);
    if (!c)
        fail_msg("%s is no commune", code);
    *x = c->lon;
    *y = c->lat;
    mlg_transform_points(l->transform, x, y, 1, &failed);
}

static double straight_km(land *l, const char *a, const char *b)
{
    double ax, ay, bx, by;
    locate(&ax, &ay, l, a);
    locate(&bx, &by, l, b);
    return hypot(ax - bx, ay - by) / 1000;
}

static double travelled_km(land *l, const char *a, const char *b)
{
    double ax, ay, bx, by;
    locate(&ax, &ay, l, a);
    locate(&bx, &by, l, b);
    double there = mlg_crow_distance_m(&l->params, ax, ay, bx, by),
           back = mlg_crow_distance_m(&l->params, bx, by, ax, ay);
    assert_near(there, back, 0);
    return there / 1000;
}

static bool goes_round(land *l, const char *a, const char *b)
{
    return travelled_km(l, a, b) > straight_km(l, a, b) * (1 + 1e-9);
}

/* Communes of the two banks of each estuary: a trip from one to the other goes round, one along a bank does not. */
static void town_halls_are_on_their_bank(void **state)
{
    (void)state;
    static const struct {
        const char *name, *one, *other;
    } banks[] = {
        { "Baie de Somme", "80228 80688 80303 80649", "80721 80182 80464 80618 80110" },
        { "Seine", "76351 76552 76305 76489 76660 76684 76384 76476 76499 76471 76164 76622 76341",
          "14333 14715 27233 27064 27169 27388 27485 27518 27686 27006 76727 76401 27665 27101 27601" },
        { "Rance", "35093 35241 35228 35181 22103 35287", "35288 35284 35314 35358 35306 35049" },
        { "Rade de Brest", "29019 29189 29137 29190 29078 29235 29212",
          "29042 29120 29104 29001 29022 29238 29280" },
        { "Rade de Lorient", "56121 56107 56098 56162", "56181 56118 56193 56062 56094 56169" },
        { "Golfe du Morbihan", "56116 56008 56106 56003 56046 56262", "56005 56214 56240 56252 56243 56251" },
        { "Loire", "44184 44052 44045 44047 44074 44158 44132 44103 44080 44019 44162",
          "44154 44116 44046 44061 44120 44166 44101 44020 44192 44145" },
        { "Gironde",
          "33544 33514 33208 33383 33314 33423 33146 33220 33262 33256 33312 33056 33268 33395 33538 33521 33211",
          "17306 17230 17248 17380 17437 33073 33058 33325 33182 33067 33004 33434 33032 17333 33006 33035 "
          "33389" },
        { "Bassin d’Arcachon", "33236 33011 33005 33229 33019", "33009 33529 33199 33527" },
        { "Grand Rhône", "13096", "13078 13039 13097" },
    };
    land *l = shared();
    for (size_t k = 0; k < sizeof banks / sizeof *banks; k++) {
        const char *sides[2] = { banks[k].one, banks[k].other };
        char code[2][6];
        for (int s = 0; s < 4; s++)
            for (const char *a = sides[s >> 1]; *a; a += strspn(a + 5, " ") + 5)
                for (const char *b = sides[s & 1]; *b; b += strspn(b + 5, " ") + 5) {
                    snprintf(code[0], 6, "%.5s", a);
                    snprintf(code[1], 6, "%.5s", b);
                    if (goes_round(l, code[0], code[1]) != (s == 1 || s == 2))
                        fail_msg("%s: %s to %s", banks[k].name, code[0], code[1]);
                }
    }
}

/* Le Verdon to Royan is 6 km by the ferry and 180 km by road: at least 160 in straight lines by Bordeaux. Le Havre to Honfleur is 25
 * km by the bridge of Normandie, Saint-Nazaire to Saint-Brevin 13 by its own, Arcachon to Lège 45 around the basin, Brest to Crozon 58
 * by Térénez: with a detour of 1.25 the figures are within two fifths of the road. */
static void known_trips_have_about_the_length_of_the_road(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
        double road_km;
    } trips[] = { { "33544", "17306", 195 }, { "76351", "14333", 25 }, { "44184", "44154", 13 },
                  { "33009", "33236", 45 },  { "29019", "29042", 58 }, { "35288", "35093", 11 },
                  { "56181", "56121", 19 },  { "33314", "33058", 95 } };
    land *l = shared();
    for (size_t k = 0; k < sizeof trips / sizeof *trips; k++) {
        double km = 1.25 * travelled_km(l, trips[k].from, trips[k].to);
        if (!(km > trips[k].road_km / 1.4 && km < trips[k].road_km * 1.4))
            fail_msg("%s to %s: %.1f km for %.0f", trips[k].from, trips[k].to, km, trips[k].road_km);
    }
}

/* A line of water from (0, 0) to (10, 0) km with a bridge at its inland end: from (4, 3) to (4, -3) one goes by (10, 0), twice the root
 * of 45. A trip of the same bank, one beyond the bridge and one that ends on the bridge are straight. */
static void one_goes_round_by_the_bridge(void **state)
{
    (void)state;
    mlg_estuaries e = { .estuary = { { { 0, 2 }, 0, 1, 0, 0, 10, 0 } },
                        .crossing = { { 2, 1 } },
                        .x_m = { 0, 10, 10 },
                        .y_m = { 0, 0, 0 },
                        .count = 1,
                        .crossings = 1,
                        .points = 3 };
    assert_near(mlg_estuaries_distance_m(&e, 1, 4, 3, 4, -3), 2 * sqrt(45), 1e-14);
    assert_near(mlg_estuaries_distance_m(&e, 1, 4, -3, 4, 3), mlg_estuaries_distance_m(&e, 1, 4, 3, 4, -3), 0);
    assert_near(mlg_estuaries_distance_m(&e, 0, 4, 3, 4, -3), 6, 0);
    assert_near(mlg_estuaries_distance_m(&e, 1, 4, 3, 8, 3), 4, 0);
    assert_near(mlg_estuaries_distance_m(&e, 1, 12, 3, 12, -3), 6, 0);
    assert_near(mlg_estuaries_distance_m(&e, 1, 4, 3, 10, 0), sqrt(45), 1e-14);
    assert_int_equal(mlg_estuaries_within(&e, 11, -5, 20, 5), 0);
    assert_int_equal(mlg_estuaries_within(&e, 5, -5, 20, 5), 1);
}

/* The travel model gives what the distance says: Le Verdon is out of the hour of Royan, and Saint-Nazaire in reach of
 * Saint-Brevin. */
static void a_travel_model_goes_round(void **state)
{
    (void)state;
    static const char *const codes[] = { "33544", "17306", "44184", "44154" };
    land *l = shared();
    double x[4], y[4];
    const uint8_t density[] = { 6, 6, 6, 6 };
    mlg_travel *travel;
    mlg_travel_scratch *scratch;
    mlg_error err;
    for (int k = 0; k < 4; k++)
        locate(&x[k], &y[k], l, codes[k]);
    const mlg_points points = { 4, x, y, density };
    assert_ok(mlg_travel_crow(&travel, &l->params, &points, &points, NULL, &err), &err);
    assert_ok(mlg_travel_scratch_new(&scratch, travel, &err), &err);
    for (int32_t s = 0; s < 4; s++) {
        mlg_row row;
        assert_ok(mlg_travel_row(travel, s, 60 * MLG_DS_PER_MIN, scratch, &row, &err), &err);
        assert_int_equal(row.count, s < 2 ? 1 : 2);
        for (int32_t k = 0; k < row.count; k++)
            if (row.place[k] != s)
                assert_int_equal(
                    row.time_ds[k],
                    mlg_crow_time_ds(&l->params, 1000 * travelled_km(l, codes[s], codes[row.place[k]]), 6, 6));
    }
    mlg_travel_scratch_free(scratch);
    mlg_travel_free(travel);
}

static int release(void **state)
{
    (void)state;
    land *l = shared();
    mlg_transform_free(l->transform);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_goes_round_by_the_bridge),
        cmocka_unit_test(town_halls_are_on_their_bank),
        cmocka_unit_test(known_trips_have_about_the_length_of_the_road),
        cmocka_unit_test(a_travel_model_goes_round),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
