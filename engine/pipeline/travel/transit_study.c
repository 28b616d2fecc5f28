#include "pipeline/travel/transit_study.h"

#include "analysis/travel/model.h"
#include "base/utf8.h"
#include "pipeline/dry_run.h"
#include "pipeline/stages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const mlg_config_travel *mlg_config_travel_of(const mlg_config *config, const char *mode)
{
    if (!mode)
        return config->travel;
    for (unsigned m = 0; m < config->modes_count; m++)
        if (strcmp(config->modes[m].name, mode) == 0)
            return &config->modes[m].travel;
    return NULL;
}

static bool goes_by(const mlg_config *config, const char *mode, const char *model)
{
    const mlg_config_travel *travel = mlg_config_travel_of(config, mode);
    return travel && travel->model && strcmp(travel->model, model) == 0;
}

bool mlg_config_goes_by_transit(const mlg_config *config, const char *mode)
{
    return goes_by(config, mode, "transit");
}

bool mlg_config_goes_by_land(const mlg_config *config, const char *mode)
{
    return goes_by(config, mode, "raster");
}

mlg_status mlg_refuse_mode(const mlg_study_file *file, const char *mode, mlg_error *err)
{
    return mlg_fail(err, MLG_INPUT, "%s: 'modes' has no group '%.60s'", mlg_study_file_path(file),
                    MLG_BRIEF(mode, 60));
}

/* The groups that travel by timetable. */
static void hint_modes(const mlg_config *config, mlg_error *err)
{
    char names[200] = "";
    for (unsigned m = 0; m < config->modes_count; m++)
        if (mlg_config_goes_by_transit(config, config->modes[m].name))
            mlg_list_add(names, sizeof names, ", ", config->modes[m].name);
    if (*names)
        mlg_hint(err, "name a group of the study with --mode: %s", names);
    else
        mlg_hint(err, "give timetables in the study file: travel: { model: transit, gtfs: [bus.zip] }");
}

/* The words were checked: dates, hours and keywords are short. */
static void replace(char **key, char room[16], const char *word)
{
    if (!word)
        return;
    snprintf(room, 16, "%s", word);
    *key = room;
}

static mlg_status choose_travel(mlg_transit_study *s, const mlg_transit_words *words, mlg_error *err)
{
    const mlg_config *config = s->request.config;
    const mlg_config_travel *travel = mlg_config_travel_of(config, words->mode);
    if (words->mode && !travel) {
        mlg_status st = mlg_refuse_mode(s->file, words->mode, err);
        hint_modes(config, err);
        return st;
    }
    if (!goes_by(config, words->mode, words->by_land ? "raster" : "transit")) {
        mlg_fail(err, MLG_INPUT, "%s: travel.model is not transit: there are no timetables",
                 mlg_study_file_path(s->file));
        hint_modes(config, err);
        return MLG_INPUT;
    }
    s->travel = *travel;
    replace(&s->travel.date, s->word[0], words->date);
    replace(&s->travel.from, s->word[1], words->from);
    replace(&s->travel.until, s->word[2], words->until);
    replace(&s->travel.hours_of, s->word[3], words->hours_of);
    s->config = *config;
    s->config.travel = &s->travel;
    return MLG_OK;
}

mlg_status mlg_transit_study_open(mlg_transit_study *s, const char *path, const mlg_run_options *options,
                                  const mlg_transit_words *words, mlg_error *err)
{
    mlg_status st = mlg_open_request(&s->request, &s->file, path, options, err);
    if (st != MLG_OK) {
        s->file = NULL;
        return st;
    }
    MLG_TRY(choose_travel(s, words, err));
    s->request.config = &s->config;
    s->loaded = true;
    MLG_TRY(mlg_trial_open(&s->trial, &s->request, err));
    return mlg_places_read(&s->places, &s->trial.study, err);
}

static mlg_status plan_file(const mlg_transit_study *s, mlg_plan *plan, const char *name, mlg_error *err)
{
    char *path = NULL;
    if (!name)
        return MLG_OK;
    MLG_TRY(mlg_study_file_resolve(&path, s->file, s->request.data_folder, name, err));
    mlg_status st = mlg_plan_read_file(plan, path, err);
    free(path);
    return st;
}

mlg_status mlg_transit_study_plan(const mlg_transit_study *s, mlg_plan *plan, mlg_error *err)
{
    char fingerprint[1][65];
    const char *key, *name;
    mlg_digests digests = { 0 };
    mlg_study study = s->request;
    study.plan = plan;
    study.digests = &digests;
    MLG_TRY(mlg_plan_read_file(plan, mlg_study_file_path(s->file), err));
    mlg_status st = mlg_stage_fingerprint(fingerprint[0], 0, &study, fingerprint, err); /* the sources */
    mlg_digests_release(&digests);
    for (unsigned k = 0; st == MLG_OK && mlg_travel_file(&key, &name, &s->travel, k); k++)
        st = plan_file(s, plan, name, err);
    return st;
}

void mlg_transit_study_close(mlg_transit_study *s)
{
    if (!s->file)
        return;
    mlg_places_release(&s->places);
    if (s->loaded) {
        mlg_study_travel_release(&s->trial.study);
        mlg_trial_close(&s->trial);
    }
    mlg_study_file_close(s->file);
    *s = (mlg_transit_study){ .file = NULL };
}
