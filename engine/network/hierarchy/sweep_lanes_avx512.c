/* Thirty-two lanes per vector, AVX-512. CMakeLists.txt compiles only this file with the options. */
#include "network/hierarchy/sweep_inner.h"

#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512VL__) && defined(__AVX512DQ__)
#include <immintrin.h>

typedef __m512i vec;
enum { VEC = 32 };

static inline vec vec_load(const uint16_t *from)
{
    return _mm512_loadu_si512(from);
}

static inline void vec_store(uint16_t *to, vec x)
{
    _mm512_storeu_si512(to, x);
}

static inline vec vec_all(uint16_t value)
{
    return _mm512_set1_epi16((short)value);
}

static inline vec vec_sum(vec a, vec b)
{
    return _mm512_adds_epu16(a, b);
}

static inline vec vec_min(vec a, vec b)
{
    return _mm512_min_epu16(a, b);
}

static inline vec vec_lowered(vec a, vec b)
{
    return _mm512_mask_mov_epi16(vec_all(MLG_NO_WAY), _mm512_cmplt_epu16_mask(a, b), a);
}

static inline uint16_t vec_low(vec x)
{
    __m256i half = _mm256_min_epu16(_mm512_castsi512_si256(x), _mm512_extracti64x4_epi64(x, 1));
    __m128i quarter = _mm_min_epu16(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
    return (uint16_t)_mm_cvtsi128_si32(_mm_minpos_epu16(quarter));
}

#include "network/hierarchy/sweep_lanes_body.h"

static const mlg_lane_code CODE = { "AVX-512", climb, settle_core, visit_core, sweep_tree, visit_late, least_sum };

const mlg_lane_code *mlg_lanes_avx512(void)
{
    bool here = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
    return here ? &CODE : NULL;
}

#else

const mlg_lane_code *mlg_lanes_avx512(void)
{
    return NULL;
}

#endif
