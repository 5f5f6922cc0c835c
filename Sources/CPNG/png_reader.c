#include "png_reader.h"
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

// A chunk that is kept (the palette, at 768 bytes) is far smaller.
#define CHUNK_BYTES_MAX (64 * 1024)

struct png_reader {
    png_structp png;
    png_infop info;
    const uint8_t *bytes;
    size_t count;
    size_t position;
    uint32_t width;
    uint32_t height;
    int passes;
    int has_warnings;
    char message[160];
};

static void fail(png_structp png, png_const_charp message) {
    png_reader *reader = png_get_error_ptr(png);
    strncpy(reader->message, message, sizeof reader->message - 1);
    png_longjmp(png, 1);
}

static void warn(png_structp png, png_const_charp message) {
    png_reader *reader = png_get_error_ptr(png);
    (void)message;
    reader->has_warnings = 1;
}

static void read_bytes(png_structp png, png_bytep to, size_t count) {
    png_reader *reader = png_get_io_ptr(png);
    if (count > reader->count - reader->position) png_error(png, "the file ends early");
    memcpy(to, reader->bytes + reader->position, count);
    reader->position += count;
}

// The functions that setjmp covers. They hold nothing that a jump could lose.
static int set_up(png_reader *reader, uint32_t width_max, uint32_t height_max) {
    png_structp png = reader->png;
    if (setjmp(png_jmpbuf(png))) return 0;
    png_set_read_fn(png, reader, read_bytes);
    png_set_user_limits(png, width_max, height_max);
    png_set_chunk_malloc_max(png, CHUNK_BYTES_MAX);
    // The peers do not ask whether a picture's data has its checksum, and one byte of a checksum
    // should hide no picture: it is read, with a warning.
    png_set_crc_action(png, PNG_CRC_WARN_USE, PNG_CRC_WARN_DISCARD);
    // Most of libpng's flaws were in chunks that say nothing of the pixels: pass over them all.
    // Transparency is among them, since it is ignored.
    static const png_byte transparency[5] = "tRNS";
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, transparency, 1);
    return 1;
}

png_reader *png_reader_open(
    const uint8_t *bytes, size_t count, uint32_t width_max, uint32_t height_max) {
    png_reader *reader = calloc(1, sizeof *reader);
    if (!reader) return NULL;
    reader->bytes = bytes;
    reader->count = count;
    reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, fail, warn);
    if (reader->png) reader->info = png_create_info_struct(reader->png);
    if (!reader->info || !set_up(reader, width_max, height_max)) {
        png_reader_close(reader);
        return NULL;
    }
    return reader;
}

int png_reader_header(png_reader *reader, uint32_t *width, uint32_t *height, int *is_interlaced) {
    png_structp png = reader->png;
    if (setjmp(png_jmpbuf(png))) return 0;
    png_read_info(png, reader->info);
    reader->width = png_get_image_width(png, reader->info);
    reader->height = png_get_image_height(png, reader->info);
    *width = reader->width;
    *height = reader->height;
    *is_interlaced = png_get_interlace_type(png, reader->info) != PNG_INTERLACE_NONE;
    return 1;
}

int png_reader_begin(png_reader *reader) {
    png_structp png = reader->png;
    if (setjmp(png_jmpbuf(png))) return 0;
    int color = png_get_color_type(png, reader->info);
    if (color == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png);
    if (color == PNG_COLOR_TYPE_GRAY && png_get_bit_depth(png, reader->info) < 8) {
        png_set_expand_gray_1_2_4_to_8(png);
    }
    png_set_strip_16(png); // the high byte, as the reference's users take it
    png_set_strip_alpha(png);
    if (!(color & PNG_COLOR_MASK_COLOR)) png_set_gray_to_rgb(png);
    reader->passes = png_set_interlace_handling(png);
    png_read_update_info(png, reader->info);
    if (png_get_rowbytes(png, reader->info) != 3 * (size_t)reader->width) {
        png_error(png, "the rows are not RGB");
    }
    return 1;
}

int png_reader_rows(png_reader *reader, uint8_t *rgb, size_t row_count) {
    png_structp png = reader->png;
    if (setjmp(png_jmpbuf(png))) return 0;
    for (size_t row = 0; row < row_count; row++) {
        png_read_row(png, rgb + row * 3 * reader->width, NULL);
    }
    return 1;
}

int png_reader_picture(png_reader *reader, uint8_t *rgb) {
    png_structp png = reader->png;
    if (setjmp(png_jmpbuf(png))) return 0;
    for (int pass = 0; pass < reader->passes; pass++) {
        for (size_t row = 0; row < reader->height; row++) {
            png_read_row(png, rgb + row * 3 * reader->width, NULL);
        }
    }
    return 1;
}

const char *png_reader_message(const png_reader *reader) { return reader->message; }

int png_reader_has_warnings(const png_reader *reader) { return reader->has_warnings; }

void png_reader_close(png_reader *reader) {
    png_destroy_read_struct(&reader->png, &reader->info, NULL);
    free(reader);
}
