#include "analysis/common/profession.h"

#include "study/rule_table.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

enum { MOST = 8, BYTES = 4096, FIELDS = 12 };

static mlg_profession professions[MOST + 1];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void read_all(void)
{
    static char copy[BYTES];
    char *at = mlg_rule_table(copy, sizeof copy, "professions"), *f[FIELDS];
    for (int n = 0; mlg_rule_next(&at, f, FIELDS); n++) {
        assert(n < MOST);
        professions[n] = (mlg_profession){ .service = f[0],
                                           .label = f[1],
                                           .women = strcmp(f[2], "femmes") == 0,
                                           .consultations = strcmp(f[3], "consultations") == 0,
                                           .decay = f[4],
                                           .weights = f[5],
                                           .full_time = mlg_rule_number(f[6]),
                                           .acts_min = mlg_rule_number(f[7]),
                                           .acts_max = mlg_rule_number(f[8]),
                                           .under = mlg_rule_number(f[9]),
                                           .evidence = f[10],
                                           .source = f[11] };
    }
}

const mlg_profession *mlg_professions(void)
{
    pthread_once(&once, read_all);
    return professions;
}

const mlg_profession *mlg_profession_of(const char *service)
{
    for (const mlg_profession *p = mlg_professions(); p->service; p++)
        if (strcmp(p->service, service) == 0)
            return p;
    return NULL;
}
