#include "support.h"

#include "base/os/file.h"
#include "base/os/number.h"
#include "base/os/process.h"
#include "base/os/stream.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* An accent, a space, a letter outside Latin. */
#define NAME                                                                                                      \
    "donn\xc3\xa9"                                                                                                \
    "es \xe4\xb8\xad.txt"

static char folder[200], program[4096];

static const char *at(const char *name)
{
    static char paths[4][400];
    static int next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static void save(const char *name, const char *words)
{
    int file = mlg_os_open(at(name), MLG_OS_WRITE | MLG_OS_CREATE | MLG_OS_EMPTY);
    assert_true(file >= 0);
    assert_int_equal(mlg_os_write(file, words, strlen(words)), (int)strlen(words));
    assert_int_equal(mlg_os_close(file), 0);
}

static void assert_holds(const char *name, const char *words)
{
    char text[100] = "";
    FILE *file = mlg_os_fopen(at(name), "rb");
    assert_non_null(file);
    size_t n = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    assert_int_equal(n, strlen(words));
    assert_string_equal(text, words);
}

static int set_up(void **state)
{
    (void)state;
    char above[100];
    if (!mlg_os_temporary_folder(above, sizeof above))
        return -1;
    snprintf(folder, sizeof folder, "%s/maillage-test-os-XXXXXX", above);
    return mlg_os_make_private_folder(folder);
}

static int tear_down(void **state)
{
    char **names;
    (void)state;
    for (int n = mlg_os_folder_names(&names, folder), i = 0; i <= n; i++) {
        if (i == n) {
            free(names);
            break;
        }
        if (mlg_os_remove(at(names[i])) != 0)
            mlg_os_remove_folder(at(names[i]));
        free(names[i]);
    }
    return mlg_os_remove_folder(folder);
}

static void a_file_is_described(void **state)
{
    mlg_os_info by_name, open_one, other;
    (void)state;
    save(NAME, "deux\n");
    save("other", "");
    int file = mlg_os_open(at(NAME), MLG_OS_READ);
    assert_int_equal(mlg_os_stat(at(NAME), &by_name), 0);
    assert_int_equal(mlg_os_fstat(file, &open_one), 0);
    assert_int_equal(mlg_os_stat(at("other"), &other), 0);
    assert_int_equal(by_name.kind, MLG_OS_FILE);
    assert_int_equal(by_name.bytes, 5);
    assert_true(by_name.device == open_one.device && by_name.inode == open_one.inode);
    assert_true(by_name.inode != other.inode);
    assert_true(llabs((long long)(by_name.seconds - (int64_t)time(NULL))) < 60);
    mlg_os_close(file);
    assert_int_equal(mlg_os_stat(folder, &other), 0);
    assert_int_equal(other.kind, MLG_OS_FOLDER);
    assert_int_equal(mlg_os_stat(at("none"), &other), -1);
    assert_int_equal(errno, ENOENT);
    assert_true(mlg_os_can(at(NAME), MLG_OS_WRITABLE) && mlg_os_can(folder, MLG_OS_USABLE));
    assert_false(mlg_os_can(at("none"), MLG_OS_EXISTS));
}

static void a_date_is_kept(void **state)
{
    mlg_os_info info;
    (void)state;
    save("dated", "x");
    int file = mlg_os_open(at("dated"), MLG_OS_UPDATE);
    mlg_os_set_date(file, 1700000000);
    mlg_os_close(file);
    assert_int_equal(mlg_os_stat(at("dated"), &info), 0);
    assert_int_equal(info.seconds, 1700000000);
    assert_int_equal(info.nanoseconds, 0);
}

static void a_new_file_must_be_new(void **state)
{
    (void)state;
    int file = mlg_os_open(at("once"), MLG_OS_WRITE | MLG_OS_NEW);
    assert_true(file >= 0);
    mlg_os_close(file);
    assert_int_equal(mlg_os_open(at("once"), MLG_OS_WRITE | MLG_OS_NEW), -1);
    assert_int_equal(errno, EEXIST);
    assert_int_equal(mlg_os_open(at("none"), MLG_OS_READ), -1);
    assert_int_equal(errno, ENOENT);
}

static void bytes_are_written_as_they_are(void **state)
{
    char text[8] = "";
    (void)state;
    save("bytes", "a\nb\x1a"
                  "c\n"); /* end of line, end of file: bytes like others */
    assert_holds("bytes", "a\nb\x1a"
                          "c\n");
    int file = mlg_os_open(at("bytes"), MLG_OS_UPDATE);
    assert_int_equal(mlg_os_read_at(file, text, 3, 2), 3);
    assert_string_equal(text, "b\x1a"
                              "c");
    assert_int_equal(mlg_os_read_at(file, text, 3, 60), 0);
    assert_int_equal(mlg_os_seek(file, 0, SEEK_END), 6);
    assert_int_equal(mlg_os_truncate(file, 2), 0);
    assert_int_equal(mlg_os_sync(file), 0);
    mlg_os_close(file);
    assert_holds("bytes", "a\n");
}

/* As QGIS keeps the last result open while a run replaces it, where the system allows that. */
static void a_file_replaces_another_that_is_read(void **state)
{
    char text[4] = "";
    (void)state;
    save("old", "old");
    save("new", "new");
    int reading = mlg_os_open(at("old"), MLG_OS_READ);
    bool replaced = mlg_os_rename(at("new"), at("old")) == 0;
    assert_true(replaced ||
                errno == EBUSY); /* as some versions of Windows say; the two files are then as they were */
    assert_int_equal(mlg_os_read(reading, text, 3), 3);
    assert_string_equal(text, "old");
    mlg_os_close(reading);
    if (!replaced)
        assert_int_equal(mlg_os_rename(at("new"), at("old")), 0);
    assert_holds("old", "new");
    assert_false(mlg_os_can(at("new"), MLG_OS_EXISTS));
}

static void a_hard_link_is_the_same_file(void **state)
{
    mlg_os_info a, b;
    (void)state;
    save("a", "same");
    assert_int_equal(mlg_os_link(at("a"), at("b")), 0);
    assert_int_equal(mlg_os_stat(at("a"), &a), 0);
    assert_int_equal(mlg_os_stat(at("b"), &b), 0);
    assert_true(a.device == b.device && a.inode == b.inode);
    assert_int_equal(mlg_os_remove(at("a")), 0);
    assert_holds("b", "same");
}

static void one_process_holds_a_lock(void **state)
{
    (void)state;
    save("lock", "");
    int mine = mlg_os_open(at("lock"), MLG_OS_UPDATE), other = mlg_os_open(at("lock"), MLG_OS_UPDATE);
    assert_int_equal(mlg_os_lock(mine), 0);
    assert_int_equal(mlg_os_lock(other), -1);
    assert_int_equal(errno, EWOULDBLOCK);
    assert_int_equal(mlg_os_write(mine, "42\n", 3), 3);
    assert_holds("lock", "42\n"); /* others may read who holds it */
    assert_int_equal(mlg_os_remove(at("lock")), 0);
    mlg_os_close(mine);
    mlg_os_close(other);
    assert_false(mlg_os_can(at("lock"), MLG_OS_EXISTS));
}

static void names_come_in_order(void **state)
{
    char **names;
    (void)state;
    mlg_os_make_folder(at("many"));
    static const char *const made[] = { "many/b", "many/a", "many/D", "many/" NAME };
    for (size_t i = 0; i < 4; i++)
        save(made[i], "");
    assert_int_equal(mlg_os_folder_names(&names, at("many")), 4);
    static const char *const want[] = { "D", "a", "b", NAME };
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(names[i], want[i]);
        assert_int_equal(mlg_os_remove(at(made[i])), 0);
        free(names[i]);
    }
    free(names);
    assert_int_equal(mlg_os_folder_names(&names, at("none")), -1);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(mlg_os_make_folder(at("many")), -1);
    assert_int_equal(errno, EEXIST);
}

static void a_path_is_resolved(void **state)
{
    (void)state;
    save(NAME, "x");
    char inside[500];
    snprintf(inside, sizeof inside, "%s/./../%s/" NAME, folder, strrchr(folder, '/') + 1);
    char *real = mlg_os_real_path(inside), *plain = mlg_os_real_path(at(NAME));
    assert_non_null(real);
    assert_string_equal(real, plain);
    assert_true(mlg_os_root_length(real) > 0 && !strchr(real, '\\') && !strstr(real, "/./"));
    free(real);
    free(plain);
    assert_null(mlg_os_real_path(at("none")));
    assert_int_equal(errno, ENOENT);
    assert_int_equal(mlg_os_root_length("a/b"), 0);
}

/* Windows itself stops at 260 characters. */
static void a_long_path_is_as_good_as_a_short_one(void **state)
{
    enum { DEPTH = 8 };
    (void)state;
    char deep[700], file[800], other[800];
    size_t end[DEPTH + 1] = { strlen(strcpy(deep, folder)) };
    for (int i = 0; i < DEPTH; i++) {
        strcpy(deep + end[i], "/a-folder-with-a-long-name-as-there-are-a-number");
        end[i + 1] = strlen(deep);
        assert_int_equal(mlg_os_make_folder(deep), 0);
    }
    snprintf(file, sizeof file, "%s/" NAME, deep);
    snprintf(other, sizeof other, "%s/other", deep);
    assert_true(strlen(file) > 300);
    FILE *stream = mlg_os_fopen(file, "wb");
    assert_non_null(stream);
    assert_true(fputs("deep", stream) >= 0 && fclose(stream) == 0);
    mlg_os_info info;
    assert_true(mlg_os_stat(file, &info) == 0 && info.kind == MLG_OS_FILE && info.bytes == 4);
    assert_true(mlg_os_stat(deep, &info) == 0 && info.kind == MLG_OS_FOLDER);
    assert_int_equal(mlg_os_link(file, other), 0);
    assert_int_equal(mlg_os_remove(file), 0);
    assert_int_equal(mlg_os_rename(other, file), 0);
    assert_int_equal(mlg_os_rename(file, other), 0);
    assert_true(mlg_os_can(other, MLG_OS_WRITABLE) && !mlg_os_can(file, MLG_OS_EXISTS));
    char *kept;
    stream = fopen(mlg_os_outside_path(&kept, other), "rb"); /* as a library would */
    assert_non_null(stream);
    assert_true(fgetc(stream) == 'd' && fclose(stream) == 0);
    free(kept);
    char *real = mlg_os_real_path(other), **names;
    assert_non_null(real);
    assert_string_equal(real + strlen(real) - 6, "/other");
    free(real);
    assert_int_equal(mlg_os_folder_names(&names, deep), 1);
    assert_string_equal(names[0], "other");
    free(names[0]);
    free(names);
    assert_int_equal(mlg_os_remove(other), 0);
    for (int i = DEPTH; i > 0; i--) {
        deep[end[i]] = '\0';
        assert_int_equal(mlg_os_remove_folder(deep), 0);
    }
}

static void a_map_is_the_file(void **state)
{
    (void)state;
    int file = mlg_os_open(at("map"), MLG_OS_UPDATE | MLG_OS_CREATE | MLG_OS_EMPTY);
    assert_int_equal(mlg_os_reserve(file, 70000), 0);
    char *bytes = mlg_os_map(file, 70000, true);
    assert_non_null(bytes);
    memcpy(bytes + 65536, "far", 3);
    assert_int_equal(mlg_os_map_sync(bytes, 70000), 0);
    mlg_os_unmap(bytes, 70000);
    mlg_os_close(file);
    file = mlg_os_open(at("map"), MLG_OS_READ);
    bytes = mlg_os_map(file, 70000, false);
    mlg_os_close(file); /* the map stays */
    assert_non_null(bytes);
    assert_memory_equal(bytes + 65536, "far", 3);
    assert_int_equal(bytes[0], 0);
    mlg_os_unmap(bytes, 70000);
}

static void a_text_is_written_in_memory(void **state)
{
    char *text = NULL;
    mlg_os_memory memory;
    (void)state;
    FILE *to = mlg_os_memory_open(&memory, &text);
    assert_non_null(to);
    for (int i = 0; i < 3000; i++)
        fprintf(to, "%d\n", i);
    assert_int_equal(mlg_os_memory_close(&memory), 0);
    assert_int_equal(strlen(text), 10 * 2 + 90 * 3 + 900 * 4 + 2000 * 5);
    assert_int_equal(strncmp(text, "0\n1\n2\n", 6), 0);
    free(text);
    assert_non_null(mlg_os_memory_open(&memory, &text));
    assert_int_equal(mlg_os_memory_close(&memory), 0);
    assert_string_equal(text, "");
    free(text);
}

static void bytes_are_read_as_a_file(void **state)
{
    static const char bytes[] = { 'a', '\0', 'c', '\n', '\0', '\xff' }; /* in memory that cannot be written */
    char read[8] = "";
    (void)state;
    FILE *from = mlg_os_open_bytes(bytes, sizeof bytes);
    assert_non_null(from);
    assert_int_equal(fread(read, 1, sizeof read, from), sizeof bytes);
    assert_memory_equal(read, bytes, sizeof bytes);
    assert_true(feof(from));
    assert_int_equal(fseeko(from, 3, SEEK_SET), 0);
    assert_int_equal(fread(read, 1, 3, from), 3);
    assert_memory_equal(read, bytes + 3, 3);
    assert_int_equal(fseeko(from, 0, SEEK_END), 0);
    assert_int_equal(ftello(from), sizeof bytes);
    assert_int_equal(fgetc(from), EOF);
    fclose(from);
    assert_non_null(from = mlg_os_open_bytes(bytes, 0));
    assert_int_equal(fgetc(from), EOF);
    assert_int_equal(ferror(from), 0);
    fclose(from);
}

static void numbers_have_a_point(void **state)
{
    char *end;
    const char *text = "3.25,";
    (void)state;
    const char *comma = setlocale(LC_NUMERIC, "fr_FR.UTF-8"); /* where it is installed */
    double number = mlg_os_strtod(text, &end);
    void *before = mlg_os_points_enter();
    double inside = strtod("0.5", NULL);
    mlg_os_points_leave(before);
    setlocale(LC_NUMERIC, "C");
    (void)comma;
    assert_true(number == 3.25 && end == text + 4);
    assert_true(inside == 0.5);
}

static void a_child_answers(void **state)
{
    int ends[2], code = -1;
    mlg_os_child child;
    char text[40] = "";
    (void)state;
    assert_int_equal(mlg_os_pipe(ends), 0);
    const char *const echo[] = { program, "--print", "a \"b\\", "", "\xc3\xa9 c\\\\\"", NULL };
    const mlg_os_task task = { .arguments = echo, .output = ends[1] + 1 };
    assert_int_equal(mlg_os_child_start(&child, &task), 0);
    mlg_os_close(ends[1]);
    for (int64_t n, done = 0; (n = mlg_os_read(ends[0], text + done, sizeof text - 1 - (size_t)done)) > 0;
         done += n)
        continue;
    assert_string_equal(text, "a \"b\\||\xc3\xa9 c\\\\\"|"); /* each argument whole */
    mlg_os_close(ends[0]);
    assert_int_equal(mlg_os_child_end(&child, &code, true), 1);
    assert_int_equal(code, 0);
    const char *const none[] = { "/no/such/program", NULL };
    const mlg_os_task missing = { .arguments = none };
    assert_int_equal(mlg_os_child_start(&child, &missing), -1);
    assert_int_equal(errno, ENOENT);
}

static void a_child_is_stopped(void **state)
{
    int code = -1;
    mlg_os_child child;
    (void)state;
    const char *const wait[] = { program, "--wait", NULL };
    const mlg_os_task task = { .arguments = wait };
    assert_int_equal(mlg_os_child_start(&child, &task), 0);
    assert_true(mlg_os_process_lives(child.id));
    assert_int_equal(mlg_os_child_end(&child, &code, false), 0);
    assert_int_equal(mlg_os_child_stop(&child), 0);
    assert_int_equal(mlg_os_child_end(&child, &code, true), 1);
    assert_int_equal(code, 128 + SIGINT);
    assert_false(mlg_os_process_lives(child.id));
}

static void this_process_is_known(void **state)
{
    char path[4096];
    double seconds = -1;
    int64_t most_kib = 0;
    (void)state;
    assert_true(mlg_os_process_lives(mlg_os_process_id()));
    assert_true(mlg_os_own_file(path, sizeof path) && mlg_os_can(path, MLG_OS_EXISTS));
    assert_true(mlg_os_program_file(path, sizeof path) && mlg_os_can(path, MLG_OS_EXISTS));
    assert_false(mlg_os_own_file(path, 2)); /* too long for its buffer */
    assert_in_range(mlg_os_processors(), 1, 4096);
    assert_true(mlg_os_usage(&seconds, &most_kib) && seconds >= 0 && most_kib > 500);
    assert_null(mlg_os_environment("MAILLAGE_NOT_SET"));
}

/* What the children of these tests do: print their arguments, or wait to be stopped. */
static int be_child(int argc, char **argv)
{
    if (strcmp(argv[1], "--wait") == 0)
        for (time_t end = time(NULL) + 60; time(NULL) < end;)
            continue;
    for (int i = 2; i < argc; i++)
        printf("%s|", argv[i]);
    return 0;
}

int main(int argc, char **argv)
{
    mlg_os_start(&argc, &argv);
    if (argc > 1)
        return be_child(argc, argv);
    if (!mlg_os_program_file(program, sizeof program))
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_described),
        cmocka_unit_test(a_date_is_kept),
        cmocka_unit_test(a_new_file_must_be_new),
        cmocka_unit_test(bytes_are_written_as_they_are),
        cmocka_unit_test(a_file_replaces_another_that_is_read),
        cmocka_unit_test(a_hard_link_is_the_same_file),
        cmocka_unit_test(one_process_holds_a_lock),
        cmocka_unit_test(names_come_in_order),
        cmocka_unit_test(a_path_is_resolved),
        cmocka_unit_test(a_long_path_is_as_good_as_a_short_one),
        cmocka_unit_test(a_map_is_the_file),
        cmocka_unit_test(a_text_is_written_in_memory),
        cmocka_unit_test(bytes_are_read_as_a_file),
        cmocka_unit_test(numbers_have_a_point),
        cmocka_unit_test(a_child_answers),
        cmocka_unit_test(a_child_is_stopped),
        cmocka_unit_test(this_process_is_known),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
