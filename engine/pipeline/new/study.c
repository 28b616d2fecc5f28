/* mlg_new_study and mlg_new_territory: a commented study file to start from, and one of a territory of France. */
#include "base/error.h"
#include "base/scratch.h"
#include "maillage.h"
#include "pipeline/dry_run.h"
#include "pipeline/new/data.h"
#include "pipeline/outputs.h"
#include "pipeline/placing.h"
#include "study/config/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

mlg_status mlg_new_study(const char *path, const mlg_write_options *options, mlg_error *err)
{
    MLG_TRY(mlg_refuse_existing(path, options, err));
    if (options->plan)
        return mlg_plan_write(options->plan, path, err);
    char *text;
    MLG_TRY(mlg_study_template(&text, err));
    mlg_status st = mlg_write_whole(path, text, err);
    free(text);
    return st;
}

/* ---- a territory ------------------------------------------------------------------------------------------------ */

static mlg_status find_territory(mlg_france_territory *where, const mlg_france *france,
                                 const mlg_territory_options *options, mlg_error *err)
{
    const struct {
        const char *text;
        mlg_france_kind kind;
    } given[] = { { options->epci, MLG_FRANCE_EPCI },         { options->department, MLG_FRANCE_DEPARTMENT },
                  { options->region, MLG_FRANCE_REGION },     { options->living_area, MLG_FRANCE_AREA },
                  { options->communes, MLG_FRANCE_COMMUNES }, { options->france ? "" : NULL, MLG_FRANCE_ALL } };
    int count = options->any != NULL, chosen = -1;
    for (int k = 0; k < 6; k++)
        if (given[k].text) {
            chosen = k;
            count++;
        }
    if (count != 1)
        return mlg_fail(err, MLG_USAGE, count ? "only one territory can be given" : "no territory is given");
    return options->any ? mlg_france_find_any(where, france, options->any, err)
                        : mlg_france_find(where, france, given[chosen].kind, given[chosen].text, err);
}

/* Whether the study can be read as it stands; the message of the fault is in *why. */
static mlg_status try_text(bool *good, mlg_error *why, const mlg_new_study_text *text, mlg_error *err)
{
    mlg_scratch scratch;
    char *written = NULL, *report = NULL;
    const mlg_run_options options = { 0 };
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_scratch_open(&scratch, "study.yaml", err));
    MLG_GO(mlg_new_write(&written, text, err));
    MLG_GO(mlg_write_whole(scratch.path, written, err));
    *good = mlg_check(&report, scratch.path, &options, MLG_TEXT, why) == MLG_OK;
done:
    free(written);
    free(report);
    mlg_scratch_close(&scratch);
    return st;
}

/* The fault without its line and column, which refer to a temporary file. */
static const char *words_of(const mlg_error *why)
{
    const char *at = strstr(why->message, "study.yaml:");
    const char *end = at ? strchr(at, ' ') : NULL;
    return end ? end + 1 : why->message;
}

/* A file that makes the study unreadable, alone or beside those before it, is left out with its reason. */
static mlg_status keep_what_reads(mlg_new_study_text *text, mlg_new_data *data, mlg_error *err)
{
    bool good = true;
    mlg_error why = { 0 };
    text->lines = data->lines;
    text->line_count = data->count;
    MLG_TRY(try_text(&good, &why, text, err));
    if (good)
        return MLG_OK;
    for (int32_t i = 0; i < data->count; i++) {
        if (!data->lines[i].role)
            continue;
        text->line_count = i + 1;
        MLG_TRY(try_text(&good, &why, text, err));
        if (!good)
            MLG_TRY(mlg_new_data_drop(data, i, words_of(&why), err));
    }
    text->line_count = data->count;
    return mlg_new_data_settle(data, err);
}

static mlg_status write_territory(const char *path, const mlg_france *france, const mlg_france_territory *where,
                                  const mlg_territory_options *options, mlg_error *err)
{
    mlg_new_study_text text = { .france = france, .where = where, .path = path };
    mlg_new_data data = { 0 };
    char *written = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_new_questions(text.asked, options->ask, err));
    MLG_GO(mlg_new_describe(&text, err));
    if (options->data_folder) {
        MLG_GO(mlg_new_data_read(&data, options->data_folder, &text, err));
        MLG_GO(keep_what_reads(&text, &data, err));
        text.roads = data.roads; /* not before: the study is checked above, and would read the roads */
    }
    MLG_GO(mlg_new_write(&written, &text, err));
    st =
        options->write.plan ? mlg_plan_write(options->write.plan, path, err) : mlg_write_whole(path, written, err);
done:
    free(written);
    mlg_new_data_release(&data);
    return st;
}

mlg_status mlg_new_territory(const char *path, const mlg_territory_options *options, mlg_error *err)
{
    const mlg_france *france;
    mlg_france_territory where = { 0 };
    mlg_status st;
    MLG_GO(mlg_refuse_existing(path, &options->write, err));
    MLG_GO(mlg_france_open(&france, err));
    MLG_GO(find_territory(&where, france, options, err));
    st = write_territory(path, france, &where, options, err);
done:
    free(where.members);
    return st;
}
