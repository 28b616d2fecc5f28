/* Lanes by thirty-two, AVX-512. CMakeLists.txt gives this file alone the options that allow it. */
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

#define VEC_WEIGHTS
#include "network/hierarchy/sweep_lanes_body.h"

enum { DOUBLES = 8 };

/* Step of 8 lanes, and the mask of those not beyond the last. */
static inline __mmask8 find_steps(__m512i *step, const uint16_t *row, const mlg_lane_steps *steps)
{
    const __m128i one = _mm_set1_epi16(1), time_ds = _mm_loadu_si128((const __m128i *)(const void *)row);
    __m128i passed = _mm_setzero_si128();
    __mmask8 beyond = 0;
    for (int32_t k = 0; k < steps->count; k++) {
        beyond = _mm_cmpgt_epu16_mask(time_ds, _mm_set1_epi16((short)steps->end_ds[k]));
        passed = _mm_mask_add_epi16(passed, beyond, passed, one);
    }
    *step = _mm512_cvtepu16_epi64(passed);
    return (__mmask8)~beyond;
}

static inline __m512d find_weights(__mmask8 *within, const uint16_t *row, const mlg_lane_steps *steps)
{
    __m512i step;
    *within = find_steps(&step, row, steps);
    return _mm512_maskz_permutex2var_pd(*within, _mm512_loadu_pd(steps->weight), step,
                                        _mm512_loadu_pd(steps->weight + DOUBLES));
}

static void weigh(double *sum, const uint16_t *row, const mlg_lane_steps *steps, double amount)
{
    const __m512d factor = _mm512_set1_pd(amount);
    for (int lane = 0; lane < MLG_LANES; lane += DOUBLES) {
        __mmask8 within;
        __m512d weight = find_weights(&within, row + lane, steps);
        if (within)
            _mm512_storeu_pd(sum + lane,
                             _mm512_add_pd(_mm512_loadu_pd(sum + lane), _mm512_mul_pd(weight, factor)));
    }
}

static double dot(const uint16_t *row, const mlg_lane_steps *steps, const double *factor)
{
    __m512d sum = _mm512_setzero_pd();
    double part[MLG_DOT_PARTS];
    for (int lane = 0; lane < MLG_LANES; lane += DOUBLES) {
        __mmask8 within;
        __m512d weight = find_weights(&within, row + lane, steps);
        if (within)
            sum = _mm512_add_pd(sum, _mm512_mul_pd(weight, _mm512_loadu_pd(factor + lane)));
    }
    _mm512_storeu_pd(part, sum);
    return mlg_add_parts(part);
}

static const mlg_lane_code CODE = { "AVX-512", climb, settle_core,    visit_core,   sweep_tree, visit_late,
                                    weigh,     dot,   weigh_by_table, dot_by_table, least_sum };

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
