#include "dry_run.h"

#include <stdlib.h>
#include <string.h>

#include "../exchange/sending.h"
#include "../target/care.h"
#include "../target/target.h"

struct dry_run {
    FILE *out;
    size_t requests;
};

static void print_sent(struct dry_run *run)
{
    char *lines = sending_take(), *rest = lines;
    for (const char *line; lines != NULL && (line = strsep(&rest, "\n")) != NULL && *line != '\0';
         run->requests++)
        fprintf(run->out, "    %s\n", line);
    free(lines);
}

static void ended(void *context, const struct result *result)
{
    struct dry_run *run = context;
    fprintf(run->out, "%s\n", result->row->id);
    print_sent(run);
    if (result->verdict == NOT_JUDGED || result->verdict == WITHDRAWN)
        fprintf(run->out, "    not judged: %s\n", result->message);
    else if (result->verdict == FAILED)
        fprintf(run->out, "    and maybe more: the server that stood in failed it\n");
}

static void print_start(struct dry_run *run)
{
    fprintf(run->out,
            "What would be sent, were the answers those of a mock server. Ids of connections are\n"
            "that server's%s.\n\n"
            "First\n"
            "    GET %s%s/authorizations with what the client library adds\n",
            care_removable() != NULL ? ", but for the one of --allow-delete" : "",
            target()->meant_origin, target()->meant_base_path);
    run->requests++;
}

static void print_end(const struct dry_run *run, bool careful)
{
    size_t minutes = (run->requests - 1) / CARE_REQUESTS_A_MINUTE;
    fprintf(run->out, "\n%zu requests", run->requests);
    if (careful && minutes == 0)
        fprintf(run->out, "; at %d a minute they need not wait", CARE_REQUESTS_A_MINUTE);
    else if (careful)
        fprintf(run->out, "; at %d a minute they take at least %zu minute%s",
                CARE_REQUESTS_A_MINUTE, minutes, minutes == 1 ? "" : "s");
    fprintf(run->out, ". Nothing was sent.\n");
}

enum runner_end dry_run(const struct runner_options *options, bool careful, FILE *out,
                        size_t *count)
{
    struct dry_run run = {.out = out};
    struct verdicts verdicts = {0};
    struct runner_options runner = *options;
    runner.known = NULL;
    runner.fail_fast = false;
    runner.begins = NULL;
    runner.ended = ended;
    runner.progress_context = &run;
    print_start(&run);
    enum runner_end end = runner_judge(&runner, &verdicts);
    print_end(&run, careful);
    *count = verdicts.count;
    verdicts_free(&verdicts);
    return end;
}
