#include "fault_rule.h"

#include <stdlib.h>

#include "../journal/journal_match.h"
#include "../journal/journal_pattern.h"
#include "../state/member.h"
#include "../state/shape.h"

enum { MOST_COUNT = 1000000000 };

/* clang-format off */
#define OPTIONAL(name, kind) {name, kind, SHAPE_OPTIONAL, NULL, NULL}
#define END                  {NULL, SHAPE_TEXT, 0, NULL, NULL}
/* clang-format on */

static const char *const methods[] = {"GET",  "DELETE", "HEAD",  "OPTIONS",
                                      "POST", "PUT",    "PATCH", NULL};
static const struct shape_field match_fields[] = {
    {"method", SHAPE_CHOICE, SHAPE_OPTIONAL, methods, NULL},
    OPTIONAL("path", SHAPE_TEXT),
    OPTIONAL("userId", SHAPE_TEXT),
    OPTIONAL("nth", SHAPE_INTEGER),
    OPTIONAL("probability", SHAPE_NUMBER),
    OPTIONAL("times", SHAPE_INTEGER),
    END,
};
static const struct shape match_shape = {match_fields};

/* "counts" is what a list of rules shows: so that one can be sent back as it came, they may stand
 * there, and start anew. */
static const struct shape_field rule_fields[] = {
    {"name", SHAPE_TEXT, 0, NULL, NULL},
    {"match", SHAPE_OBJECT, SHAPE_OPTIONAL, NULL, &match_shape},
    OPTIONAL("onlyByName", SHAPE_BOOL),
    {"action", SHAPE_FREE, 0, NULL, NULL},
    OPTIONAL("counts", SHAPE_FREE),
    END,
};
static const struct shape rule_shape = {rule_fields};

/* It must fit into a header and a segment of a path. */
static void check_name(const char *name, struct problems *problems)
{
    static const char allowed[] =
        "-._0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if (*name == '\0' || strlen(name) >= FAULT_NAME_SIZE || name[strspn(name, allowed)] != '\0')
        member_problem(problems, "name", "must be 1 to 64 letters, digits, '-', '.' or '_'");
}

static void read_probability(struct fault_match *match, const cJSON *object,
                             struct problems *problems)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, "probability");
    match->probability = member != NULL ? member->valuedouble : 1;
    if (match->probability < 0 || match->probability > 1)
        member_problem(problems, "probability", "must be a number from 0 to 1");
}

static void read_match(struct fault_match *match, const cJSON *object, struct problems *problems)
{
    struct journal_pattern unused = {.wanted = {NULL}};
    match->method = member_text(object, "method");
    match->path = member_text(object, "path");
    match->user_id = member_text(object, "userId");
    if (match->path != NULL)
        journal_pattern_set(&unused, "path", match->path, problems);
    member_number(object, "nth", 1, MOST_COUNT, &match->nth, problems);
    member_number(object, "times", 1, MOST_COUNT, &match->times, problems);
    read_probability(match, object, problems);
}

static void read_members(struct fault_rule *rule, struct problems *problems)
{
    const cJSON *object = rule->document;
    rule->name = member_text(object, "name");
    rule->only_by_name = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, "onlyByName"));
    check_name(rule->name, problems);
    size_t mark = problems_enter_member(problems, "match");
    read_match(&rule->match, cJSON_GetObjectItemCaseSensitive(object, "match"), problems);
    problems_leave(problems, mark);
    mark = problems_enter_member(problems, "action");
    fault_action_read(&rule->action, cJSON_GetObjectItemCaseSensitive(object, "action"), problems);
    problems_leave(problems, mark);
}

struct fault_rule *fault_rule_read(const cJSON *object, struct problems *problems)
{
    size_t before = problems->count;
    if (!shape_check(&rule_shape, object, problems))
        return NULL;
    struct fault_rule *rule = calloc(1, sizeof *rule);
    if (rule != NULL) {
        atomic_init(&rule->references, 1);
        rule->document = cJSON_Duplicate(object, true);
    }
    if (rule == NULL || rule->document == NULL) {
        problems_no_memory(problems);
    } else {
        cJSON_DeleteItemFromObjectCaseSensitive(rule->document, "counts");
        read_members(rule, problems);
    }
    if (problems->count == before)
        return rule;
    fault_rule_release(rule);
    return NULL;
}

void fault_rule_hold(struct fault_rule *rule)
{
    atomic_fetch_add_explicit(&rule->references, 1, memory_order_relaxed);
}

void fault_rule_release(struct fault_rule *rule)
{
    if (rule == NULL || atomic_fetch_sub_explicit(&rule->references, 1, memory_order_acq_rel) != 1)
        return;
    fault_action_free(&rule->action);
    cJSON_Delete(rule->document);
    free(rule);
}

bool fault_rule_fits(const struct fault_rule *rule, const struct http_request *request)
{
    const struct fault_match *match = &rule->match;
    return !rule->only_by_name &&
           (match->method == NULL || strcmp(match->method, request->method_name) == 0) &&
           (match->path == NULL ||
            journal_match_path(match->path, request->path, strlen(request->path))) &&
           (match->user_id == NULL ||
            journal_match_parameter(request->query, "userId", match->user_id));
}

/* SplitMix64's: every bit of the result depends on every bit of `bits`. */
static uint64_t mix(uint64_t bits)
{
    bits = (bits ^ bits >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    bits = (bits ^ bits >> 27) * UINT64_C(0x94D049BB133111EB);
    return bits ^ bits >> 31;
}

/* FNV-1a. */
static uint64_t hash(const char *text)
{
    uint64_t bits = UINT64_C(0xCBF29CE484222325);
    while (*text != '\0')
        bits = (bits ^ (unsigned char)*text++) * UINT64_C(0x100000001B3);
    return bits;
}

static double fraction(uint64_t bits)
{
    return (double)(bits >> 11) * 0x1p-53;
}

/* Of two kinds: a request that names the rule does not move those that match it. */
enum kind { MATCHED, NAMED };

static struct fault_decision draw(const struct fault_rule *rule, uint64_t seed, enum kind kind,
                                  uint64_t number)
{
    const struct fault_action *action = &rule->action;
    uint64_t bits = mix(mix(seed ^ hash(rule->name)) + 2 * number + kind);
    double width = (double)(action->most_delay - action->least_delay + 1);
    return (struct fault_decision){
        .draw = fraction(bits),
        .delay_ms = action->least_delay + (int64_t)(fraction(mix(~bits)) * width),
    };
}

struct fault_decision fault_rule_match(struct fault_rule *rule, uint64_t seed)
{
    const struct fault_match *match = &rule->match;
    struct fault_counts *counts = &rule->counts;
    struct fault_decision decision = draw(rule, seed, MATCHED, ++counts->matched);
    decision.applies = (match->nth == 0 || counts->matched == (uint64_t)match->nth) &&
                       (match->times == 0 || counts->applied < (uint64_t)match->times) &&
                       decision.draw < match->probability;
    counts->applied += decision.applies ? 1 : 0;
    return decision;
}

struct fault_decision fault_rule_name(struct fault_rule *rule, uint64_t seed)
{
    struct fault_decision decision = draw(rule, seed, NAMED, ++rule->counts.by_name);
    decision.applies = true;
    return decision;
}
