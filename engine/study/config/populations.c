#include "study/config/populations.h"

#include "base/os/thread.h"
#include "study/rule_table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 16, MOST_GROUPS = 32, FIELDS = 7 };

static mlg_config_population shipped[MOST + 1];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Rows of one name are consecutive. */
static void read_all(void)
{
    static char copy[MLG_RULE_TABLE_BYTES];
    static mlg_config_age_group groups[MOST_GROUPS];
    static int from[MOST_GROUPS], to[MOST_GROUPS];
    static double weight[MOST_GROUPS];
    char *at = mlg_rule_table(copy, sizeof copy, "populations"), *f[FIELDS];
    mlg_config_population *p = NULL;
    for (int n = 0; mlg_rule_next(&at, f, FIELDS); n++) {
        assert(n < MOST_GROUPS);
        if (!p || strcmp(p->name, f[0]) != 0) {
            p = p ? p + 1 : shipped;
            assert(p < shipped + MOST);
            *p = (mlg_config_population){ .name = f[0], .label = f[1], .ages = groups + n };
        }
        from[n] = atoi(f[2]);
        to[n] = atoi(f[3]);
        weight[n] = mlg_rule_number(f[5]);
        groups[n] = (mlg_config_age_group){
            .from = &from[n], .to = *f[3] ? &to[n] : NULL, .women = *f[4] == '1', .weight = &weight[n]
        };
        p->ages_count++;
    }
}

const mlg_config_population *mlg_populations_shipped(void)
{
    pthread_once(&once, read_all);
    return shipped;
}

const mlg_config_population *mlg_population_find(const mlg_config *config, const char *name)
{
    for (unsigned i = 0; i < config->populations_count; i++)
        if (strcmp(config->populations[i].name, name) == 0)
            return &config->populations[i];
    for (const mlg_config_population *p = mlg_populations_shipped(); p->name; p++)
        if (strcmp(p->name, name) == 0)
            return p;
    return NULL;
}

const char *mlg_population_label(const mlg_config_population *population)
{
    return population->label ? population->label : population->name;
}
