/* Travel times given as a table of pairs: any bytes give times in range or one clear line. The first byte chooses how pairs given twice count. */
#include "analysis/travel/given_times.h"
#include "target.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const code[] = { "01001", "01002", "01003" };
    const mlg_places places = { .count = 3, .code = (const char **)(uintptr_t)code };
    mlg_given *matrix;
    mlg_given_stats stats;
    mlg_error err = { .status = MLG_OK };
    if (size < 2)
        return 0;
    const mlg_given_columns columns = { .twice = data[0] % 3, .both_ways = data[0] & 4 };
    mlg_status st =
        mlg_given_read(&matrix, &stats, fuzz_file(data + 1, size - 1, ".csv"), &columns, &places, NULL, &err);
    fuzz_judge(st, &err);
    for (int i = 0; st == MLG_OK && i < 3; i++) {
        mlg_row row;
        mlg_given_row(&row, matrix, code[i]);
        for (int32_t k = 0; k < row.count; k++)
            if (row.place[k] < 0 || row.place[k] >= 3 || row.time_ds[k] < 0)
                abort();
    }
    if (st == MLG_OK)
        mlg_given_free(matrix);
    return 0;
}

void fuzz_seeds(fuzz_keep keep)
{
    FUZZ_SEED(
        keep,
        "\000id1,X1,Y1,id2,X2,Y2,Dist_min,Dist_km\n01001,0,0,01002,0,0,12.5,10\n01003,0,0,01002,0,0,9999,9999\n"
        "01002,0,0,01002,0,0,3,0\n01001,0,0,H1,0,0,20,15\n01003,0,0,H1,0,0,\"4,05\",2\n");
    FUZZ_SEED(keep, "\002id1;id2;Dist_min\n01001;01002;55\n01001;01002;10\n;;\n01003;01001;\n");
    FUZZ_SEED(keep, "\005id1\tid2\tDist_min\n01001\t01002\t1e3\n01002\t01001\t-1\n");
}
