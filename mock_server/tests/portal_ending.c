/* How the portal tells an app what has become of a visit, and how its pages are filled in. */
#include <string.h>

#include "portal/ending.h"
#include "portal/template.h"
#include "suite.h"

static struct buffer out;

static void start(void)
{
    out = (struct buffer){0};
}

static void end(void)
{
    buffer_free(&out);
}

static const struct {
    enum attempt_outcome outcome;
    const char *redirect, *expected;
} redirects[] = {
    {ATTEMPT_SUCCESS, "https://a.example", "https://a.example?status=SUCCESS&connection_id=ID"},
    {ATTEMPT_MFA, "https://a.example/?", "https://a.example/?status=SUCCESS&connection_id=ID"},
    {ATTEMPT_SUCCESS, "myapp://x/?a=1", "myapp://x/?a=1&status=SUCCESS&connection_id=ID"},
    {ATTEMPT_ABANDONMENT, "myapp:x?a=1&", "myapp:x?a=1&status=ABANDONED"},
    {ATTEMPT_ABANDONMENT, "myapp://x#a?b", "myapp://x?status=ABANDONED#a?b"},
    {ATTEMPT_FAILURE, "https://a.example/?b=c#d",
     "https://a.example/?b=c&status=ERROR&status_code=400&error_code=1006#d"},
    {ATTEMPT_ACCOUNT_LOCKED, "a:", "a:?status=ERROR&status_code=403&error_code=1140"},
    {ATTEMPT_RATE_LIMITED, "a:", "a:?status=ERROR&status_code=500&error_code=3000"},
    {ATTEMPT_ABANDONMENT, "a:\xC3\xA9 %20\"<>", "a:%C3%A9%20%20%22%3C%3E?status=ABANDONED"},
};

START_TEST(a_redirect_keeps_its_own_query_and_fragment)
{
    ending_redirect(&endings[redirects[_i].outcome], redirects[_i].redirect, "ID", &out);
    ck_assert_str_eq(out.data, redirects[_i].expected);
}
END_TEST

START_TEST(messages_are_the_documented_ones)
{
    ending_messages(&endings[ATTEMPT_SUCCESS], "ID", &out);
    ck_assert_str_eq(out.data, "[{\"status\":\"SUCCESS\",\"authorizationId\":\"ID\"}]");
    buffer_reset(&out);
    ending_messages(&endings[ATTEMPT_ABANDONMENT], "", &out);
    ck_assert_str_eq(out.data, "[\"ABANDONED\",\"CLOSE_MODAL\"]");
    buffer_reset(&out);
    ending_messages(&ending_bad_link, "", &out);
    ck_assert_str_eq(out.data,
                     "[{\"status\":\"ERROR\",\"errorCode\":\"0000\",\"statusCode\":\"401\","
                     "\"detail\":\"This link to the connection portal is not valid.\"}]");
}
END_TEST

START_TEST(a_template_takes_its_values_and_escapes_texts)
{
    const struct template_value values[] = {
        {"a", "<&>\"'{{b}}", false}, {"b", "<b>", true}, {"none", NULL, false}, {0}};
    template_fill(&out, "{{b}} {{a}}{{none}}{{a}}.", values);
    ck_assert_str_eq(out.data, "<b> &lt;&amp;&gt;&quot;&#39;{{b}}&lt;&amp;&gt;&quot;&#39;{{b}}.");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("portal_ending");
    TCase *tests = tcase_create("ending");
    tcase_add_checked_fixture(tests, start, end);
    tcase_add_loop_test(tests, a_redirect_keeps_its_own_query_and_fragment, 0,
                        sizeof redirects / sizeof redirects[0]);
    tcase_add_test(tests, messages_are_the_documented_ones);
    tcase_add_test(tests, a_template_takes_its_values_and_escapes_texts);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
