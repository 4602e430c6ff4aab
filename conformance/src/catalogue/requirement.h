/* What a requirement is, and the catalogue of all of them: one table per area.
 *
 * An id is never reused and keeps its meaning. The sentence says what a server must do, the test
 * of the row judges it, and provenance and source say who says so. */
#ifndef REQUIREMENT_H
#define REQUIREMENT_H

#include <check.h>
#include <stdbool.h>
#include <stddef.h>

#include "../target/target.h"

enum level { MUST, SHOULD };

enum provenance {
    DOC,    /* SnapTrade's API document and OpenAPI file of 2023-05-01 */
    SPEC,   /* SnapTrade's later OpenAPI files and documentation */
    SDK,    /* what official SDKs send, or need to be sent */
    LIVE,   /* what somebody published that the real service answered */
    ASSUMED /* nobody knows; our choice, and never to be called SnapTrade's rule */
};
enum { PROVENANCES = ASSUMED + 1 };

/* What a target must have or bear to be judged by a row. */
enum need {
    NOTHING = 0,
    DEFAULT_FIXTURES = 1, /* the partners, users and connections of fixtures/default */
    REMOVALS = 2,         /* it removes connections */
    MANY_REQUESTS = 4,    /* more than one may send to somebody's server */
    CHANGES = 8           /* it makes, changes or deletes users, or disables connections */
};

struct requirement {
    const char *id;
    enum level level;
    enum provenance provenance;
    const char *source; /* where it says so */
    const char *tags;   /* words with a space between */
    int needs;
    /* NULL: any server will do. A row with a setup cannot judge a server that is not ours. */
    const struct target_setup *setup;
    const TTest *const *test;
    const char *sentence;
};

struct area {
    const char *name;
    const char *title;
    const struct requirement *rows;
    size_t count;
};

#define AREA(name, title, rows)                                                                    \
    {                                                                                              \
        name, title, rows, sizeof(rows) / sizeof *(rows)                                           \
    }

extern const struct area sign_area, vector_area, tamper_area, body_area, auth_area, list_area,
    detail_area, accounts_area, history_area, sync_area, remove_area, events_area, users_area,
    login_area, error_area, limit_area, http_area, client_area;

/* All areas, ending in NULL. */
extern const struct area *const all_areas[];

/* What somebody wants judged. A row must be of one of the names, have one of the tags, and be
 * documented or observed, unless assumptions are wanted too or its very id is among the names. */
struct selection {
    char *const *names; /* ids and areas; none: all */
    size_t name_count;
    const char *const *tags; /* none: all */
    size_t tag_count;
    bool assumed;
};

bool requirement_selected(const struct area *area, const struct requirement *row,
                          const struct selection *selection);

/* Whether the row would be selected, were it not an assumption. */
bool requirement_left_out(const struct area *area, const struct requirement *row,
                          const struct selection *selection);

/* Whether `name` is an id; an id or the name of an area; a tag of any row. */
bool requirement_is(const char *name);
bool requirement_exists(const char *name);
bool requirement_tag_exists(const char *tag);

bool requirement_has_tag(const struct requirement *row, const char *tag);

const char *requirement_test_name(const struct requirement *row);
const char *requirement_test_file(const struct requirement *row); /* without folders */

const char *level_name(enum level level);
const char *provenance_name(enum provenance provenance);
/* What the word means, as one clause. */
const char *provenance_meaning(enum provenance provenance);

#endif
