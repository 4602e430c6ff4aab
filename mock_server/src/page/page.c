#include "page.h"

#include <string.h>

#include "../api/api_error.h"
#include "page_files.h"

/* No inline script or style, nothing from elsewhere, no form that goes anywhere by itself, and in
 * no frame: a page that could lay itself over this one could have its buttons pressed. */
static const char security_headers[] =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'\r\n"
    "X-Frame-Options: DENY\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cache-Control: no-store\r\n";

static const char allow[] = "GET, HEAD, OPTIONS";
static const char without_slash[] = "/_sandbox";

/* NULL: there is none. */
static const struct page_file *find_file(const char *path)
{
    for (size_t i = 0; i < page_file_count; i++)
        if (strcmp(page_files[i].path, path) == 0)
            return &page_files[i];
    return NULL;
}

bool page_owns(const char *path)
{
    return strcmp(path, without_slash) == 0 || find_file(path) != NULL;
}

/* Relative names in the page count from the slash. */
static void redirect(struct http_response *response)
{
    response->status = 308;
    response->more_headers = "Location: /_sandbox/\r\n";
}

void page_handle(const struct http_request *request, struct http_response *response)
{
    const struct page_file *file = find_file(request->path);
    response->security_headers = security_headers;
    response->allow = allow;
    if (request->method == HTTP_OPTIONS) {
        response->status = 200; /* Allow says it all */
    } else if (request->method != HTTP_GET && request->method != HTTP_HEAD) {
        api_error_respond(API_METHOD, request->method_name, response);
    } else if (file == NULL) {
        redirect(response);
    } else {
        response->status = 200;
        response->content_type = file->type;
        buffer_append_text(&response->body, file->text);
    }
    if (response->body.failed) {
        response->content_type = NULL; /* JSON */
        api_error_respond(API_NO_MEMORY, NULL, response);
    }
}
