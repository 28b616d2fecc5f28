#include "analysis/common/profession.h"

#include "base/os/thread.h"
#include "study/rule_table.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { MOST_LOCAL = 128, LOCAL_FIELDS = 5 };

static mlg_profession professions[MLG_MOST_PROFESSIONS + 1];
static pthread_once_t once = PTHREAD_ONCE_INIT;

typedef struct {
    const char *service, *departement;
    double acts;
} activity;

static activity activities[MOST_LOCAL];
static int activity_count;

static void read_activities(void)
{
    static char copy[MLG_RULE_TABLE_BYTES];
    char *at = mlg_rule_table(copy, sizeof copy, "activity"), *f[LOCAL_FIELDS];
    while (mlg_rule_next(&at, f, LOCAL_FIELDS)) {
        assert(activity_count < MOST_LOCAL);
        activities[activity_count++] = (activity){ f[0], f[1], mlg_rule_number(f[2]) };
    }
}

static void read_all(void)
{
    static char copy[MLG_RULE_TABLE_BYTES];
    char *at = mlg_rule_table(copy, sizeof copy, "professions"), *f[MLG_PROFESSION_FIELDS];
    for (int n = 0; mlg_rule_next(&at, f, MLG_PROFESSION_FIELDS); n++) {
        assert(n < MLG_MOST_PROFESSIONS);
        professions[n] = (mlg_profession){ .service = f[0],
                                           .label = f[1],
                                           .women = strcmp(f[2], "femmes") == 0,
                                           .consultations = strcmp(f[3], "consultations") == 0,
                                           .decay = f[4],
                                           .weights = f[5],
                                           .full_time = mlg_rule_number(f[6]),
                                           .acts = mlg_rule_number(f[7]),
                                           .acts_min = mlg_rule_number(f[8]),
                                           .acts_max = mlg_rule_number(f[9]),
                                           .under = mlg_rule_number(f[10]),
                                           .aids = f[11],
                                           .evidence = f[12],
                                           .source = f[13] };
    }
    read_activities();
}

const mlg_profession *mlg_professions(void)
{
    pthread_once(&once, read_all);
    return professions;
}

double mlg_acts_of_a_head(bool *local, const char *service, const char *commune)
{
    const mlg_profession *p = mlg_profession_of(service);
    *local = false;
    for (int i = 0; i < activity_count; i++)
        if (strcmp(activities[i].service, service) == 0 &&
            strncmp(commune, activities[i].departement, strlen(activities[i].departement)) == 0) {
            *local = true;
            return activities[i].acts;
        }
    return p ? p->acts : (double)NAN;
}

const mlg_profession *mlg_profession_of(const char *service)
{
    for (const mlg_profession *p = mlg_professions(); p->service; p++)
        if (strcmp(p->service, service) == 0)
            return p;
    return NULL;
}

const char *mlg_profession_people(const char *service)
{
    const mlg_profession *p = mlg_profession_of(service);
    return strcmp(service, "gp") == 0 ? "médecins" : p ? p->label : "professionnels";
}
