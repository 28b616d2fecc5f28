#include "support.h"

#include "analysis/siting/stage.h"
#include "study/config/names.h"

#include <string.h>

static void every_name_of_a_study_file_has_its_model(void **state)
{
    (void)state;
    int n = 0;
    for (const char *const *name = mlg_siting_model_names(); *name; name++, n++) {
        const mlg_siting_model *model = mlg_siting_model_by_name(*name);
        assert_non_null(model);
        assert_string_equal(model->name, *name);
        assert_int_equal(model->traits, mlg_siting_model_traits(*name));
        assert_non_null(model->solve);
        for (const char *const *before = mlg_siting_model_names(); before != name; before++)
            assert_string_not_equal(*before, *name);
    }
    assert_int_equal(n, 23);
    assert_null(mlg_siting_model_by_name("p-medians"));
    assert_int_equal(mlg_siting_model_traits("p-medians"), 0);
}

/* Doctors are shared out by goals on access alone; whoever has half-days or a budget is not told how many sites. */
static void traits_agree_with_each_other(void **state)
{
    (void)state;
    for (const char *const *name = mlg_siting_model_names(); *name; name++) {
        const mlg_siting_model *model = mlg_siting_model_by_name(*name);
        if (model->traits & MLG_SITING_SHARES)
            assert_true(model->needs_access);
        if (model->traits & (MLG_SITING_BUDGET | MLG_SITING_HALF_DAYS))
            assert_true(model->traits & MLG_SITING_FINDS_SITES);
        if (model->traits & MLG_SITING_RANKED)
            assert_false(model->traits & MLG_SITING_FINDS_SITES);
        assert_int_equal(model->write_front != NULL, strncmp(*name, "pareto", 6) == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_of_a_study_file_has_its_model),
        cmocka_unit_test(traits_agree_with_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
