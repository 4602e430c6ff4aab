/* Preloaded into all programs of a test run (LD_PRELOAD), it keeps what ours put out, in files
 * below $SNAPTRADE_OBSERVE, where scripts/secret_scan.py looks for secrets. In programs of others
 * it does nothing.
 * - made.PID: every secret that the mock draws, and every token that it is given; one a line
 * - out.NAME.PID, err.NAME.PID: what goes to stdout and stderr
 * - file.NAME.PID: every file that is written, as a record separator, "PATH\n" and what is in it
 * - answers.PID: what the mock sends, as "FD METHOD PATH LENGTH\n" and so many bytes */
/* The names of parameters are not those of the system's headers, which are reserved. */
/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, LINE_SIZE = 1024, QUEUE = 32, DESCRIPTORS = 4096, SECRET = 32 };

/* A connection: the end of the line that is being received, and the requests not yet answered. */
struct connection {
    char line[LINE_SIZE];
    size_t length;
    char requests[QUEUE][LINE_SIZE];
    size_t first, count;
    char current[LINE_SIZE];
};

static struct {
    ssize_t (*write)(int, const void *, size_t);
    ssize_t (*send)(int, const void *, size_t, int);
    ssize_t (*recv)(int, void *, size_t, int);
    int (*accept)(int, __SOCKADDR_ARG, socklen_t *);
    int (*socket)(int, int, int);
    FILE *(*fopen)(const char *, const char *);
    int (*fclose)(FILE *);
    int (*random)(unsigned char *, int);
} real;

static char folder[PATH_SIZE / 2]; /* "": this program is not watched */
static char name[64];
static bool is_mock;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct connection *connections[DESCRIPTORS];

/* Constructors of other libraries may run before ours. */
static void find_all(void);
#define REAL(function) (real.function == NULL ? find_all() : (void)0, real.function)

static void find(const char *symbol, void *place)
{
    void *found = dlsym(RTLD_NEXT, symbol);
    memcpy(place, &found, sizeof found);
}

static void find_all(void)
{
    find("write", &real.write);
    find("send", &real.send);
    find("recv", &real.recv);
    find("accept", &real.accept);
    find("socket", &real.socket);
    find("fopen", &real.fopen);
    find("fclose", &real.fclose);
    find("RAND_bytes", &real.random);
}

/* In namespaces of their own, processes of several users may have the same number. */
static int open_own(const char *path)
{
    enum { MODE = 0600, FLAGS = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC };
    char other[PATH_SIZE + 1];
    int file = open(path, FLAGS, MODE);
    if (file >= 0 || errno != EACCES)
        return file;
    snprintf(other, sizeof other, "%sx", path);
    return open(other, FLAGS, MODE);
}

/* Opened anew each time: the program may close what it does not know. */
static void keep(const char *kind, bool named, const char *head, const void *data, size_t size)
{
    char path[PATH_SIZE];
    int saved = errno;
    snprintf(path, sizeof path, "%s/%s.%s%s%d", folder, kind, named ? name : "", named ? "." : "",
             (int)getpid());
    pthread_mutex_lock(&lock);
    int file = open_own(path);
    if (file < 0 || REAL(write)(file, head, strlen(head)) < 0 || REAL(write)(file, data, size) < 0)
        abort(); /* else a scan of what is there would prove nothing */
    close(file);
    pthread_mutex_unlock(&lock);
    errno = saved;
}

static void keep_output(int descriptor, const void *data, size_t size)
{
    keep(descriptor == STDERR_FILENO ? "err" : "out", true, "", data, size);
}

static ssize_t put_out(void *cookie, const char *data, size_t size)
{
    int descriptor = *(const int *)cookie;
    keep_output(descriptor, data, size);
    for (size_t sent = 0; sent < size;) {
        ssize_t written = REAL(write)(descriptor, data + sent, size - sent);
        if (written < 0 && errno != EINTR)
            return sent > 0 ? (ssize_t)sent : 0; /* 0 is an error, errno is as it was set */
        sent += written > 0 ? (size_t)written : 0;
    }
    return (ssize_t)size;
}

static void watch_stream(FILE **stream, int *descriptor, int buffering)
{
    FILE *watched =
        fopencookie(descriptor, "w", (cookie_io_functions_t){NULL, put_out, NULL, NULL});
    if (watched == NULL)
        abort();
    setvbuf(watched, NULL, buffering, BUFSIZ);
    *stream = watched;
}

/* glibc writes out its own streams at the end, and cookies like them. */
__attribute__((constructor)) static void begin(void)
{
    static int output = STDOUT_FILENO, errors = STDERR_FILENO;
    char program[PATH_SIZE];
    find_all();
    const char *where = getenv("SNAPTRADE_OBSERVE");
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    program[length > 0 ? length : 0] = '\0';
    const char *slash = strrchr(program, '/');
    if (where == NULL || slash == NULL || strncmp(slash + 1, "snaptrade-", 10) != 0)
        return;
    snprintf(name, sizeof name, "%s", slash + 1);
    is_mock = strcmp(name, "snaptrade-mock") == 0;
    snprintf(folder, sizeof folder, "%s", where);
    watch_stream(&stdout, &output, isatty(STDOUT_FILENO) ? _IOLBF : _IOFBF);
    watch_stream(&stderr, &errors, _IONBF);
}

ssize_t write(int descriptor, const void *data, size_t size)
{
    if (folder[0] != '\0' && (descriptor == STDOUT_FILENO || descriptor == STDERR_FILENO))
        keep_output(descriptor, data, size);
    return REAL(write)(descriptor, data, size);
}

int RAND_bytes(unsigned char *bytes, int size);
int RAND_bytes(unsigned char *bytes, int size)
{
    int result = REAL(random)(bytes, size);
    char text[2 * SECRET + 2];
    if (!is_mock || size != SECRET)
        return result;
    for (size_t i = 0; i < SECRET; i++)
        snprintf(text + 2 * i, 4, "%02x\n", (unsigned)bytes[i]);
    keep("made", false, "", text, strlen(text));
    return result;
}

/* A file is copied as it is closed. */
static struct opened {
    FILE *file;
    char path[PATH_SIZE];
    struct opened *next;
} * opened;

FILE *fopen(const char *restrict path, const char *restrict mode)
{
    FILE *file = REAL(fopen)(path, mode);
    struct stat status;
    if (folder[0] == '\0' || file == NULL || *mode == 'r' || stat(path, &status) != 0 ||
        !S_ISREG(status.st_mode))
        return file;
    struct opened *entry = calloc(1, sizeof *entry);
    if (entry == NULL)
        abort();
    entry->file = file;
    snprintf(entry->path, sizeof entry->path, "%s", path);
    pthread_mutex_lock(&lock);
    entry->next = opened;
    opened = entry;
    pthread_mutex_unlock(&lock);
    return file;
}

static void keep_file(const char *path)
{
    char head[PATH_SIZE + 2], data[BUFSIZ];
    ssize_t size;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    snprintf(head, sizeof head, "\x1e%s\n", path);
    while (file >= 0 && (size = read(file, data, sizeof data)) > 0) {
        keep("file", true, head, data, (size_t)size);
        head[0] = '\0';
    }
    if (file >= 0)
        close(file);
}

int fclose(FILE *file)
{
    struct opened *closed = NULL;
    pthread_mutex_lock(&lock);
    for (struct opened **link = &opened; *link != NULL && closed == NULL;
         link = closed != NULL ? link : &(*link)->next)
        if ((*link)->file == file) {
            closed = *link;
            *link = closed->next;
        }
    pthread_mutex_unlock(&lock);
    int result = REAL(fclose)(file);
    if (closed != NULL)
        keep_file(closed->path);
    free(closed);
    return result;
}

static void forget_connection(int descriptor)
{
    if (!is_mock || descriptor < 0 || descriptor >= DESCRIPTORS)
        return;
    pthread_mutex_lock(&lock);
    free(connections[descriptor]);
    connections[descriptor] = NULL;
    pthread_mutex_unlock(&lock);
}

int accept(int descriptor, __SOCKADDR_ARG address, socklen_t *restrict length)
{
    int accepted = REAL(accept)(descriptor, address, length);
    forget_connection(accepted);
    return accepted;
}

int socket(int domain, int type, int protocol)
{
    int made = REAL(socket)(domain, type, protocol);
    forget_connection(made);
    return made;
}

/* NULL: the descriptor is beyond all that a test opens. */
static struct connection *connection_of(int descriptor)
{
    if (descriptor < 0 || descriptor >= DESCRIPTORS)
        return NULL;
    if (connections[descriptor] == NULL)
        connections[descriptor] = calloc(1, sizeof *connections[descriptor]);
    return connections[descriptor];
}

/* "...GET /path?query HTTP/1.1" -> "GET /path": the body of the request before may stand there too.
 */
static bool take_request(struct connection *connection)
{
    static const char version[] = " HTTP/1.x";
    size_t size = sizeof version - 1;
    char *line = connection->line, *end = line + connection->length - size;
    if (connection->length <= size || strncmp(end, version, size - 1) != 0 ||
        connection->count == QUEUE)
        return false;
    *end = '\0';
    char *request = strrchr(line, ' ');
    size_t last = (connection->first + connection->count++) % QUEUE;
    snprintf(connection->requests[last], LINE_SIZE, "- -");
    if (request == NULL)
        return true; /* longer than what is kept of it */
    request[1 + strcspn(request + 1, "?")] = '\0';
    while (request > line && request[-1] >= 'A' && request[-1] <= 'Z')
        request--;
    memcpy(connection->requests[last], request, strlen(request) + 1);
    return true;
}

static void take_token(const char *line)
{
    static const char header[] = "authorization: bearer ";
    char token[LINE_SIZE + 1];
    if (strncasecmp(line, header, sizeof header - 1) != 0)
        return;
    snprintf(token, sizeof token, "%s\n", line + sizeof header - 1);
    keep("made", false, "", token, strlen(token));
}

static void end_line(struct connection *connection)
{
    char token[LINE_SIZE];
    bool request = take_request(connection);
    memcpy(token, connection->line, sizeof token);
    memset(connection->line, 0, sizeof connection->line);
    connection->length = 0;
    pthread_mutex_unlock(&lock);
    if (!request)
        take_token(token);
    pthread_mutex_lock(&lock);
}

static void take_byte(struct connection *connection, char byte)
{
    if (byte == '\n') {
        end_line(connection);
        return;
    }
    if (byte == '\r' || byte == '\0')
        return;
    if (connection->length == LINE_SIZE - 1) {
        connection->length -= LINE_SIZE / 2;
        memmove(connection->line, connection->line + LINE_SIZE / 2, connection->length);
    }
    connection->line[connection->length++] = byte;
    connection->line[connection->length] = '\0';
}

ssize_t recv(int descriptor, void *data, size_t size, int flags)
{
    ssize_t received = REAL(recv)(descriptor, data, size, flags);
    if (!is_mock || (flags & MSG_PEEK) != 0)
        return received;
    pthread_mutex_lock(&lock);
    struct connection *connection = connection_of(descriptor);
    for (ssize_t i = 0; connection != NULL && i < received; i++)
        take_byte(connection, ((const char *)data)[i]);
    pthread_mutex_unlock(&lock);
    return received;
}

/* What an answer that begins here answers. */
static void next_request(struct connection *connection, const char *data, size_t size)
{
    static const char answer[] = "HTTP/1.", interim[] = "HTTP/1.1 1";
    if (size < sizeof interim || strncmp(data, answer, sizeof answer - 1) != 0 ||
        strncmp(data, interim, sizeof interim - 1) == 0 || connection->count == 0)
        return;
    memcpy(connection->current, connection->requests[connection->first], LINE_SIZE);
    connection->first = (connection->first + 1) % QUEUE;
    connection->count--;
}

ssize_t send(int descriptor, const void *data, size_t size, int flags)
{
    ssize_t sent = REAL(send)(descriptor, data, size, flags);
    if (!is_mock || sent <= 0)
        return sent;
    char head[LINE_SIZE + 64];
    pthread_mutex_lock(&lock);
    struct connection *connection = connection_of(descriptor);
    if (connection != NULL)
        next_request(connection, data, (size_t)sent);
    snprintf(head, sizeof head, "%d %s %zd\n", descriptor,
             connection != NULL && connection->current[0] != '\0' ? connection->current : "- -",
             sent);
    pthread_mutex_unlock(&lock);
    keep("answers", false, head, data, (size_t)sent);
    return sent;
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
