/* The tags of an element, with the accessors that tags.c and its parts share. Included by them only. */
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

/* The next word of the list "a;b" at *at, without spaces; false at the end of the list. A word longer than
 * `word` is returned empty. */
enum { TAG_WORD = 64 };
bool tag_next_word(char word[TAG_WORD], const char **at);
bool tag_list_has(const char *list, const char *word); /* `list` may be NULL */

/* What an access key grants. */
typedef struct tag_grant {
    const char *key; /* NULL: no access key present */
    double rank;     /* rank of the key; -1: no key */
    double factor;   /* time factor; 0: closed */
    bool limited;    /* open only to trips that start or end there */
} tag_grant;

/* Access granted by the highest-ranking key present, with `suffix`. */
tag_grant tag_granted(tag_list t, const mlg_profile *p, mlg_road_notes *notes, const char *suffix);

#endif
