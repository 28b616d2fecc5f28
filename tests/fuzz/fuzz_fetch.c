/* Lists of what can be downloaded: any bytes give names that stay in their folder and addresses of the web, or one clear line. */
#include "pipeline/fetch/list.h"
#include "target.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mlg_fetch_list list;
    mlg_error err = { .status = MLG_OK };
    mlg_status st = mlg_fetch_list_read(&list, fuzz_file(data, size, ".csv"), &err);
    fuzz_judge(st, &err);
    for (size_t i = 0; st == MLG_OK && i < list.count; i++) {
        const mlg_fetch_item *item = &list.items[i];
        if (!*item->name || strchr(item->name, '/') || *item->name == '.' ||
            strncasecmp(item->url, "http", 4) != 0)
            abort();
    }
    if (st == MLG_OK && mlg_fetch_list_choose(&list, "base,osm", &err) != MLG_OK)
        fuzz_judge(err.status, &err);
    mlg_fetch_list_release(&list);
    return 0;
}

void fuzz_seeds(fuzz_keep keep)
{
    fuzz_seed_file(keep, -1, SOURCE_DIR "/geodata/downloads.csv");
    FUZZ_SEED(keep, "ensemble,jeu,fichier,url,sha256,octets,producteur,licence,millesime,ressource,rythme,note\n"
                    "a,osm,a.zip,http://a.example/a.zip,,12,x,y,2026,*.zip,30,z\n");
}
