/* Documents and archives when memory, descriptors or the disk run out: each call fails in turn, and what is written is whole or refused. */
#include "in_turn.h"

#include "adapters/archive.h"
#include "adapters/json.h"
#include "adapters/json_read.h"
#include "adapters/workbook.h"
#include "adapters/zip_write.h"
#include "base/os/file.h"
#include "base/os/process.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What an attempt came to. */
typedef struct {
    char path[500];
    void *content; /* of the file, or the text, when nothing fails */
    size_t size;
    char *text;
    mlg_status st;
    mlg_error err;
} attempt;

/* A file whose writing is said to have gone well has every byte; one that cannot be written is named. */
static void judge_file(void *context, bool failed)
{
    attempt *a = context;
    if (a->st != MLG_OK) {
        assert_true(failed);
        assert_true(a->st == MLG_MEMORY || (a->st == MLG_INPUT && strstr(a->err.message, scratch)));
        return;
    }
    size_t size;
    char *bytes = file_bytes(a->path, &size);
    assert_int_equal(size, a->size);
    assert_memory_equal(bytes, a->content, size);
    free(bytes);
}

/* `write` without a fault, whose file is what the others are compared with. */
static void begin(attempt *a, const char *name, void (*write)(void *context))
{
    *a = (attempt){ .size = 0 };
    snprintf(a->path, sizeof a->path, "%s/%s", scratch, name);
    write(a);
    assert_ok(a->st, &a->err);
    a->content = file_bytes(a->path, &a->size);
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

static const char document[] =
    "{\"nom\":\"B\xc3\xa9thune\",\"part\":0.1,\"vide\":null,\"oui\":true,\"brut\":[1,2],"
    "\"liste\":[1,{\"a\":null}]}";

static void write_json(void *context)
{
    attempt *a = context;
    mlg_json *json;
    a->text = NULL;
    a->st = mlg_json_new(&json, &a->err);
    if (a->st != MLG_OK)
        return;
    mlg_json_text(json, "nom", "B\xc3\xa9thune");
    mlg_json_number(json, "part", 0.1);
    mlg_json_text(json, "vide", NULL);
    mlg_json_bool(json, "oui", true);
    mlg_json_raw(json, "brut", "[1,2]");
    mlg_json_array(json, "liste");
    mlg_json_number(json, NULL, 1);
    mlg_json_object(json, NULL);
    mlg_json_number(json, "a", (double)NAN);
    mlg_json_end(json);
    mlg_json_end(json);
    a->st = mlg_json_finish_compact(&a->text, json, &a->err);
    mlg_json_free(json);
}

static void judge_json(void *context, bool failed)
{
    const attempt *a = context;
    if (failed)
        assert_fails(a->st, MLG_MEMORY, &a->err, "JSON");
    else
        assert_string_equal(a->text, document);
    assert_true(failed == !a->text);
    free(a->text);
}

static void read_json(void *context)
{
    attempt *a = context;
    mlg_json_value *value;
    a->st = mlg_json_parse(&value, document, strlen(document), &a->err);
    a->content = value;
}

static void judge_read(void *context, bool failed)
{
    const attempt *a = context;
    if (failed)
        assert_fails(a->st, MLG_MEMORY, &a->err, "JSON"); /* not the fault of who wrote it */
    else
        assert_near(mlg_json_amount(mlg_json_get(a->content, "part")), 0.1, 0);
    assert_true(failed == !a->content);
    mlg_json_value_free(a->content);
}

static void json_is_whole_or_lacks_memory(void **state)
{
    (void)state;
    attempt a;
    assert_true(faults_in_turn("alloc", write_json, judge_json, &a) > 20);
    assert_true(faults_in_turn("alloc", read_json, judge_read, &a) > 10);
}

/* ---- archives ---------------------------------------------------------------------------------------------------- */

static void write_zip(void *context)
{
    static const char words[] = "des mots des mots des mots des mots";
    static const mlg_zip_part parts[] = { { "mimetype", words, 8, true },
                                          { "a/b.xml", words, sizeof words, false } };
    attempt *a = context;
    a->st = mlg_zip_save(a->path, parts, 2, &a->err);
}

static void a_zip_is_whole_or_refused(void **state)
{
    (void)state;
    attempt a;
    begin(&a, "a.zip", write_zip);
    assert_int_equal(faults_in_turn("open", write_zip, judge_file, &a), 1);
    assert_int_equal(faults_in_turn("write+", write_zip, judge_file, &a), 2); /* and when it is closed */
    if (faults_can("alloc"))
        assert_true(faults_in_turn("alloc", write_zip, judge_file, &a) > 5);
    free(a.content);
}

static void pack_folder(void *context)
{
    attempt *a = context;
    mlg_os_remove(a->path);
    a->st = mlg_archive_folder(a->path, in_folder(scratch, "packed"), &a->err);
}

static void an_archive_of_a_folder_is_whole_or_refused(void **state)
{
    (void)state;
    attempt a;
    const char *packed = in_folder(scratch, "packed");
    assert_int_equal(mlg_os_make_folder(packed), 0);
    write_text(in_folder(packed, "a.txt"), "un");
    write_text(in_folder(packed, "b.txt"), "deux");
    begin(&a, "folder.zip", pack_folder);
    assert_true(faults_in_turn("open", pack_folder, judge_file, &a) >= 3);
    assert_true(faults_in_turn("write+", pack_folder, judge_file, &a) >= 2);
    free(a.content);
}

/* ---- workbooks --------------------------------------------------------------------------------------------------- */

static mlg_status fill(mlg_workbook *book, mlg_error *err)
{
    MLG_TRY(mlg_workbook_sheet(book, "Communes", err));
    MLG_TRY(mlg_workbook_header(book, 0, "Nom", "", -1, 20, err));
    MLG_TRY(mlg_workbook_header(book, 1, "Part", "%", 1, 10, err));
    MLG_TRY(mlg_workbook_text(book, 1, 0, "B\xc3\xa9thune", err));
    MLG_TRY(mlg_workbook_number(book, 1, 1, 12.5, err));
    return mlg_workbook_finish_sheet(book, 1, 2, &(mlg_sheet_view){ .frozen = 1 }, err);
}

static void write_workbook(void *context)
{
    attempt *a = context;
    mlg_workbook *book;
    a->st = mlg_workbook_new(&book, a->path, &a->err);
    if (a->st == MLG_OK && (a->st = fill(book, &a->err)) != MLG_OK)
        mlg_workbook_free(book);
    else if (a->st == MLG_OK)
        a->st = mlg_workbook_close(book, &a->err);
}

/* Memory is left to the runs of tests/faults/run: libxlsxwriter follows null pointers. */
static void a_workbook_is_whole_or_refused(void **state)
{
    (void)state;
    attempt a;
    setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
    begin(&a, "a.xlsx", write_workbook);
    assert_true(faults_in_turn("open", write_workbook, judge_file, &a) >= 2);
    assert_true(faults_in_turn("write+", write_workbook, judge_file, &a) >= 2);
    free(a.content);
}

/* Each beginning of a workbook, each byte of its directory lost: none passes for the whole. */
static void a_workbook_cut_short_is_refused(void **state)
{
    (void)state;
    attempt a;
    mlg_error err;
    const char *cut = in_folder(scratch, "cut.xlsx");
    begin(&a, "whole.xlsx", write_workbook);
    assert_ok(mlg_archive_check_workbook(a.path, 4, &err), &err);
    assert_fails(mlg_archive_check_workbook(a.path, 5, &err), MLG_INPUT, &err, "incomplete");
    for (size_t n = 0; n < a.size; n += 1 + a.size / 200) {
        put_bytes(cut, a.content, n);
        assert_fails(mlg_archive_check_workbook(cut, 4, &err), MLG_INPUT, &err, cut);
        assert_true(err.hint[0] != '\0');
    }
    assert_fails(mlg_archive_check_workbook(in_folder(scratch, "none.xlsx"), 4, &err), MLG_INPUT, &err,
                 "none.xlsx");
    free(a.content);
}

int main(int argc, char **argv)
{
    faults_begin(argv);
    mlg_os_start(&argc, &argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_is_whole_or_lacks_memory),
        cmocka_unit_test(a_zip_is_whole_or_refused),
        cmocka_unit_test(an_archive_of_a_folder_is_whole_or_refused),
        cmocka_unit_test(a_workbook_is_whole_or_refused),
        cmocka_unit_test(a_workbook_cut_short_is_refused),
    };
    return cmocka_run_group_tests(tests, make_scratch, remove_scratch);
}
