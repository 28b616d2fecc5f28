/* Every data set of a study: any bytes as its file give rows, rows set aside, or one clear line. The first byte chooses the layout
 * (tests/samples.h). */
#include "adapters/db/database.h"
#include "pipeline/check.h"
#include "sample_study.h"
#include "spoil.h"
#include "study/load/load.h"
#include "target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *folder;
static mlg_db *db;
static int samples;

static void leave(void)
{
    mlg_db_close(db);
    remove_folder(folder);
}

static void open_base(void)
{
    mlg_error err;
    if (access("/dev/shm", W_OK) == 0)
        setenv("TMPDIR", "/dev/shm", 0);
    folder = make_folder();
    fill_sample_folder(folder);
    assert_ok(mlg_db_create(&db, in_folder(folder, "trial.gpkg"), 2154, &err), &err);
    while (sample_at(samples))
        samples++;
    atexit(leave);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mlg_study study;
    mlg_study_file *file;
    mlg_text summary = { 0 };
    mlg_run_options options = { .threads = 1 };
    mlg_error err = { .status = MLG_OK };
    if (!db)
        open_base();
    if (size < 2)
        return 0;
    const sample *s = sample_at(data[0] % samples);
    write_sample_study(folder, s, s->file, s->options ? s->options : "");
    const char *path = in_folder(folder, s->file);
    FILE *out = fopen(path, "wb");
    if (!out || fwrite(data + 1, 1, size - 1, out) != size - 1 || fclose(out) != 0)
        abort();
    mlg_status st = mlg_open_request(&study, &file, in_folder(folder, "study.yaml"), &options, &err);
    if (st == MLG_OK) {
        study.db = db;
        st = mlg_db_begin(db, &err);
        if (st == MLG_OK)
            st = mlg_study_load(&study, &summary, &err);
        mlg_db_rollback(db);
        mlg_study_file_close(file);
    }
    fuzz_judge(st, &err);
    mlg_text_release(&summary);
    unlink(path);
    return 0;
}

void fuzz_seeds(fuzz_keep keep)
{
    const sample *s;
    char *place = make_folder();
    for (int i = 0; (s = sample_at(i)) != NULL; i++) {
        char file[256], keys[256];
        if (write_spoiled(file, keys, s, AS_PUBLISHED, place))
            fuzz_seed_file(keep, i, in_folder(place, file));
    }
    remove_folder(place);
}
