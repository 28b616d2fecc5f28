/* Changes of commune codes: v_mvt_commune (COM_AV, COM_AP), or v_commune, in which a former commune gives its
 * parent. */
#include "study/source.h"

#include "base/memory.h"

#include <string.h>

enum { BEFORE, AFTER, DATE, RECODED }; /* as in `makes` */

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

static bool is_kind(const mlg_reader *reader, const changes *c, const char *kinds)
{
    const char *kind = mlg_layer_text(reader->layer, c->kind);
    return kind && mlg_list_holds(kinds, kind);
}

/* Mergers, and codes that changed with the département or the chief town. */
static bool is_merger(const mlg_reader *reader, const changes *c)
{
    return c->kind < 0 || is_kind(reader, c, "31|32|33|34|41|50");
}

/* Creation or restoration of a commune. */
static bool is_birth(const mlg_reader *reader, const changes *c)
{
    return is_kind(reader, c, "20|21");
}

/* Since 2010: no file in use has older codes. */
static bool is_recent(const mlg_reader *reader, const changes *c)
{
    const char *date = mlg_layer_text(reader->layer, c->date);
    return !date || strcmp(date, "2010") >= 0 || strchr(date, '/');
}

/* A row of v_mvt_commune. False when it is neither a merger, a new code, nor a restoration. */
static bool read_movement(const char **before, const char **after, const mlg_reader *reader, const changes *c)
{
    const mlg_layer *l = reader->layer;
    *before = mlg_layer_text(l, c->before);
    *after = mlg_layer_text(l, c->after);
    if (!*before || !*after || !is_recent(reader, c) || !is_whole_commune(reader, c->type_after))
        return false;
    if (is_birth(reader, c)) {
        *before = *after;
        return true;
    }
    return strcmp(*before, *after) != 0 && is_merger(reader, c) && is_whole_commune(reader, c->type_before);
}

/* A row of v_commune: former communes have a parent; so do arrondissements, which are not changes. */
static bool read_parent(const char **before, const char **after, const mlg_reader *reader, const changes *c)
{
    const char *type = mlg_layer_text(reader->layer, c->type);
    *before = mlg_layer_text(reader->layer, c->code);
    *after = mlg_layer_text(reader->layer, c->parent);
    return *before && *after && strcmp(*before, *after) != 0 && (!type || strcmp(type, "ARM") != 0);
}

static mlg_status row(mlg_row_use *use, mlg_reader *reader, mlg_error *err)
{
    const changes *c = reader->own;
    const char *before, *after;
    (void)err;
    bool wanted =
        c->parent < 0 ? read_movement(&before, &after, reader, c) : read_parent(&before, &after, reader, c);
    *use = wanted ? MLG_ROW_KEEP : MLG_ROW_ELSEWHERE;
    mlg_reader_make(reader, BEFORE, before);
    mlg_reader_make(reader, AFTER, after);
    mlg_reader_make(reader, DATE, mlg_layer_text(reader->layer, c->date));
    mlg_reader_make(reader, RECODED, is_kind(reader, c, "41|50") ? "1" : NULL);
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
    .makes = "ancien|nouveau|date|recode",
    .start = start,
    .row = row,
    .stop = stop,
};
