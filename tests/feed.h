/* A small GTFS feed to spoil: four stops a kilometre apart, two lines, one day of service a week day. */
#ifndef MLG_TESTS_FEED_H
#define MLG_TESTS_FEED_H

#include <stdbool.h>

/* Files of a feed: name, contents; a name of NULL ends the list. */
typedef struct feed_file {
    const char *name, *text;
} feed_file;

/* Writes the small feed into a new folder `path`, with one file replaced (`text` NULL: left out). `spoiled` may be NULL. */
void write_feed(const char *path, const char *spoiled, const char *text);

/* Writes these files into a new folder. */
void write_feed_files(const char *path, const feed_file *files);

/* The same files as one zip; cut: without its last bytes. */
void write_feed_zip(const char *path, bool cut);

#endif
