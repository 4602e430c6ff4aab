#include "shape.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "rfc3339.h"
#include "snaptrade/uuid.h"

enum { ID_MAX = 255, NEAR_MAX = 63, NEAR_EDITS = 2 };

/* From here on a number would not be served as it was written. */
static const double number_limit = 1e15;

typedef bool check(const cJSON *value, const struct shape_field *field, struct problems *problems);

static bool check_text(const cJSON *value, const struct shape_field *field,
                       struct problems *problems)
{
    (void)field;
    (void)problems;
    return cJSON_IsString(value);
}

static bool check_id(const cJSON *value, const struct shape_field *field, struct problems *problems)
{
    (void)field;
    (void)problems;
    return cJSON_IsString(value) && value->valuestring[0] != '\0' &&
           strlen(value->valuestring) <= ID_MAX;
}

static bool check_uuid(const cJSON *value, const struct shape_field *field,
                       struct problems *problems)
{
    struct snaptrade_uuid uuid;
    (void)field;
    (void)problems;
    return cJSON_IsString(value) &&
           snaptrade_uuid_parse(value->valuestring, strlen(value->valuestring), &uuid);
}

static bool check_date(const cJSON *value, const struct shape_field *field,
                       struct problems *problems)
{
    int64_t time;
    (void)field;
    (void)problems;
    return cJSON_IsString(value) &&
           rfc3339_parse(value->valuestring, strlen(value->valuestring), &time);
}

static bool check_bool(const cJSON *value, const struct shape_field *field,
                       struct problems *problems)
{
    (void)field;
    (void)problems;
    return cJSON_IsBool(value);
}

static bool check_integer(const cJSON *value, const struct shape_field *field,
                          struct problems *problems)
{
    (void)field;
    (void)problems;
    double number = value->valuedouble;
    return cJSON_IsNumber(value) && number >= INT32_MIN && number <= INT32_MAX &&
           floor(number) == number;
}

static bool check_number(const cJSON *value, const struct shape_field *field,
                         struct problems *problems)
{
    (void)field;
    (void)problems;
    return cJSON_IsNumber(value);
}

static bool check_choice(const cJSON *value, const struct shape_field *field,
                         struct problems *problems)
{
    (void)problems;
    if (!cJSON_IsString(value))
        return false;
    for (const char *const *choice = field->choices; *choice != NULL; choice++)
        if (strcmp(*choice, value->valuestring) == 0)
            return true;
    return false;
}

static void add_choices(struct buffer *line, const struct shape_field *field)
{
    for (const char *const *choice = field->choices; choice != NULL && *choice != NULL; choice++)
        buffer_append_format(line, "%s %s", choice == field->choices ? "" : ",", *choice);
}

/* The checks of containers add problems of their own, about what is inside. */
static bool check_choices(const cJSON *value, const struct shape_field *field,
                          struct problems *problems)
{
    const cJSON *element;
    struct buffer choices = {0};
    size_t index = 0;
    if (!cJSON_IsArray(value))
        return false;
    add_choices(&choices, field);
    cJSON_ArrayForEach(element, value)
    {
        size_t mark = problems_enter_element(problems, index++);
        if (!check_choice(element, field, problems))
            problems_add(problems, "must be one of%s", choices.failed ? "" : choices.data);
        problems_leave(problems, mark);
    }
    buffer_free(&choices);
    return true;
}

static bool check_uuids(const cJSON *value, const struct shape_field *field,
                        struct problems *problems)
{
    const cJSON *element;
    size_t index = 0;
    if (!cJSON_IsArray(value))
        return false;
    cJSON_ArrayForEach(element, value)
    {
        size_t mark = problems_enter_element(problems, index++);
        if (!check_uuid(element, field, problems))
            problems_add(problems, "must be a UUID");
        problems_leave(problems, mark);
    }
    return true;
}

static bool check_object(const cJSON *value, const struct shape_field *field,
                         struct problems *problems)
{
    if (cJSON_IsObject(value))
        shape_check(field->nested, value, problems);
    return cJSON_IsObject(value);
}

static int compare_names(const void *left, const void *right)
{
    const char *const *one = left, *const *other = right;
    return strcmp(*one, *other);
}

/* Sorted first: an object of a request may have a hundred thousand members. */
static void check_names(const cJSON *object, size_t count, struct problems *problems)
{
    const char **names = calloc(count, sizeof *names);
    if (names == NULL) {
        problems_no_memory(problems);
        return;
    }
    size_t filled = 0;
    for (const cJSON *member = object->child; member != NULL; member = member->next)
        names[filled++] = member->string;
    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 1; i < count; i++) {
        if (strcmp(names[i - 1], names[i]) != 0)
            continue;
        size_t mark = problems_enter_member(problems, names[i]);
        problems_add(problems, "stands twice in its object");
        problems_leave(problems, mark);
    }
    free(names);
}

/* The document nests no deeper than json_check() lets it. */
static void check_inside(const cJSON *value, struct problems *problems)
{
    size_t index = 0;
    if (cJSON_IsNumber(value) && fabs(value->valuedouble) >= number_limit)
        problems_add(problems, "too large a number to be served as it stands here (1e15)");
    for (const cJSON *child = value->child; child != NULL; child = child->next) {
        size_t mark = cJSON_IsArray(value) ? problems_enter_element(problems, index)
                                           : problems_enter_member(problems, child->string);
        check_inside(child, problems);
        problems_leave(problems, mark);
        index++;
    }
    if (cJSON_IsObject(value) && index > 1)
        check_names(value, index, problems);
}

static bool check_free(const cJSON *value, const struct shape_field *field,
                       struct problems *problems)
{
    (void)field;
    if (cJSON_IsObject(value))
        check_inside(value, problems);
    return cJSON_IsObject(value);
}

static bool check_objects(const cJSON *value, const struct shape_field *field,
                          struct problems *problems)
{
    const cJSON *element;
    size_t index = 0;
    if (!cJSON_IsArray(value))
        return false;
    cJSON_ArrayForEach(element, value)
    {
        size_t mark = problems_enter_element(problems, index++);
        if (field->nested != NULL)
            shape_check(field->nested, element, problems);
        else if (!check_free(element, field, problems))
            problems_add(problems, "must be an object");
        problems_leave(problems, mark);
    }
    return true;
}

static bool check_any(const cJSON *value, const struct shape_field *field,
                      struct problems *problems)
{
    (void)value;
    (void)field;
    (void)problems;
    return true;
}

static const struct {
    check *check;
    const char *wanted;
} kinds[SHAPE_KINDS] = {
    [SHAPE_TEXT] = {check_text, "must be a string"},
    [SHAPE_ID] = {check_id, "must be a string of 1 to 255 bytes"},
    [SHAPE_SECRET] = {check_id, "must be a string of 1 to 255 bytes"},
    [SHAPE_UUID] = {check_uuid, "must be a UUID"},
    [SHAPE_DATE] = {check_date, "must be a date such as 2024-08-20T21:56:19.123935Z"},
    [SHAPE_BOOL] = {check_bool, "must be true or false"},
    [SHAPE_INTEGER] = {check_integer, "must be a whole number of 32 bits"},
    [SHAPE_NUMBER] = {check_number, "must be a number"},
    [SHAPE_CHOICE] = {check_choice, "must be one of"},
    [SHAPE_CHOICES] = {check_choices, "must be an array of"},
    [SHAPE_UUIDS] = {check_uuids, "must be an array of UUIDs"},
    [SHAPE_OBJECT] = {check_object, "must be an object"},
    [SHAPE_OBJECTS] = {check_objects, "must be an array of objects"},
    [SHAPE_FREE] = {check_free, "must be an object"},
    [SHAPE_ANY] = {check_any, ""},
};

static void add_wanted(const cJSON *value, const struct shape_field *field,
                       struct problems *problems)
{
    char quote[PROBLEM_QUOTE_SIZE];
    struct buffer line = {0};
    buffer_append_text(&line, kinds[field->kind].wanted);
    add_choices(&line, field);
    if ((field->flags & SHAPE_NULLABLE) != 0)
        buffer_append_text(&line, " or null");
    if (cJSON_IsString(value) && field->kind != SHAPE_SECRET)
        buffer_append_format(&line, ", not %s", problem_quote(value->valuestring, quote));
    if (line.failed)
        problems_no_memory(problems);
    else
        problems_add(problems, "%s", line.data);
    buffer_free(&line);
}

/* How many characters must be changed, added or dropped to make one name the other. */
static size_t edits(const char *from, const char *to)
{
    size_t row[NEAR_MAX + 1], width = strlen(to);
    if (strlen(from) > NEAR_MAX || width > NEAR_MAX)
        return NEAR_MAX;
    for (size_t i = 0; i <= width; i++)
        row[i] = i;
    for (size_t i = 1; from[i - 1] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            size_t best = diagonal + (strncasecmp(&from[i - 1], &to[j - 1], 1) == 0 ? 0 : 1);
            diagonal = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[width];
}

static void add_unknown(const struct shape *shape, const char *name, struct problems *problems)
{
    const struct shape_field *near = NULL;
    size_t least = NEAR_EDITS + 1;
    for (const struct shape_field *field = shape->fields; field->name != NULL; field++) {
        size_t distance = edits(name, field->name);
        if (distance < least) {
            least = distance;
            near = field;
        }
    }
    if (near != NULL)
        problems_add(problems, "unknown field; did you mean \"%s\"?", near->name);
    else
        problems_add(problems, "unknown field");
}

/* The place of the field called `name`; fields mostly stand in the table's order. */
static size_t find_field(const struct shape *shape, const char *name, size_t expected)
{
    if (shape->fields[expected].name != NULL && strcmp(shape->fields[expected].name, name) == 0)
        return expected;
    size_t place = 0;
    while (shape->fields[place].name != NULL && strcmp(shape->fields[place].name, name) != 0)
        place++;
    return place;
}

static void check_field(const struct shape_field *field, const cJSON *value,
                        struct problems *problems)
{
    bool null_allowed = (field->flags & SHAPE_NULLABLE) != 0;
    if (!(null_allowed && cJSON_IsNull(value)) && !kinds[field->kind].check(value, field, problems))
        add_wanted(value, field, problems);
}

static void check_member(const struct shape *shape, const cJSON *member, uint32_t *seen,
                         size_t *expected, struct problems *problems)
{
    size_t place = find_field(shape, member->string, *expected);
    const struct shape_field *field = &shape->fields[place];
    size_t mark = problems_enter_member(problems, member->string);
    if (field->name == NULL) {
        add_unknown(shape, member->string, problems);
    } else if ((*seen >> place & 1U) != 0) {
        problems_add(problems, "stands twice in its object");
    } else {
        check_field(field, member, problems);
        *seen |= UINT32_C(1) << place;
        *expected = place + 1;
    }
    problems_leave(problems, mark);
}

bool shape_check(const struct shape *shape, const cJSON *value, struct problems *problems)
{
    size_t before = problems->count, expected = 0;
    uint32_t seen = 0;
    if (!cJSON_IsObject(value)) {
        problems_add(problems, "must be an object");
        return false;
    }
    const cJSON *member;
    cJSON_ArrayForEach(member, value) check_member(shape, member, &seen, &expected, problems);
    for (size_t i = 0; shape->fields[i].name != NULL; i++) {
        if ((seen >> i & 1U) != 0 || (shape->fields[i].flags & SHAPE_OPTIONAL) != 0)
            continue;
        size_t mark = problems_enter_member(problems, shape->fields[i].name);
        problems_add(problems, "missing");
        problems_leave(problems, mark);
    }
    return problems->count == before;
}
