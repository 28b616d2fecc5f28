/* Decoding protocol buffers field by field with a cursor. Nothing is copied, and nothing is read past `end`. */
#ifndef MLG_ADAPTERS_OSM_WIRE_H
#define MLG_ADAPTERS_OSM_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct wire {
    const uint8_t *at, *end;
} wire;

typedef struct wire_field {
    uint32_t number;
    uint32_t type;  /* 0 varint, 1 64-bit, 2 length-delimited, 5 32-bit */
    uint64_t value; /* of a varint */
    wire bytes;     /* of type 2 */
} wire_field;

static inline bool wire_varint_by_byte(wire *w, uint64_t *value)
{
    uint64_t sum = 0;
    for (unsigned shift = 0; shift < 70 && w->at < w->end; shift += 7) {
        uint8_t byte = *w->at++;
        if (shift == 63 && byte > 1)
            return false;
        sum |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            *value = sum;
            return true;
        }
    }
    return false;
}

/* The number of up to eight bytes of seven bits each, the lowest first. */
static inline uint64_t wire_joined(uint64_t x)
{
    x = (x & 0x007f007f007f007f) | (x & 0x7f007f007f007f00) >> 1;
    x = (x & 0x00003fff00003fff) | (x & 0x3fff00003fff0000) >> 2;
    return (x & 0x000000000fffffff) | (x & 0x0fffffff00000000) >> 4;
}

/* Numbers of up to eight bytes without a branch on their length, which nothing predicts in lists of coordinates. */
static inline bool wire_varint(wire *w, uint64_t *value)
{
    uint64_t x;
    if (w->end - w->at < 8)
        return wire_varint_by_byte(w, value);
    memcpy(&x, w->at, sizeof x);
    if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
        x = __builtin_bswap64(x);
    uint64_t ends = ~x & 0x8080808080808080u;
    if (ends == 0)
        return wire_varint_by_byte(w, value);
    *value = wire_joined(x & (ends ^ (ends - 1))); /* up to the first byte without its high bit */
    w->at += (__builtin_ctzll(ends) + 1) / 8;
    return true;
}

/* sint64: zigzag encoding. */
static inline bool wire_signed(wire *w, int64_t *value)
{
    uint64_t raw;
    if (!wire_varint(w, &raw))
        return false;
    *value = (int64_t)((raw >> 1) ^ (0 - (raw & 1)));
    return true;
}

/* Adds a zigzag delta to *sum with wraparound: a hostile file must not cause signed overflow. */
static inline bool wire_delta(wire *w, int64_t *sum)
{
    int64_t step;
    if (!wire_signed(w, &step))
        return false;
    *sum = (int64_t)((uint64_t)*sum + (uint64_t)step);
    return true;
}

static inline bool wire_skip(wire *w, uint64_t n)
{
    if (n > (uint64_t)(w->end - w->at))
        return false;
    w->at += n;
    return true;
}

/* Decodes the next field; false when malformed. Requires w->at < w->end. */
static inline bool wire_next(wire *w, wire_field *field)
{
    uint64_t key, size;
    *field = (wire_field){ 0 };
    if (!wire_varint(w, &key) || key >> 3 == 0 || key >> 3 > 0x1fffffff)
        return false;
    *field = (wire_field){ .number = (uint32_t)(key >> 3), .type = (uint32_t)(key & 7) };
    switch (field->type) {
    case 0:
        return wire_varint(w, &field->value);
    case 1:
        return wire_skip(w, 8);
    case 2:
        if (!wire_varint(w, &size))
            return false;
        field->bytes.at = w->at;
        if (!wire_skip(w, size))
            return false;
        field->bytes.end = w->at;
        return true;
    case 5:
        return wire_skip(w, 4);
    default:
        return false;
    }
}

#endif
