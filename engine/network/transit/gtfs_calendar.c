/* calendar.txt and calendar_dates.txt: one of them is enough. */
#include "network/transit/gtfs_inner.h"

#include "base/memory.h"

#include <string.h>

/* Number of a service, made when it is new; *number is -1 for a row without an identifier. */
static mlg_status take_service(int32_t *number, bool *is_new, mlg_gtfs_table *table, const char *id,
                               mlg_error *err)
{
    mlg_gtfs_maker *maker = table->maker;
    mlg_gtfs *feed = &maker->feed;
    *number = mlg_gtfs_find(maker->services, id);
    *is_new = false;
    if (!id)
        mlg_gtfs_count(table, MLG_GTFS_SERVICE_NO_ID, NULL);
    if (!id || *number >= 0)
        return MLG_OK;
    MLG_TRY(MLG_GROW(&feed->services, &maker->services_room, (size_t)feed->n_services + 1, "services", err));
    mlg_gtfs_service *service = &feed->services[feed->n_services];
    *service = (mlg_gtfs_service){ .from = 0, .to = -1 };
    MLG_TRY(mlg_gtfs_keep(&service->id, maker, id, err));
    *is_new = true;
    *number = feed->n_services++;
    return mlg_gtfs_add_key(&maker->services, maker, service->id, *number, err);
}

typedef struct {
    int id, from, to, weekday[7];
} calendar_columns;

static void read_weekdays(mlg_gtfs_service *service, mlg_gtfs_table *table, const calendar_columns *c)
{
    for (int d = 0; d < 7; d++) {
        const char *text = mlg_layer_text(table->layer, c->weekday[d]);
        if (text && strcmp(text, "1") == 0)
            service->weekdays |= (uint8_t)(1 << d);
        else if (!text || strcmp(text, "0") != 0)
            mlg_gtfs_count(table, MLG_GTFS_SERVICE_WEEKDAY, text);
    }
}

static mlg_status read_service(mlg_gtfs_table *table, const calendar_columns *c, mlg_error *err)
{
    const char *id = mlg_layer_text(table->layer, c->id);
    const char *from = mlg_layer_text(table->layer, c->from), *to = mlg_layer_text(table->layer, c->to);
    int32_t first, last, number;
    bool is_new;
    if (!mlg_day_parse(&first, from) || !mlg_day_parse(&last, to)) {
        mlg_gtfs_count(table, MLG_GTFS_DATE_BAD, mlg_day_parse(&first, from) ? to : from);
        return MLG_OK;
    }
    MLG_TRY(take_service(&number, &is_new, table, id, err));
    if (number < 0)
        return MLG_OK;
    if (!is_new) {
        mlg_gtfs_count(table, MLG_GTFS_SERVICE_TWICE, id);
        return MLG_OK;
    }
    mlg_gtfs_service *service = &table->maker->feed.services[number];
    if (last < first)
        mlg_gtfs_count(table, MLG_GTFS_SERVICE_BACKWARDS, to);
    service->from = first;
    service->to = last;
    read_weekdays(service, table, c);
    return MLG_OK;
}

static mlg_status read_periods(mlg_gtfs_table *table, mlg_error *err)
{
    static const char *const days[7] = { "monday", "tuesday",  "wednesday", "thursday",
                                         "friday", "saturday", "sunday" };
    calendar_columns c;
    MLG_TRY(mlg_gtfs_need(&c.id, table, "service_id", err));
    MLG_TRY(mlg_gtfs_need(&c.from, table, "start_date", err));
    MLG_TRY(mlg_gtfs_need(&c.to, table, "end_date", err));
    for (int d = 0; d < 7; d++)
        MLG_TRY(mlg_gtfs_need(&c.weekday[d], table, days[d], err));
    for (bool got;;) {
        MLG_TRY(mlg_gtfs_table_next(table, &got, err));
        if (!got)
            return MLG_OK;
        MLG_TRY(read_service(table, &c, err));
    }
}

static mlg_status read_exception(mlg_gtfs_table *table, const int column[3], mlg_error *err)
{
    mlg_gtfs_maker *maker = table->maker;
    mlg_gtfs *feed = &maker->feed;
    const char *date = mlg_layer_text(table->layer, column[1]), *type = mlg_layer_text(table->layer, column[2]);
    int32_t day, kind, service;
    bool is_new;
    if (!mlg_day_parse(&day, date)) {
        mlg_gtfs_count(table, MLG_GTFS_DATE_BAD, date);
        return MLG_OK;
    }
    if (!mlg_gtfs_whole(&kind, type, 1, 2)) {
        mlg_gtfs_count(table, MLG_GTFS_EXCEPTION_TYPE, type);
        return MLG_OK;
    }
    MLG_TRY(take_service(&service, &is_new, table, mlg_layer_text(table->layer, column[0]), err));
    if (service < 0)
        return MLG_OK;
    MLG_TRY(MLG_GROW(&feed->exceptions, &maker->exceptions_room, (size_t)feed->n_exceptions + 1, "services", err));
    feed->exceptions[feed->n_exceptions++] = (mlg_gtfs_exception){ service, day, kind == 1 };
    return MLG_OK;
}

static mlg_status read_exceptions(mlg_gtfs_table *table, mlg_error *err)
{
    int column[3];
    MLG_TRY(mlg_gtfs_need(&column[0], table, "service_id", err));
    MLG_TRY(mlg_gtfs_need(&column[1], table, "date", err));
    MLG_TRY(mlg_gtfs_need(&column[2], table, "exception_type", err));
    for (bool got;;) {
        MLG_TRY(mlg_gtfs_table_next(table, &got, err));
        if (!got)
            return MLG_OK;
        MLG_TRY(read_exception(table, column, err));
    }
}

/* Of two exceptions for one day the added one is found first. */
static int compare_exceptions(const void *a, const void *b)
{
    const mlg_gtfs_exception *x = a, *y = b;
    if (x->service != y->service)
        return (x->service > y->service) - (x->service < y->service);
    if (x->day != y->day)
        return (x->day > y->day) - (x->day < y->day);
    return (int)y->added - (int)x->added;
}

mlg_status mlg_gtfs_read_calendar(mlg_gtfs_maker *maker, mlg_error *err)
{
    mlg_gtfs_table periods, exceptions = { 0 };
    mlg_gtfs *feed = &maker->feed;
    bool alone = mlg_table_set_find(maker->tables, "calendar_dates.txt") != NULL;
    MLG_TRY(mlg_gtfs_table_open(&periods, maker, "calendar.txt", !alone, err));
    mlg_status st = periods.layer ? read_periods(&periods, err) : MLG_OK;
    mlg_gtfs_table_close(&periods);
    if (st == MLG_OK && alone)
        st = mlg_gtfs_table_open(&exceptions, maker, "calendar_dates.txt", true, err);
    if (st == MLG_OK && alone)
        st = read_exceptions(&exceptions, err);
    mlg_gtfs_table_close(&exceptions);
    if (st == MLG_OK && feed->n_exceptions > 1)
        qsort(feed->exceptions, (size_t)feed->n_exceptions, sizeof *feed->exceptions, compare_exceptions);
    return st;
}
