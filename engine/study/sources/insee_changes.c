/* Changes of commune codes: v_mvt_commune (COM_AV, COM_AP), or v_commune, in which a former commune gives its
 * parent. */
#include "study/source.h"

#include "base/memory.h"

#include <string.h>

enum { BEFORE, AFTER }; /* as in `makes` */

typedef struct {
    int kind, date, type_before, before, type_after, after, type, code, parent;
} changes;

static mlg_status start(mlg_reader *reader, mlg_error *err)
{
    changes *c;
    MLG_TRY(MLG_NEW(&c, 1, "changes", err));
    reader->own = c;
    c->kind = mlg_reader_field(reader, "MOD");
    c->date = mlg_reader_field(reader, "DATE_EFF");
    c->type_before = mlg_reader_field(reader, "TYPECOM_AV");
    c->before = mlg_reader_field(reader, "COM_AV");
    c->type_after = mlg_reader_field(reader, "TYPECOM_AP");
    c->after = mlg_reader_field(reader, "COM_AP");
    c->type = mlg_reader_field(reader, "TYPECOM");
    c->code = mlg_reader_field(reader, "COM");
    c->parent = mlg_reader_field(reader, "COMPARENT");
    if (c->parent < 0) {
        MLG_TRY(mlg_layer_need(&c->before, reader->layer, "COM_AV", err));
        return mlg_layer_need(&c->after, reader->layer, "COM_AP", err);
    }
    return mlg_layer_need(&c->code, reader->layer, "COM", err);
}

static void stop(mlg_reader *reader)
{
    free(reader->own);
}

static bool is_whole_commune(const mlg_reader *reader, int field)
{
    const char *type = mlg_layer_text(reader->layer, field);
    return !type || strcmp(type, "COM") == 0;
}

/* Mergers, and codes changed with the département or the chief town, since 2010: older ones may have been
 * reversed. */
static bool is_merger(const mlg_reader *reader, const changes *c)
{
    const char *kind = mlg_layer_text(reader->layer, c->kind), *date = mlg_layer_text(reader->layer, c->date);
    return (!kind || mlg_list_holds("31|32|33|34|41|50", kind)) && (!date || strcmp(date, "2010") >= 0);
}

static mlg_status row(mlg_row_use *use, mlg_reader *reader, mlg_error *err)
{
    const changes *c = reader->own;
    const mlg_layer *l = reader->layer;
    bool moves = c->parent < 0;
    const char *before = mlg_layer_text(l, moves ? c->before : c->code);
    const char *after = mlg_layer_text(l, moves ? c->after : c->parent);
    (void)err;
    bool wanted = before && after && strcmp(before, after) != 0;
    if (moves)
        wanted = wanted && is_merger(reader, c) && is_whole_commune(reader, c->type_before) &&
                 is_whole_commune(reader, c->type_after);
    *use = wanted ? MLG_ROW_KEEP : MLG_ROW_ELSEWHERE;
    mlg_reader_make(reader, BEFORE, before);
    mlg_reader_make(reader, AFTER, after);
    return MLG_OK;
}

const mlg_dataset mlg_dataset_insee_changes = {
    .name = "insee-changes",
    .provides = "changes",
    .title = "Code officiel géographique: mouvements (v_mvt_commune) ou communes avec leurs communes déléguées "
             "(v_commune)",
    .producer = "INSEE",
    .licence = "Licence Ouverte 2.0",
    .needs = "COM_AV and COM_AP, or TYPECOM, COM and COMPARENT",
    .published = "insee.fr, code officiel géographique",
    .signature = "COM_AV|COMPARENT,COM_AP|COMPARENT",
    .makes = "ancien|nouveau",
    .start = start,
    .row = row,
    .stop = stop,
};
