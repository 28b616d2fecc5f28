/* Records of a JSON document, read one by one, against the whole document parsed at once. */
#include "support.h"

#include "adapters/layer/read.h"
#include "base/random.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const mlg_records how = {
    .marks = "first",
    .steps = "first.second",
    .columns = "id=id|place=at[use=03].where.x|one=list",
};

static int set_up(void **state)
{
    *state = make_folder();
    return 0;
}

static int tear_down(void **state)
{
    remove_folder(*state);
    return 0;
}

/* ---- documents made at random --------------------------------------------------------------------------- */

static void put_blank(FILE *file, uint64_t *random)
{
    static const char *const blanks[] = { "", "", " ", "\n\t", "\r\n   " };
    fputs(blanks[mlg_random_below(random, 5)], file);
}

/* What a reader that counts brackets could trip over. */
static void put_noise(FILE *file, uint64_t *random, int depth)
{
    static const char *const texts[] = { "null",      "true", "-1.5e3", "\"\"",   "\"a\\\"]}\"",
                                         "\"\\\\\"",  "{}",   "[]",     "\"{[\"", "\"\\u00e9\\\\\\\"\"",
                                         "\"second\"" };
    put_blank(file, random);
    if (depth > 3 || mlg_random_below(random, 3)) {
        fputs(texts[mlg_random_below(random, 11)], file);
    } else if (mlg_random_below(random, 2)) {
        fputs("{\"second\":", file);
        put_noise(file, random, depth + 1);
        fputs(",\"first\":", file);
        put_noise(file, random, depth + 1);
        fputs("}", file);
    } else {
        fputs("[", file);
        for (int i = 0, n = mlg_random_below(random, 4); i < n; i++) {
            fputs(i ? "," : "", file);
            put_noise(file, random, depth + 1);
        }
        fputs("]", file);
    }
    put_blank(file, random);
}

static void put_record(FILE *file, uint64_t *random, int id)
{
    fprintf(file, "{\"noise\":");
    put_noise(file, random, 0);
    fprintf(file, ",\"list\":[\"%d\",\"more\"],\"at\":[", id);
    for (int i = 0, n = mlg_random_below(random, 3); i < n; i++)
        fprintf(file, "{\"use\":\"06\",\"where\":{\"x\":\"wrong\"}},");
    fprintf(file, "{\"use\":\"%s\",\"where\":{\"x\":%d}}],\"id\":\"%d\"}",
            mlg_random_below(random, 2) ? "03" : "04", id, id);
}

static char *make_document(size_t *size, uint64_t *random, int entities)
{
    char *text;
    int id = 0;
    FILE *file = open_memstream(&text, size);
    fputs("{\"before\":", file);
    put_noise(file, random, 0);
    fputs(",\"first\":[", file);
    for (int e = 0; e < entities; e++) {
        fprintf(file, "%s{\"noise\":", e ? "," : "");
        put_noise(file, random, 0);
        fputs(",\"second\":", file);
        int n = mlg_random_below(random, 5);
        fputs(n == 4 ? "null" : "[", file);
        for (int i = 0; i < n && n < 4; i++) {
            fputs(i ? "," : "", file);
            put_blank(file, random);
            put_record(file, random, id++);
            put_blank(file, random);
        }
        fputs(n == 4 ? ",\"after\":" : "],\"after\":", file);
        put_noise(file, random, 0);
        fputs("}", file);
    }
    fputs("],\"last\":", file);
    put_noise(file, random, 0);
    fputs("}\n", file);
    fclose(file);
    return text;
}

/* "id place one;" of each record. */
static char *list_whole(const char *text)
{
    char *list;
    size_t size;
    FILE *file = open_memstream(&list, &size);
    cJSON *document = cJSON_Parse(text), *entity, *record, *at;
    assert_non_null(document);
    cJSON_ArrayForEach(entity, cJSON_GetObjectItemCaseSensitive(document, "first"))
    {
        cJSON_ArrayForEach(record, cJSON_GetObjectItemCaseSensitive(entity, "second"))
        {
            const char *id = cJSON_GetObjectItemCaseSensitive(record, "id")->valuestring;
            bool placed = false;
            cJSON_ArrayForEach(at, cJSON_GetObjectItemCaseSensitive(record, "at")) placed =
                placed || strcmp(cJSON_GetObjectItemCaseSensitive(at, "use")->valuestring, "03") == 0;
            fprintf(file, "%s %s %s;", id, placed ? id : "-", id);
        }
    }
    cJSON_Delete(document);
    fclose(file);
    return list;
}

static char *list_layer(mlg_layer *layer)
{
    char *list;
    size_t size;
    bool got = true;
    mlg_error err;
    FILE *file = open_memstream(&list, &size);
    for (;;) {
        assert_ok(mlg_layer_next(layer, &got, &err), &err);
        if (!got)
            break;
        const char *place = mlg_layer_text(layer, 1);
        fprintf(file, "%s %s %s;", mlg_layer_text(layer, 0), place ? place : "-", mlg_layer_text(layer, 2));
    }
    fclose(file);
    return list;
}

static void records_are_those_of_the_whole_document(void **state)
{
    const char *path = in_folder(*state, "made.json");
    uint64_t random = 20261130;
    for (int round = 0; round < campaign(300); round++) {
        size_t size;
        mlg_layer *layer;
        mlg_error err;
        char *text = make_document(&size, &random, 1 + mlg_random_below(&random, round % 10 == 0 ? 2000 : 20));
        char *want = list_whole(text);
        write_text(path, text);
        if (*want) {
            assert_ok(mlg_layer_open(&layer, path, &(mlg_layer_options){ .records = &how }, &err), &err);
            for (int pass = 0; pass < 2; pass++) {
                char *got = list_layer(layer);
                assert_string_equal(got, want);
                free(got);
                assert_ok(mlg_layer_rewind(layer, &err), &err);
            }
            mlg_layer_close(layer);
        }
        free(want);
        free(text);
    }
}

static void a_record_beyond_measure_is_refused(void **state)
{
    const char *path = in_folder(*state, "large.json");
    mlg_layer *layer;
    mlg_error err;
    bool got;
    FILE *file = fopen(path, "w");
    fputs("{\"first\":[{\"second\":[{\"id\":\"1\"},{\"id\":\"", file);
    for (int i = 0; i < 9 << 20; i++)
        fputc('a', file);
    fputs("\"}]}]}", file);
    fclose(file);
    assert_ok(mlg_layer_open(&layer, path, &(mlg_layer_options){ .records = &how }, &err), &err);
    assert_ok(mlg_layer_next(layer, &got, &err), &err);
    assert_string_equal(mlg_layer_text(layer, 0), "1");
    assert_int_equal(mlg_layer_next(layer, &got, &err), MLG_INPUT);
    assert_non_null(strstr(err.message, "a record of more than 8 MB"));
    mlg_layer_close(layer);
    write_text(path, "{\"first\":[{\"x\":[");
    file = fopen(path, "a");
    for (int i = 0; i < 300; i++)
        fputc('[', file);
    fclose(file);
    assert_ok(mlg_layer_open(&layer, path, &(mlg_layer_options){ .records = &how }, &err), &err);
    assert_int_equal(mlg_layer_next(layer, &got, &err), MLG_INPUT);
    assert_non_null(strstr(err.message, "nested too deep"));
    mlg_layer_close(layer);
}

/* The text of a column of the only record; NULL when it is refused. */
static char *read_one(const char *path, const mlg_records *records, const char *record, int column, mlg_error *err)
{
    mlg_layer *layer;
    bool got;
    char text[256];
    snprintf(text, sizeof text, "{\"first\":[{\"second\":[%s]}]}", record);
    write_text(path, text);
    assert_ok(mlg_layer_open(&layer, path, &(mlg_layer_options){ .records = records }, err), err);
    mlg_status st = mlg_layer_next(layer, &got, err);
    char *found =
        st == MLG_OK && got && mlg_layer_text(layer, column) ? strdup(mlg_layer_text(layer, column)) : NULL;
    assert_true(st == MLG_OK || st == MLG_INPUT);
    mlg_layer_close(layer);
    return found;
}

static void values_are_texts_numbers_or_booleans(void **state)
{
    static const struct {
        const char *record, *text;
    } cases[] = { { "{\"id\":true}", "true" },
                  { "{\"id\":false}", "false" },
                  { "{\"id\":0.1}", "0.1" },
                  { "{\"id\":123456789012345}", "123456789012345" },
                  { "{\"id\":[7,8]}", "7" } };
    const char *path = in_folder(*state, "one.json");
    mlg_error err;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = read_one(path, &how, cases[i].record, 0, &err);
        assert_string_equal(text, cases[i].text);
        free(text);
    }
}

static void a_record_of_another_shape_is_refused_by_the_key_that_is_wrong(void **state)
{
    static const mlg_records rows = {
        .marks = "first", .steps = "first.second", .each = "at", .columns = "use=use"
    };
    static const struct {
        const mlg_records *how;
        const char *record, *part;
    } cases[] = {
        { &how, "{\"id\":\"1\",\"at\":[{\"use\":\"03\",\"where\":[]}]}", "'where' is not an object" },
        { &how, "{\"id\":{}}", "'id' is not a text" },
        { &how, "{\"id\":[[]]}", "'id' is not a text" },
        { &how, "{\"id\":\"1\",\"at\":{}}", "'at' is not a list" },
        { &how, "{\"id\":\"1\",\"at\":[{\"use\":\"03\",\"where\":3}]}", "'where' is not an object" },
        { &rows, "{\"at\":\"03\"}", "'at' is not a list" },
    };
    const char *path = in_folder(*state, "one.json");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mlg_error err = { .status = MLG_OK };
        assert_null(read_one(path, cases[i].how, cases[i].record, 0, &err));
        assert_non_null(strstr(err.message, "one.json: record at byte "));
        assert_non_null(strstr(err.message, cases[i].part));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(records_are_those_of_the_whole_document, set_up, tear_down),
        cmocka_unit_test_setup_teardown(values_are_texts_numbers_or_booleans, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_record_of_another_shape_is_refused_by_the_key_that_is_wrong, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_record_beyond_measure_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
