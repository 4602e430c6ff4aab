#include "whole_file.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_special(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

static bool write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return false;
    bool written = fputs(text, file) >= 0;
    return fclose(file) == 0 && written;
}

bool whole_file_write(const char *path, const char *text)
{
    char beside[PATH_MAX];
    if (is_special(path))
        return write_text(path, text);
    errno = ENAMETOOLONG;
    if (snprintf(beside, sizeof beside, "%s.%ld", path, (long)getpid()) >= (int)sizeof beside)
        return false;
    if (write_text(beside, text) && rename(beside, path) == 0)
        return true;
    int number = errno;
    unlink(beside);
    errno = number;
    return false;
}

void whole_file_remove(const char *path)
{
    if (!is_special(path))
        unlink(path);
}
