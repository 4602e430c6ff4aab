#include "snaptrade/content.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "content_inside.h"
#include "java_number.h"
#include "json_depth.h"
#include "json_text.h"
#include "snaptrade/utf8.h"

static const char white_space[] = " \t\r\n";

enum sorting { SORT_TOP, SORT_ALL };

/* How the tree is printed for each form but that as sent. */
static const struct {
    enum sorting sorting;
    unsigned escapes;
} printing[SNAPTRADE_CONTENT_FORMS] = {
    [SNAPTRADE_CONTENT_SORTED] = {SORT_ALL, JSON_UTF8},
    [SNAPTRADE_CONTENT_SORTED_ASCII] = {SORT_ALL, JSON_ASCII},
    [SNAPTRADE_CONTENT_SORTED_PHP] = {SORT_ALL, JSON_ASCII | JSON_RAW_DEL},
    [SNAPTRADE_CONTENT_SORTED_GO] = {SORT_ALL, JSON_LINES},
    [SNAPTRADE_CONTENT_TOP] = {SORT_TOP, JSON_UTF8},
    [SNAPTRADE_CONTENT_TOP_LINES] = {SORT_TOP, JSON_LINES},
    [SNAPTRADE_CONTENT_JAVA] = {SORT_TOP, JSON_LINES},
};

/* The text without the white space outside its strings. (cJSON_Minify() has a string that ends in a
 * backslash go on, and takes a slash in the next for a comment.) */
static char *compact(const char *body)
{
    char *text = malloc(strlen(body) + 1), *out = text;
    bool in_string = false;
    if (text == NULL)
        return NULL;
    for (; *body != '\0'; body++) {
        if (!in_string && strchr(white_space, *body) != NULL)
            continue;
        if (in_string && *body == '\\')
            *out++ = *body++;
        else if (*body == '"')
            in_string = !in_string;
        *out++ = *body;
    }
    *out = '\0';
    return text;
}

/* cJSON does not say why it has failed. So it is asked again: then there is no memory for anything,
 * or it is no JSON. */
cJSON *content_parse(const char *body, bool lenient, bool *failed)
{
    if (json_nests_deeper(body, SNAPTRADE_CONTENT_DEPTH))
        return NULL;
    cJSON *tree = cJSON_ParseWithOpts(body, NULL, !lenient);
    if (tree != NULL || (tree = cJSON_ParseWithOpts(body, NULL, !lenient)) != NULL)
        return tree;
    cJSON *any = cJSON_CreateNull();
    *failed = *failed || any == NULL;
    cJSON_Delete(any);
    return NULL;
}

static cJSON *parse(const char *body, bool *failed)
{
    return snaptrade_utf8_valid(body, strlen(body)) ? content_parse(body, false, failed) : NULL;
}

/* Where the next number in valid JSON begins, outside strings. */
static const char *find_number(const char *text)
{
    bool in_string = false;
    for (; *text != '\0'; text++) {
        if (*text == '"')
            in_string = !in_string;
        else if (in_string && *text == '\\')
            text++;
        else if (!in_string && (*text == '-' || (*text >= '0' && *text <= '9')))
            break;
    }
    return text;
}

static bool print_as(cJSON *number, const char *text, size_t length)
{
    cJSON_free(number->valuestring);
    number->valuestring = cJSON_malloc(length + 1);
    if (number->valuestring == NULL)
        return false;
    memcpy(number->valuestring, text, length);
    number->valuestring[length] = '\0';
    number->type = cJSON_Raw;
    return true;
}

/* Has every number in the tree printed as it stands in the text that was parsed, in which they have
 * the same order; *text is how far that is read. */
static bool keep_numbers(cJSON *item, const char **text)
{
    cJSON *child;
    if (cJSON_IsNumber(item)) {
        const char *number = find_number(*text);
        size_t length = strspn(number, "+-.0123456789Ee");
        *text = number + length;
        return print_as(item, number, length);
    }
    cJSON_ArrayForEach(child, item)
    {
        if (!keep_numbers(child, text))
            return false;
    }
    return true;
}

/* Has the numbers of such a tree printed as Java does, and takes out what Java leaves out: members
 * that are null. False: Java has no such number, or *failed, no memory. */
static bool change_as_java(cJSON *item, bool *failed)
{
    char number[JAVA_NUMBER_SIZE];
    if (cJSON_IsRaw(item)) {
        bool exists = java_number(item->valuedouble, number);
        *failed = exists && !print_as(item, number, strlen(number));
        return exists && !*failed;
    }
    for (cJSON *child = item->child, *next; child != NULL; child = next) {
        next = child->next;
        if (cJSON_IsObject(item) && cJSON_IsNull(child))
            cJSON_Delete(cJSON_DetachItemViaPointer(item, child));
        else if (!change_as_java(child, failed))
            return false;
    }
    return true;
}

struct member {
    cJSON *item;
    size_t index; /* as sent */
};

static int compare_members(const void *left, const void *right)
{
    const struct member *a = left, *b = right;
    int order = strcmp(a->item->string, b->item->string);
    return order != 0 ? order : a->index < b->index ? -1 : 1;
}

static bool sort_members(cJSON *object)
{
    size_t count = 0, capacity = (size_t)cJSON_GetArraySize(object);
    struct member *members = calloc(capacity + 1, sizeof *members);
    cJSON *item;
    if (members == NULL)
        return false;
    cJSON_ArrayForEach(item, object)
    {
        members[count] = (struct member){item, count};
        count++;
    }
    qsort(members, count, sizeof *members, compare_members);
    for (size_t i = 0; i < count; i++) {
        item = members[i].item;
        item->prev = members[i > 0 ? i - 1 : count - 1].item;
        item->next = i + 1 < count ? members[i + 1].item : NULL;
    }
    object->child = members[0].item;
    free(members);
    return true;
}

static bool sort(cJSON *item, enum sorting sorting)
{
    cJSON *child;
    if (cJSON_IsObject(item) && !sort_members(item))
        return false;
    if (sorting == SORT_TOP)
        return true;
    cJSON_ArrayForEach(child, item)
    {
        if (!sort(child, sorting))
            return false;
    }
    return true;
}

/* JSON with more escapes in its strings. */
static char *escape(const char *json, unsigned escapes)
{
    const struct json_text text = json_text_read(json);
    char *out = malloc(json_text_room(&text, escapes | JSON_WRITTEN) + 1);
    char *end = out != NULL ? json_text_append(out, &text, escapes | JSON_WRITTEN) : NULL;
    if (end != NULL)
        *end = '\0';
    return out;
}

/* The tree as JSON, which cJSON_free() frees. It stays sorted. */
static char *print(cJSON *tree, enum sorting sorting)
{
    return sort(tree, sorting) ? cJSON_PrintUnformatted(tree) : NULL;
}

/* cJSON would cut strings there. */
static bool has_nul(const char *body)
{
    while ((body = strchr(body, '\\')) != NULL && body[1] != '\0') {
        if (strncmp(body + 1, "u0000", 5) == 0)
            return true;
        body += 2;
    }
    return false;
}

/* NULL: only the form as sent can be made of it, or *failed, no memory. */
static cJSON *tree_of(const char *body, bool *failed)
{
    cJSON *tree = has_nul(body) ? NULL : parse(body, failed);
    const char *text = body;
    if (tree == NULL || keep_numbers(tree, &text))
        return tree;
    *failed = true;
    cJSON_Delete(tree);
    return NULL;
}

static bool is_json(const char *body, bool *failed)
{
    cJSON *tree = parse(body, failed);
    cJSON_Delete(tree);
    return tree != NULL;
}

static char *print_form(cJSON *tree, enum snaptrade_content_form form)
{
    char *json = print(tree, printing[form].sorting);
    char *content = json != NULL ? escape(json, printing[form].escapes) : NULL;
    cJSON_free(json);
    return content;
}

static char *print_java(const cJSON *tree, bool *failed)
{
    cJSON *copy = cJSON_Duplicate(tree, true);
    char *content = NULL;
    *failed = copy == NULL;
    if (copy != NULL && change_as_java(copy, failed)) {
        content = print_form(copy, SNAPTRADE_CONTENT_JAVA);
        *failed = content == NULL;
    }
    cJSON_Delete(copy);
    return content;
}

static char *form_of(cJSON *tree, enum snaptrade_content_form form, bool *failed)
{
    if (form == SNAPTRADE_CONTENT_JAVA)
        return print_java(tree, failed);
    char *content = print_form(tree, form);
    *failed = content == NULL;
    return content;
}

char *content_form(const char *body, enum snaptrade_content_form form, bool *failed)
{
    bool lacks = false;
    char *content = NULL;
    if (form == SNAPTRADE_CONTENT_AS_SENT) {
        bool good = is_json(body, &lacks);
        content = good ? compact(body) : NULL;
        lacks = lacks || (good && content == NULL);
    } else {
        cJSON *tree = tree_of(body, &lacks);
        if (tree != NULL)
            content = form_of(tree, form, &lacks);
        cJSON_Delete(tree);
    }
    *failed = *failed || lacks;
    return content;
}

char *snaptrade_content(const char *body, enum snaptrade_content_form form)
{
    bool failed = false;
    return content_form(body, form, &failed);
}

/* Frees the text when it is there already. */
static bool is_new(const struct snaptrade_contents *contents, char *text)
{
    for (size_t i = 0; i < contents->count; i++)
        if (strcmp(contents->texts[i], text) == 0) {
            free(text);
            return false;
        }
    return true;
}

/* Takes the text over. */
static bool add(struct snaptrade_contents *contents, char *text)
{
    if (text != NULL && is_new(contents, text))
        contents->texts[contents->count++] = text;
    return text != NULL;
}

static bool add_java(struct snaptrade_contents *contents, const cJSON *tree)
{
    bool failed;
    char *text = print_java(tree, &failed);
    if (text != NULL && is_new(contents, text))
        contents->java = text;
    return !failed;
}

/* Sorting is for good. */
static bool add_printed(struct snaptrade_contents *contents, cJSON *tree)
{
    cJSON *copy = cJSON_Duplicate(tree, true);
    char *printed[] = {[SORT_TOP] = print(tree, SORT_TOP), [SORT_ALL] = print(tree, SORT_ALL)};
    bool done = copy != NULL && printed[SORT_TOP] != NULL && printed[SORT_ALL] != NULL;
    for (size_t form = SNAPTRADE_CONTENT_SORTED; form < SNAPTRADE_CONTENT_JAVA && done; form++)
        done = add(contents, escape(printed[printing[form].sorting], printing[form].escapes));
    done = done && add_java(contents, copy);
    cJSON_free(printed[SORT_TOP]);
    cJSON_free(printed[SORT_ALL]);
    cJSON_Delete(copy);
    return done;
}

/* The forms of what is neither empty nor an empty object. */
static bool read_forms(const char *body, struct snaptrade_contents *contents)
{
    bool failed = false, done = true;
    cJSON *tree = tree_of(body, &failed);
    if (tree != NULL || (!failed && is_json(body, &failed)))
        done = add(contents, compact(body));
    if (tree != NULL)
        done = done && add_printed(contents, tree);
    cJSON_Delete(tree);
    return done && !failed;
}

/* Nothing, or an empty object. */
static bool is_empty(const char *body, bool *object)
{
    body += strspn(body, white_space);
    *object = *body == '{';
    if (*object)
        body += 1 + strspn(body + 1, white_space);
    if (*object && *body++ != '}')
        return false;
    return body[strspn(body, white_space)] == '\0';
}

bool snaptrade_contents_read(const char *body, struct snaptrade_contents *contents)
{
    bool object = false, done = true;
    contents->count = 0;
    contents->java = NULL;
    if (body != NULL && !is_empty(body, &object)) {
        done = read_forms(body, contents);
    } else {
        contents->texts[contents->count++] = NULL;
        if (object) {
            contents->texts[contents->count] = strdup("{}");
            done = contents->texts[contents->count++] != NULL;
        }
    }
    if (!done)
        snaptrade_contents_free(contents);
    return done;
}

void snaptrade_contents_free(struct snaptrade_contents *contents)
{
    for (size_t i = 0; i < contents->count; i++)
        free(contents->texts[i]);
    free(contents->java);
    contents->count = 0;
    contents->java = NULL;
}
