/* Files in the layouts of 2026, as their publishers pack them: several members in a zip, several sheets in a workbook. */
#include "try_study.h"

#include "adapters/workbook.h"
#include "zip_writer.h"

static const char towns[] =
    "insee_com,libelle,lon,lat,population\n"
    "01451,Viriat,5.21,46.25,6500\n01053,Bourg,5.23,46.20,41000\n01344,Saint-Denis,5.18,46.20,5700\n";

static mlg_db *study(const char *folder, const char *sources)
{
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(folder, "towns.csv"), towns);
    assert_ok(try_study(&db, folder, "{ path: towns.csv }", sources, &err), &err);
    return db;
}

static void zip(const char *folder, const char *name, const zip_member *members, int count)
{
    FILE *file = fopen(in_folder(folder, name), "wb");
    put_zip(file, members, count);
    fclose(file);
}

#define MEMBER(name, text)                                                                                        \
    {                                                                                                             \
        name, text, sizeof text - 1                                                                               \
    }

/* Quality 33: at random in the commune; 12 and 22: in the street. A row may have degrees only. */
static void facilities_of_2025_stand_where_their_quality_allows(void **state)
{
    static const char rows[] =
        "AN;NOMRS;DEPCOM;DEP;TYPEQU;LAMBERT_X;LAMBERT_Y;EPSG;LATITUDE;LONGITUDE;QUALITE_GEOLOC;QUALITE_XY\n"
        "2025;A;01053;01;D307;871936.2;6569112.0;2154;46.2;5.23;11;B\n"
        "2025;B;01053;01;D307;871936.2;6569112.0;2154;46.2;5.23;22;M\n"
        "2025;C;01053;01;D307;871000.0;6560000.0;2154;46.1;5.2;33;M\n"
        "2025;D;01053;01;D307;;;2154;46.2;5.23;21;A\n2025;E;01053;01;D307;;;2154;;;_Z;_Z\n";
    static const zip_member members[] = { MEMBER("BPE25.csv", rows) };
    zip(*state, "BPE25.zip", members, 1);
    mlg_db *db = study(*state, "  sites:\n    - { dataset: bpe, path: BPE25.zip }");
    assert_text(
        db,
        "SELECT group_concat(libelle || ' ' || precision, ', ') FROM (SELECT * FROM etablissement ORDER BY "
        "libelle)",
        "A adresse, B approchee, C commune, D adresse, E commune");
    assert_near(number(db, "SELECT ST_X(geom) FROM etablissement WHERE libelle = 'D'"), 871936.2, 0.1);
    mlg_db_close(db);
}

static void squares_are_those_of_the_territory(void **state)
{
    static const char met[] =
        "idcar_200m,lcog_geo,ind,men,i_est_200\nCRS3035RES200mN2557000E3948000,01451,30.5,12,0\n";
    static const char reun[] =
        "idcar_200m,lcog_geo,ind,men,i_est_200\nCRS2975RES200mN7690000E339000,97411,12,5,0\n";
    static const char mart[] =
        "idcar_200m,lcog_geo,ind,men,i_est_200\nCRS5490RES200mN1614000E709000,97209,7,3,0\n";
    static const zip_member members[] = { MEMBER("carreaux_200m_mart.csv", mart),
                                          MEMBER("carreaux_200m_met.csv", met),
                                          MEMBER("carreaux_200m_reun.csv", reun) };
    mlg_db *db;
    mlg_error err;
    zip(*state, "Filosofi2021_carreaux_200m_csv.zip", members, 3);
    db = study(*state, "  cells:\n    - { dataset: filosofi-cells, path: Filosofi2021_carreaux_200m_csv.zip }");
    assert_text(db, "SELECT group_concat(code || ' ' || population) FROM carreau",
                "CRS3035RES200mN2557000E3948000 30.5");
    mlg_db_close(db);
    write_text(in_folder(*state, "island.csv"),
               "insee_com,libelle,x,y,population\n97411,Saint-Denis,339000,7690000,150000\n");
    assert_ok(
        run_study(&db, *state,
                  "territory: { all: true }\ncrs: \"EPSG:2975\"\nsources:\n  communes: [ { path: island.csv, "
                  "crs: \"EPSG:2975\" } ]\n  cells: [ { dataset: filosofi-cells, path: "
                  "Filosofi2021_carreaux_200m_csv.zip } ]\noutputs: { geopackage: s.gpkg }\n",
                  NULL, &err),
        &err);
    assert_text(db, "SELECT group_concat(code || ' ' || population) FROM carreau",
                "CRS2975RES200mN7690000E339000 12.0");
    mlg_db_close(db);
}

/* The sheet of communes among those of larger areas; the label of seven levels beside that of three. */
static void density_of_2026_is_of_seven_levels(void **state)
{
    static const char *const sheets[] = { "Maille communale", "Maille départementale", "Maille régionale" };
    static const char *const cells[][6] = {
        { "CODGEO", "LIBGEO", "DENS", "LIBDENS", "DENS7", "LIBDENS7" },
        { "01053", "Bourg", "2", "Urbain intermédiaire", "2", "Centres urbains intermédiaires" },
        { "01344", "Saint-Denis", "2", "Urbain intermédiaire", "4", "Ceintures urbaines" },
        { "01451", "Viriat", "3", "Rural", "6", "Rural à habitat dispersé" },
    };
    mlg_workbook *book;
    mlg_error err;
    assert_ok(mlg_workbook_new(&book, in_folder(*state, "d.xlsx"), &err), &err);
    for (int s = 0; s < 3; s++) {
        assert_ok(mlg_workbook_sheet(book, sheets[s], &err), &err);
        assert_ok(mlg_workbook_text(book, 0, 0, "Grille de densité 2025", &err), &err);
        for (unsigned r = 0; r < 4; r++)
            for (unsigned c = 0; c < 6; c++)
                assert_ok(mlg_workbook_text(book, (int32_t)r + 4, (int)c, s == 0 ? cells[r][c] : "DEP", &err),
                          &err);
    }
    assert_ok(mlg_workbook_close(book, &err), &err);
    mlg_db *db = study(*state, "  density:\n    - { dataset: insee-density, path: d.xlsx }");
    assert_text(db, "SELECT group_concat(densite, ' ') FROM (SELECT densite FROM commune ORDER BY insee_com)",
                "2 4 6");
    mlg_db_close(db);
}

/* The study file chooses the dimensions, the year and the columns of a long table. */
static void a_study_pivots_a_long_table_of_its_own(void **state)
{
    static const char rows[] = "GEO;GEO_OBJECT;SEX;AGE;PCS;TIME_PERIOD;OBS_VALUE\n01053;COM;_T;Y_LT65;1;2022;10\n"
                               "01053;COM;_T;Y_GE65;1;2022;4\n01053;COM;F;Y_GE65;1;2022;3\n"
                               "01053;COM;_T;Y_GE65;1;2023;5\n01053;COM;_T;Y_GE65;2;2022;9\n";
    static const char meta[] = "COD_VAR;LIB_VAR\nAGE;Âge\n";
    static const zip_member members[] = { MEMBER("DS_OWN_metadata.csv", meta), MEMBER("DS_OWN_data.csv", rows) };
    zip(*state, "own.zip", members, 2);
    mlg_db *db =
        study(*state, "  ages:\n    - path: own.zip\n      layer: DS_OWN_data\n      pivot: { columns: [ AGE, SEX "
                      "], keep: [ { column: TIME_PERIOD, values: [ \"2022\" ] }, { column: PCS, values: [ "
                      "\"1\" ] } ] }\n      ages: [ { from: 0, to: 64, column: Y_LT65__T }, { from: 65, "
                      "column: Y_GE65__T, women: Y_GE65_F } ]\n");
    assert_text(db,
                "SELECT group_concat(age_min || ' ' || personnes || ' ' || coalesce(femmes, '-'), ', ') FROM "
                "(SELECT * FROM lieu_age ORDER BY age_min)",
                "0 10.0 -, 65 4.0 3.0");
    mlg_db_close(db);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(facilities_of_2025_stand_where_their_quality_allows),
        TEST(squares_are_those_of_the_territory),
        TEST(density_of_2026_is_of_seven_levels),
        TEST(a_study_pivots_a_long_table_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
