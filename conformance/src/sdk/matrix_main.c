#include "matrix_main.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "../options.h"
#include "matrix.h"
#include "matrix_report.h"

static const char help[] =
    "usage: snaptrade-conformance sdk-report FILE... [--format FORMAT] [-o FILE]\n"
    "\n"
    "Puts SDKs side by side, a column each, from the JSON reports that\n"
    "snaptrade-conformance sdk --name NAME --report json=FILE -- COMMAND wrote of them.\n"
    "\n"
    "  --format FORMAT   html (default): a page in one file; md: tables of Markdown\n"
    "  -o FILE           where it is written; - (default) is standard output\n"
    "  --help\n"
    "\n"
    "exit status: 0 it is written, 2 bad usage, a file that is no such report, two of the same\n"
    "name, or it could not be written\n";

static const struct {
    const char *name;
    matrix_writer *write;
} formats[] = {{"html", matrix_html}, {"md", matrix_markdown}};

static int refuse(const char *what, const char *why)
{
    fprintf(stderr, "snaptrade-conformance sdk-report: %s: %s (see --help)\n", what, why);
    return EXIT_USAGE;
}

static matrix_writer *find_format(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return formats[i].write;
    return NULL;
}

static int write_matrix(const struct matrix *matrix, matrix_writer *writer, const char *file)
{
    bool is_stdout = strcmp(file, "-") == 0;
    FILE *out = is_stdout ? stdout : fopen(file, "we");
    if (out != NULL)
        writer(matrix, out);
    bool good = out != NULL && fflush(out) == 0 && !ferror(out);
    if (!good)
        matrix_complain(file, NULL, strerror(errno), NULL);
    if (out != NULL && !is_stdout && fclose(out) != 0 && good)
        good = matrix_complain(file, NULL, strerror(errno), NULL);
    return good ? EXIT_CONFORMS : EXIT_USAGE;
}

static int report(char *const *files, size_t count, matrix_writer *writer, const char *file)
{
    struct matrix matrix;
    int status = EXIT_USAGE;
    if (matrix_read(&matrix, files, count))
        status = write_matrix(&matrix, writer, file);
    matrix_free(&matrix);
    return status;
}

int matrix_main(int argc, char **argv)
{
    enum { FORMAT = 256, HELP };
    static const struct option names[] = {{"format", required_argument, NULL, FORMAT},
                                          {"help", no_argument, NULL, HELP},
                                          {NULL, 0, NULL, 0}};
    matrix_writer *writer = matrix_html;
    const char *file = "-";
    opterr = 0;
    for (int found; (found = getopt_long(argc, argv, "o:", names, NULL)) != -1;)
        switch (found) {
        case 'o':
            file = optarg;
            break;
        case FORMAT:
            writer = find_format(optarg);
            if (writer == NULL)
                return refuse(optarg, "neither html nor md");
            break;
        case HELP:
            fputs(help, stdout);
            return EXIT_CONFORMS;
        default:
            return refuse(argv[optind - 1], "no option, or it lacks its value");
        }
    if (optind == argc)
        return refuse("FILE", "missing");
    return report(argv + optind, (size_t)(argc - optind), writer, file);
}
