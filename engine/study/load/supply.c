/* Supply by commune and service: head counts, full-time equivalents or acts. A professional who has several rows
 * in a file divides their time equally among their distinct practices; acts are those of the row. One who is found
 * again in another file of the same service is not counted twice. The acts of a locum are those of the
 * professional replaced; a locum is not counted as a head. */
#include "base/memory.h"
#include "study/load/activity.h"
#include "study/load/communes.h"
#include "study/load/identity.h"
#include "study/load/reconcile.h"
#include "study/source.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    uint64_t *items; /* sorted, one entry per row */
    size_t count;
    const char *service;
} persons;

/* An establishment of the study. */
typedef struct {
    const char *code;
    int32_t commune;
} site;

typedef struct {
    mlg_study *study;
    mlg_communes *set;
    mlg_stmt *insert;
    site *sites; /* sorted by code */
    size_t site_count, site_capacity;
    persons *files;     /* one per source */
    mlg_activity *rows; /* of the current source */
    size_t count, capacity;
    int insee, quantity, age, person, practice, finess, postal, whole,
        replaced; /* columns of the current source */
} loading;

static mlg_status start(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *f = context;
    f->files[reader->index].service = reader->spec->service;
    f->count = 0;
    MLG_TRY(mlg_reader_code_column(&f->insee, reader, "insee_com", true, err));
    MLG_TRY(mlg_reader_column(&f->quantity, reader, "quantite", false, err));
    MLG_TRY(mlg_reader_column(&f->person, reader, "personne", false, err));
    MLG_TRY(mlg_reader_column(&f->practice, reader, "exercice", false, err));
    MLG_TRY(mlg_reader_code_column(&f->finess, reader, "finess", false, err));
    MLG_TRY(mlg_reader_code_column(&f->postal, reader, "code_postal", false, err));
    MLG_TRY(mlg_reader_column(&f->whole, reader, "activite", false, err));
    MLG_TRY(mlg_reader_column(&f->replaced, reader, "remplace", false, err));
    return mlg_reader_column(&f->age, reader, "age", false, err);
}

/* ---- where ------------------------------------------------------------------------------------------------- */

static int compare_sites(const void *a, const void *b)
{
    return strcmp(((const site *)a)->code, ((const site *)b)->code);
}

static mlg_status read_sites(loading *l, mlg_error *err)
{
    mlg_stmt *stmt;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, l->study->db, "load/select_site_communes", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        MLG_GO(MLG_GROW(&l->sites, &l->site_capacity, l->site_count + 1, "establishments", err));
        site *s = &l->sites[l->site_count++];
        s->code = mlg_arena_text(&l->set->arena, mlg_column_text(stmt, 0));
        s->commune = mlg_communes_find(l->set, mlg_column_text(stmt, 1));
        if (!s->code)
            MLG_GO(mlg_fail_memory(err, "establishments", 0));
    }
    if (l->site_count > 0)
        qsort(l->sites, l->site_count, sizeof *l->sites, compare_sites);
done:
    mlg_stmt_free(stmt);
    return st;
}

/* Establishment with that FINESS number, -1 when the study does not have it. */
static int32_t find_site(const loading *l, const char *finess)
{
    site key = { .code = finess };
    const site *found =
        finess && l->site_count > 0 ? bsearch(&key, l->sites, l->site_count, sizeof key, compare_sites) : NULL;
    return found ? (int32_t)(found - l->sites) : -1;
}

/* Commune of a row: that of its establishment when the study has it, else the commune column, else the postal
 * code. Without any of the three the row is rejected; with only an unknown establishment it is outside the
 * study. */
static mlg_status find_place(mlg_activity *a, bool *rejected, mlg_reader *reader, const loading *l, mlg_error *err)
{
    const char *insee = mlg_reader_text(reader, l->insee), *finess = mlg_reader_text(reader, l->finess);
    const char *postal = mlg_reader_text(reader, l->postal);
    bool known;
    *rejected = false;
    a->commune = -1;
    a->precision = "etablissement";
    a->site = find_site(l, finess);
    if (a->site >= 0)
        a->commune = l->sites[a->site].commune;
    if (a->commune >= 0)
        return MLG_OK;
    if (insee || (!finess && !postal)) {
        MLG_TRY(mlg_reader_insee_or_reject(&insee, reader, l->insee, err));
        *rejected = !insee;
        a->commune = insee ? mlg_communes_find(l->set, insee) : -1;
        a->precision = "commune";
        return MLG_OK;
    }
    if (!postal)
        return MLG_OK;
    a->commune = mlg_postal_find(&known, l->set, postal);
    a->precision = "code_postal";
    *rejected = !known;
    return known ? MLG_OK : mlg_reader_reject(reader, finess, "commune vide, code postal inconnu", postal, err);
}

/* ---- rows --------------------------------------------------------------------------------------------------- */

/* Whether a file read earlier for the same service has this person. */
static bool is_counted(const loading *l, unsigned index, const char *service, uint64_t person)
{
    for (unsigned i = 0; i < index; i++) {
        const persons *p = &l->files[i];
        size_t low = 0, high = p->count;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (p->items[middle] < person)
                low = middle + 1;
            else
                high = middle;
        }
        if (low < p->count && p->items[low] == person && strcmp(p->service, service) == 0)
            return true;
    }
    return false;
}

static bool counts_acts(const mlg_reader *reader)
{
    return reader->spec->unit && strcmp(reader->spec->unit, "actes") == 0;
}

/* Without a quantity column, each row is one professional. */
static mlg_status read_row(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *l = context;
    const char *replaced = mlg_reader_text(reader, l->replaced);
    const char *person = replaced ? replaced : mlg_reader_text(reader, l->person);
    mlg_activity a = {
        .person = mlg_identity_of(person),
        .practice = mlg_identity_of_text(mlg_reader_text(reader, l->practice)),
        .quantity = 1,
        .stands_in = replaced != NULL,
    };
    double age;
    bool rejected;
    if (person && is_counted(l, reader->index, reader->spec->service, a.person)) {
        reader->outside++;
        return mlg_reader_list(reader, mlg_layer_row(reader->layer), person,
                               "professionnel déjà compté dans un autre fichier", NULL, err);
    }
    if (replaced && !counts_acts(reader)) {
        reader->outside++;
        return mlg_reader_list(reader, mlg_layer_row(reader->layer), person,
                               "remplaçant, non compté en plus de qui il remplace", NULL, err);
    }
    MLG_TRY(find_place(&a, &rejected, reader, l, err));
    if (rejected)
        return MLG_OK;
    if (a.commune < 0) {
        const char *code = mlg_reader_text(reader, l->insee);
        reader->outside++;
        if (code)
            MLG_TRY(mlg_communes_miss(l->set, reader, code,
                                      l->quantity < 0 ? "1" : mlg_reader_text(reader, l->quantity), err));
        if (!person)
            return MLG_OK;
    }
    if (l->quantity >= 0)
        MLG_TRY(mlg_reader_number(&a.quantity, reader, l->quantity, 0, err));
    MLG_TRY(mlg_reader_number(&age, reader, l->age, 0, err));
    MLG_TRY(mlg_reader_number(&a.whole, reader, l->whole, 0, err));
    a.age = (float)age;
    reader->kept += a.commune >= 0;
    MLG_TRY(MLG_GROW(&l->rows, &l->capacity, l->count + 1, "activities", err));
    l->rows[l->count++] = a;
    return MLG_OK;
}

static int compare_persons(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static mlg_status list_persons(persons *p, const loading *l, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&p->items, l->count, "professionals", err));
    for (size_t i = 0; i < l->count; i++)
        if (l->rows[i].person)
            p->items[p->count++] = l->rows[i].person;
    qsort(p->items, p->count, sizeof *p->items, compare_persons);
    return MLG_OK;
}

/* Counts the practices listed more than once; they count once. */
static mlg_status share_time(loading *l, mlg_reader *reader, mlg_error *err)
{
    int64_t again = 0;
    char name[96];
    MLG_TRY(mlg_activities_share(l->rows, l->count, err));
    for (size_t i = 0; i < l->count; i++) {
        again += l->rows[i].again;
        reader->kept -= l->rows[i].again && l->rows[i].commune >= 0;
        reader->outside += l->rows[i].again && l->rows[i].commune >= 0;
    }
    if (again == 0)
        return MLG_OK;
    snprintf(name, sizeof name, "%s.doubles", reader->key);
    return mlg_study_note_number(l->study, "load", name, (double)again, "exercices dits deux fois, comptés une",
                                 "calcul", err);
}

static mlg_status write_rows(loading *l, const mlg_reader *reader, mlg_error *err)
{
    mlg_stmt *stmt = l->insert;
    bool acts = counts_acts(reader);
    mlg_bind_text(stmt, ":service", reader->spec->service);
    mlg_bind_text(stmt, ":unite", reader->spec->unit ? reader->spec->unit : "personnes");
    for (size_t i = 0; i < l->count; i++) {
        const mlg_activity *a = &l->rows[i];
        if (a->commune < 0 || !(a->quantity > 0))
            continue;
        mlg_bind_text(stmt, ":insee_com", l->set->items[a->commune].insee);
        mlg_bind_text(stmt, ":etablissement", a->site < 0 ? NULL : l->sites[a->site].code);
        mlg_bind_double(stmt, ":quantite", a->quantity);
        mlg_bind_double(stmt, ":activite", acts ? a->whole : (double)NAN);
        mlg_bind_double(stmt, ":age", (double)a->age);
        mlg_bind_text(stmt, ":precision", a->precision);
        MLG_TRY(mlg_stmt_run(stmt, err));
    }
    return MLG_OK;
}

static mlg_status finish(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *l = context;
    MLG_TRY(list_persons(&l->files[reader->index], l, err));
    MLG_TRY(counts_acts(reader) ? mlg_activities_add_up(l->rows, l->count, err) : share_time(l, reader, err));
    MLG_TRY(write_rows(l, reader, err));
    return mlg_communes_tell_missed(l->set, reader, err);
}

mlg_status mlg_load_supply(mlg_study *study, mlg_communes *set, mlg_error *err)
{
    static const mlg_reading reading = { .role = "supply", .start = start, .row = read_row, .finish = finish };
    const mlg_config_list *list = &study->config->sources.supply;
    loading l = { .study = study, .set = set };
    mlg_status st = MLG_OK;
    MLG_GO(mlg_postal_read(set, study, err));
    MLG_GO(mlg_db_query(&l.insert, study->db, "load/insert_supply", err));
    MLG_GO(read_sites(&l, err));
    MLG_GO(MLG_NEW(&l.files, list->count, "files", err));
    MLG_GO(mlg_read_sources(&reading, list, study, &l, err));
done:
    for (unsigned i = 0; l.files && i < list->count; i++)
        free(l.files[i].items);
    free(l.files);
    free(l.rows);
    free(l.sites);
    mlg_stmt_free(l.insert);
    return st;
}
