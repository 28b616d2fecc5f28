/* Rows of a pass in plain C. */
#include "analysis/access/pair_sums_lanes_body.h"

const mlg_pair_code mlg_pair_plain = WEIGHTS_CODE("plain C");
