#include "analysis/zoning/units.h"

#include "analysis/zoning/rules.h"
#include "base/among.h"
#include "base/memory.h"
#include "study/source.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    mlg_zoning_units *units;
    const char **tvs_name, **tvs_text; /* [communes] code and name of the territory, as read */
    mlg_zoning_apl apl;
    size_t qpv_room[4], share_room[4];
    int32_t published;
} reading;

const char *mlg_zoning_apl_words(mlg_zoning_apl apl)
{
    static const char *const words[] = { [MLG_APL_COMPUTED] = "APL calculée par l’étude",
                                         [MLG_APL_PUBLISHED] = "APL publiée, tous âges",
                                         [MLG_APL_PUBLISHED_65] = "APL publiée, 65 ans et moins" };
    return words[apl];
}

static mlg_status make_room(reading *r, size_t n, mlg_error *err)
{
    mlg_zoning_units *b = r->units;
    MLG_TRY(MLG_NEW(&b->insee, n, "communes", err));
    MLG_TRY(MLG_NEW(&b->commune_label, n, "communes", err));
    MLG_TRY(MLG_NEW(&b->region, n, "communes", err));
    MLG_TRY(MLG_NEW(&b->inside, n, "communes", err));
    MLG_TRY(MLG_NEW(&b->persons, n, "communes", err));
    MLG_TRY(MLG_NEW(&b->residents, n, "communes", err));
    MLG_TRY(MLG_NEW(&b->standardised, n, "communes", err));
    MLG_TRY(MLG_NEW(&b->value, n, "communes", err));
    MLG_TRY(MLG_NEW(&b->gp, n, "communes", err));
    MLG_TRY(MLG_NEW(&b->gp_old, n, "communes", err));
    MLG_TRY(MLG_NEW(&b->tvs, n, "communes", err));
    MLG_TRY(MLG_NEW(&b->zone, n, "communes", err));
    MLG_TRY(MLG_NEW(&b->given_frame, n, "communes", err));
    MLG_TRY(MLG_NEW(&r->tvs_name, n, "communes", err));
    return MLG_NEW(&r->tvs_text, n, "communes", err);
}

/* Columns of zoning/select_communes. */
enum {
    INSEE,
    LABEL,
    REGION,
    DEPARTEMENT,
    INSIDE,
    PERSONS,
    STANDARDISED,
    VALUE,
    PUBLISHED,
    PUBLISHED_65,
    GP,
    GP_OLD,
    GP_AGED,
    TVS,
    TVS_LABEL,
    ZONE,
    FRAME
};

static mlg_status take_texts(reading *r, mlg_stmt *stmt, int32_t i, mlg_error *err)
{
    mlg_zoning_units *b = r->units;
    b->insee[i] = mlg_arena_text(&b->arena, mlg_column_text(stmt, INSEE));
    b->commune_label[i] = mlg_arena_text(&b->arena, mlg_column_text(stmt, LABEL));
    const char *region = mlg_column_text(stmt, REGION), *departement = mlg_column_text(stmt, DEPARTEMENT);
    bool same = i > 0 && b->region[i - 1] && region && strcmp(b->region[i - 1], region) == 0;
    b->region[i] = same ? b->region[i - 1] : mlg_arena_text(&b->arena, region);
    if (!region && i > 0 && departement && strncmp(departement, b->insee[i - 1], strlen(departement)) == 0) {
        b->region[i] = b->region[i - 1]; /* sorted by code: same département as the previous one */
    } else if (!region) {
        char code[4];
        MLG_TRY(mlg_region_of_departement(code, departement, err));
        b->region[i] = mlg_arena_text(&b->arena, code);
    }
    r->tvs_name[i] = mlg_arena_text(&b->arena, mlg_column_text(stmt, TVS));
    r->tvs_text[i] = mlg_arena_text(&b->arena, mlg_column_text(stmt, TVS_LABEL));
    return b->insee[i] && b->region[i] ? MLG_OK : mlg_fail_memory(err, "communes", 0);
}

static mlg_status take_commune(reading *r, mlg_stmt *stmt, mlg_error *err)
{
    static const int columns[] = {
        [MLG_APL_COMPUTED] = VALUE, [MLG_APL_PUBLISHED] = PUBLISHED, [MLG_APL_PUBLISHED_65] = PUBLISHED_65
    };
    mlg_zoning_units *b = r->units;
    int32_t i = b->communes++;
    MLG_TRY(take_texts(r, stmt, i, err));
    b->inside[i] = mlg_column_int(stmt, INSIDE) != 0;
    b->residents[i] = mlg_column_double(stmt, PERSONS);
    b->persons[i] = b->inside[i] ? b->residents[i] : 0;
    b->persons_total += b->persons[i];
    double standardised = mlg_column_double(stmt, STANDARDISED);
    b->standardised[i] = isnan(standardised) ? b->residents[i] : standardised;
    b->value[i] = mlg_column_double(stmt, columns[r->apl]);
    r->published += !isnan(mlg_column_double(stmt, columns[r->apl]));
    b->gp[i] = mlg_column_double(stmt, GP);
    b->gp_old[i] = mlg_column_double(stmt, GP_OLD);
    b->ages_known |= mlg_column_int(stmt, GP_AGED) > 0;
    b->zone[i] = (uint8_t)mlg_zone_of(mlg_column_text(stmt, ZONE));
    b->given_frame[i] = (uint8_t)mlg_frame_of(mlg_column_text(stmt, FRAME));
    return MLG_OK;
}

static mlg_status read_communes(reading *r, mlg_study *study, const mlg_zoning_rule *rule, const char *vintage,
                                mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    double count;
    bool row;
    MLG_TRY(mlg_db_number(&count, study->db, "SELECT count(*) FROM commune", err));
    MLG_TRY(make_room(r, (size_t)count, err));
    MLG_TRY(mlg_db_query(&stmt, study->db, "zoning/select_communes", err));
    mlg_bind_text(stmt, ":service", rule->service);
    mlg_bind_text(stmt, ":mesure", rule->measure);
    mlg_bind_text(stmt, ":millesime", vintage);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(take_commune(r, stmt, err));
done:
    mlg_stmt_free(stmt);
    if (st != MLG_OK || r->apl == MLG_APL_COMPUTED || r->published > 0)
        return st;
    st = vintage ? mlg_fail(err, MLG_DATA, "the study has no published APL of vintage %s", vintage)
                 : mlg_fail(err, MLG_DATA, "the study has no published APL");
    mlg_hint(err, "add a source apl, or choose zoning: { apl: computed }");
    return st;
}

/* ---- territories -------------------------------------------------------------------------------------------- */

typedef struct {
    const char *code;
    int32_t commune;
} member;

static int by_code(const void *left, const void *right)
{
    const member *a = left, *b = right;
    int order = strcmp(a->code, b->code);
    return order ? order : (a->commune > b->commune) - (a->commune < b->commune);
}

static mlg_status make_tvs_room(mlg_zoning_units *b, size_t n, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&b->tvs_code, n, "life territories", err));
    MLG_TRY(MLG_NEW(&b->tvs_label, n, "life territories", err));
    MLG_TRY(MLG_NEW(&b->tvs_composed, n, "life territories", err));
    MLG_TRY(MLG_NEW(&b->tvs_zone, n, "life territories", err));
    MLG_TRY(MLG_NEW(&b->tvs_frame, n, "life territories", err));
    MLG_TRY(MLG_NEW(&b->tvs_persons, n, "life territories", err));
    MLG_TRY(MLG_NEW(&b->tvs_residents, n, "life territories", err));
    MLG_TRY(MLG_NEW(&b->tvs_communes, n, "life territories", err));
    MLG_TRY(MLG_NEW(&b->tvs_far, n, "life territories", err));
    MLG_TRY(MLG_NEW(&b->tvs_far_persons, n, "life territories", err));
    MLG_TRY(MLG_NEW(&b->tvs_largest, n, "life territories", err));
    MLG_TRY(MLG_NEW(&b->tvs_region, n, "life territories", err));
    return MLG_NEW(&b->tvs_region_pct, n, "life territories", err);
}

static void add_member(mlg_zoning_units *b, int32_t t, int32_t i)
{
    b->tvs[i] = t;
    b->tvs_persons[t] += b->persons[i];
    b->tvs_residents[t] += b->residents[i];
    b->tvs_communes[t] += b->inside[i];
    if (b->tvs_largest[t] < 0 || b->residents[i] > b->residents[b->tvs_largest[t]])
        b->tvs_largest[t] = i;
    if (b->given_frame[i] != MLG_FRAME_UNKNOWN)
        b->tvs_frame[t] = b->given_frame[i];
}

/* Communes of one territory, which are consecutive: region and class of most of its residents. */
static void weigh_members(mlg_zoning_units *b, int32_t t, const member *first, int32_t n)
{
    double best = -1, zones[MLG_ZONES] = { 0 }, most = -1;
    b->tvs_region[t] = "";
    for (int32_t k = 0; k < n; k++) {
        double same = 0;
        const char *region = b->region[first[k].commune];
        zones[b->zone[first[k].commune]] += b->persons[first[k].commune];
        for (int32_t m = 0; m < n; m++)
            same += strcmp(b->region[first[m].commune], region) == 0 ? b->residents[first[m].commune] : 0;
        if (same > best) {
            best = same;
            b->tvs_region[t] = region;
        }
    }
    b->tvs_region_pct[t] = b->tvs_residents[t] > 0 ? 100 * best / b->tvs_residents[t] : (double)NAN;
    for (int z = 0; z < MLG_ZONES; z++)
        if (zones[z] > most) {
            most = zones[z];
            b->tvs_zone[t] = (uint8_t)z;
        }
}

static mlg_status gather_tvs(reading *r, mlg_error *err)
{
    mlg_zoning_units *b = r->units;
    member *members = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&members, (size_t)b->communes, "life territories", err));
    MLG_GO(make_tvs_room(b, (size_t)b->communes, err));
    for (int32_t i = 0; i < b->communes; i++)
        members[i] = (member){ r->tvs_name[i] ? r->tvs_name[i] : b->insee[i], i };
    if (b->communes > 0)
        qsort(members, (size_t)b->communes, sizeof *members, by_code);
    for (int32_t k = 0, end; k < b->communes; k = end) {
        int32_t t = b->tvs_count++, i = members[k].commune;
        b->tvs_code[t] = members[k].code;
        b->tvs_label[t] = r->tvs_name[i] ? r->tvs_text[i] : b->commune_label[i];
        b->tvs_composed[t] = r->tvs_name[i] != NULL;
        b->tvs_largest[t] = -1;
        for (end = k; end < b->communes && strcmp(members[end].code, members[k].code) == 0; end++)
            add_member(b, t, members[end].commune);
        weigh_members(b, t, members + k, end - k);
        b->composed += b->tvs_composed[t] ? b->tvs_communes[t] : 0;
    }
done:
    free(members);
    return st;
}

static mlg_status read_tvs_zones(mlg_zoning_units *b, mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, study->db, "zoning/select_tvs_zones", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int32_t t = mlg_zoning_find_tvs(b, mlg_column_text(stmt, 0));
        if (t < 0)
            continue;
        const char *label = mlg_column_text(stmt, 1);
        b->tvs_zone[t] = (uint8_t)mlg_zone_of(mlg_column_text(stmt, 2));
        mlg_frame frame = mlg_frame_of(mlg_column_text(stmt, 3));
        if (frame != MLG_FRAME_UNKNOWN)
            b->tvs_frame[t] = (uint8_t)frame;
        if (!b->tvs_label[t] && label)
            b->tvs_label[t] = mlg_arena_text(&b->arena, label);
    }
    mlg_stmt_free(stmt);
    return st;
}

/* Members outside the study, by region. */
typedef struct {
    int32_t tvs;
    int regions;
    char region[8][4];
    double persons[8], sum;
} far_people;

static mlg_status add_far_member(far_people *far, mlg_zoning_units *b, const char *insee, double persons,
                                 mlg_error *err)
{
    char departement[4], region[4];
    int k = 0;
    b->tvs_far[far->tvs]++;
    b->tvs_far_persons[far->tvs] += persons;
    if (isnan(persons))
        return MLG_OK;
    snprintf(departement, sizeof departement, "%.*s", (int)mlg_department_length(insee), insee);
    MLG_TRY(mlg_region_of_departement(region, departement, err));
    while (k < far->regions && strcmp(far->region[k], region) != 0)
        k++;
    if (k == 8)
        return MLG_OK;
    if (k == far->regions)
        memcpy(far->region[far->regions++], region, sizeof region);
    far->persons[k] += persons;
    far->sum += persons;
    return MLG_OK;
}

static double residents_in(const mlg_zoning_units *b, int32_t t, const char *region)
{
    double sum = 0;
    for (int32_t i = 0; i < b->communes; i++)
        sum += b->tvs[i] == t && strcmp(b->region[i], region) == 0 ? b->residents[i] : 0;
    return sum;
}

/* They have no indicator here; they count in the population of the territory and in its majority region. */
static mlg_status count_far_people(mlg_zoning_units *b, const far_people *far, mlg_error *err)
{
    int32_t t = far->tvs;
    double best = residents_in(b, t, b->tvs_region[t]);
    for (int k = 0; k < far->regions; k++)
        best += strcmp(far->region[k], b->tvs_region[t]) == 0 ? far->persons[k] : 0;
    for (int k = 0; k < far->regions; k++) {
        double there = residents_in(b, t, far->region[k]) + far->persons[k];
        if (there <= best)
            continue;
        best = there;
        b->tvs_region[t] = mlg_arena_text(&b->arena, far->region[k]);
        if (!b->tvs_region[t])
            return mlg_fail_memory(err, "life territories", 0);
    }
    b->tvs_residents[t] += far->sum;
    b->tvs_region_pct[t] = b->tvs_residents[t] > 0 ? 100 * best / b->tvs_residents[t] : (double)NAN;
    return MLG_OK;
}

static mlg_status read_far_members(mlg_zoning_units *b, mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    far_people far = { .tvs = -1 };
    bool row;
    MLG_TRY(mlg_db_query(&stmt, study->db, "zoning/select_far_members", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int32_t t = mlg_zoning_find_tvs(b, mlg_column_text(stmt, 0));
        if (t != far.tvs && far.tvs >= 0)
            MLG_GO(count_far_people(b, &far, err));
        if (t != far.tvs)
            far = (far_people){ .tvs = t };
        if (t >= 0)
            MLG_GO(add_far_member(&far, b, mlg_column_text(stmt, 1), mlg_column_double(stmt, 2), err));
    }
    if (st == MLG_OK && far.tvs >= 0)
        st = count_far_people(b, &far, err);
done:
    mlg_stmt_free(stmt);
    return st;
}

/* ---- neighbourhoods ----------------------------------------------------------------------------------------- */

static mlg_people people_of(const char *source)
{
    if (!source)
        return MLG_PEOPLE_UNKNOWN;
    if (strcmp(source, "source") == 0)
        return MLG_PEOPLE_GIVEN;
    return strcmp(source, "carreaux") == 0 ? MLG_PEOPLE_FROM_SQUARES : MLG_PEOPLE_FROM_AREA;
}

static mlg_status take_share(reading *r, mlg_stmt *stmt, mlg_error *err)
{
    mlg_zoning_units *b = r->units;
    int32_t commune = mlg_zoning_find_commune(b, mlg_column_text(stmt, 3)), q = b->qpv_count;
    const char *code = mlg_column_text(stmt, 0);
    if (q == 0 || strcmp(b->qpv_code[q - 1], code) != 0) {
        MLG_TRY(MLG_GROW(&b->qpv_code, &r->qpv_room[0], (size_t)q + 1, "neighbourhoods", err));
        MLG_TRY(MLG_GROW(&b->qpv_label, &r->qpv_room[1], (size_t)q + 1, "neighbourhoods", err));
        MLG_TRY(MLG_GROW(&b->qpv_zone, &r->qpv_room[2], (size_t)q + 1, "neighbourhoods", err));
        MLG_TRY(MLG_GROW(&b->qpv_people, &r->qpv_room[3], (size_t)q + 1, "neighbourhoods", err));
        b->qpv_code[q] = mlg_arena_text(&b->arena, code);
        b->qpv_label[q] = mlg_arena_text(&b->arena, mlg_column_text(stmt, 1));
        b->qpv_zone[q] = (uint8_t)mlg_zone_of(mlg_column_text(stmt, 2));
        b->qpv_people[q] = (uint8_t)people_of(mlg_column_text(stmt, 5));
        b->qpv_known[b->qpv_people[q]]++;
        if (!b->qpv_code[q])
            return mlg_fail_memory(err, "neighbourhoods", 0);
        b->qpv_count++;
    }
    if (commune < 0 || !b->inside[commune])
        return MLG_OK;
    size_t need = (size_t)b->shares + 1;
    MLG_TRY(MLG_GROW(&b->share_qpv, &r->share_room[0], need, "neighbourhoods", err));
    MLG_TRY(MLG_GROW(&b->share_commune, &r->share_room[1], need, "neighbourhoods", err));
    MLG_TRY(MLG_GROW(&b->share_persons, &r->share_room[2], need, "neighbourhoods", err));
    MLG_TRY(MLG_GROW(&b->share_part, &r->share_room[3], need, "neighbourhoods", err));
    b->share_part[b->shares] = mlg_column_double(stmt, 6);
    b->share_qpv[b->shares] = b->qpv_count - 1;
    b->share_commune[b->shares] = commune;
    b->share_persons[b->shares++] = mlg_column_double(stmt, 4);
    return MLG_OK;
}

static mlg_status read_qpv(reading *r, mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, study->db, "zoning/select_qpv", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(take_share(r, stmt, err));
done:
    mlg_stmt_free(stmt);
    return st;
}

/* Communes of the territory are in runs of one region; neighbours may lie between them and are not counted. */
static void find_main_region(mlg_zoning_units *b)
{
    double best = -1;
    const char *last = "";
    b->region_main = "";
    for (int32_t i = 0; i < b->communes; i++) {
        double sum = 0;
        if (!b->inside[i] || strcmp(b->region[i], last) == 0)
            continue;
        last = b->region[i];
        for (int32_t k = 0; k < b->communes; k++)
            sum += strcmp(b->region[k], b->region[i]) == 0 ? b->persons[k] : 0;
        if (sum > best) {
            best = sum;
            b->region_main = b->region[i];
        }
    }
}

mlg_status mlg_zoning_units_read(mlg_zoning_units *units, mlg_study *study, const mlg_zoning_rule *rule,
                                 mlg_zoning_apl apl, const char *vintage, mlg_error *err)
{
    *units = (mlg_zoning_units){ 0 };
    reading r = { .units = units, .apl = apl };
    mlg_status st;
    MLG_GO(read_communes(&r, study, rule, vintage, err));
    MLG_GO(gather_tvs(&r, err));
    MLG_GO(read_far_members(units, study, err));
    MLG_GO(read_tvs_zones(units, study, err));
    MLG_GO(read_qpv(&r, study, err));
    find_main_region(units);
done:
    free(r.tvs_name);
    free(r.tvs_text);
    return st;
}

void mlg_zoning_units_release(mlg_zoning_units *b)
{
    void *const arrays[] = { b->insee,
                             b->commune_label,
                             b->region,
                             b->inside,
                             b->persons,
                             b->residents,
                             b->standardised,
                             b->value,
                             b->gp,
                             b->gp_old,
                             b->tvs,
                             b->zone,
                             b->given_frame,
                             b->tvs_code,
                             b->tvs_label,
                             b->tvs_composed,
                             b->tvs_zone,
                             b->tvs_frame,
                             b->tvs_persons,
                             b->tvs_residents,
                             b->tvs_communes,
                             b->tvs_largest,
                             b->tvs_region,
                             b->tvs_region_pct,
                             b->tvs_far,
                             b->tvs_far_persons,
                             b->qpv_code,
                             b->qpv_label,
                             b->qpv_zone,
                             b->qpv_people,
                             b->share_qpv,
                             b->share_commune,
                             b->share_persons,
                             b->share_part };
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        free(arrays[i]);
    mlg_arena_release(&b->arena);
    *b = (mlg_zoning_units){ 0 };
}

/* ---- finding ------------------------------------------------------------------------------------------------ */

int32_t mlg_zoning_find_commune(const mlg_zoning_units *units, const char *insee)
{
    return mlg_find_sorted(units->insee, units->communes, insee);
}

int32_t mlg_zoning_find_tvs(const mlg_zoning_units *units, const char *code)
{
    return mlg_find_sorted(units->tvs_code, units->tvs_count, code);
}

int32_t mlg_zoning_find_qpv(const mlg_zoning_units *units, const char *code)
{
    return mlg_find_sorted(units->qpv_code, units->qpv_count, code);
}

/* ---- what is known of a unit --------------------------------------------------------------------------------------- */

bool mlg_zoning_is_elsewhere(const mlg_zoning_units *units, int32_t tvs)
{
    const char *region = units->tvs_region[tvs];
    return *region && *units->region_main && strcmp(region, units->region_main) != 0;
}

double mlg_zoning_qpv_value(const mlg_zoning_units *units, int32_t qpv, const double *value)
{
    double sum = 0, part = 0;
    for (int32_t s = 0; s < units->shares; s++)
        if (units->share_qpv[s] == qpv) {
            sum += units->share_part[s] * value[units->share_commune[s]];
            part += units->share_part[s];
        }
    return part > 0.999 ? sum / part : (double)NAN;
}

double mlg_zoning_qpv_persons(const mlg_zoning_units *units, int32_t qpv)
{
    double sum = 0;
    if (units->qpv_people[qpv] == MLG_PEOPLE_UNKNOWN)
        return (double)NAN;
    for (int32_t s = 0; s < units->shares; s++)
        sum += units->share_qpv[s] == qpv ? units->share_persons[s] : 0;
    return sum;
}
