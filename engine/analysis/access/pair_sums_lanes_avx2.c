/* Rows of a pass, AVX2. CMakeLists.txt gives this file alone the option that allows it. */
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
