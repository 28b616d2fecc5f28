/* What a study found for a place, compared with its other communes. */
#include "output/place/place.h"

#include "base/language.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "maillage.h"

#include <math.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

enum { APL, MINUTES_GP, MINUTES_PHARMACY, MINUTES_EMERGENCY, RESULTS };

static const struct {
    const char *label, *unit;
    int places;
} rows[RESULTS] = {
    [APL] = { MLG_REPORT_MARK("Consultations accessibles (APL)"), MLG_REPORT_MARK("par an et hab."), 2 },
    [MINUTES_GP] = { MLG_REPORT_MARK("Trajet vers un généraliste"), MLG_REPORT_MARK("min"), 0 },
    [MINUTES_PHARMACY] = { MLG_REPORT_MARK("Trajet vers une pharmacie"), MLG_REPORT_MARK("min"), 0 },
    [MINUTES_EMERGENCY] = { MLG_REPORT_MARK("Trajet vers des urgences"), MLG_REPORT_MARK("min"), 0 },
};

typedef struct {
    char code[24];
    double value[RESULTS], weight[RESULTS];
    bool here;
} found;

typedef struct {
    found *items;
    int32_t count;
    size_t capacity;
} all_found;

static bool is_member(const mlg_france *france, const mlg_france_territory *where, const char *code)
{
    for (int32_t i = 0; i < where->count; i++)
        if (strcmp(france->communes[where->members[i]].code, code) == 0)
            return true;
    return false;
}

static void add_word(mlg_place *place, const char *label, const char *value)
{
    mlg_place_fact *word = NULL;
    for (int i = 0; i < place->word_count; i++)
        if (strcmp(place->words[i].label, label) == 0)
            word = &place->words[i];
    if (!value || !*value || (!word && place->word_count == MLG_PLACE_FACTS))
        return;
    if (!word) {
        word = &place->words[place->word_count++];
        *word = (mlg_place_fact){ .label = label };
    }
    if (!mlg_list_has(mlg_text_words(&word->value), ", ", value))
        mlg_text_printf(&word->value, "%s%s", word->value.length ? ", " : "", value);
}

static void read_row(found *f, mlg_stmt *stmt)
{
    double people = mlg_column_double(stmt, 1), standard = mlg_column_double(stmt, 2);
    snprintf(f->code, sizeof f->code, "%s", mlg_column_text(stmt, 0));
    for (int k = 0; k < RESULTS; k++) {
        f->value[k] = mlg_column_is_null(stmt, 3 + k) ? (double)NAN : mlg_column_double(stmt, 3 + k);
        f->weight[k] = k == APL ? standard : people;
    }
}

static mlg_status read_communes(all_found *all, mlg_place *place, mlg_db *db, const mlg_france *france,
                                const mlg_france_territory *where, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_status st;
    MLG_TRY(mlg_db_query(&stmt, db, "report/place_communes", err));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        MLG_GO(MLG_GROW(&all->items, &all->capacity, (size_t)all->count + 1, "communes", err));
        found *f = &all->items[all->count++];
        read_row(f, stmt);
        f->here = is_member(france, where, f->code);
        if (!f->here)
            continue;
        add_word(place, MLG_REPORT_MARK("Ce qui manque"), mlg_column_text(stmt, 7));
        add_word(place, MLG_REPORT_MARK("Zonage en vigueur"), mlg_column_text(stmt, 8));
        add_word(place, MLG_REPORT_MARK("Zonage selon la règle de l’étude"), mlg_column_text(stmt, 9));
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status read_quarters(mlg_place *place, mlg_db *db, const mlg_france *france,
                                const mlg_france_territory *where, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_status st;
    MLG_TRY(mlg_db_query(&stmt, db, "report/place_quarters", err));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        if (is_member(france, where, mlg_column_text(stmt, 0)))
            add_word(place, MLG_REPORT_MARK("Quartiers prioritaires"), mlg_column_text(stmt, 1));
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status read_title(mlg_place *place, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, db, "report/study", err));
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (st == MLG_OK && row && mlg_column_text(stmt, 0))
        st = mlg_text_set(&place->study, err, "%s", mlg_column_text(stmt, 0));
    mlg_stmt_free(stmt);
    return st;
}

/* Weighted mean over the communes of the place, or over all; NaN without any. */
static double mean(const all_found *all, int row, bool here)
{
    double top = 0, bottom = 0;
    for (int32_t i = 0; i < all->count; i++) {
        const found *f = &all->items[i];
        if ((here && !f->here) || isnan(f->value[row]) || !(f->weight[row] > 0))
            continue;
        top += f->value[row] * f->weight[row];
        bottom += f->weight[row];
    }
    return bottom > 0 ? top / bottom : (double)NAN;
}

static void add_result(mlg_place *place, const all_found *all, int row)
{
    mlg_place_line line = { .label = rows[row].label,
                            .unit = rows[row].unit,
                            .places = rows[row].places,
                            .here = mean(all, row, true),
                            .beside = mean(all, row, false),
                            .france = (double)NAN };
    if (isnan(line.here) && isnan(line.beside))
        return;
    line.rank = place->group || isnan(line.here) ? 0 : 1;
    for (int32_t i = 0; i < all->count && line.rank > 0; i++)
        if (!isnan(all->items[i].value[row]))
            mlg_place_compare(&line, all->items[i].value[row]);
    place->results[place->result_count++] = line;
}

mlg_status mlg_place_read(mlg_place *place, mlg_db *db, const mlg_france *france,
                          const mlg_france_territory *where, mlg_error *err)
{
    all_found all = { 0 };
    int32_t here = 0;
    mlg_status st = MLG_OK;
    MLG_GO(read_title(place, db, err));
    MLG_GO(read_communes(&all, place, db, france, where, err));
    for (int32_t i = 0; i < all.count; i++)
        here += all.items[i].here;
    if (here == 0) {
        st = mlg_fail(err, MLG_USAGE, "the study '%s' reports nothing for %s %s", mlg_text_words(&place->study),
                      place->code, place->name);
        mlg_hint(err, "'maillage new' writes a study of another territory");
        goto done;
    }
    MLG_GO(read_quarters(place, db, france, where, err));
    for (int row = 0; row < RESULTS; row++)
        add_result(place, &all, row);
    for (int i = 0; i < place->word_count && st == MLG_OK; i++)
        st = mlg_text_status(&place->words[i].value, err);
done:
    free(all.items);
    return st;
}

void mlg_place_release(mlg_place *place)
{
    mlg_text_release(&place->study);
    for (int i = 0; i < place->word_count; i++)
        mlg_text_release(&place->words[i].value);
    place->word_count = 0;
}
