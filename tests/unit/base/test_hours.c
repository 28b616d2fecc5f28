#include "support.h"

#include "base/hours.h"

static int minutes_open(const char *text, mlg_openness how)
{
    mlg_hours h;
    int n = 0;
    assert_true(mlg_hours_parse(&h, text));
    for (int m = 0; m < MLG_WEEK_MINUTES; m++)
        n += h.minute[m] == how;
    return n;
}

static mlg_openness at(const char *text, const char *moment)
{
    mlg_hours h, when;
    assert_true(mlg_hours_parse(&h, text));
    assert_true(mlg_moment_parse(&when, moment));
    return mlg_hours_during(&h, &when);
}

static void hours_of_a_week_are_read(void **state)
{
    (void)state;
    assert_int_equal(minutes_open("24/7", MLG_OPEN), MLG_WEEK_MINUTES);
    assert_int_equal(minutes_open("Mo-Fr 08:00-12:00,14:00-18:30; Sa 9:00-12:00", MLG_OPEN), 5 * 510 + 180);
    assert_int_equal(minutes_open("Lu-Ve 08:00-12:00", MLG_OPEN), 5 * 240);
    assert_int_equal(minutes_open("08:00-20:00; Su off; PH off", MLG_OPEN), 6 * 720);
    assert_int_equal(minutes_open("Sa-Mo 10:00-11:00", MLG_OPEN), 180);
    assert_int_equal(minutes_open("Mo-Fr 08:00-20:00; Mo-Su 00:00-24:00 \"on call\"", MLG_OPEN), 5 * 720);
    assert_int_equal(minutes_open("Mo-Fr 08:00-20:00; Mo-Su 00:00-24:00 \"on call\"", MLG_ON_CALL),
                     MLG_WEEK_MINUTES - 5 * 720);
}

/* Sunday evening runs into Monday morning. */
static void a_range_past_midnight_goes_on(void **state)
{
    (void)state;
    assert_int_equal(minutes_open("Su 22:00-06:00", MLG_OPEN), 480);
    assert_int_equal(at("Su 22:00-06:00", "Mo 05:59"), MLG_OPEN);
    assert_int_equal(at("Su 22:00-06:00", "Mo 06:00"), MLG_CLOSED);
    assert_int_equal(at("Su 22:00-06:00", "Su 05:00"), MLG_CLOSED);
    assert_int_equal(at("20:00-08:00 on-call", "Th 03:00"), MLG_ON_CALL);
}

/* Each minute of the week is in one of the four periods. */
static void periods_share_out_the_week(void **state)
{
    (void)state;
    int day = minutes_open("day", MLG_OPEN), evening = minutes_open("evening", MLG_OPEN),
        night = minutes_open("night", MLG_OPEN), weekend = minutes_open("weekend", MLG_OPEN);
    assert_int_equal(day, 5 * 720 + 240);
    assert_int_equal(evening, 7 * 240);
    assert_int_equal(night, 7 * 480);
    assert_int_equal(day + evening + night + weekend, MLG_WEEK_MINUTES);
    assert_int_equal(minutes_open("day, evening, night, weekend", MLG_OPEN), MLG_WEEK_MINUTES);
}

static void open_means_throughout(void **state)
{
    (void)state;
    assert_int_equal(at("08:00-24:00", "night"), MLG_CLOSED);
    assert_int_equal(at("06:00-24:00", "night"), MLG_CLOSED);
    assert_int_equal(at("24/7", "night"), MLG_OPEN);
    assert_int_equal(at("day, evening; night on-call", "night"), MLG_ON_CALL);
    assert_int_equal(at("day, evening; night on-call", "always"), MLG_CLOSED);
    assert_int_equal(at("Mo-Fr 08:00-20:00", "We 14:30"), MLG_OPEN);
}

/* What is written is read as the same, and plainly. */
static void hours_are_written_as_they_are_read(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        { "Mo-Fr 09:00-19:30", "Mo-Fr 09:00-19:30" },
        { "Mo-Su 08:00-12:00,14:00-24:00; We off",
          "Mo-Tu 08:00-12:00,14:00-24:00; Th-Su 08:00-12:00,14:00-24:00" },
        { "Sa 22:00-06:00", "Sa 22:00-24:00; Su 00:00-06:00" },
        { "24/7", "Mo-Su 00:00-24:00" },
        { "Mo-Fr 08:00-20:00; Mo-Su 20:00-22:00 \"on call\"", "Mo-Fr 08:00-20:00; Mo-Su 20:00-22:00 on-call" },
        { "Mo off", "Mo-Su off" },
    };
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        mlg_hours hours, again;
        mlg_text text = { 0 };
        assert_true(mlg_hours_parse(&hours, texts[k][0]));
        mlg_hours_write(&text, &hours);
        assert_string_equal(mlg_text_words(&text), texts[k][1]);
        assert_true(mlg_hours_parse(&again, mlg_text_words(&text)));
        assert_memory_equal(&hours, &again, sizeof hours);
        mlg_text_release(&text);
    }
}

static void other_texts_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = { "",
                                         " ; ",
                                         "8h-12h",
                                         "Mo",
                                         "Mo-Fr 08:00",
                                         "Mo-Fr 08:00-25:00",
                                         "nights",
                                         "Mo-Xx 08:00-09:00",
                                         "08:00-12:00 x",
                                         "off x",
                                         "Mo 24:00-25:00",
                                         "08:60-09:00" };
    mlg_hours h;
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
        if (mlg_hours_parse(&h, wrong[k]))
            fail_msg("'%s' was read", wrong[k]);
        assert_false(mlg_moment_parse(&h, wrong[k]));
    }
    assert_false(mlg_moment_parse(&h, "Sa 24:00"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours_of_a_week_are_read),   cmocka_unit_test(a_range_past_midnight_goes_on),
        cmocka_unit_test(periods_share_out_the_week), cmocka_unit_test(open_means_throughout),
        cmocka_unit_test(other_texts_are_refused),    cmocka_unit_test(hours_are_written_as_they_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
