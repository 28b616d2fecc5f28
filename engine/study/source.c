/* How the columns of a data set are found in a file. */
#include "study/source.h"

#include "base/nocase.h"

#include <stdio.h>
#include <string.h>

/* The columns of mlg_config_columns, with the names that files usually give them. */
#define COLUMN(field, names)                                                                                      \
    {                                                                                                             \
#field, names, offsetof(mlg_config_columns, field)                                                        \
    }
static const struct {
    const char *name, *aliases;
    size_t offset;
} columns[] = {
    COLUMN(insee_com, "insee_com|code_insee|insee|codgeo|depcom|code_commune_insee|com|code|geo"),
    COLUMN(libelle, "libelle|nom|libgeo|nom_commune|lib_com|raison_sociale"),
    COLUMN(population, "population|pmun|pop_mun|ptot|ind"),
    COLUMN(pop_std, "pop_std|population_standardisee"),
    COLUMN(lon, "lon|longitude|lng"),
    COLUMN(lat, "lat|latitude"),
    COLUMN(x, "x|lambert_x|coordx"),
    COLUMN(y, "y|lambert_y|coordy"),
    COLUMN(siren_epci, "siren_epci|epci|codes_siren_des_epci"),
    COLUMN(lib_epci, "lib_epci|nom_epci"),
    COLUMN(insee_dep, "insee_dep|dep|departement"),
    COLUMN(insee_reg, "insee_reg|reg|region|Code de la région"),
    COLUMN(densite, "densite|niveau_densite|dens7"),
    COLUMN(surface_km2, "surface_km2|superficie_km2"),
    COLUMN(code, "code|id|finess|numero_finess_etablissement|nofinesset"),
    COLUMN(categorie, "categorie|categetab|typequ"),
    COLUMN(precision, "precision|geo_qual"),
    COLUMN(horaires, "horaires|opening_hours"),
    COLUMN(code_qp, "code_qp|code_quartier"),
    COLUMN(communes, "communes|insee_com"),
    COLUMN(tvs, "tvs|code_tvs|tv|code du territoire de vie-santé"),
    COLUMN(lib_tvs, "lib_tvs|libtv|nom_tvs|tvs_libelle|libellé du territoire de vie-santé"),
    COLUMN(uu, "uu|uu2020|unite_urbaine"),
    COLUMN(valeur, "valeur|value"),
    COLUMN(maille, "maille"),
    COLUMN(zonage, "zonage|zonage_mg|zonage_regional"),
    COLUMN(cadre, "cadre|qualification nationale*|qualification_nationale"),
    COLUMN(millesime, "millesime|annee|an"),
    COLUMN(quantite, "quantite|nombre|nb|obs_value"),
    COLUMN(age, "age"),
    COLUMN(activite, "activite|activite_totale"),
    COLUMN(remplace, "remplace"),
    COLUMN(personne, "personne|rpps|identifiant pp"),
    COLUMN(finess, "finess|nofinesset|numero_finess|numéro finess site"),
    COLUMN(code_postal, "code_postal|codpos|codepostal|postal"),
    COLUMN(ancien, "ancien|com_av|code_ancien"),
    COLUMN(nouveau, "nouveau|com_ap|code_nouveau"),
    COLUMN(apl, "apl|apl_mg"),
    COLUMN(apl_65, "apl_65|apl_mg_65"),
    COLUMN(impute, "impute|i_est_200|i_est_cr"),
    COLUMN(revenu, "revenu|revenu_median|mediane|median_eur"),
    COLUMN(pauvrete, "pauvrete|taux_pauvrete|tp60"),
    COLUMN(menages, "menages|men"),
    COLUMN(kind, "kind|dispositif|type_perimetre"),
    COLUMN(geometrie, "geometrie|wkt|wkb|geom|geometry|the_geom|wkb_geometry|geo_shape"),
};
#undef COLUMN

static int find_column(const char *name)
{
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (strcmp(columns[i].name, name) == 0)
            return (int)i;
    return -1;
}

const char *mlg_column_aliases(const char *name)
{
    int i = find_column(name);
    return i < 0 ? NULL : columns[i].aliases;
}

static const char *configured_column(const mlg_reader *reader, const char *name)
{
    int i = find_column(name);
    if (!reader->spec->columns || i < 0)
        return NULL;
    char *value;
    memcpy(&value, (const char *)reader->spec->columns + columns[i].offset, sizeof value);
    return value;
}

/* Column of that name; a pattern such as "Population totale*" gives the first match. */
static int find_named(const mlg_layer *layer, const char *name)
{
    if (!strpbrk(name, "*?"))
        return mlg_layer_find(layer, name);
    for (int i = 0; i < mlg_layer_field_count(layer); i++)
        if (mlg_glob_nocase(name, mlg_layer_field_name(layer, i)))
            return i;
    return -1;
}

int mlg_find_alias(const mlg_layer *layer, const char *aliases)
{
    char name[128];
    while (aliases && *aliases) {
        size_t n = strcspn(aliases, "|");
        snprintf(name, sizeof name, "%.*s", (int)n, aliases);
        int field = find_named(layer, name);
        if (field >= 0)
            return field;
        aliases += n + (aliases[n] == '|');
    }
    return -1;
}

int mlg_reader_field(const mlg_reader *reader, const char *aliases)
{
    return mlg_find_alias(reader->layer, aliases);
}

/* Index of a word in a list separated by '|', -1 when absent. */
static int place_in_list(const char *list, const char *word)
{
    size_t length = strlen(word);
    int place = 0;
    for (const char *at = list; at && *at; at += *at == '|', place++) {
        size_t n = strcspn(at, "|");
        if (n == length && strncmp(at, word, n) == 0)
            return place;
        at += n;
    }
    return -1;
}

bool mlg_list_holds(const char *list, const char *word)
{
    return place_in_list(list, word) >= 0;
}

/* Names that the data set gives to a column, NULL when it has none. */
static const char *published_names(const mlg_dataset *set, const char *name)
{
    for (const mlg_alias *c = set->columns; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c->aliases;
    return NULL;
}

static int find_usual(const mlg_reader *reader, const char *name)
{
    int made = place_in_list(reader->dataset->makes, name);
    if (made >= 0)
        return MLG_MADE_FIRST + made;
    const char *published = published_names(reader->dataset, name);
    return mlg_find_alias(reader->layer, published ? published : mlg_column_aliases(name));
}

/* Fails for a column that the study file names but the file lacks. */
static void hint_at_column(const mlg_reader *reader, const char *given, mlg_error *err)
{
    enum { MOST = 200 };
    const char *names[MOST + 1];
    int count = mlg_layer_field_count(reader->layer);
    count = count < MOST ? count : MOST;
    for (int i = 0; i < count; i++)
        names[i] = mlg_layer_field_name(reader->layer, i);
    names[count] = NULL;
    const char *near = mlg_nearest_word(given, names);
    if (near)
        mlg_hint(err, "did you mean '%s'? correct columns: in the study file", near);
    else
        mlg_hint(err, "correct columns: in the study file");
}

mlg_status mlg_reader_column(int *field, const mlg_reader *reader, const char *name, bool required, mlg_error *err)
{
    const char *given = configured_column(reader, name);
    if (given) {
        mlg_status st = mlg_layer_need(field, reader->layer, given, err);
        if (st != MLG_OK)
            hint_at_column(reader, given, err);
        return st;
    }
    *field = find_usual(reader, name);
    if (*field >= 0)
        return MLG_OK;
    if (!required)
        return published_names(reader->dataset, name)
                   ? mlg_reader_list(reader, 0, NULL, "colonne absente", name, err)
                   : MLG_OK;
    mlg_status st = mlg_layer_need(field, reader->layer, name, err);
    mlg_hint(err, "name the column in the study file: columns: { %s: ... }", name);
    return st;
}

mlg_status mlg_reader_code_column(int *field, const mlg_reader *reader, const char *name, bool required,
                                  mlg_error *err)
{
    MLG_TRY(mlg_reader_column(field, reader, name, required, err));
    if (*field < 0 || *field >= MLG_MADE_FIRST || !mlg_layer_is_number(reader->layer, *field))
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT,
                             "%s: column '%s' is stored as numbers, so codes have lost their leading "
                             "zeros",
                             reader->spec->path, mlg_layer_field_name(reader->layer, *field));
    mlg_hint(err, "export the column as text (01004, not 1004)");
    return st;
}

bool mlg_reader_names(const mlg_reader *reader, const char *name)
{
    return configured_column(reader, name) != NULL;
}

const char *mlg_reader_column_name(const mlg_reader *reader, const char *name)
{
    const char *given = configured_column(reader, name);
    if (given)
        return given;
    int field = find_usual(reader, name);
    return field < 0 || field >= MLG_MADE_FIRST ? NULL : mlg_layer_field_name(reader->layer, field);
}
