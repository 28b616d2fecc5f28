/* GeoJSON: any bytes give rows and shapes, or one clear line. The first byte chooses the system asked for. */
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const mlg_layer_options options = { .to_epsg = data[0] & 1 ? 2154 : 4326 };
    fuzz_layer(fuzz_file(data + 1, size - 1, ".geojson"), &options);
    return 0;
}

void fuzz_seeds(fuzz_keep keep)
{
    FUZZ_SEED(
        keep,
        "\001{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"code\":\"01\","
        "\"n\":1.5},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[5,46],[5.1,46],[5.1,46.1],[5,46]]]}}]}");
    FUZZ_SEED(keep, "\000{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
                    "\"urn:ogc:def:crs:EPSG::2154\"}},\"features\":[{\"type\":\"Feature\",\"properties\":{\"a\":["
                    "1,{\"b\":null}]},"
                    "\"geometry\":{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Point\","
                    "\"coordinates\":[8e5,65e5,7]},"
                    "{\"type\":\"MultiLineString\",\"coordinates\":[[[1,2],[3,4]],[]]}]}},"
                    "{\"type\":\"Feature\",\"properties\":null,\"geometry\":null}]}");
    FUZZ_SEED(keep,
              "\000{\"type\":\"Topology\",\"objects\":{\"a\":{\"type\":\"Polygon\",\"arcs\":[[0]]}},"
              "\"arcs\":[[[0,0],[1,0],[0,1],[-1,-1]]],\"transform\":{\"scale\":[1,1],\"translate\":[5,46]}}");
    FUZZ_SEED(keep, "\001{\"type\":\"MultiPolygon\",\"coordinates\":[[[[5,46],[6,46],[5,47],[6,47],[5,46]]]]}");
}
