/* Rows of a pass with AVX-512: spread as weights, and as classes where bytes can be expanded (VBMI2).
 * CMakeLists.txt enables both for this file only. */
#include "analysis/access/pair_sums_lanes.h"

#ifdef __AVX512VBMI2__
#include "analysis/access/pair_sums_lanes_body.h"

#include <immintrin.h>

static const mlg_pair_code WEIGHTS = WEIGHTS_CODE("AVX-512");

/* ---- classes ------------------------------------------------------------------------------------------------ */

enum { PAIRS = 16, REACH = 32, EIGHT = 8 };

/* One bit per pair, at its place relative to `first`; all are within REACH. */
static inline __mmask32 bits_of(__m512i place, int32_t first)
{
    __m512i bit = _mm512_sllv_epi32(_mm512_set1_epi32(1), _mm512_sub_epi32(place, _mm512_set1_epi32(first)));
    __m256i eight = _mm256_or_si256(_mm512_castsi512_si256(bit), _mm512_extracti64x4_epi64(bit, 1));
    __m128i four = _mm_or_si128(_mm256_castsi256_si128(eight), _mm256_extracti128_si256(eight, 1));
    four = _mm_or_si128(four, _mm_shuffle_epi32(four, 0x4E));
    four = _mm_or_si128(four, _mm_shuffle_epi32(four, 0xB1));
    return (__mmask32)_mm_cvtsi128_si32(four);
}

static inline __m128i classes_of(const int32_t *time_ds, const mlg_pair_weights *weights)
{
    __m512i time = _mm512_loadu_si512(time_ds), found = _mm512_setzero_si512(), one = _mm512_set1_epi32(1);
    for (int32_t c = 0; c < weights->classes; c++)
        found = _mm512_mask_add_epi32(found, _mm512_cmple_epi32_mask(time, _mm512_set1_epi32(weights->last[c])),
                                      found, one);
    return _mm512_cvtepi32_epi8(found);
}

static inline uint8_t class_of(int32_t time_ds, const mlg_pair_weights *weights)
{
    int found = 0;
    for (int32_t c = 0; c < weights->classes; c++)
        found += time_ds <= weights->last[c];
    return (uint8_t)found;
}

/* Sixteen pairs at once where they are close together, written as REACH places: those beyond the last pair are 0
 * and are overwritten by later pairs. */
static void spread_classes(void *spread, const mlg_row *row, const mlg_pair_weights *weights,
                           const mlg_pair_window *window)
{
    uint8_t *to = spread, found[PAIRS];
    int32_t k = 0, first = window->first;
    memset(to, 0, (size_t)(window->end - first));
    for (; k + PAIRS <= row->count; k += PAIRS) {
        const int32_t *place = row->place + k;
        __m128i classes = classes_of(row->time_ds + k, weights);
        if (place[PAIRS - 1] - place[0] < REACH) {
            __mmask32 at = bits_of(_mm512_loadu_si512(place), place[0]);
            _mm256_storeu_si256((__m256i *)(void *)(to + (place[0] - first)),
                                _mm256_maskz_expand_epi8(at, _mm256_castsi128_si256(classes)));
            continue;
        }
        _mm_storeu_si128((__m128i *)(void *)found, classes);
        for (int i = 0; i < PAIRS; i++)
            to[place[i] - first] = found[i];
    }
    for (; k < row->count; k++)
        to[row->place[k] - first] = class_of(row->time_ds[k], weights);
}

/* Looks up eight places in a table by class. */
static inline __m512d look_up(const uint8_t *classes, __m512d table)
{
    __m512i which = _mm512_cvtepu8_epi64(_mm_loadl_epi64((const __m128i *)(const void *)classes));
    return _mm512_permutexvar_pd(which, table);
}

/* Weights by class, or their squares. */
static inline __m512d table_of(const mlg_pair_weights *weights, bool square)
{
    __m512d table = _mm512_loadu_pd(weights->weight);
    return square ? _mm512_mul_pd(table, table) : table;
}

static void sum_classes(mlg_row_sums *sums, const void *spread, const double *u, bool square, bool weigh,
                        const mlg_pair_weights *weights, const mlg_pair_window *window)
{
    const uint8_t *classes = spread;
    __m512d table = table_of(weights, square), single = table_of(weights, false);
    __m512d low = _mm512_setzero_pd(), high = low, low_all = low, high_all = low;
    int32_t count = window->end - window->first;
    u += window->first;
    for (int32_t i = 0; i < count; i += MLG_PAIR_LANES) {
        ask(window->soon, i);
        low = _mm512_add_pd(low, _mm512_mul_pd(_mm512_loadu_pd(u + i), look_up(classes + i, table)));
        high = _mm512_add_pd(high,
                             _mm512_mul_pd(_mm512_loadu_pd(u + i + EIGHT), look_up(classes + i + EIGHT, table)));
        if (weigh) {
            low_all = _mm512_add_pd(low_all, look_up(classes + i, single));
            high_all = _mm512_add_pd(high_all, look_up(classes + i + EIGHT, single));
        }
    }
    _mm512_storeu_pd(sums->down, low);
    _mm512_storeu_pd(sums->down + EIGHT, high);
    _mm512_storeu_pd(sums->weights, low_all);
    _mm512_storeu_pd(sums->weights + EIGHT, high_all);
}

static void send_classes(double *y, const void *spread, double factor, bool square,
                         const mlg_pair_weights *weights, const mlg_pair_window *window)
{
    const uint8_t *classes = spread;
    __m512d table = _mm512_mul_pd(_mm512_set1_pd(factor), table_of(weights, square));
    int32_t count = window->end - window->first;
    y += window->first;
    for (int32_t i = 0; i < count; i += EIGHT) {
        if (i % MLG_PAIR_LANES == 0) {
            ask(window->later, i);
            ask(window->also, i);
        }
        _mm512_storeu_pd(y + i, _mm512_add_pd(_mm512_loadu_pd(y + i), look_up(classes + i, table)));
    }
}

/* Four classes per byte, the first in its low bits. */
static void pack_classes(uint8_t *packed, const void *spread, const mlg_pair_window *window)
{
    const uint8_t *classes = spread;
    for (int32_t i = 0; i < window->end - window->first; i += MLG_PAIR_LINE, packed += MLG_PAIR_LINE / 4) {
        __m512i by_two = _mm512_maddubs_epi16(_mm512_loadu_si512(classes + i), _mm512_set1_epi16(0x0401));
        __m512i by_four = _mm512_madd_epi16(by_two, _mm512_set1_epi32(0x00100001));
        _mm_storeu_si128((__m128i *)(void *)packed, _mm512_cvtepi32_epi8(by_four));
    }
}

static void unpack_classes(void *spread, const uint8_t *packed, const mlg_pair_window *window)
{
    uint8_t *classes = spread;
    for (int32_t i = 0; i < window->end - window->first; i += MLG_PAIR_LINE, packed += MLG_PAIR_LINE / 4) {
        __m512i four = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(const void *)packed));
        four = _mm512_and_si512(_mm512_or_si512(four, _mm512_slli_epi32(four, 12)), _mm512_set1_epi32(0x000F000F));
        four = _mm512_and_si512(_mm512_or_si512(four, _mm512_slli_epi32(four, 6)), _mm512_set1_epi32(0x03030303));
        _mm512_storeu_si512(classes + i, four);
    }
}

static const mlg_pair_code CLASSES = {
    "AVX-512 by class", 1, 8, true, spread_classes, sum_classes, pack_classes, unpack_classes, send_classes
};

static bool is_here(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vbmi2");
}

const mlg_pair_code *mlg_pair_avx512(void)
{
    return is_here() ? &WEIGHTS : NULL;
}

const mlg_pair_code *mlg_pair_avx512_classes(void)
{
    return is_here() ? &CLASSES : NULL;
}

#else

const mlg_pair_code *mlg_pair_avx512(void)
{
    return NULL;
}

const mlg_pair_code *mlg_pair_avx512_classes(void)
{
    return NULL;
}

#endif
