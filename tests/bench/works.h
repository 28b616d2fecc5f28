/* What the stages of the generator of generate.h hand to each other. */
#ifndef MLG_BENCH_WORKS_H
#define MLG_BENCH_WORKS_H

#include "generate.h"
#include "network/search/dijkstra.h"

enum { LEVELS = 4, DENSE = 2 };

/* A street between two junctions. */
typedef struct street {
    int32_t u, v;
    float length_m;
    uint8_t density; /* 0 open country, 1 village, 2 town */
    uint8_t level;   /* 0 local, 1..3 arterial */
    int8_t one_way;  /* 0 both ways, 1 from u to v, -1 from v to u */
} street;

typedef struct works {
    const bench_commune *commune;
    int32_t n_communes;
    uint64_t random;
    int32_t n_points, n_streets;
    size_t x_room, y_room, street_room;
    float *x_m, *y_m;
    int32_t *centre; /* point of each commune */
    street *streets;
    int32_t *street_of_arc; /* in the order of the arcs of `roads` */
    mlg_csr roads;          /* every street both ways */
    mlg_search *search;
} works;

/* Normal deviate. */
double works_bell(uint64_t *random);

/* About n_nodes junctions, then numbered along the Hilbert curve. */
mlg_status works_place_junctions(works *w, int32_t n_nodes, mlg_error *err) MLG_MUST_CHECK;
mlg_status works_order_junctions(works *w, mlg_error *err) MLG_MUST_CHECK;

/* Streets between relative neighbours, arterials among them, one-way streets. */
mlg_status works_build_streets(works *w, mlg_error *err) MLG_MUST_CHECK;
int32_t works_time_ds(const street *s);

void works_release(works *w);

#endif
