/* Sums over one row of a pass. The row is first spread over the window of places it covers, with 0 where it has no
 * pair, so that memory is then read and written sequentially, by as many lanes as the processor has, rather than
 * pair by pair. Lane l of a sum takes the places congruent to l modulo 16, and lanes are added in a fixed tree:
 * summing pair by pair gives the same bits, on every processor.
 *
 * A spread row has one of two forms: weights (8 bytes a place) or, when the decay has at most seven distinct
 * weights and the processor can expand bytes, classes of weights (1 byte a place).
 */
#ifndef MLG_ANALYSIS_ACCESS_PAIR_SUMS_LANES_H
#define MLG_ANALYSIS_ACCESS_PAIR_SUMS_LANES_H

#include "network/models/model.h"

enum {
    MLG_PAIR_LANES = 16,
    MLG_PAIR_CLASSES = 7,
    MLG_PAIR_BEYOND = 64 /* bytes that may be accessed beyond a window */,
    MLG_PAIR_LINE = 64,
    MLG_PAIR_PACKED = 3 /* maximum number of classes of a packed row */
};

/* Weights by time, and by class when there are few: the class of a time is the number of `last` at or after it. */
typedef struct mlg_pair_weights {
    const double *table; /* by decisecond; 0 from `beyond` on */
    int32_t beyond;
    int32_t classes;                     /* 0: too many distinct weights */
    int32_t last[MLG_PAIR_CLASSES];      /* ascending */
    double weight[MLG_PAIR_CLASSES + 1]; /* of class 0 (none) to `classes` */
} mlg_pair_weights;

/* Places [first, end), in whole groups of lanes. Data needed next (the following row) is prefetched in the
 * meantime. */
typedef struct mlg_pair_window {
    int32_t first, end;
    const int32_t *soon, *later, *also; /* prefetched by sum, by send and by send; may be NULL */
} mlg_pair_window;

static inline mlg_pair_window mlg_pair_window_of(int32_t lowest, int32_t highest)
{
    int32_t first = lowest / MLG_PAIR_LANES * MLG_PAIR_LANES;
    return (mlg_pair_window){ first, first + ((highest - first) / MLG_PAIR_LANES + 1) * MLG_PAIR_LANES, NULL, NULL,
                              NULL };
}

typedef struct mlg_row_sums {
    double down[MLG_PAIR_LANES], weights[MLG_PAIR_LANES]; /* SUM u w^p, SUM w */
} mlg_row_sums;

typedef struct mlg_pair_code {
    const char *name;
    int32_t cell;     /* bytes of a place in a spread row */
    int32_t sparsest; /* a row is spread when its window has at most this many places per pair */
    bool by_class;
    void (*spread)(void *spread, const mlg_row *row, const mlg_pair_weights *weights,
                   const mlg_pair_window *window);
    void (*sum)(mlg_row_sums *sums, const void *spread, const double *u, bool square, bool weigh,
                const mlg_pair_weights *weights, const mlg_pair_window *window);
    /* Packs a spread row to two bits a place, MLG_PAIR_LINE places at a time, and unpacks it; NULL: not supported
     * by this code. */
    void (*pack)(uint8_t *packed, const void *spread, const mlg_pair_window *window);
    void (*unpack)(void *spread, const uint8_t *packed, const mlg_pair_window *window);
    /* y += factor w^q. */
    void (*send)(double *y, const void *spread, double factor, bool square, const mlg_pair_weights *weights,
                 const mlg_pair_window *window);
} mlg_pair_code;

extern const mlg_pair_code mlg_pair_plain;
const mlg_pair_code *mlg_pair_avx2(void); /* NULL: not supported by the processor or the compiler */
const mlg_pair_code *mlg_pair_avx512(void);
const mlg_pair_code *mlg_pair_avx512_classes(void);

#endif
