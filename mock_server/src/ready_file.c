#include "ready_file.h"

#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_special(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

static bool write_line(const char *path, const char *line)
{
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return false;
    bool written = fprintf(file, "%s\n", line) > 0;
    return fclose(file) == 0 && written;
}

bool ready_file_write(const char *path, const char *base_url)
{
    char beside[PATH_MAX];
    if (is_special(path))
        return write_line(path, base_url);
    if (snprintf(beside, sizeof beside, "%s.%ld", path, (long)getpid()) >= (int)sizeof beside)
        return false;
    bool written = write_line(beside, base_url) && rename(beside, path) == 0;
    if (!written)
        unlink(beside);
    return written;
}

void ready_file_remove(const char *path)
{
    if (!is_special(path))
        unlink(path);
}
