/* The codes a study stores and what they mean: drop-down lists of QGIS, words of maps. */
#ifndef MLG_OUTPUT_TABLES_CODE_LIST_H
#define MLG_OUTPUT_TABLES_CODE_LIST_H

typedef struct mlg_code {
    const char *value; /* as stored; of an integer column, its digits */
    const char *words; /* French */
} mlg_code;

typedef struct mlg_code_list {
    const char *name;
    const mlg_code *codes; /* ends with a NULL value */
} mlg_code_list;

/* Ends with an entry whose name is NULL. */
extern const mlg_code_list mlg_code_lists[];

/* NULL when there is none of that name. */
const mlg_code_list *mlg_code_list_find(const char *name);

/* The words of a code of that list; the code itself when the list does not know it. */
const char *mlg_words_among(const mlg_code *codes, const char *value);

/* The words of a code; the code itself when the list does not know it. An unknown list is a programming error (asserted). */
const char *mlg_code_words(const char *list, const char *value);

#endif
