/* Study files: any bytes give a config or one clear line with its place, and every key of it can be asked. */
#include "study/config/config.h"
#include "study/config/keys.h"
#include "target.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mlg_study_file *file;
    mlg_error err = { .status = MLG_OK };
    mlg_status st = mlg_study_file_open(&file, fuzz_file(data, size, ".yaml"), &err);
    fuzz_judge(st, &err);
    if (st != MLG_OK)
        return 0;
    for (const mlg_config_key *key = mlg_config_section("study") + 1; key->kind != MLG_KIND_SECTION; key++) {
        char *text = NULL, *path = NULL;
        st = mlg_study_file_dump(&text, file, key->name, &err);
        fuzz_judge(st, &err);
        if (st == MLG_OK && mlg_study_file_resolve(&path, file, NULL, text, &err) != MLG_OK)
            fuzz_judge(err.status, &err);
        if (!*mlg_study_file_where(file, key->name))
            abort();
        free(text);
        free(path);
    }
    mlg_study_file_close(file);
    return 0;
}

void fuzz_seeds(fuzz_keep keep)
{
    fuzz_seed_file(keep, -1, SOURCE_DIR "/tests/studies/full.yaml");
    fuzz_seed_file(keep, -1, SOURCE_DIR "/tests/studies/small/study.yaml");
    fuzz_seed_file(keep, -1, SOURCE_DIR "/examples/porto-alegre/study.yaml");
    fuzz_seed_file(keep, -1, SOURCE_DIR "/examples/pas-de-calais/study.yaml");
}
