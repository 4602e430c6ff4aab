/* What fixtures and state documents are made of: the first byte chooses the kind of element, or the
 * document of a whole partner; the rest is JSON. */
#include "client/fuzz/input.h"
#include "state/document.h"
#include "state/loading.h"

static struct store *store;
static struct buffer lines;

static void load_element(enum fixture_kind kind, cJSON *element)
{
    struct loading loading = {.store = store, .problems = {.out = &lines, .file = "fuzz"}};
    loading_add_one(&loading, kind, element);
    buffer_free(&loading.problems.pointer);
    loading_free(&loading);
}

/* What elements refer to: loading all of the fixtures each time would take too long. */
static void start(void)
{
    static const struct store_partner partner = {"PASSIVTEST", "key", false};
    static const struct store_user user = {"John.doe@snaptrade.com", "secret"};
    static const char id[] = "2bcd7cc3-e922-4976-bce1-9858296801c3";
    struct snaptrade_uuid connection;
    store = store_new();
    fuzz_demand(store != NULL && snaptrade_uuid_parse(id, strlen(id), &connection));
    fuzz_demand(store_add_brokerage(store, "QUESTRADE", "{}") == STORE_OK);
    fuzz_demand(store_add_partner(store, &partner) == STORE_OK);
    fuzz_demand(store_add_user(store, partner.client_id, &user) == STORE_OK);
    fuzz_demand(store_add_authorization(store, partner.client_id, user.user_id, &connection,
                                        "{}") == STORE_OK);
    store_settle(store);
}

/* What a partner was given can be written, and given again. */
static void restore(cJSON *document)
{
    struct problems problems = {.out = &lines};
    if (document_restore(store, "PASSIVTEST", document, false, &problems)) {
        cJSON *written = document_write(store, "PASSIVTEST");
        fuzz_demand(written != NULL);
        fuzz_demand(document_restore(store, "PASSIVTEST", written, false, &problems));
        cJSON_Delete(written);
    } else {
        fuzz_demand(problems.count > 0);
    }
    buffer_free(&problems.pointer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    start();
    unsigned kind = data[0] % (FIXTURE_KINDS + 1U);
    char *text = fuzz_text(data + 1, size - 1);
    cJSON *json = cJSON_Parse(text);
    if (json != NULL && kind == FIXTURE_KINDS)
        restore(json);
    else if (json != NULL)
        load_element((enum fixture_kind)kind, json);
    cJSON_Delete(json);
    store_free(store);
    buffer_free(&lines);
    free(text);
    return 0;
}
