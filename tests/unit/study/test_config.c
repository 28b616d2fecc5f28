#include "support.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "network/models/model.h"
#include "study/config/config.h"
#include "study/config/keys.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define FULL SOURCE_DIR "/tests/studies/full.yaml"
#define TEMPLATE SOURCE_DIR "/geodata/templates/study.yaml"

static char *folder;

static int make_one_folder(void **state)
{
    (void)state;
    folder = make_folder();
    return 0;
}

static int drop_folder(void **state)
{
    (void)state;
    remove_folder(folder);
    return 0;
}

static mlg_study_file *full;

static int open_full(void **state)
{
    (void)state;
    mlg_error err;
    return mlg_study_file_open(&full, FULL, &err);
}

static int close_full(void **state)
{
    (void)state;
    mlg_study_file_close(full);
    return 0;
}

static void write_bytes(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        fail_msg("cannot write %s", path);
}

static char *read_bytes(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = calloc(1, 100000);
    *size = fread(bytes, 1, 99999, file);
    fclose(file);
    return bytes;
}

/* ---- what must be refused, and where ---------------------------------------------------------------------------
 */

typedef struct fault {
    const char *text;
    const char *message; /* part of it */
    const char *hint;    /* part of it, or NULL */
} fault;

static void check_fault(const fault *f)
{
    const char *path = in_folder(folder, "study.yaml");
    mlg_study_file *file = NULL;
    mlg_error err = { 0 };
    write_text(path, f->text);
    mlg_status st = mlg_study_file_open(&file, path, &err);
    if (st != MLG_INPUT || !strstr(err.message, f->message) || (f->hint && !strstr(err.hint, f->hint)))
        fail_msg("for\n%s\nwanted '%s' (%s), got %d '%s' (%s)", f->text, f->message, f->hint ? f->hint : "",
                 (int)st, err.message, err.hint);
    assert_null(file);
}

#define CHECK_FAULTS(table)                                                                                       \
    for (size_t i = 0; i < sizeof(table) / sizeof *(table); i++)                                                  \
    check_fault(&(table)[i])

/* Three lines that make a valid study; the fault is on line 4 or below. */
#define HEAD                                                                                                      \
    "territory: { epci: 200072460 }\n"                                                                            \
    "sources: { communes: [ { path: c.csv } ] }\n"                                                                \
    "outputs: { geopackage: a.gpkg }\n"

/* The same with another territory, or other sources. */
#define OUTPUTS(text)                                                                                             \
    "territory: { all: true }\nsources: { communes: [ { path: c } ] }\noutputs: { geopackage: a, " text " }\n"
#define WITH_TERRITORY(text) "outputs: { geopackage: a.gpkg }\nsources: { communes: [ { path: c.csv } ] }\n" text
#define WITH_SOURCES(text)                                                                                        \
    "outputs: { geopackage: a.gpkg }\nterritory: { epci: 200072460 }\nsources:\n  communes: [ { path: c.csv } "   \
    "]\n" text

static void keys_are_checked_with_their_place(void **state)
{
    (void)state;
    static const fault faults[] = {
        { HEAD "zonning: { rules: arrete-2017 }\n",
          "study.yaml:4:1: unknown key 'zonning'; did you mean 'zoning'?",
          "keys of 'study': title, territory, buffer, cog, crs, codes, sources" },
        { HEAD "foo: 1\n", "study.yaml:4:1: unknown key 'foo' in 'study'", "outputs" },
        { WITH_SOURCES("  sites:\n    - path: s.csv\n      catgory: csipa\n"),
          "study.yaml:7:7: unknown key 'catgory'; did you mean 'category'?",
          "keys of 'sites': dataset, path, layer" },
        { WITH_SOURCES("  sites: [ { path: s.csv, columns: { insee: c } } ]\n"),
          "study.yaml:5:38: unknown key 'insee'", "insee_com, libelle, population, pop_std, lon, lat, x, y" },
        { HEAD "title: a\nTitle: b\n", "study.yaml:5:1: unknown key 'Title'; did you mean 'title'?", NULL },
        { HEAD "title: a\nbuffer: 3 km\ntitle: b\n", "study.yaml:6:1: the key 'title' appears twice",
          "study.yaml:4:1" },
        { HEAD "'': 1\n", "study.yaml:4:1: unknown key '' in 'study'", NULL },
        { HEAD "? [a]\n: 1\n", "study.yaml:4:3: a key is one word", NULL },
        { "title: a\n", "study.yaml:1:1: the key 'territory' is missing in 'study'", "outputs" },
        { "territory: { epci: 200072460 }\nsources: { qpv: [ { path: a } ] }\noutputs: { geopackage: a }\n",
          "study.yaml:2:1: the key 'communes' is missing in 'sources'", "zoning" },
        { WITH_SOURCES("  qpv: [ { dataset: qpv } ]\n"), "study.yaml:5:10: the key 'path' is missing in 'qpv'",
          NULL },
        { WITH_SOURCES("  supply:\n    - { path: a.csv }\n"), "study.yaml:6:7: the key 'service' is missing",
          NULL },
        { "territory: { epci: 200072460 }\nsources: { communes: [ { path: a } ] }\noutputs: { report: a }\n",
          "study.yaml:3:1: the key 'geopackage' is missing in 'outputs'", NULL },
        { HEAD "siting: [ { name: a, model: mclp } ]\n", "study.yaml:4:11: the key 'sites' is missing", NULL },
    };
    CHECK_FAULTS(faults);
}

static void kinds_are_checked_with_their_place(void **state)
{
    (void)state;
    static const fault faults[] = {
        { "just words\n", "study.yaml:1:1: 'study' is 'just words'; it must be a mapping", NULL },
        { "- a\n", "study.yaml:1:1: 'study' is a list; it must be a mapping", NULL },
        { HEAD "title:\n", "study.yaml:4:1: 'title' has no value", "delete the line" },
        { HEAD "title: ~\n", "study.yaml:4:1: 'title' has no value", NULL },
        { HEAD "title: ' '\n", "study.yaml:4:1: 'title' has no value", NULL },
        { HEAD "title: [a]\n", "study.yaml:4:1: 'title' is a list; it must be one text", NULL },
        { HEAD "siting:\n", "study.yaml:4:1: 'siting' has no value", NULL },
        { HEAD "siting: []\n", "study.yaml:4:1: 'siting' has no value", NULL },
        { HEAD "siting: { name: a }\n", "study.yaml:4:1: 'siting' is a mapping; it must be a list", NULL },
        { HEAD "travel: crow\n", "study.yaml:4:1: 'travel' is 'crow'; it must be a mapping", NULL },
        { HEAD "cog: 2025.5\n", "study.yaml:4:1: 'cog' is '2025.5'; it must be a whole number", NULL },
        { HEAD "cog: 99999999999\n", "study.yaml:4:1: 'cog' is '99999999999'", NULL },
        { HEAD "services: [ { name: a, age_limit: 065 } ]\n", "study.yaml:4:24: 'age_limit' is '065'", NULL },
        { HEAD "travel: { detour: 1,3 }\n", "study.yaml:4:21: unknown key '3'", NULL },
        { HEAD "travel:\n  detour: 1,3\n", "study.yaml:5:3: 'detour' is '1,3'; it must be a number",
          "point: 2.5" },
        { HEAD "travel: { detour: nan }\n", "study.yaml:4:11: 'detour' is 'nan'; it must be a number", NULL },
        { HEAD "travel: { detour: 0x2 }\n", "'detour' is '0x2'", NULL },
        { HEAD "travel: { detour: 1e999 }\n", "'detour' is '1e999'", NULL },
        { WITH_TERRITORY("territory: { all: oui }\n"), "study.yaml:3:14: 'all' is 'oui'; it must be true or false",
          NULL },
    };
    CHECK_FAULTS(faults);
}

static void values_are_checked_with_their_place(void **state)
{
    (void)state;
    static const fault faults[] = {
        { WITH_TERRITORY("territory: { all: false }\n"),
          "study.yaml:3:1: 'territory' is empty; it must be one of epci", NULL },
        { WITH_TERRITORY("territory: {}\n"), "study.yaml:3:1: 'territory' is empty", NULL },
        { WITH_TERRITORY("territory:\n  epci: 200072460\n  region: 32\n"),
          "study.yaml:5:3: 'region' and 'epci' are both given; 'territory' takes only one of them", NULL },
        { WITH_TERRITORY("territory: { epci: 20007246 }\n"),
          "study.yaml:3:14: 'epci' is '20007246'; it must be nine", NULL },
        { WITH_TERRITORY("territory: { departement: 2C }\n"), "'departement' is '2C'", NULL },
        { WITH_TERRITORY("territory: { region: 3 }\n"), "'region' is '3'; it must be two digits", NULL },
        { WITH_TERRITORY("territory:\n  communes:\n    - 62119\n    - 1004\n"),
          "study.yaml:6:7: 'communes' is '1004'; it must be an INSEE code of five characters", NULL },
        { WITH_TERRITORY("territory: { communes: [2C004] }\n"), "study.yaml:3:25: 'communes' is '2C004'", NULL },
        { HEAD "buffer: 30 miles\n", "study.yaml:4:1: 'buffer' is '30 miles'; it must be a length", NULL },
        { HEAD "cog: 25\n", "study.yaml:4:1: 'cog' is '25'; it must be a year", NULL },
        { WITH_SOURCES("  supply: [ { path: a, service: gp, unit: persons } ]\n"),
          "study.yaml:5:37: 'unit' is 'persons'; it must be personnes or etp or actes", NULL },
        { WITH_SOURCES("  ages: [ { path: a, ages: [ { from: 9, to: 4, column: c } ] } ]\n"),
          "study.yaml:5:41: 'to' is 4, below 'from', 9", NULL },
        { WITH_SOURCES("  ages: [ { path: a, ages: [ { from: -1, column: c } ] } ]\n"), "'from' is '-1'", NULL },
        { HEAD "travel: { model: boat }\n", "study.yaml:4:11: 'model' is 'boat'; it must be crow or road or table",
          NULL },
        { HEAD "travel: { model: road }\n", "the key 'osm' is missing, which 'model: road' needs", NULL },
        { HEAD "travel: { engine: steam }\n", "'engine' is 'steam'; it must be auto or search or sweep", NULL },
        { HEAD "travel: { model: table }\n", "the key 'path' is missing, which 'model: table' needs", NULL },
        { HEAD "travel: { detour: 0.9 }\n", "'detour' is '0.9'; it must be 1 or more", NULL },
        { HEAD "travel: { terminal_minutes: -2 }\n", "'terminal_minutes' is '-2'; it must be 0 or more", NULL },
        { HEAD "travel: { speeds_kmh: [1, 2, 3] }\n", "study.yaml:4:11: 'speeds_kmh' has 3 values; it must have 7",
          NULL },
        { HEAD "travel: { speeds_kmh: [1, 2, 3, 4, 5, 0, 7] }\n", "study.yaml:4:39: 'speeds_kmh' is '0'", NULL },
        { HEAD "services: [ { name: a }, { name: a } ]\n", "study.yaml:4:28: two of 'services' are named 'a'",
          NULL },
        { HEAD "services: [ { name: a, acts_min: 5, acts_max: 4 } ]\n",
          "study.yaml:4:37: 'acts_max' is 4, below 'acts_min', 5", NULL },
        { HEAD "accessibility: [ { service: gp, decay: apl-2015 } ]\n",
          "study.yaml:4:20: no service is named 'gp'", "under 'services'" },
        { HEAD "services: [ { name: bus } ]\naccessibility: [ { service: bus } ]\n",
          "study.yaml:5:18: 'decay' or 'steps' is missing", NULL },
        { HEAD "services: [ { name: gp } ]\naccessibility: [ { service: gp, nth: 2 } ]\n",
          "study.yaml:5:33: 'nth' has no effect with 'measure: apl'", "it is for measure: nth-cost" },
        { HEAD "accessibility: [ { service: gp, decay: apl-2014 } ]\n",
          "'decay' is 'apl-2014'; it must be apl-cosine or apl-2015", NULL },
        { HEAD "accessibility: [ { service: gp, decay: apl-2012, steps: [ { minutes: 5, weight: 1 } ] } ]\n",
          "study.yaml:4:50: 'steps' cannot be combined with 'decay'", NULL },
        { HEAD "accessibility:\n- service: gp\n  steps:\n  - { minutes: 5, weight: 1.5 }\n",
          "study.yaml:7:19: 'weight' is '1.5'; it must be between 0 and 1", NULL },
        { HEAD "accessibility:\n- service: gp\n  steps:\n  - { minutes: 5, weight: 1 }\n  - { minutes: 5, weight: "
               "0 }\n",
          "study.yaml:8:7: 'minutes' is 5 after 5; the values must increase", NULL },
        { HEAD "accessibility: [ { service: gp, closure: open } ]\n", "it must be left or right", NULL },
        { HEAD "accessibility: [ { service: gp, measure: 4sfca } ]\n", "it must be apl or 2sfca or", NULL },
        { HEAD "accessibility: [ { service: gp, measure: raam, shape: power } ]\n", "'cut_minutes' is missing",
          NULL },
        { HEAD "accessibility: [ { service: gp, decay: apl-2012, shape: power, cut_minutes: 30 } ]\n",
          "'shape' cannot be combined with 'decay'", NULL },
        { HEAD "services: [ { name: gp } ]\naccessibility:\n- { service: gp, decay: apl-2012 }\n- { service: gp, "
               "decay: apl-2015 }\n",
          "study.yaml:7:3: duplicate entry 'apl' for the service 'gp'", "study.yaml:6:3; give this one a 'name'" },
        { HEAD "services: [ { name: gp } ]\naccessibility: [ { name: temps, service: gp, decay: apl-2012 } ]\n",
          "the name 'temps' is reserved for times", NULL },
        { HEAD "services: [ { name: gp, age_weights: gp-2010 } ]\n", "it must be gp-2009 or uniform", NULL },
        { HEAD "services: [ { name: gp, local_acts: [ { departement: \"1\", acts: 5 } ] } ]\n",
          "'departement' is '1'", NULL },
        { HEAD "catchments: [ { sites: a, minutes: [10, 5] } ]\n",
          "study.yaml:4:41: 'minutes' is 5 after 10; the values must increase", NULL },
        { HEAD "catchments: [ { sites: a, minutes: [0] } ]\n", "'minutes' is '0'; it must be above 0", NULL },
        { HEAD "catchments:\n- { sites: a, minutes: [5] }\n- { sites: a, minutes: [9] }\n",
          "study.yaml:6:5: two of 'catchments' are named 'a'", "study.yaml:5:5" },
        { HEAD "deserts: { rules: drees }\n", "it must be drees-2017", NULL },
        { HEAD "deserts: { rules: drees-2017, apl: publiee }\n",
          "'apl' is 'publiee'; it must be computed, published, published-65, or a bound above 0", NULL },
        { HEAD "deserts: { rules: drees-2017, apl: -1 }\n", "it must be computed, published", NULL },
        { HEAD "deserts: { rules: drees-2017, apl: 2.5, threshold: 3 }\n",
          "the bound of the APL is given twice, under 'apl' and 'threshold'", NULL },
        { HEAD "deserts: { rules: drees-2017, apl: published-65 }\n",
          "'apl' is 'published-65', and 'sources' has no published APL", "drees-apl" },
        { HEAD "need: { service: gp }\n",
          "study.yaml:4:1: 'need' needs the measure apl of 'gp', which the study does not compute",
          "under 'accessibility'" },
        { HEAD "services: [ { name: nurse } ]\naccessibility: [ { service: nurse, decay: apl-2015 } ]\nneed: { "
               "service: nurse }\n",
          "the key 'threshold' is missing in 'need' for the measure apl of 'nurse'", "only the APL of GPs" },
        { HEAD "services: [ { name: gp } ]\naccessibility: [ { service: gp, decay: apl-2015 } ]\n"
               "outlook: { ages: [ { from: 40, to: 60, doctors: 3 }, { from: 60, to: 70, doctors: 1 } ] }\n",
          "'from' is 60, but the band before it goes up to 60", NULL },
        { HEAD "outlook: { leave: [ { age: 131, share: 0.1 } ] }\n",
          "'age' is '131'; it must be an age from 0 to 130", NULL },
        { HEAD "outlook: { replacement: 1.5 }\n", "it must be between 0 and 1", NULL },
        { HEAD "services: [ { name: gp } ]\naccessibility: [ { service: gp, decay: apl-2015 } ]\noutlook: { "
               "years: [5, 3] }\n",
          "'years' is 3 after 5; the values must increase", NULL },
        { HEAD "services: [ { name: gp } ]\naccessibility: [ { service: gp, decay: apl-2015 } ]\n"
               "sensitivity: { speeds: [1, 1.1, 1] }\n",
          "'1' appears twice in 'speeds'", NULL },
        { HEAD "sensitivity: { decays: [apl-2013] }\n", "must be apl-cosine or apl-2015", NULL },
        { HEAD "services: [ { name: gp } ]\naccessibility: [ { service: gp, measure: i2sfca } ]\n"
               "sensitivity: { measure: i2sfca, threshold: 3 }\n",
          "'sensitivity' applies to communes, but i2sfca measures sites", NULL },
        { HEAD "need: { threshold: 0 }\n", "'threshold' is '0'; it must be above 0", NULL },
        { HEAD "zoning: { rules: arrete-2018 }\n", "it must be arrete-2017, arrete-2021", NULL },
        { HEAD "zoning: { rules: arrete-2017, zip: 4, zac: 2.5 }\n", "'zac' is 2.5, below 'zip', 4", NULL },
        { HEAD "siting: [ { name: a, model: median, sites: 1 } ]\n",
          "study.yaml:4:22: 'model' is 'median'; it must be p-median or p-center or lscp or mclp", NULL },
        { HEAD "siting: [ { name: a, model: mclp, sites: -1 } ]\n", "'sites' is '-1'; it must be 0 or more",
          NULL },
        { HEAD "siting: [ { name: a, model: mclp, sites: 1, doctors: 3 } ]\n",
          "'doctors' cannot be combined with 'sites'", NULL },
        { HEAD "siting: [ { name: a, model: p-median, doctors: 3 } ]\n", "not by 'p-median'", NULL },
        { HEAD "siting: [ { name: a, model: mclp-gradual, sites: 1 } ]\n", "the key 'full_minutes' is missing",
          NULL },
        { HEAD "siting: [ { name: a, model: mclp, sites: 1, full_minutes: 20, minutes: 10 } ]\n",
          "'minutes' is 10, below 'full_minutes', 20", NULL },
        { HEAD "siting: [ { name: a, model: mclp-gradual, sites: 1, full_minutes: 20 } ]\n",
          "study.yaml:4:53: 'full_minutes' is 20, above 'minutes', 15 by default", NULL },
        { HEAD "siting: [ { name: a, model: mclp, sites: 1, max_persons_per_doctor: 500 } ]\n",
          "'max_persons_per_doctor' is 500, below 'min_persons_per_doctor', 600 by default", NULL },
        { WITH_SOURCES("  apl: [ { path: a, service: kine } ]\n"),
          "no profession is named 'kine'; did you mean 'physio'?", NULL },
        { HEAD "services: [ { name: gp } ]\naccessibility: [ { service: gp, decay: apl-2015 } ]\n"
               "sensitivity: { supplies: [ { name: b, acts_min: 5, acts_max: 4 } ] }\n",
          "'acts_max' is 4, below 'acts_min', 5", NULL },
        { HEAD "tours: [ { name: a, depot: b, repeats: [1, 1, 1, 1, 1, 1, 1, 1, 0.5] } ]\n",
          "study.yaml:4:31: 9 values in 'repeats'; at most 8 are allowed", NULL },
        { HEAD "tours: [ { name: a, depot: b, repeats: [0.5, 1] } ]\n",
          "'repeats' is 1 after 0.5; no value may exceed the one before it", NULL },
        { HEAD "tours: [ { name: a } ]\n", "study.yaml:4:10: 'tours' needs 'depot' or 'depots'", "as in depot:" },
        { HEAD "tours: [ { name: a, units: 3, depots: [b, c] } ]\n", "'units' is 3, but 'depots' names 2", NULL },
        { HEAD "tours: [ { name: a, depot: b, full_minutes: 9 } ]\n",
          "'full_minutes' is 9, above 'reach_minutes', 5 by default", NULL },
        { HEAD "siting: [ { name: a, model: lscp, only: [poor] } ]\n", "'only' is 'poor'; it must be without-gp",
          NULL },
        { HEAD "siting: [ { name: a, model: lscp, service: dentist } ]\n", "no service is named 'dentist'", NULL },
        { HEAD "siting:\n- { name: a, model: mclp, sites: 1 }\n- { name: a, model: mclp, sites: 1 }\n",
          "study.yaml:6:5: two of 'siting' are named 'a'", NULL },
        { "territory: { all: true }\nsources: { communes: [ { path: c } ] }\noutputs: { geopackage: a, report: a "
          "}\n",
          "study.yaml:3:27: 'geopackage' and 'report' are the same file 'a'", NULL },
        { OUTPUTS("palette: rainbow"), "'palette' is 'rainbow'; it must be colourblind or drees or grey", NULL },
        { OUTPUTS("classes: [1, 2.5, 4]"), "'classes' needs 4 borders, one of them 2.5", "as in classes: [1.5" },
        { OUTPUTS("classes: [1, 2, 3, 4]"), "'classes' has no border at 2.5, the published threshold", NULL },
        { OUTPUTS("classes: [1, 2.5, 2, 4]"), "the values must increase", NULL },
        { OUTPUTS("classes: [0, 1, 2.5, 4]"), "it must be above 0", NULL },
    };
    CHECK_FAULTS(faults);
}

/* Keys that a section leaves out, or a section that is left out: what the table states. */
static void defaults_are_those_of_the_table(void **state)
{
    (void)state;
    const mlg_crow_params fitted = { 1.25, 120, { 80, 70, 80, 80, 80, 80, 80, 80 }, 0, { .count = 0 } },
                          crow = mlg_crow_defaults();
    assert_int_equal(mlg_config_travel_speeds_kmh(NULL).count, 7);
    assert_memory_equal(&crow, &fitted, sizeof crow);
    double given = 20, repeats[] = { 1, 0.9 };
    char qpv[] = "qpv", *stops[] = { qpv };
    mlg_config_tour tour = {
        .setup_minutes = &given, .repeats = repeats, .repeats_count = 2, .stops = stops, .stops_count = 1
    };
    assert_true(mlg_config_tour_setup_minutes(&tour) == 20 && mlg_config_tour_pack_minutes(&tour) == 10);
    assert_string_equal(mlg_config_tour_start(&tour), "08:30");
    assert_true(mlg_config_tour_repeats(&tour).count == 2 && mlg_config_tour_repeats(&tour).value[1] == 0.9);
    assert_int_equal(mlg_config_tour_stops(&tour).count, 1);
    assert_string_equal(mlg_config_tour_stops(NULL).value[1], "qpv");
    assert_int_equal(mlg_config_outlook_years(NULL).value[1], 5);
}

static void what_is_not_yaml_is_said_in_one_line(void **state)
{
    (void)state;
    static const fault faults[] = {
        { "", "study.yaml: the file is empty", NULL },
        { "# nothing\n\n", "study.yaml: the file has no keys", NULL },
        { "territory:\n\tepci: 1\n", "study.yaml:2:1: a tab indents this line", "spaces" },
        { "territory:\n  epci: 1\n buffer: 3\n", "study.yaml:3:2: not YAML: did not find expected key",
          "starts at line 1" },
        { "title: 'abc\n", "study.yaml:2:1: not YAML: found unexpected end of stream", NULL },
        { "title: &a x\n", "study.yaml:1:8: anchors (&), aliases (*) and tags (!) are not allowed", "quotes" },
        { "title: *a\n", "study.yaml:1:8: anchors", NULL },
        { "title: !!str a\n", "study.yaml:1:8: anchors", NULL },
        { "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "study.yaml:1:4: anchors", NULL },
        { HEAD "---\ntitle: a\n", "study.yaml:5:1: a second document starts here", NULL },
        { "title: [[[[[[[[[[[[[[[[[[[[[[[[[[a\n", "study.yaml:1:24: nested too deep", NULL },
        { "title: B\xE9thune\n", "study.yaml:1:9: the byte 0xE9 is not UTF-8 text", "Windows-1252" },
        { "buffer: 3\ntitle: B\xC3\xA9th\x01une\n", "study.yaml:2:12: the byte 0x01 is not UTF-8", "control" },
        { "title: \xED\xA0\x80\n", "study.yaml:1:8: the byte 0xED", NULL },
        { "title: \"a\\0b\"\n", "study.yaml:1:8: a NUL character in a text", NULL },
    };
    CHECK_FAULTS(faults);
}

static void open_fails(const char *path, const char *part)
{
    mlg_study_file *file = NULL;
    mlg_error err = { 0 };
    assert_fails(mlg_study_file_open(&file, path, &err), MLG_INPUT, &err, part);
    assert_null(file);
}

static void files_that_are_no_text_are_refused(void **state)
{
    (void)state;
    mlg_error err = { 0 };
    mlg_study_file *file = NULL;
    assert_fails(mlg_study_file_open(&file, in_folder(folder, "none.yaml"), &err), MLG_INPUT, &err,
                 "none.yaml: there is no such file");
    assert_non_null(strstr(err.hint, "maillage new"));
    open_fails(folder, "a folder, not a study file");
    open_fails("/dev/null", "a device, not a study file");

    const char *path = in_folder(folder, "binary.yaml");
    write_bytes(path, "title: a\nx\0y\n", 13);
    open_fails(path, "binary.yaml:2:2: the byte 0x00 is not UTF-8 text");
    write_bytes(path, "\xFF\xFEt\0i\0", 6);
    open_fails(path, "binary.yaml:1:1: the byte 0xFF");
    write_bytes(path, "\xEF\xBB\xBFtitle: a\n", 12);
    open_fails(path, "binary.yaml:1:1: the key 'territory' is missing");
}

static void files_that_are_too_large_are_refused(void **state)
{
    (void)state;
    const char *path = in_folder(folder, "large.yaml");
    size_t size = 5 << 20;
    char *bytes = malloc(size);
    memset(bytes, ' ', size);
    write_bytes(path, bytes, size);
    open_fails(path, "large.yaml: 5242880 bytes; a study file has at most 4194304");
    size = 1 << 20;
    memcpy(bytes, "title: [", 8);
    for (size_t i = 8; i + 1 < size; i += 2)
        memcpy(bytes + i, "a,", 2);
    write_bytes(path, bytes, size);
    open_fails(path, "too many values in one study file");
    free(bytes);
}

/* ---- what must be read
 * -------------------------------------------------------------------------------------------- */

static void check_first_half(const mlg_config *c)
{
    assert_string_equal(c->title, "Béthune-Bruay, Artois-Lys Romane");
    assert_null(c->territory.epci);
    assert_false(c->territory.all);
    assert_int_equal(c->territory.communes_count, 4);
    assert_string_equal(c->territory.communes[0], "62119");
    assert_string_equal(c->territory.communes[2], "2A004");
    assert_string_equal(c->territory.communes[3], "01004");
    assert_int_equal(*c->cog, 2025);
    assert_int_equal(c->sources.communes.count, 1);
    assert_string_equal(c->sources.communes.items[0].dataset, "table");
    assert_string_equal(c->sources.communes.items[0].columns->insee_com, "insee");
    assert_null(c->sources.communes.items[0].columns->x);
    assert_string_equal(c->sources.population.items[0].dataset, "insee-legal");
    assert_null(c->sources.population.items[0].columns);
    assert_int_equal(*c->sources.ages.items[0].ages[0].to, 4);
    assert_int_equal(c->sources.ages.items[0].ages[1].from, 90);
    assert_null(c->sources.ages.items[0].ages[1].to);
    assert_int_equal(c->sources.sites.count, 2);
    assert_string_equal(c->sources.sites.items[0].filter->values[1], "ouvert");
    assert_string_equal(c->sources.income.items[0].columns->pauvrete, "tp");
    assert_near(*c->need->minutes, 20, 0);
    assert_int_equal(c->outlook->years[1], 4);
    assert_int_equal(*c->sensitivity->supplies[1].age_limit, 65);
    assert_null(c->sensitivity->supplies[0].acts);
    assert_string_equal(c->sensitivity->decays[1], "apl-2012");
    assert_near(c->outlook->ages[1].doctors, 8.5, 0);
    assert_near(c->outlook->moves[1].doctors, -1, 0);
    assert_string_equal(c->outlook->moves[1].insee_com, "01004");
    assert_string_equal(c->outlook->service, "gp");
    assert_string_equal(c->sources.supply.items[0].unit, "etp");
}

static void check_second_half(const mlg_config *c)
{
    assert_near(*c->travel->detour, 1.3, 0);
    assert_int_equal(c->travel->speeds_kmh_count, 7);
    assert_near(c->travel->speeds_kmh[6], 65, 0);
    assert_near(*c->services[0].acts_min, 3600, 0);
    assert_null(c->services[1].acts);
    assert_null(c->services[1].age_limit);
    assert_string_equal(c->services[1].categories[0], "620");
    assert_string_equal(c->accessibility[0].closure, "right");
    assert_null(c->accessibility[1].closure);
    assert_string_equal(c->accessibility[1].measure, "apl");
    assert_null(c->accessibility[1].decay);
    assert_near(c->accessibility[1].steps[1].minutes, 20.5, 0);
    assert_near(c->accessibility[1].steps[1].weight, 0.25, 0);
    assert_string_equal(c->catchments[0].name, "csipa");
    assert_string_equal(c->catchments[1].name, "urgences");
    assert_near(c->catchments[0].minutes[3], 20, 0);
    assert_near(*c->deserts->emergency_minutes, 30, 0);
    assert_near(*c->zoning->zac, 4, 0);
    assert_int_equal(*c->siting[0].sites, 3);
    assert_null(c->siting[1].minutes);
    assert_string_equal(c->siting[0].candidates, "communes");
    assert_string_equal(c->outputs.tables, "csv");
}

static void the_full_example_is_read(void **state)
{
    (void)state;
    check_first_half(mlg_study_file_config(full));
    check_second_half(mlg_study_file_config(full));
    assert_string_equal(mlg_study_file_path(full), FULL);
}

static void absent_parts_are_null(void **state)
{
    (void)state;
    mlg_study_file *file = NULL;
    mlg_error err;
    write_text(in_folder(folder, "small.yaml"), HEAD "travel: { detour: 1.2 }\n");
    assert_ok(mlg_study_file_open(&file, in_folder(folder, "small.yaml"), &err), &err);
    const mlg_config *c = mlg_study_file_config(file);
    assert_string_equal(c->territory.epci, "200072460");
    assert_string_equal(c->travel->model, "crow");
    assert_null(c->travel->speeds_kmh);
    assert_int_equal(c->travel->speeds_kmh_count, 0);
    assert_null(c->title);
    assert_null(c->buffer);
    assert_null(c->cog);
    assert_null(c->sources.supply.items);
    assert_int_equal(c->sources.supply.count, 0);
    assert_null(c->deserts);
    assert_null(c->siting);
    assert_null(c->outputs.report);
    assert_null(c->outputs.palette);
    mlg_study_file_close(file);
    write_text(in_folder(folder, "small.yaml"), OUTPUTS("palette: drees, classes: [1, 2.5, 4, 5]"));
    assert_ok(mlg_study_file_open(&file, in_folder(folder, "small.yaml"), &err), &err);
    c = mlg_study_file_config(file);
    assert_string_equal(c->outputs.palette, "drees");
    assert_int_equal(c->outputs.classes_count, 4);
    assert_near(c->outputs.classes[3], 5, 0);
    mlg_study_file_close(file);
    mlg_study_file_close(NULL);
}

static void the_starting_file_is_read_as_it_is(void **state)
{
    (void)state;
    mlg_study_file *file = NULL;
    mlg_error err;
    assert_ok(mlg_study_file_open(&file, TEMPLATE, &err), &err);
    const mlg_config *c = mlg_study_file_config(file);
    assert_string_equal(c->territory.epci, "200072460");
    assert_string_equal(c->accessibility[0].decay, "apl-cosine");
    mlg_study_file_close(file);
}

/* Lines of a text are at most 115 columns wide, and none is a mark that was left. */
static void check_lines(const char *text)
{
    for (const char *line = text; *line;) {
        size_t length = strcspn(line, "\n");
        char one[400];
        snprintf(one, sizeof one, "%.*s", (int)length, line);
        if (mlg_utf8_count(one) > 115 || strstr(one, "#: "))
            fail_msg("'%s'", one);
        line += length + (line[length] == '\n');
    }
}

static void the_starting_file_is_a_study_in_every_language(void **state)
{
    static const char *const languages[] = { "en", "fr" };
    static const char *const words[] = { "# Medical deserts.", "# Déserts médicaux." };
    (void)state;
    for (int i = 0; i < 2; i++) {
        mlg_study_file *file = NULL;
        mlg_error err;
        char *text;
        assert_ok(mlg_set_language(languages[i], &err), &err);
        assert_ok(mlg_study_template(&text, &err), &err);
        assert_ok(mlg_set_language("en", &err), &err);
        check_lines(text);
        assert_non_null(strstr(text, words[i]));
        assert_non_null(strstr(text, "#   pharmacy_minutes   "));
        write_text(in_folder(folder, "new.yaml"), text);
        assert_ok(mlg_study_file_open(&file, in_folder(folder, "new.yaml"), &err), &err);
        assert_string_equal(mlg_study_file_config(file)->siting[2].model, "persons-over");
        mlg_study_file_close(file);
        free(text);
    }
}

static void the_reference_page_is_that_of_the_table(void **state)
{
    size_t size;
    char *page, *committed = read_bytes(SOURCE_DIR "/docs/study-file.md", &size);
    mlg_error err;
    (void)state;
    assert_ok(mlg_study_reference(&page, &err), &err);
    if (strcmp(page, committed) != 0)
        fail_msg("docs/study-file.md differs from the table of keys: run ninja docs");
    free(page);
    free(committed);
}

static void assert_where(const mlg_study_file *file, const char *key, const char *place)
{
    assert_string_equal(mlg_study_file_where(file, key) + strlen(SOURCE_DIR "/tests/studies/"), place);
}

static void keys_are_found_in_the_file(void **state)
{
    (void)state;
    assert_where(full, "title", "full.yaml:2:1");
    assert_where(full, "sources.supply[0].path", "full.yaml:29:9");
    assert_where(full, "sources.sites[1].path", "full.yaml:27:26");
    assert_where(full, "sources.sites[1]", "full.yaml:27:7");
    assert_where(full, "sources.sites[1].crs", "full.yaml:27:7");
    assert_where(full, "sources.sites[9].path", "full.yaml:25:3");
    assert_where(full, "accessibility[1].steps[1].weight", "full.yaml:50:26");
    assert_where(full, "territory.communes[2]", "full.yaml:3:41");
    assert_where(full, "nothing.at[2].all", "full.yaml:2:1");
    assert_where(full, "", "full.yaml:2:1");
}

static void assert_resolved(const mlg_study_file *file, const char *data, const char *path, const char *want)
{
    char *got = NULL;
    mlg_error err;
    assert_ok(mlg_study_file_resolve(&got, file, data, path, &err), &err);
    assert_string_equal(got, want);
    free(got);
}

static void paths_are_those_of_the_data_folder(void **state)
{
    (void)state;
    assert_resolved(full, NULL, "a/b.csv", SOURCE_DIR "/tests/studies/a/b.csv");
    assert_resolved(full, "data", "b.csv", "data/b.csv");
    assert_resolved(full, "data/", "b.csv", "data/b.csv");
    assert_resolved(full, "", "b.csv", "b.csv");
    assert_resolved(full, "data", "/b.csv", "/b.csv");
}

static void lengths_are_read_in_kilometres_or_metres(void **state)
{
    (void)state;
    static const char *const bad[] = { "", "km", "-3 km", "3 mi", "3km x", "1e3", "0x10", "1.2.3", "inf", "." };
    double m = 0;
    assert_true(mlg_parse_length("30 km", &m));
    assert_near(m, 30000, 0);
    assert_true(mlg_parse_length("500 m", &m));
    assert_near(m, 500, 0);
    assert_true(mlg_parse_length("12", &m));
    assert_near(m, 12000, 0);
    assert_true(mlg_parse_length("2.5km", &m));
    assert_near(m, 2500, 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (mlg_parse_length(bad[i], &m))
            fail_msg("'%s' is taken for a length", bad[i]);
}

/* ---- robustness
 * ------------------------------------------------------------------------------------------------------ */

static void every_failing_allocation_is_reported(void **state)
{
    (void)state;
    mlg_study_file *file = NULL;
    mlg_error err;
    long n = 1;
    for (; n < 100000; n++) {
        mlg_memory_fail_at(n);
        mlg_status st = mlg_study_file_open(&file, FULL, &err);
        mlg_memory_fail_at(0);
        if (st == MLG_OK)
            break;
        assert_int_equal(st, MLG_MEMORY);
        assert_non_null(strstr(err.message, "out of memory"));
        assert_null(file);
    }
    assert_true(n > 100 && n < 100000);
    mlg_study_file_close(file);
}

/* Reads a spoilt file: any answer will do, but a failure has words and leaves nothing. */
static void open_spoilt(const char *path, const char *bytes, size_t size)
{
    mlg_study_file *file = NULL;
    mlg_error err = { 0 };
    write_bytes(path, bytes, size);
    mlg_status st = mlg_study_file_open(&file, path, &err);
    if (st != MLG_OK)
        assert_true(st == MLG_INPUT && err.message[0] && !file);
    mlg_study_file_close(file);
}

static void a_file_cut_anywhere_is_survived(void **state)
{
    (void)state;
    size_t size;
    char *bytes = read_bytes(FULL, &size);
    for (size_t n = 0; n < size; n += (size_t)stride(7))
        open_spoilt(in_folder(folder, "cut.yaml"), bytes, n);
    free(bytes);
}

static void a_file_spoilt_anywhere_is_survived(void **state)
{
    (void)state;
    static const char spoilers[] = { '\0', '\t', '\n', '"', '[', '}', ':', '#', '-', '&', '0', '\xE9' };
    size_t size;
    char *bytes = read_bytes(FULL, &size);
    for (size_t n = 0; n < size; n += (size_t)stride(11)) {
        char kept = bytes[n];
        for (size_t i = n % 3; i < sizeof spoilers; i += 3) { /* a third of them, in turn */
            bytes[n] = spoilers[i];
            open_spoilt(in_folder(folder, "spoilt.yaml"), bytes, size);
        }
        bytes[n] = kept;
    }
    free(bytes);
}

static void the_nearest_word_is_suggested(void **state)
{
    (void)state;
    static const char *const words[] = { "run", "new", "info", "sources", "check", NULL };
    assert_string_equal(mlg_nearest_word("runn", words), "run");
    assert_string_equal(mlg_nearest_word("souces", words), "sources");
    assert_string_equal(mlg_nearest_word("chekc", words), "check");
    assert_null(mlg_nearest_word("zoning", words));
    assert_null(mlg_nearest_word("", words));
    assert_null(mlg_nearest_word("x", words));
    assert_null(mlg_nearest_word("a word that is longer than any key or command could be", words));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_checked_with_their_place),
        cmocka_unit_test(kinds_are_checked_with_their_place),
        cmocka_unit_test(values_are_checked_with_their_place),
        cmocka_unit_test(defaults_are_those_of_the_table),
        cmocka_unit_test(defaults_are_those_of_the_table),
        cmocka_unit_test(what_is_not_yaml_is_said_in_one_line),
        cmocka_unit_test(files_that_are_no_text_are_refused),
        cmocka_unit_test(files_that_are_too_large_are_refused),
        cmocka_unit_test_setup_teardown(the_full_example_is_read, open_full, close_full),
        cmocka_unit_test(absent_parts_are_null),
        cmocka_unit_test(the_starting_file_is_read_as_it_is),
        cmocka_unit_test(the_starting_file_is_a_study_in_every_language),
        cmocka_unit_test(the_reference_page_is_that_of_the_table),
        cmocka_unit_test_setup_teardown(keys_are_found_in_the_file, open_full, close_full),
        cmocka_unit_test_setup_teardown(paths_are_those_of_the_data_folder, open_full, close_full),
        cmocka_unit_test(lengths_are_read_in_kilometres_or_metres),
        cmocka_unit_test(every_failing_allocation_is_reported),
        cmocka_unit_test(a_file_cut_anywhere_is_survived),
        cmocka_unit_test(a_file_spoilt_anywhere_is_survived),
        cmocka_unit_test(the_nearest_word_is_suggested),
    };
    return cmocka_run_group_tests(tests, make_one_folder, drop_folder);
}
