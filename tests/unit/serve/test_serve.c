#include "support.h"

#include "adapters/json_read.h"
#include "serve/password.h"
#include "serve/commands.h"
#include "serve/folder.h"
#include "serve/guard.h"
#include "serve/jobs.h"
#include "serve/sessions.h"
#include "serve/tongue.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static mlg_json_value *parsed(const char *text)
{
    mlg_error err;
    mlg_json_value *value;
    assert_ok(mlg_json_parse(&value, text, strlen(text), &err), &err);
    return value;
}

static void json_is_read_whole_or_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = { "", "{", "{}x", "[1,]", "nul", "{\"a\":\"\\u0000\"}", "\"\xff\"" };
    mlg_error err;
    mlg_json_value *value = parsed(" {\"a\": [1, \"deux\", true], \"b\": null, \"a\": 5} \n");
    const mlg_json_value *each = mlg_json_first(mlg_json_get(value, "a"));
    assert_near(mlg_json_amount(each), 1, 0);
    assert_null(mlg_json_words(each));
    each = mlg_json_next(each);
    assert_string_equal(mlg_json_words(each), "deux");
    assert_true(isnan(mlg_json_amount(each)));
    assert_true(mlg_json_is_true(mlg_json_next(each)));
    assert_null(mlg_json_next(mlg_json_next(each)));
    assert_null(mlg_json_get(value, "A")); /* case counts */
    assert_null(mlg_json_first(mlg_json_get(value, "b")));
    mlg_json_value_free(value);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(mlg_json_parse(&value, wrong[i], strlen(wrong[i]), &err), MLG_INPUT);
        assert_null(value);
    }
    assert_fails(mlg_json_parse(&value, "\"a\0b\"", 5, &err), MLG_INPUT, &err, "UTF-8");
}

/* 64 levels are read, 65 are not; brackets in a text do not count. */
static void json_has_a_bottom(void **state)
{
    (void)state;
    char text[400] = "";
    mlg_error err;
    mlg_json_value *value;
    memset(text, '[', 64);
    memset(text + 64, ']', 64);
    mlg_json_value_free(parsed(text));
    memset(text, '[', 65);
    memset(text + 65, ']', 65);
    assert_fails(mlg_json_parse(&value, text, 130, &err), MLG_INPUT, &err, "nested");
    snprintf(text, sizeof text, "\"\\\"%s\"",
             "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[");
    mlg_json_value_free(parsed(text));
}

static void a_name_is_one_name(void **state)
{
    (void)state;
    static const char *const names[] = {
        "study.yaml", "Étude 2026", "a", "zonage_v1 (projet).yaml", "l'été", "..a"
    };
    static const char *const none[] = { "",     ".",     "..",   ".a",      "-a",       "~a",  " a",
                                        "a ",   "a.",    "a/b",  "a\\b",    "a:b",      "a*b", "a?b",
                                        "a\nb", "a\x7f", "\xff", "a\u202e", "a\u200b/b" };
    char text[MLG_NAME_MOST + 2];
    for (size_t i = 0; i + 1 < sizeof names / sizeof *names; i++)
        assert_true(mlg_is_name(names[i]));
    assert_false(mlg_is_name(names[5]));
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(mlg_is_name(none[i]));
    memset(text, 'a', sizeof text);
    text[MLG_NAME_MOST + 1] = '\0';
    assert_false(mlg_is_name(text));
    text[MLG_NAME_MOST] = '\0';
    assert_true(mlg_is_name(text));
}

static void segments_are_decoded_once(void **state)
{
    (void)state;
    static const char *const cases[][2] = { { "a", "a" },       { "%C3%A9t%c3%a9", "été" },
                                            { "%2e%2E", ".." }, { "%252e", "%2e" },
                                            { "a+b", "a+b" },   { "%2F", "/" },
                                            { "", NULL },       { "%", NULL },
                                            { "%2", NULL },     { "%2x", NULL },
                                            { "%00", NULL },    { "a%00b", NULL },
                                            { "%c0%ae", NULL }, { "a%C3", NULL } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *got = mlg_decode_segment(cases[i][0], strlen(cases[i][0]));
        if (cases[i][1])
            assert_string_equal(got, cases[i][1]);
        else
            assert_null(got);
        free(got);
    }
    char *part = mlg_decode_segment("abc%2", 4); /* the size counts, not what follows */
    assert_null(part);
}

static void save(int study, const char *name, const char *words, char *version, const char *expected,
                 mlg_saved how)
{
    char hidden[32], after[MLG_VERSION_SIZE];
    int fd = mlg_save_begin(hidden, study);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, words, strlen(words)), strlen(words));
    assert_int_equal(mlg_save_end(after, study, fd, hidden, name, expected), how);
    assert_int_equal(faccessat(study, hidden, F_OK, 0), -1); /* nothing is left of it */
    if (version)
        strcpy(version, after);
}

static void saves_state_what_they_change(void **state)
{
    (void)state;
    char *folder = make_folder(), first[MLG_VERSION_SIZE], second[MLG_VERSION_SIZE], read[MLG_VERSION_SIZE];
    int64_t bytes;
    int root = open(folder, O_RDONLY | O_DIRECTORY), code = 0;
    mlg_error err;
    assert_ok(mlg_create_study(&code, root, "Essai", &err), &err);
    assert_fails(mlg_create_study(&code, root, "Essai", &err), MLG_INPUT, &err, "Essai");
    assert_int_equal(code, EEXIST);
    int study = mlg_open_study(root, "Essai");
    save(study, "a.txt", "un", first, "", MLG_SAVED);
    save(study, "a.txt", "deux", NULL, "", MLG_SAVE_CHANGED);
    save(study, "a.txt", "deux", second, first, MLG_SAVED);
    assert_string_not_equal(first, second);
    save(study, "a.txt", "trois", NULL, first, MLG_SAVE_CHANGED);
    save(study, "absent.txt", "x", NULL, first, MLG_SAVE_CHANGED);
    save(study, "../b.txt", "x", NULL, "", MLG_SAVE_FAILED);
    assert_int_equal(mkdirat(study, "dossier", 0777), 0);
    errno = 0;
    assert_int_equal(mlg_remove_entry(study, "dossier", ""), MLG_SAVE_FAILED);
    assert_int_equal(errno, EPERM);
    assert_int_equal(mlg_remove_entry(study, "../b.txt", ""), MLG_SAVE_FAILED);
    assert_int_equal(errno, EINVAL);
    int fd = mlg_open_entry(read, &bytes, study, "a.txt");
    assert_true(fd >= 0);
    close(fd);
    assert_string_equal(read, second);
    assert_int_equal(bytes, 4);
    assert_int_equal(mlg_open_entry(read, &bytes, root, "Essai"), -1); /* a folder is no file */
    save(study, "a.txt.valide", "par: x\n", NULL, "", MLG_SAVED);
    save(study, "a.txt", "quatre", NULL, second, MLG_SAVE_FROZEN);
    assert_int_equal(mlg_remove_entry(study, "a.txt", second), MLG_SAVE_FROZEN);
    close(study);
    close(root);
    remove_folder(folder);
}

/* A save that is going on is left alone, one of a process that is gone is swept. */
static void a_sweep_spares_the_living(void **state)
{
    (void)state;
    char *folder = make_folder(), hidden[32];
    write_text(in_folder(folder, ".maillage-save-1-1"), "half");
    write_text(in_folder(folder, ".other"), "kept");
    int study = open(folder, O_RDONLY | O_DIRECTORY);
    int fd = mlg_save_begin(hidden, study);
    mlg_sweep_study(study);
    assert_int_equal(faccessat(study, ".maillage-save-1-1", F_OK, 0), -1);
    assert_int_equal(faccessat(study, ".other", F_OK, 0), 0);
    assert_int_equal(faccessat(study, hidden, F_OK, 0), 0);
    mlg_save_drop(study, fd, hidden);
    close(study);
    remove_folder(folder);
}

static void a_study_is_held_by_one(void **state)
{
    (void)state;
    char a[MLG_SECRET_SIZE], b[MLG_SECRET_SIZE], user[MLG_USER_MOST + 1] = "";
    mlg_sessions *sessions;
    mlg_error err;
    assert_ok(mlg_sessions_new(&sessions, &err), &err);
    assert_ok(mlg_session_begin(a, sessions, "marie", &err), &err);
    assert_ok(mlg_session_begin(b, sessions, "paul", &err), &err);
    assert_string_not_equal(a, b);
    int64_t marie = mlg_session_of(user, sessions, a), paul = mlg_session_of(user, sessions, b);
    assert_string_equal(user, "paul");
    assert_true(marie > 0 && paul > marie);
    assert_int_equal(mlg_session_of(user, sessions, ""), 0);
    assert_true(mlg_study_take(user, sessions, "Essai", marie, "marie"));
    assert_true(mlg_study_take(user, sessions, "Essai", marie, "marie")); /* again */
    assert_false(mlg_study_take(user, sessions, "Essai", paul, "paul"));
    assert_string_equal(user, "marie");
    assert_true(mlg_study_take(user, sessions, "Autre", paul, "paul"));
    assert_false(mlg_study_is_held(user, sessions, "Essai", marie));
    mlg_study_leave(sessions, "Essai", paul); /* it is not his */
    assert_true(mlg_study_is_held(user, sessions, "Essai", paul));
    mlg_session_end(sessions, marie);
    assert_false(mlg_study_is_held(user, sessions, "Essai", paul));
    assert_int_equal(mlg_session_of(user, sessions, a), 0);
    mlg_sessions_free(sessions);
}

static void passwords_are_kept_hashed(void **state)
{
    (void)state;
    char hash[MLG_PASSWORD_HASH_SIZE], other[MLG_PASSWORD_HASH_SIZE];
    mlg_error err;
    assert_ok(mlg_password_hash(hash, "un mot de passe", &err), &err);
    assert_ok(mlg_password_hash(other, "un mot de passe", &err), &err);
    assert_string_not_equal(hash, other); /* a salt of its own */
    assert_true(mlg_password_is_hash(hash));
    assert_true(mlg_password_fits("un mot de passe", hash));
    assert_false(mlg_password_fits("un mot de passE", hash));
    assert_false(mlg_password_fits("", hash));
    assert_false(mlg_password_fits("un mot de passe", NULL));
    assert_false(mlg_password_is_hash("$1$abc$def")); /* MD5 */
    assert_false(mlg_password_is_hash("un mot de passe"));
    assert_int_equal(mlg_password_hash(hash, "court", &err), MLG_USAGE);
}

static void secrets_are_compared_whole(void **state)
{
    (void)state;
    assert_true(mlg_same_secret("abcd", "abcd"));
    assert_false(mlg_same_secret("abcd", "abce"));
    assert_false(mlg_same_secret("abcd", "xbcd"));
    assert_false(mlg_same_secret("abcd", "abc"));
    assert_false(mlg_same_secret("abc", "abcd"));
    assert_false(mlg_same_secret("", ""));
}

static const char described_text[] = "{\"commands\":[{\"name\":\"run\",\"writes\":true,\"arguments\":[{\"name\":"
                                     "\"STUDY\",\"type\":\"file\",\"required\":true,"
                                     "\"default\":null,\"endings\":[\"yaml\"],\"writes\":false,\"changes\":false},"
                                     "{\"name\":\"OUT\",\"type\":\"file\",\"required\":"
                                     "false,\"default\":null,\"writes\":true,\"changes\":false}],\"options\":[{"
                                     "\"name\":\"--overwrite\",\"type\":\"flag\"},{\"name\":"
                                     "\"--threads\",\"type\":\"integer\",\"maximum\":256},{\"name\":\"--ask\","
                                     "\"type\":\"text\"},{\"name\":\"--untrusted\",\"type\":"
                                     "\"flag\"},{\"name\":\"--lang\",\"type\":\"text\"}]},{\"name\":\"serve\"}]}";

/* "word word" of the command that the request makes, or the status of its refusal as "!2". */
static void check_words(int study, const char *request, const char *want)
{
    mlg_words words;
    mlg_error err = { .status = MLG_OK };
    char got[400] = "";
    mlg_json_value *described = parsed(described_text), *body = parsed(request);
    mlg_status st = mlg_command_words(&words, mlg_command_described(described, "run"), body, study, &err);
    if (st != MLG_OK)
        snprintf(got, sizeof got, "!%d", (int)st);
    for (int i = 1; i < words.count; i++)
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s%s", i > 1 ? " " : "",
                 words.scratch >> i & 1 ? "@" : "", words.items[i]);
    assert_string_equal(got, want);
    mlg_words_release(&words);
    mlg_json_value_free(body);
    mlg_json_value_free(described);
}

static void commands_take_what_they_describe(void **state)
{
    (void)state;
    char *folder = make_folder();
    write_text(in_folder(folder, "a.yaml"), "x");
    write_text(in_folder(folder, "b.csv"), "x");
    write_text(in_folder(folder, "c.csv"), "x");
    write_text(in_folder(folder, "c.csv.valide"), "x");
    int study = open(folder, O_RDONLY | O_DIRECTORY);
    check_words(study, "{\"arguments\":{\"STUDY\":\"a.yaml\"}}", "run --lang=en --untrusted -- a.yaml");
    check_words(study,
                "{\"arguments\":{\"STUDY\":\"a.yaml\",\"OUT\":\"b.csv\"},\"options\":{\"overwrite\":true,"
                "\"threads\":2,\"ask\":\"-x\"}}",
                "run --lang=en --overwrite --threads=2 --ask=-x --untrusted -- a.yaml b.csv");
    check_words(study, "{\"arguments\":{\"STUDY\":\"a.yaml\",\"OUT\":\"d.csv\"},\"scratch\":[\"OUT\",\"STUDY\"]}",
                "run --lang=en --untrusted -- a.yaml @d.csv");
    check_words(study, "{\"options\":{\"overwrite\":false},\"arguments\":{\"STUDY\":\"a.yaml\"}}",
                "run --lang=en --untrusted -- a.yaml");
    check_words(study, "{}", "!2");
    check_words(study, "{\"arguments\":{\"STUDY\":\"b.csv\"}}", "!2");
    check_words(study, "{\"arguments\":{\"STUDY\":\"z.yaml\"}}", "!3");
    check_words(study, "{\"arguments\":{\"STUDY\":\"a.yaml\",\"OUT\":\"c.csv\"}}", "!3"); /* validated */
    check_words(study, "{\"arguments\":{\"STUDY\":\"a.yaml\"},\"options\":{\"untrusted\":false}}", "!2");
    check_words(study, "{\"arguments\":{\"STUDY\":\"a.yaml\"},\"options\":{\"lang\":\"fr\"}}", "!2");
    check_words(study, "{\"arguments\":{\"STUDY\":\"a.yaml\"},\"options\":{\"threads\":257}}", "!2");
    check_words(study, "{\"arguments\":{\"STUDY\":\"a.yaml\"},\"options\":{\"ask\":\"a/b\"}}", "!2");
    check_words(study, "{\"arguments\":{\"STUDY\":\"a.yaml\"},\"options\":{\"ask\":1}}", "!2");
    mlg_json_value *described = parsed(described_text);
    assert_null(mlg_command_described(described, "serve"));
    assert_null(mlg_command_described(described, "sh"));
    mlg_json_value_free(described);
    close(study);
    remove_folder(folder);
}

/* ---- what a command says ------------------------------------------------------------------------------------------ */

enum { MANY_LINES = 400 };

/* The program that a job runs is this one: see main(). */
static void what_a_command_says_is_kept_whole(void **state)
{
    (void)state;
    char program[] = "maillage", say[] = "say", *words[] = { program, say, NULL }, *folder = make_folder(), *all;
    mlg_jobs *jobs;
    mlg_job_view view;
    mlg_error err;
    int64_t number;
    size_t size;
    int study = open(folder, O_RDONLY | O_DIRECTORY);
    const mlg_job_request request = { .command = "say", .study = "", .user = "", .folder = study, .words = words };
    assert_ok(mlg_jobs_new(&jobs, 1, &err), &err);
    assert_ok(mlg_job_begin(&number, jobs, &request, &err), &err);
    assert_true(mlg_job_wait(&view, jobs, number, 60));
    assert_int_equal(view.code, 3);
    assert_true(view.cut);
    assert_memory_equal(view.error, "warning 0 of", 12);
    all = mlg_job_words(jobs, number, &size);
    assert_non_null(all);
    assert_int_equal(size, strlen(all));
    assert_int_equal(strncmp(all, view.error, 200), 0);
    const char *at = all;
    for (int i = 0; i < MANY_LINES; i++) {
        char line[64];
        int n = snprintf(line, sizeof line, "warning %d of a command that says much\n", i);
        assert_memory_equal(at, line, n);
        at += n;
    }
    assert_string_equal(at, "");
    free(all);
    assert_null(mlg_job_words(jobs, number + 1, &size));
    mlg_jobs_free(jobs);
    close(study);
    remove_folder(folder);
}

static int say_much(void)
{
    for (int i = 0; i < MANY_LINES; i++)
        fprintf(stderr, "warning %d of a command that says much\n", i);
    fprintf(stderr, "{\"message\":\"a stage\",\"fraction\":1}\n");
    return 3;
}

/* ---- languages ---------------------------------------------------------------------------------------------------- */

/* RFC 9110, 12.5.4: weights, the first of equals, none of weight 0. */
static void the_language_liked_better_is_spoken(void **state)
{
    (void)state;
    static const struct {
        const char *header, *want;
    } cases[] = { { "fr", "fr" },
                  { "en-GB,en;q=0.9,fr;q=0.8", "en" },
                  { "de, en;q=0.3, fr-FR;q=0.7", "fr" },
                  { "fr;q=0.5,en;q=0.5", "fr" },
                  { "FR-ca ; q=0.1 , EN;q=0.2", "en" },
                  { "en;q=0", NULL },
                  { "frx,eng", NULL },
                  { "fr;q=2, en;q=0.1", "en" },
                  { "*", NULL },
                  { ",,;;q=,-", NULL },
                  { "f", NULL },
                  { "", NULL } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = mlg_accepted_language(cases[i].header);
        assert_string_equal(got ? got : "none", cases[i].want ? cases[i].want : "none");
    }
    assert_null(mlg_accepted_language(NULL));
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "say") == 0)
        return say_much();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_is_read_whole_or_refused),
        cmocka_unit_test(json_has_a_bottom),
        cmocka_unit_test(a_name_is_one_name),
        cmocka_unit_test(segments_are_decoded_once),
        cmocka_unit_test(saves_state_what_they_change),
        cmocka_unit_test(a_sweep_spares_the_living),
        cmocka_unit_test(a_study_is_held_by_one),
        cmocka_unit_test(passwords_are_kept_hashed),
        cmocka_unit_test(secrets_are_compared_whole),
        cmocka_unit_test(commands_take_what_they_describe),
        cmocka_unit_test(what_a_command_says_is_kept_whole),
        cmocka_unit_test(the_language_liked_better_is_spoken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
