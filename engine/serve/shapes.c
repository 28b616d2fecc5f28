#include "serve/shapes.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name, *members;
} shapes[] = {
    { "Fault", "error hint?" },
    { "Words", "{string}" },
    { "Description", "{any}" },
    { "Session", "user passwords:boolean language version" },
    { "France", "communes:[array] epci:{string} departements:{array} regions:{string}" },
    { "Studies", "studies:[StudyState]" },
    { "StudyState", "name complete:boolean has_results:boolean changed:number~ holder~ held_by_other:boolean" },
    { "Study", "name holder~ held_by_other:boolean result~ files:[File] folders:[File]" },
    { "Folder", "name holder~ held_by_other:boolean files:[File]" },
    { "File", "name bytes:integer changed:number validated:boolean" },
    { "Jobs", "jobs:[Job]" },
    { "Job",
      "job:integer command study user state:waiting|running|ended cancelled:boolean code:integer~ seconds:number~ "
      "fraction:number~ said cut:boolean stages:[Stage]" },
    { "Stage", "words begun:number" },
};

const char *mlg_shape_word(char word[MLG_SHAPE_WORD], const char *list)
{
    list += strspn(list, " ");
    size_t length = strcspn(list, " ");
    snprintf(word, MLG_SHAPE_WORD, "%.*s", (int)length, list);
    return length ? list + length : NULL;
}

void mlg_shape_refer(mlg_json *json, const char *name)
{
    char path[MLG_SHAPE_WORD];
    snprintf(path, sizeof path, "#/components/schemas/%s", name);
    mlg_json_text(json, "$ref", path);
}

static void add_choices(mlg_json *json, const char *type)
{
    mlg_json_array(json, "enum");
    for (const char *at = type; at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL) {
        char choice[MLG_SHAPE_WORD];
        snprintf(choice, sizeof choice, "%.*s", (int)strcspn(at, "|"), at);
        mlg_json_text(json, NULL, choice);
    }
    mlg_json_end(json);
}

/* Of one value: a name in capitals is a shape, words parted by bars are choices. */
static void add_plain(mlg_json *json, const char *type, bool or_null)
{
    if (isupper((unsigned char)type[0])) {
        mlg_shape_refer(json, type);
    } else if (strchr(type, '|')) {
        mlg_json_text(json, "type", "string");
        add_choices(json, type);
    } else if (or_null) {
        mlg_json_array(json, "type");
        mlg_json_text(json, NULL, type);
        mlg_json_text(json, NULL, "null");
        mlg_json_end(json);
    } else if (strcmp(type, "any") != 0) {
        mlg_json_text(json, "type", type);
    }
}

/* "[type]" and "{type}" without their brackets. */
static void add_inner(mlg_json *json, const char *key, const char *type)
{
    char inner[MLG_SHAPE_WORD];
    snprintf(inner, sizeof inner, "%.*s", (int)strlen(type) - 2, type + 1);
    mlg_json_object(json, key);
    add_plain(json, inner, false);
    mlg_json_end(json);
}

static void add_type(mlg_json *json, const char *type, bool or_null)
{
    if (type[0] == '[') {
        mlg_json_text(json, "type", "array");
        add_inner(json, "items", type);
    } else if (type[0] == '{') {
        mlg_json_text(json, "type", "object");
        add_inner(json, "additionalProperties", type);
    } else {
        add_plain(json, type, or_null);
    }
}

static void add_member(mlg_json *json, char *word)
{
    bool or_null = strchr(word, '~') != NULL;
    word[strcspn(word, "~?")] = '\0';
    char *type = strchr(word, ':');
    if (type)
        *type++ = '\0';
    mlg_json_object(json, word);
    add_type(json, type ? type : "string", or_null);
    mlg_json_end(json);
}

void mlg_shape_add(mlg_json *json, const char *members)
{
    char word[MLG_SHAPE_WORD];
    if (members[0] == '{') {
        add_type(json, members, false);
        return;
    }
    mlg_json_text(json, "type", "object");
    mlg_json_object(json, "properties");
    for (const char *at = members; (at = mlg_shape_word(word, at));)
        add_member(json, word);
    mlg_json_end(json);
    mlg_json_array(json, "required");
    for (const char *at = members; (at = mlg_shape_word(word, at));) {
        if (strchr(word, '?'))
            continue;
        word[strcspn(word, ":~")] = '\0';
        mlg_json_text(json, NULL, word);
    }
    mlg_json_end(json);
}

void mlg_shapes_add(mlg_json *json)
{
    mlg_json_object(json, "schemas");
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        mlg_json_object(json, shapes[i].name);
        mlg_shape_add(json, shapes[i].members);
        mlg_json_end(json);
    }
    mlg_json_end(json);
}
