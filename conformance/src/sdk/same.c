#include "same.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { HOUR = 3600, MINUTE = 60, HUNDRED = 100 };

/* Seconds since 1970 of a date with a zone, as "2024-08-20T21:56:19.5Z", "...+02:00" or with a
 * space in place of the T. */
static bool read_date(const char *text, double *seconds)
{
    struct tm time = {0};
    const char *rest = strptime(text, "%Y-%m-%d", &time);
    rest = rest != NULL && (*rest == 'T' || *rest == ' ') ? strptime(rest + 1, "%H:%M:%S", &time)
                                                          : NULL;
    if (rest == NULL)
        return false;
    char *zone = (char *)rest;
    double fraction = *rest == '.' ? strtod(rest, &zone) : 0;
    long offset = 0;
    if (*zone == '+' || *zone == '-') {
        long hours = strtol(zone + 1, &zone, 10), minutes = 0;
        if (*zone == ':')
            minutes = strtol(zone + 1, &zone, 10);
        else if (hours >= HUNDRED)
            minutes = hours % HUNDRED, hours /= HUNDRED;
        offset = (hours * HOUR + minutes * MINUTE) * (strchr(rest, '-') != NULL ? -1 : 1);
    } else if (*zone == 'Z') {
        zone++;
    } else {
        return false;
    }
    *seconds = (double)(timegm(&time) - offset) + fraction;
    return *zone == '\0';
}

/* Java and JavaScript keep milliseconds. */
static bool same_text(const char *expected, const char *received)
{
    double a, b;
    const double millisecond = 0.0011;
    if (strcmp(expected, received) == 0)
        return true;
    return read_date(expected, &a) && read_date(received, &b) && fabs(a - b) < millisecond;
}

static bool same_items(const cJSON *expected, const cJSON *received)
{
    const cJSON *item, *other = received->child;
    if (cJSON_GetArraySize(expected) != cJSON_GetArraySize(received))
        return false;
    cJSON_ArrayForEach(item, expected)
    {
        if (!same_content(item, other))
            return false;
        other = other->next;
    }
    return true;
}

bool same_content(const cJSON *expected, const cJSON *received)
{
    const cJSON *member;
    if (cJSON_IsNull(expected))
        return received == NULL || cJSON_IsNull(received);
    if (received == NULL)
        return false;
    if (cJSON_IsString(expected))
        return cJSON_IsString(received) && same_text(expected->valuestring, received->valuestring);
    if (cJSON_IsArray(expected))
        return cJSON_IsArray(received) && same_items(expected, received);
    if (!cJSON_IsObject(expected))
        return cJSON_Compare(expected, received, true);
    cJSON_ArrayForEach(member, expected)
    {
        if (!same_content(member, cJSON_GetObjectItemCaseSensitive(received, member->string)))
            return false;
    }
    return cJSON_IsObject(received);
}
