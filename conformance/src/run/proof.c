#include "proof.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "../sdk/sdk_case.h"

/* conformance/mutants/breaks.json and conformance/sdk/mutants/breaks.json: {"mutant": ["id"]}. */
extern const char server_mutants[], sdk_mutants[];

static bool has(const cJSON *ids, const char *id)
{
    const cJSON *one;
    cJSON_ArrayForEach(one, ids)
    {
        if (cJSON_IsString(one) && strcmp(one->valuestring, id) == 0)
            return true;
    }
    return false;
}

/* Those that are to break something; others show that harmless changes are let pass. */
static struct proof start(const cJSON *mutants)
{
    struct proof proof = {0};
    const cJSON *ids;
    cJSON_ArrayForEach(ids, mutants)
    {
        proof.mutants += cJSON_GetArraySize(ids) > 0;
    }
    return proof;
}

static void count(struct proof *proof, const cJSON *mutants, const char *id)
{
    const cJSON *ids;
    bool broken = false;
    cJSON_ArrayForEach(ids, mutants)
    {
        broken = broken || has(ids, id);
    }
    proof->requirements++;
    proof->proven += broken;
}

struct proof proof_of_servers(void)
{
    cJSON *mutants = cJSON_Parse(server_mutants);
    struct proof proof = start(mutants);
    for (size_t a = 0; all_areas[a] != NULL; a++)
        for (size_t i = 0; i < all_areas[a]->count; i++)
            count(&proof, mutants, all_areas[a]->rows[i].id);
    cJSON_Delete(mutants);
    return proof;
}

struct proof proof_of_sdks(void)
{
    cJSON *mutants = cJSON_Parse(sdk_mutants);
    struct proof proof = start(mutants);
    for (size_t a = 0; sdk_areas[a] != NULL; a++)
        for (size_t i = 0; i < sdk_areas[a]->count; i++)
            count(&proof, mutants, sdk_areas[a]->rows[i].head.id);
    cJSON_Delete(mutants);
    return proof;
}
