#include "endurance.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static long count_files(pid_t process)
{
    char path[64];
    long files = 0;
    snprintf(path, sizeof path, "/proc/%ld/fd", (long)process);
    DIR *folder = opendir(path);
    if (folder == NULL)
        return -1;
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        files += entry->d_name[0] != '.';
    closedir(folder);
    return files;
}

/* The number behind `name` at the beginning of a line; else `number` stays. */
static void read_number(const char *line, const char *name, long *number)
{
    if (strncmp(line, name, strlen(name)) == 0)
        *number = strtol(line + strlen(name), NULL, 10);
}

bool endurance_look(pid_t process, struct endurance_sample *sample)
{
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%ld/status", (long)process);
    FILE *status = fopen(path, "re");
    if (status == NULL)
        return false;
    sample->rss_kib = sample->threads = -1;
    while (fgets(line, sizeof line, status) != NULL) {
        read_number(line, "VmRSS:", &sample->rss_kib);
        read_number(line, "Threads:", &sample->threads);
    }
    fclose(status);
    sample->files = count_files(process);
    return sample->rss_kib >= 0 && sample->files >= 0;
}

/* Of a third of the judged samples. */
struct third {
    double rss;
    long files;
};

static struct third look_at(const struct endurance_sample *samples, size_t count)
{
    struct third third = {.files = 0};
    for (size_t i = 0; i < count; i++) {
        third.rss += (double)samples[i].rss_kib / (double)count;
        third.files = samples[i].files > third.files ? samples[i].files : third.files;
    }
    return third;
}

static bool judge_rate(const struct endurance_sample *second, const struct endurance_sample *last,
                       double limit, char why[ENDURANCE_WHY_SIZE])
{
    bool relative = second->rate_of_fresh > 0 && last->rate_of_fresh > 0;
    double began = relative ? second->rate / second->rate_of_fresh : second->rate,
           ended = relative ? last->rate / last->rate_of_fresh : last->rate;
    if (fabs(ended - began) <= limit * began)
        return true;
    if (relative)
        snprintf(why, ENDURANCE_WHY_SIZE, "%.2f times the turns of a fresh one became %.2f", began,
                 ended);
    else
        snprintf(why, ENDURANCE_WHY_SIZE, "%.0f turns a second became %.0f", began, ended);
    return false;
}

bool endurance_judge(const struct endurance_sample *samples, size_t count,
                     const struct endurance_limits *limits, char why[ENDURANCE_WHY_SIZE])
{
    size_t third = (count - 1) / 3;
    const struct third first = look_at(samples + 1, third),
                       last = look_at(samples + count - third, third);
    why[0] = '\0';
    if (!judge_rate(&samples[1], &samples[count - 1], limits->rate, why))
        return false;
    if (last.rss > first.rss * (1 + limits->rss) && last.rss > first.rss + (double)limits->rss_kib)
        snprintf(why, ENDURANCE_WHY_SIZE, "%.0f KiB of memory became %.0f", first.rss, last.rss);
    else if (last.files > first.files + limits->files)
        snprintf(why, ENDURANCE_WHY_SIZE, "%ld open files became %ld", first.files, last.files);
    return why[0] == '\0';
}
