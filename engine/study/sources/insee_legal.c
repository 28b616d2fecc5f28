/* Legal populations by commune. PMUN, the municipal population, counts each person once. In the file of Mayotte the
 * column COM is empty: the code is that of the département without its last digit, then CODCOM. */
#include "study/source.h"

#include "base/memory.h"

#include <stdio.h>

enum { INSEE }; /* as in `makes` */

typedef struct {
    int code, department, commune;
} legal;

static mlg_status start(mlg_reader *reader, mlg_error *err)
{
    legal *f;
    MLG_TRY(MLG_NEW(&f, 1, "populations", err));
    reader->own = f;
    f->code = mlg_reader_field(reader, "DEPCOM|COM|GEO");
    f->department = mlg_reader_field(reader, "DEP");
    f->commune = mlg_reader_field(reader, "CODCOM");
    if (f->code >= 0 || (f->department >= 0 && f->commune >= 0) || mlg_reader_names(reader, "insee_com"))
        return MLG_OK;
    mlg_status st = mlg_layer_need(&f->code, reader->layer, "insee_com", err);
    mlg_hint(err, "name the column in the study file: columns: { %s: ... }", "insee_com");
    return st;
}

static void stop(mlg_reader *reader)
{
    free(reader->own);
}

static mlg_status row(mlg_row_use *use, mlg_reader *reader, mlg_error *err)
{
    const legal *f = reader->own;
    char made[MLG_MADE_SIZE];
    const char *code = mlg_layer_text(reader->layer, f->code);
    const char *department = mlg_layer_text(reader->layer, f->department);
    const char *commune = mlg_layer_text(reader->layer, f->commune);
    (void)use, (void)err;
    snprintf(made, sizeof made, "%.2s%s", department ? department : "", commune ? commune : "");
    if (department && commune && !mlg_is_insee_code(made)) /* refused: shown as it was read */
        snprintf(made, sizeof made, "DEP %s, CODCOM %s", department, commune);
    mlg_reader_make(reader, INSEE, code ? code : department && commune ? made : NULL);
    return MLG_OK;
}

const mlg_dataset mlg_dataset_insee_legal = {
    .name = "insee-legal",
    .provides = "population",
    .title = "Populations légales: donnees_communes.csv, ou table longue DS_POPULATIONS_REFERENCE",
    .producer = "INSEE",
    .licence = "Licence Ouverte 2.0",
    .needs = "COM (or DEPCOM, or DEP and CODCOM) and PMUN, or GEO, POPREF_MEASURE and OBS_VALUE",
    .published = "insee.fr, populations de référence",
    .signature = "DEPCOM|COM|CODCOM|GEO,PMUN,PTOT",
    .layers = "DS_POPULATIONS_REFERENCE*_data*|donnees_communes*|Communes*",
    .header = "DEPCOM|CODCOM|COM|GEO",
    .pivot = &(const mlg_pivot){ .columns = "POPREF_MEASURE" },
    .columns = {
        { "insee_com", "DEPCOM|COM|GEO" },
        { "population", "PMUN" },
    },
    .makes = "insee_com",
    .start = start,
    .row = row,
    .stop = stop,
};
