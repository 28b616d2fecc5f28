#include "analysis/whatif/pack.h"

#include "base/memory.h"

static mlg_status put(mlg_pack *pack, uint32_t number, mlg_error *err)
{
    do {
        MLG_TRY(MLG_GROW(&pack->byte, &pack->capacity, pack->count + 1, "pairs of places", err));
        pack->byte[pack->count++] = (uint8_t)((number & 0x7F) | (number > 0x7F ? 0x80 : 0));
        number >>= 7;
    } while (number > 0);
    return MLG_OK;
}

mlg_status mlg_pack_row(mlg_pack *pack, int32_t count, const int32_t *place, const int32_t *time_ds,
                        mlg_error *err)
{
    int32_t last = -1;
    MLG_TRY(put(pack, (uint32_t)count, err));
    for (int32_t k = 0; k < count; k++) {
        MLG_TRY(put(pack, (uint32_t)(place[k] - last), err));
        MLG_TRY(put(pack, (uint32_t)time_ds[k], err));
        last = place[k];
    }
    return MLG_OK;
}

mlg_status mlg_pack_text(char **out, const mlg_pack *pack, mlg_error *err)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *to;
    MLG_TRY(MLG_NEW(out, pack->count / 3 * 4 + 5, "pairs of places", err));
    to = *out;
    for (size_t i = 0; i < pack->count; i += 3) {
        size_t left = pack->count - i;
        uint32_t bits = (uint32_t)pack->byte[i] << 16;
        bits |= left > 1 ? (uint32_t)pack->byte[i + 1] << 8 : 0;
        bits |= left > 2 ? pack->byte[i + 2] : 0;
        *to++ = digits[bits >> 18];
        *to++ = digits[bits >> 12 & 63];
        *to++ = left > 1 ? digits[bits >> 6 & 63] : '=';
        *to++ = left > 2 ? digits[bits & 63] : '=';
    }
    *to = '\0';
    return MLG_OK;
}

void mlg_pack_release(mlg_pack *pack)
{
    free(pack->byte);
    *pack = (mlg_pack){ 0 };
}
