// The peer of PNG decoding: libpng's own rows, and files of kinds that Pillow does not write.
//
//     peer_png rows FILE…             CPU seconds for reading all rows, untransformed
//     peer_png interlaced FROM TO     a copy in seven passes
//     peer_png deep FROM TO           a copy with 16 bits a sample
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct file {
    unsigned char *bytes;
    size_t count, position;
};

struct picture {
    png_uint_32 width, height;
    int color;
    size_t row_bytes;
    unsigned char *rows;
};

static void give_up(const char *what, const char *path) {
    fprintf(stderr, "%s: %s\n", path, what);
    exit(1);
}

static double cpu_seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static struct file load(const char *path) {
    FILE *stream = fopen(path, "rb");
    if (!stream) give_up("cannot be opened", path);
    fseek(stream, 0, SEEK_END);
    struct file file = {.count = (size_t)ftell(stream)};
    rewind(stream);
    file.bytes = malloc(file.count);
    if (!file.bytes || fread(file.bytes, 1, file.count, stream) != file.count) {
        give_up("cannot be read", path);
    }
    fclose(stream);
    return file;
}

static void read_bytes(png_structp png, png_bytep to, size_t count) {
    struct file *file = png_get_io_ptr(png);
    if (count > file->count - file->position) png_error(png, "the file ends early");
    memcpy(to, file->bytes + file->position, count);
    file->position += count;
}

static void silent(png_structp png, png_const_charp message) { (void)png, (void)message; }

// Row by row into one row; an interlaced picture needs all of them.
static void read_rows(struct file *file, const char *path) {
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, silent);
    png_infop info = png_create_info_struct(png);
    if (setjmp(png_jmpbuf(png))) give_up("libpng cannot read it", path);
    png_set_read_fn(png, file, read_bytes);
    png_read_info(png, info);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    size_t row_bytes = png_get_rowbytes(png, info), held = passes > 1 ? row_bytes : 0;
    png_uint_32 height = png_get_image_height(png, info);
    unsigned char *rows = malloc(row_bytes * (passes > 1 ? height : 1));
    for (int pass = 0; pass < passes; pass++) {
        for (size_t y = 0; y < height; y++) png_read_row(png, rows + y * held, NULL);
    }
    free(rows);
    png_destroy_read_struct(&png, &info, NULL);
}

static struct picture read_picture(const char *path) {
    struct file file = load(path);
    struct picture picture;
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, silent);
    png_infop info = png_create_info_struct(png);
    if (setjmp(png_jmpbuf(png))) give_up("libpng cannot read it", path);
    png_set_read_fn(png, &file, read_bytes);
    png_read_info(png, info);
    picture.width = png_get_image_width(png, info);
    picture.height = png_get_image_height(png, info);
    picture.color = png_get_color_type(png, info);
    if (png_get_bit_depth(png, info) != 8) give_up("it has not 8 bits a sample", path);
    picture.row_bytes = png_get_rowbytes(png, info);
    picture.rows = malloc(picture.row_bytes * picture.height);
    for (size_t y = 0; y < picture.height; y++) {
        png_read_row(png, picture.rows + y * picture.row_bytes, NULL);
    }
    png_destroy_read_struct(&png, &info, NULL);
    free(file.bytes);
    return picture;
}

static void write_copy(const char *from, const char *to, int depth, int interlace) {
    struct picture picture = read_picture(from);
    size_t times = (size_t)depth / 8;
    unsigned char *row = malloc(picture.row_bytes * 2);
    FILE *stream = fopen(to, "wb");
    if (!stream) give_up("cannot be written", to);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, silent);
    png_infop info = png_create_info_struct(png);
    if (setjmp(png_jmpbuf(png))) give_up("libpng cannot write it", to);
    png_init_io(png, stream);
    png_set_IHDR(
        png, info, picture.width, picture.height, depth, picture.color, interlace,
        PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (int pass = png_set_interlace_handling(png); pass > 0; pass--) {
        for (size_t y = 0; y < picture.height; y++) {
            const unsigned char *samples = picture.rows + y * picture.row_bytes;
            for (size_t i = 0; i < picture.row_bytes * times; i++) row[i] = samples[i / times];
            png_write_row(png, row);
        }
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    if (fclose(stream) != 0) give_up("cannot be written", to);
    free(row);
    free(picture.rows);
}

int main(int count, char **words) {
    if (count == 4 && strcmp(words[1], "interlaced") == 0) {
        write_copy(words[2], words[3], 8, PNG_INTERLACE_ADAM7);
        return 0;
    }
    if (count == 4 && strcmp(words[1], "deep") == 0) {
        write_copy(words[2], words[3], 16, PNG_INTERLACE_NONE);
        return 0;
    }
    if (count < 3 || strcmp(words[1], "rows") != 0) give_up("usage: see the source", words[0]);
    double seconds = 0;
    for (int i = 2; i < count; i++) {
        struct file file = load(words[i]);
        double start = cpu_seconds();
        read_rows(&file, words[i]);
        seconds += cpu_seconds() - start;
        free(file.bytes);
    }
    printf("%.6f\n", seconds);
    return 0;
}
