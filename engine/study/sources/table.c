#include "study/source.h"

/* Any table: the study file names its columns, or they have usual names. */
const mlg_dataset mlg_dataset_table = {
    .name = "table",
    .provides = "changes|communes|other_year|population|density|ages|cells|qpv|sites|postal|supply|tvs|zoning|apl|"
                "income|indicators|membership",
    .title = "Any vector or tabular file, with a column map",
    .needs = "columns: { ... } when its columns do not bear usual names",
};
