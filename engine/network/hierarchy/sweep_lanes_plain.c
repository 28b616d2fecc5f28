/* Eight lanes per vector, with the vector extension of gcc and clang: SSE2, NEON or plain integers. */
#include <stdint.h>
#include <string.h>

typedef uint16_t vec __attribute__((vector_size(16)));
enum { VEC = 8 };

static inline vec vec_load(const uint16_t *from)
{
    vec x;
    memcpy(&x, from, sizeof x);
    return x;
}

static inline void vec_store(uint16_t *to, vec x)
{
    memcpy(to, &x, sizeof x);
}

static inline vec vec_all(uint16_t value)
{
    return (vec){ value, value, value, value, value, value, value, value };
}

static inline vec vec_sum(vec a, vec b)
{
    vec sum = a + b;
    return sum | (vec)(sum < a);
}

static inline vec vec_min(vec a, vec b)
{
    vec less = (vec)(a < b);
    return (a & less) | (b & ~less);
}

static inline vec vec_lowered(vec a, vec b)
{
    return a | ~(vec)(a < b);
}

static inline uint16_t vec_low(vec x)
{
    uint16_t low = x[0];
    for (int i = 1; i < VEC; i++)
        low = x[i] < low ? x[i] : low;
    return low;
}

#include "network/hierarchy/sweep_lanes_body.h"

const mlg_lane_code mlg_lanes_plain = { "plain C",  climb,      settle_core, visit_core,
                                        sweep_tree, visit_late, least_sum };
