#include "support.h"

#include "base/union_find.h"

/* 4-2, 6-4, 1-5: the sets {0}, {1, 5}, {2, 4, 6}, {3}. Joining twice changes nothing. */
static void the_lowest_member_is_the_root(void **state)
{
    (void)state;
    static const int32_t root[7] = { 0, 1, 2, 3, 2, 1, 2 };
    int32_t parent[7];
    mlg_sets_init(parent, 7);
    for (int again = 0; again < 2; again++) {
        mlg_sets_join(parent, 4, 2);
        mlg_sets_join(parent, 6, 4);
        mlg_sets_join(parent, 1, 5);
        for (int32_t i = 0; i < 7; i++)
            assert_int_equal(mlg_sets_root(parent, i), root[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lowest_member_is_the_root),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
