/* The tags of an element as the readers of tags see them. Included by tags.c and its parts only. */
#ifndef MLG_NETWORK_ROADS_TAG_LIST_H
#define MLG_NETWORK_ROADS_TAG_LIST_H

#include "network/roads/tags.h"

typedef struct tag_list {
    const mlg_osm_tag *tags;
    int32_t count;
} tag_list;

/* NULL when the key is absent. */
const char *tag_value(tag_list t, const char *key);

/* Value of "<before><key><after>". */
const char *tag_value_joined(tag_list t, const char *before, const char *key, const char *after);
bool tag_is(tag_list t, const char *key, const char *value);

/* The next word of a list "a;b" at *at, without spaces; false at its end. A word too long for `word` comes out empty. */
enum { TAG_WORD = 64 };
bool tag_next_word(char word[TAG_WORD], const char **at);
bool tag_list_has(const char *list, const char *word); /* `list` may be NULL */

/* What an access key grants. */
typedef struct tag_grant {
    const char *key; /* NULL: no access key is present */
    double rank;     /* of the key; -1 without key */
    double factor;   /* of time; 0: closed */
    bool limited;    /* to those who start or end there */
} tag_grant;

/* By the key of highest rank that is present, with `suffix`. */
tag_grant tag_granted(tag_list t, const mlg_profile *p, mlg_road_notes *notes, const char *suffix);

#endif
