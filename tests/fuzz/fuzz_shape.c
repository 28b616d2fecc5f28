/* Geometries given as text in a column (WKT, EWKT, GeoJSON, hexadecimal WKB): any text gives a shape or one clear line. */
#include "output/csv.h"
#include "target.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const mlg_layer_options options = { .shape = "g", .to_epsg = 2154 };
    mlg_text csv = { 0 };
    char *text = malloc(size + 1);
    memcpy(text, data, size);
    text[size] = '\0';
    mlg_text_add(&csv, "code;g\n1;");
    mlg_csv_cell(&csv, text, ';');
    mlg_text_add(&csv, "\n");
    if (csv.data)
        fuzz_layer(fuzz_file(csv.data, strlen(csv.data), ".csv"), &options);
    mlg_text_release(&csv);
    free(text);
    return 0;
}

void fuzz_seeds(fuzz_keep keep)
{
    FUZZ_SEED(keep, "POLYGON((5 46,5.1 46,5.1 46.1,5 46),(5.05 46.01,5.06 46.01,5.06 46.02,5.05 46.01))");
    FUZZ_SEED(keep, "SRID=2154;MULTIPOINT Z (8e5 65e5 1, 800001 6500001 2)");
    FUZZ_SEED(keep, "{\"type\":\"LineString\",\"coordinates\":[[5,46],[6,47]]}");
    FUZZ_SEED(keep, "0101000020E610000000000000000014400000000000004740");
    FUZZ_SEED(keep, "CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING(0 0,1 1,2 0),(2 0,0 0)))");
    FUZZ_SEED(keep, "GEOMETRYCOLLECTION(TIN(((0 0,1 0,0 1,0 0))),POINT EMPTY)");
}
