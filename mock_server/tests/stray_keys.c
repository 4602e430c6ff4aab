/* consumerKeys in requests that are not let in: which are found. */
#include "auth/stray_keys.h"

#include <stdio.h>

#include "suite.h"

static struct store *store;

static void add(const char *client_id, const char *key)
{
    struct store_partner partner = {{0}, {0}, false};
    snprintf(partner.client_id, sizeof partner.client_id, "%s", client_id);
    snprintf(partner.consumer_key, sizeof partner.consumer_key, "%s", key);
    ck_assert_int_eq(store_add_partner(store, &partner), STORE_OK);
}

static void fill(void)
{
    store = store_new();
    ck_assert_ptr_nonnull(store);
    add("A", "key+of/a x");
    add("B", "key-of-b");
    add("SAME", "key-of-b");
    add("SHORT", "k");
}

static void empty(void)
{
    store_free(store);
}

static const struct {
    const char *path, *query, *header, *keys;
} requests[] = {
    {"/", "", "", ""},
    {"/a/k", "b=c%20d&key-of-", "key of b", ""},
    {"/a", "key=key-of-b", "", "key-of-b "},
    {"/key%2Dof-b/c", "", "", "key-of-b "},
    {"/a", "", "Bearer key-of-b", "key-of-b "},
    {"/a", "b=key%2Bof%2Fa+x", "", "key+of/a x "},
    {"/a", "b=key%252Bof%252Fa%2520x", "", "key+of/a x "},
    {"/key-of-b", "b=key-of-b", "key+of/a x", "key+of/a x key-of-b "},
    {"/key-of", "-b", "", ""},
    {"/key+of/a", "x", "", ""},
};

START_TEST(keys_of_all_partners_are_found_wherever_they_stand)
{
    const struct http_header headers[] = {{"Host", "a"}, {"X", requests[_i].header}};
    const struct http_request request = {.path = requests[_i].path,
                                         .query = requests[_i].query,
                                         .headers = headers,
                                         .header_count = 2};
    struct stray_keys found = {.count = 7};
    struct buffer keys = {0};
    buffer_append_text(&keys, "");
    stray_keys_find(store, &request, &found);
    for (size_t i = 0; i < found.count; i++) {
        buffer_append_text(&keys, found.keys[i]);
        buffer_append_text(&keys, " ");
    }
    ck_assert_str_eq(keys.data, requests[_i].keys);
    buffer_free(&keys);
}
END_TEST

START_TEST(there_is_a_most_of_them)
{
    struct buffer query = {0};
    struct stray_keys found;
    for (int i = 0; i < STRAY_KEYS_MOST + 3; i++) {
        char name[32];
        snprintf(name, sizeof name, "many-%03d", i);
        add(name, name);
        buffer_append_format(&query, "%s&", name);
    }
    const struct http_request request = {.path = "/", .query = query.data};
    stray_keys_find(store, &request, &found);
    ck_assert_uint_eq(found.count, STRAY_KEYS_MOST);
    ck_assert_str_eq(found.keys[STRAY_KEYS_MOST - 1], "many-015");
    buffer_free(&query);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stray_keys");
    TCase *tests = tcase_create("stray_keys");
    tcase_add_checked_fixture(tests, fill, empty);
    tcase_add_loop_test(tests, keys_of_all_partners_are_found_wherever_they_stand, 0,
                        sizeof requests / sizeof requests[0]);
    tcase_add_test(tests, there_is_a_most_of_them);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
