/* The forms of a body, and bodies as no SDK sends them. */
#include "snaptrade/content.h"

#include <cjson/cJSON.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "suite.h"

enum { DEEPEST = SNAPTRADE_CONTENT_DEPTH, LONG = 64 * 1024, DRAWN = 4000 };

static void check_form(const char *body, enum snaptrade_content_form form, const char *wanted)
{
    char *content = snaptrade_content(body, form);
    ck_assert_pstr_eq(content, wanted);
    free(content);
}

START_TEST(each_form_differs_from_the_others_as_its_sdks_do)
{
    static const char body[] =
        "{ \"b\" : {\"d\":1.00, \"c\":\"\\/\\u00E9\"},\n\"a\":\"\x7f\u2028\" }";
    static const char *const wanted[SNAPTRADE_CONTENT_FORMS] = {
        [SNAPTRADE_CONTENT_AS_SENT] =
            "{\"b\":{\"d\":1.00,\"c\":\"\\/\\u00E9\"},\"a\":\"\x7f\u2028\"}",
        [SNAPTRADE_CONTENT_SORTED] = "{\"a\":\"\x7f\u2028\",\"b\":{\"c\":\"/é\",\"d\":1.00}}",
        [SNAPTRADE_CONTENT_SORTED_ASCII] =
            "{\"a\":\"\\u007f\\u2028\",\"b\":{\"c\":\"/\\u00e9\",\"d\":1.00}}",
        [SNAPTRADE_CONTENT_SORTED_PHP] =
            "{\"a\":\"\x7f\\u2028\",\"b\":{\"c\":\"/\\u00e9\",\"d\":1.00}}",
        [SNAPTRADE_CONTENT_SORTED_GO] = "{\"a\":\"\x7f\\u2028\",\"b\":{\"c\":\"/é\",\"d\":1.00}}",
        [SNAPTRADE_CONTENT_TOP] = "{\"a\":\"\x7f\u2028\",\"b\":{\"d\":1.00,\"c\":\"/é\"}}",
        [SNAPTRADE_CONTENT_TOP_LINES] = "{\"a\":\"\x7f\\u2028\",\"b\":{\"d\":1.00,\"c\":\"/é\"}}",
        [SNAPTRADE_CONTENT_JAVA] = "{\"a\":\"\x7f\\u2028\",\"b\":{\"d\":1.0,\"c\":\"/é\"}}",
    };
    struct snaptrade_contents contents;
    ck_assert(snaptrade_contents_read(body, &contents));
    ck_assert_uint_eq(contents.count, SNAPTRADE_CONTENT_JAVA);
    for (int form = 0; form < SNAPTRADE_CONTENT_FORMS; form++) {
        check_form(body, (enum snaptrade_content_form)form, wanted[form]);
        ck_assert_str_eq(form == SNAPTRADE_CONTENT_JAVA ? contents.java : contents.texts[form],
                         wanted[form]);
    }
    snaptrade_contents_free(&contents);
}
END_TEST

START_TEST(control_characters_have_the_short_escapes_that_json_has)
{
    static const char body[] = "{\"a\":\"\\u0008\\f\\u000A\\r\\t\\u0001\\u001F\"}";
    check_form(body, SNAPTRADE_CONTENT_SORTED, "{\"a\":\"\\b\\f\\n\\r\\t\\u0001\\u001f\"}");
    check_form(body, SNAPTRADE_CONTENT_AS_SENT, body);
}
END_TEST

START_TEST(equal_forms_stand_there_once)
{
    struct snaptrade_contents contents;
    ck_assert(snaptrade_contents_read("{\"a\":\"\\\"\\\\\", \"b\":[1e400,-0]}", &contents));
    ck_assert_uint_eq(contents.count, 1);
    ck_assert_str_eq(contents.texts[0], "{\"a\":\"\\\"\\\\\",\"b\":[1e400,-0]}");
    ck_assert_ptr_null(contents.java);
    snaptrade_contents_free(&contents);
    ck_assert(snaptrade_contents_read("{\"b\":1,\"a\":2}", &contents));
    ck_assert_uint_eq(contents.count, 2);
    snaptrade_contents_free(&contents);
}
END_TEST

START_TEST(java_has_a_form_of_its_own_only_where_it_differs)
{
    static const struct {
        const char *body, *java;
    } bodies[] = {{"{\"a\":1.5}", NULL},
                  {"{\"a\":1}", "{\"a\":1.0}"},
                  {"[null,{\"a\":null}]", "[null,{}]"},
                  {"{\"a\":[1e400]}", NULL},
                  {"x", NULL},
                  {NULL, NULL},
                  {"{}", NULL}};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct snaptrade_contents contents;
        ck_assert(snaptrade_contents_read(bodies[i].body, &contents));
        ck_assert_pstr_eq(contents.java, bodies[i].java);
        snaptrade_contents_free(&contents);
    }
}
END_TEST

START_TEST(no_body_is_null_and_an_empty_object_is_that_too)
{
    static const struct {
        const char *body;
        size_t count;
    } bodies[] = {{NULL, 1}, {"", 1}, {" \t\r\n", 1}, {"{}", 2}, {" {\n} ", 2}};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct snaptrade_contents contents;
        ck_assert(snaptrade_contents_read(bodies[i].body, &contents));
        ck_assert_uint_eq(contents.count, bodies[i].count);
        ck_assert_ptr_null(contents.texts[0]);
        if (contents.count > 1)
            ck_assert_str_eq(contents.texts[1], "{}");
        snaptrade_contents_free(&contents);
    }
    check_form("", SNAPTRADE_CONTENT_SORTED, NULL);
    check_form("", SNAPTRADE_CONTENT_AS_SENT, NULL);
    check_form("{}", SNAPTRADE_CONTENT_SORTED, "{}");
}
END_TEST

static void check_no_json(const char *body)
{
    struct snaptrade_contents contents;
    ck_assert(snaptrade_contents_read(body, &contents));
    ck_assert_msg(contents.count == 0, "%s", body);
    snaptrade_contents_free(&contents);
    for (int form = 0; form < SNAPTRADE_CONTENT_FORMS; form++)
        check_form(body, (enum snaptrade_content_form)form, NULL);
}

START_TEST(what_is_no_json_has_no_form)
{
    static const char *const bodies[] = {"x",          "{}}",         "{} {}",
                                         "[1,]",       "{\"a\"}",     "{\"a\":01x}",
                                         "\"\\x\"",    "\"\\ud800\"", "\"\\udc00\"",
                                         "\"\\u12\"",  "-",           "--1",
                                         "1e",         "1.2.3",       "\"\xff\"",
                                         "\"\xc3\"",   "\"",          "\\",
                                         "{\"a\":1}x", "[\"\\\"]",    "\"\xed\xa0\x80\"",
                                         "{\"a\":+1}", "{",           "}"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        check_no_json(bodies[i]);
}
END_TEST

START_TEST(a_body_that_is_cut_anywhere_has_no_form)
{
    static const char body[] = " {\"a\\\"\":[1.50,{\"b\":\"\\u00e9\\\\ é\"},true,-0],\"c\":null}";
    char cut[sizeof body];
    for (size_t length = 2; length < sizeof body - 1; length++) {
        memcpy(cut, body, length);
        cut[length] = '\0';
        check_no_json(cut);
    }
}
END_TEST

/* `depth` arrays in each other around `inside`. */
static char *nest(size_t depth, const char *inside)
{
    size_t length = strlen(inside);
    char *body = calloc(1, 2 * depth + length + 1);
    ck_assert_ptr_nonnull(body);
    memset(body, '[', depth);
    memcpy(body + depth, inside, length);
    memset(body + depth + length, ']', depth);
    return body;
}

START_TEST(depth_is_no_problem_up_to_its_limit)
{
    char *body = nest(DEEPEST - 1, " {\"b\":1.0,\"a\":2} "), *sorted = NULL;
    sorted = nest(DEEPEST - 1, "{\"a\":2,\"b\":1.0}");
    check_form(body, SNAPTRADE_CONTENT_SORTED, sorted);
    free(sorted);
    free(body);
    static const size_t depths[] = {DEEPEST + 1, (size_t)2 * DEEPEST, LONG / 2};
    for (size_t i = 0; i < sizeof depths / sizeof *depths; i++) {
        body = nest(depths[i], "");
        check_no_json(body);
        body[depths[i]] = '\0';
        check_no_json(body);
        free(body);
    }
}
END_TEST

/* Members "1": "1", and so on, the last first, up to the size that the mock reads. */
START_TEST(a_long_body_is_sorted_as_a_short_one_is)
{
    char *body = calloc(1, LONG), *out = body;
    ck_assert_ptr_nonnull(body);
    for (int i = 9999; i > 6000; i--)
        out += snprintf(out, (size_t)(body + LONG - out), "%s\"%d\": %d.0", i == 9999 ? "{" : ", ",
                        i, i);
    ck_assert_int_lt(snprintf(out, (size_t)(body + LONG - out), "}"), body + LONG - out);
    char *sorted = snaptrade_content(body, SNAPTRADE_CONTENT_SORTED);
    ck_assert_ptr_nonnull(sorted);
    char *at = sorted;
    for (int i = 6001; i < 10000; i++) {
        char member[32];
        snprintf(member, sizeof member, "%c\"%d\":%d.0", i == 6001 ? '{' : ',', i, i);
        ck_assert_msg(strncmp(at, member, strlen(member)) == 0, "%.20s", at);
        at += strlen(member);
    }
    ck_assert_str_eq(at, "}");
    free(sorted);
    free(body);
}
END_TEST

/* Every form of a body, as a body, has itself as that form: it is compact, sorted and escaped. */
static void check_forms_are_stable(const char *body)
{
    for (int form = 0; form < SNAPTRADE_CONTENT_FORMS; form++) {
        char *content = snaptrade_content(body, (enum snaptrade_content_form)form);
        if (content != NULL)
            check_form(content, (enum snaptrade_content_form)form, content);
        free(content);
    }
}

START_TEST(bodies_with_any_bytes_changed_do_no_harm)
{
    static const char body[] = "{\"userId\": \"J\\u00f6rg\\\\\", \"n\": [1e400, -0, 1.0, "
                               "12345678901234567890], \"x\": {\"b\": null, \"a\": \"é\u2028\"}}";
    static const char bytes[] = "\"\\{}[],:0-.eE utn\x01\x7f\x80\xe2";
    uint32_t random = 20240820;
    char changed[sizeof body];
    int json = 0;
    for (int i = 0; i < DRAWN; i++) {
        memcpy(changed, body, sizeof body);
        for (int change = 0; change <= i % 3; change++) {
            random = random * 1664525u + 1013904223u;
            changed[(random >> 8) % (sizeof body - 1)] = bytes[(random >> 24) % (sizeof bytes - 1)];
        }
        struct snaptrade_contents contents;
        ck_assert(snaptrade_contents_read(changed, &contents));
        json += contents.count > 0;
        for (size_t text = 0; text < contents.count; text++) {
            cJSON *tree = cJSON_Parse(contents.texts[text]);
            ck_assert_msg(tree != NULL, "%s: %s", changed, contents.texts[text]);
            cJSON_Delete(tree);
        }
        snaptrade_contents_free(&contents);
        check_forms_are_stable(changed);
    }
    ck_assert_int_gt(json, DRAWN / 20);
    ck_assert_int_lt(json, DRAWN - DRAWN / 20);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("content");
    TCase *tests = tcase_create("content");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, each_form_differs_from_the_others_as_its_sdks_do);
    tcase_add_test(tests, control_characters_have_the_short_escapes_that_json_has);
    tcase_add_test(tests, equal_forms_stand_there_once);
    tcase_add_test(tests, java_has_a_form_of_its_own_only_where_it_differs);
    tcase_add_test(tests, no_body_is_null_and_an_empty_object_is_that_too);
    tcase_add_test(tests, what_is_no_json_has_no_form);
    tcase_add_test(tests, a_body_that_is_cut_anywhere_has_no_form);
    tcase_add_test(tests, depth_is_no_problem_up_to_its_limit);
    tcase_add_test(tests, a_long_body_is_sorted_as_a_short_one_is);
    tcase_add_test(tests, bodies_with_any_bytes_changed_do_no_harm);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
