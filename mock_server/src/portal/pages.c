#include "pages.h"

#include <stdio.h>

#include "../state/member.h"
#include "session_brokerage.h"
#include "template.h"

extern const char portal_frame[], portal_choose[], portal_brokerages[], portal_fixed[],
    portal_choice[], portal_scenarios[], portal_scenario[], portal_close[], portal_result[],
    portal_step[], portal_way[], portal_refresh[], portal_problem[];

static const char redeem[] = "redeemToken?token=";
enum { AGAIN_SIZE = sizeof redeem + RANDOM_SECRET_SIZE };

/* What stands around the content of every page. */
struct frame {
    const char *title, *messages;
    const char *refresh; /* where the browser goes by itself; NULL: nowhere */
    bool is_dark, is_unfinished;
};

static void write_frame(struct buffer *out, const struct frame *frame, struct buffer *content)
{
    struct buffer refresh = {0};
    const struct template_value target[] = {{"href", frame->refresh, false}, {0}};
    if (frame->refresh != NULL)
        template_fill(&refresh, portal_refresh, target);
    const struct template_value values[] = {
        {"theme", frame->is_dark ? "dark" : "auto", false},
        {"refresh", refresh.data, true},
        {"title", frame->title, false},
        {"messages", frame->messages, false},
        {"unfinished", frame->is_unfinished ? "yes" : "no", false},
        {"content", content->data, true},
        {0},
    };
    template_fill(out, portal_frame, values);
    out->failed = out->failed || content->failed || refresh.failed;
    buffer_free(&refresh);
    buffer_free(content);
}

static void add_choice(struct buffer *out, const char *name, const char *value, const char *label,
                       const char *state)
{
    const struct template_value values[] = {{"name", name, false},
                                            {"value", value, false},
                                            {"label", label, false},
                                            {"state", state, true},
                                            {0}};
    template_fill(out, portal_choice, values);
}

static void add_brokerages(struct buffer *out, const struct portal_session *session,
                           const cJSON *brokerages)
{
    struct buffer choices = {0};
    const cJSON *brokerage;
    cJSON_ArrayForEach(brokerage, brokerages)
    {
        const struct offer offer = offer_of(brokerage);
        add_choice(&choices, "broker", offer.slug, offer.name,
                   session_allows(session, &offer) ? "" : " disabled");
    }
    const struct template_value values[] = {{"choices", choices.data, true}, {0}};
    template_fill(out, portal_brokerages, values);
    out->failed = out->failed || choices.failed;
    buffer_free(&choices);
}

static void add_fixed(struct buffer *out, const cJSON *brokerage)
{
    const struct template_value values[] = {{"value", offer_of(brokerage).slug, false}, {0}};
    template_fill(out, portal_fixed, values);
}

static void add_outcomes(struct buffer *out)
{
    for (size_t i = 0; i < ATTEMPT_OUTCOMES; i++)
        add_choice(out, "outcome", endings[i].value, endings[i].label, i == 0 ? " checked" : "");
}

/* A connection that is repaired keeps its accounts. */
static void add_scenarios(struct buffer *out, const struct portal_session *session,
                          const cJSON *scenarios)
{
    struct buffer choices = {0};
    const cJSON *scenario;
    if (session->reconnect[0] != '\0' || cJSON_GetArraySize(scenarios) < 2)
        return;
    cJSON_ArrayForEach(scenario, scenarios)
    {
        const struct template_value values[] = {
            {"name", member_text(scenario, "name"), false},
            {"description", member_text(scenario, "description"), false},
            {0}};
        template_fill(&choices, portal_scenario, values);
    }
    const struct template_value values[] = {{"choices", choices.data, true}, {0}};
    template_fill(out, portal_scenarios, values);
    out->failed = out->failed || choices.failed;
    buffer_free(&choices);
}

static void add_close(struct buffer *out, const struct portal_session *session)
{
    const struct template_value values[] = {{"token", session->token, false}, {0}};
    if (session->has_close_button)
        template_fill(out, portal_close, values);
}

void pages_choose(struct buffer *out, const struct portal_session *session, const cJSON *brokerages,
                  const cJSON *scenarios)
{
    struct buffer list = {0}, outcomes = {0}, accounts = {0}, close = {0}, content = {0},
                  title = {0};
    const char *verb = session->reconnect[0] != '\0' ? "Reconnect" : "Connect";
    buffer_append_format(&title, "%s %s", verb,
                         cJSON_IsObject(brokerages) ? offer_of(brokerages).name : "a brokerage");
    if (cJSON_IsObject(brokerages))
        add_fixed(&list, brokerages);
    else
        add_brokerages(&list, session, brokerages);
    add_outcomes(&outcomes);
    add_scenarios(&accounts, session, scenarios);
    add_close(&close, session);
    const struct template_value values[] = {
        {"title", title.data, false},
        {"user", session->user_id, false},
        {"partner", session->client_id, false},
        {"token", session->token, false},
        {"brokerages", list.data, true},
        {"outcomes", outcomes.data, true},
        {"scenarios", accounts.data, true},
        {"close", close.data, true},
        {0},
    };
    template_fill(&content, portal_choose, values);
    content.failed =
        content.failed || list.failed || outcomes.failed || accounts.failed || close.failed;
    const struct frame frame = {
        .title = title.data, .messages = "[]", .is_dark = session->is_dark, .is_unfinished = true};
    write_frame(out, &frame, &content);
    out->failed = out->failed || title.failed;
    buffer_free(&title);
    buffer_free(&list);
    buffer_free(&outcomes);
    buffer_free(&accounts);
    buffer_free(&close);
}

/* In the words of somebody at the portal. */
static const char *step_text(const char *type)
{
    static const struct {
        const char *type, *text;
    } rows[] = {
        {"DISCLAIMER_ACCEPTED", "You agree to share your data."},
        {"BROKERAGE_CONNECTION_INITIATED", "You choose the brokerage."},
        {"BROKERAGE_RECONNECT_INITIATED", "You come back to your connection."},
        {"BROKERAGE_AUTHENTICATION", "The brokerage looks at your username and password."},
        {"MFA_REQUESTED", "The brokerage asks for a code."},
        {"MFA_SUBMITTED", "You type the code."},
        {"CONNECTION_SUCCESSFUL", "The brokerage lets you in."},
        {"CONNECTION_FAILED", "The brokerage does not let you in."},
        {"PARTNER_REDIRECT", "You go back to the app."},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(rows[i].type, type) == 0)
            return rows[i].text;
    return "";
}

static void add_steps(struct buffer *out, const cJSON *events)
{
    const cJSON *event;
    cJSON_ArrayForEach(event, events)
    {
        const char *type = member_text(event, "session_event_type");
        const struct template_value values[] = {
            {"text", step_text(type), false}, {"type", type, false}, {0}};
        template_fill(out, portal_step, values);
    }
}

static void add_way(struct buffer *out, const char *href, const char *text)
{
    const struct template_value values[] = {{"href", href, false}, {"text", text, false}, {0}};
    if (href != NULL)
        template_fill(out, portal_way, values);
}

static void add_ways(struct buffer *out, const char *token, const char *redirect)
{
    char again[AGAIN_SIZE];
    snprintf(again, sizeof again, "%s%s", redeem, token != NULL ? token : "");
    add_way(out, token != NULL ? again : NULL, "Try again");
    add_way(out, redirect, "Back to the app");
}

static void describe(const struct attempt *attempt, const char *brokerage, struct buffer *out)
{
    if (attempt_connects(attempt->outcome))
        buffer_append_format(out, "%s is connected.", brokerage);
    else if (endings[attempt->outcome].detail != NULL)
        buffer_append_text(out, endings[attempt->outcome].detail);
    else
        buffer_append_text(out, "Nothing has been connected.");
}

void pages_result(struct buffer *out, const struct portal_session *session,
                  const struct attempt *attempt, const char *brokerage, const char *redirect)
{
    const struct ending *ending = &endings[attempt->outcome];
    bool is_last = attempt_is_last(attempt->outcome);
    struct buffer steps = {0}, outcome = {0}, ways = {0}, content = {0}, messages = {0};
    add_steps(&steps, attempt->events);
    describe(attempt, brokerage, &outcome);
    add_ways(&ways, is_last ? NULL : session->token, redirect);
    ending_messages(ending, attempt->connection_id, &messages);
    const struct template_value values[] = {{"title", ending->title, false},
                                            {"steps", steps.data, true},
                                            {"outcome", outcome.data, false},
                                            {"ways", ways.data, true},
                                            {0}};
    template_fill(&content, portal_result, values);
    content.failed =
        content.failed || steps.failed || outcome.failed || ways.failed || messages.failed;
    const struct frame frame = {.title = ending->title,
                                .messages = messages.failed ? "[]" : messages.data,
                                .refresh = is_last ? redirect : NULL,
                                .is_dark = session->is_dark};
    write_frame(out, &frame, &content);
    buffer_free(&steps);
    buffer_free(&outcome);
    buffer_free(&ways);
    buffer_free(&messages);
}

void pages_problem(struct buffer *out, const struct pages_problem *problem)
{
    struct buffer ways = {0}, content = {0}, messages = {0};
    add_ways(&ways, problem->token, problem->redirect);
    if (problem->ending != NULL)
        ending_messages(problem->ending, "", &messages);
    const struct template_value values[] = {{"title", problem->title, false},
                                            {"text", problem->text, false},
                                            {"ways", ways.data, true},
                                            {0}};
    template_fill(&content, portal_problem, values);
    content.failed = content.failed || ways.failed || messages.failed;
    const struct frame frame = {.title = problem->title,
                                .messages = messages.length > 0 ? messages.data : "[]",
                                .is_dark = problem->is_dark};
    write_frame(out, &frame, &content);
    buffer_free(&ways);
    buffer_free(&messages);
}
