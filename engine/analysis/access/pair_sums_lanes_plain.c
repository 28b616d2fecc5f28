/* Rows of a pass in plain C. */
#include "analysis/access/pair_sums_lanes_body.h"

const mlg_pass_code mlg_pass_plain = WEIGHTS_CODE("plain C");
