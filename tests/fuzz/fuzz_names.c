/* Words of a command line and of a study file: territories, places, lengths, hours, numbers, coordinate systems. */
#include "adapters/crs.h"
#include "study/config/config.h"
#include "study/france/france.h"
#include "target.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const mlg_france *france;

static void open_france(void)
{
    mlg_error err;
    if (!france &&
        (setenv("MAILLAGE_GEODATA", SOURCE_DIR "/geodata", 1) || mlg_france_open(&france, &err) != MLG_OK))
        abort();
}

/* One kind an input: the nearest of all names is looked for, which takes a tenth of a second. */
static void find(const char *text, int kind)
{
    mlg_france_territory found;
    mlg_error err = { .status = MLG_OK };
    mlg_status st = kind > MLG_FRANCE_ALL ? mlg_france_find_any(&found, france, text, &err)
                                          : mlg_france_find(&found, france, (mlg_france_kind)kind, text, &err);
    fuzz_judge(st, &err);
    if (st != MLG_OK)
        return;
    for (int32_t i = 0; i < found.count; i++)
        if (found.members[i] < 0 || found.members[i] >= france->count ||
            (i && found.members[i] <= found.members[i - 1]))
            abort();
    free(found.members);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    double number;
    int32_t seconds;
    double box[4];
    mlg_error err = { .status = MLG_OK };
    open_france();
    char *text = malloc(size + 1);
    memcpy(text, data, size);
    text[size] = '\0';
    if (size > 0 && size < 40 && isalpha(data[0]))
        find(text, (int)(size % (MLG_FRANCE_ALL + 2)));
    if (mlg_parse_length(text, &number) && !(number >= 0))
        abort();
    if (mlg_parse_hour(text, &seconds) && (seconds < 0 || seconds > 86400))
        abort();
    if (mlg_parse_number(text, &number) && !isfinite(number))
        abort();
    mlg_status st = mlg_crs_bounds(box, text, &err);
    fuzz_judge(st, &err);
    free(text);
    return 0;
}

void fuzz_seeds(fuzz_keep keep)
{
    FUZZ_SEED(keep, "246200364");
    FUZZ_SEED(keep, "CA de Lens - Li\u00e9vin");
    FUZZ_SEED(keep, "Lens, 62510, Lyon");
    FUZZ_SEED(keep, "30 km");
    FUZZ_SEED(keep, "08:30");
    FUZZ_SEED(keep, "1\u202f234,5");
    FUZZ_SEED(keep, "EPSG:2154");
    FUZZ_SEED(keep,
              "+proj=lcc +lat_1=49 +lat_2=44 +lat_0=46.5 +lon_0=3 +x_0=700000 +y_0=6600000 +ellps=GRS80 +units=m");
}
