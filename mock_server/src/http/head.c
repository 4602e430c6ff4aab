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

void head_write(struct buffer *out, const struct http_response *response, struct head_date *date,
                bool keep_alive)
{
    update_date(date);
    buffer_append_format(out, "HTTP/1.1 %d %s\r\nDate: %s\r\n", response->status,
                         http_reason(response->status), date->text);
    if (response->body.length > 0)
        buffer_append_text(out, "Content-Type: application/json\r\n");
    if (response->status != 204)
        buffer_append_format(out, "Content-Length: %zu\r\n", response->body.length);
    if (response->allow[0] != '\0')
        buffer_append_format(out, "Allow: %s\r\n", response->allow);
    buffer_append_format(out,
                         "X-Request-Id: %s\r\n"
                         "X-Frame-Options: DENY\r\n"
                         "X-Content-Type-Options: nosniff\r\n"
                         "Referrer-Policy: same-origin\r\n"
                         "Cross-Origin-Opener-Policy: same-origin\r\n"
                         "Vary: Accept, DNT, origin, Cookie\r\n"
                         "Connection: %s\r\n"
                         "\r\n",
                         response->request_id, keep_alive ? "keep-alive" : "close");
}
