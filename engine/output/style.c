#include "output/style.h"

#include "base/resource.h"

#include <stdio.h>
#include <string.h>

static const char prefix[] = "geodata/styles/", suffix[] = ".qml";

/* "geodata/styles/commune.qml" gives "commune"; false for other resources. */
static bool table_of(char *table, size_t size, const char *name)
{
    size_t length = strlen(name), around = sizeof prefix + sizeof suffix - 2;
    if (length <= around || strncmp(name, prefix, sizeof prefix - 1) != 0 ||
        strcmp(name + length - (sizeof suffix - 1), suffix) != 0 || length - around >= size)
        return false;
    snprintf(table, size, "%.*s", (int)(length - around), name + sizeof prefix - 1);
    return true;
}

static mlg_status run(mlg_db *db, const char *query, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, db, query, err));
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status add_styles(mlg_db *db, mlg_error *err)
{
    mlg_stmt *add = NULL;
    MLG_TRY(mlg_db_query(&add, db, "report/style_add", err));
    mlg_status st = MLG_OK;
    char table[128];
    for (const mlg_resource *style = mlg_resources; st == MLG_OK && style->name; style++) {
        if (!table_of(table, sizeof table, style->name))
            continue;
        mlg_bind_text(add, ":table", table);
        mlg_bind_text(add, ":qml", (const char *)style->data);
        st = mlg_while(err, mlg_stmt_run(add, err), "style of %s", table);
    }
    mlg_stmt_free(add);
    return st;
}

mlg_status mlg_output_styles(mlg_db *db, mlg_error *err)
{
    mlg_status st;
    MLG_TRY(mlg_db_begin(db, err));
    MLG_GO(run(db, "report/style_register", err));
    MLG_GO(run(db, "report/style_clear", err));
    MLG_GO(add_styles(db, err));
    return mlg_db_commit(db, err);
done:
    mlg_db_rollback(db);
    return st;
}
