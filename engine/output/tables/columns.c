#include "output/tables/columns.h"

#include "adapters/db/gpkg.h"
#include "base/language.h"
#include "output/tables/code_list.h"
#include "output/tables/findings.h"

#include <string.h>

/* The sheet that shows the columns of a table as they are. */
static const struct {
    const char *table, *sheet;
} shown_by[] = {
    { "acces_commune", "communes" },
    { "acces_carreau", "communes" },
    { "commune", "communes" },
    { "lieu", "communes" },
    { "sensibilite", "sensibilite" },
    { "incertitude", "incertitude" },
    { "incertitude_bilan", "incertitude_bilan" },
    { "ecart_publie", "ecart_publie" },
    { "ecart_publie_bilan", "ecart_publie_bilan" },
    { "desert", "deserts" },
    { "tvs", "tvs" },
    { "bassin", "bassins" },
    { "site", "sites" },
    { "arret", "calendrier" },
    { "tournee", "journees" },
    { "qpv", "qpv" },
    { "acces_groupe", "groupes" },
    { "temps", "temps" },
    { "temps_bilan", "temps_bilan" },
    { "bassin_site", "bassin_sites" },
    { "bassin_nombre", "bassin_nombre" },
    { "equite", "equite" },
    { "besoin", "besoins" },
    { "besoin_zone", "besoin_zones" },
    { "perspective", "perspective_communes" },
    { "perspective_bilan", "perspectives" },
    { "offre_attendue", "perspective_communes" },
    { "sensibilite_niveau", "sensibilite_niveaux" },
    { "desert_bilan", "desert_bilan" },
    { "desert_combinaison", "desert_combinaisons" },
    { "desert_typologie", "desert_types" },
    { "desert_zone", "desert_zones" },
    { "grappe", "grappes" },
    { "vulnerabilite", "vulnerabilites" },
    { "site_bilan", "bilans" },
    { "site_front", "fronts" },
    { "site_equite", "fronts_equite" },
    { "site_variante", "variantes" },
    { "tournee_bilan", "tournees" },
    { "tournee_acces", "tournee_acces" },
    { "affectation", "affectation" },
    { "jauge", "zonage" },
    { "zonage_controle", "zonage_controle" },
    { "scenario_changement", "zonage_changement" },
    { "changement", "changements" },
    { "comparaison", "comparaison_communes" },
    { "comparaison_qpv", "comparaison_quartiers" },
    { "comparaison_unite", "comparaison_publics" },
    { "comparaison_seuil", "comparaison_seuils" },
    { "comparaison_passage", "comparaison_passages" },
    { "comparaison_groupe", "comparaison_groupes" },
    { "comparaison_equite", "comparaison_equite" },
    { "comparaison_accueil", "comparaison_accueil" },
    { "comparaison_absent", "comparaison_absents" },
    { "serie", "serie_communes" },
    { "serie_annee", "serie_annees" },
    { "serie_groupe", "serie_groupes" },
    { "serie_cible", "serie_cibles" },
    { "serie_absent", "serie_absents" },
    { "zonage_scenario", "zonage_unites" },
    { "zonage_transition", "zonage_transition" },
    { "zonage_jauge", "zonage_jauge" },
    { "zonage_aide", "zonage_aide" },
    { "zonage_voisin", "zonage_voisin" },
    { "zonage_seuil", "zonage_seuil" },
    { "zonage_rang", "zonage_rang" },
    { "reseau", "reseau" },
    { "secret", "secret" },
    { "reject", "rejets" },
    { "provenance", "sources" },
    { "parametre", "conventions" },
};

const mlg_sheet_column *mlg_column_in_sheet(const char *table, const char *column)
{
    for (size_t i = 0; i < sizeof shown_by / sizeof *shown_by; i++) {
        if (strcmp(shown_by[i].table, table) != 0)
            continue;
        const mlg_sheet *sheet = mlg_sheet_find(shown_by[i].sheet);
        for (int c = 0; c < sheet->count; c++)
            if (strcmp(sheet->columns[c].name, column) == 0)
                return &sheet->columns[c];
    }
    return NULL;
}

static const mlg_column_words *in_dictionary(const char *table, const char *column)
{
    const mlg_column_entry *entry;
    for (int i = 0; (entry = mlg_column_entry_at(i)); i++)
        if (strcmp(entry->table, table) == 0 && strcmp(entry->column, column) == 0)
            return &entry->words;
    return NULL;
}

static void take_rest(mlg_column_words *out, const mlg_column_words *more)
{
    if (!more)
        return;
    if (!out->title && more->title) {
        out->title = more->title;
        out->unit = more->unit;
    }
    if (!out->codes)
        out->codes = more->codes;
    if (!out->note)
        out->note = more->note;
    if (!out->dated)
        out->dated = more->dated;
}

bool mlg_column_find(mlg_column_words *out, const char *table, const char *column)
{
    const mlg_sheet_column *shown = mlg_column_in_sheet(table, column);
    *out = (mlg_column_words){ 0 };
    take_rest(out, in_dictionary(table, column));
    if (shown)
        take_rest(out, &(mlg_column_words){ .title = shown->label, .unit = shown->unit });
    take_rest(out, in_dictionary("*", column));
    if (!out->unit)
        out->unit = "";
    return out->title != NULL;
}

void mlg_column_title(mlg_text *text, const mlg_column_words *words)
{
    mlg_text_add(text, mlg_report_tr(words->title));
    if (*words->unit)
        mlg_text_printf(text, " (%s)", mlg_report_tr(words->unit));
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

typedef struct {
    mlg_stmt *clear, *list, *add, *label;
    mlg_sheet_rows *study;
} writer;

/* The note, and the vintage of what is dated. */
static void describe(mlg_text *text, const writer *w, const mlg_column_words *words)
{
    const char *vintage = words->dated && *words->dated ? mlg_sheet_text(w->study, 0, words->dated) : "";
    if (words->note)
        mlg_text_printf(text, "%s.", mlg_report_tr(words->note));
    if (*vintage)
        mlg_text_add(text, words->note ? " " : "");
    if (*vintage)
        mlg_text_printf(text, mlg_report_tr("Millésime\u00a0: %s."), vintage);
}

static mlg_status add_column(writer *w, const char *table, const char *column, const mlg_column_words *words,
                             mlg_error *err)
{
    mlg_text title = { 0 }, note = { 0 };
    mlg_column_title(&title, words);
    describe(&note, w, words);
    mlg_status st = title.status != MLG_OK || note.status != MLG_OK
                        ? mlg_fail_memory(err, "titles of columns", title.length)
                        : MLG_OK;
    if (st == MLG_OK) {
        mlg_bind_text(w->add, ":table", table);
        mlg_bind_text(w->add, ":column", column);
        mlg_bind_text(w->add, ":title", title.data);
        mlg_bind_text(w->add, ":description", note.data);
        mlg_bind_text(w->add, ":codes", words->codes && *words->codes ? words->codes : NULL);
        st = mlg_stmt_run(w->add, err);
    }
    mlg_text_release(&title);
    mlg_text_release(&note);
    return st;
}

/* A column of times is titled by its request, in the words of the study. */
static mlg_status add_time_column(writer *w, const char *table, const char *column, mlg_error *err)
{
    bool row;
    if (strcmp(table, "acces_commune") != 0 || strncmp(column, "t_", 2) != 0)
        return MLG_OK;
    mlg_bind_text(w->label, ":nom", column + 2);
    MLG_TRY(mlg_stmt_step(w->label, &row, err));
    if (!row)
        return MLG_OK;
    mlg_column_words words = { .title = mlg_column_text(w->label, 0), .unit = "minutes" };
    mlg_status st = add_column(w, table, column, &words, err);
    while (st == MLG_OK && row)
        st = mlg_stmt_step(w->label, &row, err);
    return st;
}

static mlg_status add_columns(writer *w, const char *table, mlg_error *err)
{
    mlg_column_words words;
    mlg_status st;
    bool row;
    mlg_bind_text(w->clear, ":table", table);
    MLG_TRY(mlg_stmt_run(w->clear, err));
    mlg_bind_text(w->list, ":table", table);
    while ((st = mlg_stmt_step(w->list, &row, err)) == MLG_OK && row) {
        const char *column = mlg_column_text(w->list, 0);
        if (mlg_column_find(&words, table, column))
            MLG_TRY(add_column(w, table, column, &words, err));
        else
            MLG_TRY(add_time_column(w, table, column, err));
    }
    return st;
}

static mlg_status add_codes(mlg_db *db, mlg_error *err)
{
    mlg_stmt *add = NULL;
    MLG_TRY(mlg_db_query(&add, db, "report/code_add", err));
    mlg_status st = MLG_OK;
    for (const mlg_code_list *list = mlg_code_lists; list->name; list++)
        for (const mlg_code *code = list->codes; st == MLG_OK && code->value; code++) {
            mlg_bind_text(add, ":codes", list->name);
            mlg_bind_text(add, ":value", code->value);
            mlg_bind_text(add, ":words", mlg_report_tr(code->words));
            st = mlg_stmt_run(add, err);
        }
    mlg_stmt_free(add);
    return st;
}

mlg_status mlg_output_columns(mlg_db *db, mlg_error *err)
{
    mlg_sheet_rows study;
    writer w = { .study = &study };
    mlg_status st;
    MLG_TRY(mlg_gpkg_extend(db, "301_columns", err));
    MLG_TRY(add_codes(db, err));
    MLG_GO(mlg_findings_read_study(&study, db, err));
    MLG_GO(mlg_db_query(&w.clear, db, "report/column_clear", err));
    MLG_GO(mlg_db_query(&w.list, db, "report/column_list", err));
    MLG_GO(mlg_db_query(&w.add, db, "report/column_add", err));
    MLG_GO(mlg_db_query(&w.label, db, "report/time_label", err));
    for (const mlg_table *table = mlg_tables; table->name; table++)
        MLG_GO(add_columns(&w, table->name, err));
done:
    mlg_stmt_free(w.clear);
    mlg_stmt_free(w.list);
    mlg_stmt_free(w.add);
    mlg_stmt_free(w.label);
    mlg_sheet_rows_release(&study);
    return st;
}
