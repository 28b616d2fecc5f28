/* Profiles of travel: any bytes give one that can be asked about roads, or one clear line. */
#include "network/roads/tags.h"
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const mlg_osm_tag tags[][3] = { { { "highway", "residential" }, { "maxspeed", "30 mph" } },
                                           { { "highway", "track" }, { "surface", "gravel" }, { "oneway", "-1" } },
                                           { { "route", "ferry" }, { "duration", "1:20" } } };
    mlg_profile *profile;
    mlg_error err = { .status = MLG_OK };
    mlg_status st = mlg_profile_load(&profile, fuzz_file(data, size, ".csv"), &err);
    fuzz_judge(st, &err);
    for (int i = 0; st == MLG_OK && i < 3; i++) {
        mlg_road road;
        mlg_road_notes notes = { 0 };
        mlg_road_read(&road, &notes, profile, tags[i], i == 1 ? 3 : 2);
    }
    if (st == MLG_OK)
        mlg_profile_free(profile);
    return 0;
}

void fuzz_seeds(fuzz_keep keep)
{
    fuzz_seed_file(keep, -1, SOURCE_DIR "/geodata/profiles/car.csv");
    fuzz_seed_file(keep, -1, SOURCE_DIR "/geodata/profiles/foot.csv");
    fuzz_seed_file(keep, -1, SOURCE_DIR "/geodata/profiles/bicycle.csv");
}
