/* Output of a dry run: files with their sizes. */
#include "cli/command.h"

#include <cjson/cJSON.h>
#include <stdio.h>

const char *mlg_size_text(char *text, size_t size, int64_t bytes)
{
    static const char *const units[] = { "bytes", "kB", "MB", "GB" };
    double value = (double)bytes;
    int unit = 0;
    for (; value >= 999.95 && unit < 3; unit++)
        value /= 1000;
    snprintf(text, size, unit == 0 ? "%.0f %s" : "%.1f %s", value, mlg_tr(units[unit]));
    return text;
}

static void print_file(const mlg_planned *file)
{
    char text[40];
    printf("  %s", file->path);
    if (file->exists && file->written)
        printf(mlg_tr(" (replaces %s)"), mlg_size_text(text, sizeof text, file->bytes));
    else if (file->exists)
        printf(" (%s)", mlg_size_text(text, sizeof text, file->bytes));
    putchar('\n');
}

void mlg_print_plan(const mlg_plan *plan)
{
    for (int written = 0; written < 2; written++) {
        puts(mlg_tr(written ? "Files that would be written:" : "Files that would be read:"));
        for (size_t i = 0; i < plan->count; i++)
            if (plan->files[i].written == written)
                print_file(&plan->files[i]);
    }
}

void mlg_add_plan(cJSON *root, const mlg_plan *plan)
{
    cJSON *lists[2] = { cJSON_AddArrayToObject(root, "reads"), cJSON_AddArrayToObject(root, "writes") };
    for (size_t i = 0; i < plan->count; i++) {
        const mlg_planned *planned = &plan->files[i];
        cJSON *file = cJSON_CreateObject();
        cJSON_AddStringToObject(file, "path", planned->path);
        if (planned->exists)
            cJSON_AddNumberToObject(file, "bytes", (double)planned->bytes);
        else
            cJSON_AddNullToObject(file, "bytes");
        cJSON_AddItemToArray(lists[planned->written], file);
    }
}

mlg_status mlg_finish_plan(mlg_status status, mlg_plan *plan, bool json, mlg_error *err)
{
    if (status == MLG_OK && json) {
        cJSON *root = cJSON_CreateObject();
        cJSON_AddBoolToObject(root, "dry_run", true);
        mlg_add_plan(root, plan);
        status = mlg_print_json(root, err);
    } else if (status == MLG_OK) {
        mlg_print_plan(plan);
    }
    mlg_plan_release(plan);
    return status;
}
