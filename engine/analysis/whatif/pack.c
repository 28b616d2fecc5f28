#include "analysis/whatif/pack.h"

#include "base/base64.h"
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
    MLG_TRY(MLG_NEW(out, MLG_BASE64_SIZE(pack->count), "pairs of places", err));
    mlg_base64(*out, pack->byte, pack->count);
    return MLG_OK;
}

void mlg_pack_release(mlg_pack *pack)
{
    free(pack->byte);
    *pack = (mlg_pack){ 0 };
}
