/* Writes the starting corpus of fuzz_osm into a folder: small files of every layout. Usage: corpus_osm <folder> */
#include "pbf_writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

static const char xml[] = "<?xml version='1.0'?><!-- c --><osm version='0.6'><node id='1' lat='45.0' lon='0.1'>"
                          "<tag k='a' v='&lt;&#xC9;'/></node><way id='10'><nd ref='1'/><nd ref='-2'/></way>"
                          "<relation id='20'><member type='way' ref='10' role='from'/></relation></osm>";

static int write_file(const char *folder, const char *name, const void *data, size_t size)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(data, 1, size, file) != size || fclose(file) != 0) {
        perror(path);
        return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    int failed = 0;
    if (argc != 2)
        return 2;
    mkdir(argv[1], 0777);
    for (int i = 0; i < 8; i++) {
        char name[16];
        bytes file = { 0 };
        snprintf(name, sizeof name, "pbf-%d", i);
        put_small_network(&file, i & 1, i & 2, i & 4 ? 1 : 3);
        failed |= write_file(argv[1], name, file.data, file.size);
        free(file.data);
    }
    failed |= write_file(argv[1], "xml", xml, strlen(xml));
    char gz[4096];
    snprintf(gz, sizeof gz, "%s/gz", argv[1]);
    gzFile file = gzopen(gz, "wb");
    failed |= !file || gzwrite(file, xml, (unsigned)strlen(xml)) == 0 || gzclose(file) != Z_OK;
    return failed;
}
