/* Calls a fuzz target with each file of the folders that are named. */
#include <dirent.h>

#include "input.h"

enum { MOST_BYTES = 1 << 20, PATH_SIZE = 4096 };

static void replay_file(const char *path)
{
    FILE *file = fopen(path, "re");
    uint8_t *bytes = malloc(MOST_BYTES);
    fuzz_demand(file != NULL && bytes != NULL);
    size_t size = fread(bytes, 1, MOST_BYTES, file);
    fclose(file);
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
}

/* Returns how many there were. */
static int replay_folder(const char *folder)
{
    DIR *open_folder = opendir(folder);
    int count = 0;
    if (open_folder == NULL)
        return 0;
    for (const struct dirent *entry; (entry = readdir(open_folder)) != NULL;) {
        char path[PATH_SIZE];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        replay_file(path);
        count++;
    }
    closedir(open_folder);
    return count;
}

int main(int argc, char **argv)
{
    int count = 0;
    for (int i = 1; i < argc; i++)
        count += replay_folder(argv[i]);
    printf("%d inputs\n", count);
    return count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
