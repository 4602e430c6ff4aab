#include "delivery.h"

#include <civetweb.h>

enum { MS_PER_S = 1000, PIECES_PER_SECOND = 20 };

/* What is to be sent. */
struct cargo {
    const char *bytes;
    size_t head, length;
};

typedef bool carry(const struct delivery *delivery, const struct cargo *cargo,
                   const struct delivery_way *way);

static bool write_bytes(const struct delivery_way *way, const char *bytes, size_t length)
{
    return length == 0 || mg_write(way->connection, bytes, length) == (int)length;
}

static bool carry_slowly(const struct delivery *delivery, const struct cargo *cargo,
                         const struct delivery_way *way)
{
    int64_t rate = delivery->bytes_per_second;
    size_t piece = rate > PIECES_PER_SECOND ? (size_t)rate / PIECES_PER_SECOND : 1;
    int64_t milliseconds = (int64_t)piece * MS_PER_S / rate;
    bool good = write_bytes(way, cargo->bytes, cargo->head);
    for (size_t sent = cargo->head; good && sent < cargo->length; sent += piece) {
        enum delivery_pause pause = way->pause(way->context, milliseconds);
        if (pause == DELIVERY_HURRY || piece > cargo->length - sent)
            piece = cargo->length - sent;
        good = pause != DELIVERY_GIVE_UP && write_bytes(way, cargo->bytes + sent, piece);
    }
    return good;
}

static bool carry_whole(const struct delivery *delivery, const struct cargo *cargo,
                        const struct delivery_way *way)
{
    return delivery->bytes_per_second > 0 ? carry_slowly(delivery, cargo, way)
                                          : write_bytes(way, cargo->bytes, cargo->length);
}

static bool carry_cut(const struct delivery *delivery, const struct cargo *cargo,
                      const struct delivery_way *way)
{
    size_t body = cargo->length - cargo->head;
    write_bytes(way, cargo->bytes, cargo->head + (delivery->cut < body ? delivery->cut : body));
    return false;
}

static bool carry_reset(const struct delivery *delivery, const struct cargo *cargo,
                        const struct delivery_way *way)
{
    (void)delivery;
    (void)cargo;
    way->reset(way->context);
    return false;
}

static bool carry_half(const struct delivery *delivery, const struct cargo *cargo,
                       const struct delivery_way *way)
{
    size_t body = cargo->length - cargo->head;
    if (write_bytes(way, cargo->bytes, body > 0 ? cargo->head + body / 2 : cargo->head / 2))
        carry_reset(delivery, cargo, way);
    return false;
}

static bool carry_nothing(const struct delivery *delivery, const struct cargo *cargo,
                          const struct delivery_way *way)
{
    (void)cargo;
    way->pause(way->context, delivery->silence_ms);
    return false;
}

bool delivery_carry_out(const struct delivery *delivery, const struct buffer *answer, size_t head,
                        const struct delivery_way *way)
{
    static carry *const ends[DELIVERY_ENDS] = {
        [DELIVERY_WHOLE] = carry_whole,  [DELIVERY_CUT] = carry_cut,
        [DELIVERY_RESET] = carry_reset,  [DELIVERY_RESET_MIDDLE] = carry_half,
        [DELIVERY_NONE] = carry_nothing,
    };
    const struct cargo cargo = {answer->data, head, answer->length};
    if (delivery->delay_ms > 0 && way->pause(way->context, delivery->delay_ms) == DELIVERY_GIVE_UP)
        return false;
    return ends[delivery->end](delivery, &cargo, way);
}
