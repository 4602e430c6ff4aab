#include "rfc3339.h"

#include <stdio.h>
#include <time.h>

enum { FRACTION_DIGITS = 6, MICROSECONDS = 1000000 };

/* What is left of the text. */
struct cursor {
    const char *next, *end;
};

static bool is_digit(const struct cursor *cursor)
{
    return cursor->next < cursor->end && *cursor->next >= '0' && *cursor->next <= '9';
}

static bool take(struct cursor *cursor, const char *set)
{
    if (cursor->next == cursor->end)
        return false;
    for (; *set != '\0'; set++) {
        if (*cursor->next == *set) {
            cursor->next++;
            return true;
        }
    }
    return false;
}

/* Exactly `digits` digits between `least` and `most`. */
static bool take_number(struct cursor *cursor, int digits, int least, int most, int *number)
{
    *number = 0;
    for (int i = 0; i < digits; i++) {
        if (!is_digit(cursor))
            return false;
        *number = *number * 10 + (*cursor->next++ - '0');
    }
    return *number >= least && *number <= most;
}

static bool take_fraction(struct cursor *cursor, int *microseconds)
{
    int digits = 0;
    *microseconds = 0;
    if (!take(cursor, "."))
        return true;
    for (; is_digit(cursor); cursor->next++, digits++)
        if (digits < FRACTION_DIGITS)
            *microseconds = *microseconds * 10 + (*cursor->next - '0');
    for (int missing = digits; missing < FRACTION_DIGITS; missing++)
        *microseconds *= 10;
    return digits > 0;
}

static bool take_zone(struct cursor *cursor, int *minutes)
{
    int hour, minute;
    *minutes = 0;
    if (take(cursor, "Zz"))
        return true;
    if (cursor->next == cursor->end)
        return false;
    bool west = *cursor->next == '-';
    if (!take(cursor, "+-") || !take_number(cursor, 2, 0, 23, &hour) || !take(cursor, ":") ||
        !take_number(cursor, 2, 0, 59, &minute))
        return false;
    *minutes = (west ? -1 : 1) * (hour * 60 + minute);
    return true;
}

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

static int64_t days_since_1970(int year, int month, int day)
{
    int64_t before = year - 1;
    int64_t days = before * 365 + before / 4 - before / 100 + before / 400 - 719162;
    for (int i = 1; i < month; i++)
        days += days_in(year, i);
    return days + day - 1;
}

bool rfc3339_parse(const char *text, size_t length, int64_t *time)
{
    struct cursor cursor = {text, text + length};
    int year, month, day, hour, minute, second, microseconds, zone;
    if (!take_number(&cursor, 4, 1970, 9999, &year) || !take(&cursor, "-") ||
        !take_number(&cursor, 2, 1, 12, &month) || !take(&cursor, "-") ||
        !take_number(&cursor, 2, 1, days_in(year, month), &day) || !take(&cursor, "Tt") ||
        !take_number(&cursor, 2, 0, 23, &hour) || !take(&cursor, ":") ||
        !take_number(&cursor, 2, 0, 59, &minute) || !take(&cursor, ":") ||
        !take_number(&cursor, 2, 0, 60, &second) || !take_fraction(&cursor, &microseconds) ||
        !take_zone(&cursor, &zone) || cursor.next != cursor.end)
        return false;
    int64_t minutes = (days_since_1970(year, month, day) * 24 + hour) * 60 + minute - zone;
    *time = (minutes * 60 + second) * MICROSECONDS + microseconds;
    return true;
}

void rfc3339_format(int64_t time, char text[RFC3339_SIZE])
{
    time_t seconds = (time_t)(time / MICROSECONDS);
    struct tm utc = {0};
    gmtime_r(&seconds, &utc);
    snprintf(text, RFC3339_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", utc.tm_year + 1900,
             utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
             (int)(time % MICROSECONDS));
}
