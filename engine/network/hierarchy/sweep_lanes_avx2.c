/* Sixteen lanes per vector, AVX2. CMakeLists.txt compiles only this file with the option. */
#include "network/hierarchy/sweep_inner.h"

#ifdef __AVX2__
#include <immintrin.h>

typedef __m256i vec;
enum { VEC = 16 };

static inline vec vec_load(const uint16_t *from)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)from);
}

static inline void vec_store(uint16_t *to, vec x)
{
    _mm256_storeu_si256((__m256i *)(void *)to, x);
}

static inline vec vec_all(uint16_t value)
{
    return _mm256_set1_epi16((short)value);
}

static inline vec vec_sum(vec a, vec b)
{
    return _mm256_adds_epu16(a, b);
}

static inline vec vec_min(vec a, vec b)
{
    return _mm256_min_epu16(a, b);
}

static inline vec vec_lowered(vec a, vec b)
{
    return _mm256_or_si256(a, _mm256_cmpeq_epi16(_mm256_max_epu16(a, b), a));
}

static inline uint16_t vec_low(vec x)
{
    __m128i half = _mm_min_epu16(_mm256_castsi256_si128(x), _mm256_extracti128_si256(x, 1));
    return (uint16_t)_mm_cvtsi128_si32(_mm_minpos_epu16(half));
}

#include "network/hierarchy/sweep_lanes_body.h"

static const mlg_lane_code CODE = { "AVX2", climb, settle_core, visit_core, sweep_tree, visit_late, least_sum };

const mlg_lane_code *mlg_lanes_avx2(void)
{
    return __builtin_cpu_supports("avx2") ? &CODE : NULL;
}

#else

const mlg_lane_code *mlg_lanes_avx2(void)
{
    return NULL;
}

#endif
