/* Rows of a pass with AVX2. CMakeLists.txt enables it for this file only. */
#include "analysis/access/pair_sums_lanes.h"

#ifdef __AVX2__
#include "analysis/access/pair_sums_lanes_body.h"

static const mlg_pair_code CODE = WEIGHTS_CODE("AVX2");

const mlg_pair_code *mlg_pair_avx2(void)
{
    return __builtin_cpu_supports("avx2") ? &CODE : NULL;
}

#else

const mlg_pair_code *mlg_pair_avx2(void)
{
    return NULL;
}

#endif
