/* Changes of JSON. What is not JSON, or not of that kind, stays. */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "changes.h"

/* Prints it as the body, and frees it. */
static void put(struct visit *visit, cJSON *json)
{
    char *text = cJSON_PrintUnformatted(json);
    if (text != NULL)
        visit_set_body(visit, scratch_copy(&visit->scratch, text, strlen(text)));
    cJSON_free(text);
    cJSON_Delete(json);
}

/* A member, or of an array the item of that number. */
static cJSON *step(cJSON *json, const char *name)
{
    return cJSON_IsArray(json) ? cJSON_GetArrayItem(json, (int)strtol(name, NULL, 10))
                               : cJSON_GetObjectItemCaseSensitive(json, name);
}

/* The object that holds the last name of `path`, which becomes *name. */
static cJSON *holder_of(struct scratch *scratch, cJSON *object, const char *path, const char **name)
{
    for (const char *dot; (dot = strchr(path, '.')) != NULL; path = dot + 1)
        object = step(object, scratch_copy(scratch, path, (size_t)(dot - path)));
    *name = path;
    return object;
}

typedef void object_change(struct visit *visit, cJSON *object, const struct change *change);

static void change_objects(struct visit *visit, const struct change *change,
                           object_change *function)
{
    cJSON *json = cJSON_Parse(visit->answer.body);
    int number = 0, count = cJSON_GetArraySize(json);
    if (cJSON_IsArray(json)) {
        cJSON *item;
        cJSON_ArrayForEach(item, json)
        {
            number++;
            if (change->number == 0 || change->number == number ||
                change->number == number - count - 1)
                function(visit, item, change);
        }
    } else if (json != NULL) {
        function(visit, json, change);
    }
    put(visit, json);
}

static void set_one(struct visit *visit, cJSON *object, const struct change *change)
{
    const char *name = NULL;
    cJSON *holder = holder_of(&visit->scratch, object, change->what, &name);
    if (change->with == NULL)
        cJSON_DeleteItemFromObjectCaseSensitive(holder, name);
    else if (cJSON_HasObjectItem(holder, name))
        cJSON_ReplaceItemInObjectCaseSensitive(holder, name, cJSON_Parse(change->with));
    else
        cJSON_AddItemToObject(holder, name, cJSON_Parse(change->with));
}

void set_member(struct visit *visit, const struct change *change)
{
    change_objects(visit, change, set_one);
}

static void copy_one(struct visit *visit, cJSON *object, const struct change *change)
{
    const char *to = NULL, *from = NULL;
    cJSON *source = holder_of(&visit->scratch, object, change->with, &from);
    cJSON *holder = holder_of(&visit->scratch, object, change->what, &to);
    cJSON *copy = cJSON_Duplicate(cJSON_GetObjectItemCaseSensitive(source, from), true);
    cJSON_ReplaceItemInObjectCaseSensitive(holder, to, copy);
}

void copy_member(struct visit *visit, const struct change *change)
{
    change_objects(visit, change, copy_one);
}

static void number_one(struct visit *visit, cJSON *object, const struct change *change)
{
    const char *name = NULL;
    cJSON *holder = holder_of(&visit->scratch, object, change->what, &name);
    cJSON *number =
        cJSON_CreateNumber(cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(holder, name)) ? 1 : 0);
    cJSON_ReplaceItemInObjectCaseSensitive(holder, name, number);
}

void number_member(struct visit *visit, const struct change *change)
{
    change_objects(visit, change, number_one);
}

void reverse_items(struct visit *visit, const struct change *change)
{
    cJSON *json = cJSON_Parse(visit->answer.body);
    cJSON *array = change->what != NULL ? step(json, change->what) : json;
    cJSON *reversed = cJSON_IsArray(array) ? cJSON_CreateArray() : NULL;
    while (reversed != NULL && cJSON_GetArraySize(array) > 0)
        cJSON_AddItemToArray(reversed,
                             cJSON_DetachItemFromArray(array, cJSON_GetArraySize(array) - 1));
    while (cJSON_GetArraySize(reversed) > 0)
        cJSON_AddItemToArray(array, cJSON_DetachItemFromArray(reversed, 0));
    cJSON_Delete(reversed);
    if (cJSON_IsArray(array))
        put(visit, json);
    else
        cJSON_Delete(json);
}

void reverse_items_at_times(struct visit *visit, const struct change *change)
{
    if (visit->number % 2 == 1)
        reverse_items(visit, change);
}

void keep_items(struct visit *visit, const struct change *change)
{
    cJSON *json = cJSON_Parse(visit->answer.body);
    while (cJSON_GetArraySize(json) > change->number)
        cJSON_DeleteItemFromArray(json, cJSON_GetArraySize(json) - 1);
    put(visit, json);
}

void add_item(struct visit *visit, const struct change *change)
{
    cJSON *json = cJSON_Parse(visit->answer.body);
    cJSON_AddItemToArray(json, cJSON_Parse(change->with));
    put(visit, json);
}

void print_spaces(struct visit *visit, const struct change *change)
{
    (void)change;
    cJSON *json = cJSON_Parse(visit->answer.body);
    char *text = cJSON_Print(json);
    if (text != NULL)
        visit_set_body(visit, scratch_copy(&visit->scratch, text, strlen(text)));
    cJSON_free(text);
    cJSON_Delete(json);
}

void remove_another(struct visit *visit, const struct change *change)
{
    struct user user;
    struct answer answer;
    if (!credentials_user(visit->credentials, change->what, change->with, &user) ||
        !visit_ask(visit, "GET", "/authorizations", &user, &answer))
        return;
    cJSON *json = cJSON_Parse(answer.body);
    const char *id =
        cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(cJSON_GetArrayItem(json, 0), "id"));
    if (id != NULL)
        visit_ask(visit, "DELETE", scratch_text(&visit->scratch, "/authorizations/%s", id), &user,
                  &answer);
    cJSON_Delete(json);
}
