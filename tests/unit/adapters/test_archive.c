/* Archives of one file: the same bytes whatever the clock says and whichever GDAL writes them. */
#include "support.h"

#include "adapters/archive.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { END_SIZE = 22, ENTRY_AT = 16, DATE_OF_MEMBER = 10, DATE_IN_DIRECTORY = 12 };

/* The directory, from the record at the end of the archive. */
static size_t directory(const unsigned char *zip, size_t size)
{
    const unsigned char *end = zip + size - END_SIZE;
    assert_memory_equal(end, "PK\5\6", 4);
    uint32_t at;
    memcpy(&at, end + ENTRY_AT, sizeof at);
    assert_true(at < size - END_SIZE);
    assert_memory_equal(zip + at, "PK\1\2", 4);
    return at;
}

static void test_an_archive_of_one_file_has_no_date(void **state)
{
    (void)state;
    static const char content[] = "PK\1\2 is how an entry of the directory begins, and PK\1\2 may stand in a file";
    static const unsigned char none[4] = { 0 };
    void *bytes;
    size_t size;
    mlg_error err;
    assert_int_equal(mlg_archive_one(&bytes, &size, "a.txt", content, sizeof content, &err), MLG_OK);
    const size_t at = directory(bytes, size);
    assert_memory_equal((unsigned char *)bytes + DATE_OF_MEMBER, none, sizeof none);
    assert_memory_equal((unsigned char *)bytes + at + DATE_IN_DIRECTORY, none, sizeof none);

    unsigned char *dated = malloc(size);
    memcpy(dated, bytes, size);
    memcpy(dated + DATE_OF_MEMBER, "date", 4);
    memcpy(dated + at + DATE_IN_DIRECTORY, "date", 4);
    mlg_archive_undate(dated, size);
    assert_memory_equal(dated, bytes, size);
    free(dated);
    free(bytes);
}

static void test_what_is_no_archive_is_left(void **state)
{
    (void)state;
    unsigned char few[] = "PK\3\4 cut short before any date";
    unsigned char before[sizeof few];
    memcpy(before, few, sizeof few);
    mlg_archive_undate(few, sizeof few);
    assert_memory_equal(few, before, sizeof few);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_archive_of_one_file_has_no_date),
        cmocka_unit_test(test_what_is_no_archive_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
