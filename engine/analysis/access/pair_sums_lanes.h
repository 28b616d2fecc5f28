/* The sums of one row of a pass. The row is first spread over the window of places it covers, 0 where it has no pair, so
 * that what follows reads and writes in the order of memory, by as many lanes as the processor has, instead of one pair
 * after another. Lane l of a sum takes the places whose number ends in l (modulo 16), lanes are added in a fixed tree: a
 * row summed pair by pair (mlg_pair_pairs) gives the same bits, and so does every processor.
 *
 * Two shapes of a spread row: weights (8 bytes a place), and where the decay has at most seven different weights and the
 * processor can expand bytes, the class of the weight (1 byte a place).
 */
#ifndef MLG_ANALYSIS_ACCESS_PAIR_SUMS_LANES_H
#define MLG_ANALYSIS_ACCESS_PAIR_SUMS_LANES_H

#include "network/models/model.h"

enum {
    MLG_PAIR_LANES = 16,
    MLG_PAIR_CLASSES = 7,
    MLG_PAIR_BEYOND = 64 /* bytes touched beyond a window */,
    MLG_PAIR_LINE = 64,
    MLG_PAIR_PACKED = 3 /* most classes of a packed row */
};

/* Weights by time, and the same by class when they are few: class c of a time is the number of `last` at or after it. */
typedef struct mlg_pair_weights {
    const double *table; /* by decisecond; 0 at `beyond` and from there on */
    int32_t beyond;
    int32_t classes;                     /* 0: too many different weights */
    int32_t last[MLG_PAIR_CLASSES];      /* rising */
    double weight[MLG_PAIR_CLASSES + 1]; /* of class 0 (none) to `classes` */
} mlg_pair_weights;

/* Places first to end-1, whole groups of lanes. What is read soon after (the next row) is asked of memory in the
 * meantime. */
typedef struct mlg_pair_window {
    int32_t first, end;
    const int32_t *soon, *later, *also; /* asked for by sum, by send and by send; may be NULL */
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
    int32_t sparsest; /* a row is spread when its window has at most so many places a pair */
    bool by_class;
    void (*spread)(void *spread, const mlg_row *row, const mlg_pair_weights *weights,
                   const mlg_pair_window *window);
    void (*sum)(mlg_row_sums *sums, const void *spread, const double *u, bool square, bool weigh,
                const mlg_pair_weights *weights, const mlg_pair_window *window);
    /* A spread row in two bits a place, MLG_PAIR_LINE places at a time, and back; NULL: this code has none. */
    void (*pack)(uint8_t *packed, const void *spread, const mlg_pair_window *window);
    void (*unpack)(void *spread, const uint8_t *packed, const mlg_pair_window *window);
    /* y += factor w^q. */
    void (*send)(double *y, const void *spread, double factor, bool square, const mlg_pair_weights *weights,
                 const mlg_pair_window *window);
} mlg_pair_code;

extern const mlg_pair_code mlg_pair_plain;
const mlg_pair_code *mlg_pair_avx2(void); /* NULL: the processor or the compiler cannot */
const mlg_pair_code *mlg_pair_avx512(void);
const mlg_pair_code *mlg_pair_avx512_classes(void);

#endif
