#include "head.h"

#include <stdio.h>

/* An HTTP date is English, whatever the locale; strftime's is not. */
static void update_date(struct head_date *date)
{
    static const char days[7][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t now = time(NULL);
    struct tm utc;
    if ((now == date->second && date->text[0] != '\0') || gmtime_r(&now, &utc) == NULL)
        return;
    date->second = now;
    char text[64];
    snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[utc.tm_wday],
             utc.tm_mday, months[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
             utc.tm_sec);
    snprintf(date->text, sizeof date->text, "%.29s", text);
}

static void append_field(struct buffer *out, const char *name, const char *value)
{
    buffer_append_text(out, name);
    buffer_append_text(out, value);
    buffer_append_text(out, "\r\n");
}

static void append_count(struct buffer *out, const char *name, unsigned count)
{
    buffer_append_text(out, name);
    buffer_append_number(out, count);
    buffer_append_text(out, "\r\n");
}

/* Without printf(), which would be a tenth of what an answer costs. */
void head_write(struct buffer *out, const struct http_response *response, struct head_date *date,
                bool keep_alive)
{
    update_date(date);
    buffer_append_text(out, "HTTP/1.1 ");
    buffer_append_number(out, (unsigned)response->status);
    buffer_append_text(out, " ");
    buffer_append_text(out, http_reason(response->status));
    append_field(out, "\r\nDate: ", date->text);
    if (response->body.length > 0)
        buffer_append_text(out, "Content-Type: application/json\r\n");
    if (response->status != 204) {
        buffer_append_text(out, "Content-Length: ");
        buffer_append_number(out, response->body.length);
        buffer_append_text(out, "\r\n");
    }
    if (response->allow[0] != '\0')
        append_field(out, "Allow: ", response->allow);
    append_field(out, "X-Request-Id: ", response->request_id);
    if (response->rate_limit.on) {
        append_count(out, "X-RateLimit-Limit: ", response->rate_limit.most);
        append_count(out, "X-RateLimit-Remaining: ", response->rate_limit.remaining);
        append_count(out, "X-RateLimit-Reset: ", response->rate_limit.reset_seconds);
    }
    if (response->diagnosis[0] != '\0')
        append_field(out, "X-Sandbox-Diagnosis: ", response->diagnosis);
    buffer_append_text(out, "X-Frame-Options: DENY\r\n"
                            "X-Content-Type-Options: nosniff\r\n"
                            "Referrer-Policy: same-origin\r\n"
                            "Cross-Origin-Opener-Policy: same-origin\r\n"
                            "Vary: Accept, DNT, origin, Cookie\r\n");
    append_field(out, "Connection: ", keep_alive ? "keep-alive" : "close");
    buffer_append_text(out, "\r\n");
}
