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

static void append_status(struct buffer *out, int status)
{
    buffer_append_text(out, "HTTP/1.1 ");
    buffer_append_number(out, (unsigned)status);
    buffer_append_text(out, " ");
    buffer_append_text(out, http_reason(status));
}

static void append_length(struct buffer *out, size_t length)
{
    buffer_append_text(out, "Content-Length: ");
    buffer_append_number(out, length);
    buffer_append_text(out, "\r\n");
}

/* Seen live. */
static const char security_headers[] = "X-Frame-Options: DENY\r\n"
                                       "X-Content-Type-Options: nosniff\r\n"
                                       "Referrer-Policy: same-origin\r\n"
                                       "Cross-Origin-Opener-Policy: same-origin\r\n"
                                       "Vary: Accept, DNT, origin, Cookie\r\n";

/* Without printf(), which would be a tenth of what an answer costs. */
void head_write(struct buffer *out, const struct http_response *response, struct head_date *date,
                bool keep_alive)
{
    update_date(date);
    append_status(out, response->status);
    append_field(out, "\r\nDate: ", date->text);
    if (response->body.length > 0)
        append_field(out, "Content-Type: ",
                     response->content_type != NULL ? response->content_type : "application/json");
    if (response->status != 204)
        append_length(out, response->body.length);
    if (response->more_headers != NULL)
        buffer_append_text(out, response->more_headers);
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
    buffer_append_text(out, response->security_headers != NULL ? response->security_headers
                                                               : security_headers);
    append_field(out, "Connection: ", keep_alive ? "keep-alive" : "close");
    buffer_append_text(out, "\r\n");
}

void head_write_given(struct buffer *out, const struct http_response *response,
                      const struct head_given *given, struct head_date *date, bool keep_alive)
{
    bool has_body = response->body.length > 0 || !http_is_bodiless(response->status);
    update_date(date);
    append_status(out, response->status);
    buffer_append_text(out, "\r\n");
    if (!given->has_date)
        append_field(out, "Date: ", date->text);
    buffer_append_text(out, given->lines);
    if (!given->has_length && has_body)
        append_length(out, response->body.length);
    if (!given->has_connection)
        append_field(out, "Connection: ", keep_alive ? "keep-alive" : "close");
    buffer_append_text(out, "\r\n");
}
