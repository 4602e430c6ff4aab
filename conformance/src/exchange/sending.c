#include "sending.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../target/care.h"
#include "../target/secrets.h"
#include "../target/target.h"
#include "evidence.h"
#include "text.h"

static int lines = -1; /* a file in memory; -1: nothing is kept */

bool sending_keep(void)
{
    lines = memfd_create("sending", MFD_CLOEXEC);
    return lines >= 0;
}

static const char *describe(const struct sending *sending)
{
    const char *base_path =
        sending->base_path != NULL ? sending->base_path : target()->meant_base_path;
    bool has_query = *sending->query != '\0';
    const char *url = text("%s %s%s%s%s%s", sending->method, target()->meant_origin, base_path,
                           sending->path, has_query ? "?" : "", sending->query);
    return sending->body != NULL ? text("%s with a body of %zu bytes", url, strlen(sending->body))
                                 : url;
}

/* Bytes that must not stand in a URL can be sent, but are not shown as they are. */
static void write_line(const char *line)
{
    char *copy = NULL;
    size_t size = 0;
    FILE *out = no_null(open_memstream(&copy, &size));
    for (const char *byte = line; *byte != '\0'; byte++)
        if (*byte < ' ' || *byte > '~')
            fprintf(out, "\\x%02x", (unsigned)(unsigned char)*byte);
        else
            fputc(*byte, out);
    fputc('\n', out);
    bool good = fclose(out) == 0 && write(lines, copy, size) == (ssize_t)size;
    free(copy);
    ck_assert_msg(good, "no memory");
}

static const char *why_not(const char *method)
{
    if (strcasecmp(method, "DELETE") != 0)
        return "which might change something, and --disposable is not given";
    return care_removable() != NULL ? "which --allow-delete does not allow"
                                    : "and neither --disposable nor --allow-delete is given";
}

void about_to_send(const struct sending *sending)
{
    if (!care_allows(sending->method, sending->path))
        unjudged(
            text("it sends %s %s, %s", sending->method, sending->path, why_not(sending->method)));
    care_wait();
    if (lines >= 0)
        write_line(keep(secrets_masked(SNAPTRADE_TEXT_QUERY, describe(sending))));
}

char *sending_take(void)
{
    off_t size = lseek(lines, 0, SEEK_END);
    char *all = size >= 0 ? calloc((size_t)size + 1, 1) : NULL;
    if (all != NULL && pread(lines, all, (size_t)size, 0) == size && ftruncate(lines, 0) == 0 &&
        lseek(lines, 0, SEEK_SET) == 0)
        return all;
    free(all);
    return NULL;
}
