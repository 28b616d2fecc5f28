/* Study files that must be refused, and where: keys, kinds, values, what is no text, what is cut or spoilt. */
#include "study_file.h"

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
        { HEAD "travel: { detour: 0.9 }\n", "'detour' is '0.9'; it must be 1 to 100", NULL },
        { HEAD "travel: { terminal_minutes: -2 }\n", "'terminal_minutes' is '-2'; it must be 0 to 10,000", NULL },
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
        { "\xFF\xFEtitle: a\n", "study.yaml:1:1: the byte 0xFF is not UTF-8 text", "UTF-16" },
        { "\xFE\xFFtitle: a\n", "study.yaml:1:1: the byte 0xFE is not UTF-8 text", "UTF-16" },
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
    put_bytes(path, "title: a\nx\0y\n", 13);
    open_fails(path, "binary.yaml:2:2: the byte 0x00 is not UTF-8 text");
    put_bytes(path, "\xFF\xFEt\0i\0", 6);
    open_fails(path, "binary.yaml:1:1: the byte 0xFF");
    put_bytes(path, "\xEF\xBB\xBFtitle: a\n", 12);
    open_fails(path, "binary.yaml:1:1: the key 'territory' is missing");
}

static void files_that_are_too_large_are_refused(void **state)
{
    (void)state;
    const char *path = in_folder(folder, "large.yaml");
    size_t size = 5 << 20;
    char *bytes = malloc(size);
    memset(bytes, ' ', size);
    put_bytes(path, bytes, size);
    open_fails(path, "large.yaml: 5242880 bytes; a study file has at most 4194304");
    size = 1 << 20;
    memcpy(bytes, "title: [", 8);
    for (size_t i = 8; i + 1 < size; i += 2)
        memcpy(bytes + i, "a,", 2);
    put_bytes(path, bytes, size);
    open_fails(path, "too many values in one study file");
    free(bytes);
}

/* ---- robustness ---- */

/* Reads a spoilt file: any answer will do, but a failure has words and leaves nothing. */
static void open_spoilt(const char *path, const char *bytes, size_t size)
{
    mlg_study_file *file = NULL;
    mlg_error err = { 0 };
    put_bytes(path, bytes, size);
    mlg_status st = mlg_study_file_open(&file, path, &err);
    if (st != MLG_OK)
        assert_true(st == MLG_INPUT && err.message[0] && !file);
    mlg_study_file_close(file);
}

static void a_file_cut_anywhere_is_survived(void **state)
{
    (void)state;
    size_t size;
    char *bytes = file_bytes(FULL, &size);
    for (size_t n = 0; n < size; n += (size_t)stride(7))
        open_spoilt(in_folder(folder, "cut.yaml"), bytes, n);
    free(bytes);
}

static void a_file_spoilt_anywhere_is_survived(void **state)
{
    (void)state;
    static const char spoilers[] = { '\0', '\t', '\n', '"', '[', '}', ':', '#', '-', '&', '0', '\xE9' };
    size_t size;
    char *bytes = file_bytes(FULL, &size);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_checked_with_their_place),
        cmocka_unit_test(kinds_are_checked_with_their_place),
        cmocka_unit_test(values_are_checked_with_their_place),
        cmocka_unit_test(what_is_not_yaml_is_said_in_one_line),
        cmocka_unit_test(files_that_are_no_text_are_refused),
        cmocka_unit_test(files_that_are_too_large_are_refused),
        cmocka_unit_test(a_file_cut_anywhere_is_survived),
        cmocka_unit_test(a_file_spoilt_anywhere_is_survived),
    };
    return cmocka_run_group_tests(tests, make_one_folder, drop_folder);
}
