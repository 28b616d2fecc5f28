/* Output of a dry run: files with their sizes. */
#include "cli/print.h"

#include <math.h>
#include <stdio.h>

const char *mlg_size_text(char *text, size_t size, int64_t bytes)
{
    static const char *const units[] = { "bytes", "kB", "MB", "GB" };
    double value = (double)bytes;
    int unit = 0;
    for (; value >= 999.95 && unit < 3; unit++)
        value /= 1000;
    char digits[32];
    snprintf(digits, sizeof digits, unit == 0 ? "%.0f" : "%.1f", value);
    snprintf(text, size, "%s %s", mlg_decimals(digits), mlg_tr(units[unit]));
    return text;
}

static void print_file(const mlg_planned *file)
{
    char text[40];
    mlg_say(stdout, "  %s", file->path);
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

static void add_files(mlg_json *json, const char *name, const mlg_plan *plan, bool written)
{
    mlg_json_array(json, name);
    for (size_t i = 0; i < plan->count; i++) {
        const mlg_planned *file = &plan->files[i];
        if (file->written != written)
            continue;
        mlg_json_object(json, NULL);
        mlg_json_text(json, "path", file->path);
        mlg_json_number(json, "bytes", file->exists ? (double)file->bytes : (double)NAN);
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

void mlg_add_plan(mlg_json *json, const mlg_plan *plan)
{
    add_files(json, "reads", plan, false);
    add_files(json, "writes", plan, true);
}

static mlg_status print_plan_json(const mlg_plan *plan, mlg_error *err)
{
    mlg_json *json;
    mlg_status st = mlg_json_new(&json, err);
    if (st == MLG_OK) {
        mlg_json_bool(json, "dry_run", true);
        mlg_add_plan(json, plan);
    }
    return mlg_print_json(st, json, err);
}

mlg_status mlg_finish(mlg_status status, char *text, mlg_plan *plan, bool json, mlg_error *err)
{
    if (!plan)
        return text ? mlg_print_text(status, text) : status;
    mlg_free(text);
    if (status == MLG_OK && json)
        status = print_plan_json(plan, err);
    else if (status == MLG_OK)
        mlg_print_plan(plan);
    mlg_plan_release(plan);
    return status;
}
