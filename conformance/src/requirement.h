/* What a requirement is, and the catalogue of all of them: one table per area.
 *
 * An id is never reused and keeps its meaning. The sentence says what a server must do; the test
 * of the row judges it; the provenance says who says so. */
#ifndef REQUIREMENT_H
#define REQUIREMENT_H

#include <check.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum level { MUST, SHOULD };

enum provenance {
    DOC,    /* SnapTrade's API document and OpenAPI file of 2023-05-01 */
    SPEC,   /* SnapTrade's later OpenAPI files and documentation */
    SDK,    /* what official SDKs send, or need to be sent */
    LIVE,   /* what somebody published that the real service answered */
    ASSUMED /* nobody knows; our choice */
};

/* What a target must have or bear to be judged by a row. */
enum need {
    NOTHING = 0,
    DEFAULT_FIXTURES = 1, /* the partners, users and connections of fixtures/default */
    DISPOSABLE = 2        /* its state may be used up */
};

struct requirement {
    const char *id;
    enum level level;
    enum provenance provenance;
    int needs;
    const TTest *const *test;
    const char *sentence;
};

struct area {
    const char *name;
    const struct requirement *rows;
    size_t count;
};

#define AREA(name, rows)                                                                           \
    {                                                                                              \
        name, rows, sizeof(rows) / sizeof *(rows)                                                  \
    }

extern const struct area sign_area, auth_area, list_area, detail_area, remove_area, events_area,
    error_area, http_area, client_area;

/* All areas, ending in NULL. */
extern const struct area *const all_areas[];

/* Whether one of `names` (ids or names of areas; none: all) selects the row. */
bool requirement_selected(const struct area *area, const struct requirement *row,
                          char *const *names, int count);

/* Whether `name` is an id or the name of an area. */
bool requirement_exists(const char *name);

/* The id of the row whose test has that name. No two tests have the same. */
const char *requirement_of_test(const char *name);

void requirements_print(FILE *file, char *const *names, int count);

#endif
