#include "calls.h"

#include "../state/member.h"
#include "../state/shape.h"

enum { CREATED = 201 };
static const int64_t most_seed = UINT32_MAX;

static const struct shape_field fields[] = {
    {"seed", SHAPE_NUMBER, SHAPE_OPTIONAL, NULL, NULL},
    {"rules", SHAPE_ANY, 0, NULL, NULL},
    {NULL, SHAPE_TEXT, 0, NULL, NULL},
};
static const struct shape shape = {fields};

/* Of the partner that the path names, or those for all. */
static struct faults *faults_of(const struct control_call *call)
{
    return call->tenant != NULL ? &call->tenant->faults : &call->control->config.faults->of_all;
}

static void list_rule(void *context, const struct fault_rule *rule,
                      const struct fault_counts *counts)
{
    cJSON *element = cJSON_Duplicate(rule->document, true);
    cJSON *numbers = cJSON_AddObjectToObject(element, "counts");
    cJSON_AddNumberToObject(numbers, "matched", (double)counts->matched);
    cJSON_AddNumberToObject(numbers, "applied", (double)counts->applied);
    cJSON_AddNumberToObject(numbers, "byName", (double)counts->by_name);
    if (!cJSON_AddItemToArray(context, element))
        cJSON_Delete(element);
}

enum control_error faults_get(struct control_call *call)
{
    cJSON *rules = cJSON_CreateArray();
    call->answer = cJSON_CreateObject();
    cJSON_AddNumberToObject(call->answer, "seed",
                            (double)faults_visit(faults_of(call), list_rule, rules));
    if (cJSON_AddItemToObject(call->answer, "rules", rules))
        return CONTROL_OK;
    cJSON_Delete(rules);
    return CONTROL_NO_MEMORY;
}

static void read_rules(struct control_call *call, const cJSON *rules, struct fault_draft *draft)
{
    struct problems *problems = &call->problems;
    const cJSON *element;
    size_t index = 0, outer = problems_enter_member(problems, "rules");
    if (!cJSON_IsArray(rules))
        problems_add(problems, "must be an array");
    cJSON_ArrayForEach(element, rules)
    {
        size_t mark = problems_enter_element(problems, index++);
        struct fault_rule *rule = fault_rule_read(element, problems);
        if (rule != NULL)
            fault_draft_add(draft, rule, problems);
        problems_leave(problems, mark);
    }
    problems_leave(problems, outer);
}

enum control_error faults_put(struct control_call *call)
{
    struct fault_draft draft = {.count = 0};
    int64_t seed = (int64_t)call->control->config.faults->seed;
    if (!call_check(call, &shape))
        return CONTROL_BAD_BODY;
    call_number(call, "seed", 0, most_seed, &seed);
    read_rules(call, cJSON_GetObjectItemCaseSensitive(call->body, "rules"), &draft);
    enum control_error error = CONTROL_BAD_BODY;
    if (call->problems.count == 0)
        error = faults_replace(faults_of(call), &draft, (uint64_t)seed) ? CONTROL_OK
                                                                        : CONTROL_NO_MEMORY;
    fault_draft_free(&draft);
    return error;
}

enum control_error faults_post(struct control_call *call)
{
    struct fault_rule *rule = fault_rule_read(call->body, &call->problems);
    if (rule == NULL)
        return CONTROL_BAD_BODY;
    cJSON_DeleteItemFromObjectCaseSensitive(call->body, "counts");
    if (!call_print(call, call->body)) {
        fault_rule_release(rule);
        return CONTROL_NO_MEMORY;
    }
    call->status = CREATED;
    return faults_add(faults_of(call), rule, &call->problems) ? CONTROL_OK : CONTROL_BAD_BODY;
}

enum control_error faults_delete(struct control_call *call)
{
    faults_clear(faults_of(call));
    return CONTROL_OK;
}

enum control_error faults_delete_one(struct control_call *call)
{
    switch (faults_remove(faults_of(call), call->id)) {
    case FAULT_REMOVED:
        return CONTROL_OK;
    case FAULT_UNKNOWN:
        return CONTROL_NO_FAULT;
    default:
        return CONTROL_NO_MEMORY;
    }
}
