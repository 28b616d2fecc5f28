/* A second way to times by timetable, which shares nothing with the engine but the walks: it reads the tables of a feed
 * by itself, and scans all hops of vehicles in the order in which they leave (Dibbelt, Pajor, Strasser and Wagner,
 * "Intriguingly simple and fast transit routing", 2013), one departure at a time, without a bound on rides. */
#ifndef MLG_BENCH_CONNECTION_SCAN_H
#define MLG_BENCH_CONNECTION_SCAN_H

#include "base/sparse_rows.h"

typedef struct scan_network scan_network;

/* Folders of unpacked feeds, calendar.txt and calendar_dates.txt only; `date` as YYYYMMDD. Ends the program on a fault. */
scan_network *scan_read(const char *const *folders, int n, const char *date);
int scan_stops(const scan_network *network);

/* Earliest arrivals at every column of `egress`, in deciseconds, INT32_MAX: none by limit_ds after the departure. */
void scan_from(int32_t *arrival_ds, scan_network *network, const mlg_sparse_rows *access, int origin,
               const mlg_sparse_view *changes, const mlg_sparse_rows *egress, int32_t departs_ds,
               int32_t limit_ds);
void scan_free(scan_network *network);

#endif
